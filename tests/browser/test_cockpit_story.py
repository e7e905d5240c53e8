"""The cockpit in a real browser: the head of region on a phone, and the admin who sets a target and follows a figure down."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from iga_portal.tenancy.scope import scope
from innovations.enums import State
from innovations.models import Answer
from tests.browser.test_index_story import run_waiting_job
from tests.cast import KOTIM, Cast
from tests.printing.reading import opened, squeezed, text
from tests.scoring.support import compute, spd_row, standing

pytestmark = pytest.mark.browser

PageFor = Callable[..., Page]
Check = Callable[[Page], None]


@pytest.fixture
def region(live_cast: Cast) -> None:
    """Two verified, one of them without an accepted video, one at the desk, an SPD row that nobody confirmed."""
    with scope({KOTIM}):
        cut = standing(live_cast, name="Sampan Pustaka", state=State.VERIFIED)
        standing(live_cast, name="Posyandu Perahu", state=State.VERIFIED, urusan="A01")
        standing(live_cast, name="Sekolah Sungai")
        Answer.objects.filter(innovation=cut, row=35).update(verified_level=0)
        spd_row(live_cast, "12", confirmed=False, level=3)
    compute(live_cast)


def test_head_of_region_on_a_phone(live_cast: Cast, page_for: PageFor, axe: Check, region: None) -> None:
    page = page_for(live_cast.tiur, width=390, height=844)
    page.goto("/peran/")
    page.goto(f"/d/{KOTIM}/kepala-daerah/")
    # Verified: (66 + 74) / 12 = 11.6667; x 0.4 = 4.67
    expect(page.locator(".stat-value")).to_have_text("4,67")
    # The two SPD rows of most weight that nobody filled, and what the desk has not read: 74 / 12 x 0.4 = 2.47.
    expect(page.locator(".levers > li")).to_have_count(3)
    expect(page.locator(".levers > li").first).to_contain_text("Pemeriksaan desk")
    expect(page.locator(".waits")).to_contain_text("inovasi menunggu diperiksa")
    axe(page)
    page.get_by_role("link", name="Pemeriksaan desk").click()
    expect(page.get_by_role("link", name="Sekolah Sungai")).to_be_visible()
    expect(page.get_by_role("link", name="Posyandu Perahu")).to_have_count(0)
    axe(page)
    page.go_back()
    page.get_by_role("link", name="Lembar satu halaman (PDF)").click()
    page.get_by_role("button", name="Buat lembar").click()
    expect(page.get_by_text("Menunggu giliran")).to_be_visible()
    axe(page)
    run_waiting_job(page, KOTIM)
    # By itself, without another press.
    expect(page.get_by_text("Keadaan 7 Juli 2026")).to_be_visible()
    link = page.get_by_role("link", name="Buka hasil").get_attribute("href")
    content = page.request.get(str(link)).body()
    with opened(content) as pdf:
        assert len(pdf.pages) == 1
    assert squeezed("Kotawaringin Timur") in squeezed(text(content))
    assert "4,67" in text(content)
    page.goto(f"/d/{KOTIM}/kepala-daerah/")
    page.get_by_role("link", name="Indeks selengkapnya").click()
    expect(page.get_by_role("heading", name="Yang paling menggerakkan indeks")).to_be_visible()
    axe(page)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_admin_sets_a_target_and_follows_a_figure_down(
    live_cast: Cast, page_for: PageFor, axe: Check, region: None
) -> None:
    page = page_for(live_cast.hendra)
    page.goto(f"/d/{KOTIM}/daerah/")
    page.get_by_role("link", name="Tetapkan sasaran").click()
    axe(page)
    page.get_by_label("Indeks sasaran").fill("165,01")
    page.keyboard.press("Enter")
    expect(
        page.get_by_role("heading", name="Ada yang perlu diperbaiki").or_(page.locator(".error-summary"))
    ).to_be_visible()
    page.get_by_label("Indeks sasaran").fill("65,01")
    page.get_by_label("Peringkat sasaran").fill("10")
    page.get_by_role("button", name="Simpan sasaran").click()
    expect(page.get_by_text("Sasaran disimpan.")).to_be_visible()
    expect(page.get_by_role("img", name="Sasaran 65,01")).to_be_visible()
    axe(page)
    page.get_by_role("link", name="Dua puluh baris", exact=True).click()
    page.get_by_role("link", name="tingkat 2", exact=True).click()
    axe(page)
    page.get_by_role("link", name="Baris 35, tingkat 0: 1 inovasi").click()
    expect(page.get_by_role("link", name="Sampan Pustaka")).to_be_visible()
    expect(page.get_by_role("rowheader")).to_have_count(1)
    axe(page)
    page.get_by_role("link", name="Klaim dan hasil desk").click()
    expect(page.get_by_role("row", name="Dinas Kesehatan 2 inovasi terverifikasi")).to_be_visible()
    axe(page)
    for path in ("indeks/baris/", "indeks/selisih/", "indeks/daftar/", "sasaran/", "lembar/"):
        page.set_viewport_size({"width": 390, "height": 844})
        page.goto(f"/d/{KOTIM}/daerah/{path}")
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), path
        axe(page)
