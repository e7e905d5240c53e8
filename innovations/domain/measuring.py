"""From a number to a level, by the bands of the instrument. Pure."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal

from scoring.core.measures import Placement, place
from scoring.core.model import Measure, Row

HUNDRED = 100


def placement_of(measure: Measure, value: Decimal) -> Placement:
    """Where a value (in the unit of the measure) stands among its bands."""
    return place(measure, int((value * HUNDRED).to_integral_value(rounding=ROUND_HALF_UP)))


def level_of(row: Row, *, basis: str, measured: Decimal) -> int | None:
    """The level that a number gives on a row; None where the row, or the basis, is not measured."""
    if row.bases and basis not in {entry.code for entry in row.bases}:
        return None
    measure = row.measure_of(basis)
    return None if measure is None else placement_of(measure, measured).level
