"""Uploads in a real browser: a line that drops, a reload, several files, cancelling, dropping, a phone, a session that ends."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.core.files.storage import default_storage
from playwright.sync_api import Browser, Page, Request, expect

from iga_portal.files import partials
from iga_portal.files.models import StoredFile, Upload, UploadState
from iga_portal.tenancy.scope import scope
from innovations.models import Citation, Document
from regions.models import Person
from tests.browser.conftest import TIMEOUT_MS, session_cookie
from tests.browser.saving import until
from tests.cast import KOTIM, Cast, make_draft, pdf_bytes
from tests.files.upload_support import mp4_of
from tests.innovations.opd_support import shelved

pytestmark = pytest.mark.browser

MB = 1024 * 1024
FILM = 20 * MB


@pytest.fixture
def film(tmp_path: Path) -> Path:
    path = tmp_path / "Pelatihan kader.mp4"
    path.write_bytes(mp4_of(FILM))
    return path


def library(cast: Cast) -> str:
    return f"/d/{KOTIM}/opd/{cast.health.pk}/dokumen/"


SLOW = MB
"""Twenty seconds for the film: whoever reads how far it is has most of them left to slow it down further."""
CRAWL = 40_000
"""So slow that nothing ends while it is looked at, however busy the machine is."""


class SlowLine:
    """The line of an office in the regency, in octets a second; nothing goes through an open socket faster than this."""

    def __init__(self, page: Page, octets_a_second: int) -> None:
        self.session = page.context.new_cdp_session(page)
        self.session.send("Network.enable")
        self.carry(octets_a_second)

    def carry(self, octets_a_second: int, *, offline: bool = False) -> None:
        self.session.send(
            "Network.emulateNetworkConditions",
            {
                "offline": offline,
                "latency": 20,
                "downloadThroughput": -1,
                "uploadThroughput": octets_a_second,
            },
        )

    def drop(self) -> None:
        self.carry(-1, offline=True)

    def mend(self) -> None:
        self.carry(-1)


def pick(page: Page, *files: Any) -> None:
    page.locator('[data-picked="files"]').set_input_files(list(files))


def pieces_of(page: Page) -> list[tuple[str, int]]:
    """What the page sends from now on: method and offset of each piece."""
    sent: list[tuple[str, int]] = []

    def note(request: Request) -> None:
        if "/unggahan/" in request.url and request.method in {"POST", "PATCH", "DELETE"}:
            sent.append((request.method, int(request.headers.get("upload-offset", -1))))

    page.on("request", note)
    return sent


def reach(page: Page, percent: int) -> None:
    page.wait_for_function(
        "percent => document.querySelector('.upload progress')?.value >= percent",
        arg=percent,
    )


def goes_on_from(sent: list[tuple[str, int]], arrived: int) -> None:
    """The first piece begins where the last one ended. While `arrived` was read, part of a cut piece may still have come in."""
    method, offset = sent[0]
    assert (method, offset >= arrived) == ("PATCH", True), (sent[0], arrived)


def only_upload() -> Upload:
    with scope({KOTIM}):
        return Upload.objects.get()


def stored_bytes() -> bytes:
    with scope({KOTIM}):
        key = Document.objects.select_related("file").get().file.key  # type: ignore[union-attr]
    with default_storage.open(key) as file:
        content: bytes = file.read()
    return content


def sideways(page: Page, width: int) -> bool:
    return bool(page.evaluate("document.documentElement.scrollWidth") > width)


# The line drops ----------------------------------------------------------------------------------------------------


def test_line_drops_in_the_middle_of_20_mb_and_the_upload_goes_on(
    page_for: Callable[..., Page], live_cast: Cast, axe: Callable[[Page], None], film: Path
) -> None:
    page = page_for(live_cast.sari)
    page.goto(library(live_cast))
    axe(page)
    line = SlowLine(page, SLOW)
    sent = pieces_of(page)
    pick(page, film)
    reach(page, 10)
    line.carry(CRAWL)
    expect(page.locator(".upload-words")).to_contain_text(re.compile(r"\d+ persen, [\d,]+\sMB dari 21,0\sMB"))
    axe(page)
    line.drop()
    words = page.locator(".upload-words")
    expect(words).to_contain_text("yang sudah sampai tidak hilang")
    expect(page.locator("#sambungan")).to_be_visible()
    axe(page)
    arrived = only_upload().offset
    assert 0 < arrived < FILM
    line.mend()
    expect(words).to_have_text("“Pelatihan kader” ada di pustaka.")
    expect(page.get_by_role("link", name="Pelatihan kader", exact=True)).to_be_visible()
    axe(page)
    assert stored_bytes() == film.read_bytes()
    upload = only_upload()  # one upload: nothing began anew
    assert upload.state == UploadState.TAKEN
    # After the line was back nothing travelled twice that had arrived before.
    offsets = [offset for method, offset in sent if method == "PATCH"]
    assert (
        min(offset for offset in offsets[offsets.index(max(o for o in offsets if o <= arrived)) + 1 :])
        >= arrived
    )


def test_reload_in_the_middle_goes_on_with_the_same_file_and_with_no_other(
    page_for: Callable[..., Page],
    live_cast: Cast,
    axe: Callable[[Page], None],
    film: Path,
    tmp_path: Path,
) -> None:
    page = page_for(live_cast.sari)
    page.on("dialog", lambda dialog: dialog.accept())
    page.goto(library(live_cast))
    line = SlowLine(page, SLOW)
    pick(page, film)
    reach(page, 10)
    line.carry(CRAWL)
    page.reload()
    item = page.locator(".upload")
    expect(item).to_contain_text("Pelatihan kader.mp4")
    expect(item).to_contain_text(re.compile(r"Belum selesai: \d+ persen sudah sampai"))
    axe(page)
    arrived = only_upload().offset
    assert 0 < arrived < FILM
    line.mend()
    sent = pieces_of(page)

    # Another film of the same name and size is not the same.
    other = tmp_path / "lain" / film.name
    other.parent.mkdir()
    other.write_bytes(mp4_of(FILM, seed=2))
    choose_same(page, other)
    expect(item).to_contain_text("Ini bukan berkas yang sama")
    assert sent == []

    choose_same(page, film)
    expect(page.locator(".upload-words")).to_have_text("“Pelatihan kader” ada di pustaka.")
    assert stored_bytes() == film.read_bytes()
    goes_on_from(sent, arrived)


def choose_same(page: Page, path: Path) -> None:
    with page.expect_file_chooser() as chooser:
        page.get_by_role("button", name=re.compile("^Pilih berkas yang sama")).click()
    chooser.value.set_files(path)


def test_session_that_ends_on_the_way_is_told_and_signing_in_goes_on(
    page_for: Callable[..., Page], live_cast: Cast, live_site: str, axe: Callable[[Page], None], film: Path
) -> None:
    page = page_for(live_cast.sari)
    page.goto(library(live_cast))
    line = SlowLine(page, SLOW)
    pick(page, film)
    reach(page, 10)
    line.carry(CRAWL)
    page.context.clear_cookies(name="sessionid")
    line.carry(MB)
    item = page.locator(".upload")
    expect(item).to_contain_text("Sesi Anda berakhir")
    expect(item.get_by_role("link", name="Masuk lagi")).to_be_visible()
    axe(page)
    arrived = only_upload().offset
    page.context.add_cookies([session_cookie(live_cast.sari, site=live_site)])
    line.mend()
    sent = pieces_of(page)
    item.get_by_role("button", name=re.compile("^Lanjutkan")).click()
    expect(page.locator(".upload-words")).to_have_text("“Pelatihan kader” ada di pustaka.")
    goes_on_from(sent, arrived)
    assert stored_bytes() == film.read_bytes()


# Several, cancelled, refused ---------------------------------------------------------------------------------------


def test_several_files_go_two_at_a_time_and_their_details_are_filled_in_one_table(
    page_for: Callable[..., Page], live_cast: Cast, axe: Callable[[Page], None], tmp_path: Path
) -> None:
    page = page_for(live_cast.sari)
    page.goto(library(live_cast))
    files = []
    for number in range(5):
        path = tmp_path / f"scan_{number}.pdf"
        path.write_bytes(pdf_bytes(f"isi {number}"))
        files.append(path)
    # Counted in the page itself: out here the end of one request may be heard of after the beginning of the next.
    page.evaluate(
        """() => {
            window.most = 0;
            let underWay = 0;
            const send = XMLHttpRequest.prototype.send;
            XMLHttpRequest.prototype.open = new Proxy(XMLHttpRequest.prototype.open, { apply(open, request, parts) {
                request.carries = parts[0] === "PATCH";
                request.addEventListener("readystatechange", () => {
                    if (request.carries && request.readyState === 4) { underWay -= 1; request.carries = false; }
                });
                return Reflect.apply(open, request, parts);
            } });
            XMLHttpRequest.prototype.send = function (...body) {
                if (this.carries) window.most = Math.max(window.most, underWay += 1);
                return send.apply(this, body);
            };
        }"""
    )
    SlowLine(page, 200_000)
    pick(page, *files)
    expect(page.locator('.upload[data-state="done"]')).to_have_count(5)
    assert page.evaluate("window.most") in {1, 2}
    expect(page.locator(".shelf-card")).to_have_count(5)
    axe(page)
    page.get_by_role("link", name="Lengkapi judul, nomor, dan tanggal dokumen yang baru").click()
    lines = page.locator(".details-line")
    expect(lines).to_have_count(5)
    axe(page)
    for number in range(5):
        line = lines.nth(number)
        line.get_by_label("Tentang", exact=False).fill(f"SK nomor {number}")
        line.get_by_label("Tanggal surat", exact=False).fill(f"2025-01-0{number + 1}")
    page.get_by_role("button", name="Simpan semua keterangan").click()
    expect(page.get_by_text("Keterangan 5 dokumen tersimpan.")).to_be_visible()
    with scope({KOTIM}):
        assert Document.objects.filter(subject__startswith="SK nomor", dated__isnull=False).count() == 5


def test_cancelled_upload_leaves_nothing_behind(
    page_for: Callable[..., Page], live_cast: Cast, film: Path
) -> None:
    page = page_for(live_cast.sari)
    page.goto(library(live_cast))
    line = SlowLine(page, SLOW)
    pick(page, film)
    reach(page, 10)
    line.carry(CRAWL)
    page.get_by_role("button", name="Batal Pelatihan kader.mp4").click()
    expect(page.locator(".upload")).to_have_count(0)
    expect(page.locator("[data-upload-live]")).to_have_text("Unggahan “Pelatihan kader.mp4” dibatalkan.")
    # Where to go on from: the button that picks another file.
    assert page.evaluate("document.activeElement.dataset.pick") == "files"
    # Asked here: `wait_for_function` takes a promise for a yes, without waiting for what it brings.
    listed = "url => fetch(url).then(answer => answer.json()).then(told => told.uploads.length)"
    uploads = f"/d/{KOTIM}/opd/{live_cast.health.pk}/unggahan/"
    until(page, lambda: page.evaluate(listed, uploads) == 0, what="the server knows of no upload any more")
    upload = only_upload()
    assert (upload.state, partials.path_of(upload.public_id).exists()) == (UploadState.CANCELLED, False)
    with scope({KOTIM}):
        assert not StoredFile.objects.exists()


def test_files_that_are_not_taken_say_why_and_the_others_go_on(
    page_for: Callable[..., Page], live_cast: Cast, axe: Callable[[Page], None], tmp_path: Path
) -> None:
    contents = {
        "program.pdf": b"MZ\x90\x00" + b"x" * 300_000,
        "kosong.pdf": b"",
        "besar.pdf": b"%PDF-1.7" + b"x" * 10 * MB,
        "baik.pdf": pdf_bytes("baik"),
    }
    paths = []
    for name, content in contents.items():
        (tmp_path / name).write_bytes(content)
        paths.append(tmp_path / name)
    page = page_for(live_cast.sari)
    page.goto(library(live_cast))
    sent = pieces_of(page)
    pick(page, *paths)

    def item(name: str) -> Any:
        return page.locator(".upload", has=page.locator(".upload-name", has_text=name))

    expect(item("program.pdf")).to_contain_text("Jenis berkas “program.pdf” tidak diterima")
    expect(item("kosong.pdf")).to_contain_text("Berkas “kosong.pdf” kosong.")
    expect(item("besar.pdf")).to_contain_text("“besar.pdf” berukuran 11 MB, melebihi batas 10 MB.")
    expect(item("baik.pdf")).to_contain_text("“baik” ada di pustaka.")
    axe(page)
    # Of the empty and the large one not a byte was sent.
    assert len([method for method, _offset in sent if method == "PATCH"]) == 2
    item("besar.pdf").get_by_role("button", name=re.compile("^Tutup")).click()
    expect(item("besar.pdf")).to_have_count(0)


def test_same_file_is_offered_without_sending_it(
    page_for: Callable[..., Page], live_cast: Cast, axe: Callable[[Page], None], tmp_path: Path
) -> None:
    from tests.innovations.opd_support import pdf_of

    with scope({KOTIM}):
        shelved(live_cast.actor("sari"), opd=live_cast.health, subject="SOP lama")
    path = tmp_path / "SOP salinan.pdf"
    path.write_bytes(pdf_of("SOP lama"))
    page = page_for(live_cast.sari)
    page.goto(library(live_cast))
    sent = pieces_of(page)
    pick(page, path)
    item = page.locator(".upload")
    expect(item).to_contain_text("Berkas yang sama sudah ada di pustaka sebagai “SOP lama”.")
    axe(page)
    assert sent == []
    item.get_by_role("button", name=re.compile("^Tetap simpan sebagai dokumen baru")).click()
    expect(item).to_contain_text("“SOP salinan” ada di pustaka.")
    with scope({KOTIM}):
        assert sorted(Document.objects.values_list("subject", flat=True)) == ["SOP lama", "SOP salinan"]
        assert not Upload.objects.exists()


def test_where_hashes_cannot_be_computed_the_same_file_is_offered_after_it_came(
    page_for: Callable[..., Page], live_cast: Cast, tmp_path: Path
) -> None:
    """A portal without a certificate, reached by its name: browsers then give scripts no hash function."""
    from tests.innovations.opd_support import pdf_of

    with scope({KOTIM}):
        shelved(live_cast.actor("sari"), opd=live_cast.health, subject="SOP lama")
    path = tmp_path / "SOP salinan.pdf"
    path.write_bytes(pdf_of("SOP lama"))
    page = page_for(live_cast.sari)
    page.add_init_script("Object.defineProperty(window.crypto, 'subtle', { value: undefined })")
    page.goto(library(live_cast))
    sent = pieces_of(page)
    pick(page, path)
    item = page.locator(".upload")
    expect(item).to_contain_text("Berkas yang sama sudah ada di pustaka sebagai “SOP lama”.")
    assert [method for method, _offset in sent].count("PATCH") == 1
    item.get_by_role("button", name=re.compile("^Pakai dokumen itu")).click()
    expect(item).to_contain_text("“SOP lama” ada di pustaka.")
    assert only_upload().state == UploadState.CANCELLED
    with scope({KOTIM}):
        assert Document.objects.count() == 1


# Dropped on a row --------------------------------------------------------------------------------------------------


def drop_on(page: Page, name: str, content: bytes) -> None:
    page.evaluate(
        """([name, bytes]) => {
            const target = document.querySelector("[data-upload-target]");
            const carried = new DataTransfer();
            carried.items.add(new File([new Uint8Array(bytes)], name, { lastModified: 1 }));
            for (const kind of ["dragenter", "dragover", "drop"]) {
                target.dispatchEvent(new DragEvent(kind, { bubbles: true, cancelable: true, dataTransfer: carried }));
            }
        }""",
        [name, list(content)],
    )


def evidence_has_no_finding(page: Page) -> None:
    """axe on the part that is looked at here; the page around it has tests of its own."""
    page.wait_for_load_state()
    assert Axe().run(page, context="#bukti").response["violations"] == []


def test_file_dropped_on_a_row_is_cited_and_what_was_typed_stays(
    page_for: Callable[..., Page], live_cast: Cast
) -> None:
    with scope({KOTIM}):
        draft = make_draft(live_cast.actor("sari"), opd=live_cast.health, period=live_cast.period)
    page = page_for(live_cast.sari)
    page.goto(f"/d/{KOTIM}/opd/{live_cast.health.pk}/inovasi/{draft.public_id}/baris/16/")
    page.locator('textarea[name="note"]').fill("Sedang saya ketik")
    drop_on(page, "Perda_inovasi.pdf", pdf_bytes("perda"))
    expect(page.locator(".upload-words")).to_contain_text("“Perda inovasi” dikutip untuk baris 16.")
    cited = page.locator("#bukti-dikutip .cited")
    expect(cited).to_have_count(1)
    expect(page.locator('textarea[name="note"]')).to_have_value("Sedang saya ketik")
    evidence_has_no_finding(page)
    # Pages are kept as they are typed, and doubted where the file has fewer.
    cited.get_by_label("Halaman", exact=False).fill("1, 4-6")
    cited.get_by_label("Halaman", exact=False).press("Tab")
    expect(cited).to_contain_text(re.compile("Berkas ini hanya 1 halaman|Halaman tersimpan"))
    evidence_has_no_finding(page)
    with scope({KOTIM}):
        assert Citation.objects.get().pages == "1, 4-6"


def test_form_sends_its_file_in_pieces_first(
    page_for: Callable[..., Page], live_cast: Cast, axe: Callable[[Page], None], tmp_path: Path
) -> None:
    with scope({KOTIM}):
        document = shelved(live_cast.actor("sari"), opd=live_cast.health, subject="SK lama")
    film = tmp_path / "rekaman.mp4"
    film.write_bytes(mp4_of(3 * MB))
    page = page_for(live_cast.sari)
    page.goto(f"{library(live_cast)}{document.pk}/ganti/")
    axe(page)
    sent = pieces_of(page)
    page.get_by_label("Berkas", exact=True).set_input_files(film)
    page.get_by_role("button", name="Ganti dokumen ini").click()
    expect(page.get_by_text("“SK lama” diganti.")).to_be_visible()
    assert [method for method, _offset in sent].count("PATCH") >= 3
    with scope({KOTIM}):
        assert Document.objects.get(replaces=document).file.size == 3 * MB  # type: ignore[union-attr]


# A phone -----------------------------------------------------------------------------------------------------------


@pytest.fixture
def phone(browser: Browser, live_site: str) -> Iterator[Callable[[Person], Page]]:
    contexts = []

    def open_page(person: Person) -> Page:
        context = browser.new_context(
            base_url=live_site,
            viewport={"width": 390, "height": 844},
            has_touch=True,
            is_mobile=True,
            locale="id-ID",
        )
        contexts.append(context)
        context.set_default_timeout(TIMEOUT_MS)
        context.add_cookies([session_cookie(person, site=live_site)])
        return context.new_page()

    yield open_page
    for context in contexts:
        context.close()


def test_phone_takes_a_picture_of_a_paper(
    phone: Callable[[Person], Page], live_cast: Cast, axe: Callable[[Page], None], tmp_path: Path
) -> None:
    from tests.test_files import image

    photo = tmp_path / "IMG_20260707.jpg"
    photo.write_bytes(image("JPEG"))
    page = phone(live_cast.sari)
    page.goto(library(live_cast))
    axe(page)
    assert not sideways(page, 390)
    camera = page.get_by_role("button", name="Foto dengan kamera")
    expect(camera).to_be_visible()
    assert page.locator('[data-picked="camera"]').get_attribute("capture") == "environment"
    with page.expect_file_chooser() as chooser:
        camera.tap()
    chooser.value.set_files(photo)
    expect(page.locator(".upload-words")).to_have_text("“IMG 20260707” ada di pustaka.")
    expect(page.locator(".shelf-card")).to_contain_text("judulnya masih nama berkas", ignore_case=True)
    axe(page)
    assert not sideways(page, 390)
    page.get_by_role("link", name=re.compile("^Lengkapi judul")).tap()
    expect(page.locator(".details-line")).to_have_count(1)
    axe(page)
    assert not sideways(page, 390)


def test_on_a_desk_there_is_no_camera_to_point(page_for: Callable[..., Page], live_cast: Cast) -> None:
    page = page_for(live_cast.sari)
    page.goto(library(live_cast))
    expect(page.locator('[data-pick="files"]')).to_be_visible()
    expect(page.locator('[data-pick="camera"]')).to_be_hidden()


def test_without_javascript_the_plain_form_remains(
    page_for: Callable[..., Page], live_cast: Cast, tmp_path: Path
) -> None:
    path = tmp_path / "SK.pdf"
    path.write_bytes(pdf_bytes("SK"))
    page = page_for(live_cast.sari, javascript=False)
    page.goto(library(live_cast))
    expect(page.locator("[data-upload-zone]")).to_be_hidden()
    page.get_by_role("link", name="Tambah tautan atau lewat formulir").click()
    page.get_by_label("Berkas", exact=True).set_input_files(path)
    page.get_by_label("Tentang", exact=False).fill("SK Tim")
    page.get_by_role("button", name="Simpan ke pustaka").click()
    expect(page.get_by_text("“SK Tim” ada di pustaka.")).to_be_visible()
    with scope({KOTIM}):
        assert Document.objects.get().file.name == "SK.pdf"  # type: ignore[union-attr]
