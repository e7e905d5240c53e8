"""The board of a region: one basis as sums and packed levels, and what each change of many innovations at once would bring.

A pure function of the facts document behind the current result, so that nothing said here can disagree with the index printed
beside it. Nothing is guessed: a gain is the difference of two indices that the published formula gives, one on the facts and one
on the facts with the change in them (`scoring.core.explain.change`). Points are whole hundredths, ratios exact fractions.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import Any

from regions.enums import Basis
from scoring.core.compact import LEVEL_BITS, NOT_YANDAS, Tables, pack_levels
from scoring.core.exact import HUNDREDTH_PLACES, as_decimal, half_up_ratio
from scoring.core.explain import Change, Part, change, waterfall, with_innovation
from scoring.core.formula import Sums
from scoring.core.measures import measure_row
from scoring.core.model import TOP_LEVEL, Instrument, Row

LEVELS = range(TOP_LEVEL + 1)
_MASK = (1 << LEVEL_BITS) - 1


@dataclass(frozen=True, slots=True)
class Entry:
    """One innovation of a basis. `reasons` holds `stage` and/or `window` when it does not count; `packed` its 20 levels."""

    id: str
    urusan: str
    yandas: int
    packed: int
    maturity_hundredths: int
    reasons: tuple[str, ...] = ()

    @property
    def counts(self) -> bool:
        return not self.reasons

    @property
    def maturity(self) -> Decimal:
        return as_decimal(self.maturity_hundredths, places=HUNDREDTH_PLACES)

    def level(self, position: int) -> int:
        """The level, 0..3, of the row at a position of `Tables.sid_positions`."""
        return self.packed >> (LEVEL_BITS * position) & _MASK


@dataclass(frozen=True)
class Board:
    """One basis of a region. `spd` has every row's level; `measured` the rows whose level figures gave."""

    basis: Basis
    tables: Tables
    spd: Mapping[str, int]
    measured: frozenset[str]
    entries: tuple[Entry, ...]

    @property
    def instrument(self) -> Instrument:
        return self.tables.instrument

    @cached_property
    def counted(self) -> tuple[Entry, ...]:
        return tuple(entry for entry in self.entries if entry.counts)

    @cached_property
    def excluded(self) -> tuple[Entry, ...]:
        return tuple(entry for entry in self.entries if not entry.counts)

    @cached_property
    def by_id(self) -> dict[str, Entry]:
        return {entry.id: entry for entry in self.entries}

    @cached_property
    def sums(self) -> Sums:
        return sums_over(self.counted, spd=self.spd, instrument=self.instrument)

    @cached_property
    def parts(self) -> tuple[Part, Part, Part]:
        """SPD, mean maturity and count; the printed ones add up to the printed index."""
        return waterfall(self.sums, self.instrument)

    @cached_property
    def yandas_counts(self) -> dict[str, int]:
        """How many counted innovations each of the yandas has, in official order."""
        found = Counter(entry.yandas for entry in self.counted)
        return {name: found[place] for place, name in enumerate(self.instrument.yandas)}

    @property
    def gate_open(self) -> bool:
        """Whether enough yandas are covered for the count score."""
        return self.sums.yandas >= self.instrument.formula.parameters.yandas_minimum

    def changed(self, **sums: int) -> Change:
        """The index with some of its sums replaced, against the index as it is."""
        return change(self.sums, replace(self.sums, **sums), self.instrument)


def sums_over(entries: Iterable[Entry], *, spd: Mapping[str, int], instrument: Instrument) -> Sums:
    """The formula's sums of some counted innovations and of SPD levels by row code."""
    maturity = counted = 0
    yandas: set[int] = set()
    for entry in entries:
        maturity += entry.maturity_hundredths
        counted += 1
        yandas.add(entry.yandas)
    points = sum(instrument.row(code).points_hundredths(level) for code, level in spd.items())
    return Sums(points, maturity, counted, yandas=len(yandas - {NOT_YANDAS}))


def board_of(document: Mapping[str, Any], *, basis: Basis, tables: Tables) -> Board:
    """Read a stored facts document: one that the portal wrote itself, so it is not checked again."""
    spd, measured = _spd_of(document["spd"], tables.instrument)
    known: dict[tuple[Any, ...], tuple[str, ...]] = {}
    entries = []
    for row in document["innovations"]:
        when = (row["stage"], row["implemented"], row["developed"])
        if when not in known:
            known[when] = _reasons(*when, instrument=tables.instrument)
        packed = pack_levels(row["levels"], tables.sid_positions)
        entries.append(
            Entry(
                id=row["id"],
                urusan=row["urusan"],
                yandas=tables.yandas_by_urusan[row["urusan"]],
                packed=packed,
                maturity_hundredths=tables.sid.points(packed),
                reasons=known[when],
            )
        )
    return Board(basis, tables, spd, measured, tuple(entries))


def _spd_of(answers: Mapping[str, Any], instrument: Instrument) -> tuple[dict[str, int], frozenset[str]]:
    levels: dict[str, int] = {}
    measured = set()
    for row in instrument.spd_rows:
        given = answers.get(row.code)
        if isinstance(given, Mapping) and row.measure is not None:
            levels[row.code] = measure_row(row.measure, given, path=row.code).level
            measured.add(row.code)
        else:
            levels[row.code] = int(given or 0)
    return levels, frozenset(measured)


def _reasons(
    stage: str, implemented: str | None, developed: str | None, *, instrument: Instrument
) -> tuple[str, ...]:
    return instrument.eligibility.reasons(
        stage=stage,
        implemented=date.fromisoformat(implemented) if implemented else None,
        developed=date.fromisoformat(developed) if developed else None,
    )


# The twenty rows ---------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class RowStanding:
    """One row over all counted innovations of a basis. `levels[k]` is how many of them stand at level k."""

    row: Row
    levels: tuple[int, ...]
    board: Board

    @property
    def counted(self) -> int:
        return sum(self.levels)

    @property
    def missing(self) -> int:
        """Innovations at level 0: nothing claimed, or nothing accepted."""
        return self.levels[0]

    @property
    def mean_level(self) -> Decimal | None:
        """0.00 to 3.00, None without an innovation."""
        if not self.counted:
            return None
        reached = sum(level * count for level, count in enumerate(self.levels))
        return as_decimal(half_up_ratio(reached * 100, self.counted), places=HUNDREDTH_PLACES)

    @property
    def open_hundredths(self) -> int:
        """Points of maturity, in hundredths, that all counted innovations together still lack on this row."""
        return self.row.weight_hundredths * sum(
            (TOP_LEVEL - level) * count for level, count in enumerate(self.levels)
        )

    @property
    def open_points(self) -> Decimal:
        return as_decimal(self.open_hundredths, places=HUNDREDTH_PLACES)

    def below(self, level: int) -> int:
        """How many innovations stand below a level."""
        return sum(self.levels[:level])

    def if_missing_reach(self, level: int) -> Change:
        """Every innovation at level 0 reaches `level`, the others stay."""
        return self._with(self.row.points_hundredths(level) * self.missing)

    def if_all_reach(self, level: int) -> Change:
        """Every innovation below `level` reaches it, the others stay."""
        return self._with(
            self.row.weight_hundredths * sum((level - at) * self.levels[at] for at in range(level))
        )

    def if_refused(self, entries: Iterable[Entry]) -> Change:
        """The row counts 0 in these (counted) innovations."""
        position = self.board.tables.sid_positions[self.row.code]
        lost = sum(self.row.points_hundredths(entry.level(position)) for entry in entries)
        return self._with(-lost)

    def _with(self, hundredths: int) -> Change:
        return self.board.changed(maturity_hundredths=self.board.sums.maturity_hundredths + hundredths)


def row_standings(board: Board) -> list[RowStanding]:
    """The twenty SID rows in official order, in one pass over the innovations."""
    counts = [[0] * len(LEVELS) for _row in board.instrument.sid_rows]
    for entry in board.counted:
        packed = entry.packed
        for row in counts:
            row[packed & _MASK] += 1
            packed >>= LEVEL_BITS
    return [
        RowStanding(row, tuple(levels), board)
        for row, levels in zip(board.instrument.sid_rows, counts, strict=True)
    ]


# One innovation more -----------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class OneMore:
    """What one more counted innovation brings, by its maturity: none at all, as the mean is now, the most.

    `break_even` is the maturity below which it lowers the index; None when any one raises it (or leaves it as it is).
    """

    at_zero: Change
    at_mean: Change
    mean: Decimal
    at_full: Change
    full: Decimal
    break_even: Decimal | None


def one_more(board: Board) -> OneMore:
    """One more innovation, in an urusan that lights no new yandas."""
    sums, instrument = board.sums, board.instrument
    full = instrument.maxima.maturity_hundredths
    mean = half_up_ratio(sums.maturity_hundredths, sums.counted) if sums.counted else 0

    def joined(maturity: int) -> Change:
        after = with_innovation(sums, maturity_hundredths=maturity, new_yandas=False)
        return change(sums, after, instrument)

    at_zero, at_full = joined(0), joined(full)
    break_even = None
    if at_zero.index_gain < 0:
        # The gain is a straight line over the maturity, so two of its points give the crossing, rounded up.
        crossing = -at_zero.index_gain * full / (at_full.index_gain - at_zero.index_gain)
        break_even = as_decimal(-(-crossing.numerator // crossing.denominator), places=HUNDREDTH_PLACES)
    return OneMore(
        at_zero=at_zero,
        at_mean=joined(mean),
        mean=as_decimal(mean, places=HUNDREDTH_PLACES),
        at_full=at_full,
        full=as_decimal(full, places=HUNDREDTH_PLACES),
        break_even=break_even,
    )


# Claimed against verified ------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Lost:
    """What the desk took off in a group: `judged` counted innovations, `lowered` of them with fewer points than claimed.

    `hundredths` of maturity lost together (negative where the desk raised); `effect` of giving them back on the verified index.
    """

    judged: int
    lowered: int
    hundredths: int
    effect: Change

    @property
    def points(self) -> Decimal:
        return as_decimal(self.hundredths, places=HUNDREDTH_PLACES)


@dataclass(frozen=True, slots=True)
class RowLost:
    """The same for one row; `rejected` of the lowered ones count 0 now."""

    row: Row
    lost: Lost
    rejected: int


@dataclass(frozen=True, slots=True)
class Step:
    """One step of the way from the claimed to the verified index: the printed index it leads to."""

    kind: str
    change: Change
    number: int


def judged_pairs(claimed: Board, verified: Board) -> list[tuple[Entry, Entry]]:
    """(as claimed, as verified) of every innovation that counts on the verified basis."""
    return [(claimed.by_id[entry.id], entry) for entry in verified.counted if entry.id in claimed.by_id]


def lost_by_row(claimed: Board, verified: Board) -> list[RowLost]:
    """Each SID row in official order."""
    pairs = judged_pairs(claimed, verified)
    found = []
    for row in verified.instrument.sid_rows:
        position = verified.tables.sid_positions[row.code]
        levels = [(before.level(position), after.level(position)) for before, after in pairs]
        hundredths = sum(row.points_hundredths(before - after) for before, after in levels)
        found.append(
            RowLost(
                row,
                _lost(
                    verified,
                    judged=len(pairs),
                    lowered=sum(after < before for before, after in levels),
                    hundredths=hundredths,
                ),
                rejected=sum(after == 0 < before for before, after in levels),
            )
        )
    return found


def lost_by_group(claimed: Board, verified: Board, *, group_of: Mapping[str, Any]) -> dict[Any, Lost]:
    """By the group of each innovation's id (its OPD, say); ids without a group are left out."""
    judged: Counter[Any] = Counter()
    lowered: Counter[Any] = Counter()
    hundredths: Counter[Any] = Counter()
    for before, after in judged_pairs(claimed, verified):
        group = group_of.get(after.id)
        if group is None:
            continue
        judged[group] += 1
        lowered[group] += after.maturity_hundredths < before.maturity_hundredths
        hundredths[group] += before.maturity_hundredths - after.maturity_hundredths
    return {
        group: _lost(verified, judged=number, lowered=lowered[group], hundredths=hundredths[group])
        for group, number in judged.items()
    }


def _lost(verified: Board, *, judged: int, lowered: int, hundredths: int) -> Lost:
    back = verified.changed(maturity_hundredths=verified.sums.maturity_hundredths + hundredths)
    return Lost(judged, lowered, hundredths, back)


def way_down(claimed: Board, verified: Board) -> list[Step]:
    """From the claimed index to the verified one in three steps that add up: what the desk took off, what it has not verified
    yet, the SPD rows that nobody confirmed. The printed indices between them are printed differences that add up as well."""
    instrument = claimed.instrument
    before = claimed.sums
    pairs = judged_pairs(claimed, verified)
    judged = {after.id: after for _before, after in pairs}
    now = [judged.get(entry.id, entry) for entry in claimed.counted]
    lowered = sums_over(now, spd=claimed.spd, instrument=instrument)
    waiting = sums_over(verified.counted, spd=claimed.spd, instrument=instrument)
    unconfirmed = [code for code, level in claimed.spd.items() if level != verified.spd[code]]
    return [
        Step(
            "lowered",
            change(before, lowered, instrument),
            sum(after.maturity_hundredths != old.maturity_hundredths for old, after in pairs),
        ),
        Step("waiting", change(lowered, waiting, instrument), before.counted - waiting.counted),
        Step("unconfirmed", change(waiting, verified.sums, instrument), len(unconfirmed)),
    ]
