"""Reading the facts of regions from the raw rows, packed for the core's fast path.

One pass over the answers gives all three bases: levels travel as two bits a row in one integer per innovation (see
`scoring.core.compact`), summed up by PostgreSQL with bit_or, so that a region of 69 innovations crosses the wire as 69 rows and
not as 1,380. Runs inside a scope: row-level security decides which regions are read.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import groupby
from operator import itemgetter
from typing import Any, NamedTuple

from django.db import connection

from innovations.enums import CLAIMED_STATES, FINAL_STATES, VERIFIED_STATES
from regions.enums import Basis
from scoring.core.compact import Tables
from scoring.core.exact import HUNDRED, INPUT_PLACES, half_up_ratio
from scoring.core.model import Instrument, Measure

STATES_OF_BASIS = {
    Basis.CLAIMED: frozenset(CLAIMED_STATES),
    Basis.VERIFIED: frozenset(VERIFIED_STATES),
    Basis.FINAL: frozenset(FINAL_STATES),
}

FIRST_SID_ROW = 16
_SCALE = 10**INPUT_PLACES


# Named tuples and not dataclasses: the nation is 36,742 of them, and a frozen dataclass takes four times as long to make.
class InnovationRow(NamedTuple):
    """One innovation as read. The three packed integers are its levels by basis: claimed, verified, final."""

    public_id: str
    state: str
    stage: str
    urusan: str
    implemented: date | None
    developed: date | None
    claimed: int
    verified: int
    final: int

    def packed(self, basis: Basis) -> int:
        return (
            self.claimed if basis is Basis.CLAIMED else self.final if basis is Basis.FINAL else self.verified
        )


class SpdRow(NamedTuple):
    """One SPD answer as read: a level, figures (T-2, T-1), whether a second person confirmed, the evaluator's level."""

    row: str
    level: int | None
    previous: Decimal | None
    latest: Decimal | None
    confirmed: bool
    final_level: int | None


@dataclass(frozen=True, slots=True)
class RegionFacts:
    """Everything one region enters into its index, in a stable order (innovations by id, SPD rows by code)."""

    region_id: int
    innovations: tuple[InnovationRow, ...]
    spd: tuple[SpdRow, ...]


# Final: the evaluator's level where there is one, else the desk's. A row without a standing verdict counts 0 (the guideline's
# bases, chapter XI); so does a row nobody answered, which bit_or passes over. Two bits a row, row 16 lowest: 2 * row - 32.
_LEVELS = """
    SELECT innovation_id,
        bit_or(claimed_level::bigint << (2 * row - 32)) AS claimed,
        bit_or(verified_level::bigint << (2 * row - 32)) AS verified,
        bit_or(coalesce(final_level, verified_level)::bigint << (2 * row - 32)) AS final
    FROM innovations_answer
    {where}
    GROUP BY innovation_id
"""

_INNOVATIONS = """
    SELECT i.region_id, i.public_id::text, i.state, i.stage, i.urusan, i.implemented_on, i.developed_on,
        coalesce(a.claimed, 0), coalesce(a.verified, 0), coalesce(a.final, 0)
    FROM innovations_innovation i LEFT JOIN ({levels}) a ON a.innovation_id = i.id
    WHERE i.region_period_id = ANY(%(region_periods)s) AND i.state = ANY(%(states)s)
    ORDER BY i.region_id, i.id
"""

_SPD = """
    SELECT region_id, row, level, previous, latest, confirmed_at IS NOT NULL, final_level
    FROM innovations_regionanswer
    WHERE region_period_id = ANY(%(region_periods)s)
    ORDER BY region_id, row
"""


def read_region(region_id: int, *, region_period_id: int) -> RegionFacts:
    """The facts of one region: two statements, however many innovations."""
    # The answers of one region are reached by its index; for the nation a single pass over the table is cheaper.
    where = "WHERE region_id = %(region)s"
    parameters: dict[str, Any] = {
        "region_periods": [region_period_id],
        "states": sorted(CLAIMED_STATES),
        "region": region_id,
    }
    with connection.cursor() as cursor:
        cursor.execute(_INNOVATIONS.format(levels=_LEVELS.format(where=where)), parameters)
        innovations = tuple(InnovationRow._make(row[1:]) for row in cursor.fetchall())
        cursor.execute(_SPD, parameters)
        spd = tuple(SpdRow._make(row[1:]) for row in cursor.fetchall())
    return RegionFacts(region_id, innovations, spd)


def read_regions(region_periods: Sequence[tuple[int, int]]) -> Iterator[RegionFacts]:
    """The facts of many regions, given as (region id, region_period id), in the order of the region ids.

    Two statements in all. Regions are made one at a time: what the caller lets go is free again, and the nation as a whole is
    held only as the driver's buffer, some 150 bytes an innovation. The scope must stay open until the last one.
    """
    parameters: dict[str, Any] = {
        "region_periods": [region_period for _region, region_period in region_periods],
        "states": sorted(CLAIMED_STATES),
    }
    wanted = sorted(region for region, _region_period in region_periods)
    with connection.cursor() as cursor:
        cursor.execute(_SPD, parameters)
        spd: dict[int, list[SpdRow]] = {region: [] for region in wanted}
        for row in cursor.fetchall():
            spd[row[0]].append(SpdRow._make(row[1:]))
        cursor.execute(_INNOVATIONS.format(levels=_LEVELS.format(where="")), parameters)
        groups = groupby(_in_pieces(cursor), key=itemgetter(0))
        found, rows = next(groups, (None, iter(())))
        for region in wanted:
            innovations: tuple[InnovationRow, ...] = ()
            if region == found:
                innovations = tuple([InnovationRow._make(row[1:]) for row in rows])
                found, rows = next(groups, (None, iter(())))
            yield RegionFacts(region, innovations, tuple(spd.pop(region)))


def _in_pieces(cursor: Any) -> Iterator[tuple[Any, ...]]:
    # Row by row the driver is slow, all at once a lot of memory.
    while piece := cursor.fetchmany(2_000):
        yield from piece


def spd_level(answer: SpdRow, *, basis: Basis, instrument: Instrument) -> int:
    """The level of an SPD row in a basis: as entered; confirmed by a second person; the evaluator's, else the confirmed."""
    if basis is Basis.FINAL and answer.final_level is not None:
        return answer.final_level
    if basis is not Basis.CLAIMED and not answer.confirmed:
        return 0
    measure = instrument.row(answer.row).measure
    if measure is not None:
        level = _measured_level(measure, previous=answer.previous, latest=answer.latest)
        if level is not None:
            return level
    return answer.level or 0


def _measured_level(measure: Measure, *, previous: Decimal | None, latest: Decimal | None) -> int | None:
    """The level that figures give, None when one is missing: `scoring.core.measures.measure_row` without its texts.

    Same arithmetic (exact, one rounding to hundredths, first band that holds); the equality is tested.
    """
    if latest is None or (previous is None and measure.kind != "latest"):
        return None
    # Columns hold nine decimals, so that this is exact.
    new = int(latest.scaleb(INPUT_PLACES))
    if measure.kind == "latest" or previous is None:
        value = half_up_ratio(new * HUNDRED, _SCALE)
    else:
        old = int(previous.scaleb(INPUT_PLACES))
        if measure.kind == "growth_percent":
            value = half_up_ratio((new - old) * 100 * HUNDRED, old)
        elif measure.kind == "drop_points":
            value = half_up_ratio((old - new) * HUNDRED, _SCALE)
        elif measure.kind == "rise_points":
            value = half_up_ratio((new - old) * HUNDRED, _SCALE)
        else:
            raise ValueError(f"no SPD row is measured by {measure.kind}")
    return next(band.level for band in measure.bands if band.holds(value))


def spd_packed(facts: RegionFacts, *, basis: Basis, tables: Tables) -> int:
    packed = 0
    for answer in facts.spd:
        level = spd_level(answer, basis=basis, instrument=tables.instrument)
        packed |= level << (2 * tables.spd_positions[answer.row])
    return packed
