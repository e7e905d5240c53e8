"""Exact numbers: decimals as scaled integers, and the one place where anything is rounded.

A scaled integer holds a decimal number times a power of ten: 12.34 with two places is 1234. Weights, levels' points,
maturities and the SPD are held in hundredths, because every weight has at most two decimals; sums of them never round.
"""

from __future__ import annotations

import re
from decimal import Decimal
from fractions import Fraction
from typing import Final

HUNDREDTH_PLACES: Final = 2
HUNDRED: Final = 100

NUMBER_PATTERN: Final = re.compile(r"-?[0-9]{1,18}(\.[0-9]{1,9})?")
"""The only way a number may be written as a string: ASCII digits, at most 18 before and 9 after the point."""
LARGEST_INTEGER: Final = 10**18 - 1
INPUT_PLACES: Final = 9


def half_up(value: Fraction, *, places: int) -> int:
    """Round to `places` decimals, half away from zero, and give the scaled integer (2.345, two places -> 235).

    Every rounding of the portal goes through here. Half away from zero is the portal's decision; the guideline is silent.
    """
    return half_up_ratio(value.numerator * 10**places, value.denominator)


def half_up_ratio(numerator: int, denominator: int) -> int:
    """The integer nearest to numerator / denominator, a tie away from zero. The denominator may be negative, not zero."""
    magnitude, base = abs(numerator), abs(denominator)
    rounded = (2 * magnitude + base) // (2 * base)
    return -rounded if (numerator < 0) != (denominator < 0) else rounded


def at_least_scaled(value: Fraction, *, places: int) -> int:
    """The smallest scaled integer that is not below `value`: for "so much is still missing", where less is not enough."""
    scale: int = 10**places
    return -(-value.numerator * scale // value.denominator)


def parse_scaled(text: str, *, places: int) -> int:
    """Read a number string exactly as a scaled integer.

    Raises ValueError when the text is not of `NUMBER_PATTERN` or carries more than `places` decimals other than zeros.
    """
    if NUMBER_PATTERN.fullmatch(text) is None:
        raise ValueError("not a plain decimal number")
    whole, _, fraction = text.partition(".")
    if fraction[places:].strip("0"):
        raise ValueError(f"more than {places} decimals")
    digits = fraction[:places].ljust(places, "0")
    magnitude = int(whole.lstrip("-") + digits)
    return -magnitude if whole.startswith("-") else magnitude


def format_scaled(value: int, *, places: int) -> str:
    """Print a scaled integer with all its decimals, one at least: 5 with two places is "0.05"; zero has no sign."""
    digits = str(abs(value)).rjust(places + 1, "0")
    sign = "-" if value < 0 else ""
    return f"{sign}{digits[:-places]}.{digits[-places:]}"


def as_decimal(value: int, *, places: int) -> Decimal:
    """A scaled integer as `Decimal`, through its printed form, so that no decimal context can round it."""
    return Decimal(format_scaled(value, places=places))
