"""The proposal, filled step by step in any order; `opd_proposal_read` shows it as a whole.

A step saves itself field by field (`opd_autosave`); its button posts the whole form, which is saved by the same rule and is the way
without JavaScript: what somebody else wrote since the page was shown is never overwritten, what is right is saved even when something
beside it is not.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from iga_portal.refusals import Refused
from iga_portal.web.formats import clock
from iga_portal.web.here import here
from innovations import reference
from innovations.domain.completeness import proposal_gaps
from innovations.domain.design import design_words
from innovations.domain.innovations import ProposalChange, change_proposal
from innovations.domain.items import COORDINATES, DOCUMENT_FIELDS, LONG_TEXTS, value_of
from innovations.domain.texts import LONGEST_TEXT
from innovations.forms.documents import AttachmentsForm, upload_name
from innovations.forms.proposal import StepForm, raw_values, seen_inputs
from innovations.forms.steps import BY_SLUG, STEPS, ProposalStep
from innovations.models import Document, Innovation
from innovations.queries.changes import others_since
from innovations.queries.opd_documents import library
from innovations.views.autosaving import autosave_of
from innovations.views.opd_common import (
    base_context,
    find_innovation,
    grant_of,
    innovation_crumbs,
    tried,
    why_locked,
)
from innovations.views.opd_conflicts import OPEN_CONFLICTS, conflicts_of, decisions, really_open
from innovations.views.opd_history import history_url
from innovations.views.opd_parts import step_url
from innovations.views.opd_reasons import proposal_reason
from innovations.views.opd_step_parts import date_hints, parts_of, remarks
from innovations.views.opd_uploads import add_attachment
from regions.access import actor_of
from regions.queries.instruments import instrument_of

LIBRARY_OFFERED = 200
"""Documents offered in a select: the newest ones; older ones are found in the library."""
AT_OFFICE = "titik-kantor"


# Fill --------------------------------------------------------------------------------------------------------------


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


@dataclass
class Saving:
    """What became of a posted step: saved so far, still to be chosen, and refused (item -> messages)."""

    now: Innovation
    written: bool = False
    open: dict[str, Any] = field(default_factory=dict)
    refused: set[str] = field(default_factory=set)
    said: list[str] = field(default_factory=list)


def _save(request: HttpRequest, found: Innovation, step: ProposalStep) -> HttpResponse:
    data = request.POST.copy()
    at_office = data.get("aksi") == AT_OFFICE and COORDINATES in step.form.base_fields
    if at_office and found.opd.latitude is not None and found.opd.longitude is not None:
        data[COORDINATES] = f"{found.opd.latitude}, {found.opd.longitude}"
    lost = _take_attachments(request, found, step, data)
    form = _form(request, found, step, data=data)
    for name, message in lost.items():
        form.add_error(upload_name(name), message)
    form.is_valid()
    saving = _write(request, found, form, data=data)
    if saving.open or form.errors:
        return _show_again(request, saving, step, form=form, data=data)
    return _saved(request, saving, step, data=data)


def _write(request: HttpRequest, found: Innovation, form: StepForm, *, data: QueryDict) -> Saving:
    """Save what is right; what the domain refuses goes back to its field, and the rest is tried once more without it."""
    changes, seen = form.changes(), form.seen()
    kept, undecided = decisions(data, form.items)
    changes = {item: value for item, value in changes.items() if item not in kept}
    saving = Saving(found, refused={item for item in form.items if item in form.errors})
    waiting = {item: changes.pop(item) for item in really_open(found, undecided, changes)}
    while changes:
        outcome = _change(request, found, changes=changes, seen=seen)
        if isinstance(outcome, ProposalChange):
            saving.now, saving.written = outcome.innovation, bool(outcome.written)
            saving.open = {item: changes[item] for item in outcome.conflicts}
            saving.said = remarks(outcome)
            break
        if isinstance(outcome, Refused):
            form.add_error(None, outcome.message)
            break
        concerned = form.take_errors(outcome)
        saving.refused |= concerned
        if not concerned:
            break
        changes = {item: value for item, value in changes.items() if item not in concerned}
    saving.open |= waiting
    return saving


def _change(
    request: HttpRequest, found: Innovation, *, changes: Mapping[str, Any], seen: Mapping[str, str]
) -> ProposalChange | Refused | ValidationError:
    actor = actor_of(request)
    return tried(lambda: change_proposal(found.pk, actor=actor, changes=changes, seen=seen))


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


def _saved(request: HttpRequest, saving: Saving, step: ProposalStep, *, data: QueryDict) -> HttpResponse:
    now = saving.now
    zone = grant_of(request).region.time_zone
    messages.success(
        request,
        _("“%(step)s” tersimpan %(time)s.") % {"step": step.title, "time": clock(timezone.now(), zone=zone)},
    )
    _tell(request, saving, data)
    if step is BY_SLUG["waktu"]:
        gaps = proposal_gaps(now, instrument=instrument_of(now.region_period.period))
        for text in date_hints(gaps):
            messages.warning(request, text)
    return redirect(_onward(request, now, step, data=data))


def _tell(request: HttpRequest, saving: Saving, data: QueryDict) -> None:
    for text in saving.said:
        messages.warning(request, text)
    version = data.get("version", "")
    if not version.isdecimal() or len(version) > 9:
        return
    seen = int(version)
    # Between what the page saw and now lies at most one writing of ours: this one.
    if saving.now.version - saving.written > seen:
        others = others_since(saving.now, version=seen, besides=actor_of(request).person_id)
        if others:
            messages.info(
                request,
                _("Sementara Anda mengisi, %(who)s juga mengubah inovasi ini; perubahannya tetap ada.")
                % {"who": ", ".join(others)},
            )


def _onward(request: HttpRequest, now: Innovation, step: ProposalStep, *, data: QueryDict) -> str:
    own = step_url(request, step, public_id=now.public_id)
    if "pkpn_cluster" in step.fields and _needs_programme(now):
        if data.get("aksi") == "lanjut":
            messages.info(request, _("Klaster tersimpan. Sekarang pilih program PKPN utamanya."))
        return own + "#id_pkpn_main"
    if data.get("aksi") == AT_OFFICE:
        return f"{own}#id_{COORDINATES}"
    if data.get("aksi") != "lanjut":
        return own
    position = STEPS.index(step) + 1
    if position == len(STEPS):
        return here(request, "innovation", public_id=now.public_id)
    return step_url(request, STEPS[position], public_id=now.public_id)


def _needs_programme(now: Innovation) -> bool:
    return bool(now.pkpn_cluster) and now.pkpn_cluster != reference.NON_PKPN and not now.pkpn_main


# Show --------------------------------------------------------------------------------------------------------------


def _show_again(
    request: HttpRequest, saving: Saving, step: ProposalStep, *, form: StepForm, data: QueryDict
) -> HttpResponse:
    """The page with what is not saved as it was typed, and everything else as it is stored now."""
    now = find_innovation(request, saving.now.public_id)
    typed = set(saving.open) | saving.refused
    shown = data.copy()
    for item in form.items:
        if item not in typed:
            for name, values in raw_values(form, item, value_of(now, item)).items():
                shown.setlist(name, values)
    # The errors stay: told by the form, or by the domain under the lock.
    form.data = shown
    if saving.written:
        messages.success(request, _("Isian lain di langkah ini sudah tersimpan."))
    _tell(request, saving, data)
    seen = form.seen()
    return _show(
        request,
        now,
        step,
        form=form,
        kept={item: seen[item] for item in saving.refused if seen.get(item)},
        conflicts=conflicts_of(request, now, saving.open, data=data),
    )


def _show(
    request: HttpRequest,
    found: Innovation,
    step: ProposalStep,
    *,
    form: StepForm,
    kept: Mapping[str, str] | None = None,
    conflicts: Sequence[Any] = (),
) -> HttpResponse:
    position = STEPS.index(step)
    form.mark_required()
    place = {"public_id": found.public_id, "step": step.slug}
    context = (
        base_context(request, found, tab="profil")
        | parts_of(request, found, step)
        | {
            "number": position + 1,
            "reason": proposal_reason(request, found),
            "form": form,
            "seen": seen_inputs(found, form, kept=kept),
            "autosave": autosave_of(
                request,
                here(request, "proposal_autosave", **place),
                found.public_id,
                step.slug,
                saved_at=found.changed_at,
            ),
            "conflicts": conflicts,
            "conflict_names": OPEN_CONFLICTS,
            "conflict_by": ", ".join(dict.fromkeys(entry.by for entry in conflicts if entry.by)),
            "is_last": position + 1 == len(STEPS),
            "is_design": step is BY_SLUG["rancang"],
            "words": design_words(found.design),
            "minimum": instrument_of(found.region_period.period).eligibility.design_minimum_words,
            "longest": LONGEST_TEXT,
            "histories": _histories(request, found, step),
            "attachments": _attachment_groups(form) if isinstance(form, AttachmentsForm) else None,
            "crumbs": innovation_crumbs(
                request,
                found,
                (_("Profil"), here(request, "proposal", public_id=found.public_id)),
                str(step.title),
            ),
        }
    )
    return render(request, "innovations/opd/proposal_step.html", context)


def _histories(request: HttpRequest, found: Innovation, step: ProposalStep) -> dict[str, str]:
    """Where the earlier versions of the step's long texts are, by field."""
    return {
        name: history_url(request, found, name)
        for name in step.fields
        if name in LONG_TEXTS and getattr(found, name)
    }


def _attachment_groups(form: AttachmentsForm) -> list[dict[str, Any]]:
    return [
        {"label": AttachmentsForm.LABELS[name], "choice": form[name], "upload": form[upload_name(name)]}
        for name in DOCUMENT_FIELDS
    ]
