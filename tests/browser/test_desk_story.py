"""The desk's and the regional admins' day in a real browser: judging, returning, confirming, sending."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image
from playwright.sync_api import Page, expect

from iga_portal.files.domain import take_in
from iga_portal.tenancy.scope import scope
from innovations.domain.answers import cite_document
from innovations.domain.documents import add_document
from innovations.domain.spd import set_region_answer
from innovations.domain.verdicts import citations_of, judge_row, judged_content
from innovations.enums import State
from innovations.models import Answer, Innovation, RegionAnswer, Sending, Verdict
from regions.queries.instruments import instrument_of
from scoring.core.canonical import fingerprint
from tests.cast import KOTIM, Cast, make_complete, pdf_bytes, region_period, submit, verify

pytestmark = pytest.mark.browser

PageFor = Callable[..., Page]
Check = Callable[[Page], None]


def desk(innovation: Innovation, tail: str = "") -> str:
    return f"/d/{KOTIM}/desk/inovasi/{innovation.public_id}/{tail}"


def submitted(cast: Cast, name: str) -> Innovation:
    sari = cast.actor("sari")
    with scope({KOTIM}):
        return submit(make_complete(sari, opd=cast.health, period=cast.period, name=name, level=2), sari)


def judge_all_but(innovation: Innovation, cast: Cast, *, besides: set[int]) -> None:
    with scope({KOTIM}):
        for answer in Answer.objects.filter(innovation=innovation).exclude(row__in=besides):
            seen = fingerprint(judged_content(answer, citations_of(answer)))
            judge_row(answer.pk, reviewer=cast.actor("budi"), level=2, seen_hash=seen)


@pytest.mark.slow
def test_reviewer_judges_by_key_and_by_hand_and_verifies(
    live_cast: Cast, page_for: PageFor, axe: Check
) -> None:
    innovation = submitted(live_cast, "Antrean Daring")
    judge_all_but(innovation, live_cast, besides={16, 17, 18})
    page = page_for(live_cast.budi)
    page.goto(f"/d/{KOTIM}/desk/")
    axe(page)
    # From the queue straight to the first open row; the overview of the innovation is one step back.
    page.get_by_role("link", name="Periksa yang teratas").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("16 ")
    page.get_by_role("navigation", name="Lokasi halaman").get_by_role("link", name="Antrean Daring").click()
    axe(page)
    expect(page.get_by_text("Verifikasi terbuka setelah 3 baris lagi diputuskan.")).to_be_visible()
    page.get_by_role("link", name="Lanjutkan di baris 16").click()

    # The evidence stands beside the row: the browser has opened the PDF in its own viewer.
    frame = page.locator("iframe")
    expect(frame).to_have_attribute("src", first_document())
    axe(page)
    # Keys: 2 takes the claim, S saves and leads on.
    press(page, "2")
    expect(page.get_by_label("Tingkat 2")).to_be_checked()
    press(page, "s")
    expect(page.get_by_role("heading", level=1)).to_contain_text("17 ")
    expect(page.get_by_text("Baris 16 tersimpan", exact=True)).to_be_visible()

    # A key that is typed in a text is a letter, and the switch turns the keys off.
    page.get_by_text("Catatan: untuk OPD, atau hanya untuk desk").click()
    page.get_by_label("Catatan desk").press_sequentially("2 orang, s")
    assert not page.get_by_label("Tingkat 2").is_checked()
    switch_keys(page, "Tombol berlaku")
    page.get_by_role("heading", level=1).click()
    page.keyboard.press("2")
    assert not page.get_by_label("Tingkat 2").is_checked()
    switch_keys(page, "Tombol dimatikan")

    # Lowering without a reason is refused, with the reason told at its field; then a ready one is ticked.
    page.get_by_label("Tingkat 1").check()
    page.get_by_role("button", name="Simpan dan lanjut").click()
    expect(page.get_by_text("Tuliskan alasan bila tingkat diturunkan atau ditolak.").first).to_be_visible()
    expect(page.get_by_label("Catatan desk")).to_have_value("2 orang, s")
    axe(page)
    page.get_by_label("Isi bukti tidak mendukung tingkat yang diklaim.").check()
    page.get_by_role("button", name="Simpan dan lanjut").click()

    # J and K walk the rows.
    expect(page.get_by_role("heading", level=1)).to_contain_text("18 ")
    press(page, "j")
    expect(page.get_by_role("heading", level=1)).to_contain_text("19 ")
    press(page, "k")
    expect(page.get_by_role("heading", level=1)).to_contain_text("18 ")
    page.get_by_label("Tingkat 2").check()
    page.get_by_role("button", name="Simpan dan lanjut").click()

    expect(page.get_by_text("Semua baris sudah diputuskan.")).to_be_visible()
    axe(page)
    page.get_by_role("button", name="Verifikasi").click()
    expect(page.get_by_text("“Antrean Daring” terverifikasi.")).to_be_visible()
    with scope({KOTIM}):
        innovation.refresh_from_db()
        lowered = Verdict.objects.get(answer__row=17)
    assert innovation.state == State.VERIFIED
    assert (lowered.level, lowered.reason, lowered.desk_note) == (
        1, "Isi bukti tidak mendukung tingkat yang diklaim.", "2 orang, s",
    )  # fmt: skip


def test_second_document_opens_beside_what_was_typed(live_cast: Cast, page_for: PageFor, axe: Check) -> None:
    sari = live_cast.actor("sari")
    with scope({KOTIM}):
        innovation = make_complete(sari, opd=live_cast.health, period=live_cast.period, level=2)
        picture = add_document(
            actor=sari,
            opd_id=live_cast.health.pk,
            subject="Tangkapan layar",
            file=take_in(
                SimpleUploadedFile("layar.png", png_bytes()), region_id=KOTIM, person_id=sari.person_id
            ),
        )
        cite_document(innovation.pk, row=16, actor=sari, document_id=picture.pk)
        submit(innovation, sari)
    page = page_for(live_cast.budi)
    page.goto(desk(innovation, "baris/16/"))
    scripts_are_there(page)
    page.get_by_text("Catatan: untuk OPD, atau hanya untuk desk").click()
    page.get_by_label("Catatan desk").fill("Bandingkan keduanya.")
    # By key: while the PDF viewer starts, Chromium may hand a click beside the frame to the frame.
    page.get_by_role("link", name="Tangkapan layar").press("Enter")
    expect(page.get_by_role("img", name="Gambar bukti: Tangkapan layar")).to_be_visible()
    expect(page.get_by_label("Catatan desk")).to_have_value("Bandingkan keduanya.")
    axe(page)
    page.get_by_role("link", name="SK Antrean Daring").press("Enter")
    expect(page.locator("iframe")).to_have_count(1)
    # Without scripts the same link is a page of its own.
    plain = page_for(live_cast.budi, javascript=False)
    plain.goto(desk(innovation, "baris/16/"))
    plain.get_by_role("link", name="Tangkapan layar").click()
    expect(plain.get_by_role("img", name="Gambar bukti: Tangkapan layar")).to_be_visible()


def test_keys_come_back_from_the_pdf_viewer(live_cast: Cast, page_for: PageFor) -> None:
    innovation = submitted(live_cast, "Antrean Daring")
    page = page_for(live_cast.budi)
    page.goto(desk(innovation, "baris/16/"))
    scripts_are_there(page)
    # Clicked: it has the keys, to be scrolled by key, until the pointer comes back to the page.
    until(page, page.locator("iframe").click, viewer_has_keys)
    until(page, lambda: wander(page), lambda page: not viewer_has_keys(page))
    page.keyboard.press("2")
    expect(page.locator("[data-told]")).to_contain_text("Tingkat 2 dipilih")

    # Led there by Tab: it stays, wherever the pointer goes.
    def tab_into_it() -> None:
        page.get_by_role("link", name="Buka PDF").focus()
        page.keyboard.press("Tab")

    until(page, tab_into_it, viewer_has_keys)
    page.evaluate("addEventListener('pointermove', () => { window.heard = true; })")
    until(page, lambda: wander(page), lambda page: page.evaluate("window.heard === true"))
    assert viewer_has_keys(page)


def until(page: Page, act: Callable[[], None], holds: Callable[[Page], bool]) -> None:
    """Act again until it holds: while a PDF viewer starts, Chromium leads clicks, keys and the pointer to whatever stood there."""
    for _try in range(100):
        act()
        if holds(page):
            return
        page.wait_for_timeout(300)
    raise AssertionError("it did not come about")


def wander(page: Page) -> None:
    page.mouse.move(5, 5)
    page.mouse.move(9, 9)


def viewer_has_keys(page: Page) -> bool:
    """Asked of the page itself: with the focus in a viewer of another process, Chromium calls the whole page inactive."""
    return bool(page.evaluate("document.activeElement?.tagName === 'IFRAME'"))


def png_bytes() -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (1200, 900), (200, 220, 240)).save(out, "PNG")
    return out.getvalue()


def scripts_are_there(page: Page) -> None:
    """The scripts have run: they show the button that explains the keys."""
    expect(page.locator("[data-help]")).to_be_visible()


def switch_keys(page: Page, now: str) -> None:
    page.locator("[data-help]").click()
    page.get_by_role("button", name=now).click()
    page.get_by_role("button", name="Tutup").click()


def press(page: Page, key: str) -> None:
    scripts_are_there(page)
    page.keyboard.press(key)


def first_document() -> str:
    """The address under which the first cited document is shown, at its cited page."""
    with scope({KOTIM}):
        [citation] = citations_of(Answer.objects.get(row=16))
    return f"/d/{KOTIM}/desk/berkas/{citation.document_id}/#page=1"


def test_reviewer_returns_without_scripts(live_cast: Cast, page_for: PageFor, at_both_widths: Check) -> None:
    innovation = submitted(live_cast, "Rapor Daring")
    plain = page_for(live_cast.budi, javascript=False, width=390)
    plain.goto(desk(innovation, "baris/16/"))
    expect(plain.locator("[data-help]")).to_be_hidden()  # what needs the script is not there without it
    plain.get_by_text("Tidak dapat diakui").click()
    plain.get_by_text("Alasan: wajib bila tingkat di bawah klaim").click()
    plain.get_by_label("Bukti tidak menyebut nama inovasi.", exact=False).check()
    plain.get_by_role("button", name="Simpan dan lanjut").click()
    plain.goto(desk(innovation))
    plain.get_by_role("link", name="Kembalikan untuk perbaikan").click()
    expect(plain.get_by_label("16 Regulasi Inovasi Daerah", exact=True)).to_be_checked()
    plain.get_by_role("button", name="Kembalikan untuk perbaikan").click()
    expect(plain.get_by_text("“Rapor Daring” dikembalikan ke OPD dengan alasannya.")).to_be_visible()
    plain.wait_for_load_state("load")  # without its style sheet a page is as wide as it likes
    for width in (390, 1280):
        plain.set_viewport_size({"width": width, "height": 900})
        assert plain.evaluate("document.documentElement.scrollWidth") <= width
    with scope({KOTIM}):
        innovation.refresh_from_db()
    assert innovation.state == State.RETURNED

    page = page_for(live_cast.budi)
    for address in (desk(innovation), desk(innovation, "baris/16/"), f"/d/{KOTIM}/desk/?tab=perbaikan"):
        page.goto(address)
        at_both_widths(page)


@pytest.mark.slow
def test_admins_enter_confirm_and_send(
    live_cast: Cast, page_for: PageFor, axe: Check, tmp_path: Path
) -> None:
    innovation = submitted(live_cast, "Antrean Daring")
    with scope({KOTIM}):
        verify(innovation, live_cast.actor("budi"), level=2)
    scan = tmp_path / "integritas.pdf"
    scan.write_bytes(pdf_bytes("form integritas"))

    # Hendra enters figures with evidence and the integrity form.
    hendra = page_for(live_cast.hendra)
    hendra.goto(f"/d/{KOTIM}/daerah/spd/")
    axe(hendra)
    hendra.get_by_role("link", name="5a Penurunan tingkat pengangguran terbuka").click()
    axe(hendra)
    hendra.get_by_label("2024 (T-2)").fill("5,36")
    hendra.get_by_label("2025 (T-1)").fill("5,00")
    hendra.get_by_role("button", name="Simpan").click()
    expect(hendra.get_by_text("5,36 − 5 = 0,36 poin persen")).to_be_visible()
    expect(hendra.get_by_text("Nilai ini di batas rentang")).to_be_visible()
    expect(hendra.get_by_role("button", name="Konfirmasi baris ini")).to_have_count(0)
    hendra.get_by_text("Unggah dokumen baru").click()
    hendra.get_by_label("Berkas").set_input_files(scan)
    hendra.get_by_label("Tentang").fill("Berita resmi statistik BPS")
    hendra.get_by_role("button", name="Unggah dan kutip").click()
    expect(hendra.get_by_role("link", name="Berita resmi statistik BPS")).to_be_visible()
    axe(hendra)
    hendra.goto(f"/d/{KOTIM}/daerah/spd/integritas/")
    hendra.get_by_label("Pindaian form integritas").set_input_files(scan)
    hendra.get_by_label("Ditandatangani oleh").fill("Drs. Ahmad")
    hendra.get_by_label("Tanggal tanda tangan").fill("2026-07-01")
    hendra.get_by_role("button", name="Simpan form integritas").click()
    expect(hendra.get_by_text("Form integritas disimpan.")).to_be_visible()
    expect(hendra.get_by_role("button", name="Simpan hasil pemeriksaan")).to_have_count(0)
    axe(hendra)

    # Indah, the second person, confirms.
    indah = page_for(live_cast.indah, width=390)
    indah.goto(f"/d/{KOTIM}/daerah/spd/")
    axe(indah)
    indah.get_by_role("link", name="Baris 5a").click()
    indah.get_by_role("button", name="Konfirmasi baris ini").click()
    expect(indah.get_by_text("Baris 5a dikonfirmasi.")).to_be_visible()

    # She looks at the scan of the form as well, and accepts it.
    indah.goto(f"/d/{KOTIM}/daerah/spd/integritas/")
    axe(indah)
    indah.get_by_label("Benar: semua yang disebut di atas terlihat pada pindaian").check()
    indah.get_by_role("button", name="Simpan hasil pemeriksaan").click()
    expect(indah.get_by_text("Form integritas diterima.")).to_be_visible()

    # Hendra looks at what the choice comes to, and sends it.
    hendra.goto(f"/d/{KOTIM}/daerah/portofolio/")
    axe(hendra)
    hendra.get_by_role("radio", name="Kirim", exact=True).first.check()
    # Counted before it is stored: SPD 0,75 x 3 = 2,25; 74 / 12 = 6,1667; 8,4167 / 250 = 3,37 %.
    preview = hendra.locator(".numbers-one--preview")
    expect(preview).to_contain_text("3,37")
    hendra.get_by_role("button", name="Simpan putusan").click()
    expect(hendra.get_by_text("1 putusan disimpan.")).to_be_visible()
    expect(hendra.locator(".numbers-one").nth(1)).to_contain_text("3,37")
    axe(hendra)
    hendra.get_by_role("link", name="Periksa dan kirim").click()
    expect(hendra.get_by_role("heading", level=1)).to_have_text("Kirim 1 inovasi ke Kemendagri?")
    axe(hendra)
    # The mandatory SPD rows that nobody answered hold it back.
    expect(hendra.get_by_role("button", name="Kirim sekarang")).to_have_count(0)
    expect(hendra.get_by_role("link", name="Baris 10b")).to_be_visible()
    answer_mandatory_rows(live_cast)
    hendra.reload()
    hendra.get_by_role("button", name="Kirim sekarang").dblclick()
    expect(hendra.get_by_role("heading", level=1)).to_have_text("Tanda terima pengiriman 1")
    axe(hendra)
    with scope({KOTIM}):
        sending = Sending.objects.get()
        innovation.refresh_from_db()
    expect(hendra.get_by_text(sending.receipt)).to_be_visible()
    assert innovation.state == State.SENT


def answer_mandatory_rows(cast: Cast) -> None:
    """What is not answered yet is answered with "nothing there" (0)."""
    with scope({KOTIM}):
        period = region_period(cast)
        answered = set(RegionAnswer.objects.values_list("row", flat=True))
        for row in instrument_of(cast.period).spd_rows:
            if row.mandatory and row.code not in answered:
                set_region_answer(period, row=row.code, actor=cast.actor("hendra"), seen_version=1, level=0)


def test_invited_person_comes_in_by_the_link(
    live_cast: Cast, page_for: PageFor, live_site: str, axe: Check
) -> None:
    hendra = page_for(live_cast.hendra)
    hendra.goto(f"/d/{KOTIM}/daerah/orang/undang/")
    axe(hendra)
    hendra.get_by_label("Nama").fill("Ani Rahma")
    hendra.get_by_label("Alamat e-mail").fill("ani@contoh.go.id")
    hendra.get_by_label("OPD", exact=True).select_option("Dinas Kesehatan")
    hendra.get_by_role("button", name="Kirim undangan").click()
    link = hendra.get_by_role("textbox", name="Tautan undangan").input_value()
    assert link.startswith(f"{live_site}/undangan/")
    axe(hendra)

    visitor = page_for(None, width=390)
    visitor.goto(link)
    axe(visitor)
    visitor.get_by_label("Kata sandi", exact=False).first.fill("kalimantan tengah 62")
    visitor.get_by_label("Kata sandi, sekali lagi").fill("kalimantan tengah 62")
    visitor.get_by_role("button", name="Buat akun dan terima undangan").click()
    expect(visitor.get_by_text("Akun Anda dibuat dan undangan diterima.")).to_be_visible()
    assert f"/d/{KOTIM}/opd/{live_cast.health.pk}/" in visitor.url
    hendra.goto(f"/d/{KOTIM}/daerah/orang/")
    expect(hendra.get_by_role("rowheader", name="Ani Rahma")).to_be_visible()
    axe(hendra)
