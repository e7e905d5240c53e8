"""A first-timer on a phone: from the invitation in the mail to the receipt, following the portal's own next step, saving nothing.

Every value is saved by the page itself; no save button is pressed. The story is told at 390 px, because that is what a head of
a puskesmas has at hand.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from iga_portal.tenancy.scope import scope
from innovations.enums import State
from innovations.models import Answer, Citation, Innovation, Receipt
from regions.domain.invitations import invite
from regions.enums import Role
from tests.browser.saving import saved
from tests.cast import KOTIM, Cast, pdf_bytes

pytestmark = pytest.mark.browser

PASSWORD = "kalimantan tengah 62"


def choose(page: Page, group: str, option: str) -> None:
    page.get_by_role("group", name=group).get_by_label(option, exact=True).check()


def write(page: Page, label: str, text: str) -> None:
    field = page.get_by_label(label, exact=False).first
    field.fill(text)
    field.blur()


def step(page: Page, slug: str) -> None:
    page.locator(f'.wizard a[href$="/profil/{slug}/"]').click()


def evidence(page: Page, name: str) -> None:
    payload: Any = {"name": f"{name}.pdf", "mimeType": "application/pdf", "buffer": pdf_bytes(name)}
    page.locator('[data-picked="files"]').set_input_files([payload])
    expect(page.locator("#bukti-dikutip").get_by_role("link", name=name, exact=True)).to_be_visible()


def row(page: Page, number: int) -> None:
    page.goto(re.sub(r"/inovasi/([0-9a-f-]{36})/.*", rf"/inovasi/\1/baris/{number}/", page.url))


@pytest.mark.slow
def test_first_timer_from_invitation_to_receipt(
    page_for: Callable[..., Page], live_cast: Cast, live_site: str, axe: Callable[[Page], None]
) -> None:
    with scope({KOTIM}):
        invited = invite(
            actor=live_cast.actor("hendra"), email="ani@contoh.go.id", name="Ani", role=Role.OPERATOR,
            region_id=KOTIM, opd_id=live_cast.health.pk, link_of=lambda secret: reverse("invitation", args=[secret]),
        )  # fmt: skip
    page = page_for(None, width=390, height=844)
    page.goto(invited.link)
    axe(page)
    page.get_by_label("Nama lengkap").fill("Ani Rahma")
    passwords = page.locator('input[type="password"]')
    passwords.nth(0).fill(PASSWORD)
    passwords.nth(1).fill(PASSWORD)
    page.locator("main form button[type=submit]").first.click()

    expect(page.get_by_text("belum diajukan").first).to_be_visible()
    axe(page)
    page.get_by_role("link", name="Buat inovasi pertama").click()
    page.get_by_label("Nama inovasi", exact=False).fill("Antar Obat Sampai Pulau")
    page.get_by_role("button", name="Buat draf", exact=True).click()
    expect(page.get_by_text("hal wajib sebelum inovasi ini dapat diajukan")).to_be_visible()
    page.get_by_role("link", name=re.compile("Lanjutkan mengisi")).first.click()

    for group, option in (
        ("Tahapan", "Penerapan"),
        ("Jenis", "Digital"),
        ("Bentuk", "Pelayanan Publik"),
        ("Klasifikasi", "Inovasi Perangkat Daerah"),
    ):
        choose(page, group, option)
    saved(page)
    step(page, "asal")
    page.get_by_label("Inisiator", exact=False).first.select_option("ASN")
    write(page, "Nama inisiator", "Tim Farmasi")
    write(page, "Titik koordinat", "-2,53127, 112,95013")
    saved(page)
    step(page, "klasifikasi")
    page.get_by_label("Urusan utama", exact=False).select_option("A02")
    page.get_by_label("Asta Cita", exact=False).select_option("4")
    page.get_by_label("Klaster Program Kerja", exact=False).select_option("D")
    page.get_by_label("Program PKPN utama", exact=False).select_option("D03")
    saved(page)
    step(page, "waktu")
    write(page, "Tanggal uji coba", "2024-02-01")
    write(page, "Tanggal penerapan awal", "2024-08-17")
    saved(page)
    step(page, "rancang")
    areas = page.locator("main textarea:visible")
    for number in range(6):
        areas.nth(number).fill("obat sampai ke pulau dalam sehari " * 10)
        areas.nth(number).blur()
    saved(page)
    step(page, "uraian")
    write(page, "Tujuan", "Obat tiba pada hari yang sama.")
    write(page, "Manfaat", "Waktu tunggu turun dari 6 hari menjadi 1 hari.")
    write(page, "Hasil", "Satu layanan antar dengan 12 perahu.")
    saved(page)
    axe(page)

    page.get_by_role("link", name="Ringkasan").first.click()
    expect(page.get_by_text("Masih 5 hal wajib")).to_be_visible()
    row(page, 16)
    axe(page)
    page.locator('input[name="level"][value="2"]').check()
    saved(page)
    evidence(page, "SK Bupati Inovasi")
    row(page, 17)
    write(page, "Jumlah SDM yang mengelola inovasi", "12")
    expect(page.locator('input[name="level"][value="2"]')).to_be_checked()
    evidence(page, "SK Tim Pengelola")
    row(page, 32)
    write(page, "Waktu penciptaan inovasi", "4")
    expect(page.locator('input[name="level"][value="3"]')).to_be_checked()
    evidence(page, "Laporan penciptaan")
    row(page, 33)
    choose(page, "Satuan ukur manfaat", "Jumlah penerima manfaat (orang)")
    people = page.get_by_label("Jumlah penerima manfaat", exact=True)
    people.fill("1.250")
    people.blur()
    expect(page.locator('input[name="level"][value="3"]')).to_be_checked()
    evidence(page, "Daftar penerima manfaat")
    row(page, 35)
    page.locator('input[name="level"][value="2"]').check()
    saved(page)
    evidence(page, "Naskah video")

    page.get_by_role("link", name="Ringkasan").first.click()
    page.get_by_role("link", name="Periksa dan ajukan").click()
    axe(page)
    page.get_by_role("button", name="Ajukan ke desk", exact=True).click()
    expect(page).to_have_url(re.compile("/tanda-terima/"))
    with scope({KOTIM}):
        innovation = Innovation.objects.get()
        receipt = Receipt.objects.get(innovation=innovation)
        assert innovation.state == State.SUBMITTED
        assert innovation.autosaves >= 20
        levels = dict(Answer.objects.exclude(claimed_level=None).values_list("row", "claimed_level"))
        assert levels == {16: 2, 17: 2, 32: 3, 33: 3, 35: 2}
        assert Citation.objects.count() == 5
    expect(page.get_by_text(receipt.code).first).to_be_visible()
    axe(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
