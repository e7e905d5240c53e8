"""The workbook's story in a real browser: download, fill at home, upload, see what would change, apply; and last year's copy."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from iga_portal.jobs.models import Job, JobState
from iga_portal.jobs.tasks import run_job
from iga_portal.tenancy.scope import scope
from innovations.domain.answers import cite_document
from innovations.models import BulkImport, Innovation
from tests.browser.saving import until
from tests.bulk.support import Pen, make_innovation
from tests.bulk.test_copying import last_year, made_then
from tests.cast import KOTIM, Cast, make_document

pytestmark = pytest.mark.browser


def work_off(page: Page) -> None:
    """What a worker would do once the press on the page has ordered it: every job that waits."""

    def waiting() -> list[int]:
        with scope({KOTIM}):
            return list(Job.objects.filter(state=JobState.QUEUED).values_list("pk", flat=True))

    until(page, waiting, what="a job waits")
    for job_id in waiting():
        assert run_job(region_id=KOTIM, job_id=job_id) == "done"


def press(page: Page, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).click()


def open_list(page: Page, cast: Cast) -> None:
    page.goto(f"/d/{KOTIM}/opd/{cast.health.pk}/inovasi/")


def choose_way(page: Page, name: str) -> None:
    page.locator("summary", has_text="Unduh, unggah, salin").click()
    page.get_by_role("link", name=name).click()


def downloaded(page: Page, button: str, to: Path) -> bytes:
    with page.expect_download() as caught:
        press(page, button)
    path = to / caught.value.suggested_filename
    caught.value.save_as(path)
    return path.read_bytes()


def upload(page: Page, content: bytes, name: str) -> None:
    payload = {"name": name, "mimeType": "application/octet-stream", "buffer": content}
    page.get_by_label("Lembar kerja yang sudah diisi").set_input_files(payload)  # type: ignore[arg-type]
    press(page, "Unggah dan periksa")


@pytest.mark.slow
@pytest.mark.parametrize("javascript", [True, False])
def test_from_workbook_to_innovation(
    page_for: Callable[..., Page],
    live_cast: Cast,
    at_both_widths: Callable[[Page], None],
    tmp_path: Path,
    javascript: bool,
) -> None:
    check = at_both_widths if javascript else lambda page: None
    with scope({KOTIM}):
        one = make_innovation(live_cast, name="Antrean Daring")
    page = page_for(live_cast.sari, javascript=javascript)
    open_list(page, live_cast)
    choose_way(page, "Isi lewat lembar kerja Excel")
    check(page)
    pen = Pen(downloaded(page, "Unduh lembar kerja", tmp_path))

    # A first attempt with a mistake in it.
    key = str(one.public_id)
    pen.write("BARU-01", {"Nama inovasi": "Antar Obat", "Tahapan": "Selesai", "Urusan utama": "A02"})
    pen.write(key, {"Tujuan": "Antre dari rumah."}).write(key, {"Tingkat": 3}, row=20)
    upload(page, pen.done(), "isian.xlsx")
    expect(page.get_by_text("sedang diperiksa")).to_be_visible()
    check(page)
    work_off(page)
    if not javascript:
        page.reload()
    expect(page.get_by_text("1 hal perlu diperbaiki.")).to_be_visible()
    expect(page.get_by_text("“Selesai” tidak ada dalam daftar.")).to_be_visible()
    expect(page.get_by_text("Inovasi, sel E4 · Tahapan")).to_be_visible()
    check(page)

    # The marked file has the mistake in red; mended there, it is taken in.
    with page.expect_download() as caught:
        page.get_by_role("link", name="Unduh berkas bertanda").click()
    caught.value.save_as(tmp_path / "bertanda.xlsx")
    marked = Pen((tmp_path / "bertanda.xlsx").read_bytes())
    assert "tidak ada dalam daftar" in marked.cell("BARU-01", "Tahapan").comment.text
    marked.write("BARU-01", {"Tahapan": "Penerapan"})
    page.get_by_role("link", name="Unggah yang sudah diperbaiki").click()
    upload(page, marked.done(), "isian-2.xlsx")
    work_off(page)
    if not javascript:
        page.reload()
    expect(page.get_by_text("1 inovasi baru dibuat sebagai draf dan 1 inovasi diubah.")).to_be_visible()
    expect(page.get_by_text("Antre dari rumah.")).to_be_visible()
    check(page)

    press(page, "Terapkan semua")
    expect(page.get_by_text("sedang diterapkan")).to_be_visible()
    work_off(page)
    if not javascript:
        page.reload()
    expect(page.get_by_text("Diterapkan", exact=True)).to_be_visible()
    check(page)
    page.get_by_role("link", name="Ke daftar inovasi").click()
    expect(page.get_by_role("link", name="Antar Obat")).to_be_visible()
    with scope({KOTIM}):
        assert Innovation.objects.get(pk=one.pk).aim == "Antre dari rumah."
        assert list(BulkImport.objects.order_by("pk").values_list("state", flat=True)) == [
            "faulty",
            "applied",
        ]


def test_copy_of_last_year(
    page_for: Callable[..., Page], live_cast: Cast, axe: Callable[[Page], None]
) -> None:
    sari = live_cast.actor("sari")
    with scope({KOTIM}):
        source = made_then(live_cast, last_year(live_cast), name="Antrean Lama")
        document = make_document(sari, opd=live_cast.health, subject="SK Bupati")
        Innovation.objects.filter(pk=source.pk).update(state="draft")
        cite_document(source.pk, row=16, actor=sari, document_id=document.pk, pages="3")
        Innovation.objects.filter(pk=source.pk).update(state="assessed")
    page = page_for(live_cast.sari, width=390)
    open_list(page, live_cast)
    choose_way(page, "Salin dari tahun lalu")
    axe(page)
    page.get_by_label("Antrean Lama").check()
    press(page, "Salin yang dicentang")
    expect(page.get_by_text("1 inovasi disalin sebagai draf.")).to_be_visible()
    expect(page.get_by_text("Tuliskan penjelasan pengembangan")).to_be_visible()
    axe(page)
    page.get_by_role("link", name="Isi sekarang").click()
    field = page.get_by_label("Penjelasan pengembangan")
    expect(field).to_be_visible()
    page.get_by_role("link", name="Ringkasan").click()
    expect(page.get_by_text("Disalin dari “Antrean Lama”, 2025.")).to_be_visible()
    axe(page)
    page.get_by_role("link", name="Berkas lengkap (PDF)").click()
    axe(page)
    press(page, "Cetak berkas")
    work_off(page)
    expect(page.get_by_role("link", name="Unduh")).to_be_visible()
    axe(page)
    with scope({KOTIM}):
        assert Innovation.objects.filter(copied_from=source).count() == 1


def test_downloads(
    page_for: Callable[..., Page], live_cast: Cast, axe: Callable[[Page], None], tmp_path: Path
) -> None:
    with scope({KOTIM}):
        make_innovation(live_cast, name="Satu")
    page = page_for(live_cast.sari)
    open_list(page, live_cast)
    choose_way(page, "Unduh daftar")
    axe(page)
    assert downloaded(page, "Unduh CSV", tmp_path).startswith(b"\xef\xbb\xbfKunci;Status;Milik;Nama inovasi;")
    assert Pen(downloaded(page, "Unduh XLSX", tmp_path)).innovations["D3"].value == "Satu"
