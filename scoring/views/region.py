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
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from iga_portal.web.charts import Band, Marker, Part
from iga_portal.web.charts_course import Series
from iga_portal.web.formats import clock, number
from iga_portal.web.parts import Light
from iga_portal.web.tables import page_of, sorting
from regions.enums import Basis
from regions.models import RegionPeriod
from regions.rules import can_set_target
from scoring.board import Board, one_more, way_down
from scoring.cockpit_words import assumption
from scoring.core.explain import gap_to_next
from scoring.core.model import Instrument
from scoring.levers import levers_of, strongest
from scoring.models import Result
from scoring.queries.cockpit import boards_of
from scoring.queries.innovations import InnovationLine, Innovations, innovations_of
from scoring.queries.past import last_result, national_mean, place_of
from scoring.queries.results import Moment, course, current_results, leading_basis, stands
from scoring.views import cockpit_parts as parts
from scoring.views.place import Place, find_place
from scoring.words import BASIS_WORDS, basis_or_none

SEEN = "punya"
"""The query parameter in which an open page tells what it shows already."""
ASK_EVERY, ASK_EVERY_WHILE_COMPUTING = 2, 1
"""Seconds between two questions of an open page."""

SORTS = {"nama": "name", "kematangan": "maturity", "status": "state"}
DEFAULT_SORT = "-kematangan"
PER_PAGE = 10
"""The list is the last of many parts of this page."""


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
    if seen == stamp(place.region_period):
        return HttpResponse(status=204)
    # Links made from here on belong to the page, not to this question.
    request.GET = query  # type: ignore[assignment]
    return render(request, "scoring/_region.html", _context(place))


def stamp(region_period: RegionPeriod) -> str:
    """What an open page shows, in a word: it changes when there is something new to show."""
    return f"{region_period.scored_version}.{region_period.content_version}"


def _context(place: Place) -> dict[str, Any]:
    results = current_results(place.region_period)
    basis = basis_or_none(place.request.GET.get("dasar", "")) or leading_basis(results)
    boards = boards_of(place.region_period) if results else {}
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
        "brief_url": parts.found(place, "brief"),
        "spd_url": parts.found(place, "spd"),
        "heads": _heads(place, results),
        "basis": basis,
        "basis_label": basis.label,
        "basis_word": BASIS_WORDS[basis],
        "result": None,
    }
    if not boards:
        return context
    result, board = results[basis], boards[basis]
    return {
        **context,
        "result": result,
        "stands": stands(result),
        "trace_url": place.basis_url("index_trace", basis),
        **_charts(place, results),
        "borders": parts.borders(place, results, boards),
        **_composition(result, board),
        **_innovations(place, basis=basis, results=results, board=board),
        **_past(place, results),
        **_course(place),
        **(_own(place, basis=basis, results=results, boards=boards) if place.is_regions_own else {}),
    }


def _own(
    place: Place, *, basis: Basis, results: dict[Basis, Result], boards: dict[Basis, Board]
) -> dict[str, Any]:
    """What only the region's own people see: it names or counts innovations that were not sent."""
    board = boards[basis]
    levers = strongest(levers_of(boards, basis=basis), limit=parts.FIRST_LEVERS)
    return {
        "is_own": True,
        "tabs": parts.tabs(place, basis),
        "levers": parts.shown_levers(place, levers, basis=basis),
        "assumption": assumption(),
        "one_more": one_more(board),
        "lights": parts.lights(place, board),
        "way": parts.shown_way(place, way_down(boards[Basis.CLAIMED], boards[Basis.VERIFIED])),
        "way_from": results[Basis.CLAIMED].index,
        "difference_url": place.url("cockpit_difference"),
        "rows_url": place.url("cockpit_rows"),
        "counted_url": parts.list_url(place, basis),
        "standing": parts.standing(place, results[leading_basis(results)].index),
        "target_url": parts.found(place, "target") if can_set_target(place.actor, place.region.pk) else "",
    }


def _live_url(place: Place) -> str:
    query = place.request.GET.copy()
    query[SEEN] = stamp(place.region_period)
    return f"{place.url('index_live')}?{query.urlencode()}"


def _issued_url(place: Place) -> str:
    """The printed documents of the region; the page stands in the room above, so it is found by its name."""
    if place.actor.is_ministry:
        return parts.found(place, "issued_region", daerah_id=place.region.pk)
    return parts.found(place, "issued")


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
    return {
        "bands": bands_of(place.instrument),
        "markers": scale_markers(place, results),
        "target": place.region_period.target_index,
    }


def scale_markers(place: Place, results: dict[Basis, Result]) -> list[Marker]:
    """The indices that stand, and the target, for the one scale."""
    markers = [
        Marker(kind=basis.value, label=str(basis.label), value=results[basis].index)
        for basis in Basis
        if stands(results.get(basis))
    ]
    target = place.region_period.target_index
    if target is not None:
        markers.append(Marker(kind="target", label=_("Sasaran"), value=target))
    return markers


def _composition(result: Result, board: Board) -> dict[str, Any]:
    """What the number of one basis is made of."""
    instrument = board.instrument
    maxima, formula = instrument.maxima, instrument.formula.parameters
    spd, maturity, count = board.parts
    return {
        "board": board,
        "parts": [
            Part(label=_("Satuan pemerintahan daerah (SPD)"), points=result.spd, maximum=spd.maximum_points),
            Part(
                label=_("Rata-rata skor kematangan"),
                points=result.maturity_mean,
                maximum=maturity.maximum_points,
            ),
            Part(label=_("Jumlah inovasi"), points=result.count_score, maximum=count.maximum_points),
        ],
        "shares": " + ".join(number(part.printed, places=2) for part in board.parts),
        "total": Decimal(maxima.total_hundredths) / 100,
        "lights": [
            Light(name=name, lit=count > 0, count=count or None)
            for name, count in board.yandas_counts.items()
        ],
        "yandas_needed": formula.yandas_minimum,
        "divisor_minimum": formula.divisor_minimum,
        "to_divisor": max(0, formula.divisor_minimum - result.innovations_counted),
        "gap": gap_to_next(board.sums, instrument),
    }


def _innovations(place: Place, *, basis: Basis, results: dict[Basis, Result], board: Board) -> dict[str, Any]:
    innovations = innovations_of(
        place.region_period, actor=place.actor, basis=basis, results=results, trace=board
    )
    order = sorting(place.request, allowed=SORTS, default=DEFAULT_SORT)
    lines = _sorted(innovations, key=order.key, descending=order.descending, basis=basis)
    cut = page_of(place.request, lines, per_page=PER_PAGE)
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


def _course(place: Place) -> dict[str, Any]:
    """The lines of the season and the same as a table; nothing while there is only one moment."""
    moments = course(place.region_period)
    if len(moments) < 2:
        return {"course": None, "moments": []}
    shown = [basis for basis in Basis if any(basis in moment.indices for moment in moments)]
    return {
        "course": {
            "labels": [_when(moment, place) for moment in moments],
            "series": [
                Series(
                    kind=basis.value,
                    label=str(basis.label),
                    values=[moment.indices.get(basis) for moment in moments],
                )
                for basis in shown
            ],
            "target": place.region_period.target_index,
        },
        "course_bases": [(basis.value, basis.label) for basis in shown],
        "moments": [(moment, [moment.indices.get(basis) for basis in shown]) for moment in reversed(moments)],
    }


def _when(moment: Moment, place: Place) -> str:
    zone = place.region.zone
    if moment.by_day:
        return f"{moment.at.astimezone(zone):%-d/%-m}"
    return clock(moment.at, zone=zone).split(" ")[0]
