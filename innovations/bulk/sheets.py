"""How the workbook is laid out: names of sheets and columns, and the mark of its kind."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

FORMAT: Final = "portal-iga-lembar-inovasi"
VERSION: Final = 1
"""Raised when a workbook of before can no longer be read."""

GUIDE, INNOVATIONS, ROWS, LEVELS, CHOICES = "Petunjuk", "Inovasi", "Baris", "Tingkat", "Pilihan"
FAULTS: Final = "Kesalahan"
LISTS: Final = "Daftar"
PORTAL: Final = "_portal"

HEADING_ROW, HINT_ROW, FIRST_ROW = 1, 2, 3

KEY, STATUS, OWNER = "Kunci", "Status", "Milik"
NAME: Final = "Nama inovasi"
ROW, TITLE, MANDATORY, UNIT = "Baris", "Indikator", "Wajib", "Dalam"
WORDS: Final = ("Tingkat 1", "Tingkat 2", "Tingkat 3")
VERIFIED, EVIDENCE = "Tingkat menurut desk", "Bukti"
MARK: Final = "Tanda portal"
"""Hidden last column: what the cells of this row showed when the file was made, as hashes."""

NEW: Final = "BARU-"
"""Begins the key of a row for an innovation that does not exist yet; the number tells such rows apart."""
NEW_KEY: Final = re.compile(r"BARU-[0-9]{1,4}", re.IGNORECASE)

_NUMBERED: Final = re.compile(r"^\s*[0-9]{1,2}[a-z]?\.\s*")


@dataclass(frozen=True, slots=True)
class Stamp:
    """Which template a workbook was made from, and the rules it carries."""

    version: int
    year: int
    fingerprint: str


def heading_key(text: str) -> str:
    """A heading without number, star, case and spare blanks: by this a column is recognised, wherever it was moved."""
    return " ".join(_NUMBERED.sub("", text).replace("*", " ").split()).casefold()


def new_key(number: int) -> str:
    return f"{NEW}{number:02d}"
