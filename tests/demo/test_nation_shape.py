"""The nation on paper: totals, mean and shares as published, levels that come to what they should."""

from __future__ import annotations

import random
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from iga_portal.demo.nation import levels, shape
from iga_portal.demo.planning import MEASURED
from scoring.core.measures import measure_row
from scoring.instruments import load_instrument

INSTRUMENT = load_instrument(2026)
CANDIDATES = list(range(1000, 1546))


def test_nation_has_the_published_totals() -> None:
    shapes = shape.shape_nation(CANDIDATES, regions=531, innovations=36_742)
    assert len({entry.region_id for entry in shapes}) == 531
    assert sum(entry.innovations for entry in shapes) == 36_742
    assert 49.3 < sum(entry.index for entry in shapes) / 531 < 49.6
    assert abs(sum(entry.index >= 65.01 for entry in shapes) - 108) <= 1
    assert all(1 <= entry.counted <= entry.innovations for entry in shapes)
    assert all(30 <= entry.agencies <= 60 for entry in shapes)
    covering = sum(entry.covers_yandas for entry in shapes)
    assert 0.75 * 531 < covering < 531


def test_nation_counts_what_is_there_already() -> None:
    known = shape.Known(regions={1000, 1001}, innovations=80, index_sum=100.0, very_innovative=1)
    shapes = shape.shape_nation(CANDIDATES, regions=531, innovations=36_742, known=known)
    assert len(shapes) == 529
    assert not {1000, 1001} & {entry.region_id for entry in shapes}
    assert sum(entry.innovations for entry in shapes) == 36_742 - 80
    # The mean over all 531, the known ones included, is the published one.
    assert abs((sum(entry.index for entry in shapes) + 100.0) / 531 - 49.43) < 0.1


def test_same_fifteen_regions_stay_away_each_time() -> None:
    first = set(CANDIDATES) - set(shape.participants(CANDIDATES, number=531))
    again = set(CANDIDATES) - set(shape.participants(list(reversed(CANDIDATES)), number=531))
    assert first == again
    assert len(first) == 15
    # A region that is there already is never among them.
    away = min(first)
    assert away in shape.participants(CANDIDATES, number=531, known=[away])


@pytest.mark.parametrize(("regions", "innovations"), [(600, 36_742), (531, 400), (0, 0)])
def test_numbers_that_do_not_fit_are_refused(regions: int, innovations: int) -> None:
    with pytest.raises(ValueError, match="regions with"):
        shape.shape_nation(CANDIDATES, regions=regions, innovations=innovations)


@given(st.integers(14, 111), st.integers())
def test_drawn_levels_come_to_the_maturity_exactly(maturity: int, seed: int) -> None:
    drawn = levels.draw_levels(
        INSTRUMENT.sid_rows, points_hundredths=maturity * 100, chance=random.Random(seed)
    )
    assert levels.points_of(INSTRUMENT.sid_rows, drawn) == maturity * 100
    assert all(0 <= level <= 3 for level in drawn)
    assert all(level for row, level in zip(INSTRUMENT.sid_rows, drawn, strict=True) if row.mandatory)


@given(st.integers(14, 111), st.integers(), st.booleans())
def test_profile_ends_at_the_maturity_and_never_verifies_above_the_claim(
    maturity: int, seed: int, assessed: bool
) -> None:
    profile = levels.draw_profile(
        INSTRUMENT.sid_rows, points_hundredths=maturity * 100, chance=random.Random(seed), assessed=assessed
    )
    final = [
        verified if corrected is None else corrected
        for verified, corrected in zip(profile.verified, profile.final, strict=True)
    ]
    assert levels.points_of(INSTRUMENT.sid_rows, final) == maturity * 100
    assert all(v <= c for v, c in zip(profile.verified, profile.claimed, strict=True))
    assert assessed or profile.final == (None,) * 20


@given(st.lists(st.integers(0, 3), min_size=20, max_size=20), st.integers())
def test_figures_give_their_levels_and_agree_with_each_other(wanted: list[int], seed: int) -> None:
    rows = INSTRUMENT.spd_rows
    found = levels.figures_for(rows, levels=wanted, chance=random.Random(seed))
    for row, level in zip(rows, wanted, strict=True):
        entry = found[row.code]
        assert (entry.level or 0) == level
        if row.measure is None or entry.latest is None:
            continue
        inputs = {"t1": str(entry.latest)} | ({} if entry.previous is None else {"t2": str(entry.previous)})
        assert measure_row(row.measure, inputs, path=row.code).level == level
    for change, latest in (("5a", "5b"), ("10a", "10b"), ("11a", "11b")):
        if found[change].latest is not None and found[latest].latest is not None:
            assert found[change].latest == found[latest].latest


def test_measured_values_of_the_walk_give_the_levels_they_stand_for() -> None:
    for number, values in MEASURED.items():
        row = INSTRUMENT.row(str(number))
        measure = row.measure_of("a") if row.bases else row.measure
        assert measure is not None
        for level, value in enumerate(values, start=1):
            assert measure_row(measure, {"value": str(Decimal(value))}, path=row.code).level == level
