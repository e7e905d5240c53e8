"""The 20 indicator rows at a glance: claim, evidence, verdict, what is missing, and what the next level brings."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from iga_portal.web.here import here
from iga_portal.web.official import official, told
from innovations.enums import State
from innovations.forms.rows import NextStep, face_of, plain
from innovations.models import Answer, Verdict
from innovations.queries.mending import Mended, mended
from innovations.queries.opd import Sheet, open_reasons, sheet_of
from innovations.queries.opd_rows import RowFilter, filter_of, rows_taken, standing_by_answer
from innovations.views.opd_common import base_context, find_innovation, innovation_crumbs, why_locked
from innovations.views.opd_parts import short_row_gap
from innovations.views.opd_row_parts import FILTER, FILTER_WORDS, maturity_of_sheet, row_url, why_closed
from regions.access import actor_of
from scoring.core.model import TOP_LEVEL, Row


@dataclass(frozen=True)
class RowLine:
    """One row on the overview. Points of the claim and of the verdict; `gaps` in short words; `closed` why it has no levels."""

    row: Row
    answer: Answer
    url: str
    evidence: int
    points: Decimal
    maximum: Decimal
    verified_points: Decimal | None
    verdict: Verdict | None
    next: NextStep | None
    closed: str
    gaps: Sequence[str]
    advice: Sequence[str]
    asked: Mended | None
    is_open: bool


@dataclass(frozen=True)
class RowGroup:
    variable: str
    lines: Sequence[RowLine]


@dataclass(frozen=True)
class FilterLink:
    label: str | Promise
    url: str
    count: int
    is_current: bool


@dataclass(frozen=True)
class Start:
    """Where to go on: what it is, why, and the way there."""

    title: str
    why: str
    url: str
    label: str


@require_safe
def rows(request: HttpRequest, public_id: UUID, **place: int) -> HttpResponse:
    """The rows grouped by variable, in the order of their first row; `?saring=` shows some of them."""
    found = find_innovation(request, public_id)
    sheet = sheet_of(found)
    asked = _asked(sheet)
    verdicts = standing_by_answer(found) if sheet.is_judged else {}
    # The lock of single rows is told at each; this is the lock of the whole.
    locked = why_locked(actor_of(request), found) if found.state != State.RETURNED else ""
    which = filter_of(request.GET.get(FILTER, ""))
    every = [
        _line(
            request,
            sheet,
            answer,
            verdict=verdicts.get(answer.pk),
            asked=asked.get(answer.row),
            locked=bool(locked),
            which=which,
        )
        for answer in sheet.answers
    ]
    taken = {answer.row for answer in rows_taken(sheet, which, asked=asked)}
    context = base_context(request, found, tab="baris")
    return render(
        request,
        "innovations/opd/rows.html",
        context
        | {
            "groups": _grouped(line for line in every if line.answer.row in taken),
            "maturity": maturity_of_sheet(sheet),
            "answered": sum(answer.claimed_level is not None for answer in sheet.answers),
            "total_words": _("dari %(total)d") % {"total": len(sheet.answers)},
            "missing": sum(gap.part.isdecimal() for gap in sheet.required),
            "filters": _filters(request, sheet, which=which, asked=asked),
            "which": which,
            "all_url": here(request, "rows", public_id=public_id),
            "start": _start(request, sheet, every) if context["is_operator"] and not locked else None,
            "locked": locked,
            "is_returned": found.state == State.RETURNED,
            "crumbs": innovation_crumbs(request, found, _("Baris indikator")),
        },
    )


def _asked(sheet: Sheet) -> dict[int, Mended]:
    """The rows that the desk named in its latest return, with what became of them since. Two queries, three without a receipt."""
    found = sheet.innovation
    if found.state != State.RETURNED:
        return {}
    reasons = [reason for reason in open_reasons([found.pk]).get(found.pk, []) if reason.row is not None]
    return {entry.reason.row: entry for entry in mended(sheet, reasons) if entry.reason.row is not None}


def _grouped(lines: Any) -> list[RowGroup]:
    groups: dict[str, list[RowLine]] = {}
    for line in lines:
        groups.setdefault(line.row.variable, []).append(line)
    return [RowGroup(variable, entries) for variable, entries in groups.items()]


def _line(
    request: HttpRequest,
    sheet: Sheet,
    answer: Answer,
    *,
    verdict: Verdict | None,
    asked: Mended | None,
    locked: bool,
    which: RowFilter | None,
) -> RowLine:
    row = sheet.instrument.row(str(answer.row))
    face = face_of(row, answer=answer, innovation=sheet.innovation)
    own = [gap for gap in sheet.gaps if gap.part == row.code]
    return RowLine(
        row,
        answer,
        row_url(request, sheet.innovation, answer.row, which=which),
        evidence=len(sheet.evidence_of(answer)),
        points=face.points(answer.claimed_level),
        maximum=plain(row.weight * TOP_LEVEL),
        verified_points=None if verdict is None else face.points(verdict.level),
        verdict=verdict,
        next=face.next_step(answer.claimed_level),
        closed=why_closed(face),
        gaps=[short_row_gap(gap) for gap in own if gap.required],
        advice=[short_row_gap(gap) for gap in own if not gap.required],
        asked=asked,
        is_open=not locked and (sheet.innovation.state != State.RETURNED or answer.is_unlocked),
    )


def _filters(
    request: HttpRequest, sheet: Sheet, *, which: RowFilter | None, asked: Collection[int]
) -> list[FilterLink]:
    """Every filter that takes a row, and the one in force."""
    own = here(request, "rows", public_id=sheet.innovation.public_id)
    links = [FilterLink(_("Semua"), own, len(sheet.answers), is_current=which is None)]
    for entry in RowFilter:
        count = len(rows_taken(sheet, entry, asked=asked))
        if count or entry is which:
            url = f"{own}?{FILTER}={entry}"
            links.append(FilterLink(FILTER_WORDS[entry], url, count, is_current=entry is which))
    return links


def _start(request: HttpRequest, sheet: Sheet, lines: Sequence[RowLine]) -> Start | None:
    """The one thing to go on with: what the desk asks for, then what is required, then what is empty, then what brings most."""
    open_lines = [line for line in lines if line.is_open]
    if sheet.innovation.state == State.RETURNED:
        unmended = [line for line in open_lines if line.asked and (line.gaps or not line.asked.touched)]
        if unmended:
            return _start_at(unmended[0], _("Desk meminta perbaikan pada baris ini."))
        return Start(
            _("Semua baris yang diminta desk sudah diubah"),
            _("Periksa sekali lagi, lalu ajukan kembali dari ringkasan."),
            here(request, "innovation", public_id=sheet.innovation.public_id),
            _("Ke ringkasan"),
        )
    for why, wanted in (
        (_("Hal wajib di baris ini belum lengkap."), [line for line in open_lines if line.gaps]),
        (_("Baris ini belum diisi."), [line for line in open_lines if line.answer.claimed_level is None]),
    ):
        if wanted:
            return _start_at(wanted[0], why)
    climbing = [line for line in open_lines if line.next]
    if not climbing:
        return None
    best = max(climbing, key=lambda line: line.next.points if line.next else Decimal(0))
    return _start_at(best, _("Tingkat berikutnya di baris ini paling banyak menambah poin."))


def _start_at(line: RowLine, why: str) -> Start:
    row = {"row": line.row.code, "title": official(line.row.title)}
    return Start(told(_("Baris %(row)s · %(title)s"), row), why, line.url, _("Buka baris %(row)s") % row)
