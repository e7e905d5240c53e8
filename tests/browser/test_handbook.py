"""The handbook in a real browser: found, read and paged through, wide and narrow, with keys and without JavaScript."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.cast import KOTIM, Cast

pytestmark = pytest.mark.browser

PICTURES = ["spd-4", "spd-12", "spd-15", "sid-16", "sid-25", "sid-26", "sid-27", "sid-28", "sid-32", "sid-35"]
"""One indicator for each kind of drawing that differs."""


def fits(page: Page) -> None:
    """Nothing is wider than the screen."""
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


@pytest.mark.parametrize("width", [1280, 390])
def test_a_visitor_searches_reads_and_pages_on(
    page_for: Callable[..., Page], live_cast: Cast, axe: Callable[[Page], None], width: int
) -> None:
    page = page_for(None, width=width)
    page.goto("/akun/login/")
    page.get_by_role("link", name="apa yang ditanyakan dan apa buktinya").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Panduan indikator")
    axe(page)
    fits(page)

    page.get_by_label("Cari indikator").fill("daftar hadir")
    page.keyboard.press("Enter")
    first = page.locator(".guide-hits li").first
    expect(first.get_by_role("link")).to_have_text("20 · Bimtek inovasi")
    axe(page)
    fits(page)

    first.get_by_role("link").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Bimtek inovasi")
    expect(page.get_by_role("img").first).to_be_visible()
    axe(page)
    fits(page)

    page.get_by_role("link", name="Berikutnya 21").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("RKPD")
    page.locator("button[name=language][value=en]").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(
        "Programme and activity in the annual plan (RKPD)"
    )
    axe(page)

    page.goto("/panduan/?q=qwertyuiop")
    axe(page)
    for address in ("/panduan/istilah/", "/panduan/indeks/", "/panduan/sid-33/", "/panduan/jumlah-inovasi/"):
        page.goto(address)
        axe(page)
        fits(page)


@pytest.mark.parametrize("width", [1280, 390])
def test_every_kind_of_picture_is_accessible_and_stays_inside(
    page_for: Callable[..., Page], live_cast: Cast, axe: Callable[[Page], None], width: int
) -> None:
    page = page_for(None, width=width)
    for key in PICTURES:
        page.goto(f"/panduan/{key}/")
        axe(page)
        fits(page)
        # The real face may be wider than the estimate that breaks the lines: no letter may leave the picture.
        over = page.evaluate(
            """() => { const svg = document.querySelector('svg.example'), edge = svg.getBoundingClientRect();
            return [...svg.querySelectorAll('text:not([transform])')].filter(text => {
              const box = text.getBoundingClientRect(); return box.right > edge.right - 1 || box.left < edge.left + 1; })
            .map(text => text.textContent); }"""
        )
        assert over == [], key


def test_handbook_works_without_javascript_and_by_keyboard(
    page_for: Callable[..., Page], live_cast: Cast
) -> None:
    page = page_for(None, width=390, javascript=False)
    page.goto("/panduan/")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Langsung ke isi")).to_be_focused()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    expect(page.get_by_label("Cari indikator")).to_be_focused()
    page.keyboard.type("wajar tanpa pengecualian")
    page.keyboard.press("Enter")
    expect(page.locator(".guide-hits li").first).to_contain_text("Opini BPK")


def test_guide_of_an_spd_row_unfolds_beside_its_form(
    page_for: Callable[..., Page], live_cast: Cast, axe: Callable[[Page], None], settings: object
) -> None:
    settings.SECOND_FACTOR_REQUIRED = False  # type: ignore[attr-defined]
    page = page_for(live_cast.hendra, width=390)
    page.goto(f"/d/{KOTIM}/daerah/spd/8/")
    expect(page.get_by_text("Panduan baris ini")).to_be_hidden()
    page.get_by_text("Panduan: apa artinya").click()
    for part in (
        "Dokumen untuk setiap tingkat",
        "Bukti yang baik",
        "Tiga kesalahan",
        "Yang dilihat penelaah",
    ):
        page.locator(".guide summary", has_text=part).click()
    expect(page.locator("svg.example")).to_be_visible()
    axe(page)
    fits(page)
