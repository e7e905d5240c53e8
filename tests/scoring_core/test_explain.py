"""Waterfall, gap and steps, with numbers worked out by hand."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring.core.explain import (
    change,
    gap_to_next,
    maturity_of,
    waterfall,
    with_innovation,
    with_level,
    without_innovation,
)
from scoring.core.formula import Sums, numbers_of, totals_of
from tests.scoring_core.support import instrument

RULES = instrument()


def sums(spd: int = 4500, maturity: int = 96000, counted: int = 12, yandas: int = 5) -> Sums:
    """12 innovations at 80, SPD 45, gate open: total 129.56, index 51.824."""
    return Sums(spd_hundredths=spd, maturity_hundredths=maturity, counted=counted, yandas=yandas)


ANY_SUMS = st.integers(0, 300).flatmap(
    lambda counted: st.builds(
        Sums,
        spd_hundredths=st.integers(0, 6300),
        maturity_hundredths=st.integers(0, counted * 11100),
        counted=st.just(counted),
        yandas=st.integers(0, min(6, counted)),
    )
)


def test_waterfall_of_a_known_region() -> None:
    spd, maturity, count = waterfall(sums(), RULES)

    # 45 x 0.4 = 18, 80 x 0.4 = 32, 4.56 x 0.4 = 1.824; printed 18.00 + 32.00 + 1.82 = 51.82.
    assert (spd.index, maturity.index, count.index) == (18, 32, Fraction("1.824"))
    assert [str(part.printed) for part in (spd, maturity, count)] == ["18.00", "32.00", "1.82"]
    assert [str(part.maximum_points) for part in (spd, maturity, count)] == ["63.00", "111.00", "76.00"]
    assert [part.key for part in (spd, maturity, count)] == ["spd", "maturity", "count"]


def test_the_last_hundredth_goes_to_the_largest_remainder() -> None:
    # SPD 50.01 x 0.4 = 20.004; mean 880.40 / 12 = 73.3666 x 0.4 = 29.34666; 12 x 0.38 x 0.4 = 1.824.
    # Sum 51.17466, printed 51.17; cut 20.00 + 29.34 + 1.82 = 51.16, and the remainder .666 is the largest.
    parts = waterfall(sums(spd=5001, maturity=88040), RULES)

    assert [str(part.printed) for part in parts] == ["20.00", "29.35", "1.82"]


@given(ANY_SUMS)
def test_printed_parts_add_up_to_the_printed_index(region: Sums) -> None:
    totals = totals_of(region, RULES)
    parts = waterfall(region, RULES)

    assert sum(part.printed for part in parts) == numbers_of(region, totals, RULES).index
    assert sum(part.index for part in parts) == totals.index
    for part in parts:
        assert abs(Fraction(part.printed) - part.index) < Fraction(1, 100)


def test_gap_of_a_known_region() -> None:
    gap = gap_to_next(sums(), RULES)

    assert gap is not None
    # 65.01 - 51.82 = 13.19; printed 65.01 begins at 65.005, that is 162.5125 points; 162.5125 - 129.56 = 32.9525.
    assert (gap.predicate.name, str(gap.index_missing), str(gap.points_missing)) == (
        "Sangat Inovatif",
        "13.19",
        "32.9525",
    )


def test_there_is_no_gap_above_the_highest_predicate() -> None:
    assert gap_to_next(sums(spd=6300, maturity=96000, counted=12, yandas=6), RULES) is not None
    assert gap_to_next(sums(spd=6300, maturity=133200), RULES) is None


@given(ANY_SUMS)
def test_the_missing_points_do_reach_the_next_predicate_and_less_does_not(region: Sums) -> None:
    gap = gap_to_next(region, RULES)
    if gap is None:
        return
    per_point = totals_of(region, RULES).index_per_point
    index = totals_of(region, RULES).index
    bound = Fraction(gap.predicate.low_hundredths, 100) - Fraction(1, 200)

    assert index + Fraction(gap.points_missing) * per_point >= bound
    assert index + (Fraction(gap.points_missing) - Fraction(1, 10_000)) * per_point < bound


def test_one_level_more_on_a_row_of_the_region() -> None:
    # Row 6 weighs 1.5: 1.5 x 0.4 = 0.6.
    step = change(sums(), with_level(sums(), row=RULES.row("6"), old=1, new=2), RULES)

    assert step.index_gain == Fraction("0.6")
    assert (step.before.index, step.after.index) == (Decimal("51.82"), Decimal("52.42"))
    assert step.printed_gain == Decimal("0.60")
    assert not step.opens_gate


def test_one_level_more_on_a_row_of_an_innovation_is_shared_by_all() -> None:
    # Row 35 weighs 4: 4 / 12 x 0.4 = 0.1333.
    step = change(sums(), with_level(sums(), row=RULES.row("35"), old=0, new=1), RULES)

    assert step.index_gain == Fraction(4 * 4, 12 * 10)
    assert step.after.maturity_sum - step.before.maturity_sum == 4


def test_a_weak_thirteenth_innovation_lowers_the_index() -> None:
    # (960 + 20) / 13 = 75.3846, 13 x 0.38 = 4.94: total 125.3246 against 129.56.
    step = change(sums(), with_innovation(sums(), maturity_hundredths=2000, new_yandas=False), RULES)

    assert (str(step.after.total), str(step.after.index)) == ("125.3246", "50.13")
    assert step.index_gain < 0


def test_under_the_minimum_every_innovation_raises_the_index() -> None:
    few = sums(maturity=40000, counted=5)

    # 20 / 12 x 0.4 + 0.38 x 0.4 = 0.6667 + 0.152.
    step = change(few, with_innovation(few, maturity_hundredths=2000, new_yandas=False), RULES)

    assert step.index_gain == Fraction(20 * 4, 12 * 10) + Fraction("0.152")


def test_the_fifth_yandas_opens_the_gate() -> None:
    shut = sums(yandas=4)

    step = change(shut, with_innovation(shut, maturity_hundredths=8000, new_yandas=True), RULES)

    # The mean stays 80; 13 x 0.38 = 4.94 comes in whole: 4.94 x 0.4 = 1.976.
    assert step.opens_gate
    assert step.index_gain == Fraction("1.976")


def test_leaving_one_out_undoes_adding_it() -> None:
    more = with_innovation(sums(yandas=4), maturity_hundredths=3300, new_yandas=True)

    assert without_innovation(more, maturity_hundredths=3300, last_of_yandas=True) == sums(yandas=4)


def test_maturity_of_a_draft() -> None:
    # 3 x 3 + 4 x 2 = 17.
    assert maturity_of({"16": 3, "35": 2}, RULES) == 1700
    with pytest.raises(KeyError):
        maturity_of({"2a": 1}, RULES)
