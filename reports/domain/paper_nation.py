"""The national report of a publication: from its rows to the snapshot. Indonesian; the caller sets the language."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from decimal import Decimal

from iga_portal.web.charts import Palette
from iga_portal.web.tilemap import Tile, tile_map
from innovations.enums import Form, Kind
from regions.enums import IgaRegional, RegionKind
from regions.queries.tiles import tile_places
from reports.awards import categories_for
from reports.awards.model import Rule
from reports.models import Publication, PublishedAward
from reports.printing.assemble import bands, instrument_identity
from reports.printing.assemble_published import UNDATED, UNNUMBERED, bands_from, scale_words
from reports.printing.national_snapshot import (
    Category,
    Group,
    IndexClass,
    Method,
    NationalSnapshot,
    NationalYear,
    PredicateCount,
    Ranking,
    RankLine,
    Share,
    TileMaps,
    UrusanLine,
    Winner,
)
from reports.printing.published_snapshot import PublicationIdentity
from reports.printing.snapshot import PortalDecision
from reports.queries.paper_nation import (
    KINDS,
    RegionLine,
    counts_by,
    innovation_counts,
    mean_of,
    region_lines,
    tile_regions,
    urusan_counts,
)
from scoring.core.exact import HUNDREDTH_PLACES, as_decimal
from scoring.core.model import Instrument
from scoring.queries.past import bands_of_year, national_years

MAP_WIDTH = 640
"""Of the tile maps in px; the style sheet fits them to the page."""
FONT = "Lato"
"""The sans face of printed documents (`reports.printing.fonts`, which only a printing process loads)."""
NOTHING_YET = "#d9d2c7"
CLASS_WIDTH = 5
YEARS_BACK = 5


def national_snapshot(
    publication: Publication,
    *,
    identity: PublicationIdentity,
    instrument: Instrument,
    awards: Sequence[PublishedAward],
    period: str,
    demo: bool,
) -> NationalSnapshot:
    """Everything that the national report prints, without number, date and address. Seven statements, however many regions."""
    lines = region_lines(publication)
    assessed = [line for line in lines if line.index is not None]
    every, counted = innovation_counts(publication)
    names = [entry.name for entry in bands(instrument)][::-1]
    return NationalSnapshot(
        number=UNNUMBERED,
        issued_on=UNDATED,
        period=period,
        publication=identity,
        instrument=instrument_identity(instrument),
        demo=demo,
        mean=_mean(assessed),
        regions=len(lines),
        assessed=len(assessed),
        innovations=every,
        counted=counted,
        predicates=_predicates(assessed, names),
        bands=bands(instrument),
        kinds=_grouped(
            lines, names, [(kind.value, str(kind.label)) for kind in KINDS], key=lambda line: line.kind
        ),
        regionals=_grouped(
            lines,
            names,
            [(entry.value, str(entry.label)) for entry in IgaRegional],
            key=lambda line: line.regional,
        ),
        provinces=_by_province(lines, names),
        classes=_classes(assessed),
        urusan=_urusan(publication, instrument),
        forms=_shares(counts_by(publication, "form"), Form.choices),
        natures=_shares(counts_by(publication, "kind"), Kind.choices),
        maps=TileMaps(
            provinces=_map(lines, provinces=True, title="Provinsi menurut predikat"),
            regions=_map(lines, provinces=False, title="Kabupaten dan kota menurut predikat"),
        ),
        categories=_categories(awards, year=publication.period.year),
        rankings=tuple(_ranking(lines, kind) for kind in KINDS),
        years=_years(publication.period.year),
        scale=scale_words(bands_from(instrument)),
        method=_method(instrument),
        portal_decisions=_decisions(instrument),
        facts_hash=publication.content_hash,
    )


def _mean(lines: Sequence[RegionLine]) -> Decimal | None:
    indices = [line.index for line in lines if line.index is not None]
    return mean_of(indices) if indices else None


def _predicates(lines: Iterable[RegionLine], names: Sequence[str]) -> tuple[PredicateCount, ...]:
    """Every predicate of the instrument, best first, also one that nobody has."""
    counts = Counter(line.predicate for line in lines if line.index is not None)
    return tuple(PredicateCount(predicate=name, regions=counts[name]) for name in names)


def _group(name: str, lines: Sequence[RegionLine], names: Sequence[str]) -> Group:
    assessed = [line for line in lines if line.index is not None]
    indices = [line.index for line in assessed if line.index is not None]
    best = max(indices, default=None)
    holders = [line.name for line in assessed if line.index == best]
    return Group(
        name=name,
        regions=len(lines),
        assessed=len(assessed),
        mean=_mean(assessed),
        lowest=min(indices, default=None),
        highest=best,
        best=holders[0] + (f" dan {len(holders) - 1} lainnya" if len(holders) > 1 else "") if holders else "",
        predicates=_predicates(assessed, names),
    )


def _grouped(
    lines: Sequence[RegionLine],
    names: Sequence[str],
    groups: Iterable[tuple[str, str]],
    *,
    key: Callable[[RegionLine], str],
) -> tuple[Group, ...]:
    members = defaultdict(list)
    for line in lines:
        members[key(line)].append(line)
    return tuple(_group(label, members[code], names) for code, label in groups if members[code])


def _by_province(lines: Sequence[RegionLine], names: Sequence[str]) -> tuple[Group, ...]:
    """The kabupaten and kota of each province, in the order of the codes."""
    members = defaultdict(list)
    for line in lines:
        if line.kind != RegionKind.PROVINSI:
            members[line.province].append(line)
    return tuple(_group(name, found, names) for name, found in members.items())


def _classes(lines: Sequence[RegionLine]) -> tuple[IndexClass, ...]:
    counts = Counter(
        min(int(line.index) // CLASS_WIDTH, 100 // CLASS_WIDTH - 1)
        for line in lines
        if line.index is not None
    )
    return tuple(
        IndexClass(lower=place * CLASS_WIDTH, upper=(place + 1) * CLASS_WIDTH, regions=counts[place])
        for place in range(100 // CLASS_WIDTH)
    )


def _urusan(publication: Publication, instrument: Instrument) -> tuple[UrusanLine, ...]:
    """Every urusan of the instrument, most innovations first, those without one at the end by name."""
    counts = urusan_counts(publication)
    yandas = set(instrument.yandas)
    found = [
        UrusanLine(
            name=name,
            is_yandas=name in yandas,
            innovations=counts[name][0] if name in counts else 0,
            regions=counts[name][1] if name in counts else 0,
            mean_maturity=counts[name][2] if name in counts else None,
        )
        for name in {entry.name for entry in instrument.urusan} | set(counts)
    ]
    return tuple(sorted(found, key=lambda line: (-line.innovations, line.name)))


def _shares(counts: dict[str, int], choices: Iterable[tuple[str, object]]) -> tuple[Share, ...]:
    return tuple(
        Share(name=str(label), innovations=counts.get(value, 0)) for value, label in choices if value
    )


def _map(lines: Sequence[RegionLine], *, provinces: bool, title: str) -> str:
    by_code = {line.code: line for line in lines}
    places = tile_places()
    tiles = []
    for code, name in tile_regions(provinces=provinces):
        line, place = by_code.get(code), places[code]
        tiles.append(
            Tile(
                name=name,
                column=place.column,
                row=place.row,
                index=line.index if line else None,
                predicate=line.predicate if line else "",
                label=place.label if provinces else "",
            )
        )
    return tile_map(tiles, title=title, width=MAP_WIDTH, palette=Palette(font=FONT, track=NOTHING_YET))


def _categories(awards: Sequence[PublishedAward], *, year: int) -> tuple[Category, ...]:
    """In the order of the guideline's list; a category that it does not know comes after."""
    known = {category.code: place for place, category in enumerate(categories_for(year))}
    without_order = {category.code for category in categories_for(year) if category.rule is Rule.PREDICATE}
    sharing = Counter((award.category, award.place) for award in awards)
    last_place = Counter[str]()
    winners: dict[str, list[PublishedAward]] = defaultdict(list)
    for award in awards:
        winners[award.category].append(award)
        last_place[award.category] = max(last_place[award.category], award.place)
    codes = sorted(winners, key=lambda code: (known.get(code, len(known)), code))
    return tuple(
        Category(
            name=winners[code][0].category_name,
            winners=tuple(
                Winner(
                    region=award.published_region.name,
                    place=None if code in without_order or last_place[code] == 1 else award.place,
                    tied=sharing[code, award.place] - 1,
                    index=award.published_region.index,
                    sentence=award.sentence,
                )
                for award in winners[code]
            ),
        )
        for code in codes
    )


def _ranking(lines: Sequence[RegionLine], kind: RegionKind) -> Ranking:
    own = sorted(
        (line for line in lines if line.kind == kind),
        key=lambda line: (line.place is None, line.place or 0, line.code),
    )
    return Ranking(
        kind=str(kind.label),
        lines=tuple(
            RankLine(
                code=line.code,
                name=line.name,
                province=line.province,
                place=line.place,
                index=line.index,
                predicate=line.predicate,
            )
            for line in own
        ),
    )


def _years(year: int) -> tuple[NationalYear, ...]:
    """What sources print of the years before, with the scale of each."""
    found = [entry for entry in national_years() if entry.year < year and entry.mean_index is not None]
    return tuple(
        NationalYear(
            year=entry.year,
            mean=entry.mean_index,
            regions=entry.participants,
            innovations=entry.innovations,
            scale=scale_words(bands_of_year(entry.year)),
            source=entry.source,
        )
        for entry in found[:YEARS_BACK]
    )


def _method(instrument: Instrument) -> Method:
    maxima, formula = instrument.maxima, instrument.formula.parameters

    def points(hundredths: int) -> Decimal:
        return as_decimal(hundredths, places=HUNDREDTH_PLACES)

    return Method(
        spd_max=points(maxima.spd_hundredths),
        maturity_max=points(maxima.maturity_hundredths),
        count_max=points(maxima.count_hundredths),
        total_max=points(maxima.total_hundredths),
        divisor_minimum=formula.divisor_minimum,
        count_weight=points(formula.count_weight_hundredths),
        count_cap=formula.count_cap,
        yandas_minimum=formula.yandas_minimum,
        yandas=len(instrument.yandas),
        spd_rows=len(instrument.spd_rows),
        sid_rows=len(instrument.sid_rows),
        window_from=instrument.eligibility.window_from,
        window_to=instrument.eligibility.window_to,
    )


def _decisions(instrument: Instrument) -> tuple[PortalDecision, ...]:
    """All that the portal decided where the guideline is silent: some region's numbers rest on each of them."""
    found = [
        PortalDecision(title="Pembulatan", text=instrument.rounding.reason),
        PortalDecision(title="Tepi rentang", text=instrument.borders.reason),
    ]
    found += [
        PortalDecision(title=f"Baris {row.code}", text=row.measure.decision.reason)
        for row in instrument.spd_rows
        if row.measure is not None and row.measure.decision is not None
    ]
    if instrument.eligibility.decision is not None:
        found.append(PortalDecision(title="Jendela waktu", text=instrument.eligibility.decision.reason))
    return tuple(found)
