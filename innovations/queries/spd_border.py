"""Where a measured value stands among its printed borders, in numbers that a page can say in plain sentences."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from scoring.core.measures import Placement
from scoring.core.model import Band, Measure


@dataclass(frozen=True, slots=True)
class Border:
    """One border of the row's bands: the bound (in the measure's unit) of `level`, and how far the value is from it.

    `upward` says whether larger values are the better ones at this border. `distance` is never negative.
    """

    level: int
    bound: Decimal
    distance: Decimal
    upward: bool


@dataclass(frozen=True, slots=True)
class Standing:
    """`reached` is the border that gave the level (None at the lowest level), `following` the one to the next level (None at 3)."""

    reached: Border | None
    following: Border | None


def standing_of(measure: Measure, placement: Placement) -> Standing:
    """The border below and above a value, by the bands that decide (not by the printed ranges, which may overlap)."""
    return Standing(
        reached=_border(measure, placement, level=placement.level),
        following=_border(measure, placement, level=placement.level + 1),
    )


def _border(measure: Measure, placement: Placement, *, level: int) -> Border | None:
    band = next((entry for entry in measure.bands if entry.level == level), None)
    if band is None or band.comparator == "otherwise":
        return None
    distance = abs(placement.value_hundredths - band.bound_hundredths)
    return Border(level, _decimal(band.bound_hundredths), _decimal(distance), upward=_upward(band))


def _upward(band: Band) -> bool:
    return band.comparator in {"at_least", "above"}


def _decimal(hundredths: int) -> Decimal:
    return Decimal(hundredths) / 100
