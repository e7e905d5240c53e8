"""The pages of workbook, downloads and dossier: what they say, whose they are, and what they give out."""

from __future__ import annotations

import csv
import io

import pytest
from django.test import Client
from openpyxl import load_workbook

from iga_portal.jobs.models import Job, JobState
from iga_portal.jobs.tasks import run_job
from iga_portal.tenancy.scope import scope
from innovations.bulk import exports
from innovations.domain.answers import set_answer
from innovations.domain.innovations import change_proposal
from innovations.models import BulkImport, BulkState, Innovation
from regions.models import Opd
from tests.bulk.support import (
    Pen,
    again,
    applied,
    looked_through,
    make_innovation,
    upload_of,
    work_off,
    workbook_of,
)
from tests.cast import BENGKULU, KOTIM, Cast, make_draft
from tests.innovations.opd_support import address, counted, signed_in
from tests.innovations.test_opd_lists import LIST_LIMIT


def body(client: Client, url: str) -> str:
    return client.get(url).content.decode()


def upload(client: Client, opd: Opd, content: bytes, *, name: str = "lembar.xlsx") -> BulkImport:
    answer = client.post(address("bulk_upload", opd), {"berkas": upload_of(content, name)})
    assert answer.status_code == 302, answer.content.decode()[:2000]
    with scope({opd.region_id}):
        found = BulkImport.objects.latest("pk")
    assert answer.headers["Location"] == address("bulk_import", opd, public_id=found.public_id)
    return found


# Workbook ----------------------------------------------------------------------------------------------------------


def test_story_from_download_to_applied_without_a_script(cast: Cast) -> None:
    sari = signed_in(cast.sari)
    page = body(sari, address("bulk", cast.health))
    assert "Mengunggah belum mengubah apa pun" in page
    answer = sari.post(address("bulk_template", cast.health), {"isi": "kosong", "tempat": "25"})
    assert answer.headers["Content-Disposition"] == 'attachment; filename="lembar-kerja-inovasi-2026.xlsx"'
    pen = Pen(answer.content)
    assert pen.line("BARU-25") == 27
    found = upload(sari, cast.health, pen.write("BARU-01", {"Nama inovasi": "Antar Obat"}).done())
    url = address("bulk_import", cast.health, public_id=found.public_id)
    assert "sedang diperiksa" in body(sari, url)
    work_off(found)
    page = body(sari, url)
    assert "1 inovasi baru dibuat sebagai draf." in page
    assert "Antar Obat" in page
    sari.post(address("bulk_apply", cast.health, public_id=found.public_id))
    work_off(found)
    page = body(sari, url)
    assert ("Diterapkan" in page, "Terapkan semua" in page) == (True, False)
    assert "Antar Obat" in body(sari, address("innovations", cast.health))


def test_report_shows_faults_first_and_filters_and_pages(cast: Cast) -> None:
    pen = Pen(workbook_of(cast, filled=False, places=25))
    for number in range(1, 26):
        pen.write(f"BARU-{number:02d}", {"Nama inovasi": f"Baru {number:02d}"})
    pen.write("BARU-25", {"Tahapan": "Selesai"})
    found = looked_through(cast, pen.done())
    sari, url = signed_in(cast.sari), address("bulk_import", cast.health, public_id=found.public_id)
    page = body(sari, url)
    names = [name for name in (f"Baru {number:02d}" for number in range(1, 26)) if name in page]
    assert len(names) == 20
    assert page.index("Baru 25") < page.index("Baru 01")
    assert "1 hal perlu diperbaiki." in page
    assert "sel E27" in page
    assert "Baru 24" in body(sari, f"{url}?halaman=2")
    only = body(sari, f"{url}?tampil=faulty")
    assert ("Baru 25" in only, "Baru 01" in only) == (True, False)
    marked = sari.get(address("bulk_marked", cast.health, public_id=found.public_id))
    assert marked.headers["Content-Disposition"].startswith("attachment")
    content = b"".join(marked.streaming_content)  # type: ignore[attr-defined]
    assert load_workbook(io.BytesIO(content)).sheetnames[0] == "Kesalahan"


def test_report_asks_the_same_of_1_and_of_20_innovations(cast: Cast) -> None:
    sari = signed_in(cast.sari)
    counts = []
    for number in (1, 20):
        pen = Pen(workbook_of(cast, filled=False, places=20))
        for count in range(1, number + 1):
            pen.write(f"BARU-{count:02d}", {"Nama inovasi": f"Baru {count:02d}"})
        url = address("bulk_import", cast.health, public_id=looked_through(cast, pen.done()).public_id)
        sari.get(url)
        with counted() as count_of:
            sari.get(url)
        counts.append(count_of.value)
    assert counts[0] == counts[1] <= LIST_LIMIT


def test_list_of_imports_asks_the_same_of_1_and_of_10(cast: Cast) -> None:
    sari, url = signed_in(cast.sari), address("bulk", cast.health)
    found = looked_through(cast, workbook_of(cast, filled=False))
    sari.get(url)
    with counted() as few:
        sari.get(url)
    with scope({KOTIM}):
        for _count in range(9):
            BulkImport.objects.create(
                region_id=KOTIM, opd_id=found.opd_id, region_period_id=found.region_period_id, file_id=found.file_id,
                created_by=cast.sari,
            )  # fmt: skip
    with counted() as many:
        sari.get(url)
    assert few.value == many.value <= LIST_LIMIT


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "Berkas ini kosong."),
        (b"%PDF-1.7 \n", "Berkas ini bukan buku kerja Excel."),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "terkunci kata sandi"),
    ],
)
def test_refusal_at_the_door_is_told_at_the_field_and_stores_nothing(
    cast: Cast, content: bytes, words: str
) -> None:
    answer = signed_in(cast.sari).post(
        address("bulk_upload", cast.health), {"berkas": upload_of(content, "../../etc/x.xlsx")}
    )
    assert answer.status_code == 422
    assert words in answer.content.decode()
    with scope({KOTIM}):
        assert not BulkImport.objects.exists()


def test_no_file_is_asked_for(cast: Cast) -> None:
    answer = signed_in(cast.sari).post(address("bulk_upload", cast.health))
    assert (answer.status_code, "Pilih berkas .xlsx yang sudah diisi." in answer.content.decode()) == (
        422,
        True,
    )


def test_hostile_name_and_texts_are_shown_as_text(cast: Cast) -> None:
    pen = Pen(workbook_of(cast, filled=False)).write("BARU-01", {"Nama inovasi": "<script>alert(1)</script>"})
    sari = signed_in(cast.sari)
    found = upload(sari, cast.health, pen.done(), name="a<b>\u202egpj.xlsx")
    work_off(found)
    page = body(sari, address("bulk_import", cast.health, public_id=found.public_id))
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert(1)" in page
    assert "\u202e" not in page


def test_import_is_unknown_to_everybody_but_its_opd(cast: Cast) -> None:
    found = looked_through(cast, workbook_of(cast, filled=False))
    names = ("bulk_import", "bulk_progress", "bulk_marked")
    for person, opd in ((cast.dewi, cast.education), (cast.wati, cast.bengkulu_opd)):
        client = signed_in(person)
        for name in names:
            assert client.get(address(name, opd, public_id=found.public_id)).status_code == 404
        assert client.post(address("bulk_apply", opd, public_id=found.public_id)).status_code == 404
        # And from the foreign place itself.
        assert client.get(address("bulk_import", cast.health, public_id=found.public_id)).status_code == 404
        assert "lembar.xlsx" not in body(client, address("bulk", opd))
    assert again(found).state == BulkState.READY


def test_progress_part_moves_and_then_loads_the_page_anew(cast: Cast) -> None:
    sari = signed_in(cast.sari)
    found = upload(sari, cast.health, workbook_of(cast, filled=False))
    url = address("bulk_progress", cast.health, public_id=found.public_id)
    moving = sari.get(url)
    assert ("hx-get" in moving.content.decode(), "HX-Refresh" in moving.headers) == (True, False)
    work_off(found)
    assert sari.get(url).headers["HX-Refresh"] == "true"


def test_failed_job_is_told_and_can_be_tried_again(cast: Cast) -> None:
    found = looked_through(
        cast, Pen(workbook_of(cast, filled=False)).write("BARU-01", {"Nama inovasi": "Baru"}).done()
    )
    sari = signed_in(cast.sari)
    sari.post(address("bulk_apply", cast.health, public_id=found.public_id))
    with scope({KOTIM}):
        Job.objects.filter(pk=again(found).job_id).update(
            state=JobState.FAILED, message="Gagal setelah 3 kali dicoba."
        )
    page = body(sari, address("bulk_import", cast.health, public_id=found.public_id))
    assert ("Gagal setelah 3 kali dicoba." in page, "Coba terapkan lagi" in page) == (True, True)
    sari.post(address("bulk_apply", cast.health, public_id=found.public_id))
    work_off(found)
    assert again(found).state == BulkState.APPLIED


def test_pages_speak_english_and_the_file_stays_indonesian(cast: Cast) -> None:
    sari = signed_in(cast.sari)
    sari.cookies["django_language"] = "en"
    content = sari.post(address("bulk_template", cast.health), {"isi": "kosong"}).content
    pen = Pen(content)
    assert pen.book.sheetnames[:3] == ["Petunjuk", "Inovasi", "Baris"]
    found = upload(
        sari, cast.health, pen.write("BARU-01", {"Nama inovasi": "Baru", "Tahapan": "Penerapan"}).done()
    )
    work_off(found)
    assert again(found).state == BulkState.READY


# Downloads ---------------------------------------------------------------------------------------------------------


def rows_of(content: bytes) -> list[dict[str, str]]:
    assert content.startswith(b"\xef\xbb\xbf")
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig")), delimiter=";"))


def order(client: Client, opd: Opd, form: str) -> bytes:
    answer = client.post(address("export_order", opd), {"bentuk": form})
    assert answer.status_code == 200
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    return answer.content


def test_csv_is_what_an_indonesian_excel_opens(cast: Cast) -> None:
    sari = cast.actor("sari")
    with scope({KOTIM}):
        one = make_innovation(cast, name="=cmd|' /C calc'!A0")
        change_proposal(
            one.pk,
            actor=sari,
            changes={
                "aim": "-1+1",
                "benefit": "+62811",
                "result": "@SUM(A1)",
                "initiator_name": 'Satu; "Dua"',
            },
            seen=None,
        )
        set_answer(one.pk, row=20, actor=sari, level=3)
        make_draft(cast.actor("dewi"), opd=cast.education, period=cast.period, name="Milik Disdik")
    (row,) = rows_of(order(signed_in(cast.sari), cast.health, "csv"))
    assert row["Nama inovasi"] == "'=cmd|' /C calc'!A0"
    assert (row["Tujuan"], row["Manfaat"], row["Hasil"]) == ("'-1+1", "'+62811", "'@SUM(A1)")
    assert row["Nama inisiator"] == 'Satu; "Dua"'
    assert (row["Lintang"], row["Bujur"]) == ("-2,53000", "112,95000")
    assert (row["Tanggal uji coba"], row["Urusan utama"]) == ("10/01/2024", "A02 · Kesehatan")
    assert (row["Baris 20 klaim"], row["Baris 21 klaim"], row["Baris 20 desk"]) == ("3", "2", "")
    # Every row at 2 is 74 of 111 points; row 20 has weight 1 and stands at 3.
    weight = 1
    assert row["Kematangan klaim"] == str(74 + weight)
    assert row["Kematangan desk"] == ""


def test_xlsx_export_is_the_filled_workbook(cast: Cast) -> None:
    with scope({KOTIM}):
        make_innovation(cast, name="Satu")
    content = order(signed_in(cast.sari), cast.health, "xlsx")
    found = looked_through(cast, content)
    assert (found.state, found.report["change_count"]) == (BulkState.READY, 0)
    assert [entry["name"] for entry in found.report["entries"]] == ["Satu"]


def test_many_innovations_are_written_by_a_worker_for_their_opd_only(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    from innovations.views import opd_export

    monkeypatch.setattr(opd_export, "AT_ONCE", 1)
    with scope({KOTIM}):
        for name in ("Satu", "Dua"):
            make_innovation(cast, name=name, level=None)
    sari = signed_in(cast.sari)
    for _press in range(2):
        assert sari.post(address("export_order", cast.health), {"bentuk": "csv"}).status_code == 302
    with scope({KOTIM}):
        job = Job.objects.get(kind=exports.EXPORT)  # pressed twice, one job
    url = address("export_file", cast.health, public_id=job.public_id)
    assert sari.get(url).status_code == 404
    assert run_job(region_id=KOTIM, job_id=job.pk) == "done"
    answer = sari.get(url)
    content = b"".join(answer.streaming_content)  # type: ignore[attr-defined]
    assert sorted(row["Nama inovasi"] for row in rows_of(content)) == ["Dua", "Satu"]
    assert "Unduh" in body(sari, address("export", cast.health))
    for person, opd in ((cast.dewi, cast.education), (cast.wati, cast.bengkulu_opd)):
        for name in ("export_file", "export_progress"):
            assert signed_in(person).get(address(name, opd, public_id=job.public_id)).status_code == 404


def test_unknown_form_is_refused(cast: Cast) -> None:
    answer = signed_in(cast.sari).post(address("export_order", cast.health), {"bentuk": "exe"}, follow=True)
    assert "Pilih bentuk berkas: XLSX atau CSV." in answer.content.decode()


def test_workbook_of_many_is_written_by_a_worker_with_its_places(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    from innovations.views import opd_bulk

    monkeypatch.setattr(opd_bulk, "AT_ONCE", 0)
    with scope({KOTIM}):
        make_innovation(cast, name="Satu", level=None)
    sari = signed_in(cast.sari)
    answer = sari.post(address("bulk_template", cast.health), {"isi": "terisi", "tempat": "10"})
    assert answer.headers["Location"] == address("export", cast.health)
    with scope({KOTIM}):
        job = Job.objects.get(kind=exports.EXPORT)
    run_job(region_id=KOTIM, job_id=job.pk)
    answer = sari.get(address("export_file", cast.health, public_id=job.public_id))
    pen = Pen(b"".join(answer.streaming_content))  # type: ignore[attr-defined]
    assert pen.line("BARU-10") == 13


def test_nothing_of_another_region_leaves_with_an_export(cast: Cast) -> None:
    with scope({BENGKULU}):
        make_draft(cast.actor("wati"), opd=cast.bengkulu_opd, period=cast.period, name="Milik Bengkulu")
    with scope({KOTIM}):
        make_innovation(cast, name="Satu", level=None)
    for form in ("csv", "xlsx"):
        assert b"Milik Bengkulu" not in order(signed_in(cast.sari), cast.health, form)


def test_applied_import_names_the_person_and_stays_in_the_list(cast: Cast) -> None:
    applied(
        cast,
        looked_through(
            cast, Pen(workbook_of(cast, filled=False)).write("BARU-01", {"Nama inovasi": "Baru"}).done()
        ),
    )
    page = body(signed_in(cast.sari), address("bulk", cast.health))
    assert ("diterapkan" in page, "Sari" in page) == (True, True)
    with scope({KOTIM}):
        assert Innovation.objects.get().name == "Baru"
