"""The ministry's cockpit: the nation's season on one page."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from iga_portal.web.charts_course import Series
from iga_portal.web.formats import day, number
from iga_portal.web.here import here
from iga_portal.web.official import official
from iga_portal.web.parts import Bar
from iga_portal.web.tables import page_of
from iga_portal.web.tilemap import Tile
from innovations.enums import FINAL_STATES
from regions.enums import RegionKind
from regions.queries.instruments import instrument_of
from regions.queries.periods import current_period
from regions.queries.tiles import tile_places
from scoring.queries.nation import HANDED_IN, READ, RISKS, Nation, RegionLine, nation_of

ZONE = "WIB"


@require_GET
def page(request: HttpRequest) -> HttpResponse:
    """Taking part, course and forecast, regions at risk, spread, map and machines. The filter of the risks stands in the address."""
    period = current_period()
    if period is None:
        raise Http404("no period is current")
    request.period = period  # type: ignore[attr-defined]
    now = timezone.now()
    instrument = instrument_of(period)
    nation = nation_of(period, instrument=instrument, now=now)
    wanted = request.GET.get("risiko", "")
    wanted = wanted if wanted in RISKS else ""
    risks = [risk for risk in nation.risks if not wanted or risk.code == wanted]
    cut = page_of(request, risks)
    return render(
        request,
        "scoring/nation.html",
        {
            "period": period,
            "phase": period.phase_at(now).label,
            "nation": nation,
            "regions": len(nation.lines),
            "counts": _counts(nation),
            "course": _course(nation),
            "forecast": nation.forecast,
            "pace": number(Decimal(nation.forecast.a_day.numerator) / nation.forecast.a_day.denominator, places=1)
            if nation.forecast
            else "",
            "risks": [(risk, here(request, "region", daerah_id=risk.line.region.pk)) for risk in cut.object_list],
            "risk_choices": _choices(nation, wanted),
            "wanted": wanted,
            "page": cut,
            "yandas": [Bar(label=official(entry.name), value=Decimal(entry.handed_in), text=_spread_text(entry)) for entry in nation.spread if entry.is_yandas],
            "spread": nation.spread,
            "tiles": _tiles(request, nation.lines, provinces=False),
            "provinces": _tiles(request, nation.lines, provinces=True),
            "zone": ZONE,
        },
    )  # fmt: skip


def _counts(nation: Nation) -> list[dict[str, Any]]:
    """The four steps of a season: how many regions reached each, and with how many innovations."""
    return [
        {"label": _("Daerah yang sudah mulai"), "regions": nation.regions_begun, "innovations": sum(line.begun for line in nation.lines)},
        {"label": _("Daerah yang sudah mengajukan"), "regions": nation.regions_with(HANDED_IN), "innovations": nation.innovations(HANDED_IN)},
        {"label": _("Daerah dengan inovasi terverifikasi"), "regions": nation.regions_with(READ), "innovations": nation.innovations(READ)},
        {"label": _("Daerah yang sudah mengirim"), "regions": nation.regions_sent, "innovations": nation.innovations(tuple(FINAL_STATES))},
    ]  # fmt: skip


def _course(nation: Nation) -> dict[str, Any]:
    course = nation.course
    highest = max([*course.handed_in, *course.sent, 1])
    step = 10 ** max(len(str(highest)) - 1, 0)
    top = -(-highest // step) * step
    return {
        "labels": [day(entry) for entry in course.days],
        "series": [
            Series(kind="claimed", label=_("Diajukan"), values=course.handed_in),
            Series(kind="final", label=_("Terkirim"), values=course.sent),
        ],
        "levels": (0, top // 2, top) if top > 1 else (0, 1),
        "rows": [
            (entry, handed_in, sent)
            for entry, handed_in, sent in zip(course.days, course.handed_in, course.sent, strict=True)
        ][-14:],
    }


RISK_WORDS = {
    "belum-mulai": lambda: _("Belum mulai"),
    "belum-mengajukan": lambda: _("Belum mengajukan"),
    "belum-terverifikasi": lambda: _("Belum ada yang terverifikasi"),
    "belum-mengirim": lambda: _("Belum mengirim"),
    "yandas": lambda: _("Yandas kurang"),
}


def _choices(nation: Nation, wanted: str) -> list[dict[str, Any]]:
    counts = Counter(risk.code for risk in nation.risks)
    everything = {"label": _("Semua"), "count": len(nation.risks), "url": "?#risiko", "current": not wanted}
    return [
        everything,
        *(
            {"label": words(), "count": counts[code], "url": f"?risiko={code}#risiko", "current": code == wanted}
            for code, words in RISK_WORDS.items()
            if counts[code]
        ),
    ]  # fmt: skip


def _spread_text(entry: Any) -> str:
    return _("%(n)s di %(regions)s daerah") % {"n": number(entry.handed_in), "regions": number(entry.regions)}


def _tiles(request: HttpRequest, lines: Sequence[RegionLine], *, provinces: bool) -> list[Tile]:
    """Every region on the map, also one that does not take part: Indonesia has no holes."""
    places, names = tile_places(), {line.region.pk: line.region.name for line in lines}
    found = []
    for line in lines:
        region = line.region
        if (region.kind == RegionKind.PROVINSI) is not provinces or region.code not in places:
            continue
        place = places[region.code]
        found.append(
            Tile(
                name=region.name,
                column=place.column,
                row=place.row,
                url=here(request, "region", daerah_id=region.pk),
                index=line.result.index if line.result else None,
                predicate=line.result.predicate if line.result else "",
                group="" if provinces else names.get(region.parent_id or 0, ""),
                label=place.label,
                note="" if line.row.sent_at else _("belum mengirim"),
            )
        )
    return found
