"""Indonesian written forms, and the door through which every text from outside passes before it is printed."""

import re
import unicodedata
from datetime import date
from decimal import Decimal
from typing import Any

_MONTHS = (
    "Januari",
    "Februari",
    "Maret",
    "April",
    "Mei",
    "Juni",
    "Juli",
    "Agustus",
    "September",
    "Oktober",
    "November",
    "Desember",
)

#: Stands for a character that the named fonts do not have. Without it Pango would reach for any font of the
#: system, and the same snapshot would give other bytes on another machine. It is itself in every face used.
REPLACEMENT = "\u25e6"

# Every one of these is in every face named in fonts.py; a test asks the font files.
_PRINTABLE = (
    frozenset(map(chr, range(0x20, 0x7F)))
    | (frozenset(map(chr, range(0xA0, 0x180))) - {"\u00ad"})
    | frozenset(map(chr, range(0x1E00, 0x1E9C)))
    | frozenset(map(chr, range(0x1EA0, 0x1EFA)))
    | frozenset("‐–—‘’‚“”„†‡•…′″‹›⁄€™№→←−≠" + REPLACEMENT)
)
# Only the sans faces have these; tables and notes are set in them.
_PRINTABLE_SANS = _PRINTABLE | frozenset("≤≥≈×÷‰●○")

# Invisible characters that join, hide or turn text: dropped, they print nothing anyway.
_DROPPED = re.compile(
    "[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff\U000e0000-\U000e0fff]"
)
_SPACES = re.compile(r"\s+")


def printable(text: str, *, serif: bool = False) -> str:
    """`text` as it may be printed: composed, on one line, without invisible or direction-turning characters.

    A character that the fonts do not carry (emoji, another script) becomes REPLACEMENT; a run of them becomes
    one. `serif` is for text set in the serif faces, which carry fewer signs.
    """
    known = _PRINTABLE if serif else _PRINTABLE_SANS
    composed = unicodedata.normalize("NFC", _DROPPED.sub("", text))
    spaced = _SPACES.sub(
        " ", "".join(" " if unicodedata.category(char) == "Cc" else char for char in composed)
    ).strip()
    replaced = "".join(char if char in known else REPLACEMENT for char in spaced)
    return re.sub(f"{REPLACEMENT}+", REPLACEMENT, replaced)


def decimal_text(value: Decimal) -> str:
    """An exact number in Indonesian form, all its decimals and no rounding: Decimal("36742.50") is
    "36.742,50".
    """
    sign = "\u2212" if value < 0 else ""
    whole, _, fraction = f"{abs(value):f}".partition(".")
    grouped = f"{int(whole):,}".replace(",", ".")
    return f"{sign}{grouped},{fraction}" if fraction else f"{sign}{grouped}"


def short_decimal(value: Decimal) -> str:
    """The same number without trailing zeros: Decimal("63.00") is "63", Decimal("0.75") is "0,75"."""
    text = decimal_text(value)
    return text.rstrip("0").rstrip(",") if "," in text else text


def integer_text(value: int) -> str:
    """36742 is "36.742"."""
    return f"{value:,}".replace(",", ".")


def date_text(value: date) -> str:
    """7 July 2025 is "7 Juli 2025"."""
    return f"{value.day} {_MONTHS[value.month - 1]} {value.year}"


def replacement_in(value: Any) -> str:
    """REPLACEMENT when it stands anywhere in what is printed, so that the page can say what it means; else ""."""
    return REPLACEMENT if _has_replacement(value) else ""


def _has_replacement(value: Any) -> bool:
    if isinstance(value, str):
        return REPLACEMENT in value
    if isinstance(value, dict):
        return any(_has_replacement(member) for member in value.values())
    return isinstance(value, list) and any(_has_replacement(member) for member in value)
