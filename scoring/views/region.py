"""A region's index: three bases side by side, what the number is made of, and what it rests on.

One page for the regional admin, the head of region, the desk, the evaluator and the ministry. It shows a new index by itself:
the open page asks every two seconds whether anything changed, and gets an empty answer (204) when nothing did.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import NoReverseMatch
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from iga_portal.web.charts import Band, Marker, Part, Point
from iga_portal.web.formats import clock, number
from iga_portal.web.here import here
from iga_portal.web.parts import Light
from iga_portal.web.tables import page_of, sorting
from regions.enums import Basis
from regions.models import RegionPeriod
from scoring.core.explain import Gap, gap_to_next
from scoring.core.model import Instrument
from scoring.models import Result
from scoring.queries.innovations import InnovationLine, Innovations, innovations_of
from scoring.queries.past import last_result, national_mean, place_of
from scoring.queries.results import (
    TracedBasis,
    current_results,
    history,
    leading_basis,
    stands,
    sums_of,
    traced,
)
from scoring.views.place import Place, find_place
from scoring.words import BASIS_WORDS, basis_or_none

SEEN = "punya"
"""The query parameter in which an open page tells what it shows already."""
ASK_EVERY, ASK_EVERY_WHILE_COMPUTING = 2, 1
"""Seconds between two questions of an open page."""

SORTS = {"nama": "name", "kematangan": "maturity", "status": "state"}
DEFAULT_SORT = "-kematangan"


@dataclass(frozen=True, slots=True)
class Head:
    """One of the three big numbers. `index` is None while the basis has nothing to say."""

    basis: Basis
    label: str
    index: Decimal | None
    predicate: str
    counted: int
    entered: int
    url: str
    switch_url: str


@require_GET
def page(request: HttpRequest, **where: int) -> HttpResponse:
    """The whole page."""
    place = find_place(request, where)
    return render(request, "scoring/region.html", _context(place))


@require_GET
def index(request: HttpRequest, **where: int) -> HttpResponse:
    """The index page of places whose first page is another one; elsewhere there is one page, at one address."""
    place = find_place(request, where)
    if place.front_url != request.path:
        return redirect(place.front_url)
    return page(request, **where)


@require_GET
def live(request: HttpRequest, **where: int) -> HttpResponse:
    """The part that renews itself; 204 when the asking page shows it already."""
    place = find_place(request, where)
    query = request.GET.copy()
    seen = query.pop(SEEN, [""])[-1]
    if seen == _stamp(place.region_period):
        return HttpResponse(status=204)
    # Links made from here on belong to the page, not to this question.
    request.GET = query  # type: ignore[assignment]
    return render(request, "scoring/_region.html", _context(place))


def _stamp(region_period: RegionPeriod) -> str:
    return f"{region_period.scored_version}.{region_period.content_version}"


def _context(place: Place) -> dict[str, Any]:
    results = current_results(place.region_period)
    basis = basis_or_none(place.request.GET.get("dasar", "")) or leading_basis(results)
    found = traced(place.region_period, basis=basis) if results else None
    computing = not place.region_period.is_scored
    context: dict[str, Any] = {
        "place": place,
        "region": place.region,
        "zone": place.region.time_zone,
        "period": place.region_period.period,
        "region_period": place.region_period,
        "instrument": place.instrument,
        "computing": computing,
        "every": ASK_EVERY_WHILE_COMPUTING if computing else ASK_EVERY,
        "live_url": _live_url(place),
        "crumbs": place.crumbs() if place.actor.is_ministry else [],
        "issued_url": _issued_url(place),
        "spd_url": _found(place, "spd"),
        "heads": _heads(place, results),
        "basis": basis,
        "basis_label": basis.label,
        "result": None,
    }
    if found is None:
        return context
    result = results[basis]
    return {
        **context,
        "result": result,
        "stands": stands(result),
        "trace_url": place.basis_url("index_trace", basis),
        **_charts(place, results),
        **_composition(result, found, place.instrument),
        **_innovations(place, basis=basis, results=results, found=found),
        **_past(place, results),
        "trend": _trend(place, basis=basis),
    }


def _live_url(place: Place) -> str:
    query = place.request.GET.copy()
    query[SEEN] = _stamp(place.region_period)
    return f"{place.url('index_live')}?{query.urlencode()}"


def _issued_url(place: Place) -> str:
    """The printed documents of the region; the page stands in the room above, so it is found by its name."""
    if place.actor.is_ministry:
        return _found(place, "issued_region", daerah_id=place.region.pk)
    return _found(place, "issued")


def _found(place: Place, name: str, **kwargs: int) -> str:
    """The address of a page of another room in this place; "" where it has none."""
    try:
        return here(place.request, name, **kwargs)
    except NoReverseMatch:
        return ""


def _heads(place: Place, results: dict[Basis, Result]) -> list[Head]:
    heads = []
    for basis in Basis:
        result = results.get(basis)
        alive = stands(result)
        query = place.request.GET.copy()
        query["dasar"] = BASIS_WORDS[basis]
        query.pop("halaman", None)
        heads.append(
            Head(
                basis=basis,
                label=str(basis.label),
                index=result.index if result and alive else None,
                predicate=result.predicate if result and alive else "",
                counted=result.innovations_counted if result else 0,
                entered=len(result.maturities) if result else 0,
                url=place.basis_url("index_trace", basis) if result else "",
                switch_url=f"{place.front_url}?{query.urlencode()}",
            )
        )
    return heads


def bands_of(instrument: Instrument) -> list[Band]:
    """The predicates as the charts take them."""
    return [
        Band(name=entry.name, start=Decimal(entry.low_hundredths) / 100) for entry in instrument.predicates
    ]


def _charts(place: Place, results: dict[Basis, Result]) -> dict[str, Any]:
    markers = [
        Marker(kind=basis.value, label=str(basis.label), value=results[basis].index)
        for basis in Basis
        if stands(results.get(basis))
    ]
    target = place.region_period.target_index
    if target is not None:
        markers.append(Marker(kind="target", label=_("Sasaran"), value=target))
    return {"bands": bands_of(place.instrument), "markers": markers, "target": target}


def _composition(result: Result, found: TracedBasis, instrument: Instrument) -> dict[str, Any]:
    """What the number of one basis is made of."""
    maxima, formula = instrument.maxima, instrument.formula.parameters
    trace = found.trace
    spd, maturity, count = trace.parts
    return {
        "found": found,
        "trace": trace,
        "parts": [
            Part(label=_("Satuan pemerintahan daerah (SPD)"), points=result.spd, maximum=spd.maximum_points),
            Part(
                label=_("Rata-rata skor kematangan"),
                points=result.maturity_mean,
                maximum=maturity.maximum_points,
            ),
            Part(label=_("Jumlah inovasi"), points=result.count_score, maximum=count.maximum_points),
        ],
        "shares": " + ".join(number(part.printed, places=2) for part in trace.parts),
        "total": Decimal(maxima.total_hundredths) / 100,
        "lights": [
            Light(name=name, lit=count > 0, count=count or None)
            for name, count in trace.yandas_counts.items()
        ],
        "yandas_needed": formula.yandas_minimum,
        "divisor_minimum": formula.divisor_minimum,
        "to_divisor": max(0, formula.divisor_minimum - result.innovations_counted),
        "gap": _gap(result, instrument),
    }


def _gap(result: Result, instrument: Instrument) -> Gap | None:
    return gap_to_next(sums_of(result), instrument)


def _innovations(
    place: Place, *, basis: Basis, results: dict[Basis, Result], found: TracedBasis
) -> dict[str, Any]:
    innovations = innovations_of(
        place.region_period, actor=place.actor, basis=basis, results=results, trace=found.trace
    )
    order = sorting(place.request, allowed=SORTS, default=DEFAULT_SORT)
    lines = _sorted(innovations, key=order.key, descending=order.descending, basis=basis)
    cut = page_of(place.request, lines)
    return {
        "innovations": innovations,
        "default_sort": DEFAULT_SORT,
        "innovation_page": cut,
        "rows": [
            (line, place.basis_url("index_innovation", basis, public_id=line.public_id))
            for line in cut.object_list
        ],
    }


def _sorted(innovations: Innovations, *, key: str, descending: bool, basis: Basis) -> list[InnovationLine]:
    if key == "nama":
        return sorted(innovations.lines, key=lambda line: line.name.casefold(), reverse=descending)
    if key == "status":
        return sorted(innovations.lines, key=lambda line: line.state, reverse=descending)
    # As they come: counted ones first, the best first.
    return innovations.lines if descending else innovations.lines[::-1]


def _past(place: Place, results: dict[Basis, Result]) -> dict[str, Any]:
    """The region against the last published year, as far as it is known."""
    year = place.region_period.period.year - 1
    leading = results[leading_basis(results)]
    return {
        "past": last_result(place.region, before=year + 1),
        "past_year": year,
        "past_mean": national_mean(year),
        "past_place": place_of(leading.index, kind=place.region.kind, year=year),
        "leading_index": leading.index,
    }


def _trend(place: Place, *, basis: Basis) -> list[Point]:
    """The points of the trend line; none while there is only one."""
    moments = history(place.region_period, basis=basis)
    if len(moments) < 2:
        return []
    zone = place.region.zone
    return [
        Point(
            label=f"{moment.at.astimezone(zone):%-d/%-m}"
            if moment.by_day
            else clock(moment.at, zone=zone).split(" ")[0],
            value=moment.index,
        )
        for moment in moments
    ]
