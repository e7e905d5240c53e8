"""Names of folders and files inside a package: readable, short, and taken by Windows, macOS and Linux alike. Pure."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from typing import Final

FORBIDDEN: Final = frozenset('<>:"/\\|?*')
RESERVED: Final = re.compile(r"(con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])(\..*)?$", re.IGNORECASE)
"""Device names that Windows takes for no file, with any ending."""
LONGEST_FOLDER: Final = 48
LONGEST_FILE: Final = 80
"""Letters; with the folders above them a path stays well below the 260 of Windows."""
_KEPT = frozenset("LMNPSZ")
"""Letters, marks, numbers, punctuation, symbols, spaces; no control, format or private characters."""


def safe(text: str, *, longest: int) -> str:
    """A text as one part of a path: composed, without what a system refuses, never empty, never a device's name."""
    plain = unicodedata.normalize("NFC", text)
    kept = "".join(
        " " if letter in FORBIDDEN or letter.isspace() else letter
        for letter in plain
        if unicodedata.category(letter)[0] in _KEPT or letter.isspace()
    )
    # Windows drops points and spaces at the end, and would then find another file.
    name = " ".join(kept.split())[:longest].strip(" .")
    if not name:
        return "tanpa nama"
    return f"_{name}" if RESERVED.match(name) else name


def file_name(label: str, subject: str, *, ending: str) -> str:
    """ "16-18 SK Bupati.pdf": what it proves, what it is."""
    return f"{safe(f'{label} {subject}', longest=LONGEST_FILE)}.{ending}"


def folder_name(number: int, name: str) -> str:
    return f"{number:03d} {safe(name, longest=LONGEST_FOLDER)}"


def spans(numbers: Iterable[int]) -> str:
    """Row numbers in short: 16, 17, 18, 21 -> "16-18,21"."""
    runs: list[list[int]] = []
    for number in sorted(set(numbers)):
        if runs and number == runs[-1][-1] + 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    return ",".join(f"{run[0]}-{run[-1]}" if len(run) > 1 else f"{run[0]}" for run in runs)


class Paths:
    """Paths that are given out once each, also where capitals do not count."""

    def __init__(self, taken: Sequence[str] = ()) -> None:
        self._taken = {path.casefold() for path in taken}

    def free(self, folder: str, name: str) -> str:
        """The path itself, or with " (2)", " (3)" before its ending."""
        stem, point, ending = name.rpartition(".")
        stem, ending = (stem, f"{point}{ending}") if point else (name, "")
        path, number = f"{folder}/{name}", 1
        while path.casefold() in self._taken:
            number += 1
            path = f"{folder}/{stem} ({number}){ending}"
        self._taken.add(path.casefold())
        return path
