"""Ties share a place; the places after them are left out."""

from __future__ import annotations

from decimal import Decimal

import pytest

from regions.models import Region
from scoring.queries.past import (
    PastResult,
    _needed,
    _place,
    bands_of_year,
    index_for_rank,
    last_result,
    national_mean,
    place_of,
)
from scoring.ranking import ranked


def places(*entries: tuple[str, str]) -> list[tuple[str, int, int]]:
    found = ranked((code, Decimal(index), code) for code, index in entries)
    return [(place.key, place.rank, place.tied) for place in found]


def test_equal_indices_share_a_place_and_the_next_one_is_left_out() -> None:
    assert places(("11", "70.00"), ("12", "80.00"), ("13", "70.00"), ("14", "60.00")) == [
        ("12", 1, 0),
        ("11", 2, 1),
        ("13", 2, 1),
        ("14", 4, 0),
    ]


def test_equals_stand_in_the_order_of_their_codes() -> None:
    assert [key for key, _rank, _tied in places(("62.02", "50"), ("17.71", "50"), ("11", "50.00"))] == [
        "11",
        "17.71",
        "62.02",
    ]


def test_all_equal_are_all_first() -> None:
    assert places(("11", "0.00"), ("12", "0.00"), ("13", "0.00")) == [
        ("11", 1, 2),
        ("12", 1, 2),
        ("13", 1, 2),
    ]


def test_nobody_is_no_place() -> None:
    assert places() == []


def past(index: str, rank: int) -> PastResult:
    return PastResult(2025, "00.00", Decimal(index), "", rank, "kota", 93, "")


@pytest.mark.parametrize(
    ("index", "found"),
    [
        ("72.94", (21, True)),  # the same index is the same place
        ("75.00", (21, False)),  # above it: that place or better
        ("81.00", (3, False)),  # the best bound counts
        ("72.93", None),  # below every source nothing is known
    ],
)
def test_place_in_a_past_year_says_only_what_the_sources_carry(
    index: str, found: tuple[int, bool] | None
) -> None:
    place = _place(Decimal(index), [past("72.94", 21), past("80.00", 3)])
    assert (place and (place.rank, place.exact)) == found


def test_past_year_is_read_from_published_results() -> None:
    # Kota Tangerang 2025: 72.94, place 21 of 93 kota.
    place = place_of(Decimal("73.00"), kind="kota", year=2025)
    assert place is not None
    assert (place.rank, place.scope_size, place.exact) == (21, 93, False)
    assert place_of(Decimal("73.00"), kind="kabupaten", year=2025) is None
    assert (national_mean(2025), national_mean(2022)) == (Decimal("49.43"), None)


def test_last_result_is_the_latest_published_one() -> None:
    tangerang = last_result(Region(code="36.71"), before=2026)
    assert tangerang is not None
    assert (tangerang.year, tangerang.index, tangerang.rank) == (2025, Decimal("72.94"), 21)
    earlier = last_result(Region(code="36.71"), before=2025)
    assert earlier is None or earlier.year < 2025
    assert last_result(Region(code="99.99"), before=2026) is None


@pytest.mark.parametrize(
    ("rank", "found"),
    [
        (21, ("72.94", 21)),  # the published pair itself
        (30, ("72.94", 21)),  # enough for a lower place too; what less would have done nobody printed
        (20, ("80.00", 3)),
        (2, None),
    ],
)
def test_index_for_a_wanted_rank_is_one_that_was_enough(rank: int, found: tuple[str, int] | None) -> None:
    needed = _needed(rank, [past("72.94", 21), past("80.00", 3)])
    assert (needed and (str(needed.index), needed.rank)) == found


def test_index_for_a_rank_comes_from_the_latest_year_that_tells() -> None:
    # Kota Tangerang 2025; no source prints an index with its place for a kabupaten in 2025, so an earlier year speaks.
    kota = index_for_rank(25, kind="kota", before=2026)
    assert kota is not None
    assert (kota.year, kota.index, kota.rank) == (2025, Decimal("72.94"), 21)
    kabupaten = index_for_rank(400, kind="kabupaten", before=2026)
    assert kabupaten is not None
    assert kabupaten.year < 2025
    assert index_for_rank(25, kind="kota", before=2021) is None


def test_bands_of_a_year_are_those_of_its_sources() -> None:
    assert bands_of_year(2025) == {"Sangat Inovatif": Decimal("65.01"), "Inovatif": Decimal("40.01")}
    assert bands_of_year(2024)["Sangat Inovatif"] == Decimal("60.01")
    assert bands_of_year(1999) == {}
