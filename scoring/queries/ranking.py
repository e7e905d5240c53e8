"""The running ranking of the nation: the ministry's alone. Runs in a scope that holds all regions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal

from django.db.models import F

from regions.enums import AFTER_MEASUREMENT, Basis, RegionKind
from regions.models import Period, Region, RegionPeriod
from regions.queries.regions import participants
from scoring.core.model import Instrument
from scoring.models import Result
from scoring.ranking import ranked

KINDS = (RegionKind.PROVINSI, RegionKind.KABUPATEN, RegionKind.KOTA)


@dataclass(frozen=True, slots=True)
class Numbers:
    """What a ranking shows of one basis."""

    index: Decimal
    predicate: str
    counted: int


@dataclass(frozen=True, slots=True)
class RankingRow:
    """One region. `rank` is None when it has no index on the basis ranked; `tied` others share the place."""

    region: Region
    numbers: dict[Basis, Numbers]
    rank: int | None = None
    tied: int = 0


@dataclass(frozen=True)
class Ranking:
    """The regions of a group, ranked ones first, the others by code."""

    basis: Basis
    rows: list[RankingRow] = field(default_factory=list)
    waiting: int = 0
    """Regions of the group whose numbers are being worked out again."""

    @property
    def placed(self) -> list[RankingRow]:
        return [row for row in self.rows if row.rank is not None]

    @property
    def mean(self) -> Decimal | None:
        """The mean index of the placed regions, None without one."""
        values = [row.numbers[self.basis].index for row in self.placed]
        return sum(values, Decimal(0)) / len(values) if values else None

    def distribution(self, instrument: Instrument) -> list[tuple[str, int]]:
        """(predicate, how many placed regions), highest predicate first."""
        found = [row.numbers[self.basis].predicate for row in self.placed]
        ordered = sorted(instrument.predicates, key=lambda entry: -entry.low_hundredths)
        return [(entry.name, found.count(entry.name)) for entry in ordered]


def usual_basis(period: Period, *, now: datetime) -> Basis:
    """Final once the ministry checks; before that few have sent, and the desks' numbers tell more."""
    return Basis.FINAL if period.phase_at(now) in AFTER_MEASUREMENT else Basis.VERIFIED


def places_by_kind(period: Period, *, basis: Basis) -> dict[int, int]:
    """Region id -> its place among the participating regions of its kind; regions without an index on the basis have none.

    Two queries, in a scope that holds all regions.
    """
    group = list(participants())
    numbers = _numbers(period, region_ids=[region.pk for region in group])
    found: dict[int, int] = {}
    for kind in KINDS:
        places = ranked(
            (region.pk, numbers[region.pk][basis].index, region.code)
            for region in group
            if region.kind == kind and basis in numbers.get(region.pk, {})
        )
        found |= {place.key: place.rank for place in places}
    return found


def ranking_of(period: Period, *, basis: Basis, kind: str = "", regional: str = "") -> Ranking:
    """Rank a group of the participating regions: of a kind, of an IGA regional, of both, or all. Three queries.

    The place is the place in that group. On the final basis only regions that have sent something are placed.
    """
    regions = participants().order_by("code")
    if kind:
        regions = regions.filter(kind=kind)
    if regional:
        regions = regions.filter(iga_regional=regional)
    group = list(regions)
    by_id = {region.pk: region for region in group}
    numbers = _numbers(period, region_ids=list(by_id))
    places = ranked(
        (region.pk, numbers[region.pk][basis].index, region.code)
        for region in group
        if basis in numbers.get(region.pk, {})
    )
    placed = {
        place.key: RankingRow(by_id[place.key], numbers[place.key], place.rank, place.tied)
        for place in places
    }
    others = [RankingRow(region, numbers.get(region.pk, {})) for region in group if region.pk not in placed]
    waiting = RegionPeriod.objects.filter(
        period=period, region_id__in=by_id, scored_version__lt=F("content_version")
    ).count()
    return Ranking(basis, [*placed.values(), *others], waiting)


def _numbers(period: Period, *, region_ids: Sequence[int]) -> dict[int, dict[Basis, Numbers]]:
    """The standing numbers by region and basis, one query. The final index of a region that sent nothing is left out."""
    rows = (
        Result.objects.filter(region_period__period=period, is_current=True, region_id__in=region_ids)
        .exclude(basis=Basis.FINAL, maturities={})
        .values_list("region_id", "basis", "index", "predicate", "innovations_counted")
    )
    found: dict[int, dict[Basis, Numbers]] = {}
    for region_id, basis, index, predicate, counted in rows:
        found.setdefault(region_id, {})[Basis(basis)] = Numbers(index, predicate, counted)
    return found
