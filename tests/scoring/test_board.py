"""Every gain that the cockpit shows is the difference of two indices that the core works out from whole facts documents."""

from __future__ import annotations

import copy
from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from regions.enums import Basis
from scoring.board import Board, board_of, lost_by_group, lost_by_row, one_more, row_standings, way_down
from scoring.core.compact import build_tables
from scoring.core.explain import Change, distance_to
from scoring.core.score import Result, score
from scoring.instruments import load_instrument
from scoring.levers import levers_of
from tests.scoring_core.strategies import innovations, spd_answers

RULES = load_instrument(2026)
TABLES = build_tables(RULES)
Facts = dict[str, Any]
YANDAS = RULES.yandas


@st.composite
def regions(draw: st.DrawFn) -> Facts:
    """A region's claimed facts: up to 16 innovations on both sides of the divisor's minimum, in and out of the window."""
    found = draw(st.lists(innovations(), max_size=16))
    return {
        "instrument": 2026,
        "spd": draw(spd_answers()),
        "innovations": [{"id": f"i{place}", **entry} for place, entry in enumerate(found)],
    }


@st.composite
def judged(draw: st.DrawFn) -> tuple[Facts, Facts]:
    """Claimed facts, and what the desk made of them: some verified with other levels, some rows not confirmed."""
    claimed = draw(regions())
    verified = copy.deepcopy(claimed)
    verified["spd"] = {code: entry for code, entry in verified["spd"].items() if draw(st.booleans())}
    verified["innovations"] = [entry for entry in verified["innovations"] if draw(st.booleans())]
    for entry in verified["innovations"]:
        entry["levels"] = {code: draw(st.integers(0, level)) for code, level in entry["levels"].items()}
    return claimed, verified


def board(facts: Facts, basis: Basis = Basis.CLAIMED) -> Board:
    return board_of(facts, basis=basis, tables=TABLES)


def agrees(change: Change, before: Facts, after: Facts) -> None:
    """The change is that of the two documents, exactly and as printed."""
    one, two = score(before, RULES), score(after, RULES)
    assert change.index_gain == two.totals.index - one.totals.index
    assert (change.before.index, change.after.index) == (one.index, two.index)
    assert change.printed_gain == two.index - one.index


def counting(result: Result) -> set[str]:
    return {entry.id for entry in result.innovations}


def raised(facts: Facts, code: str, wanted: Callable[[int], int]) -> Facts:
    """The document with a row of every counted innovation at another level."""
    after = copy.deepcopy(facts)
    counted = counting(score(facts, RULES))
    for entry in after["innovations"]:
        if entry["id"] in counted:
            entry["levels"][code] = wanted(entry["levels"].get(code, 0))
    return after


@settings(max_examples=60, deadline=None)
@given(regions())
def test_board_holds_what_the_core_worked_out(facts: Facts) -> None:
    result, found = score(facts, RULES), board(facts)
    assert found.sums == result.sums
    assert {entry.id: entry.maturity for entry in found.counted} == {
        entry.id: entry.maturity for entry in result.innovations
    }
    assert {entry.id: entry.reasons for entry in found.excluded} == {
        entry.id: entry.reasons for entry in result.excluded
    }
    assert found.spd == {row.code: row.level for row in result.spd_rows}
    assert sum((part.printed for part in found.parts), Decimal(0)) == result.index


@settings(max_examples=60, deadline=None)
@given(regions(), st.sampled_from(RULES.sid_rows), st.integers(1, 3))
def test_row_gains_are_those_of_recomputed_indices(facts: Facts, row: Any, level: int) -> None:
    standing = next(entry for entry in row_standings(board(facts)) if entry.row is row)
    agrees(standing.if_missing_reach(level), facts, raised(facts, row.code, lambda at: at or level))
    agrees(standing.if_all_reach(level), facts, raised(facts, row.code, lambda at: max(at, level)))
    agrees(standing.if_refused(board(facts).counted), facts, raised(facts, row.code, lambda at: 0))
    # What is open is what the highest level everywhere would add.
    added = score(raised(facts, row.code, lambda at: 3), RULES).sums.maturity_hundredths
    assert standing.open_hundredths == added - score(facts, RULES).sums.maturity_hundredths


@settings(max_examples=60, deadline=None)
@given(regions(), st.sampled_from(["mean", "zero", "full"]))
def test_one_more_is_the_index_with_an_innovation_more(facts: Facts, which: str) -> None:
    found = one_more(board(facts))
    maturity = {"zero": Decimal(0), "mean": found.mean, "full": found.full}[which]
    change = {"zero": found.at_zero, "mean": found.at_mean, "full": found.at_full}[which]
    if which != "mean":
        level = 3 if which == "full" else 0
        after = copy.deepcopy(facts)
        after["innovations"].append(
            {
                "id": "new",
                "stage": "penerapan",
                "urusan": next(entry.name for entry in RULES.urusan if not entry.is_yandas),
                "implemented": "2024-01-01",
                "developed": None,
                "levels": {row.code: level for row in RULES.sid_rows},
            }
        )
        agrees(change, facts, after)
    # Below the break-even it lowers the index, from there on it does not.
    assert (change.index_gain < 0) == (found.break_even is not None and maturity < found.break_even)


@settings(max_examples=60, deadline=None)
@given(judged())
def test_levers_are_differences_of_recomputed_indices(pair: tuple[Facts, Facts]) -> None:
    claimed, verified = pair
    boards = {
        Basis.CLAIMED: board(claimed),
        Basis.VERIFIED: board(verified, Basis.VERIFIED),
        Basis.FINAL: board(verified, Basis.FINAL),
    }
    for basis, facts in ((Basis.CLAIMED, claimed), (Basis.VERIFIED, verified)):
        levers = levers_of(boards, basis=basis)
        assert [lever.change.index_gain for lever in levers] == sorted(
            (lever.change.index_gain for lever in levers), reverse=True
        )
        for lever in levers:
            agrees(lever.change, facts, _pulled(lever, facts, claimed))


def _pulled(lever: Any, facts: Facts, claimed: Facts) -> Facts:
    """The facts with a lever pulled, made by hand."""
    if lever.kind == "row":
        return raised(facts, lever.row.code, lambda at: at or 3)
    after = copy.deepcopy(facts)
    if lever.kind == "spd":
        after["spd"][lever.row.code] = 3
    elif lever.kind == "confirm":
        levels = board(claimed).spd
        now = board(facts).spd
        after["spd"] |= {code: claimed["spd"][code] for code, level in levels.items() if now[code] < level}
    elif lever.kind == "gate":
        covered = {
            entry["urusan"] for entry in facts["innovations"] if entry["id"] in counting(score(facts, RULES))
        }
        dark = [name for name in YANDAS if name not in covered]
        for name in dark[: lever.number]:
            after["innovations"].append(
                {"id": f"new {name}", "stage": "penerapan", "urusan": name, "implemented": "2024-01-01",
                 "developed": None, "levels": {}}
            )  # fmt: skip
    else:
        assert lever.kind == "verify"
        there = {entry["id"] for entry in facts["innovations"]}
        after["innovations"] += [entry for entry in claimed["innovations"] if entry["id"] not in there]
    return after


@settings(max_examples=60, deadline=None)
@given(judged())
def test_way_down_leads_from_the_claimed_to_the_verified_index(pair: tuple[Facts, Facts]) -> None:
    claimed, verified = pair
    steps = way_down(board(claimed), board(verified, Basis.VERIFIED))
    assert [step.kind for step in steps] == ["lowered", "waiting", "unconfirmed"]
    first, last = score(claimed, RULES), score(verified, RULES)
    assert (steps[0].change.before.index, steps[-1].change.after.index) == (first.index, last.index)
    assert sum((step.change.index_gain for step in steps), Fraction(0)) == (
        last.totals.index - first.totals.index
    )
    assert sum((step.change.printed_gain for step in steps), Decimal(0)) == last.index - first.index


@settings(max_examples=60, deadline=None)
@given(judged())
def test_what_the_desk_took_off_adds_up_by_row_and_by_group(pair: tuple[Facts, Facts]) -> None:
    claimed, verified = pair
    boards = board(claimed), board(verified, Basis.VERIFIED)
    counted = counting(score(verified, RULES))
    before = {entry.id: entry.maturity_hundredths for entry in score(claimed, RULES).innovations}
    taken = sum(before[entry.id] - entry.maturity_hundredths for entry in score(verified, RULES).innovations)
    rows = lost_by_row(*boards)
    assert sum(entry.lost.hundredths for entry in rows) == taken
    assert all(entry.rejected <= entry.lost.lowered <= entry.lost.judged == len(counted) for entry in rows)
    # Given back on one row, the index is that of the verified facts with the claimed levels of this row.
    code = max(rows, key=lambda entry: entry.lost.hundredths).row.code
    after = copy.deepcopy(verified)
    claims = {entry["id"]: entry["levels"] for entry in claimed["innovations"]}
    for entry in after["innovations"]:
        if entry["id"] in counted:
            entry["levels"][code] = claims[entry["id"]].get(code, 0)
    agrees(next(entry for entry in rows if entry.row.code == code).lost.effect, verified, after)
    groups = lost_by_group(
        *boards, group_of={entry["id"]: entry["id"] in {"i0", "i1"} for entry in claimed["innovations"]}
    )
    assert sum(lost.hundredths for lost in groups.values()) == taken
    assert sum(lost.judged for lost in groups.values()) == len(counted)


# By hand -----------------------------------------------------------------------------------------------------------


def region_of(count: int, *, without_video: int, urusan: tuple[str, ...] = YANDAS[:5]) -> Facts:
    """`count` innovations at level 2 everywhere, spread over some urusan; the first few have no video."""
    return {
        "instrument": 2026,
        "spd": {},
        "innovations": [
            {
                "id": f"i{place:03d}",
                "stage": "penerapan",
                "urusan": urusan[place % len(urusan)],
                "implemented": "2024-05-06",
                "developed": None,
                "levels": {
                    row.code: 0 if row.code == "35" and place < without_video else 2 for row in RULES.sid_rows
                },
            }
            for place in range(count)
        ],
    }


def test_video_missing_in_31_of_69_innovations_is_worth_2_16() -> None:
    # 31 x 4 x 3 = 372 points; 372 / 69 = 5.3913; x 0.4 = 2.1565
    found = board(region_of(69, without_video=31))
    video = row_standings(found)[-1]
    assert (video.row.code, video.levels, video.mean_level) == ("35", (31, 0, 38, 0), Decimal("1.10"))
    change = video.if_missing_reach(3)
    assert change.index_gain == Fraction(31 * 12 * 100, 69 * 250)
    # Before: (69 x 74 - 31 x 8) / 69 + 69 x 0.38 = 70.4058 + 26.22 = 96.6258; x 0.4 = 38.65
    # After: + 5.3913 = 102.0171; 40.81
    assert (change.before.index, change.after.index) == (Decimal("38.65"), Decimal("40.81"))
    assert change.printed_gain == Decimal("2.16")
    # All below 3: 31 x 12 + 38 x 4 = 524 points open.
    assert video.open_points == Decimal("524.00")
    first = levers_of(dict.fromkeys(Basis, found), basis=Basis.CLAIMED)[0]
    # Nothing of the SPD is there yet: row 15, weight 2.5, x 3 = 7.5 points are worth 3.00.
    assert first.kind in {"spd", "row"}
    assert first.gain >= Decimal("2.16")


def test_closed_gate_is_the_strongest_lever_and_told_with_what_it_takes() -> None:
    # Four yandas only. With one more innovation, empty: 69 x 74 / 70 + 70 x 0.38 = 72.9429 + 26.6, before 74.
    found = board(region_of(69, without_video=0, urusan=YANDAS[:4]))
    assert found.gate_open is False
    first = levers_of(dict.fromkeys(Basis, found), basis=Basis.CLAIMED)[0]
    assert (first.kind, first.number) == ("gate", 1)
    # 74 x 0.4 = 29.60; 99.5429 x 0.4 = 39.82
    assert (first.change.before.index, first.change.after.index, first.gain) == (
        Decimal("29.60"),
        Decimal("39.82"),
        Decimal("10.22"),
    )


@pytest.mark.parametrize(
    ("count", "break_even"),
    [
        # Below twelve a place is free: any innovation raises the index.
        (11, None),
        # 74 - 0.38 x 13 = 69.06: that much maturity an innovation needs, or the mean falls by more than the count gains.
        (12, Decimal("69.06")),
        # 74 - 0.38 x 70 = 47.40
        (69, Decimal("47.40")),
        # 74 - 0.38 x 195 is below nothing: among so many the count weighs more than any fall of the mean.
        (194, None),
        # At the cap the count brings nothing more: only the mean speaks.
        (200, Decimal("74.00")),
    ],
)
def test_break_even_of_one_more(count: int, break_even: Decimal | None) -> None:
    assert one_more(board(region_of(count, without_video=0))).break_even == break_even


def test_one_more_of_nothing_has_no_mean() -> None:
    found = one_more(board(region_of(0, without_video=0)))
    # 111 / 12 x 0.4 = 3.70
    assert (found.mean, found.break_even, found.at_full.printed_gain) == (
        Decimal("0.00"),
        None,
        Decimal("3.70"),
    )


def test_distance_to_a_value_and_none_once_it_is_reached() -> None:
    sums = board(region_of(69, without_video=31)).sums
    # 38.65 printed, 38.65033 exact: 65.01 prints from 65.005 on, which is 162.5125 of 250 points; 96.6258 are there.
    found = distance_to(sums, RULES, index_hundredths=6501)
    assert found is not None
    assert (found.index_missing, found.points_missing) == (Decimal("26.36"), Decimal("65.8868"))
    assert distance_to(sums, RULES, index_hundredths=3865) is None
    assert distance_to(sums, RULES, index_hundredths=3866) is not None
