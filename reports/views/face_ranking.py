"""The public ranking and the map: one list of regions, read as a table and as tiles."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.http import HttpRequest, HttpResponse, QueryDict
from django.utils.translation import gettext as _

from iga_portal.web.formats import number
from iga_portal.web.frame import Crumb
from iga_portal.web.official import official
from iga_portal.web.public import public_page, public_url
from iga_portal.web.tilemap import PREDICATES, Tile
from regions.enums import IgaRegional, RegionKind
from regions.models import Region
from regions.queries.tiles import tile_places
from reports.queries.face import KINDS, REGIONALS, Choice, Line, provinces_of, ranking
from reports.views.face_common import (
    PUBLICATION,
    Reading,
    is_worth_keeping,
    led_to_known,
    reading,
    region_base,
    show,
)

PROVINCE: Final = re.compile("[0-9]{2}")
FILTERS = ("jenis", "regional", "provinsi", "predikat", "cari", PUBLICATION)
MAP_FILTERS = ("jenis", "regional", PUBLICATION)


@dataclass(frozen=True, slots=True)
class Option:
    value: str
    label: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class Tab:
    """A link that changes one filter and keeps the others."""

    label: str
    url: str
    current: bool


def choice_of(query: QueryDict) -> Choice:
    """What the address asks for; a word that no filter knows asks for nothing."""
    kind, regional, predicate = query.get("jenis", ""), query.get("regional", ""), query.get("predikat", "")
    province = query.get("provinsi", "")
    return Choice(
        kind=kind if kind in KINDS else "",
        regional=regional if regional in REGIONALS else "",
        province=province if PROVINCE.fullmatch(province) else "",
        predicate=predicate if predicate in PREDICATES else "",
        search=query.get("cari", "").strip()[:80],
    )


@public_page(parameters=FILTERS, stored=is_worth_keeping)
def ranking_page(request: HttpRequest) -> HttpResponse:
    """All regions of a publication with filters, in one list."""
    read = reading(request)
    title = _("Peringkat Indeks Inovasi Daerah")
    crumbs = [Crumb(_("Peringkat"))]
    if read is None:
        return show(
            request, "nothing", title=title, crumbs=crumbs, context={"what": title},
            description=_("Peringkat Indeks Inovasi Daerah terbit setelah hasil tahun berjalan ditetapkan."),
        )  # fmt: skip
    choice = choice_of(request.GET)
    understood = {
        "jenis": choice.kind, "regional": choice.regional, "provinsi": choice.province, "predikat": choice.predicate,
    }  # fmt: skip
    elsewhere = led_to_known(request, understood)
    if elsewhere is not None:
        return elsewhere
    lines = ranking(read.publication, choice)
    year = read.publication.period.year
    provinces = provinces_of(read.publication)
    return show(
        request,
        "ranking",
        title=f"{title} {year}: {RegionKind(choice.kind).label}" if choice.kind else f"{title} {year}",
        description=_("Peringkat %(count)s daerah menurut Indeks Inovasi Daerah %(year)s.")
        % {"count": number(len(lines)), "year": year},
        crumbs=crumbs,
        is_indexed=choice.is_whole and not read.is_named,
        context={
            "read": read,
            "choice": choice,
            "lines": lines,
            "tabs": _kind_tabs(request, choice.kind),
            "regionals": [
                Option(code, str(IgaRegional(code).label), choice.regional == code) for code in REGIONALS
            ],
            "provinces": [Option(code, name, choice.province == code) for code, name in provinces],
            "predicates": [Option(name, official(name), choice.predicate == name) for name in PREDICATES],
            "shown": _shown(lines),
            "narrowed": _narrowed(choice, dict(provinces)),
            "reset_url": public_url("face_ranking") + read.tail,
            "map_url": public_url("face_map") + read.tail,
        },
    )


def _kind_tabs(request: HttpRequest, current: str) -> list[Tab]:
    tabs = []
    for value, label in (("", _("Semua")), *((kind, str(RegionKind(kind).label)) for kind in KINDS)):
        query = request.GET.copy()
        query.pop("jenis", None)
        if value:
            # The order in which the page itself writes them, so that the address is the tidy one.
            query = QueryDict(mutable=True)
            query["jenis"] = value
            query.update(
                {name: request.GET[name] for name in FILTERS if name != "jenis" and name in request.GET}
            )
        tail = query.urlencode()
        tabs.append(Tab(label, f"{request.path}?{tail}" if tail else request.path, value == current))
    return tabs


def _narrowed(choice: Choice, provinces: Mapping[str, str]) -> list[str]:
    """What the list is narrowed to, in words: on paper the form of the filters is not there to tell."""
    words = [str(IgaRegional(choice.regional).label)] if choice.regional else []
    if choice.province:
        words.append(provinces.get(choice.province, choice.province))
    if choice.predicate:
        words.append(official(choice.predicate))
    if choice.search:
        words.append(f"“{choice.search}”")
    return words


def _shown(lines: Sequence[Line]) -> list[tuple[str, int]]:
    """How many of the listed regions have each predicate."""
    counts = Counter(line.predicate for line in lines if line.predicate)
    return [(name, counts[name]) for name in PREDICATES if counts[name]]


# The map -----------------------------------------------------------------------------------------------------------


@public_page(parameters=MAP_FILTERS, stored=is_worth_keeping)
def map_page(request: HttpRequest) -> HttpResponse:
    """The coaching map: every region a tile coloured by predicate, and the same in a table."""
    read = reading(request)
    title = _("Peta pembinaan inovasi daerah")
    crumbs = [Crumb(_("Peta"))]
    if read is None:
        return show(
            request, "nothing", title=title, crumbs=crumbs, context={"what": title},
            description=_("Peta predikat inovasi seluruh daerah terbit bersama hasil tahun berjalan."),
        )  # fmt: skip
    choice = choice_of(request.GET)
    provinces = choice.kind == "provinsi"
    understood = {"jenis": "provinsi" if provinces else "", "regional": choice.regional}
    elsewhere = led_to_known(request, understood)
    if elsewhere is not None:
        return elsewhere
    lines = ranking(read.publication, Choice(kind=understood["jenis"], regional=choice.regional))
    tiles = tiles_of(read, lines, provinces=provinces, regional=choice.regional)
    year = read.publication.period.year
    return show(
        request,
        "map",
        title=f"{title} {year}",
        description=_("Predikat inovasi 38 provinsi dan 514 kabupaten dan kota pada peta petak %(year)s.")
        % {"year": year},
        crumbs=crumbs,
        is_indexed=not read.is_named and choice.is_whole,
        context={
            "read": read,
            "choice": choice,
            "tiles": tiles,
            "kind": "provinces" if provinces else ("part" if choice.regional else "regions"),
            "lines": [line for line in lines if (line.kind == "provinsi") is provinces],
            "provinces": provinces,
            "kind_tabs": _map_tabs(
                request, "jenis", [("", _("Kabupaten dan kota")), ("provinsi", _("Provinsi"))]
            ),
            "regional_tabs": _map_tabs(
                request,
                "regional",
                [("", _("Seluruh Indonesia")), *((code, str(IgaRegional(code).label)) for code in REGIONALS)],
            ),
        },
    )


def _map_tabs(request: HttpRequest, name: str, entries: Sequence[tuple[str, str]]) -> list[Tab]:
    tabs = []
    for value, label in entries:
        query = QueryDict(mutable=True)
        for own in MAP_FILTERS:
            wanted = value if own == name else request.GET.get(own, "")
            if wanted:
                query[own] = wanted
        tail = query.urlencode()
        tabs.append(
            Tab(label, f"{request.path}?{tail}" if tail else request.path, request.GET.get(name, "") == value)
        )
    return tabs


def tiles_of(
    read: Reading, lines: Sequence[Line], *, provinces: bool, regional: str = "", current: str = ""
) -> list[Tile]:
    """The tiles of all regions of the decree, in the order of their codes. What was not assessed keeps its place, without a link
    where the publication does not hold it."""
    by_code = {line.code: line for line in lines}
    places, base = tile_places(), region_base()
    rows = Region.objects.filter(code__in=places).order_by("code")
    rows = rows.filter(kind=RegionKind.PROVINSI) if provinces else rows.exclude(kind=RegionKind.PROVINSI)
    if regional:
        rows = rows.filter(iga_regional=regional)
    return [
        _tile(code, name, parent, by_code.get(code), read, base=base, provinces=provinces)
        for code, name, parent in rows.values_list("code", "name", "parent__name")
    ]


def _tile(
    code: str, name: str, parent: str | None, line: Line | None, read: Reading, *, base: str, provinces: bool
) -> Tile:
    place = tile_places()[code]
    more: dict[str, Any] = {}
    if line is not None:
        more = {
            "url": f"{base}{code}/{read.tail}",
            "index": line.index,
            "predicate": line.predicate,
        }
    return Tile(
        name=name,
        column=place.column,
        row=place.row,
        label=place.label if provinces else "",
        group="" if provinces else parent or "",
        **more,
    )
