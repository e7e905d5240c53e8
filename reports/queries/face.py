"""What the public pages read: the snapshot tables and nothing else. Every list costs the same number of queries at any length."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db.models import Q, QuerySet

from reports.models import Publication, PublishedAward, PublishedRegion
from scoring.queries.past import PastResult, national_mean, past_results, points_results

KINDS = ("provinsi", "kabupaten", "kota")
REGIONALS = ("I", "II", "III", "IV", "V", "VI")

ROW = (
    "code", "name", "kind", "province", "regional", "is_assessed", "index", "predicate", "place", "place_of", "place_nation",
    "innovations_counted",
)  # fmt: skip


def publications() -> QuerySet[Publication]:
    """All publications, newest first, each with what it supersedes and what supersedes it."""
    return Publication.objects.select_related("period", "supersedes", "superseded_by").order_by("-number")


def latest_publication() -> Publication | None:
    """The publication in force of the latest year."""
    return publications().filter(superseded_by__isnull=True).order_by("-period__year", "-number").first()


def publication_numbered(number: int) -> Publication | None:
    return publications().filter(number=number).first()


def standing_publication(period_id: int) -> Publication | None:
    """The publication in force of a period."""
    return publications().filter(period_id=period_id, superseded_by__isnull=True).first()


def successor_of(publication: Publication) -> Publication | None:
    """What supersedes a publication; None while it is in force."""
    try:
        found: Publication = publication.superseded_by
    except Publication.DoesNotExist:
        return None
    return found


# The ranking -------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One region in a ranking. `shown` is its place in the list at hand, `tied` whether others share it."""

    code: str
    name: str
    kind: str
    province: str
    regional: str
    is_assessed: bool
    index: Decimal | None
    predicate: str
    place: int | None
    place_of: int | None
    place_nation: int | None
    innovations_counted: int | None
    shown: int | None = None
    tied: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """What a reader asked of the ranking; "" for everything."""

    kind: str = ""
    regional: str = ""
    province: str = ""
    predicate: str = ""
    search: str = ""

    @property
    def is_whole(self) -> bool:
        return not any((self.kind, self.regional, self.province, self.predicate, self.search))


def ranking(publication: Publication, choice: Choice) -> list[Line]:
    """The regions of a publication, best first, those without a place last; equals by code and marked.

    The place is that among the regions of the kind where one kind is asked for, else that among all. A search or another filter
    leaves the places as they were published.
    """
    rows = PublishedRegion.objects.filter(publication=publication)
    if choice.kind:
        rows = rows.filter(kind=choice.kind)
    if choice.regional:
        rows = rows.filter(regional=choice.regional)
    if choice.province:
        rows = rows.filter(Q(code=choice.province) | Q(code__startswith=f"{choice.province}."))
    if choice.predicate:
        rows = rows.filter(predicate=choice.predicate)
    if choice.search:
        rows = rows.filter(name__icontains=choice.search)
    found = list(rows.order_by("code").values(*ROW))
    column = "place" if choice.kind else "place_nation"
    sharing = _sharing(publication, choice.kind, column)
    found.sort(key=lambda row: (row[column] is None, row[column] or 0, row["code"]))
    return [Line(**row, shown=row[column], tied=sharing[row[column]] > 1) for row in found]


def _sharing(publication: Publication, kind: str, column: str) -> Counter[int]:
    rows = PublishedRegion.objects.filter(publication=publication, **{f"{column}__isnull": False})
    if kind:
        rows = rows.filter(kind=kind)
    return Counter(rows.values_list(column, flat=True))


def provinces_of(publication: Publication) -> list[tuple[str, str]]:
    """(code, name) of the provinces in a publication, for a filter; by code, as offices list them."""
    return list(
        PublishedRegion.objects.filter(publication=publication, kind="provinsi")
        .order_by("code")
        .values_list("code", "name")
    )


# One region --------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class YearLine:
    """A region's result of one year: published here, or printed elsewhere (`source`), on the scale that the year had."""

    year: int
    index: Decimal | None
    predicate: str
    place: int | None
    place_of: int | None
    scope: str
    publication: Publication | None = None
    source: str = ""
    mean: Decimal | None = None
    is_points: bool = False
    """On the scale of the years to 2020: `index` is a sum of points without a maximum."""


@dataclass(frozen=True, slots=True)
class RegionPage:
    """Everything that a region's page shows: its row in one publication, its years, its awards there."""

    row: PublishedRegion
    years: Sequence[YearLine]
    awards: Sequence[PublishedAward]


def published_region(publication: Publication, code: str) -> PublishedRegion | None:
    """A region as published, without its facts."""
    return PublishedRegion.objects.defer("facts").filter(publication=publication, code=code).first()


def region_page(publication: Publication, code: str) -> RegionPage | None:
    """None for a code that the publication does not hold."""
    row = published_region(publication, code)
    if row is None:
        return None
    return RegionPage(row, years_of(code), list(row.awards.all()))


def years_of(code: str) -> list[YearLine]:
    """Every year of which a result of the region is known, newest first: what was published here stands before what was printed
    elsewhere of the same year, and of several publications of a year the one in force counts."""
    here = (
        PublishedRegion.objects.filter(code=code, publication__superseded_by__isnull=True)
        .select_related("publication__period")
        .defer("facts", "assessment")
    )
    found = {
        row.publication.period.year: YearLine(
            year=row.publication.period.year,
            index=row.index,
            predicate=row.predicate,
            place=row.place,
            place_of=row.place_of,
            scope=row.kind,
            publication=row.publication,
            mean=_mean(row.publication.summary),
        )
        for row in here
    }
    for is_points, entries in ((False, past_results()), (True, points_results())):
        for entry in entries:
            if (
                entry.code == code
                and entry.year not in found
                and (entry.index or entry.predicate or entry.rank)
            ):
                found[entry.year] = _printed(entry, is_points=is_points)
    return [found[year] for year in sorted(found, reverse=True)]


def _printed(entry: PastResult, *, is_points: bool) -> YearLine:
    return YearLine(
        year=entry.year,
        index=entry.index,
        predicate=entry.predicate,
        place=entry.rank,
        place_of=entry.scope_size,
        scope=entry.scope,
        source=entry.source,
        mean=None if is_points else national_mean(entry.year),
        is_points=is_points,
    )


def _mean(summary: Mapping[str, Any]) -> Decimal | None:
    return Decimal(summary["mean_index"]) if summary.get("mean_index") else None


# Years before the portal -------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class PastYear:
    """The best known results of a past year, with their source, and the mean of the nation where one was printed."""

    year: int
    mean: Decimal | None
    lines: Sequence[PastResult]


def best_of_past(*, most: int = 10) -> list[PastYear]:
    """By year, newest first: results with an index that sources print, best index first. Sparse: nobody printed all of them."""
    years = sorted({entry.year for entry in past_results()}, reverse=True)
    found = []
    for year in years:
        lines = sorted(
            (entry for entry in past_results() if entry.year == year and entry.index is not None),
            key=lambda entry: (-(entry.index or Decimal(0)), entry.code),
        )
        if lines:
            found.append(PastYear(year=year, mean=national_mean(year), lines=lines[:most]))
    return found


# The chain ---------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Release:
    """When a publication came out and what it stands on, as the list of publications shows it."""

    publication: Publication
    successor: Publication | None

    @property
    def published_at(self) -> datetime:
        return self.publication.published_at


def releases() -> list[Release]:
    """All publications, newest first, with what supersedes each."""
    return [Release(entry, successor_of(entry)) for entry in publications()]
