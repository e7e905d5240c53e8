"""The workbook in LibreOffice Calc, as many offices use it: opened, saved, and taken in again. Skipped where there is none."""

from __future__ import annotations

import io
import shutil
import subprocess
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from openpyxl import load_workbook

from iga_portal.tenancy.scope import scope
from innovations.domain.answers import set_answer
from innovations.domain.innovations import change_proposal
from innovations.models import Answer, BulkState, Innovation
from tests.bulk.support import (
    Pen,
    applied,
    changes_of,
    faults_of,
    looked_through,
    make_innovation,
    workbook_of,
)
from tests.cast import KOTIM, Cast

SOFFICE = shutil.which("soffice") or shutil.which("libreoffice")

pytestmark = [
    pytest.mark.usefixtures("frozen_noon"),
    pytest.mark.skipif(SOFFICE is None, reason="LibreOffice (soffice) is not installed"),
]


def saved_by_calc(content: bytes, folder: Path) -> bytes:
    """The workbook opened in Calc and saved again as XLSX."""
    source, target = folder / "lembar.xlsx", folder / "disimpan"
    source.write_bytes(content)
    target.mkdir(exist_ok=True)
    subprocess.run(
        [str(SOFFICE), f"-env:UserInstallation={(folder / 'profil').as_uri()}", "--headless", "--convert-to",
         "xlsx", "--outdir", str(target), str(source)],
        check=True, capture_output=True, timeout=600,
    )  # fmt: skip
    return (target / "lembar.xlsx").read_bytes()


def lists_of(content: bytes, *, rows: int = 1000) -> dict[str, set[tuple[str, str]]]:
    """Per sheet where a list of valid choices stands (as far as `rows`: Calc trims what lies far below), and where it comes from."""
    book = load_workbook(io.BytesIO(content))
    return {
        sheet.title: {
            (f"{area.coord.partition(':')[0]} - {min(area.max_row, rows)}", _plain(rule.formula1))
            for rule in sheet.data_validations.dataValidation
            if rule.type == "list"
            for area in rule.sqref.ranges
        }
        for sheet in book.worksheets
    }


def _plain(formula: str) -> str:
    return formula.replace("$", "").replace("'", "")


def test_workbook_saved_by_calc_says_the_same(cast: Cast, tmp_path: Path) -> None:
    with scope({KOTIM}):
        made = make_innovation(cast, name="=Antrean; -Daring")
        # Texts that a spreadsheet may give back differently: line ends, quotes, a leading sign, digits, a date in words.
        change_proposal(
            made.pk, actor=cast.actor("sari"), seen=None,
            changes={"aim": "+Satu\n\n  dua “tiga”\n- empat", "benefit": "007", "result": "6 Mei 2024", "urusan_overlapping": ["A06", "A01"]},
        )  # fmt: skip
        set_answer(made.pk, row=17, actor=cast.actor("sari"), level=2, measured=Decimal("12"), note="=A1+1")
    workbook = workbook_of(cast)
    saved = saved_by_calc(workbook, tmp_path)
    found = looked_through(cast, saved)
    assert (faults_of(found), changes_of(found)) == ([], [])
    assert not any(entry["remarks"] for entry in found.report["entries"])  # the hidden marks are there, too
    assert lists_of(saved) == lists_of(workbook)
    before, after = load_workbook(io.BytesIO(workbook)), load_workbook(io.BytesIO(saved))
    assert [(sheet.title, sheet.sheet_state) for sheet in after] == [
        (sheet.title, sheet.sheet_state) for sheet in before
    ]
    for sheet in before:
        hidden = {name for name, column in sheet.column_dimensions.items() if column.hidden}
        assert hidden <= {
            name for name, column in after[sheet.title].column_dimensions.items() if column.hidden
        }


def test_what_was_typed_and_saved_in_calc_arrives(cast: Cast, tmp_path: Path) -> None:
    pen = Pen(saved_by_calc(workbook_of(cast, filled=False), tmp_path))
    pen.write(
        "BARU-01",
        {
            "Nama inovasi": "Antar Obat", "Milik": "Puskesmas Baamang", "Jenis": "Digital", "Asta Cita": 4,
            "Titik koordinat": "-2,53127, 112,95013", "Urusan utama": "Kesehatan", "Urusan beririsan": "a06, a01",
            "Tanggal uji coba": date(2024, 1, 10), "Tanggal penerapan awal": "6 Mei 2024",
            "Rancang bangun": "satu dua\ntiga",
        },
    )  # fmt: skip
    pen.write("BARU-01", {"Tingkat": 3, "Catatan": "Perda 3/2024"}, row=16)
    pen.write("BARU-01", {"Angka terukur": 12}, row=17)
    pen.write(
        "BARU-01", {"Angka terukur": "1.250", "Satuan ukur": "a · Jumlah penerima manfaat (orang)"}, row=33
    )
    found = looked_through(cast, saved_by_calc(pen.done(), tmp_path))
    assert faults_of(found) == []
    assert applied(cast, found).state == BulkState.APPLIED
    with scope({KOTIM}):
        made = Innovation.objects.get()
        rows = {answer.row: answer for answer in Answer.objects.all()}
    assert (made.name, made.opd_id, made.kind, made.asta_cita) == ("Antar Obat", cast.clinic.pk, "digital", 4)
    assert (made.latitude, made.longitude) == (Decimal("-2.53127"), Decimal("112.95013"))
    assert (made.urusan, made.urusan_overlapping) == ("A02", ["A06", "A01"])
    assert (made.trial_date, made.implemented_on) == (date(2024, 1, 10), date(2024, 5, 6))
    assert made.design == "satu dua\ntiga"
    assert (rows[16].claimed_level, rows[16].note) == (3, "Perda 3/2024")
    assert (rows[33].claimed_level, rows[33].measured) == (3, Decimal("1250.00"))
    assert (rows[17].claimed_level, rows[17].measured) == (2, Decimal("12.00"))
