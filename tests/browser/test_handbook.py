"""The handbook in a real browser: found, read and paged through, wide and narrow, with keys and without JavaScript."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import NARROW, WIDE
from tests.cast import KOTIM, Cast

pytestmark = pytest.mark.browser

PICTURES = ["spd-4", "spd-12", "spd-15", "sid-16", "sid-25", "sid-26", "sid-27", "sid-28", "sid-32", "sid-35"]
"""One indicator for each kind of drawing that differs."""


LETTERS_OUTSIDE = """() => {
  const svg = document.querySelector('svg.example'), edge = svg.getBoundingClientRect();
  return [...svg.querySelectorAll('text:not([transform])')].filter(text => {
    const box = text.getBoundingClientRect(); return box.right > edge.right - 1 || box.left < edge.left + 1;
  }).map(text => text.textContent);
}"""
"""The real face may be wider than the estimate that breaks the lines: no letter may leave the picture."""


def fits(page: Page) -> None:
    """Nothing is wider than the screen."""
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


@pytest.mark.slow
def test_a_visitor_searches_reads_and_pages_on(
    page_for: Callable[..., Page], live_cast: Cast, at_both_widths: Callable[[Page], None]
) -> None:
    page = page_for(None)
    page.goto("/akun/login/")
    page.get_by_role("link", name="apa yang ditanyakan dan apa buktinya").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Panduan indikator")
    at_both_widths(page)

    page.get_by_label("Cari indikator").fill("daftar hadir")
    page.keyboard.press("Enter")
    first = page.locator(".guide-hits li").first
    expect(first.get_by_role("link")).to_have_text("20 · Bimtek inovasi")
    at_both_widths(page)

    first.get_by_role("link").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Bimtek inovasi")
    expect(page.get_by_role("img").first).to_be_visible()
    at_both_widths(page)

    page.get_by_role("link", name="Berikutnya 21").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("RKPD")
    page.locator("button[name=language][value=en]").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(
        "Programme and activity in the annual plan (RKPD)"
    )
    at_both_widths(page)

    page.goto("/panduan/?q=qwertyuiop")
    at_both_widths(page)
    for address in ("/panduan/istilah/", "/panduan/indeks/", "/panduan/sid-33/", "/panduan/jumlah-inovasi/"):
        page.goto(address)
        at_both_widths(page)


@pytest.mark.slow
def test_every_kind_of_picture_is_accessible_and_stays_inside(
    page_for: Callable[..., Page], live_cast: Cast, at_both_widths: Callable[[Page], None]
) -> None:
    page = page_for(None)
    for key in PICTURES:
        page.goto(f"/panduan/{key}/")
        at_both_widths(page)
        for width in (NARROW, WIDE):
            page.set_viewport_size({"width": width, "height": 900})
            assert page.evaluate(LETTERS_OUTSIDE) == [], (key, width)


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
