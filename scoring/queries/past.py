"""What is known of earlier years, from published sources. Sparse: a value that nobody printed is not guessed."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

import regions
from regions.models import Region

DATA = Path(regions.__file__).parent / "data" / "past_results.json"
INDEX_SCALE = "0-100"
"""The scale since 2021; the points of earlier years cannot be compared with it."""


@dataclass(frozen=True, slots=True)
class PastResult:
    """A published result of one region in one year. `rank` is a place in `scope` (kota, kabupaten, provinsi, nasional)."""

    year: int
    code: str
    index: Decimal | None
    predicate: str
    rank: int | None
    scope: str
    scope_size: int | None
    source: str


@cache
def _document() -> dict[str, Any]:
    found: dict[str, Any] = json.loads(DATA.read_text(encoding="utf-8"))
    return found


@cache
def past_results() -> tuple[PastResult, ...]:
    """Every final published result on the scale of today."""
    return tuple(
        PastResult(
            year=row["year"],
            code=row["code"],
            index=Decimal(row["score"]) if row["score"] is not None else None,
            predicate=row["predicate"] or "",
            rank=row["rank"],
            scope=row["scope"] or "",
            scope_size=row["scope_size"],
            source=row["source"] or "",
        )
        for row in _document()["results"]
        if row["scale"] == INDEX_SCALE and row["status"] == "final"
    )


@cache
def points_results() -> tuple[PastResult, ...]:
    """Every final published result of the years to 2020: `index` is then a sum of points without a maximum, another scale."""
    return tuple(
        PastResult(
            year=row["year"],
            code=row["code"],
            index=Decimal(row["score"]) if row["score"] is not None else None,
            predicate=row["predicate"] or "",
            rank=row["rank"],
            scope=row["scope"] or "",
            scope_size=row["scope_size"],
            source=row["source"] or "",
        )
        for row in _document()["results"]
        if row["scale"] != INDEX_SCALE and row["status"] == "final"
    )


@dataclass(frozen=True, slots=True)
class NationalYear:
    """What was printed of a year for the whole nation; None where nobody was found who did."""

    year: int
    participants: int | None
    innovations: int | None
    mean_index: Decimal | None
    very_innovative: int | None
    decree: str
    source: str


@cache
def national_years() -> tuple[NationalYear, ...]:
    """The nation year by year, the latest first."""
    return tuple(
        NationalYear(
            year=row["year"],
            participants=row["participants"],
            innovations=row["innovations"],
            mean_index=Decimal(row["mean_index"]) if row["mean_index"] is not None else None,
            very_innovative=row["predicates"].get("Sangat Inovatif"),
            decree=row["decree"] or "",
            source=row["source"] or "",
        )
        for row in sorted(_document()["national"], key=lambda row: -row["year"])
    )


@cache
def national_mean(year: int) -> Decimal | None:
    """The published mean index of a year, None where nobody printed it."""
    for row in _document()["national"]:
        if row["year"] == year and row["scale"] == INDEX_SCALE and row["mean_index"] is not None:
            return Decimal(row["mean_index"])
    return None


def last_result(region: Region, *, before: int) -> PastResult | None:
    """The latest published result of a region before a year, if it says an index, a predicate or a place."""
    own = [
        row
        for row in past_results()
        if row.code == region.code and row.year < before and (row.index or row.predicate or row.rank)
    ]
    return max(own, key=lambda row: row.year, default=None)


@dataclass(frozen=True, slots=True)
class Place:
    """Where an index would have stood: at `rank` of `scope`; `exact` False when all that is known is "at least as good"."""

    year: int
    rank: int
    scope: str
    scope_size: int | None
    exact: bool


def place_of(index: Decimal, *, kind: str, year: int) -> Place | None:
    """The place that an index would have had among regions of a kind in a published year; None where no source reaches it.

    From pairs of a published index and its place: the same index is the same place; above one, the place is that or better.
    The best bound is given.
    """
    return _place(index, (row for row in past_results() if row.year == year and row.scope == kind))


def _place(index: Decimal, rows: Iterable[PastResult]) -> Place | None:
    reached = [row for row in rows if row.rank is not None and row.index is not None and index >= row.index]
    if not reached:
        return None
    best = min(reached, key=lambda row: row.rank or 0)
    assert best.rank is not None
    exact = best.index == index or best.rank == 1
    return Place(best.year, best.rank, best.scope, best.scope_size, exact)


@dataclass(frozen=True, slots=True)
class Needed:
    """The published index that reached a wanted rank in a year: it held `rank`, the wanted one or a better one."""

    year: int
    index: Decimal
    rank: int
    scope: str
    scope_size: int | None


def index_for_rank(rank: int, *, kind: str, before: int) -> Needed | None:
    """The lowest published index before a year that was enough for a rank among regions of a kind, from the latest year of
    which sources print one; None where none does. With less the rank may have been reached too: nobody printed it."""
    return _needed(rank, (row for row in past_results() if row.year < before and row.scope == kind))


def _needed(rank: int, rows: Iterable[PastResult]) -> Needed | None:
    known = [
        Needed(row.year, row.index, row.rank, row.scope, row.scope_size)
        for row in rows
        if row.index is not None and row.rank is not None and row.rank <= rank
    ]
    if not known:
        return None
    latest = max(entry.year for entry in known)
    return min((entry for entry in known if entry.year == latest), key=lambda entry: entry.index)


@cache
def bands_of_year(year: int) -> dict[str, Decimal]:
    """Predicate -> first index that earned it in a published year, highest first; only what sources print."""
    for row in _document()["national"]:
        if row["year"] == year and row["scale"] == INDEX_SCALE:
            return {name: Decimal(start) for name, start in row["bands"].items() if start is not None}
    return {}
