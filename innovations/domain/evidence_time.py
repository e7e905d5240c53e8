"""Whether the date of a document lies in the time that a row asks for, as far as a date can tell. Pure.

The instrument says the time in words ("3 tahun terakhir", "sesuai tahun anggaran"). A date decides only where those words name
years; for all others this says so instead of guessing.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final

from scoring.core.model import EvidenceRule, Instrument


class Timing(StrEnum):
    ANY = "any"
    """The row asks for no time."""
    INSIDE = "inside"
    OUTSIDE = "outside"
    UNDATED = "undated"
    """The row names years, and the document carries no date."""
    UNDECIDED = "undecided"
    """The row asks for a time that no date alone can decide."""


SPANS: Final[Mapping[str, tuple[str, str]]] = {
    "T-2, T-1, T-0; surat tambahan T-0 bila peran belum dimuat": ("T-2", "T-0"),
    "3 tahun terakhir (T-2, T-1, T-0)": ("T-2", "T-0"),
    "keterlibatan T-1 dan/atau T-2; dokumen boleh T-0, T-1, T-2": ("T-2", "T-0"),
    # "Two years back" may be counted with or without the running one: only what is older than both readings is surely outside.
    "2 tahun terakhir": ("T-2", "T-0"),
    "definisi: tahun terakhir; panduan: 2 tahun terakhir": ("T-2", "T-0"),
}
"""Words of an instrument -> first and last year that a document may carry. An RKPD is dated the year before its own, a budget and a
decree follow years of their own: their words are not here."""
PERMITS: Final = frozenset({"boleh T-0"})
"""Words that allow a time and forbid none."""


@dataclass(frozen=True, slots=True)
class Judged:
    """`first` and `last` are the years asked for, where the words name them."""

    timing: Timing
    first: int = 0
    last: int = 0


def timing_of(rule: EvidenceRule, *, dated: date | None, instrument: Instrument) -> Judged:
    """Judge the date of a document against the time that a row's evidence rule asks for."""
    if not rule.time or rule.time in PERMITS:
        return Judged(Timing.ANY)
    span = SPANS.get(rule.time)
    if span is None or not set(span) <= set(instrument.years):
        return Judged(Timing.UNDECIDED)
    first, last = (instrument.years[word] for word in span)
    if dated is None:
        return Judged(Timing.UNDATED, first, last)
    return Judged(Timing.INSIDE if first <= dated.year <= last else Timing.OUTSIDE, first, last)
