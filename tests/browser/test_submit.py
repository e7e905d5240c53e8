"""Submitting, mending and submitting again in a real browser: one receipt a submission, replies, the check in public, the head."""

from __future__ import annotations

import hashlib
import io
import re
from collections.abc import Callable
from pathlib import Path

import pikepdf
import pytest
from playwright.sync_api import Error, Page, Response, Route, expect

from iga_portal.tenancy.scope import scope
from innovations.domain.transitions import take_step
from innovations.enums import State
from innovations.models import Innovation, OpdConfirmation, Receipt, ReturnReason, Transition
from innovations.workflow import Action
from tests.cast import KOTIM, Cast, judge_all, make_complete, make_draft, submit
from tests.innovations.opd_support import address, head_address

pytestmark = pytest.mark.browser

PageFor = Callable[..., Page]
Check = Callable[[Page], None]


def complete(cast: Cast, name: str = "Antrean Daring") -> Innovation:
    with scope({KOTIM}):
        return make_complete(cast.actor("sari"), opd=cast.health, period=cast.period, name=name)


def back_from_desk(cast: Cast, innovation: Innovation, reasons: dict[int | None, str]) -> None:
    with scope({KOTIM}):
        judge_all(submit(innovation, cast.actor("sari")), cast.actor("budi"))
        innovation.refresh_from_db()
        take_step(
            innovation.pk,
            action=Action.RETURN,
            actor=cast.actor("budi"),
            seen_version=innovation.version,
            row_reasons=reasons,
        )


def receipts() -> list[Receipt]:
    with scope({KOTIM}):
        return list(Receipt.objects.filter(kind="submission").order_by("at"))


def is_saving(answer: Response) -> bool:
    """The answer to a field that saved itself."""
    return answer.request.method == "POST" and answer.status == 200


def overview(cast: Cast, innovation: Innovation) -> str:
    return address("innovation", cast.health, public_id=innovation.public_id)


def test_double_press_leads_to_one_receipt_that_fits_one_sheet(
    live_cast: Cast, page_for: PageFor, axe: Check
) -> None:
    innovation = complete(live_cast)
    page = page_for(live_cast.sari)
    page.goto(overview(live_cast, innovation))
    expect(page.get_by_text("Ajukan paling lambat")).to_be_visible()
    axe(page)
    page.get_by_role("link", name="Periksa dan ajukan").click()
    expect(page.get_by_text("Semua yang wajib sudah lengkap")).to_be_visible()
    axe(page)
    page.get_by_role("button", name="Ajukan ke desk").dblclick()

    expect(page.get_by_text("“Antrean Daring” diajukan.")).to_be_visible()
    (receipt,) = receipts()
    expect(page).to_have_url(re.compile(rf"/tanda-terima/{receipt.code}/$"))
    expect(page.get_by_text(receipt.sha256)).to_be_visible()
    expect(page.get_by_role("img", name="Kode QR")).to_be_visible()
    axe(page)

    pdf = pikepdf.open(io.BytesIO(page.pdf(format="A4")))
    assert len(pdf.pages) == 1
    # On paper only the receipt is left: neither the buttons nor what is beside it.
    page.emulate_media(media="print")
    expect(page.get_by_role("button", name="Cetak")).to_be_hidden()
    expect(page.get_by_text("Unduh isi yang diajukan")).to_be_hidden()
    expect(page.get_by_text(receipt.code, exact=True).last).to_be_visible()
    page.emulate_media(media="screen")

    with page.expect_download() as download:
        page.get_by_role("link", name="Unduh isi yang diajukan").click()
    content = Path(download.value.path()).read_bytes()
    assert hashlib.sha256(content).hexdigest() == receipt.sha256


def test_two_tabs_and_a_lost_answer_submit_once(live_cast: Cast, page_for: PageFor) -> None:
    innovation = complete(live_cast)
    url = address("submit", live_cast.health, public_id=innovation.public_id)
    first, second = page_for(live_cast.sari), page_for(live_cast.sari)
    first.goto(url)
    second.goto(url)

    def swallow(route: Route) -> None:
        """The server does its work; the line drops before its answer is here."""
        if route.request.method != "POST":
            route.continue_()
            return
        route.fetch(max_redirects=0)
        route.abort("connectionreset")

    first.route("**/ajukan/", swallow)
    with pytest.raises(Error, match="ERR_CONNECTION_RESET"), first.expect_navigation():
        first.get_by_role("button", name="Ajukan ke desk").click()
    (receipt,) = receipts()
    first.unroute("**/ajukan/")
    first.goto(url)
    expect(first.get_by_text("tidak ada yang perlu diajukan sekarang")).to_be_visible()
    expect(first).to_have_url(re.compile(receipt.code))

    # The other tab still shows the page of before.
    second.get_by_role("button", name="Ajukan ke desk").click()
    expect(second.get_by_text("tidak ada yang diajukan dua kali")).to_be_visible()
    expect(second).to_have_url(re.compile(receipt.code))
    assert receipts() == [receipt]
    with scope({KOTIM}):
        assert Transition.objects.filter(action="submit").count() == 1


def test_returned_innovation_is_mended_answered_and_submitted_again(
    live_cast: Cast, page_for: PageFor, axe: Check
) -> None:
    innovation = complete(live_cast)
    with scope({KOTIM}):
        submit(innovation, live_cast.actor("sari"))
    budi = page_for(live_cast.budi)
    budi.goto(f"/d/{KOTIM}/desk/inovasi/{innovation.public_id}/langkah/return/")
    budi.get_by_label("Yang perlu diperbaiki Profil inovasi").fill("Perjelas tujuan.")
    budi.locator("summary", has_text="baris lain").click()
    budi.get_by_label("Yang perlu diperbaiki 16 ", exact=False).fill("SK tidak menyebut inovasi.")
    budi.get_by_role("button", name="Kembalikan untuk perbaikan").click()
    expect(budi.get_by_text("dikembalikan ke OPD dengan alasannya")).to_be_visible()

    # On a phone: the notice, the reasons, the first part to mend.
    sari = page_for(live_cast.sari, width=390, height=800)
    sari.goto(address("notices", live_cast.health))
    sari.get_by_role("link", name="Yang diminta: profil, baris 16.").or_(
        sari.get_by_role("button", name="Yang diminta: profil, baris 16.")
    ).first.click()
    expect(sari.get_by_text("2 belum disentuh")).to_be_visible()
    axe(sari)
    sari.get_by_role("link", name="Perbaiki: Profil inovasi").click()
    sari.go_back()

    # The other rows are locked; the one that was named opens.
    sari.goto(address("row", live_cast.health, public_id=innovation.public_id, row=17))
    expect(sari.get_by_text("Desk tidak meminta perbaikan pada baris ini")).to_be_visible()
    sari.goto(address("row", live_cast.health, public_id=innovation.public_id, row=16))
    expect(sari.get_by_text("SK tidak menyebut inovasi.", exact=True)).to_be_visible()
    with sari.expect_response(is_saving):
        sari.get_by_label("Tingkat 1", exact=False).first.check()
    sari.goto(address("proposal_step", live_cast.health, public_id=innovation.public_id, step="uraian"))
    with sari.expect_response(is_saving):
        sari.get_by_label("Tujuan", exact=False).first.fill("Warga dilayani dalam satu jam.")
        sari.get_by_label("Tujuan", exact=False).first.blur()

    sari.goto(address("submit", live_cast.health, public_id=innovation.public_id))
    block = sari.locator(".reason", has_text="SK tidak menyebut inovasi.")
    expect(block.get_by_text("diperbaiki", exact=True)).to_be_visible()
    expect(
        sari.locator(".reason", has_text="Perjelas tujuan.").get_by_text("diperbaiki", exact=True)
    ).to_be_visible()
    # The reply, by keyboard alone.
    block.locator("summary").focus()
    sari.keyboard.press("Enter")
    sari.keyboard.press("Tab")
    sari.keyboard.type("Halaman 2 menyebut namanya.")
    sari.keyboard.press("Tab")
    sari.keyboard.press("Enter")
    expect(sari.get_by_text("Balasan tersimpan; desk membacanya")).to_be_visible()
    expect(sari.locator(".reply", has_text="Halaman 2 menyebut namanya.")).to_be_visible()
    axe(sari)
    sari.get_by_role("button", name="Ajukan kembali").click()
    expect(sari.get_by_text("Tanda terima pengajuan kembali")).to_be_visible()
    axe(sari)
    wide = "document.documentElement.scrollWidth > document.documentElement.clientWidth"
    assert sari.evaluate(wide) is False

    budi.goto(f"/d/{KOTIM}/desk/pemberitahuan/")
    expect(budi.get_by_text("OPD membalas 1 alasan.").first).to_be_visible()
    budi.goto(f"/d/{KOTIM}/desk/inovasi/{innovation.public_id}/baris/16/")
    since = budi.get_by_role("region", name="Sejak pemeriksaan terakhir")
    expect(since).to_contain_text("Halaman 2 menyebut namanya.")
    axe(budi)
    first, again = receipts()
    assert first.sha256 != again.sha256
    with scope({KOTIM}):
        assert Innovation.objects.get(pk=innovation.pk).state == State.SUBMITTED


def test_one_document_behind_several_reasons_is_mended_once(
    live_cast: Cast, page_for: PageFor, axe: Check
) -> None:
    innovation = complete(live_cast)
    back_from_desk(live_cast, innovation, {16: "Tidak terbaca.", 17: "Tidak terbaca."})
    page = page_for(live_cast.sari, javascript=False, width=390, height=800)
    page.goto(overview(live_cast, innovation))
    page.get_by_role("link", name="perbaiki sekali").click()
    expect(page.get_by_text("“SK Antrean Daring” disebut di 2 alasan pada 1 inovasi")).to_be_visible()
    block = page.locator(".cause").first
    block.locator(".reply-form summary").click()
    block.get_by_label("Balasan kepada penelaah").fill("Dokumen dipindai ulang.")
    block.get_by_role("button", name="Simpan balasan").click()
    expect(page.get_by_text("Balasan tersimpan untuk 2 alasan")).to_be_visible()
    with scope({KOTIM}):
        assert set(ReturnReason.objects.values_list("reply", flat=True)) == {"Dokumen dipindai ulang."}
    page.get_by_role("link", name="Ganti dokumen ini sekali").click()
    expect(page.get_by_text("Yang tetap memakai versi lama")).to_be_visible()
    with_scripts = page_for(live_cast.sari)
    with_scripts.goto(address("fix_once", live_cast.health))
    axe(with_scripts)


def test_anybody_checks_a_receipt_with_and_without_scripts(
    live_cast: Cast, page_for: PageFor, axe: Check, tmp_path: Path
) -> None:
    with scope({KOTIM}):
        submit(complete(live_cast), live_cast.actor("sari"))
    (receipt,) = receipts()
    sari = page_for(live_cast.sari)
    sari.goto(address("receipt", live_cast.health, code=receipt.code))
    with sari.expect_download() as download:
        sari.get_by_role("link", name="Unduh isi yang diajukan").click()
    right, wrong = tmp_path / "isi.json", tmp_path / "lain.json"
    right.write_bytes(Path(download.value.path()).read_bytes())
    wrong.write_bytes(right.read_bytes() + b"\n")

    page = page_for(None, width=390, height=800)
    page.goto("/tanda-terima/")
    axe(page)
    page.get_by_label("Kode tanda terima").fill(receipt.code.lower().replace("-", " "))
    page.get_by_role("button", name="Periksa").click()
    expect(page.get_by_text("Tanda terima ini terbit dari portal ini")).to_be_visible()
    axe(page)
    sent: list[str] = []
    page.on("request", lambda request: sent.append(request.method))
    # The browser hashes by itself: nothing is sent.
    page.get_by_label("Berkas").set_input_files(right)
    expect(page.get_by_role("status")).to_contain_text("Sama: berkas ini adalah yang diterima portal.")
    page.get_by_label("Berkas").set_input_files(wrong)
    expect(page.get_by_role("status")).to_contain_text("Berbeda: berkas ini bukan yang diterima portal.")
    expect(page.get_by_role("status")).to_contain_text(hashlib.sha256(wrong.read_bytes()).hexdigest())
    drop_file(page, right)
    expect(page.get_by_role("status")).to_contain_text("Sama: berkas ini adalah yang diterima portal.")
    assert sent == []
    axe(page)

    plain = page_for(None, javascript=False)
    plain.goto(f"/tanda-terima/{receipt.code}/")
    for file, told in ((right, "Sama: berkas ini"), (wrong, "Berbeda: berkas ini")):
        plain.get_by_label("Berkas").set_input_files(file)
        plain.get_by_role("button", name="Cocokkan").click()
        expect(plain.get_by_role("status")).to_contain_text(told)

    page.goto("/tanda-terima/6202-0000-0000-0000-0000/")
    expect(page.get_by_role("heading", name="Tanda terima tidak ditemukan")).to_be_visible()
    axe(page)


def drop_file(page: Page, file: Path) -> None:
    """Let a file fall on the form, as a hand does with a mouse."""
    transfer = page.evaluate_handle(
        """([text, name]) => { const data = new DataTransfer(); data.items.add(new File([text], name)); return data; }""",
        [file.read_text(), file.name],
    )
    for event in ("dragover", "drop"):
        page.dispatch_event("form[data-compare]", event, {"dataTransfer": transfer})


def test_head_confirms_the_list_and_everybody_reads_it(
    live_cast: Cast, page_for: PageFor, axe: Check
) -> None:
    innovation = complete(live_cast)
    with scope({KOTIM}):
        submit(innovation, live_cast.actor("sari"))
    joko = page_for(live_cast.joko, width=390, height=800)
    joko.goto(head_address("home", live_cast.health))
    axe(joko)
    joko.get_by_role("button", name="Saya telah membaca dan menyetujui daftar ini").dblclick()
    expect(joko.get_by_text("tidak ada yang berubah sesudahnya")).to_be_visible()
    axe(joko)
    with scope({KOTIM}):
        assert OpdConfirmation.objects.count() == 1
        make_draft(live_cast.actor("sari"), opd=live_cast.health, period=live_cast.period, name="Baru Sekali")
    joko.reload()
    expect(joko.get_by_text("1 inovasi baru")).to_be_visible()
    joko.get_by_role("link", name="Yang berubah").click()
    expect(joko.get_by_role("link", name="Baru Sekali")).to_be_visible()
    expect(joko.get_by_role("link", name="Antrean Daring")).to_have_count(0)
    axe(joko)
    sari = page_for(live_cast.sari)
    sari.goto(address("innovations", live_cast.health))
    expect(sari.locator(".confirmed")).to_contain_text("1 berubah sesudahnya")
    axe(sari)
    budi = page_for(live_cast.budi)
    budi.goto(f"/d/{KOTIM}/desk/inovasi/{innovation.public_id}/")
    expect(budi.locator(".confirmed")).to_contain_text("Dikonfirmasi kepala OPD 7 Juli 2026")
    axe(budi)
