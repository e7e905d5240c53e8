"""Where each region stands on the tile map: one tile of one size each, near its neighbours, no two on one place.

The table `data/tiles.csv` is made once from the coordinates that we carry:

    python -m regions.tiling

Each group of islands is drawn to a scale of its own, so that crowded Java gets as much room as its 119 governments need and
Papua no more than its 42. Within a group every region is given a free cell such that the sum of the squared ways from its true
place is the least possible (an assignment problem, solved exactly): what lies together stays together and coasts stay
recognisable. The 38 provinces are few enough to be placed by hand.

Standard library only; nothing at run time needs this module but the test that makes the table again.
"""

from __future__ import annotations

import csv
import math
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TextIO

DATA = Path(__file__).resolve().parent / "data"


@dataclass(frozen=True, slots=True)
class Group:
    """Islands drawn to one scale: cells per degree of longitude and latitude, and which point falls on which cell."""

    provinces: frozenset[str]
    across: float
    down: float
    longitude: float
    latitude: float
    column: int
    row: int


GROUPS = (
    Group(frozenset(["11", "12", "13", "14", "15", "16", "17", "18", "19", "21"]), 1.6, 1.75, 95, 6, 0, 0),
    Group(frozenset(["31", "32", "33", "34", "35", "36"]), 2.35, 2.0, 105, -5.5, 17, 20),
    Group(frozenset(["51", "52", "53"]), 1.15, 1.2, 114.4, -8, 40, 25),
    Group(frozenset(["61", "62", "63", "64", "65"]), 1.05, 1.05, 109, 4.2, 21, 5),
    Group(frozenset(["71", "72", "73", "74", "75", "76"]), 1.7, 1.45, 118.8, 5, 33, 0),
    Group(frozenset(["81", "82"]), 0.95, 0.95, 124.5, 2.5, 46, 5),
    Group(frozenset(["91", "92", "93", "94", "95", "96"]), 0.95, 0.95, 130.5, 0, 52, 8),
)
MARGIN = 2
"""Free cells around the true places of a group."""

PROVINCES = """
Aceh   .      .      .     .      .    .       .       .       .       .       .       .       .       .       .         .
.      Sumut  .      .     Kepri  .    .       Kaltara .       .       Gorontalo Sulut   .       .       .       .         .
.      Sumbar Riau   .     .      .    Kalbar  Kaltim  .       Sulteng .       .       Malut   PBD     Pabar   Papua     .
.      .      Bengkulu Jambi Babel  .    Kalteng Kalsel  .       Sulbar  Sultra  .       .       .       Pateng  Papeg     .
.      .      .      Sumsel .     .    .       .       .       Sulsel  .       .       Maluku  .       .       Pasel     .
.      .      .      Lampung Banten DKI .      .       .       .       .       .       .       .       .       .         .
.      .      .      .     .      Jabar Jateng Jatim   Bali    NTB     NTT     .       .       .       .       .         .
.      .      .      .     .      .    DIY     .       .       .       .       .       .       .       .       .         .
"""
"""The provinces by the short names that offices use."""

SHORT_NAMES = {
    "Aceh": "11", "Sumut": "12", "Sumbar": "13", "Riau": "14", "Jambi": "15", "Sumsel": "16", "Bengkulu": "17", "Lampung": "18",
    "Babel": "19", "Kepri": "21", "DKI": "31", "Jabar": "32", "Jateng": "33", "DIY": "34", "Jatim": "35", "Banten": "36",
    "Bali": "51", "NTB": "52", "NTT": "53", "Kalbar": "61", "Kalteng": "62", "Kalsel": "63", "Kaltim": "64", "Kaltara": "65",
    "Sulut": "71", "Sulteng": "72", "Sulsel": "73", "Sultra": "74", "Gorontalo": "75", "Sulbar": "76", "Maluku": "81",
    "Malut": "82", "Papua": "91", "Pabar": "92", "Pasel": "93", "Pateng": "94", "Papeg": "95", "PBD": "96",
}  # fmt: skip

Cell = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Place:
    code: str
    column: int
    row: int
    label: str


def cheapest(cost: Sequence[Sequence[float]]) -> list[int]:
    """For each row a column of its own such that the sum is the least possible (shortest augmenting paths).

    There must be at least as many columns as rows.
    """
    rows, columns = len(cost), len(cost[0])
    of_row, of_column = [0.0] * (rows + 1), [0.0] * (columns + 1)
    holder, way = [0] * (columns + 1), [0] * (columns + 1)
    for row in range(1, rows + 1):
        holder[0], at = row, 0
        least, seen = [math.inf] * (columns + 1), [False] * (columns + 1)
        while True:
            seen[at], here, step, following = True, holder[at], math.inf, 0
            for column in range(1, columns + 1):
                if seen[column]:
                    continue
                rest = cost[here - 1][column - 1] - of_row[here] - of_column[column]
                if rest < least[column]:
                    least[column], way[column] = rest, at
                if least[column] < step:
                    step, following = least[column], column
            for column in range(columns + 1):
                if seen[column]:
                    of_row[holder[column]] += step
                    of_column[column] -= step
                else:
                    least[column] -= step
            at = following
            if holder[at] == 0:
                break
        while at:
            holder[at] = holder[way[at]]
            at = way[at]
    found = [0] * rows
    for column in range(1, columns + 1):
        if holder[column]:
            found[holder[column] - 1] = column - 1
    return found


def _cells(group: Group, regions: Sequence[dict[str, str]]) -> Iterator[tuple[str, Cell]]:
    points = [
        (
            (float(region["lng"]) - group.longitude) * group.across + group.column,
            (group.latitude - float(region["lat"])) * group.down + group.row,
        )
        for region in regions
    ]
    left, right = math.floor(min(x for x, _ in points)), math.ceil(max(x for x, _ in points))
    top, bottom = math.floor(min(y for _, y in points)), math.ceil(max(y for _, y in points))
    free = [
        (column, row)
        for row in range(top - MARGIN, bottom + MARGIN + 1)
        for column in range(left - MARGIN, right + MARGIN + 1)
    ]
    cost = [[(x - column) ** 2 + (y - row) ** 2 for column, row in free] for x, y in points]
    for region, chosen in zip(regions, cheapest(cost), strict=True):
        yield region["code"], free[chosen]


def places(regions: Sequence[dict[str, str]]) -> list[Place]:
    """The place of every region of the decree, by code; the map begins at column 0 and row 0."""
    local: dict[str, Cell] = {}
    for group in GROUPS:
        own = [r for r in regions if r["parent"] in group.provinces]
        local |= dict(_cells(group, own))
    left, top = min(column for column, _ in local.values()), min(row for _, row in local.values())
    found = [Place(code, column - left, row - top, "") for code, (column, row) in local.items()]
    for row, line in enumerate(PROVINCES.strip().splitlines()):
        found += [
            Place(SHORT_NAMES[name], column, row, name)
            for column, name in enumerate(line.split())
            if name != "."
        ]
    return sorted(found, key=lambda place: (len(place.code), place.code))


def write(file: TextIO) -> None:
    with (DATA / "regions.csv").open(encoding="utf-8", newline="") as source:
        rows = list(csv.DictReader(source))
    table = csv.writer(file, lineterminator="\n")
    table.writerow(["code", "column", "row", "label"])
    table.writerows((place.code, place.column, place.row, place.label) for place in places(rows))


if __name__ == "__main__":
    if len(sys.argv) > 1:
        sys.exit("usage: python -m regions.tiling  (writes regions/data/tiles.csv)")
    with (DATA / "tiles.csv").open("w", encoding="utf-8", newline="") as out:
        write(out)
