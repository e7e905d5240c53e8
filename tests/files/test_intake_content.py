"""What is taken in and what is not: hostile files of each kind, and harmless ones that must not be taken for them."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile, TemporaryUploadedFile

from iga_portal.files import domain
from iga_portal.files.domain import clean_name, take_in
from iga_portal.files.models import StoredFile
from iga_portal.refusals import Refused
from iga_portal.tenancy.scope import scope
from tests.cast import KOTIM
from tests.files import hostile


def intake(content: bytes, name: str = "bukti.pdf") -> StoredFile:
    return take_in(
        SimpleUploadedFile(name, content, content_type="application/pdf"), region_id=KOTIM, person_id=None
    )


def refused(content: bytes, name: str = "bukti.pdf") -> Refused:
    """The refusal, with nothing stored: neither row nor byte."""
    with scope({KOTIM}):
        started = time.monotonic()
        with pytest.raises(Refused) as caught:
            intake(content, name)
        assert time.monotonic() - started < domain.LOOK_SECONDS + 10
        assert not StoredFile.objects.exists()
        assert not default_storage.exists(str(KOTIM)) or default_storage.listdir(str(KOTIM)) == ([], [])
    return caught.value


@pytest.mark.parametrize("deed", hostile.ACTING)
def test_paper_that_does_something_is_refused_with_what_it_does_and_the_cure(db: None, deed: str) -> None:
    refusal = refused(hostile.acting(deed))
    assert refusal.code == "active"
    assert hostile.ACTING[deed] in refusal.message
    assert "ke PDF biasa" in refusal.message


@pytest.mark.parametrize("kind", hostile.HARMLESS)
def test_paper_as_offices_send_it_is_taken_in_with_its_number_of_pages(db: None, kind: str) -> None:
    with scope({KOTIM}):
        stored = intake(hostile.harmless(kind))
        assert stored.page_count == (2 if kind == "wrong table of references" else 1)


POLYGLOTS = {
    "paper that is a page of the web": (
        hostile.raw_pdf(hostile.PLAIN, head=b"%PDF-1.7\n%<html><script>alert(1)</script>\n"),
        "active",
        "halaman web",
    ),
    "paper that is an archive": (hostile.paper() + hostile.archive(), "active", "arsip"),
    "paper that is a script": (b"1/*\n" + hostile.paper() + b"*/;alert(1)", "type", "diawali data lain"),
    "paper behind a picture's head": (b"GIF89a" + hostile.paper(), "type", "diawali data lain"),
    "photograph that is an archive": (hostile.picture("JPEG") + hostile.archive(), "active", "arsip"),
    "picture that is an archive": (hostile.picture("PNG") + hostile.archive(), "active", "arsip"),
    "film that is an archive": (hostile.movie() + hostile.archive(), "active", "arsip"),
    "archive with a long comment": (
        hostile.picture("JPEG") + hostile.archive()[:-2] + b"\xff\xff" + b"c" * 65_535,
        "active",
        "arsip",
    ),
    "archive with rubbish behind it": (
        hostile.picture("JPEG") + hostile.archive() + b"\n" * 1000,
        "active",
        "arsip",
    ),
}


@pytest.mark.parametrize("name", POLYGLOTS)
def test_file_that_is_two_things_at_once_is_refused(db: None, name: str) -> None:
    content, code, words = POLYGLOTS[name]
    refusal = refused(content)
    assert (refusal.code, words in refusal.message) == (code, True), refusal.message


def test_bytes_that_only_look_like_an_archive_s_end_are_no_archive(db: None) -> None:
    with scope({KOTIM}):
        stored = intake(hostile.picture("JPEG") + b"PK\x05\x06" + bytes(18))
        assert stored.media_type == "image/jpeg"


@pytest.mark.parametrize("name", hostile.FILMS)
def test_film_that_is_none_is_refused(db: None, name: str) -> None:
    assert refused(hostile.FILMS[name], "film.mp4").code == "damaged"


@pytest.mark.parametrize("share", [0.2, 0.5, 0.9, 0.999])
def test_film_that_was_cut_short_is_refused(db: None, share: float) -> None:
    whole = hostile.movie()
    assert refused(whole[: int(len(whole) * share)], "film.mp4").code == "damaged"


def test_film_with_filling_at_its_end_is_whole(db: None) -> None:
    with scope({KOTIM}):
        stored = intake(hostile.movie() + bytes(64), "film.mp4")
        assert (stored.media_type, stored.page_count) == ("video/mp4", None)


@pytest.mark.parametrize("share", [0.3, 0.6, 0.9])
@pytest.mark.parametrize("kind", ["paper", "JPEG", "PNG"])
def test_file_that_was_cut_short_is_refused(db: None, kind: str, share: float) -> None:
    whole = hostile.paper(4) if kind == "paper" else hostile.picture(kind, size=(400, 400))
    assert refused(whole[: int(len(whole) * share)]).code == "damaged"


HEAVY = {
    "deep page tree": (hostile.deep_page_tree, {"damaged", "heavy"}),
    "page tree in a circle": (hostile.page_tree_in_a_circle, {"damaged"}),
    "a million pages": (hostile.a_million_pages, {"size"}),
    "pages that are not counted": (hostile.many_pages_that_are_not_counted, {"size"}),
    "objects in a bomb": (hostile.objects_in_a_bomb, {"damaged", "heavy"}),
    "a billion points": (hostile.png_of_a_billion_points, {"size"}),
    "locked": (hostile.locked, {"encrypted"}),
    "nothing": (lambda: b"", {"empty"}),
}


@pytest.mark.parametrize("name", HEAVY)
def test_file_that_would_take_memory_or_time_is_refused_within_bounds(db: None, name: str) -> None:
    make, codes = HEAVY[name]
    assert refused(make()).code in codes


@pytest.mark.parametrize(
    "make", [hostile.brackets, hostile.png_with_a_bomb_in_its_text], ids=["brackets", "text"]
)
def test_bomb_beside_the_content_is_refused_or_left_unread(db: None, make: object) -> None:
    """Nobody has to read it, so it may be taken in; what counts is that looking at it stays within bounds."""
    content = make()  # type: ignore[operator]
    started = time.monotonic()
    with scope({KOTIM}):
        try:
            stored = intake(content)
        except Refused as refusal:
            assert refusal.code in {"damaged", "heavy"}
        else:
            assert stored.page_count == 1
    assert time.monotonic() - started < domain.LOOK_SECONDS


LIES = {
    "page of the web as a paper": (b"<!doctype html><script>alert(1)</script>", "Isi berkas yang diperiksa"),
    "program as a paper": (b"MZ\x90\x00" + bytes(200), "Isi berkas yang diperiksa"),
    "drawing with a script": (b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>', "Isi berkas"),
    "text of an office": (hostile.archive("word/document.xml"), "Simpan sebagai PDF"),
    "old text of an office": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "Simpan sebagai PDF"),
    "archive": (hostile.archive(), "Keluarkan isinya"),
    "photograph of a telephone": (b"\0\0\0\x18ftypheic" + bytes(64), "HEIC"),
    "film of a telephone": (b"\0\0\0\x14ftypqt  " + bytes(64), "MP4"),
    "moving picture": (b"GIF89a" + bytes(64), "JPG atau PNG"),
}


@pytest.mark.parametrize("name", LIES)
def test_wrong_kind_is_told_by_content_with_what_to_do(db: None, name: str) -> None:
    content, words = LIES[name]
    refusal = refused(content, "bukti.pdf")
    assert refusal.code == "type"
    assert words in refusal.message


def test_right_content_under_a_wrong_name_is_what_it_is(db: None) -> None:
    with scope({KOTIM}):
        stored = take_in(
            SimpleUploadedFile("../../x.html", hostile.paper(), content_type="text/html"),
            region_id=KOTIM,
            person_id=None,
        )
        assert (stored.media_type, stored.name, stored.page_count) == ("application/pdf", "x.html", 2)


@pytest.mark.parametrize(
    ("name", "clean"),
    [
        ("SK Bupati (final).pdf", "SK Bupati (final).pdf"),
        ("..\\..\\windows\\win.ini", "win.ini"),
        ("/etc/cron.d/x", "x"),
        ("..", "tanpa-nama"),
        (". .", "tanpa-nama"),
        ("SK\u202egpj.exe", "SKgpj.exe"),
        ("SK\u2066\u200e\u200f\u061c.pdf", "SK.pdf"),
        ("S\u200bK\ufeff.pdf", "SK.pdf"),
        ("SK\x00\x1b[31m.pdf", "SK[31m.pdf"),
        ("SK\U000e0041.pdf", "SK.pdf"),
        ("e\u0301.pdf", "é.pdf"),
    ],
)
def test_name_keeps_what_the_eye_reads_and_nothing_else(name: str, clean: str) -> None:
    assert clean_name(name) == clean


def test_file_on_the_disk_is_looked_at_in_place(db: None, tmp_path: Path) -> None:
    """A large upload lies in a temporary file; it is neither read into memory nor copied for looking at it."""
    content = hostile.paper()
    with TemporaryUploadedFile("sk.pdf", "application/pdf", len(content), None) as upload:
        upload.write(content)
        upload.seek(0)
        with scope({KOTIM}):
            stored = take_in(upload, region_id=KOTIM, person_id=None)
            with default_storage.open(stored.key) as kept:
                assert kept.read() == content


def test_disk_that_fills_up_leaves_no_half_file_and_no_row(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    saved: list[str] = []

    def full(name: str, content: object, max_length: int | None = None) -> str:
        path = Path(default_storage.path(name))
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"half")
        saved.append(name)
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(default_storage._wrapped, "save", full)
    with scope({KOTIM}):
        with pytest.raises(OSError, match="No space"):
            take_in(ContentFile(hostile.paper(), name="sk.pdf"), region_id=KOTIM, person_id=None)
        assert not StoredFile.objects.exists()
    assert len(saved) == 1 and not default_storage.exists(saved[0])
