"""Indonesian written forms, and what a text from outside may not bring onto paper."""

import unicodedata
from datetime import date
from decimal import Decimal

import pytest
from fontTools.ttLib import TTFont
from weasyprint.text.fonts import FontConfiguration

from reports.printing import formats
from reports.printing.fonts import require_fonts
from reports.printing.formats import (
    REPLACEMENT,
    date_text,
    decimal_text,
    integer_text,
    printable,
    short_decimal,
)


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("51.82", "51,82"),
        ("0.00", "0,00"),
        ("129.5600", "129,5600"),
        ("36742.50", "36.742,50"),
        ("1234567", "1.234.567"),
        ("-5.14", "\u22125,14"),
        ("1E+3", "1.000"),
        ("100.00", "100,00"),
    ],
)
def test_decimal_text_keeps_every_decimal(value, expected):
    assert decimal_text(Decimal(value)) == expected


@pytest.mark.parametrize(
    ("value", "expected"), [("63.00", "63"), ("0.75", "0,75"), ("1.50", "1,5"), ("100", "100"), ("0.00", "0")]
)
def test_short_decimal_drops_trailing_zeros_only(value, expected):
    assert short_decimal(Decimal(value)) == expected


def test_integer_text_groups_by_thousands():
    assert [integer_text(value) for value in (0, 999, 1000, 36742)] == ["0", "999", "1.000", "36.742"]


def test_date_text_is_indonesian():
    assert date_text(date(2025, 7, 7)) == "7 Juli 2025"
    assert date_text(date(2024, 2, 29)) == "29 Februari 2024"
    assert date_text(date(2026, 12, 31)) == "31 Desember 2026"


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        (
            "<script>alert(1)</script> & co",
            "<script>alert(1)</script> & co",
        ),  # the template escapes; here it is text
        ("Rapor\u202e gnuj", "Rapor gnuj"),
        ("a\u200bb\u2066c\u2069", "abc"),
        ("baris\nkedua\t\x00 ketiga", "baris kedua ketiga"),
        ("cafe\u0301", "caf\u00e9"),
        ("Padi \U0001f33e\U0001f33e Emas", f"Padi {REPLACEMENT} Emas"),
        ("\u0639\u0631\u0628", REPLACEMENT),
        ("\ud800", REPLACEMENT),
        ("≥ 8,17", "≥ 8,17"),
        ("", ""),
    ],
)
def test_printable(given, expected):
    assert printable(given) == expected


def test_printable_serif_has_fewer_signs():
    assert printable("≥ 5", serif=True) == f"{REPLACEMENT} 5"


def test_every_printable_character_is_in_every_face():
    """The sets are written down in code; the installed fonts must carry them, or a text would fall through."""
    paths = require_fonts(FontConfiguration())
    for name, path in paths.items():
        known = formats._PRINTABLE_SANS if name.startswith("Lato") else formats._PRINTABLE
        with TTFont(path, lazy=True) as face:
            missing = {char for char in known if ord(char) not in face.getBestCmap()}
        assert not missing, f"{name} lacks {sorted(map(unicodedata.name, missing))}"
