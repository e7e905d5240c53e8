"""The fast path for the whole nation: the same numbers as `scoring.core.score`, without facts documents and traces.

Levels travel packed in one integer, two bits a row (a level is 0..3), in the order of the instrument's rows of that
aspect with the first row in the lowest bits: row 16 is `packed & 3`, row 17 `packed >> 2 & 3`, 40 bits for 20 rows. Row
"1" is likewise the lowest of the SPD, so SQL packs with `sum(level << (2 * position))`.

A maturity is read from four tables, each of a quarter of the bits, in hundredths of a point. Everything is integer
until the last step, which is the published formula itself; so equality with the full path is by construction, and
tested.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final, TypeAlias

from scoring.core.formula import Numbers, Sums, numbers_of, totals_of
from scoring.core.model import TOP_LEVEL, Instrument, Row

LEVEL_BITS: Final = 2
NOT_YANDAS: Final = -1
_PARTS: Final = 4

CompactInnovation: TypeAlias = tuple[bool, int, int]
"""(counts, index of its yandas or NOT_YANDAS, packed levels)."""


@dataclass(frozen=True, slots=True)
class PointsTable:
    """Points in hundredths of every combination of levels, in four parts of `bits` bits each."""

    parts: tuple[tuple[int, ...], tuple[int, ...], tuple[int, ...], tuple[int, ...]]
    bits: int
    total_bits: int

    def points(self, packed: int) -> int:
        """The points, in hundredths, of packed levels. Raises ValueError when bits stand above the last row."""
        self.refuse_foreign_bits(packed)
        mask = (1 << self.bits) - 1
        return sum(part[packed >> self.bits * place & mask] for place, part in enumerate(self.parts))

    def refuse_foreign_bits(self, packed: int) -> None:
        # A negative number shifts to -1 and is refused with the rest.
        if packed >> self.total_bits:
            raise ValueError(
                f"packed levels hold more than the {self.total_bits // LEVEL_BITS} rows of the aspect"
            )


@dataclass(frozen=True, slots=True)
class Tables:
    """What the fast path needs of an instrument; made once with `build_tables`."""

    instrument: Instrument
    sid: PointsTable
    spd: PointsTable
    sid_positions: Mapping[str, int]
    spd_positions: Mapping[str, int]
    yandas_by_urusan: Mapping[str, int]
    yandas_by_urusan_code: Mapping[str, int]

    def counts(self, *, stage: str, implemented: date | None, developed: date | None) -> bool:
        """Whether an innovation of this stage and these dates counts."""
        return not self.instrument.eligibility.reasons(
            stage=stage, implemented=implemented, developed=developed
        )


@dataclass(frozen=True, slots=True)
class CompactResult:
    """The contract's numbers, the sums they rest on, and the maturity in hundredths of every innovation handed in, in
    their order, whether it counts or not."""

    numbers: Numbers
    sums: Sums
    maturities: list[int]


def build_tables(instrument: Instrument) -> Tables:
    """Make the tables of an instrument: some 8,000 additions for 40 rows."""
    yandas = {name: index for index, name in enumerate(instrument.yandas)}
    return Tables(
        instrument=instrument,
        sid=_points_table(instrument.sid_rows),
        spd=_points_table(instrument.spd_rows),
        sid_positions={row.code: position for position, row in enumerate(instrument.sid_rows)},
        spd_positions={row.code: position for position, row in enumerate(instrument.spd_rows)},
        yandas_by_urusan={entry.name: yandas.get(entry.name, NOT_YANDAS) for entry in instrument.urusan},
        yandas_by_urusan_code={entry.code: yandas.get(entry.name, NOT_YANDAS) for entry in instrument.urusan},
    )


def _points_table(rows: Sequence[Row]) -> PointsTable:
    size = -(-len(rows) // _PARTS)
    first, second, third, fourth = (
        _combinations(rows[part * size : (part + 1) * size]) for part in range(_PARTS)
    )
    return PointsTable(
        parts=(first, second, third, fourth), bits=LEVEL_BITS * size, total_bits=LEVEL_BITS * len(rows)
    )


def _combinations(rows: Sequence[Row]) -> tuple[int, ...]:
    points = [0]
    for row in rows:
        # The next row sits in higher bits: each of its levels repeats all sums so far, raised by its points.
        points = [below + row.points_hundredths(level) for level in range(TOP_LEVEL + 1) for below in points]
    return tuple(points)


def pack_levels(levels: Mapping[str, int], positions: Mapping[str, int]) -> int:
    """Pack levels by row code (`positions`: `Tables.sid_positions` or `.spd_positions`).

    Raises KeyError for a code that is no row of the aspect, ValueError for a level outside 0..3.
    """
    packed = 0
    for code, level in levels.items():
        if not 0 <= level <= TOP_LEVEL:
            raise ValueError(f"row {code}: a level is 0..{TOP_LEVEL}, not {level}")
        packed |= level << (LEVEL_BITS * positions[code])
    return packed


def unpack_levels(packed: int, positions: Mapping[str, int]) -> dict[str, int]:
    """The levels by row code, every row named: the inverse of `pack_levels`, but that a row left out comes back as 0."""
    return {code: packed >> (LEVEL_BITS * position) & TOP_LEVEL for code, position in positions.items()}


def score_compact(spd_packed: int, innovations: Iterable[CompactInnovation], tables: Tables) -> CompactResult:
    """Score one region from packed levels. Raises ValueError when bits stand where the instrument has no row."""
    first, second, third, fourth = tables.sid.parts
    shift = tables.sid.bits
    shift_2, shift_3, mask = 2 * shift, 3 * shift, (1 << shift) - 1
    maturities: list[int] = []
    total = counted = covered = all_bits = 0
    for counts, yandas, packed in innovations:
        maturity = (
            first[packed & mask]
            + second[packed >> shift & mask]
            + third[packed >> shift_2 & mask]
            + fourth[packed >> shift_3 & mask]
        )
        maturities.append(maturity)
        all_bits |= packed
        if counts:
            total += maturity
            counted += 1
            if yandas >= 0:
                covered |= 1 << yandas
    tables.sid.refuse_foreign_bits(all_bits)
    sums = Sums(
        spd_hundredths=tables.spd.points(spd_packed),
        maturity_hundredths=total,
        counted=counted,
        yandas=covered.bit_count(),
    )
    instrument = tables.instrument
    return CompactResult(
        numbers=numbers_of(sums, totals_of(sums, instrument), instrument), sums=sums, maturities=maturities
    )
