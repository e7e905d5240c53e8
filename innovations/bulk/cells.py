"""What stands in a cell, and the few words that mean something of their own in one. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any, Final
from unicodedata import category

from openpyxl.utils.escape import unescape

ERASE: Final = "(kosongkan)"
"""Typed into a cell, it empties the field on purpose; a blank cell leaves the field as it is."""
TOO_LONG: Final = "(terlalu panjang untuk lembar kerja; ubah di portal)"
"""Stands for a text that a cell cannot hold. Left as it is, it changes nothing."""
MOST_LETTERS: Final = 32_767
"""What a cell holds at most; a longer one is cut off by the spreadsheet without a word."""

UNWRITABLE: Final = frozenset({"Cc", "Cs"})
"""Kinds of characters that no XML can carry: controls, halves of a pair."""


class Kind(StrEnum):
    BLANK = "blank"
    TEXT = "text"
    NUMBER = "number"
    DATE = "date"
    BOOLEAN = "boolean"
    FORMULA = "formula"
    ERROR = "error"


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell as it was found. A formula is its own text, never what it comes to; `is_percent`: shown with a percent sign."""

    kind: Kind
    value: Any = None
    is_percent: bool = False

    @property
    def text(self) -> str:
        """The cell as one line-ended text, "" when blank. A whole number has no decimals."""
        if self.value is None:
            return ""
        if isinstance(self.value, float):
            return plain_float(self.value)
        if isinstance(self.value, datetime):
            return self.value.date().isoformat()
        if isinstance(self.value, date):
            return self.value.isoformat()
        if isinstance(self.value, bool):
            return "TRUE" if self.value else "FALSE"
        return line_ends(str(self.value)).strip()

    @property
    def is_blank(self) -> bool:
        return not self.text

    @property
    def erases(self) -> bool:
        return self.text.casefold() == ERASE


BLANK: Final = Cell(Kind.BLANK)


def line_ends(text: str) -> str:
    """One kind of line end. Excel writes a carriage return inside a cell as `_x000D_`."""
    return unescape(text).replace("\r\n", "\n").replace("\r", "\n")


def plain_float(value: float) -> str:
    """What somebody typed, not what binary fractions made of it: 0.1 + 0.2 is 0.3."""
    return format(value, ".12g") if abs(value) < 1e12 else format(value, ".0f")


def writable(text: str) -> str:
    """A stored text as a cell may hold it: without what no XML can carry; TOO_LONG in the place of what does not fit."""
    text = "".join(
        letter for letter in line_ends(text) if letter in "\n\t" or category(letter) not in UNWRITABLE
    )
    return text if len(text) <= MOST_LETTERS else TOO_LONG
