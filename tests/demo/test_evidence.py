"""The files of the demonstration: they open, they say what they are, and the same words give the same bytes."""

from __future__ import annotations

import io
import struct

import pikepdf
import pytest
from django.core.files.base import ContentFile
from PIL import Image

from iga_portal.demo import evidence, video
from iga_portal.demo.words import MARK, design, titles_for_anywhere
from iga_portal.files.domain import take_in
from iga_portal.tenancy.scope import scope
from innovations.domain.design import words_in
from tests.cast import KOTIM

PDF = {
    "title": "Keputusan Bupati", "number": "001/6202", "dated": "20-01-2025", "subject": "Inovasi “satu” (dua)",
    "region": "Kabupaten Kotawaringin Timur", "pages": 3,
}  # fmt: skip


def test_document_carries_number_subject_and_mark_on_every_page() -> None:
    with pikepdf.open(io.BytesIO(evidence.document(**PDF))) as pdf:
        assert len(pdf.pages) == 3
        for page in pdf.pages:
            text = page.Contents.read_bytes().decode("cp1252")
            assert f"({MARK})" in text
            assert "(Nomor 001/6202)" in text
            assert r"(Tentang: Inovasi “satu” \(dua\))" in text


@pytest.mark.parametrize(("kind", "form"), [("png", "PNG"), ("jpeg", "JPEG")])
def test_picture_opens(kind: str, form: str) -> None:
    with Image.open(io.BytesIO(evidence.picture(title="Kota", subject="Layar", kind=kind))) as image:
        image.load()
        assert (image.format, image.size) == (form, (960, 540))


def test_same_words_give_the_same_bytes() -> None:
    assert evidence.document(**PDF) == evidence.document(**PDF)
    for kind in ("png", "jpeg"):
        assert evidence.picture(title="A", subject="B", kind=kind) == evidence.picture(
            title="A", subject="B", kind=kind
        )
    assert evidence.film(title="A", subject="B") == evidence.film(title="A", subject="B")


def boxes(content: bytes) -> dict[bytes, bytes]:
    found, place = {}, 0
    while place < len(content):
        size, kind = struct.unpack(">I4s", content[place : place + 8])
        found[kind] = content[place + 8 : place + size]
        place += size
    assert place == len(content)
    return found


def test_film_is_a_container_whose_sizes_fit() -> None:
    top = boxes(evidence.film(title="Dinkes", subject="Video penerapan"))
    assert list(top) == [b"ftyp", b"mdat", b"moov"]
    table = boxes(boxes(boxes(boxes(top[b"moov"])[b"trak"])[b"mdia"])[b"minf"])[b"stbl"]
    sizes = struct.unpack(">3I", boxes(table)[b"stsz"][12:])
    assert sum(sizes) == len(top[b"mdat"])
    # 320 x 176 in 16 x 16 blocks, 384 samples each, and some bits between them: nothing is compressed away.
    assert min(sizes) > 20 * 11 * 384


def test_film_refuses_pictures_that_do_not_fit_the_blocks() -> None:
    with pytest.raises(ValueError, match="multiple of 16"):
        video.film([Image.new("RGB", (100, 100))])


def test_start_codes_never_appear_inside_a_unit() -> None:
    # A black picture is all zeros in its colour planes' neighbourhood: without the escape bytes it would be full of them.
    film = video.film([Image.new("RGB", (32, 32), (0, 0, 0))])
    sample = boxes(film)[b"mdat"][4:]
    assert b"\x00\x00\x01" not in sample
    assert b"\x00\x00\x00" not in sample


@pytest.mark.django_db
def test_every_kind_passes_the_intake() -> None:
    contents = {
        "application/pdf": evidence.document(**PDF),
        "image/png": evidence.picture(title="A", subject="B", kind="png"),
        "image/jpeg": evidence.picture(title="A", subject="B", kind="jpeg"),
        "video/mp4": evidence.film(title="A", subject="B"),
    }
    with scope({KOTIM}):
        for media_type, content in contents.items():
            stored = take_in(ContentFile(content, name="CONTOH"), region_id=KOTIM, person_id=None)
            assert stored.media_type == media_type


def test_design_has_the_words_the_guideline_asks_for_and_says_it_is_an_example() -> None:
    text = design(name="Antrean", opd="Dinas Kesehatan", region="Kota Bengkulu")
    assert words_in(text) >= 300
    assert text.startswith("CONTOH")


def test_borrowed_titles_name_no_other_place() -> None:
    names = [title.name for title in titles_for_anywhere(["Surabaya", "Kota Pekalongan", "Bogor"])]
    assert len(names) > 80
    assert not [name for name in names if "surabaya" in name.lower() or "bogor" in name.lower()]
