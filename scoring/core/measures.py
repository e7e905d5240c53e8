"""Measured rows: exact arithmetic, one rounding to two decimals, then the band.

Growth is worked out as printed, (T-1 minus T-2) divided by T-2 times 100 %, sign of T-2 included.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from scoring.core.errors import FactsError, shown, step
from scoring.core.exact import (
    HUNDRED,
    HUNDREDTH_PLACES,
    INPUT_PLACES,
    LARGEST_INTEGER,
    NUMBER_PATTERN,
    format_scaled,
    half_up_ratio,
    parse_scaled,
)
from scoring.core.jsontext import refuse_repeated
from scoring.core.model import Measure

_SCALE: Final = 10**INPUT_PLACES


@dataclass(frozen=True, slots=True)
class Placement:
    """Where a measured value stands.

    `printed_levels` are the levels in whose printed range it lies: two of them on a border, none in a gap between the
    printed ranges. `level` is what counts, by the portal's decision told in the instrument.
    """

    value_hundredths: int
    level: int
    printed_levels: tuple[int, ...]

    @property
    def value(self) -> str:
        return format_scaled(self.value_hundredths, places=HUNDREDTH_PLACES)

    @property
    def on_border(self) -> bool:
        return len(self.printed_levels) > 1

    @property
    def in_gap(self) -> bool:
        return not self.printed_levels


@dataclass(frozen=True, slots=True)
class Measured:
    """The inputs as they were written, and what they came to."""

    kind: str
    inputs: tuple[tuple[str, str], ...]
    placement: Placement

    @property
    def level(self) -> int:
        return self.placement.level

    def as_document(self) -> dict[str, Any]:
        return {
            "kind": self.kind,
            "inputs": dict(self.inputs),
            "value": self.placement.value,
            "border": self.placement.on_border,
            "printed_levels": list(self.placement.printed_levels),
        }


def place(measure: Measure, value_hundredths: int) -> Placement:
    """The level of a value that was already rounded to hundredths of the measure's unit."""
    return Placement(
        value_hundredths=value_hundredths,
        level=next(band.level for band in measure.bands if band.holds(value_hundredths)),
        printed_levels=tuple(
            sorted(entry.level for entry in measure.printed if entry.contains(value_hundredths))
        ),
    )


def measure_row(measure: Measure, inputs: Mapping[str, Any], *, path: str) -> Measured:
    """Work out a measured row from its inputs (number strings or whole numbers).

    Raises FactsError naming the input: an unknown or missing one, one that is no exact number, a T-2 of zero in a
    growth row.
    """
    refuse_repeated(inputs, path=path, error=FactsError)
    keys = measure.input_keys
    for key in inputs:
        if key not in keys:
            raise FactsError(step(path, key), f"unknown input; this row takes {' and '.join(keys)}")
    numbers: dict[str, int] = {}
    for key in keys:
        if key not in inputs:
            raise FactsError(step(path, key), "is missing; this row is worked out from it")
        numbers[key] = _number(inputs[key], path=step(path, key))
    if measure.kind == "growth_percent" and numbers["t2"] == 0:
        raise FactsError(
            step(path, "t2"), "is zero, and growth against zero has no value; give a level instead"
        )
    return Measured(
        kind=measure.kind,
        inputs=tuple((key, str(inputs[key])) for key in keys),
        placement=place(measure, _value_hundredths(measure, numbers)),
    )


def _value_hundredths(measure: Measure, numbers: Mapping[str, int]) -> int:
    """The measured value in hundredths of its unit; `numbers` are scaled by 10**9."""
    if measure.kind == "growth_percent":
        return half_up_ratio((numbers["t1"] - numbers["t2"]) * 100 * HUNDRED, numbers["t2"])
    if measure.kind == "drop_points":
        return half_up_ratio((numbers["t2"] - numbers["t1"]) * HUNDRED, _SCALE)
    if measure.kind == "rise_points":
        return half_up_ratio((numbers["t1"] - numbers["t2"]) * HUNDRED, _SCALE)
    key = "t1" if measure.kind == "latest" else "value"
    return half_up_ratio(numbers[key] * HUNDRED, _SCALE)


def _number(value: Any, *, path: str) -> int:
    """A number scaled by 10**9."""
    if type(value) is int:
        if abs(value) > LARGEST_INTEGER:
            raise FactsError(path, "has more than 18 digits")
        return value * _SCALE
    if not isinstance(value, str):
        raise FactsError(path, f"must be a number written as a string, not {shown(value)}")
    if NUMBER_PATTERN.fullmatch(value) is None:
        raise FactsError(
            path,
            f'{shown(value)} is not a plain number: digits, at most 18, and after a point at most 9 more, like "8.17"',
        )
    return parse_scaled(value, places=INPUT_PLACES)
