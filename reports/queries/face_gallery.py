"""Published innovations: searching, choosing, counting. PostgreSQL's Indonesian stemming finds "melayani" for "pelayanan"."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib.postgres.search import SearchQuery, SearchRank
from django.db.models import Count, F, QuerySet

from innovations.enums import Form, Kind
from reports.models import Publication, PublishedInnovation, PublishedRegion

LISTED = (
    "public_id", "name", "opd", "urusan", "form", "kind", "maturity", "published_region__code", "published_region__name",
    "published_region__kind",
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """What a reader looks for; "" for everything."""

    search: str = ""
    urusan: str = ""
    kind: str = ""
    form: str = ""
    region: str = ""

    @property
    def is_whole(self) -> bool:
        return not any((self.search, self.urusan, self.kind, self.form, self.region))


def gallery(publication: Publication, wish: Wish) -> QuerySet[PublishedInnovation, dict[str, Any]]:
    """The innovations of a publication that fit: those that say it best first where words are asked for, else the most mature.

    The words are taken as a web search takes them: all of them, "a phrase", -without. Nothing a reader types is an error.
    """
    rows = PublishedInnovation.objects.filter(publication=publication)
    if wish.urusan:
        rows = rows.filter(urusan=wish.urusan)
    if wish.kind:
        rows = rows.filter(kind=wish.kind)
    if wish.form:
        rows = rows.filter(form=wish.form)
    if wish.region:
        rows = rows.filter(published_region__code=wish.region)
    if wish.search:
        query = SearchQuery(wish.search, config="indonesian", search_type="websearch")
        fitting = rows.filter(words=query).annotate(fit=SearchRank(F("words"), query))
        return fitting.order_by("-fit", "id").values(*LISTED)
    return rows.order_by(F("maturity").desc(nulls_last=True), "id").values(*LISTED)


def published_innovation(public_id: UUID, *, publication: Publication) -> PublishedInnovation | None:
    return (
        PublishedInnovation.objects.select_related("published_region")
        .defer("words", "published_region__facts", "published_region__assessment")
        .filter(publication=publication, public_id=public_id)
        .first()
    )


def best_of_region(row: PublishedRegion, *, most: int = 8) -> list[dict[str, Any]]:
    """The most mature innovations of a region."""
    return list(row.innovations.order_by(F("maturity").desc(nulls_last=True), "id").values(*LISTED)[:most])


def urusan_of(publication: Publication) -> list[str]:
    """Affairs of government that the publication has innovations of, by name."""
    return list(
        PublishedInnovation.objects.filter(publication=publication)
        .order_by("urusan")
        .values_list("urusan", flat=True)
        .distinct()
    )


def regions_of(publication: Publication) -> list[tuple[str, str]]:
    """(code, name) of the regions with a result, for a filter."""
    return list(
        PublishedRegion.objects.filter(publication=publication, is_assessed=True)
        .order_by("code")
        .values_list("code", "name")
    )


def kind_label(value: str) -> str:
    return str(Kind(value).label) if value in Kind.values else value


def form_label(value: str) -> str:
    return str(Form(value).label) if value in Form.values else value


# In numbers --------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Participation:
    """Who took part and with what. Counts by name, largest first; by regional and kind: (assessed, all)."""

    by_urusan: Sequence[tuple[str, int]]
    by_kind: Mapping[str, int]
    by_form: Mapping[str, int]
    by_regional: Mapping[str, tuple[int, int]]
    by_region_kind: Mapping[str, tuple[int, int]]
    busiest: Sequence[tuple[str, str, int]]
    """(code, name, innovations) of the regions with the most."""


def participation(publication: Publication, *, busiest: int = 10) -> Participation:
    """Five statements, whatever the size."""
    rows = PublishedInnovation.objects.filter(publication=publication)
    regions = list(
        PublishedRegion.objects.filter(publication=publication).values_list("regional", "kind", "is_assessed")
    )
    counts = (
        rows.values("published_region__code", "published_region__name")
        .annotate(number=Count("id"))
        .order_by("-number", "published_region__code")[:busiest]
    )
    return Participation(
        by_urusan=[
            (name, number)
            for name, number in rows.values_list("urusan")
            .annotate(number=Count("id"))
            .order_by("-number", "urusan")
        ],
        by_kind=dict(rows.values_list("kind").annotate(number=Count("id")).order_by("-number")),
        by_form=dict(rows.values_list("form").annotate(number=Count("id")).order_by("-number")),
        by_regional=_shares((regional, assessed) for regional, _kind, assessed in regions),
        by_region_kind=_shares((kind, assessed) for _regional, kind, assessed in regions),
        busiest=[
            (row["published_region__code"], row["published_region__name"], row["number"]) for row in counts
        ],
    )


def _shares(entries: Iterable[tuple[str, bool]]) -> dict[str, tuple[int, int]]:
    found: dict[str, tuple[int, int]] = {}
    for key, assessed in entries:
        done, whole = found.get(key, (0, 0))
        found[key] = (done + int(assessed), whole + 1)
    return found
