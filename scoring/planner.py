"""What each possible next step would bring: to the innovation in points of maturity, to the region in points of its index.

Nothing here is guessed: a step is the facts of the region with one thing changed, and its gain is the difference of the two
exact indices that the published formula gives (`scoring.core.formula`), before any rounding. The basis is the claimed one;
a draft does not count there yet, so a step within a draft is measured as if that draft had been submitted.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from typing import Final

from innovations.enums import State
from regions.enums import Basis
from scoring.core.compact import LEVEL_BITS, NOT_YANDAS, Tables
from scoring.core.exact import HUNDRED
from scoring.core.formula import Sums, totals_of
from scoring.core.model import TOP_LEVEL
from scoring.reading import STATES_OF_BASIS, RegionFacts, spd_packed


class StepKind(StrEnum):
    RAISE = "raise"
    """One row of an innovation one level higher."""
    SUBMIT = "submit"
    """A draft submitted as it stands."""
    DATE = "date"
    """The date of the latest development, without which an innovation applied before the window does not count."""


@dataclass(frozen=True, slots=True)
class Editable:
    """An innovation that its OPD may change now, as the planner needs it. `levels` are the claimed ones by row code.

    `open_rows` are the rows that may be changed (on a returned innovation only those that the desk named); `dates_open` says
    the same of the proposal. `missing` counts the required things that stand between a draft and the desk.
    """

    public_id: str
    state: State
    stage: str
    urusan: str
    implemented: date | None
    developed: date | None
    levels: Mapping[str, int]
    open_rows: frozenset[str]
    dates_open: bool = True
    missing: int = 0


@dataclass(frozen=True, slots=True)
class NextStep:
    """One step. `points` of maturity (0 where the step moves none), `gain` in index points, exact; it may be negative.

    `level` is the level reached by a RAISE. `after_submission`: the gain comes once the draft is submitted.
    """

    kind: StepKind
    public_id: str
    gain: Fraction
    points: Decimal = Decimal(0)
    row: str = ""
    level: int = 0
    missing: int = 0
    after_submission: bool = False
    assumed: bool = False
    """Stage or date of the draft is not filled yet: worked out as if it were applied inside the window."""


@dataclass(frozen=True, slots=True)
class _Sums:
    """Sums of the claimed basis that can be moved by one innovation. `yandas` counts innovations by yandas."""

    spd: int
    maturity: int
    counted: int
    yandas: Mapping[int, int] = field(default_factory=dict)

    def moved(self, *, maturity: int, counted: int, yandas: int) -> _Sums:
        """With one innovation more (`counted` 1), less (-1) or only changed (0)."""
        covered = Counter(self.yandas)
        if yandas != NOT_YANDAS:
            covered[yandas] += counted
        return replace(
            self, maturity=self.maturity + maturity, counted=self.counted + counted, yandas=+covered
        )

    def index(self, tables: Tables) -> Fraction:
        sums = Sums(self.spd, self.maturity, self.counted, yandas=len(self.yandas))
        return totals_of(sums, tables.instrument).index


def next_steps(
    facts: RegionFacts,
    editable: Iterable[Editable],
    *,
    tables: Tables,
    work: Mapping[str, int] | None = None,
) -> list[NextStep]:
    """Every step open to the OPD, the most valuable first; among equals the one with less work, then in the order of the rows.

    `facts` are the region's as the index reads them (`scoring.reading.read_region`), `work` ranks rows by effort, 1 the lightest.
    """
    base = _claimed(facts, tables)
    found: list[NextStep] = []
    for entry in editable:
        found += _steps_of(entry, base=base, tables=tables)
    efforts = work or {}

    def worth(step: NextStep) -> tuple[object, ...]:
        effort = efforts.get(step.row, 0)
        return (-step.gain, effort, step.missing, ORDER[step.kind], step.row.zfill(3), step.public_id)

    return sorted(found, key=worth)


ORDER: Final = {StepKind.SUBMIT: 0, StepKind.DATE: 1, StepKind.RAISE: 2}


def _claimed(facts: RegionFacts, tables: Tables) -> _Sums:
    states = STATES_OF_BASIS[Basis.CLAIMED]
    maturity = counted = 0
    yandas: Counter[int] = Counter()
    for row in facts.innovations:
        if row.state in states and tables.counts(
            stage=row.stage, implemented=row.implemented, developed=row.developed
        ):
            maturity += tables.sid.points(row.claimed)
            counted += 1
            yandas[tables.yandas_by_urusan_code[row.urusan]] += 1
    yandas.pop(NOT_YANDAS, None)
    spd = tables.spd.points(spd_packed(facts, basis=Basis.CLAIMED, tables=tables))
    return _Sums(spd, maturity, counted, yandas)


def _steps_of(entry: Editable, *, base: _Sums, tables: Tables) -> list[NextStep]:
    is_draft = entry.state == State.DRAFT
    packed = 0
    for code, level in entry.levels.items():
        packed |= level << (LEVEL_BITS * tables.sid_positions[code])
    maturity = tables.sid.points(packed)
    yandas = tables.yandas_by_urusan_code.get(entry.urusan, NOT_YANDAS)
    counts = tables.counts(stage=entry.stage, implemented=entry.implemented, developed=entry.developed)
    # What is not filled yet does not speak against a draft; what is filled does.
    assumed = is_draft and not counts and _may_still_count(entry, tables)
    counts = counts or assumed
    joined = base.moved(maturity=maturity, counted=1, yandas=yandas)
    now = base.index(tables)
    # What the rest is measured against: the index with this innovation in it, if it can be in it at all.
    within = joined if is_draft and counts else base
    found = []
    if is_draft:
        gain = joined.index(tables) - now if counts else Fraction(0)
        found.append(NextStep(StepKind.SUBMIT, entry.public_id, gain, missing=entry.missing, assumed=assumed))
    if not counts and entry.dates_open and _waits_for_date(entry, tables):
        found.append(
            NextStep(StepKind.DATE, entry.public_id, joined.index(tables) - now, after_submission=is_draft)
        )
    rows = tables.instrument.rows_by_code
    reference = within.index(tables)
    for code in sorted(entry.open_rows, key=int):
        level = entry.levels.get(code, 0)
        if level >= TOP_LEVEL:
            continue
        step = rows[code].weight_hundredths
        gain = (
            within.moved(maturity=step, counted=0, yandas=NOT_YANDAS).index(tables) - reference
            if counts
            else Fraction(0)
        )
        found.append(
            NextStep(
                StepKind.RAISE,
                entry.public_id,
                gain,
                points=Decimal(step) / HUNDRED,
                row=code,
                level=level + 1,
                after_submission=is_draft,
                assumed=assumed,
            )
        )
    return found


def _may_still_count(entry: Editable, tables: Tables) -> bool:
    """Would the draft count if what is empty (stage, date of implementation) were filled as the window asks?"""
    rule = tables.instrument.eligibility
    return (not entry.stage or entry.implemented is None) and tables.counts(
        stage=entry.stage or rule.stage,
        implemented=entry.implemented or rule.window_to,
        developed=entry.developed,
    )


def _waits_for_date(entry: Editable, tables: Tables) -> bool:
    """Would a development date inside the window make this innovation count?"""
    rule = tables.instrument.eligibility
    return (
        entry.implemented is not None
        and entry.implemented < rule.development_required_before
        and entry.developed is None
        and tables.counts(stage=entry.stage, implemented=entry.implemented, developed=rule.window_to)
    )


def most_valuable(steps: Sequence[NextStep], *, limit: int = 5) -> list[NextStep]:
    """The first `limit` steps that bring anything."""
    return [step for step in steps if step.gain > 0][:limit]
