"""The admin's last days in a real browser: from 52 entries to a sent portfolio, by keyboard where it counts, and on a phone."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from iga_portal.tenancy.scope import scope
from innovations.models import Answer, Innovation, PortfolioChoice, Sending
from tests.cast import KOTIM, Cast, make_sendable
from tests.innovations.desk_support import many_submitted

pytestmark = pytest.mark.browser

PageFor = Callable[..., Page]
Check = Callable[[Page], None]
PORTFOLIO = f"/d/{KOTIM}/daerah/portofolio/"


def entries(cast: Cast) -> list[Innovation]:
    """52 verified: 40 of level 3 in six yandas, 12 without a point, two of which the region will leave out by hand."""
    with scope({KOTIM}):
        made = many_submitted(cast, 52, state="verified")
        for number, entry in enumerate(made):
            Answer.objects.filter(innovation=entry).update(verified_level=3 if number < 40 else 0)
            Innovation.objects.filter(pk=entry.pk).update(urusan=f"A0{number % 6 + 1}")
        return made


def test_admin_from_52_entries_to_a_sent_portfolio(live_cast: Cast, page_for: PageFor, axe: Check) -> None:
    made = entries(live_cast)
    hendra = page_for(live_cast.hendra)
    hendra.goto(PORTFOLIO)
    expect(
        hendra.get_by_text("52 inovasi terverifikasi: 0 dikirim, 0 tidak, 52 belum diputuskan.")
    ).to_be_visible()
    axe(hendra)

    # By keyboard: an arrow moves the mark, and the numbers above follow before anything is stored.
    first = hendra.get_by_role("radio", name="Belum", exact=True).first
    first.focus()
    first.press("ArrowLeft")
    expect(hendra.get_by_role("radio", name="Tidak", exact=True).first).to_be_checked()
    hendra.keyboard.press("ArrowLeft")
    # 111 / 12 / 250 = 3,70 %
    expect(hendra.locator(".numbers-one--preview")).to_contain_text("3,70")
    hendra.keyboard.press("ArrowRight")
    hendra.get_by_role("button", name="Simpan putusan").click()
    expect(hendra.get_by_text("1 putusan disimpan.")).to_be_visible()

    # One press chooses what gives the highest index; what was decided by hand stays, the weak stay undecided.
    hendra.get_by_role("button", name="Pilih semua yang menaikkan indeks").click()
    expect(
        hendra.get_by_text("52 inovasi terverifikasi: 39 dikirim, 1 tidak, 12 belum diputuskan.")
    ).to_be_visible()
    # 111 + 39 x 0,38 = 125,82; / 250 = 50,33 %
    expect(hendra.locator(".numbers-one").nth(1)).to_contain_text("50,33")
    hendra.get_by_label("Putusan").select_option("Yang menurunkan indeks")
    expect(hendra.get_by_text("menaikkan sejak kematangan", exact=False).first).to_be_visible()
    expect(hendra.locator("tbody tr")).to_have_count(12)
    axe(hendra)

    # What holds it back is one list; each line leads to its cure.
    hendra.get_by_role("link", name="Periksa dan kirim").click()
    expect(hendra.get_by_text("2 hal menghalangi pengiriman")).to_be_visible()
    expect(hendra.get_by_role("button", name="Kirim sekarang")).to_have_count(0)
    axe(hendra)
    with scope({KOTIM}):
        make_sendable(live_cast)
    hendra.reload()
    button = hendra.get_by_role("button", name="Kirim sekarang")
    expect(button).to_be_visible()

    # A colleague leaves one out meanwhile: nothing is sent, and the page says who and what.
    with scope({KOTIM}):
        PortfolioChoice.objects.filter(innovation=made[1]).update(is_chosen=False, chosen_by=live_cast.indah)
    button.click()
    expect(hendra.get_by_text("Indah memutuskan “Inovasi 001” tidak dikirim.", exact=False)).to_be_visible()
    expect(hendra.get_by_role("heading", level=1)).to_have_text("Kirim 38 inovasi ke Kemendagri?")
    hendra.get_by_role("button", name="Kirim sekarang").dblclick()
    expect(hendra.get_by_role("heading", level=1)).to_have_text("Tanda terima pengiriman 1")
    axe(hendra)
    with scope({KOTIM}):
        sending = Sending.objects.get()
        assert sending.items.count() == 38
    expect(hendra.get_by_text(sending.receipt)).to_be_visible()

    # The same on a phone.
    phone = page_for(live_cast.indah, width=390)
    for address in (PORTFOLIO, f"{PORTFOLIO}pengiriman/1/", f"{PORTFOLIO}paket/", f"/d/{KOTIM}/daerah/spd/"):
        phone.goto(address)
        axe(phone)
        assert phone.evaluate("document.documentElement.scrollWidth") <= 390, address
