"""Texts in files that people open with a spreadsheet program."""

from __future__ import annotations

import re
from typing import Final

_RUNS: Final = re.compile(r'(^|[;\t\r\n])(?=[ \u00a0\ufeff"]*[=+\-@\t\r＝＋－＠])')


def harmless(text: str) -> str:
    """A text for a CSV cell that no spreadsheet program carries out as a formula: an apostrophe where one would begin.

    That is the beginning of the cell, and also after what may part cells or lines: a program set to Indonesian parts at the
    semicolon, whatever the quotes of a file with commas say.
    """
    return _RUNS.sub(r"\1'", text)
