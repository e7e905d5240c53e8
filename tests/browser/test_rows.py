"""The indicator sheet under real hands: rows that save themselves, by mouse, by keyboard, on a phone, and without scripts."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from iga_portal.tenancy.scope import scope
from innovations.domain.answers import cite_document, set_answer
from innovations.models import Answer, Innovation
from regions.access import Actor
from regions.enums import Role
from tests.browser.saving import saved
from tests.cast import KOTIM, Cast, make_complete, make_document, make_draft
from tests.innovations.rows_support import claim, colleague, fresh, judged_and_returned

pytestmark = pytest.mark.browser

Open = Callable[..., Page]
Check = Callable[[Page], None]


@pytest.fixture
def draft(live_cast: Cast) -> Innovation:
    with scope({KOTIM}):
        return make_draft(live_cast.actor("sari"), opd=live_cast.health, period=live_cast.period)


def row_of(cast: Cast, innovation: Innovation, row: int | None = None) -> str:
    url = f"/d/{KOTIM}/opd/{cast.health.pk}/inovasi/{innovation.public_id}/baris/"
    return url if row is None else f"{url}{row}/"


def level(page: Page, number: int) -> Any:
    return page.locator(f'input[name="level"][value="{number}"]')


def test_number_picks_the_level_and_everything_follows_without_a_reload(
    page_for: Open, live_cast: Cast, draft: Innovation, axe: Check
) -> None:
    page = page_for(live_cast.sari)
    page.goto(row_of(live_cast, draft, 17))
    page.evaluate("window.stayed = true")
    maturity = page.locator("#kematangan")
    expect(maturity).to_contain_text("0 dari 111 poin")
    page.get_by_label("Jumlah SDM yang mengelola inovasi").fill("12 orang")
    expect(level(page, 2)).to_be_checked()
    expect(page.locator("#alasan-angka")).to_have_text("12 orang memberi tingkat 2: “11-30 SDM”.")
    expect(maturity).to_contain_text("4 dari 111 poin")
    expect(page.locator("#poin-ringkas")).to_contain_text("Baris ini 4 poin")
    expect(page.locator("#tingkat-berikut")).to_contain_text("Untuk naik ke tingkat 3")
    expect(page.locator("#kurang-baris")).to_contain_text("Tambahkan bukti untuk tingkat yang diklaim.")
    saved(page)
    axe(page)
    # Another level is refused until the note says why; then it is saved by itself.
    level(page, 3).check()
    expect(page.get_by_text("tuliskan alasannya di Catatan, atau pilih tingkat 2.")).to_be_visible()
    axe(page)
    page.get_by_label("Catatan").fill("Ditambah 25 kader desa.")
    expect(maturity).to_contain_text("6 dari 111 poin")
    saved(page)
    assert page.evaluate("window.stayed") is True
    assert claim(draft, 17) == (3, "", 12, "Ditambah 25 kader desa.")
    # What was saved is there after a reload, and nothing asks before leaving.
    page.reload()
    expect(level(page, 3)).to_be_checked()
    expect(page.get_by_label("Catatan")).to_have_value("Ditambah 25 kader desa.")


def test_level_moves_maturity_and_the_way_goes_on_by_one_button(
    page_for: Open, live_cast: Cast, draft: Innovation
) -> None:
    page = page_for(live_cast.sari)
    page.goto(row_of(live_cast, draft))
    expect(page.get_by_text("Di setiap baris: pilih tingkatnya, lalu lampirkan buktinya.")).to_be_visible()
    page.get_by_role("link", name="Buka baris 16").click()
    level(page, 1).check()
    expect(page.locator("#kematangan")).to_contain_text("3 dari 111 poin")
    level(page, 3).check()
    expect(page.locator("#kematangan")).to_contain_text("9 dari 111 poin")
    expect(page.locator("#tingkat-berikut")).to_contain_text("Ini tingkat tertinggi")
    page.get_by_role("button", name="Simpan dan ke baris 17").click()
    expect(
        page.get_by_role("heading", name="Ketersediaan dan peran SDM terhadap inovasi daerah")
    ).to_be_visible()
    assert claim(draft, 16)[0] == 3
    # One save each, and the button wrote nothing twice.
    assert fresh(draft).autosaves == 2


def test_row_by_keyboard_alone(page_for: Open, live_cast: Cast, draft: Innovation) -> None:
    page = page_for(live_cast.sari)
    page.goto(row_of(live_cast, draft, 16))
    level(page, 0).focus()
    page.keyboard.press("3")
    expect(level(page, 3)).to_be_checked()
    expect(level(page, 3)).to_be_focused()
    expect(page.locator("#kematangan")).to_contain_text("9 dari 111 poin")
    # The arrows of the group of radio buttons still work, and the answer does not take the focus away.
    page.keyboard.press("ArrowUp")
    expect(level(page, 2)).to_be_checked()
    expect(page.locator("#kematangan")).to_contain_text("6 dari 111 poin")
    expect(level(page, 2)).to_be_focused()
    page.keyboard.press("Tab")
    expect(page.get_by_label("Catatan")).to_be_focused()
    # A digit typed elsewhere is a digit.
    page.keyboard.type("Perbup 12 tahun 2025")
    saved(page)
    expect(level(page, 2)).to_be_checked()
    page.reload()
    assert claim(draft, 16) == (2, "", None, "Perbup 12 tahun 2025")


def test_basis_brings_its_levels_at_once(
    page_for: Open, live_cast: Cast, draft: Innovation, axe: Check
) -> None:
    page = page_for(live_cast.sari)
    page.goto(row_of(live_cast, draft, 33))
    expect(page.locator("#tingkat-berikut")).to_contain_text("Pilih dulu satuan ukurnya.")
    page.get_by_label("Jumlah penerima manfaat (orang)").check()
    page.get_by_label("Jumlah penerima manfaat", exact=True).fill("1.250")
    expect(level(page, 3)).to_be_checked()
    expect(page.locator("#alasan-angka")).to_contain_text("1.250 orang memberi tingkat 3")
    saved(page)
    axe(page)
    page.get_by_label("Efisiensi belanja").check()
    expect(page.get_by_text("Efisiensi belanja sebesar 0,01%- 10,00%").first).to_be_visible()
    expect(page.locator("#kematangan")).to_contain_text("0 dari 111 poin")
    page.get_by_role("textbox", name="Efisiensi belanja").fill("12,5 %")
    expect(level(page, 2)).to_be_checked()
    saved(page)
    page.reload()
    expect(page.get_by_role("textbox", name="Efisiensi belanja")).to_have_value("12,50")
    assert claim(draft, 33)[:2] == (2, "c")


@pytest.mark.parametrize(("choice", "stands"), [("Pakai isian saya", 1), ("Pakai yang tersimpan", 3)])
def test_two_colleagues_on_one_row_and_one_decides(
    page_for: Open, live_cast: Cast, draft: Innovation, axe: Check, choice: str, stands: int
) -> None:
    page = page_for(live_cast.sari)
    page.goto(row_of(live_cast, draft, 16))
    putri = colleague(live_cast)
    with scope({KOTIM}, actor_id=putri.pk, role="operator"):
        actor = Actor(putri.pk, Role.OPERATOR, KOTIM, frozenset({live_cast.health.pk}))
        set_answer(draft.pk, row=16, actor=actor, level=3, note="Dari Putri")
    level(page, 1).check()
    asked = page.locator("[data-conflict-of=level]")
    expect(asked).to_contain_text("Putri menyimpan isian lain")
    axe(page)
    asked.get_by_label(choice).check()
    page.evaluate("window.before = true")
    asked.get_by_role("button", name="Pakai yang dipilih").click()
    expect(asked).to_be_hidden()
    if stands == 3:  # her claim may bring other fields along: the page is made anew
        page.wait_for_function("!window.before")
    expect(level(page, stands)).to_be_checked()
    saved(page)
    page.reload()
    expect(level(page, stands)).to_be_checked()
    # Her note was in nobody's way.
    assert claim(draft, 16) == (stands, "", None, "Dari Putri")


def test_row_locked_meanwhile_says_so_and_keeps_what_was_typed(
    page_for: Open, live_cast: Cast, draft: Innovation
) -> None:
    page = page_for(live_cast.sari)
    page.goto(row_of(live_cast, draft, 16))
    with scope({KOTIM}):
        Innovation.objects.filter(pk=draft.pk).update(state="withdrawn")
    page.get_by_label("Catatan").fill("Panjang sekali ceritanya")
    expect(page.locator("[data-autosave-banner=locked]")).to_contain_text("terkunci")
    expect(page.get_by_label("Catatan")).to_have_value("Panjang sekali ceritanya")
    assert claim(draft, 16)[3] == ""


def test_sheet_without_scripts(page_for: Open, live_cast: Cast, draft: Innovation) -> None:
    page = page_for(live_cast.sari, javascript=False)
    page.goto(row_of(live_cast, draft) + "?saring=wajib")
    page.get_by_role("link", name="33 · Kemanfaatan inovasi").click()
    page.get_by_label("Jumlah penerima manfaat (orang)").check()
    page.get_by_role("button", name="Tampilkan tingkat satuan ini").click()
    page.get_by_label("Jumlah penerima manfaat", exact=True).fill("300")
    page.get_by_role("button", name="Simpan", exact=True).click()
    expect(page.get_by_text("300 orang memberi tingkat 2").first).to_be_visible()
    expect(level(page, 2)).to_be_checked()
    # The filter is kept: after 33 comes 35, the next mandatory row.
    page.get_by_role("button", name="Simpan dan ke baris 35").click()
    expect(page.get_by_role("heading", name="Video inovasi daerah")).to_be_visible()
    # The guide is folded, and leads to the handbook.
    guide = page.locator(".guide-fold")
    guide.locator("summary").first.click()
    expect(guide.get_by_role("link", name="Buka di buku panduan")).to_have_attribute(
        "href", "/panduan/sid-35/"
    )
    # Two people without scripts: both texts, a choice, a button.
    with scope({KOTIM}):
        set_answer(draft.pk, row=35, actor=live_cast.actor("sari"), level=3)
    level(page, 1).check()
    page.get_by_role("button", name="Simpan", exact=True).click()
    page.get_by_label("Pakai isian saya").check()
    page.get_by_role("button", name="Simpan", exact=True).click()
    expect(page.get_by_text("Baris 35 tersimpan")).to_be_visible()
    assert claim(draft, 35)[0] == 1
    assert claim(draft, 33)[:2] == (2, "a")


def test_guide_is_open_beside_the_row_on_a_wide_screen_and_folded_on_a_phone(
    page_for: Open, live_cast: Cast, draft: Innovation
) -> None:
    wide = page_for(live_cast.sari)
    wide.goto(row_of(live_cast, draft, 16))
    guide = wide.locator(".guide-fold")
    expect(guide).to_have_attribute("open", "")
    expect(guide.get_by_text("Dokumen untuk setiap tingkat")).to_be_visible()
    box, cards = guide.bounding_box(), wide.locator(".levels").bounding_box()
    assert box is not None
    assert cards is not None
    assert box["x"] > cards["x"] + cards["width"]
    # It stays beside the work.
    wide.get_by_label("Catatan").scroll_into_view_if_needed()
    expect(guide).to_be_in_viewport()
    phone = page_for(live_cast.sari, width=390, height=844)
    phone.goto(row_of(live_cast, draft, 16))
    folded = phone.locator(".guide-fold")
    expect(folded).not_to_have_attribute("open", "")
    folded.locator("summary").first.click()
    expect(folded.get_by_text("Dokumen untuk setiap tingkat")).to_be_visible()


def test_guide_follows_the_basis(page_for: Open, live_cast: Cast, draft: Innovation) -> None:
    page = page_for(live_cast.sari)
    page.goto(row_of(live_cast, draft, 33))
    proofs = page.locator(".guide-fold .guide-proofs")
    expect(proofs).to_have_count(6)
    page.get_by_label("Tren kinerja positif").check()
    expect(proofs).to_have_count(1)


@pytest.mark.slow
def test_sheet_has_no_finding_and_does_not_scroll_sideways(
    page_for: Open, live_cast: Cast, at_both_widths: Check
) -> None:
    returned = judged_and_returned(
        live_cast, rows={16: "Lampirkan halaman nama inovasi.", 33: "Tanpa tanda tangan."}
    )
    with scope({KOTIM}):
        sari = live_cast.actor("sari")
        empty = make_draft(
            sari, opd=live_cast.health, period=live_cast.period, name="Kosong " + "panjang " * 12
        )
        full = make_complete(sari, opd=live_cast.health, period=live_cast.period, name="Penuh", level=3)
        document = make_document(sari, opd=live_cast.health, subject="SKBupatiTanpaSpasi" * 8)
        cite_document(full.pk, row=16, actor=sari, document_id=document.pk)
        set_answer(returned.pk, row=16, actor=sari, level=3, note="Halaman 4 " * 30)
        assert Answer.objects.filter(innovation=returned, row=16, verified_level=None).exists()
    page = page_for(live_cast.sari, height=844)
    urls = [
        row_of(live_cast, returned), row_of(live_cast, returned) + "?saring=dikembalikan",
        row_of(live_cast, returned, 16), row_of(live_cast, returned, 18), row_of(live_cast, returned, 33),
        row_of(live_cast, empty), row_of(live_cast, empty) + "?saring=tanpa-bukti", row_of(live_cast, empty, 17),
        row_of(live_cast, empty, 30), row_of(live_cast, empty, 33), row_of(live_cast, full, 16),
    ]  # fmt: skip
    for url in urls:
        answer = page.goto(url)
        assert answer is not None
        assert answer.status == 200, url
        for fold in page.locator("main details:not([open]):not(#bukti details) > summary").all():
            if fold.is_visible():
                fold.click()
        if page.locator(".guide-fold").count():
            expect(page.locator(".guide-fold .guide")).to_be_visible()
        at_both_widths(page)
    head = page_for(live_cast.joko, height=844)
    head.goto(row_of(live_cast, returned).replace("/opd/", "/kepala-opd/"))
    at_both_widths(head)
