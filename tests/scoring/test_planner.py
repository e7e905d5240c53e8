"""What a next step is worth: the planner's gains against the index worked out anew with the step taken."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from innovations.enums import State
from regions.enums import Basis
from scoring.core.compact import LEVEL_BITS, build_tables
from scoring.core.formula import totals_of
from scoring.instruments import load_instrument
from scoring.planner import Editable, StepKind, most_valuable, next_steps
from scoring.reading import InnovationRow, RegionFacts
from scoring.recompute import score_basis

TABLES = build_tables(load_instrument(2026))
ROWS = [row.code for row in TABLES.instrument.sid_rows]
URUSAN = [entry.code for entry in TABLES.instrument.urusan]
INSIDE, BEFORE = date(2024, 5, 2), date(2023, 5, 2)


def packed(levels: dict[str, int]) -> int:
    return sum(level << (LEVEL_BITS * TABLES.sid_positions[code]) for code, level in levels.items())


def row_of(entry: Editable, *, state: State) -> InnovationRow:
    bits = packed(dict(entry.levels))
    return InnovationRow(
        entry.public_id, state, entry.stage, entry.urusan, entry.implemented, entry.developed, bits, 0, 0
    )


def index_of(rows: list[InnovationRow]) -> Fraction:
    result = score_basis(RegionFacts(6202, tuple(rows), ()), basis=Basis.CLAIMED, tables=TABLES)
    return totals_of(result.sums, TABLES.instrument).index


levels = st.dictionaries(st.sampled_from(ROWS), st.integers(0, 3), min_size=20, max_size=20)


@st.composite
def editables(draw: st.DrawFn, name: str) -> Editable:
    return Editable(
        public_id=name,
        state=draw(st.sampled_from([State.DRAFT, State.RETURNED])),
        stage=draw(st.sampled_from(["penerapan", "penerapan", "uji_coba"])),
        urusan=draw(st.sampled_from(URUSAN)),
        implemented=draw(st.sampled_from([INSIDE, INSIDE, BEFORE])),
        developed=None,
        levels=draw(levels),
        open_rows=frozenset(draw(st.sets(st.sampled_from(ROWS)))),
    )


@settings(max_examples=60, deadline=None)
@given(data=st.data(), others=st.integers(0, 16))
def test_every_gain_is_the_difference_of_two_indices(data: st.DataObject, others: int) -> None:
    entry = data.draw(editables("a"))
    rest = [
        row_of(
            replace(data.draw(editables(f"o{number}")), stage="penerapan", implemented=INSIDE),
            state=State.SUBMITTED,
        )
        for number in range(others)
    ]
    own = [] if entry.state == State.DRAFT else [row_of(entry, state=State.RETURNED)]
    steps = next_steps(RegionFacts(6202, tuple(rest + own), ()), [entry], tables=TABLES)
    joined = [*rest, row_of(entry, state=State.SUBMITTED)]
    for step in steps:
        if step.kind is StepKind.SUBMIT:
            before, after = [*rest, *own], joined
        elif step.kind is StepKind.DATE:
            dated = replace(entry, developed=TABLES.instrument.eligibility.window_to)
            before, after = [*rest, *own], [*rest, row_of(dated, state=State.SUBMITTED)]
        else:
            raised = replace(entry, levels={**entry.levels, step.row: step.level})
            before, after = joined, [*rest, row_of(raised, state=State.SUBMITTED)]
        assert step.gain == index_of(after) - index_of(before), step
    assert [step.gain for step in steps] == sorted((step.gain for step in steps), reverse=True)


def entry(**more: object) -> Editable:
    values: dict[str, object] = {
        "public_id": "a", "state": State.DRAFT, "stage": "penerapan", "urusan": URUSAN[0],
        "implemented": INSIDE, "developed": None, "levels": dict.fromkeys(ROWS, 1), "open_rows": frozenset(ROWS),
    }  # fmt: skip
    return Editable(**{**values, **more})  # type: ignore[arg-type]


EMPTY = RegionFacts(6202, (), ())


def test_a_full_row_and_a_locked_row_offer_no_step() -> None:
    full = {**dict.fromkeys(ROWS, 1), "16": 3}
    steps = next_steps(EMPTY, [entry(levels=full, open_rows=frozenset({"16", "17"}))], tables=TABLES)
    assert [step.row for step in steps if step.kind is StepKind.RAISE] == ["17"]


def test_points_are_the_weight_of_the_row() -> None:
    rows = TABLES.instrument.rows_by_code
    for step in next_steps(EMPTY, [entry()], tables=TABLES):
        if step.kind is StepKind.RAISE:
            assert step.points == rows[step.row].weight
            assert step.level == 2


def test_an_entry_that_cannot_count_gains_nothing_and_is_not_shown() -> None:
    steps = next_steps(EMPTY, [entry(stage="uji_coba")], tables=TABLES)
    assert steps
    assert most_valuable(steps) == []


def test_before_the_window_the_missing_date_is_the_step() -> None:
    steps = most_valuable(next_steps(EMPTY, [entry(implemented=BEFORE)], tables=TABLES))
    assert [step.kind for step in steps] == [StepKind.DATE]
    assert steps[0].after_submission
    assert (
        most_valuable(next_steps(EMPTY, [entry(implemented=BEFORE, dates_open=False)], tables=TABLES)) == []
    )


def test_among_equals_the_lighter_work_comes_first() -> None:
    weights = TABLES.instrument.rows_by_code
    same = [code for code in ROWS if weights[code].weight == weights["16"].weight][:3]
    work = {code: rank for rank, code in enumerate(reversed(same), start=1)}
    steps = next_steps(EMPTY, [entry(open_rows=frozenset(same))], tables=TABLES, work=work)
    assert [step.row for step in steps if step.kind is StepKind.RAISE] == list(reversed(same))


@pytest.mark.parametrize("state", [State.DRAFT, State.RETURNED])
def test_only_a_draft_can_be_submitted(state: State) -> None:
    kinds = {step.kind for step in next_steps(EMPTY, [entry(state=state)], tables=TABLES)}
    assert (StepKind.SUBMIT in kinds) == (state == State.DRAFT)


def test_a_draft_without_dates_is_valued_as_if_it_lay_in_the_window() -> None:
    bare, dated = entry(implemented=None, stage=""), entry()
    assumed = {
        (step.kind, step.row): step.gain for step in next_steps(EMPTY, [bare], tables=TABLES) if step.assumed
    }
    assert assumed == {(step.kind, step.row): step.gain for step in next_steps(EMPTY, [dated], tables=TABLES)}
    assert not any(
        step.assumed for step in next_steps(EMPTY, [entry(implemented=None, stage="uji_coba")], tables=TABLES)
    )
