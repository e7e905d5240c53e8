"""Each weight by itself: the vectors answer many rows at once, so a shifted weight could hide in a sum."""

from __future__ import annotations

import copy
from decimal import Decimal
from typing import Any

import pytest

from scoring.core.errors import InstrumentError
from scoring.core.instrument import parse_instrument
from scoring.core.score import score
from scoring.instruments import load_document
from tests.scoring_core.support import SID_CODES, SPD_CODES, facts, innovation, instrument

# Written off the printed column Bobot, pages 26-48.
PRINTED = {
    "1": "1",
    "2a": "1",
    "2b": "1",
    "3": "1",
    "4": "1",
    "5a": "0.75",
    "5b": "0.75",
    "6": "1.5",
    "7": "1.5",
    "8": "1.5",
    "9": "1",
    "10a": "0.75",
    "10b": "0.75",
    "11a": "0.75",
    "11b": "0.75",
    "12": "2",
    "13a": "1",
    "13b": "1",
    "14": "1",
    "15": "1",
    "16": "3",
    "17": "2",
    "18": "2",
    "19": "2",
    "20": "1",
    "21": "2",
    "22": "1",
    "23": "1",
    "24": "1",
    "25": "1",
    "26": "1",
    "27": "1",
    "28": "2",
    "29": "1",
    "30": "2",
    "31": "3",
    "32": "2",
    "33": "3",
    "34": "2",
    "35": "4",
}


def points_of_each_row(year: int = 2026) -> dict[str, Decimal]:
    """The points of level 3 in each row, measured through whole results with one row answered."""
    points = {
        code: score(facts(spd={code: 3}, year=year), instrument(year)).numbers.spd for code in SPD_CODES
    }
    for code in SID_CODES:
        one = facts(innovation(levels={code: 3}), year=year)
        if year == 2027:
            one["innovations"][0]["implemented"] = "2025-05-06"
        points[code] = score(one, instrument(year)).numbers.maturity_sum
    return points


@pytest.mark.parametrize("year", [2026, 2027])
def test_each_row_brings_its_printed_weight_times_the_level(year: int) -> None:
    assert points_of_each_row(year) == {code: Decimal(weight) * 3 for code, weight in PRINTED.items()}


def test_the_printed_maxima_are_met() -> None:
    # 21 x 3 = 63 and 37 x 3 = 111.
    assert sum(Decimal(PRINTED[code]) for code in SPD_CODES) == 21
    assert sum(Decimal(PRINTED[code]) for code in SID_CODES) == 37


@pytest.mark.parametrize("position", range(40))
def test_a_single_changed_weight_is_refused(position: int) -> None:
    document = load_document(2026)
    row = document["rows"][position]
    row["weight"] = str(Decimal(row["weight"]) + Decimal("0.25"))

    with pytest.raises(InstrumentError) as refusal:
        parse_instrument(document)

    assert refusal.value.path == ("maxima.spd" if row["aspect"] == "SPD" else "maxima.maturity")


@pytest.mark.parametrize("position", [*range(19), *range(20, 39)])
def test_two_weights_changed_against_each_other_change_a_result(position: int) -> None:
    """The maxima do not see a weight that moves to the next row; the results do."""
    document: dict[str, Any] = copy.deepcopy(load_document(2026))
    first, second = document["rows"][position], document["rows"][position + 1]
    first["weight"] = str(Decimal(first["weight"]) + Decimal("0.25"))
    second["weight"] = str(Decimal(second["weight"]) - Decimal("0.25"))
    changed = parse_instrument(document)

    code = first["code"]
    one = facts(spd={code: 3}) if first["aspect"] == "SPD" else facts(innovation(levels={code: 3}))

    assert score(one, changed).numbers != score(one, instrument()).numbers
