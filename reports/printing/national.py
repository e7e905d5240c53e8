"""From the snapshot of the nation to what its report prints: texts only, as in `present.py`."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from reports.printing import figures
from reports.printing.formats import (
    date_text,
    decimal_text,
    integer_text,
    printable,
    replacement_in,
    short_decimal,
)
from reports.printing.national_figures import histogram, predicate_bars, urusan_bars
from reports.printing.national_snapshot import Category, Group, NationalSnapshot, Ranking, Share

Context = dict[str, Any]

#: A category with more winners than this is a list of names with their index; each region's own report has its sentence.
SENTENCES_UP_TO = 12

#: What the tile maps are painted with (`iga_portal.web.charts.Palette`): names on the tiles need a lighter amber than words do.
MAP_COLOURS = {
    "Sangat Inovatif": "#00522c",
    "Inovatif": "#0a6770",
    "Kurang Inovatif": "#bd8a1e",
    "Tidak Dapat Dinilai": "#7b7671",
    "belum ada hasil": "#d9d2c7",
}


def national_context(snapshot: NationalSnapshot) -> Context:
    """Everything `nasional.html` prints."""
    publication = snapshot.publication
    url = snapshot.verification_url
    context = {
        "title": f"Laporan Nasional Indeks Inovasi Daerah {snapshot.instrument.year}",
        "year": str(snapshot.instrument.year),
        "demo": snapshot.demo,
        "number": printable(snapshot.number),
        "issued": date_text(snapshot.issued_on),
        "created": f"{snapshot.issued_on.isoformat()}T00:00:00+07:00",
        "period": printable(snapshot.period),
        "publication": f"Publikasi nomor {publication.number}, {date_text(publication.day)}",
        "corrects": str(publication.corrects) if publication.corrects else "",
        "publication_hash": publication.content_hash,
        "instrument": printable(snapshot.instrument.label),
        "fingerprint": snapshot.instrument.fingerprint,
        "fingerprint_short": snapshot.instrument.fingerprint[:12],
        "guideline": printable(snapshot.instrument.guideline),
        "mean": _number(snapshot.mean),
        "regions": integer_text(snapshot.regions),
        "assessed": integer_text(snapshot.assessed),
        "unassessed": integer_text(snapshot.regions - snapshot.assessed)
        if snapshot.regions > snapshot.assessed
        else "",
        "innovations": integer_text(snapshot.innovations),
        "counted": integer_text(snapshot.counted),
        "predicates": [
            {
                "name": printable(entry.predicate),
                "regions": integer_text(entry.regions),
                "share": _share(entry.regions, snapshot.assessed),
                "band": _band(snapshot, entry.predicate),
                "colour": figures.predicate_colour(entry.predicate),
            }
            for entry in snapshot.predicates
        ],
        "bars": predicate_bars(snapshot.kinds),
        "histogram": histogram(snapshot.classes, snapshot.bands),
        "columns": [printable(entry.predicate) for entry in snapshot.predicates],
        "groups": [
            {"title": "Menurut jenis daerah", "name": "Jenis", "lines": _groups(snapshot.kinds)},
            {"title": "Menurut regional", "name": "Regional", "lines": _groups(snapshot.regionals)},
        ],
        "provinces": _groups(snapshot.provinces),
        "province_map": figures.Figure(
            figures.data_uri(snapshot.maps.provinces),
            _map_words("Peta ubin provinsi menurut predikat", snapshot.kinds, wanted={"Provinsi"}),
        ),
        "region_map": figures.Figure(
            figures.data_uri(snapshot.maps.regions),
            _map_words(
                "Peta ubin kabupaten dan kota menurut predikat", snapshot.kinds, wanted={"Kabupaten", "Kota"}
            ),
        ),
        "legend": [{"name": name, "colour": colour} for name, colour in MAP_COLOURS.items()],
        "urusan": urusan_bars(snapshot.urusan),
        "urusan_lines": [
            {
                "name": printable(line.name),
                "yandas": line.is_yandas,
                "innovations": integer_text(line.innovations),
                "regions": integer_text(line.regions),
                "mean": _number(line.mean_maturity),
            }
            for line in snapshot.urusan
        ],
        "shares": [
            {"title": "Bentuk", "lines": _shares(snapshot.forms)},
            {"title": "Jenis", "lines": _shares(snapshot.natures)},
        ],
        "categories": [_category(category) for category in snapshot.categories],
        "rankings": [_ranking(ranking) for ranking in snapshot.rankings],
        "years": _years(snapshot),
        "method": _method(snapshot),
        "portal_decisions": [
            {"title": printable(entry.title), "text": printable(entry.text)}
            for entry in snapshot.portal_decisions
        ],
        "url": printable(url) if url else "",
        "qr": figures.qr_code(url, alt=f"Kode QR menuju alamat pemeriksaan dokumen {url}") if url else None,
    }
    return {**context, "replacement": replacement_in(context)}


def _number(value: Decimal | None) -> str:
    return "–" if value is None else decimal_text(value)


def _share(part: int, whole: int) -> str:
    """In percent with one decimal, half up."""
    if not whole:
        return "–"
    tenths = (part * 2000 + whole) // (2 * whole)
    return f"{tenths // 10},{tenths % 10} %"


def _band(snapshot: NationalSnapshot, predicate: str) -> str:
    band = next((entry for entry in snapshot.bands if entry.name == predicate), None)
    return f"{decimal_text(band.lower)} sampai {decimal_text(band.upper)}" if band else "–"


def _groups(groups: Sequence[Group]) -> list[Context]:
    return [
        {
            "name": printable(group.name),
            "regions": integer_text(group.regions),
            "assessed": integer_text(group.assessed),
            "mean": _number(group.mean),
            "lowest": _number(group.lowest),
            "highest": _number(group.highest),
            "best": printable(group.best) or "–",
            "predicates": [integer_text(entry.regions) for entry in group.predicates],
        }
        for group in groups
    ]


def _map_words(title: str, kinds: Sequence[Group], *, wanted: set[str]) -> str:
    told: dict[str, int] = {}
    for group in kinds:
        if group.name in wanted:
            for entry in group.predicates:
                told[entry.predicate] = told.get(entry.predicate, 0) + entry.regions
    return f"{title}: {', '.join(f'{name} {integer_text(count)}' for name, count in told.items())}. Rinciannya ada pada tabel peringkat."


def _shares(shares: Sequence[Share]) -> list[Context]:
    whole = sum(entry.innovations for entry in shares)
    return [
        {
            "name": printable(entry.name),
            "innovations": integer_text(entry.innovations),
            "share": _share(entry.innovations, whole),
        }
        for entry in shares
    ]


def _category(category: Category) -> Context:
    is_short = len(category.winners) <= SENTENCES_UP_TO
    return {
        "name": printable(category.name),
        "count": integer_text(len(category.winners)),
        "winners": [
            {
                "region": printable(winner.region),
                "place": ""
                if winner.place is None
                else f"{winner.place}" + (" (bersama)" if winner.tied else ""),
                "index": _number(winner.index),
                "sentence": printable(winner.sentence),
            }
            for winner in category.winners
        ]
        if is_short
        else [],
        "names": ""
        if is_short
        else "; ".join(
            f"{printable(winner.region)} ({_number(winner.index)})" for winner in category.winners
        ),
    }


def _ranking(ranking: Ranking) -> Context:
    places = [line.place for line in ranking.lines if line.place is not None]
    shared = {place for place in places if places.count(place) > 1}
    return {
        "kind": printable(ranking.kind),
        "has_province": any(line.province for line in ranking.lines),
        "lines": [
            {
                "place": "–"
                if line.place is None
                else f"{integer_text(line.place)}{'=' if line.place in shared else ''}",
                "code": printable(line.code),
                "name": printable(line.name),
                "province": printable(line.province),
                "index": _number(line.index),
                "predicate": printable(line.predicate) or "tidak mengirim",
            }
            for line in ranking.lines
        ],
    }


def _years(snapshot: NationalSnapshot) -> list[Context]:
    own = {
        "year": str(snapshot.instrument.year),
        "own": True,
        "mean": _number(snapshot.mean),
        "regions": integer_text(snapshot.assessed),
        "innovations": integer_text(snapshot.innovations),
        "scale": printable(snapshot.scale),
        "source": f"publikasi nomor {snapshot.publication.number}",
    }
    before = [
        {
            "year": str(entry.year),
            "own": False,
            "mean": _number(entry.mean),
            "regions": "–" if entry.regions is None else integer_text(entry.regions),
            "innovations": "–" if entry.innovations is None else integer_text(entry.innovations),
            "scale": printable(entry.scale),
            "source": printable(entry.source),
        }
        for entry in snapshot.years
    ]
    return [own, *before]


def _method(snapshot: NationalSnapshot) -> Context:
    method = snapshot.method
    return {
        "spd_max": short_decimal(method.spd_max),
        "maturity_max": short_decimal(method.maturity_max),
        "count_max": short_decimal(method.count_max),
        "total_max": short_decimal(method.total_max),
        "divisor_minimum": integer_text(method.divisor_minimum),
        "count_weight": short_decimal(method.count_weight),
        "count_cap": integer_text(method.count_cap),
        "yandas_minimum": integer_text(method.yandas_minimum),
        "yandas": integer_text(method.yandas),
        "spd_rows": integer_text(method.spd_rows),
        "sid_rows": integer_text(method.sid_rows),
        "window": f"{date_text(method.window_from)} sampai {date_text(method.window_to)}",
    }
