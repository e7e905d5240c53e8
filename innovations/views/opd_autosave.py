"""One field of the proposal, saved by itself. As little as possible is asked of the database: this runs with every rest in typing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from iga_portal.refusals import Refused
from innovations.domain.innovations import ProposalChange, change_proposal
from innovations.domain.items import DOCUMENT_FIELDS, value_of
from innovations.domain.seen import PREFIX, field_hash
from innovations.forms.documents import AttachmentsForm
from innovations.forms.proposal import StepForm, raw_values
from innovations.forms.steps import BY_SLUG, ProposalStep
from innovations.models import Innovation
from innovations.queries.changes import arrived_already
from innovations.queries.opd_documents import library
from innovations.rules import NOT_YOURS
from innovations.views import autosaving
from innovations.views.opd_conflicts import conflict_html, conflicts_of
from innovations.views.opd_step_parts import remarks, rendered_parts
from regions.access import actor_of


@dataclass(frozen=True)
class Typed:
    """What came for one item: the form field, the value, or what is wrong with it."""

    form: StepForm
    item: str
    value: Any = None
    errors: tuple[str, ...] = ()


@require_POST
def proposal_autosave(request: HttpRequest, public_id: UUID, step: str, **place: int) -> HttpResponse:
    """Save one item of a step and answer as `autosaving` tells. 404 for what the step does not ask."""
    chosen = BY_SLUG.get(step)
    if chosen is None:
        raise Http404("no such step")
    other = autosaving.refuse_other_person(request)
    if other is not None:
        return other
    typed = _read(request, chosen, request.POST.get("field", ""))
    if typed.errors:
        return autosaving.invalid(typed.item, typed.errors)
    # No savepoint: the domain refuses before it writes anything, and an error of any other kind takes the transaction with it.
    try:
        change = change_proposal(
            public_id,
            actor=actor_of(request),
            changes={typed.item: typed.value},
            seen={typed.item: request.POST.get(PREFIX + typed.item, "")},
            autosaved=True,
        )
    except Innovation.DoesNotExist:
        raise Http404("no such innovation here") from None
    except ValidationError as error:
        return autosaving.invalid(typed.item, error.messages)
    except Refused as refused:
        return _refused(refused, typed)
    if change.conflicts:
        return _conflict(request, change, typed)
    return _saved(request, change, chosen, typed)


def _refused(refused: Refused, typed: Typed) -> HttpResponse:
    if refused.code in {"locked", "locked_part"}:
        return autosaving.locked(str(refused.message))
    # Never about a document: those of others were told apart when it was read.
    if refused.code == NOT_YOURS:
        raise Http404("no such innovation here")
    return autosaving.invalid(typed.item, [str(refused.message)])


def _read(request: HttpRequest, step: ProposalStep, item: str) -> Typed:
    if issubclass(step.form, AttachmentsForm):
        return _read_document(request, step, item)
    try:
        form = step.form.for_item(item, request.POST)
    except KeyError:
        raise Http404("no such field in this step") from None
    if not form.is_valid():
        return Typed(form, item, errors=tuple(str(text) for text in form.errors[item]))
    return Typed(form, item, form.cleaned_data[item])


def _read_document(request: HttpRequest, step: ProposalStep, item: str) -> Typed:
    if item not in DOCUMENT_FIELDS:
        raise Http404("no such field in this step")
    form = StepForm(innovation=None)
    number = request.POST.get(item, "")
    if not number:
        return Typed(form, item)
    document = (
        library(actor_of(request)).filter(pk=int(number)).first()
        if number.isdecimal() and len(number) < 18
        else None
    )
    if document is None:
        return Typed(form, item, errors=(_("Dokumen ini tidak ada dalam pustaka Anda. Pilih yang lain."),))
    return Typed(form, item, document)


def _raw(typed: Typed, item: str, value: Any) -> Mapping[str, list[str]]:
    if item in DOCUMENT_FIELDS:
        return {item: [str(value or "")]}
    return raw_values(typed.form, item, value)


def _saved(request: HttpRequest, change: ProposalChange, step: ProposalStep, typed: Typed) -> HttpResponse:
    now = change.innovation
    stored = value_of(now, typed.item)
    shown: dict[str, list[str]] = {}
    raw = _raw(typed, typed.item, stored)
    if raw[typed.item] != request.POST.getlist(typed.item):
        shown |= raw
    seen = {typed.item: field_hash(stored)}
    for name in change.cleared:
        seen[name] = field_hash(value_of(now, name))
        shown[name] = (
            [str(entry) for entry in value_of(now, name)] if isinstance(value_of(now, name), list) else [""]
        )
    return autosaving.saved(
        request,
        field=typed.item,
        seen=seen,
        version=now.version,
        parts=rendered_parts(request, now, step) if change.written else {},
        notes=remarks(change),
        shown=shown,
    )


def _conflict(request: HttpRequest, change: ProposalChange, typed: Typed) -> HttpResponse:
    now, item = change.innovation, typed.item
    stored = change.conflicts[item]
    version = request.POST.get("version", "")
    # A second attempt whose first one arrived after all, and was written over knowingly since.
    if request.POST.get("ulang") and version.isdecimal() and len(version) < 10:
        person_id = actor_of(request).person_id
        if arrived_already(now, item, value=typed.value, since=int(version), person_id=person_id):
            return autosaving.saved(
                request,
                field=item,
                seen={item: field_hash(stored)},
                version=now.version,
                shown=_raw(typed, item, stored),
            )
    (found,) = conflicts_of(request, now, {item: typed.value})
    raw = _raw(typed, item, stored)
    return autosaving.conflict(
        item,
        stored="\n".join(raw[item]),
        raw=raw,
        seen=field_hash(stored),
        by=found.by,
        at=found.at,
        html=conflict_html(found).strip(),
    )
