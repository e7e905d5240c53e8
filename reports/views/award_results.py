"""Results: the awards with the sentence that explains each, and the final assessments with their traces."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from iga_portal.web.formats import is_indonesian, number
from innovations.views.opd_common import period_or_404
from regions.models import Region
from reports.awards import Category, Decision, Weights, trace_lines
from reports.awards.model import Contender
from reports.queries.standings import award_plan, decided_from, plan_for, regions_with_index
from reports.views.award_common import tabs
from reports.views.award_nominees import NomineeLine, nominee_lines

SHOWN_CONTENDERS = 10


@dataclass(frozen=True, slots=True)
class Winner:
    sentence: str
    is_recommended: bool
    region: Region


@dataclass(frozen=True, slots=True)
class Outcome:
    """One category on the page: its winners, or why there are none; and the next ones behind them."""

    category: Category
    winners: list[Winner]
    why: str
    """Why it cannot be awarded, "" where it can."""
    notes: list[str]
    next_ones: list[tuple[Contender, Region]]
    competing: int


@dataclass(frozen=True, slots=True)
class Result:
    line: NomineeLine
    trace: list[str]


@require_safe
def awards(request: HttpRequest) -> HttpResponse:
    """Every category as it would be awarded now."""
    period = period_or_404(request)
    stored = award_plan(period)
    plan = plan_for(period, stored)
    ranked = regions_with_index(period)
    decision = decided_from(period, plan=stored, regions=ranked)
    regions = {region.pk: region for region in ranked}
    outcomes = [_outcome(category, decision, regions) for category in plan.categories]
    return render(
        request,
        "reports/awards/awards.html",
        {
            "period": period,
            "tabs": tabs(request, current="awards"),
            "presented": [entry for entry in outcomes if entry.category.is_presented],
            "others": [entry for entry in outcomes if not entry.category.is_presented],
            "awarded": sum(bool(entry.winners) for entry in outcomes),
            "all": len(outcomes),
            "recommended": [(regions[entry.region], entry.reason) for entry in decision.recommended],
            "weights": weight_words(plan.weights),
        },
    )


def weight_words(weights: Weights) -> dict[str, str]:
    """The three weights as they are read: 60 and 12,5."""
    return {name: number(getattr(weights, name).normalize()) for name in ("index", "presentation", "field")}


def _outcome(category: Category, decision: Decision, regions: dict[int, Region]) -> Outcome:
    contenders = decision.contenders.get(category.code, ())
    winners = [entry for entry in decision.awards if entry.category == category.code]
    behind = contenders[len(winners) : len(winners) + SHOWN_CONTENDERS]
    return Outcome(
        category=category,
        winners=[
            Winner(
                entry.sentence if is_indonesian() else entry.sentence_en,
                entry.is_recommended,
                regions[entry.region],
            )
            for entry in winners
        ],
        why=next(
            (
                entry.reason if is_indonesian() else entry.reason_en
                for entry in decision.not_awarded
                if entry.category == category.code
            ),
            "",
        ),
        notes=[
            note.text if is_indonesian() else note.text_en
            for note in decision.notes
            if note.category == category.code
        ],
        next_ones=[(entry, regions[entry.region.id]) for entry in behind],
        competing=len(contenders),
    )


@require_safe
def award_results(request: HttpRequest) -> HttpResponse:
    """The final assessment of every nominee, highest first, with the trace from the members' scores on."""
    period = period_or_404(request)
    plan = award_plan(period)
    lines = [line for line in nominee_lines(period, plan=plan) if line.assessment is not None]
    lines.sort(key=lambda line: (-(line.assessment.score or -1), line.region.code))  # type: ignore[union-attr]
    return render(
        request,
        "reports/awards/results.html",
        {
            "period": period,
            "tabs": tabs(request, current="award_results"),
            "results": [
                Result(line, trace_lines(line.assessment, english=not is_indonesian()))
                for line in lines
                if line.assessment
            ],
            "weights": weight_words(plan_for(period, plan).weights),
        },
    )
