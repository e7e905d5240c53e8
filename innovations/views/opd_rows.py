"""The 20 indicator rows: all at a glance, and one row with its level, its evidence and what the desk said."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from iga_portal.refusals import Refused, StaleVersion
from iga_portal.web.formats import clock, number
from iga_portal.web.here import here
from iga_portal.web.parts import DocumentCard
from innovations.domain.answers import claim_hash, set_answer, withdraw_citation
from innovations.domain.completeness import Gap, evidence_rule, format_fits
from innovations.domain.innovations import KIND_ROW
from innovations.enums import State
from innovations.forms.documents import EvidenceForm
from innovations.forms.rows import RowFace, RowForm, face_of
from innovations.models import Answer, Citation, Innovation, ReturnReason, Verdict
from innovations.queries.opd import Sheet, open_reasons, sheet_of, verdicts_on
from innovations.views.opd_common import (
    base_context,
    card_of,
    find_innovation,
    grant_of,
    innovation_crumbs,
    tried,
    why_locked,
)
from innovations.views.opd_evidence import EvidenceOutcome, take_evidence
from innovations.views.opd_parts import maturity_of, short_row_gap
from regions.access import actor_of
from regions.enums import Role
from regions.queries.instruments import instrument_of
from scoring.core.model import TOP_LEVEL, EvidenceRule, Level, Row

# All rows ----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class RowLine:
    """One row on the overview. Points of the claim and of the verdict; `gaps` in short words."""

    row: Row
    answer: Answer
    url: str
    evidence: int
    points: Decimal
    verified_points: Decimal | None
    gaps: Sequence[str]
    advice: Sequence[str]
    reason: ReturnReason | None
    is_open: bool


@dataclass(frozen=True)
class RowGroup:
    variable: str
    lines: Sequence[RowLine]


@require_safe
def rows(request: HttpRequest, public_id: UUID, **place: int) -> HttpResponse:
    """The rows grouped by variable, in the order of their first row."""
    found = find_innovation(request, public_id)
    sheet = sheet_of(found)
    is_returned = found.state == State.RETURNED
    reasons = (
        {reason.row: reason for reason in open_reasons([found.pk]).get(found.pk, [])} if is_returned else {}
    )
    locked = why_locked(actor_of(request), found) if not is_returned else ""
    groups: dict[str, list[RowLine]] = {}
    for answer in sheet.answers:
        line = _line(request, sheet, answer, reason=reasons.get(answer.row), locked=bool(locked))
        groups.setdefault(line.row.variable, []).append(line)
    return render(
        request,
        "innovations/opd/rows.html",
        base_context(request, found, tab="baris")
        | {
            "groups": [RowGroup(variable, lines) for variable, lines in groups.items()],
            "claimed": sheet.maturity("claimed_level"),
            "verified": sheet.maturity("verified_level") if sheet.is_judged else None,
            "maturity_of": maturity_of(sheet),
            "answered": sum(answer.claimed_level is not None for answer in sheet.answers),
            "missing": sum(gap.part.isdecimal() for gap in sheet.required),
            "locked": locked,
            "is_returned": is_returned,
            "crumbs": innovation_crumbs(request, found, _("Baris indikator")),
        },
    )


def _line(
    request: HttpRequest, sheet: Sheet, answer: Answer, *, reason: ReturnReason | None, locked: bool
) -> RowLine:
    row = sheet.instrument.row(str(answer.row))
    own: list[Gap] = [gap for gap in sheet.gaps if gap.part == row.code]
    verified = answer.verified_level
    return RowLine(
        row,
        answer,
        here(request, "row", public_id=sheet.innovation.public_id, row=answer.row),
        evidence=len(sheet.evidence_of(answer)),
        points=row.weight * (answer.claimed_level or 0),
        verified_points=None if verified is None else row.weight * verified,
        gaps=[short_row_gap(gap) for gap in own if gap.required],
        advice=[short_row_gap(gap) for gap in own if not gap.required],
        reason=reason,
        is_open=not locked and (sheet.innovation.state != State.RETURNED or answer.is_unlocked),
    )


# One row -----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class LevelCard:
    """A level for reading: its words, its points, and whether the OPD claims it or the desk gave it."""

    level: int
    words: str
    example: str
    points: Decimal
    is_claimed: bool
    is_verified: bool


@dataclass(frozen=True)
class CitedDocument:
    citation: Citation
    card: DocumentCard


@dataclass(frozen=True)
class RowPage:
    """A row of one innovation with everything the page shows of it."""

    innovation: Innovation
    answer: Answer
    face: RowFace
    rule: EvidenceRule
    citations: Sequence[Citation]
    verdicts: Sequence[Verdict]
    reason: ReturnReason | None
    locked: str

    @property
    def row(self) -> Row:
        return self.face.row

    @property
    def standing(self) -> Verdict | None:
        return next((verdict for verdict in self.verdicts if verdict.stands), None)


def row_page(request: HttpRequest, public_id: UUID, row: int) -> RowPage:
    """Find a row of an innovation of this OPD, or 404."""
    found = find_innovation(request, public_id)
    answer = Answer.objects.filter(innovation=found, row=row).first()
    if answer is None:
        raise Http404("no such row")
    rules = instrument_of(found.region_period.period).row(str(row))
    reasons = open_reasons([found.pk]).get(found.pk, []) if found.state == State.RETURNED else []
    return RowPage(
        found,
        answer,
        face=face_of(rules, answer=answer, innovation=found),
        rule=evidence_rule(rules, basis=answer.basis, kind=found.kind),
        citations=list(
            Citation.objects.filter(answer=answer).select_related("document__file").order_by("pk")
        ),
        verdicts=verdicts_on(answer),
        reason=next((reason for reason in reasons if reason.row == row), None),
        locked=why_locked(actor_of(request), found, answer=answer),
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
        return redirect(here(request, "row", public_id=public_id, row=row))
    form = RowForm(request.POST, face=page.face, answer=page.answer)
    written = _write_claim(request, page, form)
    evidence = _change_evidence(request, page)
    _tell_evidence(request, page, evidence)
    if written is True:
        _tell_claim(request, page, form, quietly=evidence.has_happened or not evidence.is_settled)
        if evidence.is_settled:
            return redirect(_after(request, page, form, evidence))
    is_stale = isinstance(written, StaleVersion)
    return _show(
        request,
        row_page(request, public_id, row),
        form=None if written is True else form,
        evidence=evidence,
        stale=is_stale,
        # Who was refused for another reason still has not seen what somebody else may have written.
        seen=None if written is True or is_stale else request.POST.get("terlihat"),
    )


def _write_claim(request: HttpRequest, page: RowPage, form: RowForm) -> bool | Refused | ValidationError:
    """Write the claim; True when it stands as typed. What was refused is told beside its field."""
    if not form.is_valid():
        return False
    outcome = tried(
        lambda: set_answer(
            page.innovation.pk,
            row=page.answer.row,
            actor=actor_of(request),
            seen_hash=request.POST.get("terlihat", ""),
            **form.outcome,
        )
    )
    if isinstance(outcome, StaleVersion):
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


def _after(request: HttpRequest, page: RowPage, form: RowForm, evidence: EvidenceOutcome) -> str:
    own = here(request, "row", public_id=page.innovation.public_id, row=page.answer.row)
    wanted = request.POST.get("aksi", "")
    if evidence.has_happened:
        return f"{own}#bukti"
    if wanted == "pustaka":
        return here(request, "row_library", public_id=page.innovation.public_id, row=page.answer.row)
    if wanted == "lanjut" and not form.basis_moves:
        after = neighbours(page)[1]
        if after is None:
            return here(request, "rows", public_id=page.innovation.public_id)
        return here(request, "row", public_id=page.innovation.public_id, row=int(after.code))
    return own


def neighbours(page: RowPage) -> tuple[Row | None, Row | None]:
    """The rows before and after this one, by number."""
    every = instrument_of(page.innovation.region_period.period).sid_rows
    position = [entry.code for entry in every].index(page.row.code)
    before = every[position - 1] if position else None
    after = every[position + 1] if position + 1 < len(every) else None
    return before, after


def _show(
    request: HttpRequest,
    page: RowPage,
    *,
    form: RowForm | None = None,
    evidence: EvidenceOutcome | None = None,
    stale: bool = False,
    seen: str | None = None,
) -> HttpResponse:
    found = page.innovation
    is_open = not page.locked
    before, after = neighbours(page)
    context = base_context(request, found, tab="baris") | {
        "page": page,
        "row": page.row,
        "face": page.face,
        "answer": page.answer,
        "points": page.face.points(page.answer.claimed_level),
        "maximum": page.row.weight * TOP_LEVEL,
        "row_eyebrow": row_eyebrow(page),
        "guidance": _guidance(page),
        "fallen": [verdict for verdict in page.verdicts if not verdict.stands],
        "rule": page.rule,
        "form": (form or RowForm(face=page.face, answer=page.answer)) if is_open else None,
        "is_bound": form is not None,
        "seen": claim_hash(page.answer) if seen is None else seen,
        "is_stale": stale,
        "levels": _cards(page),
        "cited": [_cited(request, page, citation) for citation in page.citations],
        "evidence": evidence,
        "evidence_form": (evidence.form if evidence and evidence.form else EvidenceForm(prefix="bukti"))
        if is_open
        else None,
        "evidence_open": evidence is not None and evidence.form is not None and not evidence.is_settled,
        "needs_kind": int(page.row.code) == KIND_ROW and not found.kind,
        "is_operator": actor_of(request).role is Role.OPERATOR,
        "before": before,
        "after": after,
        "crumbs": innovation_crumbs(
            request,
            found,
            (_("Baris indikator"), here(request, "rows", public_id=found.public_id)),
            _("Baris %(row)s") % {"row": page.row.code},
        ),
    }
    return render(request, "innovations/opd/row.html", context)


def row_eyebrow(page: RowPage) -> str:
    row = page.row
    return _("%(innovation)s · Baris %(row)s · %(variable)s · bobot %(weight)s") % {
        "innovation": page.innovation.name,
        "row": row.code,
        "variable": row.variable,
        "weight": number(row.weight, places=0),
    }


def _guidance(page: RowPage) -> list[str]:
    """The official words on what to choose and what proves it; those of the basis after those of the row."""
    found = list(page.row.evidence.guidance)
    if page.row.bases and page.face.is_open:
        definition = page.row.basis(page.face.basis).definition
        found += [text for text in (definition, *page.rule.guidance) if text and text not in found]
    return found


def _cards(page: RowPage) -> list[LevelCard]:
    zero = Level(0, page.face.words(0), "")
    levels = [zero, *page.face.levels] if page.answer.claimed_level in (None, 0) else page.face.levels
    return [
        LevelCard(
            entry.level,
            entry.text,
            entry.example,
            page.face.points(entry.level),
            is_claimed=entry.level == page.answer.claimed_level,
            is_verified=entry.level == page.answer.verified_level,
        )
        for entry in levels
    ]


def _cited(request: HttpRequest, page: RowPage, citation: Citation) -> CitedDocument:
    fits = format_fits(citation.document, page.rule.formats)
    return CitedDocument(
        citation,
        card_of(
            request,
            citation.document,
            pages=citation.pages,
            warning=""
            if fits
            else _("Pedoman menyebut format %(formats)s; desk dapat meminta gantinya.")
            % {"formats": ", ".join(page.rule.formats)},
            note=""
            if citation.document.is_current
            else _("Versi lama: dokumen ini sudah diganti di pustaka."),
        ),
    )
