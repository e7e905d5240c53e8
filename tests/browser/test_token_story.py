"""The ministry gives an integration its token: made, copied, tried out, revoked."""

from __future__ import annotations

import urllib.error
import urllib.request
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.cast import Cast

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("width", [1280, 390])
def test_admin_makes_a_token_hands_it_over_and_revokes_it(
    page_for: Callable[..., Page], live_cast: Cast, live_site: str, axe: Callable[[Page], None], width: int
) -> None:
    page = page_for(live_cast.rina, width=width)
    page.goto("/pusat/token/")
    expect(page.get_by_text("Belum ada token")).to_be_visible()
    axe(page)
    page.get_by_role("link", name="Buat token").click()
    axe(page)
    # Own results without a region: told at the field, nothing typed is lost.
    page.locator("#id_name").fill("SIPD Kotawaringin Timur")
    page.get_by_label("Data yang terbit").uncheck()
    page.get_by_label("Hasil daerah sendiri").check()
    page.get_by_role("button", name="Buat token").click()
    expect(page.get_by_role("alert")).to_contain_text("Pilih daerahnya")
    axe(page)
    page.locator("#id_region").select_option(label="Kabupaten Kotawaringin Timur")
    page.get_by_role("button", name="Buat token").press("Enter")
    shown = page.locator("#token-baru")
    expect(shown).to_be_visible()
    secret = shown.input_value()
    axe(page)
    assert status(live_site, secret) == 200
    page.get_by_role("link", name="Sudah disalin").click()
    expect(page.get_by_text(f"{secret[:12]}…")).to_be_visible()
    assert secret not in page.content()
    axe(page)
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    page.get_by_role("link", name="Cabut SIPD Kotawaringin Timur").click()
    axe(page)
    page.get_by_role("button", name="Cabut sekarang").click()
    expect(page.get_by_text("Permintaan berikutnya ditolak.")).to_be_visible()
    assert status(live_site, secret) == 401


def status(site: str, secret: str) -> int:
    asked = urllib.request.Request(f"{site}/api/v1/token", headers={"Authorization": f"Bearer {secret}"})
    try:
        with urllib.request.urlopen(asked, timeout=180) as answer:
            return int(answer.status)
    except urllib.error.HTTPError as error:
        return error.code
