"""The running ranking of the nation, for the ministry."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from iga_portal.web.here import here
from iga_portal.web.official import official
from iga_portal.web.parts import Bar
from iga_portal.web.tables import page_of
from regions.enums import Basis, IgaRegional, RegionKind
from regions.queries.instruments import instrument_of
from regions.queries.periods import current_period
from scoring.queries.ranking import KINDS, RankingRow, ranking_of, usual_basis
from scoring.words import BASIS_WORDS, basis_or_none


@dataclass(frozen=True, slots=True)
class Choice:
    """One option of a filter."""

    value: str
    label: str
    current: bool


@dataclass(frozen=True, slots=True)
class Line:
    row: RankingRow
    url: str


@require_GET
def page(request: HttpRequest) -> HttpResponse:
    """Regions of a group by index on one basis. All choices stand in the address."""
    period = current_period()
    if period is None:
        raise Http404("no period is current")
    basis = basis_or_none(request.GET.get("dasar", "")) or usual_basis(period, now=timezone.now())
    kind = _known(request.GET.get("jenis", ""), [str(entry) for entry in KINDS])
    regional = _known(request.GET.get("regional", ""), IgaRegional.values)
    search = " ".join(request.GET.get("cari", "").split())[:80]
    ranking = ranking_of(period, basis=basis, kind=kind, regional=regional)
    rows = [row for row in ranking.rows if _found(row, search)]
    cut = page_of(request, rows)
    instrument = instrument_of(period)
    return render(
        request,
        "scoring/ranking.html",
        {
            "period": period,
            "basis": basis,
            "basis_label": basis.label,
            "basis_word": BASIS_WORDS[basis],
            "bases": [(entry, str(entry.label)) for entry in Basis],
            "switch": _switch(request, basis),
            "kinds": _choices([(str(entry), entry.label) for entry in KINDS], kind, _("Semua jenis")),
            "regionals": _choices(IgaRegional.choices, regional, _("Semua regional")),
            "search": search,
            "group": _group(kind, regional),
            "ranking": ranking,
            "placed": len(ranking.placed),
            "page": cut,
            "lines": [Line(row, here(request, "region", daerah_id=row.region.pk)) for row in cut.object_list],
            "bars": _bars(ranking.distribution(instrument)),
            "filtered": bool(search or kind or regional),
        },
    )


def _known(value: str, allowed: list[str]) -> str:
    return value if value in allowed else ""


def _found(row: RankingRow, search: str) -> bool:
    return not search or search.casefold() in row.region.name.casefold() or row.region.code == search


def _switch(request: HttpRequest, basis: Basis) -> list[dict[str, Any]]:
    kept = {key: request.GET[key] for key in ("jenis", "regional", "cari") if request.GET.get(key)}
    return [
        {
            "label": entry.label,
            "url": f"?{urlencode({**kept, 'dasar': BASIS_WORDS[entry]})}",
            "current": entry is basis,
        }
        for entry in Basis
    ]


def _choices(options: Any, current: str, everything: str) -> list[Choice]:
    return [
        Choice("", everything, not current),
        *(Choice(str(value), str(label), value == current) for value, label in options),
    ]


def _group(kind: str, regional: str) -> str:
    """The group of the places in words."""
    words = str(RegionKind(kind).label) if kind else _("semua daerah")
    if regional:
        return f"{words}, {IgaRegional(regional).label}"
    return _("%(kind)s, nasional") % {"kind": words}


def _bars(distribution: list[tuple[str, int]]) -> list[Bar]:
    return [
        Bar(label=official(name), value=Decimal(count), tone=slugify(name)) for name, count in distribution
    ]
