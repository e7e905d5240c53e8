"""The first page of the head of region, made for a phone: where the region stands, what moves it most, what waits for whom."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET, require_safe

from regions.enums import Basis
from scoring.board import Board
from scoring.cockpit_words import WaitingLine, assumption, waiting_lines
from scoring.core.explain import distance_to, gap_to_next
from scoring.levers import levers_of, strongest
from scoring.queries.cockpit import boards_of
from scoring.queries.past import place_of
from scoring.queries.results import current_results, leading_basis
from scoring.views import cockpit_parts as parts
from scoring.views.place import Place, find_place
from scoring.views.region import (
    ASK_EVERY,
    ASK_EVERY_WHILE_COMPUTING,
    SEEN,
    bands_of,
    scale_markers,
    stamp,
)

MOVERS = 3


@require_safe
def page(request: HttpRequest, **where: int) -> HttpResponse:
    return render(request, "scoring/head.html", _context(find_place(request, where)))


@require_GET
def live(request: HttpRequest, **where: int) -> HttpResponse:
    """The part that renews itself; 204 when the asking page shows it already."""
    place = find_place(request, where)
    if request.GET.get(SEEN) == stamp(place.region_period):
        return HttpResponse(status=204)
    return render(request, "scoring/_head.html", _context(place))


def _context(place: Place) -> dict[str, Any]:
    results = current_results(place.region_period)
    basis = leading_basis(results)
    boards = boards_of(place.region_period) if results else {}
    computing = not place.region_period.is_scored
    context: dict[str, Any] = {
        "place": place,
        "region": place.region,
        "zone": place.region.time_zone,
        "period": place.region_period.period,
        "computing": computing,
        "every": ASK_EVERY_WHILE_COMPUTING if computing else ASK_EVERY,
        "live_url": f"{place.url('head_live')}?{SEEN}={stamp(place.region_period)}",
        "index_url": place.front_url,
        "brief_url": parts.found(place, "brief"),
        "waiting": _waiting(place, boards),
        "result": None,
    }
    if not boards:
        return context
    result, board = results[basis], boards[basis]
    target = place.region_period.target_index
    levers = strongest(levers_of(boards, basis=basis), limit=MOVERS)
    return {
        **context,
        "result": result,
        "basis_label": basis.label,
        "bands": bands_of(place.instrument),
        "markers": scale_markers(place, results),
        "gap": gap_to_next(board.sums, place.instrument),
        "target": target,
        "to_target": distance_to(board.sums, place.instrument, index_hundredths=int(target * 100))
        if target is not None
        else None,
        "standing": parts.standing(place, result.index),
        "past_place": place_of(
            result.index, kind=place.region.kind, year=place.region_period.period.year - 1
        ),
        "levers": parts.shown_levers(place, levers, basis=basis),
        "assumption": assumption(),
    }


AGENCIES_BY = {"returned": "perbaikan", "draft": "draf", "submitted": "diajukan", "verified": "terverifikasi"}
"""By which column the agencies behind a waiting line are sorted, the most of it first."""


def _waiting(place: Place, boards: dict[Basis, Board]) -> list[tuple[WaitingLine, str]]:
    """What waits, with the page of this reader that shows it: agency by agency, the SPD rows, the days that are left."""
    by_agency = parts.found(place, "participation")
    urls = {kind: f"{by_agency}?urut=-{column}#opd" for kind, column in AGENCIES_BY.items() if by_agency}
    urls |= {
        "spd": f"{place.basis_url('index_trace', Basis.CLAIMED)}#spd",
        "form": parts.found(place, "schedule"),
    }
    return [(line, urls.get(line.kind, "")) for line in waiting_lines(place.region_period, boards)]
