"""There and back: what is exported and taken in again changes nothing; what is typed is what changes."""

from __future__ import annotations

import io
from datetime import date
from decimal import Decimal

from openpyxl import load_workbook

from iga_portal.tenancy.scope import scope
from innovations.bulk import sheets
from innovations.bulk.cells import ERASE
from innovations.domain.innovations import change_proposal
from innovations.enums import State
from innovations.models import Answer, BulkState, Innovation
from tests.bulk.support import (
    Pen,
    again,
    applied,
    changes_of,
    faults_of,
    looked_through,
    make_innovation,
    workbook_of,
)
from tests.cast import KOTIM, Cast


def stored(name: str) -> Innovation:
    with scope({KOTIM}):
        return Innovation.objects.get(name=name)


def claims(innovation: Innovation) -> dict[int, tuple[int | None, str, Decimal | None, str]]:
    with scope({KOTIM}):
        return {
            answer.row: (answer.claimed_level, answer.basis, answer.measured, answer.note)
            for answer in Answer.objects.filter(innovation=innovation)
        }


def test_filled_workbook_taken_in_unchanged_changes_nothing(cast: Cast) -> None:
    with scope({KOTIM}):
        first = make_innovation(cast, name="=Antrean; -Daring")
        make_innovation(cast, name="Puskesmas keliling", opd=cast.clinic, level=None)
        # Texts that a spreadsheet gives back differently: line ends, quotes, a leading sign, a nearly empty line.
        change_proposal(
            first.pk, actor=cast.actor("sari"), seen=None,
            changes={"aim": "+Satu\r\n\r\n  dua “tiga”\n- empat", "benefit": "_x000D_ dan @nama", "urusan_overlapping": ["A06", "A01"]},
        )  # fmt: skip
    found = looked_through(cast, workbook_of(cast))
    assert (found.state, faults_of(found), changes_of(found)) == (BulkState.READY, [], [])
    assert [entry["name"] for entry in found.report["entries"]] == ["=Antrean; -Daring", "Puskesmas keliling"]
    assert all(not entry["remarks"] for entry in found.report["entries"])


def test_new_innovation_is_made_of_what_was_typed(cast: Cast) -> None:
    pen = Pen(workbook_of(cast, filled=False))
    pen.write(
        "BARU-02",
        {
            "Nama inovasi": "  Antar   Obat ", "Milik": "Puskesmas Baamang", "Tahapan": "penerapan", "Inisiator": "ASN",
            "Nama inisiator": "Tim Farmasi", "Klasifikasi": "Inovasi Perangkat Daerah",
            "Titik koordinat": "-2,53127, 112,95013", "Jenis": "Digital", "Bentuk": "Pelayanan Publik", "Asta Cita": 4,
            "Klaster PKPN": "D · Kesehatan", "Program PKPN utama": "D03", "Program PKPN beririsan": "D01; F04",
            "Urusan utama": "Kesehatan", "Urusan beririsan": "a06, a01", "Tanggal uji coba": date(2024, 1, 10),
            "Tanggal penerapan awal": "6 Mei 2024", "Rancang bangun": "satu dua\ntiga", "Tujuan": "=1+1",
        },
    )  # fmt: skip
    pen.write("BARU-02", {"Tingkat": 3, "Catatan": "Perda 3/2024"}, row=16)
    pen.write("BARU-02", {"Angka terukur": "1.250"}, row=33).write(
        "BARU-02", {"Satuan ukur": "a · Jumlah penerima manfaat (orang)"}, row=33
    )
    pen.write("BARU-02", {"Angka terukur": 12}, row=17)
    found = looked_through(cast, pen.done())
    assert (found.state, faults_of(found)) == (BulkState.READY, [])
    with scope({KOTIM}):
        assert not Innovation.objects.exists()  # looked through, nothing written
    done = applied(cast, found)
    assert done.state == BulkState.APPLIED
    made = stored("Antar Obat")
    assert (made.opd_id, made.state, made.stage, made.kind) == (
        cast.clinic.pk,
        State.DRAFT,
        "penerapan",
        "digital",
    )
    assert (made.latitude, made.longitude) == (Decimal("-2.53127"), Decimal("112.95013"))
    assert (made.asta_cita, made.pkpn_cluster, made.pkpn_main, made.pkpn_overlapping) == (
        4,
        "D",
        "D03",
        ["D01", "F04"],
    )
    assert (made.urusan, made.urusan_overlapping) == ("A02", ["A06", "A01"])
    assert (made.trial_date, made.implemented_on) == (date(2024, 1, 10), date(2024, 5, 6))
    assert (made.design, made.aim) == ("satu dua\ntiga", "=1+1")
    assert made.created_by_id == cast.sari.pk
    rows = claims(made)
    assert len(rows) == 20
    assert rows[16] == (3, "", None, "Perda 3/2024")
    # 12 people: the band 11 to 30 is level 2; 1,250 people benefit: level 3 of the basis a.
    assert rows[17] == (2, "", Decimal("12.00"), "")
    assert rows[33] == (3, "a", Decimal("1250.00"), "")
    assert rows[18] == (None, "", None, "")


def test_changes_are_told_field_by_field_and_only_they_are_written(cast: Cast) -> None:
    with scope({KOTIM}):
        one = make_innovation(cast, name="Satu")
        two = make_innovation(cast, name="Dua")
    pen = Pen(workbook_of(cast))
    pen.write(str(one.public_id), {"Nama inovasi": "Satu Baru", "Hasil": ERASE, "Tujuan": None})
    pen.write(str(one.public_id), {"Tingkat": 1}, row=20).write(
        str(one.public_id), {"Tingkat": ERASE}, row=21
    )
    found = looked_through(cast, pen.done())
    assert changes_of(found) == [
        ("", "Nama inovasi", "Satu", "Satu Baru"),
        ("", "Hasil", "Satu aplikasi antrean.", ""),
        ("20", "Tingkat", "2", "1"),
        ("21", "Tingkat", "2", ""),
    ]
    assert [(entry["name"], entry["line"]) for entry in found.report["entries"]] == [
        ("Satu Baru", 3),
        ("Dua", 4),
    ]
    before = two.version
    assert applied(cast, found).state == BulkState.APPLIED
    after = stored("Satu Baru")
    assert (after.result, after.aim) == ("", "Mempercepat layanan.")  # a blank cell leaves the field as it is
    rows = claims(after)
    assert (rows[20][0], rows[21][0], rows[22][0]) == (1, None, 2)
    assert stored("Dua").version == before


def test_blank_cells_and_places_without_a_name_change_nothing(cast: Cast) -> None:
    with scope({KOTIM}):
        one = make_innovation(cast, name="Satu")
    pen = Pen(workbook_of(cast))
    for column in range(4, pen.innovations.max_column):
        pen.innovations.cell(pen.line(str(one.public_id)), column).value = None
    for row in range(16, 36):
        pen.write(str(one.public_id), {"Tingkat": None, "Satuan ukur": None}, row=row)
    found = looked_through(cast, pen.done())
    assert (found.state, faults_of(found), changes_of(found)) == (BulkState.READY, [], [])
    assert [entry["name"] for entry in found.report["entries"]] == ["Satu"]


def test_number_gives_the_level_and_another_level_needs_a_reason(cast: Cast) -> None:
    with scope({KOTIM}):
        one = make_innovation(cast, name="Satu", level=None)
    key = str(one.public_id)
    pen = Pen(workbook_of(cast))
    pen.write(key, {"Angka terukur": 12, "Tingkat": 3}, row=17)
    cell = pen.cell(key, "Tingkat", 17).coordinate
    found = looked_through(cast, pen.done())
    assert found.state == BulkState.FAULTY
    assert faults_of(found) == [
        ("Baris", cell, "Angka memberi tingkat 2, Anda memilih tingkat 3: tuliskan alasannya di Catatan, atau pilih tingkat 2.")
    ]  # fmt: skip
    found = looked_through(cast, pen.write(key, {"Catatan": "Ditambah 20 relawan."}, row=17).done())
    assert changes_of(found) == [
        ("17", "Angka terukur", "", "12"),
        ("17", "Tingkat", "", "3"),
        ("17", "Catatan", "", "Ditambah 20 relawan."),
    ]


def test_percent_cell_is_read_as_percent(cast: Cast) -> None:
    with scope({KOTIM}):
        one = make_innovation(cast, name="Satu", level=None)
    pen = Pen(workbook_of(cast))
    pen.write(str(one.public_id), {"Angka terukur": 0.75}, row=29)
    pen.cell(str(one.public_id), "Angka terukur", 29).number_format = "0%"
    assert ("29", "Angka terukur", "", "75") in changes_of(looked_through(cast, pen.done()))


def test_another_unit_of_row_33_starts_its_claim_afresh(cast: Cast) -> None:
    with scope({KOTIM}):
        one = make_innovation(cast, name="Satu")
    pen = Pen(workbook_of(cast)).write(str(one.public_id), {"Satuan ukur": "b"}, row=33)
    found = looked_through(cast, pen.done())
    told = [change for change in changes_of(found) if change[1] == "Tingkat"]
    assert told == [("33", "Tingkat", "2", "")]


def test_template_has_lists_hints_frozen_heads_and_locked_keys(cast: Cast) -> None:
    with scope({KOTIM}):
        make_innovation(cast, name="Satu")
    book = load_workbook(io.BytesIO(workbook_of(cast, places=2)))
    assert book.sheetnames == ["Petunjuk", "Inovasi", "Baris", "Tingkat", "Pilihan", "Daftar", "_portal"]
    assert [book[name].sheet_state for name in ("Daftar", "_portal")] == ["hidden", "hidden"]
    lists, first = book["Daftar"], book["Inovasi"]
    offered = {
        column[0].value: [cell.value for cell in column[1:] if cell.value is not None]
        for column in lists.iter_cols()
    }
    assert (len(offered["urusan"]), len(offered["program"]), len(offered["asta_cita"])) == (
        38 + 1,
        54 + 1,
        8 + 1,
    )
    assert offered["tingkat"] == [0, 1, 2, 3, ERASE]
    assert offered["milik"] == ["Dinas Kesehatan", "Puskesmas Baamang", ERASE]
    assert first.freeze_panes == "E3"
    assert book["Baris"].freeze_panes == "D3"
    pen = Pen(workbook_of(cast, places=2))
    key, name, day = (
        pen.cell("BARU-01", header) for header in (sheets.KEY, "Nama inovasi", "Tanggal uji coba")
    )
    assert (key.protection.locked, name.protection.locked, day.number_format) == (True, False, "dd/mm/yyyy")
    assert first.protection.sheet
    assert first.protection.password is None
    urusan = pen.cell("BARU-01", "Urusan utama")
    rule = next(rule for rule in first.data_validations.dataValidation if urusan.coordinate in rule.sqref)
    assert (rule.type, rule.formula1) == ("list", "Daftar!$I$2:$I$40")
    assert rule.prompt == "Satu dari 38 urusan."
    heading = first.cell(1, urusan.column)
    assert (heading.value, heading.comment.text) == ("11a. Urusan utama *", "Satu dari 38 urusan.")
    real = pen.cell(str(stored("Satu").public_id), "Tanggal uji coba").value
    assert real.date() == date(2024, 1, 10)
    basis_16, basis_33 = (pen.cell("BARU-01", "Satuan ukur", row) for row in (16, 33))
    assert (basis_16.protection.locked, basis_33.protection.locked) == (True, False)
    told = " ".join(str(cell.value) for row in book["Petunjuk"] for cell in row if cell.value)
    assert "Sel kosong berarti: biarkan seperti di portal." in told
    assert ERASE in told


def test_workbook_carries_no_formula(cast: Cast) -> None:
    with scope({KOTIM}):
        make_innovation(cast, name="=HYPERLINK(1)")
    book = load_workbook(io.BytesIO(workbook_of(cast)))
    kinds = {cell.data_type for sheet in book for row in sheet.iter_rows() for cell in row}
    assert "f" not in kinds
    name = Pen(workbook_of(cast)).cell(str(stored("=HYPERLINK(1)").public_id), "Nama inovasi")
    assert (name.value, name.data_type, name.quotePrefix) == ("=HYPERLINK(1)", "s", True)


def test_stays_readable_after_moving_and_dropping_columns(cast: Cast) -> None:
    with scope({KOTIM}):
        one = make_innovation(cast, name="Satu")
    pen = Pen(workbook_of(cast)).write(str(one.public_id), {"Tujuan": "Lain"})
    pen.innovations.delete_cols(pen.column(pen.innovations, "Manfaat"))
    pen.innovations.insert_cols(6)
    pen.innovations.cell(1, 6).value = "Catatan saya"
    found = looked_through(cast, pen.done())
    assert changes_of(found) == [("", "Tujuan", "Mempercepat layanan.", "Lain")]
    # The hidden mark does not know which column is gone: it still tells the others apart.
    assert [(remark["column"], remark["text"]) for remark in found.report["remarks"]] == [
        ("Manfaat", "Kolom ini tidak ada dalam berkas; isiannya di portal tidak diubah."),
        ("Catatan saya", "Kolom ini tidak dikenal portal dan tidak dibaca."),
    ]
    assert again(found).state == BulkState.READY
