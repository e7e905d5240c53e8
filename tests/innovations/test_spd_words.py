"""What the SPD pages say of a row: the border it lies at, what it brings, whether it can still move."""

from __future__ import annotations

import json
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest
from django.utils.html import strip_tags

from innovations.models import RegionAnswer
from innovations.queries.spd import SpdLine, measured_of
from innovations.spd_season import SEASON, Mover
from innovations.views.region_spd_parts import season_of, worked_out, worth_of
from scoring.core.instrument import parse_instrument
from scoring.core.score import score

INSTRUMENT = parse_instrument(
    json.loads((Path(__file__).parents[2] / "scoring/instruments/2026.json").read_text())
)


def said(row: str, latest: str, previous: str | None = None) -> tuple[str, str]:
    """The two sentences about borders for a row's figures."""
    spec = INSTRUMENT.row(row)
    answer = RegionAnswer(
        row=row, latest=Decimal(latest), previous=None if previous is None else Decimal(previous)
    )
    found = worked_out(SpdLine(spec, answer, 0, measured_of(spec, answer)))
    assert found is not None
    return strip_tags(str(found["reached"])), strip_tags(str(found["following"]))


@pytest.mark.parametrize(
    ("row", "latest", "previous", "reached", "following"),
    [
        # 1.190 against 1.100: 8,18 %, level 3 from 8,17 on.
        ("3", "1190", "1100", "0,01 % di atas batas bawah tingkat 3, yaitu 8,17.", ""),
        # 8,00 - 7,92 = 0,08: the border of level 2 itself; level 3 from 1,16.
        ("10a", "7.92", "8", "Tepat pada batas tingkat 2, 0,08 poin persen: batasnya sendiri masih masuk.",
         "Kurang 1,08 poin persen lagi untuk tingkat 3, yang mulai dari 1,16."),
        # Less is better: 5,10 % lies under 5,92 and above 2,35.
        ("5b", "5.1", None, "0,82 % di bawah batas atas tingkat 2, yaitu 5,92.",
         "Lebih 2,75 % untuk tingkat 3, yang paling tinggi 2,35."),
        # The lowest level has no border under it.
        ("11b", "60", None, "", "Kurang 10,00 poin lagi untuk tingkat 2, yang mulai dari 70,00."),
    ],
)  # fmt: skip
def test_side_of_the_border_and_by_how_much(
    row: str, latest: str, previous: str | None, reached: str, following: str
) -> None:
    assert said(row, latest, previous) == (reached, following)


@pytest.mark.parametrize("row", [row.code for row in INSTRUMENT.spd_rows])
def test_worth_of_a_row_is_what_the_index_moves_by(row: str) -> None:
    def index(level: int) -> Fraction:
        document = {
            "instrument": 2026,
            "spd": {row: level, "12": 2} if row != "12" else {row: level},
            "innovations": [],
        }
        return score(document, INSTRUMENT).totals.index

    for level in range(4):
        worth = worth_of(INSTRUMENT.row(row), level=level, instrument=INSTRUMENT)
        assert worth.now == index(level) - index(0)
        assert worth.following == (index(level + 1) - index(level) if level < 3 else None)


def test_every_row_of_the_instrument_says_whether_it_can_still_move() -> None:
    assert list(SEASON) == [row.code for row in INSTRUMENT.spd_rows]
    # Figures of years that are over move no more.
    assert {code for code, found in SEASON.items() if found.mover is Mover.OVER} >= {
        row.code for row in INSTRUMENT.spd_rows if row.measure is not None
    }
    for row in INSTRUMENT.spd_rows:
        found = season_of(row)
        assert found is not None
        assert len(found.words) > 40
