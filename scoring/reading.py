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
from typing import Any

from django.db import connection

from innovations.domain.spd import inputs_of
from innovations.enums import CLAIMED_STATES, FINAL_STATES, VERIFIED_STATES
from regions.enums import Basis
from scoring.core.compact import Tables
from scoring.core.measures import measure_row
from scoring.core.model import Instrument

STATES_OF_BASIS = {
    Basis.CLAIMED: frozenset(CLAIMED_STATES),
    Basis.VERIFIED: frozenset(VERIFIED_STATES),
    Basis.FINAL: frozenset(FINAL_STATES),
}

FIRST_SID_ROW = 16


@dataclass(frozen=True, slots=True)
class InnovationRow:
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
        return {Basis.CLAIMED: self.claimed, Basis.VERIFIED: self.verified, Basis.FINAL: self.final}[basis]


@dataclass(frozen=True, slots=True)
class SpdRow:
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
# bases, chapter XI); so does a row nobody answered. bit_or over shifted levels: two bits a row, row 16 lowest.
_LEVELS = """
    SELECT innovation_id,
        bit_or(coalesce(claimed_level, 0)::bigint << (2 * (row - 16))) AS claimed,
        bit_or(coalesce(verified_level, 0)::bigint << (2 * (row - 16))) AS verified,
        bit_or(coalesce(final_level, verified_level, 0)::bigint << (2 * (row - 16))) AS final
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
        innovations = tuple(InnovationRow(*row[1:]) for row in cursor.fetchall())
        cursor.execute(_SPD, parameters)
        spd = tuple(SpdRow(*row[1:]) for row in cursor.fetchall())
    return RegionFacts(region_id, innovations, spd)


def read_regions(region_periods: Sequence[tuple[int, int]]) -> Iterator[RegionFacts]:
    """The facts of many regions, given as (region id, region_period id), in the order of the region ids.

    Two statements in all. Memory: the rows of the innovations, some 250 bytes each, and nothing of the answers.
    """
    parameters: dict[str, Any] = {
        "region_periods": [region_period for _region, region_period in region_periods],
        "states": sorted(CLAIMED_STATES),
    }
    with connection.cursor() as cursor:
        cursor.execute(_SPD, parameters)
        spd: dict[int, list[SpdRow]] = {}
        for row in cursor.fetchall():
            spd.setdefault(row[0], []).append(SpdRow(*row[1:]))
        cursor.execute(_INNOVATIONS.format(levels=_LEVELS.format(where="")), parameters)
        innovations: dict[int, list[InnovationRow]] = {}
        for row in cursor.fetchall():
            innovations.setdefault(row[0], []).append(InnovationRow(*row[1:]))
    for region_id, _region_period in sorted(region_periods):
        yield RegionFacts(region_id, tuple(innovations.get(region_id, ())), tuple(spd.get(region_id, ())))


def spd_level(answer: SpdRow, *, basis: Basis, instrument: Instrument) -> int:
    """The level of an SPD row in a basis: as entered; confirmed by a second person; the evaluator's, else the confirmed."""
    if basis is Basis.FINAL and answer.final_level is not None:
        return answer.final_level
    if basis is not Basis.CLAIMED and not answer.confirmed:
        return 0
    row = instrument.row(answer.row)
    inputs = inputs_of(row, previous=answer.previous, latest=answer.latest)
    if inputs is not None and row.measure is not None:
        return measure_row(row.measure, inputs, path=answer.row).level
    return answer.level or 0


def spd_packed(facts: RegionFacts, *, basis: Basis, tables: Tables) -> int:
    packed = 0
    for answer in facts.spd:
        level = spd_level(answer, basis=basis, instrument=tables.instrument)
        packed |= level << (2 * tables.spd_positions[answer.row])
    return packed
