"""The desk by keyboard, in two tabs, over a broken line, and after a return: what a reviewer meets in a day."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, Route, expect

from iga_portal.files.examining import examine_file
from iga_portal.tenancy.scope import scope
from innovations.domain.answers import set_answer
from innovations.domain.documents import replace_document
from innovations.domain.replies import reply_to_reasons
from innovations.domain.seen import field_hash
from innovations.domain.transitions import take_step
from innovations.domain.verdicts import citations_of, judge_row, judged_content
from innovations.enums import State
from innovations.models import Answer, Citation, Document, Innovation, Lease, ReturnReason, Verdict
from innovations.workflow import Action
from regions.models import Membership
from scoring.core.canonical import fingerprint
from tests.cast import KOTIM, Cast, make_complete, make_document, submit

pytestmark = pytest.mark.browser

PageFor = Callable[..., Page]
Check = Callable[[Page], None]


def desk(innovation: Innovation, tail: str = "") -> str:
    return f"/d/{KOTIM}/desk/inovasi/{innovation.public_id}/{tail}"


def judge(innovation: Innovation, cast: Cast, row: int, *, level: int = 2, reason: str = "") -> None:
    answer = Answer.objects.get(innovation=innovation, row=row)
    seen = fingerprint(judged_content(answer, citations_of(answer)))
    judge_row(answer.pk, reviewer=cast.actor("budi"), level=level, seen_hash=seen, reason=reason)


def two_on_one_document(cast: Cast) -> tuple[Innovation, Innovation]:
    """Two innovations at the desk that rest on the same document, whose page has a picture; row 18 of the first is lowered."""
    sari = cast.actor("sari")
    with scope({KOTIM}):
        first = make_complete(sari, opd=cast.health, period=cast.period, name="Antrean Daring")
        document = Document.objects.get()
        second = make_complete(sari, opd=cast.health, period=cast.period, name="Rapor Daring")
        Citation.objects.filter(answer__innovation=second).update(document=document)
        first, second = submit(first, sari), submit(second, sari)
        judge(first, cast, 18, level=1, reason="Tahunnya hanya satu.")
    assert examine_file(KOTIM, file_id=document.file_id or 0) == "done"
    return first, second


def at_row(page: Page, row: int) -> None:
    """The page of this row stands, and its script listens."""
    expect(page.get_by_role("heading", level=1)).to_contain_text(f"{row} ")
    expect(page.locator("[data-help]")).to_be_visible()


def test_reviewer_judges_ten_items_by_keyboard(live_cast: Cast, page_for: PageFor, axe: Check) -> None:
    _first, innovation = two_on_one_document(live_cast)
    page = page_for(live_cast.budi)
    keys = page.keyboard
    page.goto(desk(innovation, "lanjut/"))
    at_row(page, 16)
    # The cited page stands beside the row as a picture, the PDF one press away.
    expect(page.get_by_role("img", name="Halaman 1 dari SK Antrean Daring")).to_be_visible()
    expect(page.get_by_role("link", name="Buka PDF")).to_have_attribute("href", first_file(innovation))
    axe(page)
    keys.press("?")
    expect(page.get_by_role("dialog")).to_contain_text("pilih tingkat")
    axe(page)
    keys.press("s")  # not while the list of keys is open
    keys.press("Escape")
    expect(page.get_by_role("dialog")).to_have_count(0)

    keys.press("2")
    expect(page.locator("[data-told]")).to_contain_text("Tingkat 2 dipilih")
    keys.press("s")
    at_row(page, 17)
    expect(page.locator("[data-told]")).to_contain_text("Baris 16 tersimpan.")
    expect(page.get_by_role("heading", level=1)).to_be_focused()
    assert "tab=" not in page.url

    keys.press("1")  # below the claim: the reasons open
    keys.press("r")
    keys.press("Space")
    expect(page.get_by_role("checkbox").first).to_be_checked()
    keys.press("s")
    at_row(page, 18)

    expect(page.get_by_text("Tahunnya hanya satu.")).to_be_visible()
    keys.press("t")  # the verdict on the same document elsewhere
    at_row(page, 19)

    keys.press("0")
    keys.press("r")
    keys.press("r")
    keys.type("Baris 3: js 2?")  # letters, not keys
    at_row(page, 19)
    keys.press("Escape")
    keys.press("s")
    at_row(page, 20)

    for row in range(20, 26):
        at_row(page, row)
        keys.press("2")
        keys.press("s")
    at_row(page, 26)
    keys.press("k")
    at_row(page, 25)
    keys.press("j")
    at_row(page, 26)
    # Work that was broken off goes on at the first open row.
    page.goto(desk(innovation))
    page.get_by_role("link", name="Lanjutkan di baris 26").click()
    at_row(page, 26)
    with scope({KOTIM}):
        found = list(
            Verdict.objects.filter(answer__innovation=innovation)
            .order_by("answer__row")
            .values_list("answer__row", "level", "reason", "taken_over__answer__row")
        )
    assert found == [
        (16, 2, "", None),
        (17, 1, "Jumlah orang ditulis tanpa nama. Lampirkan daftar nama beserta perannya.", None),
        (18, 1, "Tahunnya hanya satu.", 18),
        (19, 0, "Baris 3: js 2?", None),
        *[(row, 2, "", None) for row in range(20, 26)],
    ]
    holders(page, [live_cast.budi.pk])
    page.get_by_role("link", name="Antrean", exact=True).first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Desk inovasi")
    holders(page, [])  # whoever goes elsewhere leaves it to others


def holders(page: Page, wanted: list[int]) -> None:
    """Waits until these people hold an innovation: the signs of life come when the page has had its say."""
    found: list[int] = []
    for _try in range(100):
        with scope({KOTIM}):
            found = list(Lease.objects.values_list("holder_id", flat=True))
        if found == wanted:
            return
        page.wait_for_timeout(100)
    raise AssertionError(f"{found} hold an innovation, not {wanted}")


def first_file(innovation: Innovation) -> str:
    with scope({KOTIM}):
        [citation] = citations_of(Answer.objects.get(innovation=innovation, row=16))
    return f"/d/{KOTIM}/desk/berkas/{citation.document_id}/#page=1"


def test_nothing_typed_is_lost_in_two_tabs_or_without_a_line_or_a_role(
    live_cast: Cast, page_for: PageFor, axe: Check
) -> None:
    sari = live_cast.actor("sari")
    with scope({KOTIM}):
        innovation = submit(make_complete(sari, opd=live_cast.health, period=live_cast.period), sari)
    page = page_for(live_cast.budi)
    page.goto(desk(innovation, "baris/16/"))
    at_row(page, 16)
    page.keyboard.press("1")
    page.get_by_label("Alasan", exact=True).fill("Nama tidak sama.")

    # A reload, a broken line: it is still there.
    with page.expect_response("**/pegang/"):  # from now on this tab has the innovation
        page.reload()
    expect(page.get_by_label("Alasan", exact=True)).to_have_value("Nama tidak sama.")
    expect(page.locator("p[data-restored]")).to_contain_text("dikembalikan; belum disimpan")
    address = f"**{desk(innovation, 'baris/16/')}"

    def broken(route: Route) -> None:
        route.abort() if route.request.method == "POST" else route.continue_()

    page.route(address, broken)
    page.get_by_role("button", name="Simpan dan lanjut").click()
    expect(page.locator("[data-lost]")).to_contain_text("Sambungan terputus. Yang Anda ketik masih ada")
    axe(page)
    page.unroute(address)

    # A second tab of the same person: the first one has it until the second takes it.
    second = page.context.new_page()
    second.goto(desk(innovation, "baris/17/"))
    expect(second.locator("[data-lost]")).to_contain_text("Anda membuka inovasi ini di tab lain")
    axe(second)
    second.get_by_role("button", name="Lanjutkan di tab ini").click()
    expect(second.locator("[data-lost]")).to_be_hidden()
    page.get_by_role("button", name="Simpan dan lanjut").click()
    expect(page.get_by_role("button", name="Lanjutkan di tab ini dan simpan")).to_be_visible()
    expect(page.get_by_label("Alasan", exact=True)).to_have_value("Nama tidak sama.")
    axe(page)
    with scope({KOTIM}):
        assert not Verdict.objects.exists()
    page.get_by_role("button", name="Lanjutkan di tab ini dan simpan").click()
    at_row(page, 17)
    second.keyboard.press("2")
    second.get_by_role("button", name="Simpan dan lanjut").click()
    expect(second.get_by_role("button", name="Lanjutkan di tab ini dan simpan")).to_be_visible()
    second.close()

    # The role ends while they write.
    page.keyboard.press("0")
    page.get_by_label("Alasan", exact=True).fill("Daftar nama tidak ada.")
    Membership.objects.filter(person=live_cast.budi).update(valid_until="2026-07-06")
    page.get_by_role("button", name="Simpan dan lanjut").click()
    expect(page.locator("[data-lost]")).to_contain_text("Peran Anda di desk ini sudah berakhir")
    expect(page.get_by_label("Alasan", exact=True)).to_have_value("Daftar nama tidak ada.")
    with scope({KOTIM}):
        assert list(Verdict.objects.values_list("answer__row", "reason")) == [(16, "Nama tidak sama.")]


def test_returned_and_resubmitted_with_what_changed(live_cast: Cast, page_for: PageFor, axe: Check) -> None:
    sari = live_cast.actor("sari")
    with scope({KOTIM}):
        innovation = make_complete(sari, opd=live_cast.health, period=live_cast.period)
        set_answer(innovation.pk, row=17, actor=sari, level=2, note="Ada lima orang pelaksana.")
        other = make_document(sari, opd=live_cast.health, subject="Daftar pelaksana")
        Citation.objects.filter(answer__innovation=innovation, answer__row=17).update(document=other)
        innovation = submit(innovation, sari)
        for row in range(16, 36):
            judge(
                innovation,
                live_cast,
                row,
                level=1 if row == 17 else 2,
                reason="Tanpa nama." if row == 17 else "",
            )
    page = page_for(live_cast.budi)
    page.goto(desk(innovation, "langkah/return/"))
    page.get_by_role("button", name="Kembalikan untuk perbaikan").click()
    expect(page.get_by_text("dikembalikan ke OPD dengan alasannya.")).to_be_visible()

    with scope({KOTIM}):
        reason = ReturnReason.objects.get()
        set_answer(innovation.pk, row=17, actor=sari, level=2, note="Ada tujuh orang pelaksana.")
        replace_document(
            other.pk, actor=sari, file=make_document(sari, opd=live_cast.health, subject="Baru").file
        )
        reply_to_reasons({reason.pk: field_hash("")}, actor=sari, text="Nama ada di lampiran 2.")
        innovation.refresh_from_db()
        take_step(innovation.pk, action=Action.RESUBMIT, actor=sari, seen_version=innovation.version)
    page.goto(desk(innovation))
    expect(page.get_by_text("Terbuka lagi", exact=True)).to_have_count(1)  # that row and no other
    page.get_by_role("link", name="Lanjutkan di baris 17").click()
    since = page.get_by_role("region", name="Sejak pemeriksaan terakhir")
    expect(since).to_contain_text("Tanpa nama.")
    expect(since).to_contain_text("Nama ada di lampiran 2.")
    expect(since).to_contain_text("“Daftar pelaksana” diganti dengan versi baru")
    expect(since.locator("del")).to_have_text(["lima"])
    expect(since.locator("ins")).to_have_text(["tujuh"])
    axe(page)
    narrow = page_for(live_cast.budi, width=390)
    narrow.goto(desk(innovation, "baris/17/"))
    axe(narrow)
    assert narrow.evaluate("document.documentElement.scrollWidth") <= 390
    narrow.close()
    at_row(page, 17)
    page.keyboard.press("2")
    page.keyboard.press("s")
    expect(page.get_by_text("Semua baris sudah diputuskan.")).to_be_visible()
    page.get_by_role("button", name="Verifikasi").click()
    expect(page.get_by_text("terverifikasi. Admin daerah")).to_be_visible()
    with scope({KOTIM}):
        innovation.refresh_from_db()
    assert innovation.state == State.VERIFIED
