"""The sentences of the awards in Indonesian and English, and numbers and moments as each language writes them.

Not through the interface's translations: a published sentence stays as it was, in both languages, whoever reads it.
"""

from __future__ import annotations

from datetime import datetime, timedelta, timezone
from decimal import Decimal

from reports.awards.model import Part

WIB = timezone(timedelta(hours=7), "WIB")
"""National moments are told in WIB, as the guideline's dates are."""

PART_WORDS = {
    Part.PRESENTATION: ("Presentasi", "Presentation"),
    Part.FIELD: ("Validasi lapangan", "Field validation"),
}
KIND_WORDS = {"provinsi": "provinsi", "kabupaten": "kabupaten", "kota": "kota"}

_MONTHS = (
    "Januari", "Februari", "Maret", "April", "Mei", "Juni",
    "Juli", "Agustus", "September", "Oktober", "November", "Desember",
)  # fmt: skip
_MONTHS_EN = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip


def number_en(value: Decimal | int) -> str:
    """1,234.5: decimals that say nothing (a weight of 30.00) are left out."""
    text = f"{Decimal(value):,f}".replace("-", "−")
    return text.rstrip("0").rstrip(".") if "." in text else text


def number(value: Decimal | int) -> str:
    """As `number_en`, written the Indonesian way: 1.234,5."""
    return number_en(value).translate(str.maketrans(",.", ".,"))


def index_text(value: Decimal) -> str:
    """An index with its two decimals, Indonesian."""
    return f"{value:.2f}".replace(".", ",")


def moment(value: datetime) -> str:
    """3 Juni 2026 10.42.07 WIB: to the second, because an earliest sending may be decided by it."""
    at = value.astimezone(WIB)
    return f"{at.day} {_MONTHS[at.month - 1]} {at.year} {at:%H.%M.%S} WIB"


def moment_en(value: datetime) -> str:
    at = value.astimezone(WIB)
    return f"{at.day} {_MONTHS_EN[at.month - 1]} {at.year}, {at:%H:%M:%S} WIB"


def span(value: timedelta) -> str:
    """Days, hours and minutes, whole, rounded down."""
    days, hours, minutes = _span(value)
    return f"{days} hari {hours} jam {minutes} menit"


def span_en(value: timedelta) -> str:
    days, hours, minutes = _span(value)
    return f"{_counted(days, 'day')} {_counted(hours, 'hour')} {_counted(minutes, 'minute')}"


def _span(value: timedelta) -> tuple[int, int, int]:
    minutes = int(value.total_seconds() // 60) if value >= timedelta(0) else 0
    return minutes // 1440, minutes // 60 % 24, minutes % 60


def _counted(value: int, word: str) -> str:
    return f"{value} {word}" if value == 1 else f"{value} {word}s"


def place_words(place: int, *, among: int, tied: int) -> tuple[str, str]:
    """Where a winner stands: "peringkat 1 dari 12", and with how many others."""
    text, text_en = f"peringkat {place} dari {among}", f"place {place} of {among}"
    if tied:
        text += f", bersama {tied} daerah lain dengan nilai yang sama"
        text_en += f", shared with {tied} other{'s' if tied > 1 else ''} of equal standing"
    return text, text_en
