"""The first page of the head of region, made for a phone: where the region stands, what moves it most, what waits for whom."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_safe

from innovations.models import IntegrityForm
from regions.enums import Basis
from scoring.board import Board, levers_of, strongest
from scoring.core.explain import distance_to, gap_to_next
from scoring.queries.cockpit import boards_of, waiting_of
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


@dataclass(frozen=True, slots=True)
class WaitingLine:
    """`number` of things that wait for somebody; `url` leads to them where this reader may see them."""

    who: str
    what: str
    number: int
    url: str = ""


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
        "waiting": waiting_lines(place, boards),
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
        "assumption": parts.assumption(),
    }


def waiting_lines(place: Place, boards: dict[Basis, Board]) -> list[WaitingLine]:
    """What waits, at the agencies first; nothing that is 0. Two queries."""
    counts = waiting_of(place.region_period)
    has_form = IntegrityForm.objects.filter(region_period=place.region_period).exists()
    unconfirmed = 0
    if boards:
        verified = boards[Basis.VERIFIED].spd
        unconfirmed = sum(level != verified[code] for code, level in boards[Basis.CLAIMED].spd.items())
    waiting_url = parts.list_url(place, Basis.CLAIMED, keadaan="menunggu") if boards else ""
    lines = [
        WaitingLine(_("OPD"), _("inovasi diminta diperbaiki"), counts.returned),
        WaitingLine(_("OPD"), _("draf belum diajukan"), counts.drafts),
        WaitingLine(_("Desk"), _("inovasi menunggu diperiksa"), counts.submitted, waiting_url),
        WaitingLine(_("Admin daerah"), _("baris SPD menunggu konfirmasi orang kedua"), unconfirmed),
        WaitingLine(_("Admin daerah"), _("inovasi terverifikasi belum dikirim"), counts.verified),
        WaitingLine(_("Admin daerah"), _("form integritas belum diunggah"), 0 if has_form else 1),
    ]
    return [line for line in lines if line.number]
