"""The proposal: read as a whole, and filled step by step in any order."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from iga_portal.refusals import Refused, StaleVersion
from iga_portal.web.formats import clock
from iga_portal.web.here import here
from innovations import reference
from innovations.domain.completeness import Gap, proposal_gaps, words_in
from innovations.domain.innovations import DOCUMENT_FIELDS, change_proposal
from innovations.forms.documents import AttachmentsForm, upload_name
from innovations.forms.proposal import ClassificationForm, StepForm, model_fields
from innovations.forms.steps import BY_SLUG, STEPS, ProposalStep, step_of
from innovations.models import Document, Innovation
from innovations.queries.changes import stored_name
from innovations.queries.opd import Window, window_of
from innovations.queries.opd_documents import library
from innovations.views.opd_common import (
    base_context,
    card_of,
    find_innovation,
    grant_of,
    innovation_crumbs,
    tried,
    why_locked,
)
from innovations.views.opd_merge import MINE, OPEN_CONFLICTS, STORED, Merge, choice_name, merge
from innovations.views.opd_parts import EMPTY, in_words, label_of, step_url
from innovations.views.opd_uploads import add_attachment
from regions.access import actor_of
from regions.queries.instruments import instrument_of
from scoring.core.model import Instrument

LIBRARY_OFFERED = 200
"""Documents offered in a select: the newest ones; older ones are found in the library."""
ATTEMPTS = 3


# Read --------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Line:
    """One item of the proposal as it stands; `cards` for a document."""

    label: str
    text: str
    is_missing: bool = False
    is_long: bool = False
    cards: Sequence[Any] = ()


@dataclass(frozen=True)
class Section:
    step: ProposalStep
    url: str
    lines: Sequence[Line]
    missing: int


@require_safe
def proposal(request: HttpRequest, public_id: UUID, **place: int) -> HttpResponse:
    """All 22 items as they stand, for reading."""
    found = find_innovation(request, public_id)
    actor = actor_of(request)
    instrument = instrument_of(found.region_period.period)
    gaps = proposal_gaps(found, instrument=instrument)
    ids = [getattr(found, f"{name}_id") for name in DOCUMENT_FIELDS]
    documents = {
        document.pk: document
        for document in Document.objects.filter(pk__in=[pk for pk in ids if pk]).select_related("file")
    }
    locked = why_locked(actor, found)
    return render(
        request,
        "innovations/opd/proposal.html",
        base_context(request, found, tab="profil")
        | {
            "sections": [_section(request, step, found, gaps=gaps, documents=documents) for step in STEPS],
            "locked": locked,
            "words": words_in(found.design),
            "minimum": instrument.eligibility.design_minimum_words,
            "crumbs": innovation_crumbs(request, found, _("Profil")),
        },
    )


def _section(
    request: HttpRequest,
    step: ProposalStep,
    found: Innovation,
    *,
    gaps: Sequence[Gap],
    documents: dict[int, Document],
) -> Section:
    missing = {gap.field for gap in gaps if gap.required}
    names = [name for name in step.fields if name != "longitude"]
    lines = []
    for name in names:
        value = getattr(found, stored_name(name))
        text = in_words(found, name, value, documents=documents)
        if name == "latitude" and found.latitude is not None:
            text = f"{found.latitude}, {found.longitude}"
        document = documents.get(value) if name in DOCUMENT_FIELDS else None
        lines.append(
            Line(
                label_of(name),
                text,
                is_missing=name in missing and text == EMPTY,
                is_long=step is BY_SLUG["uraian"],
                cards=[card_of(request, document)] if document else (),
            )
        )
    url = step_url(request, step, public_id=found.public_id)
    return Section(step, url, lines, missing=len(missing.intersection(names)))


# Fill --------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class StepLink:
    """A step in the list of steps, with how many required items it still lacks."""

    step: ProposalStep
    url: str
    missing: int
    is_current: bool


@dataclass(frozen=True)
class Conflict:
    """A field that two people wrote differently: both texts, and the names of the radio buttons that decide."""

    name: str
    label: str
    stored: str
    mine: str
    choice: str
    decided: str


@require_http_methods(["GET", "HEAD", "POST"])
def proposal_step(request: HttpRequest, public_id: UUID, step: str, **place: int) -> HttpResponse:
    """One step. A locked proposal is shown for reading instead."""
    found = find_innovation(request, public_id)
    chosen = BY_SLUG.get(step)
    if chosen is None:
        raise Http404("no such step")
    if why_locked(actor_of(request), found):
        if request.method == "POST":
            messages.error(request, why_locked(actor_of(request), found))
        return redirect(here(request, "proposal", public_id=public_id))
    if request.method != "POST":
        return _show(request, found, chosen, form=_form(request, found, chosen))
    return _save(request, found, chosen)


def _form(
    request: HttpRequest, found: Innovation, step: ProposalStep, *, data: QueryDict | None = None
) -> StepForm:
    if issubclass(step.form, AttachmentsForm):
        files = request.FILES if data is not None else None
        documents = list(library(actor_of(request))[:LIBRARY_OFFERED])
        return step.form(data, files, innovation=found, documents=documents)
    return step.form(data, innovation=found)


def _save(request: HttpRequest, found: Innovation, step: ProposalStep) -> HttpResponse:
    data = request.POST.copy()
    refused = _take_attachments(request, found, step, data)
    form = _form(request, found, step, data=data)
    for name, message in refused.items():
        form.add_error(upload_name(name), message)
    if not form.is_valid():
        return _show(request, found, step, form=form, data=data)
    version = data.get("version", "")
    seen = int(version) if version.isdecimal() and len(version) < 10 else 0
    merged, outcome = _write(request, found.public_id, form, seen=seen, data=data)
    now = find_innovation(request, found.public_id)
    if merged.conflicts:
        return _show(request, now, step, form=form, data=data, merged=merged)
    if isinstance(outcome, ValidationError):
        form.take_errors(outcome)
        return _show(request, now, step, form=form, data=data)
    if isinstance(outcome, Refused):
        form.add_error(None, outcome.message)
        return _show(request, now, step, form=form, data=data)
    return _saved(request, now, step, form=form, merged=merged)


def _write(
    request: HttpRequest, public_id: UUID, form: StepForm, *, seen: int, data: QueryDict
) -> tuple[Merge, Innovation | Refused | ValidationError | None]:
    """Merge and write; once more when somebody wrote between the reading and the lock."""
    actor = actor_of(request)
    outcome: Innovation | Refused | ValidationError | None = None
    for _attempt in range(ATTEMPTS):
        stored = find_innovation(request, public_id)
        merged = merge(form, innovation=stored, seen_version=seen, data=data)
        if merged.conflicts:
            return merged, None
        outcome = _change(stored, actor=actor, changes=merged.changes)
        if not isinstance(outcome, StaleVersion):
            break
    return merged, outcome


def _change(stored: Innovation, *, actor: Any, changes: Any) -> Innovation | Refused | ValidationError:
    return tried(
        lambda: change_proposal(stored.pk, actor=actor, seen_version=stored.version, changes=changes)
    )


def _take_attachments(
    request: HttpRequest, found: Innovation, step: ProposalStep, data: QueryDict
) -> dict[str, str]:
    """Turn new files of the attachments into documents and choose them in `data`; returns refusals by field."""
    refused: dict[str, str] = {}
    if not issubclass(step.form, AttachmentsForm):
        return refused
    for name in DOCUMENT_FIELDS:
        upload = request.FILES.get(upload_name(name))
        if upload is None:
            continue
        label = AttachmentsForm.LABELS[name]
        added = add_attachment(request, upload, innovation=found, label=str(label))
        if isinstance(added, Document):
            data[name] = str(added.pk)
        else:
            refused[name] = added
        # The document is in the library now, or refused: either way it is not sent again.
        del request.FILES[upload_name(name)]
    return refused


def _saved(
    request: HttpRequest, now: Innovation, step: ProposalStep, *, form: StepForm, merged: Merge
) -> HttpResponse:
    zone = grant_of(request).region.time_zone
    messages.success(
        request,
        _("“%(step)s” tersimpan %(time)s.") % {"step": step.title, "time": clock(timezone.now(), zone=zone)},
    )
    if merged.others_wrote:
        messages.info(
            request,
            _("Sementara Anda mengisi, %(who)s juga mengubah inovasi ini; perubahannya tetap ada.")
            % {"who": ", ".join(merged.by) or _("orang lain")},
        )
    for text in _hints(now, step):
        messages.warning(request, text)
    stay = request.POST.get("aksi") != "lanjut"
    if isinstance(form, ClassificationForm) and _needs_programme(now):
        if not stay:
            messages.info(request, _("Klaster tersimpan. Sekarang pilih program PKPN utamanya."))
        stay = True
        return redirect(step_url(request, step, public_id=now.public_id) + "#id_pkpn_main")
    if stay:
        return redirect(step_url(request, step, public_id=now.public_id))
    position = STEPS.index(step) + 1
    if position == len(STEPS):
        return redirect(here(request, "innovation", public_id=now.public_id))
    return redirect(step_url(request, STEPS[position], public_id=now.public_id))


def _needs_programme(now: Innovation) -> bool:
    return bool(now.pkpn_cluster) and now.pkpn_cluster != reference.NON_PKPN and not now.pkpn_main


def _hints(now: Innovation, step: ProposalStep) -> list[str]:
    """What the dates mean for being assessed, once they are saved."""
    if step is not BY_SLUG["waktu"]:
        return []
    gaps = proposal_gaps(now, instrument=instrument_of(now.region_period.period))
    return [gap.text for gap in gaps if gap.code in {"development", "window", "stage"}]


def _show(
    request: HttpRequest,
    found: Innovation,
    step: ProposalStep,
    *,
    form: StepForm,
    data: QueryDict | None = None,
    merged: Merge | None = None,
) -> HttpResponse:
    instrument = instrument_of(found.region_period.period)
    gaps = [gap for gap in proposal_gaps(found, instrument=instrument) if gap.required]
    position = STEPS.index(step)
    # After a conflict the page has seen what is stored now. After any other refusal it still has not.
    seen = found.version if data is None or merged is not None else data.get("version", "")
    conflicts = _conflicts(found, form, merged=merged, data=data) if data is not None else []
    form.mark_required()
    context = base_context(request, found, tab="profil") | {
        "step": step,
        "number": position + 1,
        "steps": [_step_link(request, entry, found, gaps=gaps, current=step) for entry in STEPS],
        "form": form,
        "version": seen,
        "conflicts": conflicts,
        "conflict_names": OPEN_CONFLICTS,
        "conflict_by": ", ".join(merged.by) if merged else "",
        "is_last": position + 1 == len(STEPS),
        "words": words_in(form["design"].value() or "") if "design" in form.fields else None,
        "minimum": instrument.eligibility.design_minimum_words,
        "window": _window(found, step, instrument),
        "window_hints": _hints(found, step),
        "rules": instrument.eligibility,
        "attachments": _attachment_groups(form) if isinstance(form, AttachmentsForm) else None,
        "crumbs": innovation_crumbs(
            request,
            found,
            (_("Profil"), here(request, "proposal", public_id=found.public_id)),
            str(step.title),
        ),
    }
    return render(request, "innovations/opd/proposal_step.html", context)


def _step_link(
    request: HttpRequest,
    entry: ProposalStep,
    found: Innovation,
    *,
    gaps: Sequence[Gap],
    current: ProposalStep,
) -> StepLink:
    return StepLink(
        entry,
        step_url(request, entry, public_id=found.public_id),
        missing=len({gap.field for gap in gaps if gap.field and step_of(gap.field) is entry}),
        is_current=entry is current,
    )


def _window(found: Innovation, step: ProposalStep, instrument: Instrument) -> Window | None:
    return window_of(found, instrument.eligibility) if step is BY_SLUG["waktu"] else None


def _attachment_groups(form: AttachmentsForm) -> list[dict[str, Any]]:
    return [
        {"label": AttachmentsForm.LABELS[name], "choice": form[name], "upload": form[upload_name(name)]}
        for name in DOCUMENT_FIELDS
    ]


def _conflicts(found: Innovation, form: StepForm, *, merged: Merge | None, data: QueryDict) -> list[Conflict]:
    """Both texts of each field in conflict. Those decided or shown before stay on the page until they are saved."""
    names = (
        list(merged.conflicts) if merged else [n for n in data.getlist(OPEN_CONFLICTS) if n in form.fields]
    )
    if not names:
        return []
    is_valid = form.is_valid()
    changes = form.changes() if is_valid else {}
    fields = [entry for name in names for entry in model_fields(name)]
    documents = _documents_named(found, fields, changes)
    conflicts = []
    for name in names:
        entries = model_fields(name)
        stored = [
            in_words(found, entry, getattr(found, stored_name(entry)), documents=documents)
            for entry in entries
        ]
        mine = [
            in_words(found, entry, value.pk if isinstance(value, Document) else value, documents=documents)
            for entry in entries
            for value in [changes.get(entry)]
        ]
        decision = data.get(choice_name(name), "")
        conflicts.append(
            Conflict(
                name,
                label_of(entries[0]),
                ", ".join(stored),
                ", ".join(mine) if is_valid else str(form[name].value() or ""),
                choice_name(name),
                decision if decision in {MINE, STORED} else "",
            )
        )
    return conflicts


def _documents_named(
    found: Innovation, fields: Sequence[str], changes: dict[str, Any]
) -> dict[int, Document]:
    named: dict[int, Document] = {}
    for name in fields:
        if name in DOCUMENT_FIELDS:
            for document in (getattr(found, name), changes.get(name)):
                if document is not None:
                    named[document.pk] = document
    return named
