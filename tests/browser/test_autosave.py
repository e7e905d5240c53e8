"""The proposal saves itself in a real browser: while typing, over a dropped line, past the end of a session, and beside a colleague."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.contrib.sessions.models import Session
from playwright.sync_api import BrowserContext, Page, Route, expect

from iga_portal.tenancy.scope import scope
from innovations.domain.design import split_design
from innovations.domain.innovations import change_proposal
from innovations.enums import Initiator
from innovations.models import Innovation
from regions.access import Actor
from regions.enums import Role
from regions.models import Membership, Opd, Person
from tests.browser.conftest import session_cookie
from tests.browser.saving import saved, until
from tests.cast import KOTIM, PASSWORD, Cast, make_complete, make_draft, submit

pytestmark = pytest.mark.browser

SAVED_AT_NOON = re.compile(r"^Tersimpan 12\.0\d WIB$")


@pytest.fixture
def draft(live_cast: Cast) -> Innovation:
    with scope({KOTIM}):
        return make_draft(live_cast.actor("sari"), opd=live_cast.health, period=live_cast.period)


@pytest.fixture
def putri(live_cast: Cast) -> Person:
    person = Person.objects.create(email="putri@contoh.go.id", name="Putri")
    Membership.objects.create(
        person=person, role=Role.OPERATOR, region_id=KOTIM, opd=live_cast.health, valid_from=date(2025, 1, 1)
    )
    return person


def now(innovation: Innovation) -> Innovation:
    with scope({KOTIM}):
        return Innovation.objects.get(pk=innovation.pk)


def write(innovation: Innovation, person: Person, **changes: Any) -> None:
    with scope({KOTIM}, actor_id=person.pk, role="operator"):
        actor = Actor(person.pk, Role.OPERATOR, KOTIM, frozenset({innovation.opd_id}))
        change_proposal(innovation.pk, actor=actor, seen=None, changes=changes)


def url_of(draft: Innovation, step: str) -> str:
    return f"/d/{KOTIM}/opd/{draft.opd_id}/inovasi/{draft.public_id}/profil/{step}/"


def status(page: Page) -> Any:
    return page.locator("[data-saved-words]")


def field(page: Page, label: str) -> Any:
    return page.get_by_label(label, exact=False).first


def leave(page: Page) -> None:
    """The pause in which somebody goes to the next field."""
    page.locator(":focus").evaluate("element => element.blur()")


def kept(page: Page) -> str:
    """What waits in the browser's storage. Writing there rests a moment after the last key."""
    return str(
        page.evaluate(
            "Object.entries(localStorage).filter(([key]) => key.startsWith('iga-isian')).map(([, value]) => value).join()"
        )
    )


def kept_there(page: Page, text: str) -> None:
    until(page, lambda: text in kept(page), what=f"{text} is kept in the browser")


def nothing_kept(page: Page) -> None:
    until(page, lambda: kept(page) == "", what="nothing waits in the browser")


@contextmanager
def clock_held(page: Page) -> Iterator[None]:
    """No rest of the page (whose clock is installed) ends before the block does, however long the block takes."""
    page.clock.pause_at(page.evaluate("Date.now()") + 60_000)
    yield
    page.clock.resume()


# Typing ------------------------------------------------------------------------------------------------------------


def test_typing_saves_by_itself(
    page_for: Callable[..., Page], live_cast: Cast, draft: Innovation, axe: Callable[[Page], None]
) -> None:
    page = page_for(live_cast.sari)
    dialogs: list[str] = []
    page.on("dialog", lambda dialog: (dialogs.append(dialog.type), dialog.accept()))
    page.clock.install()
    page.goto(url_of(draft, "uraian"))
    axe(page)
    aim = field(page, "Tujuan")
    with clock_held(page):
        aim.press_sequentially("Obat tiba pada hari yang sama.")
        expect(status(page)).to_have_text("Menyimpan …")
        assert now(draft).aim == ""
    # Nobody pressed anything: the rest after the last key was enough.
    expect(status(page)).to_have_text(SAVED_AT_NOON)
    assert now(draft).aim == "Obat tiba pada hari yang sama."
    expect(page.get_by_text("2 dari 22 butir terisi")).to_be_visible()
    nothing_kept(page)
    # A choice is saved at once.
    page.goto(url_of(draft, "identitas"))
    page.get_by_label("Uji Coba", exact=True).check()
    expect(page.get_by_text("Hanya tahap Penerapan yang dinilai; ini didata saja.")).to_be_visible()
    assert now(draft).stage == "uji_coba"
    page.get_by_label("Digital", exact=True).check()
    saved(page)
    # Leaving asks nothing, for nothing is unsent.
    page.get_by_role("link", name="Inisiator dan lokasi").click()
    expect(page.get_by_role("heading", name="2. Inisiator dan lokasi")).to_be_visible()
    assert (dialogs, now(draft).kind, now(draft).autosaves) == ([], "digital", 3)


def test_what_was_typed_a_moment_before_leaving_arrives(
    page_for: Callable[..., Page], live_cast: Cast, draft: Innovation
) -> None:
    page = page_for(live_cast.sari)
    page.clock.install()
    page.goto(url_of(draft, "uraian"))
    with clock_held(page):
        field(page, "Tujuan").press_sequentially("Sampai akhir")
        page.get_by_role("link", name="Ringkasan").click()
    until(page, lambda: now(draft).aim == "Sampai akhir", what="what was typed is stored")
    # The answer went to a page that was gone. Coming back asks nothing and changes nothing.
    page.goto(url_of(draft, "uraian"))
    expect(field(page, "Tujuan")).to_have_value("Sampai akhir")
    saved(page)
    nothing_kept(page)
    assert now(draft).version == 2


def test_what_was_typed_before_the_script_came_is_saved(
    page_for: Callable[..., Page], live_cast: Cast, draft: Innovation
) -> None:
    """Over a slow line the form stands long before its script: nothing done by then is taken for what is stored."""
    page = page_for(live_cast.sari)
    held: list[Route] = []
    page.route("**/autosave*.js", lambda route: held.append(route))
    page.goto(url_of(draft, "asal"), wait_until="commit")
    field(page, "Inisiator").select_option("ASN")
    field(page, "Nama inisiator").fill("Tim Farmasi")
    until(page, lambda: held, what="the script is asked for")
    held.pop().continue_()
    saved(page)
    assert (now(draft).initiator, now(draft).initiator_name) == (Initiator.ASN, "Tim Farmasi")
    # What follows from a choice follows from an early one too.
    page.goto(url_of(draft, "klasifikasi"), wait_until="commit")
    field(page, "Klaster Program Kerja").select_option("D")
    until(page, lambda: held, what="the script is asked for")
    held.pop().continue_()
    page.get_by_label("Program PKPN utama", exact=False).select_option("D03")
    saved(page)
    assert (now(draft).pkpn_cluster, now(draft).pkpn_main) == ("D", "D03")


def test_refused_value_is_told_at_its_field_and_mended(
    page_for: Callable[..., Page], live_cast: Cast, draft: Innovation, axe: Callable[[Page], None]
) -> None:
    page = page_for(live_cast.sari, width=390, height=844)
    page.goto(url_of(draft, "waktu"))
    page.get_by_label("Tanggal uji coba").fill("2024-06-01")
    leave(page)
    saved(page)
    implemented = page.get_by_label("Tanggal penerapan awal")
    implemented.fill("2024-05-01")
    leave(page)
    expect(page.get_by_text("Penerapan awal tidak dapat sebelum uji coba (1 Juni 2024).")).to_be_visible()
    expect(implemented).to_have_attribute("aria-invalid", "true")
    expect(status(page)).to_have_text("1 isian belum tersimpan; lihat yang ditandai")
    axe(page)
    # The other date was the wrong one: mending it lets the refused one through as well.
    page.get_by_label("Tanggal uji coba").fill("2024-04-01")
    leave(page)
    saved(page)
    expect(page.get_by_text("Penerapan awal tidak dapat sebelum uji coba")).to_have_count(0)
    expect(page.get_by_text("Di dalam jendela")).to_be_visible()
    assert (now(draft).trial_date, now(draft).implemented_on) == (date(2024, 4, 1), date(2024, 5, 1))


# The line ----------------------------------------------------------------------------------------------------------


def test_line_drops_while_typing_and_everything_arrives_in_order(
    page_for: Callable[..., Page], live_cast: Cast, draft: Innovation, axe: Callable[[Page], None]
) -> None:
    page = page_for(live_cast.sari)
    page.goto(url_of(draft, "uraian"))
    page.context.set_offline(True)
    for label, text in (("Tujuan", "Satu"), ("Manfaat", "Dua"), ("Hasil", "Tiga")):
        field(page, label).press_sequentially(text)
        leave(page)
    expect(status(page)).to_have_text("Menunggu sambungan, 3 isian menunggu")
    axe(page)
    # Later words of the same field take the place of those that wait.
    field(page, "Manfaat").press_sequentially(" setengah")
    leave(page)
    kept_there(page, "Dua setengah")
    assert now(draft).version == 1
    page.context.set_offline(False)
    saved(page)
    stored = now(draft)
    assert (stored.aim, stored.benefit, stored.result) == ("Satu", "Dua setengah", "Tiga")
    with scope({KOTIM}):
        events = Innovation.pgh_event_model.objects.filter(pgh_obj_id=draft.pk).order_by("pgh_id")  # type: ignore[attr-defined]
        order = list(events.values_list("aim", "benefit", "result"))
    assert order[1][0] == "Satu"
    assert order[-1] == ("Satu", "Dua setengah", "Tiga")
    nothing_kept(page)


def test_words_wait_in_the_browser_past_a_crash(
    page_for: Callable[..., Page], live_cast: Cast, draft: Innovation
) -> None:
    page = page_for(live_cast.sari)
    page.goto(url_of(draft, "rancang"))
    page.context.set_offline(True)
    field(page, "Isu Strategis").press_sequentially("Angka stunting naik")
    kept_there(page, "Angka stunting naik")
    context: BrowserContext = page.context
    page.close(run_before_unload=False)
    context.set_offline(False)
    page = context.new_page()
    page.goto(url_of(draft, "rancang"))
    expect(field(page, "Isu Strategis")).to_have_value("Angka stunting naik")
    saved(page)
    assert split_design(now(draft).design)["isu"] == "Angka stunting naik"
    nothing_kept(page)


def test_answer_that_was_lost_is_never_taken_for_a_stranger(
    page_for: Callable[..., Page], live_cast: Cast, draft: Innovation
) -> None:
    page = page_for(live_cast.sari)
    page.goto(url_of(draft, "uraian"))

    def lose(route: Route) -> None:
        route.fetch()  # it arrives, and is stored
        route.abort()

    page.route("**/simpan/", lose, times=1)
    field(page, "Tujuan").fill("Pertama")
    leave(page)
    expect(status(page)).to_have_text("Menunggu sambungan, 1 isian menunggu")
    field(page, "Tujuan").fill("Pertama dan kedua")
    leave(page)
    saved(page)
    expect(page.locator(".conflict")).to_have_count(0)
    assert (now(draft).aim, now(draft).version) == ("Pertama dan kedua", 3)


def test_server_that_stumbles_is_asked_again(
    page_for: Callable[..., Page], live_cast: Cast, draft: Innovation
) -> None:
    page = page_for(live_cast.sari)
    page.goto(url_of(draft, "uraian"))
    page.route("**/simpan/", lambda route: route.fulfill(status=404, body="<h1>hilang</h1>"), times=1)
    field(page, "Tujuan").press_sequentially("Akhirnya sampai")
    leave(page)
    expect(status(page)).to_have_text("Menunggu sambungan, 1 isian menunggu")
    saved(page)
    assert now(draft).aim == "Akhirnya sampai"


def test_button_of_the_form_waits_for_what_is_on_its_way_and_leads_on(
    page_for: Callable[..., Page], live_cast: Cast, draft: Innovation
) -> None:
    page = page_for(live_cast.sari)
    page.goto(url_of(draft, "uraian"))
    page.route("**/simpan/", lambda route: (page.wait_for_timeout(400), route.continue_()), times=1)
    field(page, "Tujuan").press_sequentially("Satu")
    leave(page)
    field(page, "Hasil").press_sequentially("Dua")
    page.get_by_role("button", name="Simpan dan lanjut").click()
    expect(page.get_by_role("heading", name="7. Lampiran")).to_be_visible()
    expect(page.get_by_text("“Tujuan, manfaat, hasil” tersimpan")).to_be_visible()
    expect(page.get_by_text("juga mengubah inovasi ini")).to_have_count(0)
    assert (now(draft).aim, now(draft).result) == ("Satu", "Dua")
    # Without a line the button sends nothing away; the page stays with everything on it.
    page.goto(url_of(draft, "uraian"))
    page.context.set_offline(True)
    field(page, "Manfaat").press_sequentially("Tiga")
    page.get_by_role("button", name="Simpan dan lanjut").click()
    expect(status(page)).to_have_text("Menunggu sambungan, 1 isian menunggu")
    expect(field(page, "Manfaat")).to_have_value("Tiga")


def test_locked_meanwhile_the_text_can_still_be_copied(
    page_for: Callable[..., Page], live_cast: Cast, axe: Callable[[Page], None]
) -> None:
    with scope({KOTIM}):
        complete = make_complete(live_cast.actor("sari"), opd=live_cast.health, period=live_cast.period)
    page = page_for(live_cast.sari, width=390, height=844)
    page.goto(url_of(complete, "uraian"))
    with scope({KOTIM}):
        submit(complete, live_cast.actor("sari"))
    field(page, "Tujuan").fill("Terlambat satu menit")
    leave(page)
    expect(page.get_by_text("Yang Anda ketik masih di halaman ini dan dapat disalin.")).to_be_visible()
    expect(field(page, "Tujuan")).to_have_value("Terlambat satu menit")
    axe(page)
    page.on("dialog", lambda dialog: dialog.accept())
    page.goto(url_of(complete, "uraian"))  # leads to reading, for it is locked
    expect(page.get_by_text("Profil terkunci sebelum isian ini sampai.")).to_be_visible()
    expect(field(page, "Tujuan")).to_have_value("Terlambat satu menit")
    axe(page)
    page.get_by_role("button", name="Buang dari peramban ini").click()
    page.reload()
    expect(page.get_by_text("Profil terkunci sebelum isian ini sampai.")).to_be_hidden()
    assert now(complete).aim == "Mempercepat layanan."


def test_leaving_is_guarded_only_while_something_is_unsent(
    page_for: Callable[..., Page], live_cast: Cast, draft: Innovation
) -> None:
    page = page_for(live_cast.sari)
    asked: list[str] = []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.dismiss()))
    page.goto(url_of(draft, "uraian"))
    page.context.set_offline(True)
    field(page, "Tujuan").press_sequentially("Belum terkirim")
    leave(page)
    expect(status(page)).to_have_text("Menunggu sambungan, 1 isian menunggu")
    with page.expect_event("dialog"):
        page.close(run_before_unload=True)
    assert asked == ["beforeunload"]
    page.context.set_offline(False)
    saved(page)
    page.goto(url_of(draft, "waktu"))
    assert asked == ["beforeunload"]


def test_somebody_else_on_the_same_computer_never_sees_what_waits(
    page_for: Callable[..., Page], live_cast: Cast, draft: Innovation, putri: Person, live_site: str
) -> None:
    page = page_for(live_cast.sari)
    page.goto(url_of(draft, "uraian"))
    page.context.set_offline(True)
    field(page, "Tujuan").press_sequentially("Rahasia Sari")
    kept_there(page, "Rahasia Sari")
    context: BrowserContext = page.context
    page.close(run_before_unload=False)
    context.set_offline(False)
    context.clear_cookies()
    context.add_cookies([session_cookie(putri, site=live_site)])
    page = context.new_page()
    page.goto(url_of(draft, "uraian"))
    expect(page.locator("form[data-watched]")).to_be_attached()  # it has looked for what waits
    expect(field(page, "Tujuan")).to_have_value("")
    assert now(draft).aim == ""
    # It still waits for whom it belongs to.
    context.clear_cookies()
    context.add_cookies([session_cookie(live_cast.sari, site=live_site)])
    page.goto(url_of(draft, "uraian"))
    expect(field(page, "Tujuan")).to_have_value("Rahasia Sari")
    saved(page)
    assert now(draft).aim == "Rahasia Sari"


# The session -------------------------------------------------------------------------------------------------------


def test_session_ends_while_typing_and_the_text_is_there_after_signing_in(
    page_for: Callable[..., Page], live_cast: Cast, draft: Innovation, axe: Callable[[Page], None]
) -> None:
    page = page_for(live_cast.sari, width=390, height=844)
    page.goto(url_of(draft, "uraian"))
    field(page, "Tujuan").press_sequentially("Sebelum sesi berakhir")
    saved(page)
    Session.objects.all().delete()
    field(page, "Manfaat").press_sequentially("Waktu tunggu turun dari 6 hari menjadi 1 hari.")
    expect(page.get_by_text("Sesi Anda berakhir.")).to_be_visible()
    expect(status(page)).to_have_text("1 isian menunggu Anda masuk lagi")
    axe(page)
    page.get_by_role("link", name="Masuk lagi").click()
    page.get_by_label("Alamat e-mail").fill(live_cast.sari.email)
    page.get_by_label("Kata sandi", exact=False).first.fill(PASSWORD)
    page.get_by_role("button", name="Masuk", exact=True).click()
    benefit = field(page, "Manfaat")
    expect(benefit).to_have_value("Waktu tunggu turun dari 6 hari menjadi 1 hari.")
    expect(benefit).to_be_focused()
    saved(page)
    assert now(draft).benefit == "Waktu tunggu turun dari 6 hari menjadi 1 hari."
    assert page.url.endswith("/profil/uraian/#id_benefit")


def test_signing_in_elsewhere_changes_the_token_and_nothing_is_lost(
    page_for: Callable[..., Page], live_cast: Cast, draft: Innovation
) -> None:
    page = page_for(live_cast.sari, by_form=True)
    page.goto(url_of(draft, "uraian"))
    other = page.context.new_page()
    other.goto("/akun/logout/")
    with other.expect_navigation():
        other.get_by_role("button", name="Keluar").click()
    field(page, "Tujuan").press_sequentially("Tetap ada")
    expect(page.get_by_text("Sesi Anda berakhir.")).to_be_visible()
    other.goto("/akun/login/")
    other.get_by_label("Alamat e-mail").fill(live_cast.sari.email)
    other.get_by_label("Kata sandi", exact=False).first.fill(PASSWORD)
    other.get_by_role("button", name="Masuk", exact=True).click()
    expect(other.get_by_role("heading", name="Dinas Kesehatan")).to_be_visible()
    # Back at the page that was made before: it goes on with the token of the new session.
    page.evaluate("dispatchEvent(new Event('focus'))")
    saved(page)
    assert now(draft).aim == "Tetap ada"


# Two people --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("choice", ["Pakai isian saya", "Pakai yang tersimpan"])
def test_two_colleagues_choose_beside_the_field(
    page_for: Callable[..., Page],
    live_cast: Cast,
    draft: Innovation,
    putri: Person,
    axe: Callable[[Page], None],
    choice: str,
) -> None:
    page = page_for(live_cast.sari, width=390, height=844)
    page.goto(url_of(draft, "uraian"))
    write(draft, putri, aim="Obat tiba dalam dua hari")
    field(page, "Tujuan").fill("Obat tiba dalam satu hari")
    leave(page)
    expect(
        page.get_by_text(re.compile(r"Putri menyimpan isian lain \(12\.0\d WIB\) sementara Anda mengetik\."))
    ).to_be_visible()
    expect(status(page)).to_have_text("1 isian menunggu pilihan Anda")
    expect(page.locator("ins")).to_have_text("satu")
    expect(page.locator("del")).to_have_text("dua")
    axe(page)
    # Other fields go on saving meanwhile.
    field(page, "Hasil").press_sequentially("Dua belas perahu")
    leave(page)
    expect(page.get_by_text("3 dari 22 butir terisi")).to_be_visible()
    assert now(draft).aim == "Obat tiba dalam dua hari"
    page.get_by_label(choice).check()
    page.get_by_role("button", name="Pakai yang dipilih").click()
    saved(page)
    expect(page.get_by_text("Putri menyimpan isian lain")).to_have_count(0)
    wanted = "Obat tiba dalam satu hari" if choice == "Pakai isian saya" else "Obat tiba dalam dua hari"
    expect(field(page, "Tujuan")).to_have_value(wanted)
    assert (now(draft).aim, now(draft).result) == (wanted, "Dua belas perahu")


def test_undecided_text_asks_again_after_a_reload(
    page_for: Callable[..., Page], live_cast: Cast, draft: Innovation, putri: Person
) -> None:
    page = page_for(live_cast.sari)
    page.on("dialog", lambda dialog: dialog.accept())
    page.goto(url_of(draft, "uraian"))
    write(draft, putri, aim="Dari Putri")
    field(page, "Tujuan").fill("Dari Sari")
    leave(page)
    expect(page.get_by_text("Putri menyimpan isian lain")).to_be_visible()
    page.reload()
    expect(page.get_by_text("Putri menyimpan isian lain")).to_be_visible()
    expect(field(page, "Tujuan")).to_have_value("Dari Sari")
    assert now(draft).aim == "Dari Putri"


def test_two_tabs_of_one_person_keep_apart_what_waits(
    page_for: Callable[..., Page], live_cast: Cast, draft: Innovation
) -> None:
    page = page_for(live_cast.sari)
    page.goto(url_of(draft, "uraian"))
    other = page.context.new_page()
    other.goto(url_of(draft, "uraian"))
    page.context.set_offline(True)
    field(page, "Tujuan").press_sequentially("Dari tab satu")
    leave(page)
    field(other, "Hasil").press_sequentially("Dari tab dua")
    leave(other)
    for tab in (page, other):
        expect(status(tab)).to_have_text("Menunggu sambungan, 1 isian menunggu")
    page.context.set_offline(False)
    saved(page)
    saved(other)
    assert (now(draft).aim, now(draft).result) == ("Dari tab satu", "Dari tab dua")
    expect(field(other, "Tujuan")).to_have_value("")


# History -----------------------------------------------------------------------------------------------------------


def test_earlier_version_is_compared_and_brought_back(
    page_for: Callable[..., Page],
    live_cast: Cast,
    draft: Innovation,
    putri: Person,
    axe: Callable[[Page], None],
) -> None:
    write(draft, live_cast.sari, aim="Obat tiba pada hari yang sama")
    write(draft, putri, aim="Obat tiba besok")
    page = page_for(live_cast.sari, width=390, height=844)
    page.goto(url_of(draft, "uraian"))
    page.get_by_role("link", name="Versi sebelumnya Tujuan").click()
    axe(page)
    expect(page.get_by_text("yang dipakai sekarang")).to_be_visible()
    expect(page.locator("#versi del")).to_have_text("pada hari yang sama")
    expect(page.locator("#versi ins")).to_have_text("besok")
    page.get_by_role("button", name="Pakai lagi versi ini").click()
    expect(page.get_by_text("Versi lama tujuan dipakai lagi.")).to_be_visible()
    expect(field(page, "Tujuan")).to_have_value("Obat tiba pada hari yang sama")
    assert now(draft).aim == "Obat tiba pada hari yang sama"


# What hangs together -----------------------------------------------------------------------------------------------


def test_programmes_follow_their_cluster_without_a_reload(
    page_for: Callable[..., Page], live_cast: Cast, draft: Innovation, axe: Callable[[Page], None]
) -> None:
    page = page_for(live_cast.sari)
    page.goto(url_of(draft, "klasifikasi"))
    expect(page.get_by_role("button", name="Simpan dan tampilkan programnya")).to_be_hidden()
    main = page.get_by_label("Program PKPN utama", exact=False)
    assert main.locator("option").count() == 1
    page.get_by_label("Klaster Program Kerja", exact=False).select_option("Kesehatan")
    assert main.locator("option").count() > 3
    main.select_option("D03")
    saved(page)
    assert (now(draft).pkpn_cluster, now(draft).pkpn_main) == ("D", "D03")
    page.get_by_role("group", name="Program PKPN beririsan").locator("summary").click()
    expect(page.locator('input[name="pkpn_overlapping"][value="D03"]')).to_be_disabled()
    page.locator('input[name="pkpn_overlapping"][value="A01"]').check()
    saved(page)
    axe(page)
    page.get_by_label("Klaster Program Kerja", exact=False).select_option("I")
    expect(page.get_by_text("NON PKPN: program PKPN dikosongkan.")).to_be_visible()
    expect(page.locator('input[name="pkpn_overlapping"]:checked')).to_have_count(0)
    assert (now(draft).pkpn_cluster, now(draft).pkpn_main, now(draft).pkpn_overlapping) == ("I", "", [])
    # And the main urusan, which was an overlapping one.
    page.get_by_role("group", name="Urusan beririsan").locator("summary").click()
    page.get_by_role("group", name="Urusan beririsan").get_by_label("Kesehatan", exact=True).check()
    saved(page)
    page.get_by_label("Urusan utama", exact=False).select_option("Kesehatan")
    expect(
        page.get_by_text("“Kesehatan” kini urusan utama dan dilepas dari urusan beririsan.")
    ).to_be_visible()
    assert (now(draft).urusan, now(draft).urusan_overlapping) == ("A02", [])


def test_point_comes_from_the_device_or_the_office(
    page_for: Callable[..., Page], live_cast: Cast, draft: Innovation, axe: Callable[[Page], None]
) -> None:
    with scope({KOTIM}):
        Opd.objects.filter(pk=live_cast.health.pk).update(
            latitude=Decimal("-2.53127"), longitude=Decimal("112.95")
        )
    page = page_for(live_cast.sari, width=390, height=844)
    page.goto(url_of(draft, "asal"))
    axe(page)
    page.get_by_role("button", name="Pakai titik kantor Dinas Kesehatan").click()
    saved(page)
    assert now(draft).longitude == Decimal("112.95")
    page.get_by_role("button", name="Pakai posisi saya").click()
    expect(page.get_by_text("Izin lokasi ditolak. Buka setelan situs ini")).to_be_visible()
    page.context.grant_permissions(["geolocation"])
    page.context.set_geolocation({"latitude": -2.5, "longitude": 113.0})
    page.get_by_role("button", name="Pakai posisi saya").click()
    expect(field(page, "Titik koordinat")).to_have_value("-2.50000, 113.00000")
    expect(page.get_by_text("apakah Anda sedang di lokasi inovasi?")).to_be_visible()
    saved(page)
    assert now(draft).latitude == Decimal("-2.5")


PASTED = "satu - dua\u00a0tiga • empat\u00adlima\n\n½ … 3.000 «enam»\u2028tujuh\u200bdelapan \u202fsembilan"


def test_words_are_counted_alike_on_both_sides(
    page_for: Callable[..., Page], live_cast: Cast, draft: Innovation, axe: Callable[[Page], None]
) -> None:
    page = page_for(live_cast.sari)
    page.goto(url_of(draft, "rancang"))
    axe(page)
    field(page, "Dasar Hukum Inovasi").fill(PASTED)
    field(page, "Uraian Lain").fill("kata " * 291)
    shown = page.locator("#jumlah-kata [data-words]")
    expect(shown).to_have_text("300")
    expect(page.locator("#jumlah-kata")).to_have_class("word-count is-enough")
    leave(page)
    saved(page)
    expect(page.locator(".wizard a[aria-current=step]")).not_to_contain_text("kurang")
    page.reload()
    expect(shown).to_have_text("300")
    page_without = page_for(live_cast.sari, javascript=False)
    page_without.goto(url_of(draft, "rancang"))
    expect(page_without.locator("#jumlah-kata [data-words]")).to_have_text("300")


def test_room_that_is_left_is_told_before_it_ends(
    page_for: Callable[..., Page], live_cast: Cast, draft: Innovation, axe: Callable[[Page], None]
) -> None:
    page = page_for(live_cast.sari)
    page.goto(url_of(draft, "uraian"))
    aim = field(page, "Tujuan")
    aim.fill("a" * 19_000)
    expect(page.get_by_text("19.000 dari 20.000 karakter")).to_be_visible()
    aim.fill("a" * 20_100)
    expect(page.get_by_text("20.100 dari 20.000 karakter")).to_be_visible()
    expect(page.get_by_text("Teks ini 20.100 karakter; paling banyak 20.000.")).to_be_visible()
    axe(page)
    # Nothing is cut: the whole text is still on the page.
    assert len(aim.input_value()) == 20_100
