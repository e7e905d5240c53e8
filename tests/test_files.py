"""Taking files in and giving them out: by content, privately, with clear refusals."""

from __future__ import annotations

import io
from pathlib import Path

import pikepdf
import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import RequestFactory
from PIL import Image

from iga_portal.demo.evidence import film
from iga_portal.files.domain import clean_name, megabytes, take_in
from iga_portal.files.models import StoredFile
from iga_portal.files.serving import serve
from iga_portal.refusals import Refused
from iga_portal.tenancy.scope import scope
from tests.cast import BENGKULU, KOTIM, pdf_bytes

MP4 = film(title="Film", subject="contoh")


def image(kind: str = "PNG") -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (8, 8), "red").save(out, kind)
    return out.getvalue()


def pdf_with(change: str) -> bytes:
    pdf = pikepdf.new()
    pdf.add_blank_page()
    out = io.BytesIO()
    if change == "script":
        pdf.Root.OpenAction = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS="app.alert(1)")
    elif change == "hidden script":
        pdf.pages[0].AA = pikepdf.Dictionary(
            O=pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS="app.alert(1)")
        )
        pdf.pages[0].AA = pdf.make_indirect(pdf.pages[0].AA)
        pdf.pages[0].AA.O = pdf.make_indirect(pdf.pages[0].AA.O)
    elif change == "attachment":
        pdf.attachments["x.exe"] = b"MZ"
    elif change == "encrypted":
        pdf.save(out, encryption=pikepdf.Encryption(owner="o", user="u"))
        return out.getvalue()
    elif change == "truncated":
        pdf.save(out)
        return out.getvalue()[:60]
    pdf.save(out)
    return out.getvalue()


def upload(content: bytes, name: str = "sk.pdf", claimed: str = "application/pdf") -> StoredFile:
    return take_in(SimpleUploadedFile(name, content, content_type=claimed), region_id=KOTIM, person_id=None)


@pytest.mark.parametrize(
    ("content", "media_type"),
    [
        (pdf_bytes(), "application/pdf"),
        (image("PNG"), "image/png"),
        (image("JPEG"), "image/jpeg"),
        (MP4, "video/mp4"),
    ],
)
def test_type_is_read_from_the_content_whatever_name_and_browser_say(
    db: None, content: bytes, media_type: str
) -> None:
    with scope({KOTIM}):
        stored = upload(content, name="x.exe", claimed="text/html")
        assert (stored.media_type, stored.size) == (media_type, len(content))
        with default_storage.open(stored.key) as file:
            assert file.read() == content


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "empty"),
        (b"<html><script>alert(1)</script>", "type"),
        (b"MZ\x90\x00 program", "type"),
        (b"PK\x03\x04 zip", "type"),
        (b"%PDF-1.7 not really", "damaged"),
        (pdf_with("truncated"), "damaged"),
        (pdf_with("encrypted"), "encrypted"),
        (pdf_with("script"), "active"),
        (pdf_with("hidden script"), "active"),
        (pdf_with("attachment"), "active"),
        (image()[:40], "damaged"),
        (b"\xff\xd8\xff\xe0 no picture", "type"),
    ],
)
def test_bad_content_is_refused_and_nothing_is_stored(
    db: None, tmp_path: Path, content: bytes, code: str
) -> None:
    with scope({KOTIM}):
        with pytest.raises(Refused) as refused:
            upload(content)
        assert (
            refused.value.code in {code, "damaged"}
            if content.startswith(b"\xff\xd8")
            else refused.value.code == code
        )
        assert not StoredFile.objects.exists()
    assert not list((tmp_path / "files").rglob("*")) if (tmp_path / "files").exists() else True


def test_file_over_the_limit_is_refused_with_both_sizes(db: None, settings: object) -> None:
    settings.DOCUMENT_MAX_BYTES = 1024 * 1024  # type: ignore[attr-defined]
    content = pdf_bytes() + b"%" + b"x" * 1024 * 1024
    with scope({KOTIM}), pytest.raises(Refused, match="2 MB, melebihi batas 1 MB"):
        upload(content)


def test_same_bytes_in_one_region_are_stored_once_and_never_shared_between_regions(db: None) -> None:
    with scope({KOTIM, BENGKULU}):
        first, second = upload(pdf_bytes("a")), upload(pdf_bytes("a"), name="lain.pdf")
        other = take_in(SimpleUploadedFile("a.pdf", pdf_bytes("a")), region_id=BENGKULU, person_id=None)
        assert first.key == second.key != other.key
        assert first.sha256 == other.sha256


@pytest.mark.parametrize(
    ("name", "clean"),
    [
        ("../../etc/passwd", "passwd"),
        ("C:\\Users\\x\\SK.pdf", "SK.pdf"),
        ("a\x00b\r\n.pdf", "ab.pdf"),
        ("\u202efdp.exe", "fdp.exe"),
        ("", "tanpa-nama"),
        ("x" * 300 + ".pdf", "x" * 251 + ".pdf"),
    ],
)
def test_name_is_cleaned_and_is_never_a_path(name: str, clean: str) -> None:
    assert clean_name(name) == clean


def test_megabytes_round_up_so_that_over_the_limit_never_reads_as_within() -> None:
    assert megabytes(10 * 1024 * 1024 + 1) == "11"


def served(content: bytes, **headers: str) -> tuple[object, bytes]:
    with scope({KOTIM}):
        stored = upload(content)
    response = serve(RequestFactory().get("/", headers=headers), stored)
    body = b"".join(response) if response.streaming else response.content
    # Not response.close(): that ends a request, and with it the connection that the test's transaction lives on.
    for close in response._resource_closers:
        close()
    return response, body


def test_evidence_is_shown_only_in_our_own_frame_and_never_as_a_page(db: None) -> None:
    for content in (pdf_bytes(), image()):
        response, body = served(content)
        assert body == content
        assert response["X-Frame-Options"] == "SAMEORIGIN"  # type: ignore[index]
        assert response["X-Content-Type-Options"] == "nosniff"  # type: ignore[index]
        policy = response["Content-Security-Policy"]  # type: ignore[index]
        assert policy.startswith("default-src 'none'")
        # A browser refuses to show a PDF inside a sandbox.
        assert ("sandbox" in policy) == (not content.startswith(b"%PDF"))


@pytest.mark.parametrize(
    ("asked", "status", "length"),
    [
        ("bytes=0-3", 206, 4),
        ("bytes=2-", 206, None),
        ("bytes=-5", 206, 5),
        ("bytes=9-2", 200, None),
        ("lines=1-2", 200, None),
    ],
)
def test_part_of_a_file_is_given_for_players_of_video(
    db: None, asked: str, status: int, length: int | None
) -> None:
    response, body = served(MP4, range=asked)
    assert response.status_code == status  # type: ignore[attr-defined]
    assert body == {"bytes=0-3": MP4[:4], "bytes=2-": MP4[2:], "bytes=-5": MP4[-5:]}.get(asked, MP4)
    assert length is None or len(body) == length
