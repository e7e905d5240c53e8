"""The ministry gives an integration its token: made, copied, tried out, revoked."""

from __future__ import annotations

import urllib.error
import urllib.request
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.cast import Cast

pytestmark = pytest.mark.browser


def test_admin_makes_a_token_hands_it_over_and_revokes_it(
    page_for: Callable[..., Page], live_cast: Cast, live_site: str, at_both_widths: Callable[[Page], None]
) -> None:
    page = page_for(live_cast.rina)
    page.goto("/pusat/token/")
    expect(page.get_by_text("Belum ada token")).to_be_visible()
    at_both_widths(page)
    page.get_by_role("link", name="Buat token").click()
    at_both_widths(page)
    # Own results without a region: told at the field, nothing typed is lost.
    page.locator("#id_name").fill("SIPD Kotawaringin Timur")
    page.get_by_label("Data yang terbit").uncheck()
    page.get_by_label("Hasil daerah sendiri").check()
    page.get_by_role("button", name="Buat token").click()
    expect(page.get_by_role("alert")).to_contain_text("Pilih daerahnya")
    at_both_widths(page)
    page.locator("#id_region").select_option(label="Kabupaten Kotawaringin Timur")
    page.get_by_role("button", name="Buat token").press("Enter")
    shown = page.locator("#token-baru")
    expect(shown).to_be_visible()
    secret = shown.input_value()
    at_both_widths(page)
    assert status(live_site, secret) == 200
    page.get_by_role("link", name="Sudah disalin").click()
    expect(page.get_by_text(f"{secret[:12]}…")).to_be_visible()
    assert secret not in page.content()
    at_both_widths(page)
    page.get_by_role("link", name="Cabut SIPD Kotawaringin Timur").click()
    at_both_widths(page)
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
