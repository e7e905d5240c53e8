"""The receipt of every point in a real browser: the region's admin walks from the documents to one row, wide and narrow."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.test_public_face import fits
from tests.cast import KOTIM, Cast
from tests.reports.preparing import make_ready, prepare, publish_now, second_admin

pytestmark = pytest.mark.browser


def test_admin_walks_from_the_documents_to_a_row(
    page_for: Callable[..., Page], live_cast: Cast, axe: Callable[[Page], None]
) -> None:
    made = make_ready(live_cast)
    publish_now(prepare(live_cast), by=second_admin())
    for width in (1280, 390):
        page = page_for(live_cast.hendra, width=width)
        page.goto(f"/d/{KOTIM}/daerah/dokumen-terbit/")
        page.get_by_role("link", name="Rincian nilai 2026").click()
        expect(page.get_by_role("heading", level=1)).to_have_text("Rincian nilai")
        axe(page)
        fits(page)
        page.get_by_role("link", name=made["assessed"].name).click()
        expect(page.get_by_role("heading", level=1)).to_have_text(made["assessed"].name)
        expect(page.get_by_text("3 → 2 → 2").first).to_be_visible()
        axe(page)
        fits(page)
    page.go_back()
    page.get_by_role("button", name="Cetak rincian lengkap").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Rincian nilai")
