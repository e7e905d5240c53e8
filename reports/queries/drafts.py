"""Reads of draft rankings and of why they differ. The ministry's alone: runs in a scope that holds all regions."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.db.models import Count, QuerySet

from innovations.enums import VerdictStage
from innovations.models import Sending, Transition, Verdict
from innovations.workflow import Action
from regions.enums import Basis
from regions.models import Period
from regions.queries.instruments import instrument_of
from regions.queries.regions import participants
from reports.awards.drafts import Difference, DraftRow, differences
from reports.models import RankingDraft
from scoring.models import Result
from scoring.queries.ranking import KINDS
from scoring.ranking import ranked

NAMED_CORRECTIONS = 5
"""Corrections of a region that are told one by one; of the others the number."""


def final_rows(period: Period) -> dict[int, DraftRow]:
    """Every region with a final index, with its place among the regions of its kind. Two queries."""
    regions = {region.pk: region for region in participants()}
    results = {
        result.region_id: result
        for result in Result.objects.filter(
            region_period__period=period, basis=Basis.FINAL, is_current=True, region_id__in=regions
        )
        .exclude(maturities={})
        .defer("maturities")
    }
    found: dict[int, DraftRow] = {}
    for kind in KINDS:
        places = ranked(
            (region_id, result.index, regions[region_id].code)
            for region_id, result in results.items()
            if regions[region_id].kind == kind
        )
        for place in places:
            result = results[place.key]
            found[place.key] = DraftRow(
                region=place.key,
                kind=str(kind),
                index=result.index,
                predicate=result.predicate,
                place=place.rank,
                tied=place.tied,
                spd=result.spd,
                maturity_mean=result.maturity_mean,
                count_score=result.count_score,
                counted=result.innovations_counted,
                content_version=result.content_version,
            )
    return found


def drafts_of(period: Period) -> QuerySet[RankingDraft]:
    """The drafts of a period, the latest first, without their rows."""
    return (
        RankingDraft.objects.filter(period=period).select_related("made_by").defer("rows").order_by("-number")
    )


def draft_of(period: Period, *, number: int) -> RankingDraft | None:
    return RankingDraft.objects.filter(period=period, number=number).select_related("made_by").first()


def rows_of(draft: RankingDraft) -> dict[int, DraftRow]:
    return {int(region): DraftRow.from_text(region, row) for region, row in draft.rows.items()}


def difference(before: RankingDraft, after: RankingDraft, *, period: Period) -> list[Difference]:
    """Region by region between two drafts of a period. The instrument says what a part is worth."""
    total = Decimal(instrument_of(period).maxima.total_hundredths) / 100
    return differences(rows_of(before), rows_of(after), total=total)


# Why ---------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Correction:
    """A level that an evaluator set: of an innovation's row, or of an SPD row (`innovation` "")."""

    row: str
    level: int
    before: int | None
    innovation: str
    reason: str


@dataclass(frozen=True, slots=True)
class Causes:
    """What the stored data tell of a region between two moments."""

    sendings: tuple[tuple[int, int, datetime], ...] = ()
    """(number, innovations, when)"""
    recalled: int = 0
    corrections: tuple[Correction, ...] = ()
    corrections_in_all: int = 0

    @property
    def unnamed(self) -> int:
        return self.corrections_in_all - len(self.corrections)

    def __bool__(self) -> bool:
        return bool(self.sendings or self.recalled or self.corrections_in_all)


def causes_between(
    region_ids: Collection[int], *, period: Period, after: datetime, until: datetime
) -> Mapping[int, Causes]:
    """By region: sendings, recalls and corrections of the quality control later than one moment, up to another. Three queries."""
    ids = list(region_ids)
    sendings: dict[int, list[tuple[int, int, datetime]]] = defaultdict(list)
    for region_id, number, at, size in (
        Sending.objects.filter(
            region_period__period=period, region_id__in=ids, sent_at__gt=after, sent_at__lte=until
        )
        .annotate(size=Count("items"))
        .order_by("region_id", "number")
        .values_list("region_id", "number", "sent_at", "size")
    ):
        sendings[region_id].append((number, size, at))
    recalled = dict(
        Transition.objects.filter(
            innovation__region_period__period=period,
            region_id__in=ids,
            action=Action.RECALL,
            at__gt=after,
            at__lte=until,
        )
        .order_by()
        .values_list("region_id")
        .annotate(Count("pk"))
    )
    corrections: dict[int, list[Correction]] = defaultdict(list)
    for entry in _corrections(ids, period=period, after=after, until=until):
        corrections[entry.region_id].append(_correction(entry))
    return {
        region_id: Causes(
            sendings=tuple(sendings[region_id]),
            recalled=recalled.get(region_id, 0),
            corrections=tuple(corrections[region_id][:NAMED_CORRECTIONS]),
            corrections_in_all=len(corrections[region_id]),
        )
        for region_id in ids
    }


def _corrections(
    region_ids: Collection[int], *, period: Period, after: datetime, until: datetime
) -> QuerySet[Verdict]:
    """Levels that an evaluator set otherwise than they stood, innovations first, the largest change first."""
    return (
        Verdict.objects.filter(
            region_id__in=region_ids,
            stage=VerdictStage.QUALITY_CONTROL,
            stands=True,
            created_at__gt=after,
            created_at__lte=until,
        )
        .exclude(decision="accept")
        .select_related("answer__innovation", "region_answer")
        .defer("judged", "answer__innovation__design")
        .order_by("region_id", "created_at", "pk")
    )


def _correction(verdict: Verdict) -> Correction:
    if verdict.answer is not None:
        return Correction(
            row=str(verdict.answer.row),
            level=verdict.level,
            before=verdict.answer.verified_level,
            innovation=verdict.answer.innovation.name,
            reason=verdict.reason,
        )
    assert verdict.region_answer is not None
    return Correction(
        row=str(verdict.region_answer.row),
        level=verdict.level,
        before=verdict.region_answer.level,
        innovation="",
        reason=verdict.reason,
    )
