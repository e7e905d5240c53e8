"""Texts that a spreadsheet program would carry out, in whichever language it is set to."""

from __future__ import annotations

import pytest

from iga_portal.web.spreadsheets import harmless


@pytest.mark.parametrize(
    ("text", "cell"),
    [
        ("Antrean daring", "Antrean daring"),
        ("=SUM(A1)", "'=SUM(A1)"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("+62 812", "'+62 812"),
        ("\t=1", "'\t'=1"),
        ("  =1", "'  =1"),
        ("＝SUM(A1)", "'＝SUM(A1)"),
        # Set to Indonesian, programs part at the semicolon whatever the quotes of a file with commas say, and at every line.
        ('Layanan;=HYPERLINK("http://x";"Buka")', 'Layanan;\'=HYPERLINK("http://x";"Buka")'),
        ('Layanan; "=1', "Layanan;' \"=1"),
        ("Tujuan:\n=1+1", "Tujuan:\n'=1+1"),
        ("Cepat; murah; a-b=c", "Cepat; murah; a-b=c"),
        ("'=1", "'=1"),
        ("", ""),
    ],
)
def test_what_a_spreadsheet_would_carry_out_becomes_a_text(text: str, cell: str) -> None:
    assert harmless(text) == cell
