"""What the national report reads: one publication, all regions. A handful of statements."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Count, QuerySet, Sum

from regions.enums import RegionKind
from regions.models import Region
from regions.queries.tiles import tile_places
from reports.models import Publication, PublishedInnovation, PublishedRegion
from scoring.core.exact import HUNDREDTH_PLACES, as_decimal, half_up_ratio

KINDS = (RegionKind.PROVINSI, RegionKind.KABUPATEN, RegionKind.KOTA)


@dataclass(frozen=True, slots=True)
class RegionLine:
    """One published region without its facts."""

    code: str
    name: str
    kind: str
    province: str
    regional: str
    index: Decimal | None
    predicate: str
    place: int | None


def region_lines(publication: Publication) -> list[RegionLine]:
    """All regions of a publication by code. One statement."""
    rows = PublishedRegion.objects.filter(publication=publication).order_by("code")
    return [
        RegionLine(*row)
        for row in rows.values_list(
            "code", "name", "kind", "province", "regional", "index", "predicate", "place", named=False
        )
    ]


def _counted(publication: Publication) -> QuerySet[PublishedInnovation]:
    return PublishedInnovation.objects.filter(publication=publication, maturity__isnull=False).order_by()


def innovation_counts(publication: Publication) -> tuple[int, int]:
    """(all innovations, those that count). One statement."""
    found = PublishedInnovation.objects.filter(publication=publication).aggregate(
        all=Count("pk"), counted=Count("maturity")
    )
    return found["all"], found["counted"]


def urusan_counts(publication: Publication) -> dict[str, tuple[int, int, Decimal]]:
    """Urusan -> (counted innovations, regions with one, mean maturity with two decimals). One statement."""
    rows = (
        _counted(publication)
        .values_list("urusan")
        .annotate(Count("pk"), Count("published_region", distinct=True), Sum("maturity"))
    )
    return {
        name: (innovations, regions, mean_of([total], among=innovations))
        for name, innovations, regions, total in rows
    }


def mean_of(values: Sequence[Decimal], *, among: int | None = None) -> Decimal:
    """The mean of numbers with two decimals, with two decimals, half up; `among` where the values are sums already."""
    hundredths = sum(int(value * 100) for value in values)
    return as_decimal(half_up_ratio(hundredths, among or len(values)), places=HUNDREDTH_PLACES)


def counts_by(publication: Publication, column: str) -> dict[str, int]:
    """Counted innovations by `form` or `kind`. One statement."""
    return dict(_counted(publication).values_list(column).annotate(Count("pk")))


def tile_regions(*, provinces: bool) -> list[tuple[str, str]]:
    """(code, name) of every region of the decree that has a tile, by code. One statement."""
    rows = Region.objects.filter(code__in=tile_places()).order_by("code")
    rows = rows.filter(kind=RegionKind.PROVINSI) if provinces else rows.exclude(kind=RegionKind.PROVINSI)
    return list(rows.values_list("code", "name"))
