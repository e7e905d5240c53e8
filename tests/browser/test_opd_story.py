"""An operator's story in a real browser: from signing in to a submitted innovation, with and without JavaScript."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date

import pytest
from playwright.sync_api import Page, expect

from iga_portal.tenancy.scope import scope
from innovations.domain.innovations import change_proposal
from innovations.forms.steps import STEPS
from innovations.models import Answer, Citation, Document, Innovation
from regions.access import Actor
from regions.enums import Role
from regions.models import Membership, Person
from tests.cast import KOTIM, Cast, make_complete, make_document, make_draft, pdf_bytes

pytestmark = pytest.mark.browser

NAME = "Antar Obat Sampai Pulau"


def press(page: Page, name: str) -> None:
    """Press a button that sends the page's form, and wait for the answer: sending may first wait for a field's own save."""
    with page.expect_navigation():
        page.get_by_role("button", name=name, exact=True).click()


def choose(page: Page, group: str, option: str) -> None:
    page.get_by_role("group", name=group).get_by_label(option, exact=True).check()


def upload(page: Page, label: str, text: str) -> None:
    payload = {"name": f"{text}.pdf", "mimeType": "application/pdf", "buffer": pdf_bytes(text)}
    page.get_by_label(label, exact=True).set_input_files(payload)  # type: ignore[arg-type]


def open_upload(page: Page) -> None:
    """Unfold the upload part where it is folded away."""
    part = page.locator("#bukti details.fold")
    if part.get_attribute("open") is None:
        part.locator("summary").click()


def level(page: Page, number: int) -> None:
    page.locator(f'input[name="level"][value="{number}"]').check()


def on_to(page: Page, number: int) -> None:
    """Save and go on; the next step is there before anything else is done. Saving may first wait for the last field's own save."""
    press(page, "Simpan dan lanjut")
    expect(page.get_by_role("heading", name=re.compile(rf"^{number}\. "))).to_be_visible()


def fill_proposal(page: Page, check: Callable[[Page], None], *, javascript: bool) -> None:
    page.get_by_role("link", name="Lanjutkan mengisi: Identitas").click()
    check(page)
    choose(page, "Tahapan", "Penerapan")
    choose(page, "Jenis", "Digital")
    choose(page, "Bentuk", "Pelayanan Publik")
    choose(page, "Klasifikasi", "Inovasi Perangkat Daerah")
    on_to(page, 2)

    check(page)
    page.get_by_label("Inisiator", exact=False).first.select_option("ASN")
    page.get_by_label("Nama inisiator", exact=False).fill("Tim Farmasi")
    page.get_by_label("Titik koordinat", exact=False).fill("-2,53127, 112,95013")
    on_to(page, 3)

    check(page)
    page.get_by_label("Urusan utama", exact=False).select_option("Kesehatan")
    page.get_by_label("Asta Cita", exact=False).select_option("4")
    page.get_by_label("Klaster Program Kerja", exact=False).select_option("Kesehatan")
    if not javascript:
        press(page, "Simpan dan tampilkan programnya")
    page.get_by_label("Program PKPN utama", exact=False).select_option("D03")
    overlapping = page.get_by_role("group", name="Urusan beririsan")
    overlapping.locator("summary").click()
    overlapping.get_by_label("Sosial", exact=True).check()
    check(page)
    on_to(page, 4)

    page.get_by_label("Tanggal uji coba", exact=False).fill("2023-02-01")
    page.get_by_label("Tanggal penerapan awal", exact=False).fill("2023-08-17")
    press(page, "Simpan")
    expect(page.get_by_text("Diterapkan 2023: isi tanggal pengembangan terbaru").first).to_be_visible()
    page.get_by_label("Tanggal pengembangan terbaru", exact=False).fill("2025-03-01")
    on_to(page, 5)

    check(page)
    page.get_by_label("Dasar Hukum Inovasi", exact=False).fill("Perda 3/2024 tentang inovasi daerah.")
    page.get_by_label("Metode Pembaharuan", exact=False).fill("obat sampai ke pulau " * 75)
    on_to(page, 6)

    page.get_by_label("Tujuan", exact=False).first.fill("Obat tiba pada hari yang sama.")
    page.get_by_label("Manfaat", exact=False).first.fill("Waktu tunggu turun dari 6 hari menjadi 1 hari.")
    page.get_by_label("Hasil", exact=False).first.fill("Satu layanan antar dengan 12 perahu.")
    on_to(page, 7)

    check(page)
    upload(page, "Anggaran: berkas baru", "DPA 2025")
    press(page, "Simpan dan ke ringkasan")


def fill_rows(page: Page, check: Callable[[Page], None]) -> None:
    # 16: a level and an upload in one go.
    page.get_by_role("link", name="Baris 16 · Regulasi Inovasi Daerah", exact=True).click()
    check(page)
    level(page, 3)
    open_upload(page)
    upload(page, "Berkas", "Perda Inovasi")
    page.locator("#bukti").get_by_label("Tentang", exact=False).fill("Perda Inovasi Daerah")
    page.get_by_label("Nomor surat, bila ada").fill("3/2024")
    page.get_by_label("Halaman yang dimaksud").fill("1, 12")
    press(page, "Unggah dan kutip")
    expect(page.get_by_text("“Perda Inovasi Daerah” dikutip untuk baris 16.")).to_be_visible()
    expect(page.locator('input[name="level"][value="3"]')).to_be_checked()
    check(page)
    press(page, "Simpan dan ke baris 17")

    # 17: the number gives the level; the document comes from the library.
    page.get_by_label("Jumlah SDM yang mengelola inovasi").fill("12")
    press(page, "Pilih dari pustaka")
    check(page)
    page.get_by_label("Kutip Perda Inovasi Daerah").check()
    page.get_by_label("Halaman Perda Inovasi Daerah").fill("7")
    press(page, "Kutip yang dicentang")
    expect(page.locator('input[name="level"][value="2"]')).to_be_checked()

    page.goto(page.url.replace("/17/", "/32/").split("#")[0])
    page.get_by_label("Waktu penciptaan inovasi").fill("4")
    open_upload(page)
    upload(page, "Berkas", "Laporan penciptaan")
    page.locator("#bukti").get_by_label("Tentang", exact=False).fill("Laporan penciptaan")
    press(page, "Unggah dan kutip")
    press(page, "Simpan dan ke baris 33")

    # 33: the unit first, then its own levels.
    choose(page, "Satuan ukur manfaat", "Jumlah penerima manfaat (orang)")
    press(page, "Simpan")
    check(page)
    page.get_by_label("Jumlah penerima manfaat", exact=True).fill("1.250")
    open_upload(page)
    upload(page, "Berkas", "Daftar penerima")
    page.locator("#bukti").get_by_label("Tentang", exact=False).fill("Daftar penerima manfaat")
    press(page, "Unggah dan kutip")
    expect(page.locator('input[name="level"][value="3"]')).to_be_checked()

    page.goto(page.url.replace("/33/", "/35/").split("#")[0])
    level(page, 2)
    open_upload(page)
    page.get_by_label("atau tautan").fill("https://www.youtube.com/watch?v=contoh")
    page.locator("#bukti").get_by_label("Tentang", exact=False).fill("Video inovasi")
    press(page, "Unggah dan kutip")


@pytest.mark.slow
@pytest.mark.parametrize("javascript", [True, False], ids=["with-javascript", "without-javascript"])
def test_operator_fills_and_submits_an_innovation(
    page_for: Callable[..., Page], live_cast: Cast, axe: Callable[[Page], None], javascript: bool
) -> None:
    # axe runs as a script, so it looks only where scripts run; the pages are the same.
    check: Callable[[Page], None] = axe if javascript else (lambda page: None)
    page = page_for(live_cast.sari, javascript=javascript, by_form=True)
    expect(page.get_by_role("heading", name="Dinas Kesehatan")).to_be_visible()
    check(page)
    page.get_by_role("link", name="Buat inovasi pertama").click()
    check(page)
    page.get_by_label("Nama inovasi", exact=False).fill(NAME)
    press(page, "Buat draf")
    expect(page.get_by_role("heading", name=NAME)).to_be_visible()
    expect(page.get_by_text("Masih 21 hal wajib sebelum inovasi ini dapat diajukan.")).to_be_visible()
    check(page)

    fill_proposal(page, check, javascript=javascript)
    expect(page.get_by_text("Masih 5 hal wajib sebelum inovasi ini dapat diajukan.")).to_be_visible()
    fill_rows(page, check)
    page.get_by_role("link", name="Ringkasan").click()
    expect(page.get_by_text("11 dari 11 bagian wajib lengkap")).to_be_visible()
    check(page)
    page.get_by_role("link", name="Periksa dan ajukan").click()
    check(page)
    press(page, "Ajukan ke desk")
    expect(page.get_by_text("Desk daerah sedang memeriksa")).to_be_visible()
    check(page)

    with scope({KOTIM}):
        innovation = Innovation.objects.get()
        assert (innovation.state, innovation.name, innovation.urusan_overlapping) == (
            "submitted",
            NAME,
            ["A06"],
        )
        assert innovation.budget_document_id is not None
        levels = dict(Answer.objects.exclude(claimed_level=None).values_list("row", "claimed_level"))
        assert levels == {16: 3, 17: 2, 32: 3, 33: 3, 35: 2}
        cited = Citation.objects.order_by("answer__row").values_list(
            "answer__row", "document__subject", "pages"
        )
        assert list(cited) == [
            (16, "Perda Inovasi Daerah", "1, 12"),
            (17, "Perda Inovasi Daerah", "7"),
            (32, "Laporan penciptaan", ""),
            (33, "Daftar penerima manfaat", ""),
            (35, "Video inovasi", ""),
        ]
        assert Document.objects.count() == 5


def test_two_operators_decide_on_a_text_that_both_changed_without_a_script(
    page_for: Callable[..., Page], live_cast: Cast
) -> None:
    putri = Person.objects.create(email="putri@contoh.go.id", name="Putri")
    Membership.objects.create(
        person=putri, role=Role.OPERATOR, region_id=KOTIM, opd=live_cast.health, valid_from=date(2025, 1, 1)
    )
    with scope({KOTIM}):
        draft = make_draft(live_cast.actor("sari"), opd=live_cast.health, period=live_cast.period)
    page = page_for(live_cast.sari, width=390, height=844, javascript=False)
    page.goto(f"/d/{KOTIM}/opd/{live_cast.health.pk}/inovasi/{draft.public_id}/profil/uraian/")
    with scope({KOTIM}, actor_id=putri.pk, role="operator"):
        actor = Actor(putri.pk, Role.OPERATOR, KOTIM, frozenset({live_cast.health.pk}))
        change_proposal(draft.pk, actor=actor, seen=None, changes={"aim": "Tujuan dari Putri"})
    page.get_by_label("Tujuan", exact=False).first.fill("Tujuan dari Sari")
    page.get_by_label("Hasil", exact=False).first.fill("Hasil dari Sari")
    press(page, "Simpan")
    expect(page.get_by_text("Putri menyimpan isian lain")).to_be_visible()
    expect(page.get_by_text("Isian lain di langkah ini sudah tersimpan.")).to_be_visible()
    page.get_by_role("group", name="Tujuan").get_by_label("Pakai yang tersimpan").check()
    press(page, "Simpan")
    expect(page.get_by_text("“Tujuan, manfaat, hasil” tersimpan")).to_be_visible()
    with scope({KOTIM}):
        draft.refresh_from_db()
    assert (draft.aim, draft.result) == ("Tujuan dari Putri", "Hasil dari Sari")


@pytest.mark.slow
def test_pages_have_no_finding_and_do_not_scroll_sideways(
    page_for: Callable[..., Page], live_cast: Cast, at_both_widths: Callable[[Page], None]
) -> None:
    sari = live_cast.actor("sari")
    with scope({KOTIM}):
        innovation = make_complete(sari, opd=live_cast.health, period=live_cast.period)
        document = make_document(sari, opd=live_cast.health, subject="SK panjang " * 12)
    opd = f"/d/{KOTIM}/opd/{live_cast.health.pk}"
    head = f"/d/{KOTIM}/kepala-opd/{live_cast.health.pk}"
    one = f"/inovasi/{innovation.public_id}"
    pages = {
        live_cast.sari: [
            f"{opd}/", f"{opd}/inovasi/", f"{opd}{one}/", f"{opd}{one}/profil/", *(f"{opd}{one}/profil/{step.slug}/" for step in STEPS), f"{opd}{one}/profil/riwayat/rancang-bangun/",
            f"{opd}{one}/baris/", f"{opd}{one}/baris/17/", f"{opd}{one}/baris/33/", f"{opd}{one}/baris/18/pustaka/",
            f"{opd}{one}/tarik/", f"{opd}/dokumen/", f"{opd}/dokumen/baru/", f"{opd}/dokumen/{document.pk}/",
            f"{opd}/dokumen/{document.pk}/ganti/", f"{opd}/pemberitahuan/",
        ],
        live_cast.joko: [f"{head}/", f"{head}{one}/", f"{head}{one}/profil/", f"{head}{one}/baris/16/"],
    }  # fmt: skip
    for person, urls in pages.items():
        page = page_for(person, height=844)
        for url in urls:
            answer = page.goto(url)
            assert answer is not None
            assert answer.status == 200, url
            at_both_widths(page)
