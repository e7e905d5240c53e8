"""One indicator row: its level, its evidence, what the desk said, and how it came about."""

from __future__ import annotations

from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from iga_portal.refusals import Refused
from iga_portal.web.formats import clock
from iga_portal.web.here import here
from innovations.domain.answers import Claim, StaleClaim, claim_of, set_answer, withdraw_citation
from innovations.domain.completeness import format_fits
from innovations.domain.innovations import KIND_ROW
from innovations.enums import State
from innovations.forms.documents import EvidenceForm
from innovations.forms.rows import RowForm, face_of, seen_from, seen_inputs
from innovations.guide import handbook_url
from innovations.queries.opd import open_reasons, sheet_of, verdicts_on
from innovations.queries.opd_rows import filter_of
from innovations.views.autosaving import Autosave, autosave_of
from innovations.views.opd_common import (
    base_context,
    find_innovation,
    grant_of,
    innovation_crumbs,
    tried,
    why_locked,
)
from innovations.views.opd_conflicts import OPEN_CONFLICTS, Conflict
from innovations.views.opd_evidence import EvidenceOutcome, take_evidence
from innovations.views.opd_questions import question_lines
from innovations.views.opd_reasons import reason_line
from innovations.views.opd_row_conflicts import conflicts_of, decided, hashes_of
from innovations.views.opd_row_parts import (
    FILTER,
    FILTER_WORDS,
    RowPage,
    cited_document,
    guidance,
    history_lines,
    level_cards,
    live_parts,
    row_eyebrow,
    row_url,
)
from regions.access import actor_of
from regions.enums import Role


def row_page(request: HttpRequest, public_id: UUID, row: int) -> RowPage:
    """Find a row of an innovation of this OPD, or 404."""
    found = find_innovation(request, public_id)
    sheet = sheet_of(found)
    answer = next((entry for entry in sheet.answers if entry.row == row), None)
    if answer is None:
        raise Http404("no such row")
    reasons = open_reasons([found.pk]).get(found.pk, []) if found.state == State.RETURNED else []
    rules = sheet.instrument.row(str(row))
    return RowPage(
        sheet,
        answer,
        face=face_of(rules, answer=answer, innovation=found),
        verdicts=verdicts_on(answer),
        reason=next((reason for reason in reasons if reason.row == row), None),
        locked=why_locked(actor_of(request), found, answer=answer),
        asked=frozenset(reason.row for reason in reasons if reason.row is not None),
        which=filter_of(request.GET.get(FILTER, "")),
    )


@require_safe
def row_read(request: HttpRequest, public_id: UUID, row: int, **place: int) -> HttpResponse:
    """The row for reading, as the head of the OPD sees it."""
    return _show(request, row_page(request, public_id, row))


@require_http_methods(["GET", "HEAD", "POST"])
def row(request: HttpRequest, public_id: UUID, row: int, **place: int) -> HttpResponse:
    """One form for the claim and its evidence: whichever button is pressed, nothing that was entered is lost."""
    page = row_page(request, public_id, row)
    if request.method != "POST":
        return _show(request, page)
    if page.locked:
        messages.error(request, page.locked)
        return redirect(_own(request, page))
    data = decided(request.POST, page=page)
    form = RowForm(data, face=page.face, answer=page.answer)
    written = _write_claim(request, page, form)
    evidence = _change_evidence(request, page)
    _tell_evidence(request, page, evidence)
    if written is True:
        _tell_claim(request, page, form, quietly=evidence.has_happened or not evidence.is_settled)
        if evidence.is_settled:
            return redirect(_after(request, page, form, evidence))
        return _show(request, row_page(request, public_id, row), evidence=evidence)
    now = row_page(request, public_id, row)
    stale = conflicts_of(request, written, data=data, page=now) if isinstance(written, StaleClaim) else []
    return _show(request, now, form=form, evidence=evidence, stale=stale, shown=data)


def _write_claim(request: HttpRequest, page: RowPage, form: RowForm) -> bool | Refused | ValidationError:
    """Write the claim; True when it stands as typed. What was refused is told beside its field."""
    if not form.is_valid():
        return False
    outcome = tried(
        lambda: set_answer(
            page.innovation.pk,
            row=page.answer.row,
            actor=actor_of(request),
            seen=seen_from(form.data),
            **form.outcome,
        )
    )
    if isinstance(outcome, StaleClaim):
        return outcome
    if isinstance(outcome, Refused):
        form.add_error(outcome.code if outcome.code in form.fields else None, outcome.message)
        return outcome
    if isinstance(outcome, ValidationError):
        form.add_error(None, outcome.messages)
        return outcome
    return True


def _change_evidence(request: HttpRequest, page: RowPage) -> EvidenceOutcome:
    dropped = request.POST.get("lepas", "")
    if dropped.isdecimal():
        outcome = tried(
            lambda: withdraw_citation(
                page.innovation.pk,
                row=page.answer.row,
                actor=actor_of(request),
                citation_id=int(dropped[:18]),
            )
        )
        if isinstance(outcome, Refused):
            return EvidenceOutcome(refusal=outcome.message)
        return EvidenceOutcome(dropped=True)
    return take_evidence(request, page.innovation, row=page.answer.row, rule=page.rule)


def _tell_evidence(request: HttpRequest, page: RowPage, evidence: EvidenceOutcome) -> None:
    if evidence.refusal:
        messages.error(request, evidence.refusal)
    if evidence.dropped:
        messages.success(request, _("Kutipan dilepas; dokumennya tetap di pustaka."))
    if evidence.document is None:
        return
    words = {"subject": evidence.document.subject, "row": page.row.code}
    messages.success(request, _("“%(subject)s” dikutip untuk baris %(row)s.") % words)
    if not format_fits(evidence.document, page.rule.formats):
        messages.warning(
            request,
            _(
                "Pedoman menyebut format %(formats)s untuk baris ini. Dokumen tetap dikutip; desk dapat meminta gantinya."
            )
            % {"formats": ", ".join(page.rule.formats)},
        )


def _tell_claim(request: HttpRequest, page: RowPage, form: RowForm, *, quietly: bool) -> None:
    """`quietly`: something else was told already, so a claim that did not change needs no words."""
    if form.differs or not quietly:
        time = clock(timezone.now(), zone=grant_of(request).region.time_zone)
        messages.success(
            request, _("Baris %(row)s tersimpan %(time)s.") % {"row": page.row.code, "time": time}
        )
    if form.told:
        messages.info(request, form.told)
    if form.basis_moves and form.cleaned_data.get("basis"):
        messages.info(request, _("Satuan ukur tersimpan. Sekarang isi nilai atau pilih tingkatnya."))


def _own(request: HttpRequest, page: RowPage) -> str:
    return row_url(request, page.innovation, page.answer.row, which=page.which)


def _after(request: HttpRequest, page: RowPage, form: RowForm, evidence: EvidenceOutcome) -> str:
    wanted = request.POST.get("aksi", "")
    if evidence.has_happened:
        return f"{_own(request, page)}#bukti"
    if wanted == "pustaka":
        return here(request, "row_library", public_id=page.innovation.public_id, row=page.answer.row)
    if wanted == "lanjut" and not form.basis_moves:
        _before, after = page.neighbours()
        if after is not None:
            return row_url(request, page.innovation, after, which=page.which)
        return _overview(request, page)
    return _own(request, page)


def _overview(request: HttpRequest, page: RowPage) -> str:
    url = here(request, "rows", public_id=page.innovation.public_id)
    return f"{url}?{FILTER}={page.which}" if page.which else url


def _autosave(request: HttpRequest, page: RowPage) -> Autosave:
    found, answer = page.innovation, page.answer
    is_begun = claim_of(answer) != Claim()
    return autosave_of(
        request,
        here(request, "row_autosave", public_id=found.public_id, row=answer.row),
        found.public_id,
        answer.row,
        saved_at=answer.changed_at if is_begun else None,
    )


def _guide_fragment(page: RowPage) -> str:
    """The address of the guide beside the row. It says all that the answer hangs on, because browsers keep it."""
    asked = urlencode({"bahasa": get_language() or "id", "dasar": page.face.basis})
    return f"{reverse('handbook_fragment', kwargs={'row': page.row.code})}?{asked}"


def _show(
    request: HttpRequest,
    page: RowPage,
    *,
    form: RowForm | None = None,
    evidence: EvidenceOutcome | None = None,
    stale: list[Conflict] | None = None,
    shown: QueryDict | None = None,
) -> HttpResponse:
    """`form` is one that was refused, `shown` the hashes that it came with: what it did not see, it still has not seen."""
    found = page.innovation
    is_open = not page.locked
    before, after = page.neighbours()
    seen = seen_inputs(page.answer, kind=found.kind)
    if shown is not None:
        # What is asked now has been seen now; of everything else the person still has seen what the form came with.
        asked = {name for conflict in stale or () for name in hashes_of(conflict.item)}
        seen |= {name: str(shown[name]) for name in seen if name in shown and name not in asked}
    context = (
        live_parts(request, page.sheet, page.answer)
        | base_context(request, found, tab="baris")
        | {
            "page": page,
            "asked_here": page.reason,
            "row_eyebrow": row_eyebrow(page),
            "guidance": guidance(page),
            "guide_url": handbook_url(page.row.code),
            "guide_fragment": _guide_fragment(page),
            "filter_words": FILTER_WORDS[page.which] if page.which else "",
            "reason": reason_line(request, found, page.reason, back="baris") if page.reason else None,
            "questions": question_lines(request, page.answer) if found.state != State.DRAFT else [],
            "fallen": page.fallen,
            "rule": page.rule,
            "form": (form or RowForm(face=page.face, answer=page.answer)) if is_open else None,
            "seen": seen,
            "conflicts": stale,
            "conflict_names": OPEN_CONFLICTS,
            "levels": level_cards(page),
            "cited": [cited_document(request, page, citation) for citation in page.citations],
            "evidence": evidence,
            "evidence_form": (evidence.form if evidence and evidence.form else EvidenceForm(prefix="bukti"))
            if is_open
            else None,
            "evidence_open": evidence is not None and evidence.form is not None and not evidence.is_settled,
            "needs_kind": int(page.row.code) == KIND_ROW and not found.kind,
            "is_operator": actor_of(request).role is Role.OPERATOR,
            "autosave": _autosave(request, page) if is_open else None,
            "history": history_lines(page),
            "before": before and row_url(request, found, before, which=page.which),
            "before_row": before,
            "after": after and row_url(request, found, after, which=page.which),
            "after_row": after,
            "overview": _overview(request, page),
            "crumbs": innovation_crumbs(
                request,
                found,
                (_("Baris indikator"), _overview(request, page)),
                _("Baris %(row)s") % {"row": page.row.code},
            ),
        }
    )
    return render(request, "innovations/opd/row.html", context)
