"""The operator's home: returned things first, what is not submitted yet, and the five most valuable next steps."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from iga_portal.notices.domain import newest_notices
from iga_portal.web.here import here
from iga_portal.web.official import official, told
from innovations.domain.innovations import SID_ROWS
from innovations.domain.visits import note_visit
from innovations.enums import State
from innovations.forms.rows import face_of
from innovations.guide import effort_of
from innovations.models import Innovation
from innovations.queries.opd import Sheet
from innovations.queries.opd_home import DUTY, OpdHome, Waiting, opd_home, since
from innovations.queries.questions import waiting_for_opd
from innovations.views.opd_common import deadline_of, grant_of, period_or_404
from regions.access import Grant, actor_of
from regions.models import RegionPeriod
from regions.queries.instruments import instrument_of
from scoring.core.exact import as_decimal, half_up
from scoring.planner import Editable, NextStep, StepKind, most_valuable, next_steps
from scoring.reading import read_region
from scoring.recompute import tables_of

SHOWN_STEPS = 5
SHOWN_DRAFTS = 10
SHOWN_NOTICES = 5
GAIN_PLACES = 3
"""Decimals of a gain: among 69 innovations a light row moves the index by a hundredth or two."""
FEW = 4
"""A draft that lacks at most so many required things is called middling work, more than that hard work."""


@dataclass(frozen=True)
class ShownStep:
    """One step in words. `gain` in index points; `points` of maturity, None where the step moves none."""

    title: str
    text: str
    innovation: Innovation
    url: str
    gain: Decimal
    points: Decimal | None
    effort: str
    effort_rank: int
    after_submission: bool


@require_safe
def home(request: HttpRequest, **place: int) -> HttpResponse:
    grant, actor = grant_of(request), actor_of(request)
    now = timezone.now()
    found = opd_home(actor)
    period = found.period or period_or_404()
    deadline = deadline_of(request, period, region_period=found.region_period)
    is_open = deadline.input_is_open(now)
    before = note_visit(actor=actor, opd_id=grant.membership.opd_id or 0, now=now)
    steps = _steps(request, found) if is_open else []
    counts = [(str(state), found.counts[state]) for state in State.values if found.counts.get(state)]
    return render(
        request,
        "scoring/opd_home.html",
        {
            "home": found,
            "opd": grant.opd,
            "zone": grant.region.time_zone,
            "period": period,
            "is_open": is_open,
            "deadline": deadline,
            "is_late": is_open and deadline.is_past(now),
            "days_left": (deadline.until.astimezone(grant.region.zone).date() - _today(now, grant)).days,
            "lead": _lead(found),
            "duty": DUTY,
            "has_units": len(actor.opd_ids) > 1,
            "questions": list(waiting_for_opd(actor)[:SHOWN_DRAFTS])
            if found.counts.get(State.SUBMITTED)
            else [],
            "counts": counts,
            "drafts": found.drafts[:SHOWN_DRAFTS],
            "more_drafts": max(0, len(found.drafts) - SHOWN_DRAFTS),
            "steps": steps,
            "before": before,
            "since": since(actor, moment=before) if before else None,
            "notices": newest_notices(grant.person.pk, limit=SHOWN_NOTICES),
        },
    )


def _today(now: datetime, grant: Grant) -> date:
    return now.astimezone(grant.region.zone).date()


def _lead(found: OpdHome) -> str:
    """The day's work in one sentence; the deadline stands in the bar above."""
    parts = []
    if found.returned:
        count = len(found.returned)
        parts.append(ngettext("%(n)d perlu perbaikan", "%(n)d perlu perbaikan", count) % {"n": count})
    if found.ready:
        count = len(found.ready)
        parts.append(ngettext("%(n)d draf siap diajukan", "%(n)d draf siap diajukan", count) % {"n": count})
    unready = len(found.drafts) - len(found.ready)
    if unready:
        parts.append(
            ngettext("%(n)d draf belum lengkap", "%(n)d draf belum lengkap", unready) % {"n": unready}
        )
    if parts:
        return ", ".join(parts) + "."
    return _("Tidak ada yang menunggu Anda.") if found.total else ""


# Steps -------------------------------------------------------------------------------------------------------------


def _steps(request: HttpRequest, found: OpdHome) -> list[ShownStep]:
    """The most valuable steps in words. Two queries: the region's facts as the index reads them."""
    waiting = {str(entry.innovation.public_id): entry for entry in (*found.returned, *found.drafts)}
    if not waiting:
        return []
    first = next(iter(waiting.values())).innovation
    region_period: RegionPeriod = first.region_period
    tables = tables_of(instrument_of(region_period.period))
    facts = read_region(region_period.region_id, region_period_id=region_period.pk)
    plan = next_steps(
        facts,
        [_editable(entry) for entry in waiting.values()],
        tables=tables,
        work={str(row): effort.rank for row in SID_ROWS if (effort := effort_of(str(row)))},
    )
    return [_shown(request, step, waiting[step.public_id]) for step in most_valuable(plan, limit=SHOWN_STEPS)]


def _editable(entry: Waiting) -> Editable:
    innovation = entry.innovation
    returned = innovation.state == State.RETURNED
    return Editable(
        public_id=str(innovation.public_id),
        state=State(innovation.state),
        stage=innovation.stage,
        urusan=innovation.urusan,
        implemented=innovation.implemented_on,
        developed=innovation.developed_on,
        levels={str(answer.row): answer.claimed_level or 0 for answer in entry.sheet.answers},
        open_rows=frozenset(
            str(answer.row) for answer in entry.sheet.answers if answer.is_unlocked or not returned
        ),
        # On a returned innovation the proposal is open only where the desk named it (a reason without a row).
        dates_open=not returned or any(reason.row is None for reason in entry.reasons),
        missing=entry.missing,
    )


def _shown(request: HttpRequest, step: NextStep, entry: Waiting) -> ShownStep:
    innovation = entry.innovation
    made = {
        StepKind.RAISE: _raise_words,
        StepKind.SUBMIT: _submit_words,
        StepKind.DATE: _date_words,
    }[step.kind](request, step, entry)
    return ShownStep(
        **made,
        innovation=innovation,
        gain=gain_in_words(step.gain),
        points=step.points or None,
        after_submission=step.after_submission,
    )


def gain_in_words(gain: Fraction) -> Decimal:
    """An exact gain, rounded half-up to the decimals shown."""
    return as_decimal(half_up(gain, places=GAIN_PLACES), places=GAIN_PLACES)


def _raise_words(request: HttpRequest, step: NextStep, entry: Waiting) -> dict[str, Any]:
    innovation = entry.innovation
    row = entry.sheet.instrument.row(step.row)
    answer = _answer(entry.sheet, step.row)
    face = face_of(row, answer=answer, innovation=innovation)
    effort = effort_of(step.row)
    words = face.words(step.level) if face.is_open else ""
    return {
        "title": told(
            _("Baris %(row)s · %(name)s: naik ke tingkat %(level)d"),
            {"row": step.row, "name": official(row.title), "level": step.level},
        ),
        "text": official(words),
        "url": here(request, "row", public_id=innovation.public_id, row=int(step.row)),
        "effort": str(effort.label) if effort else "",
        "effort_rank": effort.rank if effort else 0,
    }


def _submit_words(request: HttpRequest, step: NextStep, entry: Waiting) -> dict[str, Any]:
    innovation = entry.innovation
    if step.missing:
        title = ngettext(
            "Lengkapi %(n)d hal wajib, lalu ajukan",
            "Lengkapi %(n)d hal wajib, lalu ajukan",
            step.missing,
        ) % {"n": step.missing}
    else:
        title = _("Ajukan: semua yang wajib sudah lengkap")
    rank = 1 if not step.missing else 2 if step.missing <= FEW else 3
    return {
        "title": title,
        "text": _(
            "Draf tidak dihitung. Nilai ini berlaku bila inovasi diterapkan di dalam jendela waktu; tahapan dan tanggalnya belum diisi."
        )
        if step.assumed
        else _("Draf tidak dihitung; begitu diajukan, inovasi ini masuk ke indeks daerah."),
        "url": here(request, "innovation", public_id=innovation.public_id),
        "effort": {1: _("ringan"), 2: _("sedang"), 3: _("berat")}[rank],
        "effort_rank": rank,
    }


def _date_words(request: HttpRequest, step: NextStep, entry: Waiting) -> dict[str, Any]:
    innovation = entry.innovation
    assert innovation.implemented_on is not None
    rule = entry.sheet.instrument.eligibility
    return {
        "title": _("Isi tanggal pengembangan terbaru"),
        "text": _(
            "Diterapkan %(year)d, sebelum jendela waktu. Dihitung bila inovasi ini benar dikembangkan pada %(start)d–%(end)d."
        )
        % {
            "year": innovation.implemented_on.year,
            "start": rule.window_from.year,
            "end": rule.window_to.year,
        },
        "url": here(request, "proposal_step", public_id=innovation.public_id, step="waktu")
        + "#id_developed_on",
        "effort": _("ringan"),
        "effort_rank": 1,
    }


def _answer(sheet: Sheet, row: str) -> Any:
    return next(answer for answer in sheet.answers if str(answer.row) == row)
