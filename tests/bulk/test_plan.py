"""Looking a workbook through: every fault with its sheet, its cell and what to do, and nothing written."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
import time_machine

from iga_portal.tenancy.scope import scope
from innovations.bulk import sheets
from innovations.bulk.cells import ERASE
from innovations.domain.answers import set_answer
from innovations.domain.innovations import change_proposal
from innovations.domain.transitions import take_step
from innovations.enums import State
from innovations.models import BulkState, Innovation
from innovations.workflow import Action
from tests.bulk.support import (
    Pen,
    changes_of,
    faults_of,
    looked_through,
    make_innovation,
    workbook_of,
)
from tests.cast import BENGKULU, KOTIM, NOON, Cast, make_complete, make_document, make_draft, submit


def only_fault(cast: Cast, pen: Pen, *, key: str, header: str, row: int | None = None) -> str:
    """Look through; exactly one fault, at the cell of this column. Returns its words."""
    found = looked_through(cast, pen.done())
    assert found.state == BulkState.FAULTY
    ((sheet, cell, text),) = faults_of(found)
    assert (sheet, cell) == (
        sheets.INNOVATIONS if row is None else sheets.ROWS,
        pen.cell(key, header, row).coordinate,
    )
    return text


@pytest.fixture
def one(cast: Cast) -> Innovation:
    with scope({KOTIM}):
        return make_innovation(cast, name="Satu")


FAULTS: list[tuple[dict[str, Any], str, str]] = [
    ({"Tahapan": "Penerapn"}, "Tahapan", "“Penerapn” tidak ada dalam daftar. Pilih dari daftar di sel itu, misalnya “Penerapan”."),
    ({"Tahapan": "Selesai"}, "Tahapan", "“Selesai” tidak ada dalam daftar. Pilih dari daftar di sel itu, misalnya “Inisiatif”."),
    ({"Tanggal uji coba": "Mei 2024"}, "Tanggal uji coba", "“Mei 2024” bukan tanggal. Tulis misalnya 06/05/2024 atau 6 Mei 2024."),
    ({"Tanggal uji coba": "32/01/2024"}, "Tanggal uji coba", "“32/01/2024” bukan tanggal. Tulis misalnya 06/05/2024 atau 6 Mei 2024."),
    ({"Titik koordinat": "112.95, -2.53"}, "Titik koordinat", "Titik ini di luar Indonesia. Periksa: lintang dulu (-11 sampai 6), lalu bujur (95 sampai 141)."),
    ({"Urusan beririsan": "A06; Z99"}, "Urusan beririsan", "“Z99” tidak ada dalam daftar. Tulis kode dari lembar Pilihan, dipisah titik koma, misalnya “A01; A02”."),
    ({"Urusan beririsan": "A02"}, "Urusan beririsan", "Urusan utama tidak dipilih lagi sebagai urusan beririsan."),
    ({"Program PKPN utama": "A03"}, "Program PKPN utama", "Pilih program utama dari klaster yang dipilih."),
    ({"Nama inovasi": ERASE}, "Nama inovasi", "“Nama inovasi” tidak dapat dikosongkan. Isi yang baru, atau biarkan selnya kosong."),
    ({"Anggaran": "#999999 · SK"}, "Anggaran", "“#999999 · SK” tidak ada dalam pustaka dokumen Anda. Unggah dulu di portal, atau pilih dari daftar di sel itu."),
    ({"Milik": "Puskesmas Baamang"}, "Milik", "Pemilik inovasi yang sudah ada tidak dapat diganti di sini. Kembalikan “Dinas Kesehatan”."),
    ({"Tanggal pengembangan terbaru": date(2023, 1, 1)}, "Tanggal pengembangan terbaru", "Pengembangan tidak dapat sebelum penerapan awal (6 Mei 2024). Periksa kedua tanggal."),
]  # fmt: skip


@pytest.mark.parametrize(("values", "header", "words"), FAULTS)
def test_fault_of_a_proposal_names_cell_and_cure(
    cast: Cast, one: Innovation, values: dict[str, Any], header: str, words: str
) -> None:
    key = str(one.public_id)
    pen = Pen(workbook_of(cast)).write(key, values)
    assert only_fault(cast, pen, key=key, header=header) == words
    with scope({KOTIM}):
        assert Innovation.objects.get().version == one.version


@pytest.mark.parametrize(
    ("row", "values", "header", "words"),
    [
        (16, {"Tingkat": 4}, "Tingkat", "“4” bukan tingkat. Pilih 0, 1, 2, atau 3."),
        (16, {"Angka terukur": 3}, "Angka terukur", "Baris ini tidak meminta angka terukur. Kosongkan sel ini."),
        (16, {"Satuan ukur": "a"}, "Satuan ukur", "Hanya baris 33 yang memakai satuan ukur pilihan. Kosongkan sel ini."),
        (33, {"Satuan ukur": ERASE}, "Satuan ukur", "Pilih dulu satuan ukur manfaat, lalu tingkatnya."),
        (17, {"Angka terukur": "dua belas"}, "Angka terukur", "Tulis angka saja, tanpa satuan."),
    ],
)  # fmt: skip
def test_fault_of_a_row_names_cell_and_cure(
    cast: Cast, one: Innovation, row: int, values: dict[str, Any], header: str, words: str
) -> None:
    key = str(one.public_id)
    pen = Pen(workbook_of(cast)).write(key, values, row=row)
    if values.get("Satuan ukur") == ERASE:
        pen.write(key, {"Tingkat": 3}, row=row)
    assert only_fault(cast, pen, key=key, header=header, row=row) == words


def test_hidden_and_turning_characters_are_refused_at_their_cell(cast: Cast, one: Innovation) -> None:
    key = str(one.public_id)
    pen = Pen(workbook_of(cast)).write(key, {"Tujuan": "aman \u202egnp.exe"})
    assert "pembalik arah" in only_fault(cast, pen, key=key, header="Tujuan")
    pen = Pen(workbook_of(cast)).write(key, {"Hasil": "satu_x0007_dua"})
    assert "karakter kendali" in only_fault(cast, pen, key=key, header="Hasil")


def test_text_of_a_megabyte_cannot_come_in_a_cell_and_a_long_one_is_refused(
    cast: Cast, one: Innovation
) -> None:
    key = str(one.public_id)
    pen = Pen(workbook_of(cast)).write(key, {"Rancang bangun": "kata " * 6_000})
    assert "paling banyak 20.000" in only_fault(cast, pen, key=key, header="Rancang bangun")


def test_formula_is_its_own_words_and_never_its_result(cast: Cast, one: Innovation) -> None:
    key = str(one.public_id)
    pen = Pen(workbook_of(cast)).write(key, {"Tujuan": '=HYPERLINK("http://jahat.invalid","klik")'})
    found = looked_through(cast, pen.done())
    assert changes_of(found) == [
        ("", "Tujuan", "Mempercepat layanan.", '=HYPERLINK("http://jahat.invalid","klik")')
    ]
    (remark,) = found.report["entries"][0]["remarks"]
    assert (remark["cell"], remark["text"]) == (
        pen.cell(key, "Tujuan").coordinate,
        "Sel ini berisi rumus. Rumus tidak dihitung; yang dibaca adalah tulisannya.",
    )
    pen = Pen(workbook_of(cast)).write(key, {"Tingkat": "=1+2"}, row=16)
    assert "bukan tingkat" not in only_fault(cast, pen, key=key, header="Tingkat", row=16)


def test_cell_with_a_formula_gets_one_message_and_it_is_about_the_formula(
    cast: Cast, one: Innovation
) -> None:
    key = str(one.public_id)
    pen = Pen(workbook_of(cast)).write(key, {"Tingkat": "=1+2"}, row=16)
    pen.write(key, {"Tanggal uji coba": "=TODAY()"})
    found = looked_through(cast, pen.done())
    (entry,) = found.report["entries"]
    told = {(fault["sheet"], fault["cell"]): fault["text"] for fault in entry["faults"]}
    words = "Sel ini berisi rumus, dan rumus tidak dihitung. Tulis nilainya, atau tempel hasil rumus sebagai nilai."
    assert told == {
        ("Inovasi", pen.cell(key, "Tanggal uji coba").coordinate): words,
        ("Baris", pen.cell(key, "Tingkat", row=16).coordinate): words,
    }
    assert (len(entry["faults"]), entry["remarks"]) == (2, [])


def test_error_of_a_formula_is_refused(cast: Cast, one: Innovation) -> None:
    key = str(one.public_id)
    pen = Pen(workbook_of(cast))
    pen.cell(key, "Tujuan").value = "#REF!"
    pen.cell(key, "Tujuan").data_type = "e"
    assert (
        only_fault(cast, pen, key=key, header="Tujuan")
        == "Sel ini menunjukkan kesalahan rumus (#REF!). Tulis nilainya."
    )


def test_merged_cells_are_named(cast: Cast, one: Innovation) -> None:
    pen = Pen(workbook_of(cast))
    pen.innovations.merge_cells("E3:F3")
    found = looked_through(cast, pen.done())
    assert [(sheet, cell) for sheet, cell, _text in faults_of(found)] == [("Inovasi", "E3:F3")]


def test_keys_must_be_known_once_and_the_own(cast: Cast, one: Innovation) -> None:
    with scope({KOTIM}):
        others = make_draft(cast.actor("dewi"), opd=cast.education, period=cast.period, name="Milik Disdik")
    with scope({BENGKULU}):
        foreign = make_draft(
            cast.actor("wati"), opd=cast.bengkulu_opd, period=cast.period, name="Milik Bengkulu"
        )
    unknown = "Kunci ini tidak dikenal di OPD Anda pada periode ini. Unduh lembar terisi lagi; untuk inovasi baru pakai kunci BARU-…"
    told = set()
    for key in (str(others.public_id), str(foreign.public_id), "00000000-0000-0000-0000-000000000000", "abc"):
        pen = Pen(workbook_of(cast))
        pen.innovations.cell(pen.line("BARU-01"), 1).value = key
        pen.write(key, {"Nama inovasi": "Milik saya sekarang"})
        found = looked_through(cast, pen.done())
        told.add(tuple(faults_of(found)))
        assert "Milik Disdik" not in str(found.report)
        assert "Milik Bengkulu" not in str(found.report)
    # Another's, another region's, none at all, no key at all: the very same words.
    assert told == {(("Inovasi", "A4", unknown),)}
    pen = Pen(workbook_of(cast))
    pen.innovations.cell(pen.line("BARU-01"), 1).value = str(one.public_id)
    found = looked_through(cast, pen.done())
    assert [text for _sheet, _cell, text in faults_of(found)] == [
        "Kunci ini sudah dipakai di A3. Satu baris satu inovasi: pakai kunci lain."
    ]


def test_new_row_without_a_name_or_with_rows_only_is_named(cast: Cast) -> None:
    pen = (
        Pen(workbook_of(cast, filled=False))
        .write("BARU-01", {"Tujuan": "Ada"})
        .write("BARU-02", {"Tingkat": 2}, row=20)
    )
    found = looked_through(cast, pen.done())
    assert [(sheet, cell, text.split(".")[0]) for sheet, cell, text in faults_of(found)] == [
        ("Inovasi", "D3", "Baris ini terisi tetapi tanpa nama"),
        ("Baris", pen.cell("BARU-02", sheets.KEY, 20).coordinate, "Di lembar Inovasi tidak ada inovasi bernama dengan kunci BARU-02"),
    ]  # fmt: skip


def test_row_number_must_be_known_and_given_once(cast: Cast, one: Innovation) -> None:
    key = str(one.public_id)
    pen = Pen(workbook_of(cast))
    column = pen.column(pen.rows, sheets.ROW)
    first, second = pen.row_line(key, 16), pen.row_line(key, 17)
    pen.rows.cell(second, column).value = 16
    pen.rows.cell(pen.row_line(key, 18), column).value = 99
    found = looked_through(cast, pen.done())
    assert [(cell, text) for _sheet, cell, text in faults_of(found)] == [
        (f"C{second}", f"Baris 16 inovasi ini sudah diisi di C{first}. Hapus salah satu."),
        (f"C{second + 1}", "Nomor baris harus 16 sampai 35. Salin dari lembar kerja asli."),
    ]


def test_same_name_again_is_refused_so_that_nothing_is_made_twice(cast: Cast, one: Innovation) -> None:
    pen = Pen(workbook_of(cast, filled=False)).write("BARU-01", {"Nama inovasi": "SATU"})
    assert "Inovasi bernama sama sudah ada" in only_fault(cast, pen, key="BARU-01", header="Nama inovasi")
    pen = Pen(workbook_of(cast, filled=False))
    pen.write("BARU-01", {"Nama inovasi": "Dua"}).write("BARU-02", {"Nama inovasi": "dua"})
    assert "(kunci BARU-01)" in only_fault(cast, pen, key="BARU-02", header="Nama inovasi")
    # A unit may have one of the same name.
    pen = Pen(workbook_of(cast, filled=False)).write(
        "BARU-01", {"Nama inovasi": "Satu", "Milik": "puskesmas baamang"}
    )
    assert looked_through(cast, pen.done()).state == BulkState.READY


def test_submitted_innovation_is_locked_and_untouched_it_is_no_fault(cast: Cast) -> None:
    with scope({KOTIM}):
        sent = submit(
            make_complete(cast.actor("sari"), opd=cast.health, period=cast.period), cast.actor("sari")
        )
    key = str(sent.public_id)
    content = workbook_of(cast)
    assert looked_through(cast, content).state == BulkState.READY
    pen = Pen(content)
    assert all(
        pen.cell(key, header, row).protection.locked
        for header, row in (("Tujuan", None), ("Tingkat", 16), ("Catatan", 30))
    )
    found = looked_through(cast, pen.write(key, {"Tujuan": "Lain"}).write(key, {"Tingkat": 1}, row=16).done())
    assert [(sheet, text.split(".")[0]) for sheet, _cell, text in faults_of(found)] == [
        ("Inovasi", "Inovasi ini berstatus “Diajukan” dan terkunci"),
        ("Baris", "Inovasi ini berstatus “Diajukan” dan terkunci"),
    ]


def test_returned_innovation_opens_only_what_the_desk_named(cast: Cast) -> None:
    sari = cast.actor("sari")
    with scope({KOTIM}):
        sent = submit(make_complete(sari, opd=cast.health, period=cast.period), sari)
        take_step(
            sent.pk, action=Action.RETURN, actor=cast.actor("budi"), seen_version=sent.version, row_reasons={16: "Kurang."}
        )  # fmt: skip
    key = str(sent.public_id)
    pen = Pen(workbook_of(cast))
    assert [pen.cell(key, "Tingkat", row).protection.locked for row in (16, 17)] == [False, True]
    pen.write(key, {"Tujuan": "Lain"}).write(key, {"Tingkat": 1}, row=16).write(key, {"Tingkat": 1}, row=17)
    found = looked_through(cast, pen.done())
    assert [(sheet, cell) for sheet, cell, _text in faults_of(found)] == [
        ("Inovasi", pen.cell(key, "Tujuan").coordinate),
        ("Baris", pen.cell(key, "Tingkat", 17).coordinate),
    ]
    assert changes_of(found) == [("16", "Tingkat", "2", "1")]


def test_new_innovation_while_input_is_closed_is_refused_and_a_draft_may_still_change(
    cast: Cast, one: Innovation
) -> None:
    content = workbook_of(cast)
    with time_machine.travel(NOON.replace(year=2027), tick=True):
        pen = Pen(content).write("BARU-01", {"Nama inovasi": "Baru"})
        assert "Penjaringan sedang tidak dibuka" in only_fault(
            cast, pen, key="BARU-01", header="Nama inovasi"
        )
        pen = Pen(content).write(str(one.public_id), {"Tujuan": "Lain"})
        assert looked_through(cast, pen.done()).state == BulkState.READY


# Three ways --------------------------------------------------------------------------------------------------------


def change(cast: Cast, innovation: Innovation, **items: Any) -> None:
    with scope({KOTIM}):
        change_proposal(innovation.pk, actor=cast.actor("sari"), changes=items, seen=None)


def test_cell_left_alone_keeps_what_somebody_changed_meanwhile(cast: Cast, one: Innovation) -> None:
    pen = Pen(workbook_of(cast)).write(str(one.public_id), {"Hasil": "Dua aplikasi."})
    change(cast, one, aim="Diubah di portal.", benefit="Juga ini.")
    with scope({KOTIM}):
        set_answer(one.pk, row=20, actor=cast.actor("sari"), level=3)
    found = looked_through(cast, pen.done())
    assert (found.state, changes_of(found)) == (
        BulkState.READY,
        [("", "Hasil", "Satu aplikasi antrean.", "Dua aplikasi.")],
    )


def test_cell_that_both_changed_is_asked_about_and_the_marked_file_lets_one_decide(
    cast: Cast, one: Innovation
) -> None:
    key = str(one.public_id)
    pen = Pen(workbook_of(cast)).write(key, {"Tujuan": "Dari lembar."}).write(key, {"Tingkat": 3}, row=20)
    change(cast, one, aim="Dari portal.")
    with scope({KOTIM}):
        set_answer(one.pk, row=20, actor=cast.actor("sari"), level=1)
    found = looked_through(cast, pen.done())
    assert [(cell, text.split(";")[0], "Dari portal." in text or "Tingkat: 1" in text) for _sheet, cell, text in faults_of(found)] == [
        (pen.cell(key, "Tujuan").coordinate, "Isian ini diubah di portal sejak lembar diunduh", True),
        (pen.cell(key, "Tingkat", 20).coordinate, "Baris ini diubah di portal sejak lembar diunduh", True),
    ]  # fmt: skip
    assert found.job is not None
    assert found.job.result_file is not None
    with scope({KOTIM}):
        marked = read_stored(found.job.result_file)
    pen = Pen(marked)
    assert "Dari portal." in pen.cell(key, "Tujuan").comment.text
    found = looked_through(cast, marked)
    assert (found.state, changes_of(found)) == (
        BulkState.READY,
        [("", "Tujuan", "Dari portal.", "Dari lembar."), ("20", "Tingkat", "1", "3")],
    )


def read_stored(stored: Any) -> bytes:
    from django.core.files.storage import default_storage

    with default_storage.open(stored.key, "rb") as handle:
        content: bytes = handle.read()
    return content


def test_both_wrote_the_same_is_no_conflict(cast: Cast, one: Innovation) -> None:
    pen = Pen(workbook_of(cast)).write(str(one.public_id), {"Tujuan": "Sama."})
    change(cast, one, aim="Sama.")
    found = looked_through(cast, pen.done())
    assert (found.state, changes_of(found)) == (BulkState.READY, [])


def test_lost_mark_is_told_and_then_cells_count_against_what_stands(cast: Cast, one: Innovation) -> None:
    pen = Pen(workbook_of(cast)).write(str(one.public_id), {sheets.MARK: "rusak"})
    change(cast, one, aim="Diubah di portal.")
    found = looked_through(cast, pen.done())
    assert changes_of(found) == [("", "Tujuan", "Diubah di portal.", "Mempercepat layanan.")]
    (remark,) = found.report["entries"][0]["remarks"]
    assert remark["text"].startswith("Tanda tersembunyi baris ini hilang")


def test_marked_file_names_every_fault_at_its_own_cell(cast: Cast, one: Innovation) -> None:
    key = str(one.public_id)
    pen = (
        Pen(workbook_of(cast))
        .write(key, {"Tahapan": "Selesai", "Tujuan": "=1+1"})
        .write(key, {"Tingkat": 9}, row=20)
    )
    found = looked_through(cast, pen.done())
    assert found.job is not None
    with scope({KOTIM}):
        marked = Pen(read_stored(found.job.result_file))
    for header, row, value in (("Tahapan", None, "Selesai"), ("Tingkat", 20, 9)):
        cell = marked.cell(key, header, row)
        assert (cell.value, cell.coordinate) == (value, pen.cell(key, header, row).coordinate)
        assert cell.comment is not None
        assert cell.fill.fgColor.rgb == "FFFBD9D9"
    assert (marked.cell(key, "Tujuan").value, marked.cell(key, "Tujuan").data_type) == ("=1+1", "s")
    listed = [[cell.value for cell in row] for row in marked.book[sheets.FAULTS].iter_rows(min_row=3)]
    assert [row[:3] for row in listed] == [
        ["Inovasi", "E3", "Tahapan"],
        ["Baris", f"I{pen.row_line(key, 20)}", "Tingkat"],
    ]
    assert marked.book.sheetnames[0] == sheets.FAULTS


def test_document_of_the_library_is_attached_by_its_number(cast: Cast, one: Innovation) -> None:
    with scope({KOTIM}):
        mine = make_document(cast.actor("sari"), opd=cast.health, subject="DPA 2025")
        others = make_document(cast.actor("dewi"), opd=cast.education, subject="Rahasia Disdik")
    key = str(one.public_id)
    found = looked_through(
        cast, Pen(workbook_of(cast)).write(key, {"Anggaran": f"#{mine.pk} · apa pun"}).done()
    )
    assert changes_of(found) == [("", "Anggaran", "", f"#{mine.pk} · DPA 2025")]
    pen = Pen(workbook_of(cast)).write(key, {"Anggaran": f"#{others.pk}"})
    text = only_fault(cast, pen, key=key, header="Anggaran")
    assert "tidak ada dalam pustaka" in text
    assert "Rahasia" not in text


def test_cluster_that_changes_takes_its_programmes_along_and_says_so(cast: Cast, one: Innovation) -> None:
    found = looked_through(
        cast, Pen(workbook_of(cast)).write(str(one.public_id), {"Klaster PKPN": "NON PKPN"}).done()
    )
    assert [change[1:] for change in changes_of(found)] == [("Klaster PKPN", "D · Kesehatan", "I · NON PKPN")]
    assert [remark["column"] for remark in found.report["entries"][0]["remarks"]] == ["Program PKPN utama"]


def test_other_template_version_or_instrument_is_refused(cast: Cast) -> None:
    for name, value, words in (
        ("versi", "0", "susunan yang tidak dipakai lagi"),
        ("instrumen", "0" * 64, "periode atau instrumen lain"),
        ("tahun", "2025", "periode atau instrumen lain"),
    ):
        pen = Pen(workbook_of(cast))
        stamp = pen.book[sheets.PORTAL]
        next(row for row in stamp.iter_rows() if row[0].value == name)[1].value = value
        found = looked_through(cast, pen.done())
        ((sheet, cell, text),) = faults_of(found)
        assert (sheet, cell, words in text) == ("", "", True)
        assert found.report["entries"] == []


def test_looking_through_writes_nothing_of_any_innovation(cast: Cast, one: Innovation) -> None:
    pen = (
        Pen(workbook_of(cast))
        .write(str(one.public_id), {"Nama inovasi": "Lain"})
        .write("BARU-01", {"Nama inovasi": "Baru"})
    )
    assert looked_through(cast, pen.done()).state == BulkState.READY
    with scope({KOTIM}):
        assert [(entry.name, entry.version, entry.state) for entry in Innovation.objects.all()] == [
            ("Satu", one.version, State.DRAFT)
        ]
