"""Reads of stored results: the current numbers of a region, what they rest on, and their course through the year."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal
from itertools import groupby
from typing import TypeVar

from django.db.models import F, Window
from django.db.models.functions import RowNumber, TruncDate

from regions.enums import Basis
from regions.models import RegionPeriod
from regions.queries.instruments import instrument_of
from scoring.core.formula import Sums
from scoring.models import CurrentFacts, Result
from scoring.traces import Trace, trace_of

T = TypeVar("T")


def current_region_period(region_id: int) -> RegionPeriod | None:
    """The region's row in the current period, with region, province and period; None where it does not take part."""
    return (
        RegionPeriod.objects.select_related("region__parent", "period__instrument")
        .defer("period__instrument__document")
        .filter(region_id=region_id, period__is_current=True)
        .first()
    )


def current_results(region_period: RegionPeriod) -> dict[Basis, Result]:
    """The standing result of each basis; empty before the first computation."""
    rows = Result.objects.filter(region_period=region_period, is_current=True)
    return {Basis(row.basis): row for row in rows}


def stands(result: Result | None) -> bool:
    """Whether a basis has something to say: the final index only exists once an innovation was sent.

    Before that its stored number holds confirmed SPD rows alone, and read as an index it would mislead.
    """
    return result is not None and (result.basis != Basis.FINAL or bool(result.maturities))


def leading_basis(results: dict[Basis, Result]) -> Basis:
    """The surest basis that a region has: final once something is sent, verified once the desk has verified, else claimed."""
    if stands(results.get(Basis.FINAL)):
        return Basis.FINAL
    verified = results.get(Basis.VERIFIED)
    return Basis.VERIFIED if verified is not None and verified.maturities else Basis.CLAIMED


def sums_of(result: Result) -> Sums:
    """The sums behind a stored result, for explanations; exact, because they are stored unrounded."""
    return Sums(
        spd_hundredths=int(result.spd * 100),
        maturity_hundredths=int(result.maturity_sum * 100),
        counted=result.innovations_counted,
        yandas=result.yandas,
    )


@dataclass(frozen=True)
class TracedBasis:
    """The facts behind the current result of a basis, and their trace."""

    facts: CurrentFacts
    trace: Trace


def traced(region_period: RegionPeriod, *, basis: Basis) -> TracedBasis | None:
    """The trace of the current result; None before the first computation. One query."""
    facts = CurrentFacts.objects.filter(region_period=region_period, basis=basis).first()
    if facts is None:
        return None
    return TracedBasis(facts, trace_of(facts.facts, instrument_of(region_period.period)))


@dataclass(frozen=True, slots=True)
class Moment:
    """The index of each basis that stood at the end of a day, or (`by_day` False, while there is one day only) from a moment
    on. The final one is left out until something that was sent counts."""

    at: datetime
    indices: Mapping[Basis, Decimal]
    by_day: bool


MOST_MOMENTS = 7
"""What a phone's width can carry with its numbers."""
SAME_DAY_ROWS = 900
"""The latest results looked through on the first day, of all bases together."""


def course(region_period: RegionPeriod) -> list[Moment]:
    """The course of the indices: the last value of each of the region's days, thinned to MOST_MOMENTS, oldest first.

    While all results are of one day, its changes instead. At most two queries.
    """
    rows = Result.objects.filter(region_period=region_period)
    columns = ("content_version", "computed_at", "basis", "index", "innovations_counted")
    days = list(
        rows.annotate(
            place_in_day=Window(
                RowNumber(),
                partition_by=[F("basis"), TruncDate("computed_at", tzinfo=region_period.region.zone)],
                order_by=F("content_version").desc(),
            )
        )
        .filter(place_in_day=1)
        .order_by("content_version")
        .values_list(*columns)
    )
    moments = _moments(days, by_day=True)
    if len(moments) > 1:
        return thinned(moments, most=MOST_MOMENTS)
    newest = list(rows.order_by("-content_version").values_list(*columns)[:SAME_DAY_ROWS])
    # The last values of each minute, and of these the first of each run of equal ones.
    minutes = [
        list(group)[-1]
        for _minute, group in groupby(
            _moments(newest[::-1], by_day=False),
            key=lambda moment: moment.at.replace(second=0, microsecond=0),
        )
    ]
    changes = [next(group) for _index, group in groupby(minutes, key=lambda moment: moment.indices)]
    return thinned(changes, most=MOST_MOMENTS)


def _moments(rows: Sequence[tuple[int, datetime, str, Decimal, int]], *, by_day: bool) -> list[Moment]:
    """One moment for each computation: its bases carry one content version."""
    found: dict[int, Moment] = {}
    for version, at, basis, index, counted in rows:
        moment = found.setdefault(version, Moment(at, {}, by_day))
        if basis != Basis.FINAL or counted:
            found[version] = replace(moment, indices={**moment.indices, Basis(basis): index})
    return list(found.values())


def thinned(rows: Sequence[T], *, most: int) -> list[T]:
    """At most `most` of the rows, first and last among them, evenly spread."""
    if len(rows) <= most:
        return list(rows)
    last = len(rows) - 1
    return [rows[round(place * last / (most - 1))] for place in range(most)]
