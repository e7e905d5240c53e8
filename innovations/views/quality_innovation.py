"""One innovation as an evaluator sees it: as it was sent, with the desk's verdicts, and what quality control made of its rows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from innovations import reference
from innovations.domain.judged import sent_rows
from innovations.enums import VerdictStage
from innovations.models import Answer, Verdict
from innovations.queries.appointments import appointments_of
from innovations.queries.desk import standing_verdicts
from innovations.queries.opd import window_of
from innovations.queries.quality import sample_of
from innovations.rules import can_assess
from innovations.views.desk_common import find_innovation, hundredths, proposal_lines, window_words, zone_of
from innovations.views.desk_innovation import crumbs
from regions.access import actor_of
from regions.queries.instruments import instrument_of
from scoring.core.model import Row


@dataclass(frozen=True, slots=True)
class SentRow:
    """One of the 20 rows: what was claimed, what the desk left of it, what quality control says."""

    row: Row
    claimed: int | None
    verified: int
    final: int
    documents: int
    desk: Verdict | None
    verdict: Verdict | None


@require_safe
def innovation(request: HttpRequest, public_id: UUID, **kwargs: object) -> HttpResponse:
    found = find_innovation(request, public_id)
    instrument = instrument_of(found.region_period.period)
    answers = list(Answer.objects.filter(innovation=found).order_by("row"))
    desk = standing_verdicts(found)
    quality = standing_verdicts(found, stage=VerdictStage.QUALITY_CONTROL)
    sent = sent_rows(found.pk, answers)
    lines = [
        _line(
            instrument.row(str(answer.row)), sent[answer.row], desk.get(answer.row), quality.get(answer.row)
        )
        for answer in answers
    ]
    sample = sample_of(found)
    actor, now = actor_of(request), timezone.now()
    ruling = can_assess(actor, sample, now=now)
    may_end = can_assess(actor, sample, now=now, also_closed=True)
    left = [line for line in lines if line.verdict is None]
    return render(
        request,
        "innovations/quality/innovation.html",
        {
            "innovation": found,
            "sample": sample,
            "lines": lines,
            "left": left,
            "first_open": left[0].row.code if left else None,
            "judging": bool(ruling),
            "may_end": bool(may_end),
            "refusal": "" if ruling else ruling.reason,
            "judged": len(lines) - len(left),
            "claimed": _sum(lines, "claimed"),
            "verified": _sum(lines, "verified"),
            "final": _sum(lines, "final"),
            "window": window_words(window_of(found, instrument.eligibility)),
            "proposal": proposal_lines(request, found),
            "urusan": reference.urusan_names().get(found.urusan, ""),
            "appointments": appointments_of(found),
            "zone": zone_of(request),
            "crumbs": crumbs(request, found.name),
        },
    )


def _line(row: Row, sent: Mapping[str, Any], desk: Verdict | None, verdict: Verdict | None) -> SentRow:
    verified = sent.get("verified") or 0
    return SentRow(
        row=row,
        claimed=sent.get("claimed"),
        verified=verified,
        final=verified if verdict is None else verdict.level,
        documents=len(sent.get("evidence", [])),
        desk=desk,
        verdict=verdict,
    )


def _sum(lines: list[SentRow], name: str) -> Any:
    """Points of a maturity, of 111."""
    return hundredths(sum(line.row.points_hundredths(getattr(line, name) or 0) for line in lines))
