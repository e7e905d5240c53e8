"""The cockpit's pages below the region's index: the twenty rows, claimed against verified, and the list behind every figure.

For the region's own people above its agencies; the ministry has no such addresses.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from iga_portal.web.frame import Crumb
from iga_portal.web.tables import page_of, sorting
from innovations import reference
from innovations.guide import effort_of
from regions.enums import Basis
from scoring.board import (
    Board,
    Lost,
    RowLost,
    RowStanding,
    lost_by_group,
    lost_by_row,
    row_standings,
    way_down,
)
from scoring.core.explain import Change
from scoring.core.model import TOP_LEVEL, Row
from scoring.queries.cockpit import (
    Filter,
    Line,
    agencies_of,
    boards_of,
    claims_without_evidence,
    filter_of,
    filter_words,
    level_of,
    lines_of,
)
from scoring.queries.results import current_results, leading_basis, stands
from scoring.views import cockpit_parts as parts
from scoring.views.place import Place, find_place
from scoring.words import BASIS_WORDS, basis_or_none

ROW_SORTS = {"baris": "code", "rata": "mean", "kosong": "missing", "terbuka": "open", "bukti": "bare"}
DEFAULT_ROW_SORT = "-terbuka"
LIST_SORTS = {
    "nama": "name",
    "opd": "opd",
    "klaim": "claimed",
    "terverifikasi": "verified",
    "selisih": "difference",
}


@dataclass(frozen=True)
class Ground:
    """What every page of the cockpit stands on."""

    place: Place
    basis: Basis
    boards: Mapping[Basis, Board]

    @property
    def board(self) -> Board:
        return self.boards[self.basis]


def ground_of(request: HttpRequest, where: Mapping[str, int]) -> tuple[Ground, dict[str, Any]]:
    """The boards (none before the first computation) and what the frame of these pages shows."""
    place = find_place(request, where)
    results = current_results(place.region_period)
    basis = basis_or_none(request.GET.get("dasar", "")) or leading_basis(results)
    boards = boards_of(place.region_period) if results else {}
    return Ground(place, basis, boards), {
        "place": place,
        "region": place.region,
        "zone": place.region.time_zone,
        "period": place.region_period.period,
        "computing": not place.region_period.is_scored,
        "result": results.get(basis),
        "results": results,
        "basis": basis,
        "basis_label": basis.label,
        "basis_word": BASIS_WORDS[basis],
        "stands": stands(results.get(basis)),
        "tabs": parts.tabs(place, basis),
        "front_url": place.front_url,
    }


# The twenty rows ---------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class RowLine:
    """One row of the table. `bare` innovations claim it without a document; `risk` is what the index loses with them."""

    standing: RowStanding
    claimed: RowStanding
    verified: RowStanding
    level_urls: list[tuple[int, int, str]]
    missing: Change
    everywhere: Change
    below: int
    below_url: str
    bare: int
    risk: Change
    bare_url: str
    effort: str

    @property
    def row(self) -> Row:
        return self.standing.row


@require_safe
def rows(request: HttpRequest, **where: int) -> HttpResponse:
    """The twenty rows: where they stand, what is open, and which documents would close the most at once."""
    ground, context = ground_of(request, where)
    level = level_of(request.GET.get("sampai", ""), least=1) or TOP_LEVEL
    crumbs = [Crumb(_("Indeks daerah"), ground.place.front_url), Crumb(_("Dua puluh baris"))]
    context |= {"crumbs": crumbs, "level": level, "levels": _level_switch(request, level)}
    if not ground.boards:
        return render(request, "scoring/cockpit_rows.html", context)
    lines = _row_lines(ground, level)
    best = sorted(
        (line for line in lines if line.missing.printed_gain > 0), key=lambda line: -line.missing.index_gain
    )
    order = sorting(request, allowed=ROW_SORTS, default=DEFAULT_ROW_SORT)
    return render(
        request,
        "scoring/cockpit_rows.html",
        {
            **context,
            "switch": parts.switch(ground.place, ground.basis),
            "counted": len(ground.board.counted),
            "counted_url": parts.list_url(ground.place, ground.basis),
            "best": best[: parts.FIRST_LEVERS],
            "lines": sorted(lines, key=_row_key(order.key), reverse=order.descending),
            "default_sort": DEFAULT_ROW_SORT,
            "bare_total": sum(line.bare for line in lines),
        },
    )


def _row_lines(ground: Ground, level: int) -> list[RowLine]:
    place, basis = ground.place, ground.basis
    claimed_board = ground.boards[Basis.CLAIMED]
    bare = claims_without_evidence(place.region_period, claimed=claimed_board)
    claimed = {entry.row.code: entry for entry in row_standings(claimed_board)}
    verified = {entry.row.code: entry for entry in row_standings(ground.boards[Basis.VERIFIED])}
    made = []
    for standing in row_standings(ground.board):
        code = standing.row.code
        without = [claimed_board.by_id[public_id] for public_id in bare.get(code, ())]
        effort = effort_of(code)
        made.append(
            RowLine(
                standing=standing,
                claimed=claimed[code],
                verified=verified[code],
                level_urls=[
                    (at, count, parts.list_url(place, basis, baris=code, tingkat=at) if count else "")
                    for at, count in enumerate(standing.levels)
                ],
                missing=standing.if_missing_reach(level),
                everywhere=standing.if_all_reach(level),
                below=standing.below(level),
                below_url=parts.list_url(place, basis, baris=code, dibawah=level),
                bare=len(without),
                risk=claimed[code].if_refused(without),
                bare_url=parts.list_url(place, Basis.CLAIMED, baris=code, bukti="tanpa"),
                effort=str(effort.label) if effort else "",
            )
        )
    return made


def _row_key(key: str) -> Any:
    def value(line: RowLine) -> Any:
        # Down means "most first", so that equal ones stand in the order of the rows either way.
        first = {
            "baris": 0,
            "rata": line.standing.mean_level or 0,
            "kosong": line.standing.missing,
            "bukti": line.bare,
        }.get(key, line.standing.open_hundredths)
        return first, int(line.row.code) if key == "baris" else -int(line.row.code)

    return value


def _level_switch(request: HttpRequest, chosen: int) -> list[dict[str, Any]]:
    choices = []
    for level in range(1, TOP_LEVEL + 1):
        query = request.GET.copy()
        query["sampai"] = str(level)
        choices.append(
            {
                "label": _("tingkat %(level)d") % {"level": level},
                "url": f"?{query.urlencode()}",
                "current": level == chosen,
            }
        )
    return choices


# Claimed against verified ------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class AgencyLost:
    name: str
    lost: Lost
    url: str
    judged_url: str


@require_safe
def difference(request: HttpRequest, **where: int) -> HttpResponse:
    """What the desk took off, by agency and by row, and how the claimed index becomes the verified one."""
    ground, context = ground_of(request, where)
    crumbs = [Crumb(_("Indeks daerah"), ground.place.front_url), Crumb(_("Klaim dan hasil desk"))]
    context |= {"crumbs": crumbs}
    if not ground.boards:
        return render(request, "scoring/cockpit_difference.html", context)
    place, claimed, verified = ground.place, ground.boards[Basis.CLAIMED], ground.boards[Basis.VERIFIED]
    return render(
        request,
        "scoring/cockpit_difference.html",
        {
            **context,
            "claimed": context["results"][Basis.CLAIMED],
            "verified": context["results"][Basis.VERIFIED],
            "way": parts.shown_way(place, way_down(claimed, verified)),
            "judged": len(verified.counted),
            "judged_url": parts.list_url(place, Basis.VERIFIED),
            "agencies": _agencies(place, claimed, verified),
            "lines": [
                (
                    entry,
                    parts.list_url(place, Basis.VERIFIED, baris=entry.row.code, selisih="turun"),
                    parts.list_url(place, Basis.VERIFIED, baris=entry.row.code, tingkat=0, selisih="turun"),
                )
                for entry in _touched(lost_by_row(claimed, verified))
            ],
        },
    )


def _agencies(place: Place, claimed: Board, verified: Board) -> list[AgencyLost]:
    agencies = agencies_of(place.region_period)
    groups = lost_by_group(claimed, verified, group_of=agencies)
    found = [
        AgencyLost(
            name,
            lost,
            parts.list_url(place, Basis.VERIFIED, opd=opd_id, selisih="turun"),
            parts.list_url(place, Basis.VERIFIED, opd=opd_id),
        )
        for (opd_id, name), lost in groups.items()
    ]
    return sorted(found, key=lambda entry: (-entry.lost.hundredths, entry.name))


def _touched(entries: Collection[RowLost]) -> list[RowLost]:
    """Rows where anything was changed, the largest loss first."""
    changed = [entry for entry in entries if entry.lost.hundredths or entry.lost.lowered]
    return sorted(changed, key=lambda entry: (-entry.lost.hundredths, int(entry.row.code)))


# The list behind a figure ------------------------------------------------------------------------------------------


@require_safe
def listed(request: HttpRequest, **where: int) -> HttpResponse:
    """The innovations that a figure stands for. Every filter stands in the address; one that is not known is left out."""
    ground, context = ground_of(request, where)
    crumbs = [Crumb(_("Indeks daerah"), ground.place.front_url), Crumb(_("Daftar inovasi"))]
    context |= {"crumbs": crumbs}
    if not ground.boards:
        return render(request, "scoring/cockpit_list.html", context)
    agencies = agencies_of(ground.place.region_period)
    wanted, chosen = filter_of(
        request.GET, basis=ground.basis, board=ground.board, agencies=set(agencies.values())
    )
    bare = (
        claims_without_evidence(ground.place.region_period, claimed=ground.boards[Basis.CLAIMED])
        if wanted.bare
        else None
    )
    lines = lines_of(ground.place.region_period, ground.boards, wanted, bare=bare)
    order = sorting(request, allowed=LIST_SORTS, default=_usual_sort(wanted))
    cut = page_of(request, sorted(lines, key=_list_key(order.key), reverse=order.descending))
    row = ground.board.instrument.rows_by_code.get(wanted.row)
    return render(
        request,
        "scoring/cockpit_list.html",
        {
            **context,
            "switch": parts.switch(ground.place, ground.basis),
            "chosen": chosen,
            "words": filter_words(wanted, agencies),
            "row": row,
            "page": cut,
            "rows": [
                (
                    line,
                    ground.place.basis_url(
                        "index_innovation", _trace_basis(ground, line), public_id=line.public_id
                    ),
                )
                for line in cut.object_list
            ],
            "default_sort": _usual_sort(wanted),
            "sid_rows": ground.board.instrument.sid_rows,
            "yandas": [entry for entry in reference.urusan() if entry.is_yandas],
            "agencies": sorted(set(agencies.values()), key=lambda agency: agency[1]),
            "level_choices": [str(level) for level in range(TOP_LEVEL + 1)],
            "list_url": ground.place.url("cockpit_list"),
            "is_filtered": any(chosen.values()),
        },
    )


def _usual_sort(wanted: Filter) -> str:
    return "selisih" if wanted.lost or wanted.changed else "nama"


def _list_key(key: str) -> Any:
    def value(line: Line) -> Any:
        number = {"klaim": line.claimed, "terverifikasi": line.verified, "selisih": line.difference}
        if key in number:
            # What has no number stands behind what has one.
            found = number[key]
            return (found is None, found or 0, line.name.casefold())
        text = line.opd if key == "opd" else line.name
        return (text.casefold(), line.name.casefold(), str(line.public_id))

    return value


def _trace_basis(ground: Ground, line: Line) -> Basis:
    """The trace that opens from a list: of the basis listed."""
    return ground.basis if str(line.public_id) in ground.board.by_id else Basis.CLAIMED
