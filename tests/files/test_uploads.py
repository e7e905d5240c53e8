"""Uploads in pieces: the protocol, where an upload goes on, whose it is, and what is refused."""

from __future__ import annotations

import base64
import hashlib
import uuid
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from iga_portal.files import partials
from iga_portal.files.models import StoredFile, Upload, UploadState
from iga_portal.files.uploads import (
    PIECE_MAX_BYTES,
    arrived_file,
    sweep_uploads,
    take_upload,
)
from iga_portal.files.uploads_tasks import sweep
from iga_portal.refusals import Refused
from iga_portal.tenancy.scope import scope
from tests.cast import BENGKULU, KOTIM, Cast, pdf_bytes
from tests.files.upload_support import PIECE, Tus, mp4_of
from tests.innovations.opd_support import address, signed_in

MB = 1024 * 1024


@pytest.fixture
def sari(cast: Cast) -> Tus:
    return Tus(signed_in(cast.sari), cast.health)


@pytest.fixture
def kotim() -> Iterator[None]:
    with scope({KOTIM}):
        yield


def stored() -> Upload:
    with scope({KOTIM}):
        return Upload.objects.get()


def digest_of(piece: bytes) -> str:
    return f"sha256 {base64.b64encode(hashlib.sha256(piece).digest()).decode()}"


# Protocol ----------------------------------------------------------------------------------------------------------


def test_what_is_understood_is_told(sari: Tus) -> None:
    answer = sari.client.options(sari.url)
    assert answer.status_code == 204
    assert answer["Tus-Version"] == "1.0.0"
    assert answer["Tus-Extension"] == "creation,termination,checksum,expiration"
    assert answer["Tus-Checksum-Algorithm"] == "sha256"
    assert answer["Tus-Max-Size"] == str(100 * MB)


def test_file_travels_in_pieces_and_arrives_byte_for_byte(sari: Tus) -> None:
    content = mp4_of(2 * MB + 77)
    url = sari.opened(len(content), name="Pelatihan.mp4", sha256=hashlib.sha256(content).hexdigest())
    head = sari.head(url)
    assert (head.status_code, head["Upload-Offset"], head["Upload-Length"]) == (200, "0", str(len(content)))
    assert "no-store" in head["Cache-Control"]
    offsets = []
    for offset in range(0, len(content), MB):
        piece = content[offset : offset + MB]
        answer = sari.patch(url, piece, offset=offset, **{"Upload-Checksum": digest_of(piece)})
        assert (answer.status_code, answer["Tus-Resumable"]) == (204, "1.0.0")
        offsets.append(int(answer["Upload-Offset"]))
    assert offsets == [MB, 2 * MB, 2 * MB + 77]
    upload = stored()
    assert (upload.state, upload.name, upload.offset) == (UploadState.COMPLETE, "Pelatihan.mp4", upload.size)
    with scope({KOTIM}), arrived_file(upload) as file:
        assert file.read() == content
    path = partials.path_of(upload.public_id)
    assert (path.stat().st_mode & 0o777, path.parent.stat().st_mode & 0o777) == (0o600, 0o700)


def test_another_version_of_the_protocol_is_refused_and_nothing_is_made(sari: Tus) -> None:
    for headers in ({"Tus-Resumable": "0.2.2"}, {}):
        answer = sari.client.post(
            sari.url, b"", content_type="text/plain", headers={"Upload-Length": "5", **headers}
        )
        assert (answer.status_code, answer["Tus-Version"]) == (412, "1.0.0")
    with scope({KOTIM}):
        assert not Upload.objects.exists()


@pytest.mark.parametrize(
    ("headers", "status", "code"),
    [
        ({}, 400, "protocol"),
        ({"Upload-Length": "-5"}, 400, "protocol"),
        ({"Upload-Length": "5e3"}, 400, "protocol"),
        ({"Upload-Length": "9" * 19}, 400, "protocol"),
        ({"Upload-Defer-Length": "1"}, 400, "protocol"),
        ({"Upload-Length": "5", "Upload-Metadata": "filename ???"}, 400, "protocol"),
        ({"Upload-Length": "5", "Upload-Metadata": "filename /w=="}, 400, "protocol"),
        ({"Upload-Length": "5", "Upload-Metadata": "a YQ==,a Yg=="}, 400, "protocol"),
        ({"Upload-Length": "5", "Upload-Metadata": "kunci " + "QUFB" * 101}, 400, "protocol"),
        (
            {"Upload-Length": "5", "Upload-Metadata": ",".join(f"k{n} YQ==" for n in range(11))},
            400,
            "protocol",
        ),
        ({"Upload-Length": "5", "Upload-Metadata": "kunci AAA="}, 400, "protocol"),
        ({"Upload-Length": "5", "Upload-Metadata": "k " + "QUFB" * 1024}, 400, "protocol"),
        ({"Upload-Length": "0"}, 400, "empty"),
        ({"Upload-Length": str(100 * MB + 1)}, 413, "size"),
        ({"Upload-Length": str(10 * MB + 1), "Upload-Metadata": "filename U0suUERG"}, 413, "size"),
    ],
)
def test_announcement_that_cannot_be_kept_is_refused_in_words(
    sari: Tus, headers: dict[str, str], status: int, code: str
) -> None:
    answer = sari.send("POST", sari.url, **headers)
    assert (answer.status_code, answer.json()["code"]) == (status, code)
    assert answer.json()["words"]
    with scope({KOTIM}):
        assert not Upload.objects.exists()


def test_file_over_the_limit_is_refused_before_a_byte_travels_with_the_words_of_the_intake(sari: Tus) -> None:
    answer = sari.create(10 * MB + 1, name="SK Bupati.pdf")
    assert (
        answer.json()["words"]
        == "“SK Bupati.pdf” berukuran 11 MB, melebihi batas 10 MB. Kecilkan berkas atau pakai tautan."
    )
    assert sari.create(10 * MB, name="SK Bupati.pdf").status_code == 201
    assert sari.create(100 * MB, name="rekaman.mp4").status_code == 201
    assert "melebihi batas 100 MB" in sari.create(100 * MB + 1, name="rekaman.mp4").json()["words"]


def test_names_with_paths_and_turned_letters_are_cleaned(sari: Tus) -> None:
    sari.create(5, name="..\\..\\etc/\u202efdp.exe\x07")
    assert stored().name == "fdp.exe"


def test_piece_over_one_megabyte_is_refused_unread(sari: Tus) -> None:
    url = sari.opened(3 * MB)
    answer = sari.patch(url, b"x" * (PIECE_MAX_BYTES + 1), offset=0)
    assert (answer.status_code, answer.json()["code"]) == (413, "piece_size")
    assert "1 MB" in answer.json()["words"]
    assert stored().offset == 0


def test_piece_without_its_length_or_of_another_type_is_refused(sari: Tus) -> None:
    url = sari.opened(100)
    answer = sari.client.generic(
        "PATCH", url, b"x", content_type=PIECE, headers={"Tus-Resumable": "1.0.0", "Upload-Offset": "0"},
        CONTENT_LENGTH="",
    )  # fmt: skip
    assert answer.status_code == 411
    answer = sari.client.generic(
        "PATCH", url, b"x", content_type="text/plain",
        headers={"Tus-Resumable": "1.0.0", "Upload-Offset": "0"},
    )  # fmt: skip
    assert answer.status_code == 415
    assert sari.send("PATCH", url, b"x").status_code == 400
    assert stored().offset == 0


def test_piece_past_the_announced_end_is_refused(sari: Tus) -> None:
    url = sari.opened(10)
    answer = sari.patch(url, b"x" * 11, offset=0)
    assert (answer.status_code, answer.json()["code"]) == (400, "past_end")
    assert partials.length_of(stored().public_id) == 0


def test_proxy_without_patch_and_delete_is_got_round_by_the_override(sari: Tus) -> None:
    content = pdf_bytes()
    url = sari.opened(len(content))
    moved = sari.send("POST", url, content, **{"X-HTTP-Method-Override": "PATCH", "Upload-Offset": "0"})
    assert (moved.status_code, moved["Upload-Offset"]) == (204, str(len(content)))
    assert sari.send("POST", url, **{"X-HTTP-Method-Override": "DELETE"}).status_code == 204
    assert sari.send("POST", url, **{"X-HTTP-Method-Override": "TRACE"}).status_code == 405
    assert stored().state == UploadState.CANCELLED


def test_forged_piece_without_the_token_is_refused(cast: Cast) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(cast.sari)
    assert Tus(client, cast.health).create(10).status_code == 403
    with scope({KOTIM}):
        assert not Upload.objects.exists()


def test_script_of_somebody_whose_session_ended_is_told_so(cast: Cast) -> None:
    answer = Tus(Client(), cast.health).create(10)
    assert (answer.status_code, answer.json()["code"]) == (401, "signed_out")


def test_form_that_carries_more_than_the_largest_file_is_refused_unread(cast: Cast, sari: Tus) -> None:
    def send(length: int) -> Any:
        return sari.client.generic(
            "POST", address("document_new", cast.health), b"--x--\r\n",
            content_type="multipart/form-data; boundary=x", CONTENT_LENGTH=str(length),
        )  # fmt: skip

    answer = send(105 * MB)
    assert answer.status_code == 413
    assert "melebihi batas 100 MB" in answer.content.decode()
    assert send(7).status_code == 200


# Where it goes on --------------------------------------------------------------------------------------------------


def test_wrong_offset_is_answered_with_the_right_one_and_changes_nothing(sari: Tus) -> None:
    content = mp4_of(1000)
    url = sari.opened(1000)
    sari.patch(url, content[:400], offset=0)
    for offset in (0, 399, 401, 1000, 5000):
        answer = sari.patch(url, content[400:500], offset=offset)
        assert (answer.status_code, answer["Upload-Offset"]) == (409, "400"), offset
    assert sari.patch(url, content[400:], offset=400).status_code == 204
    upload = stored()
    assert partials.path_of(upload.public_id).read_bytes() == content


def test_wrong_hash_of_a_piece_is_refused_and_nothing_of_it_is_kept(sari: Tus) -> None:
    content = mp4_of(1000)
    url = sari.opened(1000)
    answer = sari.patch(url, content, offset=0, **{"Upload-Checksum": digest_of(content[1:])})
    assert (answer.status_code, answer.json()["code"]) == (460, "hash")
    assert partials.length_of(stored().public_id) == 0
    for header in ("md5 AAAA", "sha256 AAAA", "sha256 ?"):
        assert sari.patch(url, content, offset=0, **{"Upload-Checksum": header}).status_code == 400
    assert sari.patch(url, content, offset=0, **{"Upload-Checksum": digest_of(content)}).status_code == 204


def test_process_that_died_between_file_and_row_left_bytes_that_are_cut_off(sari: Tus) -> None:
    content = mp4_of(3000)
    url = sari.opened(3000)
    sari.patch(url, content[:1000], offset=0)
    path = partials.path_of(stored().public_id)
    with path.open("ab") as file:
        file.write(b"half a piece that the row never heard of")
    assert sari.head(url)["Upload-Offset"] == "1000"
    sari.patch(url, content[1000:1010], offset=1000)
    assert path.read_bytes() == content[:1010]


def test_disk_that_holds_less_than_the_row_says_sends_the_browser_back_to_it(sari: Tus) -> None:
    content = mp4_of(3000)
    url = sari.opened(3000)
    sari.patch(url, content[:2000], offset=0)
    path = partials.path_of(stored().public_id)
    with path.open("r+b") as file:
        file.truncate(1500)
    answer = sari.patch(url, content[2000:], offset=2000)
    assert (answer.status_code, answer["Upload-Offset"]) == (409, "1500")
    path.unlink()
    assert sari.head(url)["Upload-Offset"] == "0"
    assert sari.patch(url, content, offset=0).status_code == 204
    assert path.read_bytes() == content


def test_last_bytes_lost_after_it_was_whole_are_asked_for_again(sari: Tus) -> None:
    content = mp4_of(3000)
    url = sari.whole(content)
    upload = stored()
    with partials.path_of(upload.public_id).open("r+b") as file:
        file.truncate(2999)
    with scope({KOTIM}), pytest.raises(Refused) as refused:
        take_upload(upload)
    assert refused.value.code == "unfinished"
    assert sari.head(url)["Upload-Offset"] == "2999"
    assert stored().state == UploadState.OPEN
    sari.patch(url, content[2999:], offset=2999)
    with scope({KOTIM}):
        assert take_upload(stored()).sha256 == hashlib.sha256(content).hexdigest()


def test_unfinished_uploads_are_listed_for_their_page(sari: Tus) -> None:
    first = sari.opened(500, name="satu.mp4", baris="16")
    sari.patch(first, mp4_of(500)[:200], offset=0)
    over = sari.opened(500, name="batal.mp4")
    sari.send("DELETE", over)
    found = sari.client.get(sari.url).json()["uploads"]
    assert [(entry["name"], entry["offset"], entry["size"], entry["url"]) for entry in found] == [
        ("satu.mp4", 200, 500, first)
    ]
    assert found[0]["details"] == {"baris": "16"}
    assert sari.client.get(over).json()["words"].startswith("Unggahan ini sudah selesai atau dibatalkan.")


# Refused by its first bytes, cancelled, over -----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("head", "name", "size", "words"),
    [
        (b"MZ\x90\x00 program", "film.mp4", 20 * MB, "tidak diterima. Unggah JPG, MP4, PDF, PNG"),
        (b"PK\x03\x04", "film.mp4", 20 * MB, "tidak diterima"),
        (b"<html><script>", "film.mp4", 300, "tidak diterima"),
        (b"%PDF-1.7\n", "film.mp4", 20 * MB, "melebihi batas 10 MB"),
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "film.mp4", 20 * MB, "melebihi batas 10 MB"),
    ],
)
def test_wrong_kind_is_refused_by_its_first_bytes_not_after_the_last(
    sari: Tus, django_capture_on_commit_callbacks: object, head: bytes, name: str, size: int, words: str
) -> None:
    url = sari.opened(size, name=name)
    piece = head.ljust(min(size, 64 * 1024), b"x")
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[operator]
        answer = sari.patch(url, piece, offset=0)
    assert (answer.status_code, answer.json()["code"]) == (415, "refused")
    assert words in answer.json()["words"]
    upload = stored()
    assert (upload.state, partials.path_of(upload.public_id).exists()) == (UploadState.REFUSED, False)
    assert sari.head(url).status_code == 410
    again = sari.patch(url, piece, offset=0)
    assert (again.status_code, again.json()["code"]) == (410, "gone")


def test_kind_is_told_as_soon_as_enough_has_arrived_however_small_the_pieces(sari: Tus) -> None:
    url = sari.opened(20 * MB)
    assert sari.patch(url, b"x" * 4095, offset=0).status_code == 204
    assert sari.patch(url, b"x", offset=4095).status_code == 415


def test_cancelled_upload_is_gone_with_its_bytes(
    sari: Tus, django_capture_on_commit_callbacks: object
) -> None:
    content = mp4_of(900)
    url = sari.opened(900)
    sari.patch(url, content[:300], offset=0)
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[operator]
        assert sari.send("DELETE", url).status_code == 204
        assert sari.send("DELETE", url).status_code == 204
    assert (stored().state, list(partials.folder().iterdir())) == (UploadState.CANCELLED, [])
    assert sari.head(url).status_code == 410
    assert sari.patch(url, content[300:], offset=300).status_code == 410


# Taken in ----------------------------------------------------------------------------------------------------------


def test_whole_file_is_taken_in_once_and_its_partial_file_goes(
    sari: Tus, kotim: None, django_capture_on_commit_callbacks: object
) -> None:
    content = pdf_bytes("SK")
    sari.whole(content, name="SK.pdf", sha256=hashlib.sha256(content).hexdigest())
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[operator]
        first = take_upload(stored())
    again = take_upload(stored())
    assert (first.pk, again.pk, StoredFile.objects.count()) == (first.pk, first.pk, 1)
    assert (first.name, first.media_type, first.size) == ("SK.pdf", "application/pdf", len(content))
    assert list(partials.folder().iterdir()) == []
    assert sari.head(sari.one(stored().public_id))["Upload-Offset"] == str(len(content))


def test_file_that_is_not_the_announced_one_is_refused_at_the_end(sari: Tus, kotim: None) -> None:
    content = pdf_bytes("SK")
    sari.whole(content, name="SK.pdf", sha256=hashlib.sha256(b"another").hexdigest())
    with pytest.raises(Refused, match="tidak sama dengan berkas Anda") as refused:
        take_upload(stored())
    assert (refused.value.code, StoredFile.objects.count()) == ("hash", 0)


def test_same_bytes_again_cost_the_same_and_are_stored_once(sari: Tus, kotim: None, tmp_path: Path) -> None:
    """Nobody learns from the time or the disk whether somebody else has the file: both ways link and unlink, none copies."""
    content = mp4_of(5 * MB)
    links = []
    for _time in range(2):
        url = sari.whole(content)
        upload = Upload.objects.get(public_id=url.rstrip("/").rsplit("/", 1)[-1])
        stored_path = tmp_path / "files" / take_upload(upload).key
        # Until the transaction is over the partial file stays: the bytes of a first one then have two names.
        links.append((partials.path_of(upload.public_id).stat().st_nlink, stored_path.stat().st_nlink))
    assert links == [(2, 2), (1, 2)]
    assert len(list((tmp_path / "files" / str(KOTIM)).iterdir())) == 1
    assert not [path for path in partials.folder().iterdir() if path.name.endswith(partials.HANDED_OVER)]


# Whose it is -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("person", ["dewi", "joko", "hendra", "wati"])
def test_upload_of_another_person_does_not_exist(cast: Cast, sari: Tus, person: str) -> None:
    """Also not for a colleague: Putri below has Sari's very place."""
    url = sari.opened(500)
    other = Tus(signed_in(getattr(cast, person)), cast.health)
    for method in ("GET", "HEAD", "PATCH", "DELETE", "OPTIONS"):
        answer = other.send(method, url, b"x", **{"Upload-Offset": "0"})
        assert answer.status_code == 404, method
    assert (stored().state, stored().offset) == (UploadState.OPEN, 0)


def test_upload_of_a_colleague_in_the_same_place_does_not_exist(cast: Cast, sari: Tus) -> None:
    from datetime import date

    from regions.enums import Role
    from regions.models import Membership, Person

    putri = Person.objects.create(email="putri@contoh.go.id", name="Putri")
    Membership.objects.create(
        person=putri, role=Role.OPERATOR, region_id=KOTIM, opd=cast.health, valid_from=date(2025, 1, 1)
    )
    url = sari.opened(500)
    hers = Tus(signed_in(putri), cast.health)
    assert [hers.send(method, url).status_code for method in ("GET", "HEAD", "PATCH", "DELETE")] == [404] * 4
    assert hers.client.get(hers.url).json() == {"uploads": []}
    unknown = hers.one(uuid.uuid4())
    assert hers.head(unknown).status_code == hers.head(url).status_code == 404


def test_person_with_two_places_keeps_them_apart_by_region(cast: Cast, sari: Tus) -> None:
    from datetime import date

    from regions.enums import Role
    from regions.models import Membership

    Membership.objects.create(
        person=cast.sari, role=Role.OPERATOR, region_id=BENGKULU, opd=cast.bengkulu_opd,
        valid_from=date(2025, 1, 1),
    )  # fmt: skip
    sari.opened(500)
    there = Tus(sari.client, cast.bengkulu_opd)
    assert there.client.get(there.url).json() == {"uploads": []}
    assert there.head(there.one(stored().public_id)).status_code == 404


# Limits ------------------------------------------------------------------------------------------------------------


def test_person_has_only_so_many_open_and_may_go_on_after_finishing_one(sari: Tus, settings: object) -> None:
    settings.UPLOADS_OPEN_MOST = 3  # type: ignore[attr-defined]
    urls = [sari.opened(100) for _number in range(3)]
    answer = sari.create(100)
    assert (answer.status_code, answer.json()["code"]) == (429, "too_many")
    assert "3 unggahan Anda yang belum selesai" in answer.json()["words"]
    sari.send("DELETE", urls[0])
    assert sari.create(100).status_code == 201


def test_person_has_only_so_much_announced(cast: Cast, sari: Tus, settings: object) -> None:
    settings.UPLOADS_OPEN_BYTES = 30 * MB  # type: ignore[attr-defined]
    sari.opened(20 * MB)
    answer = sari.create(11 * MB)
    assert (answer.status_code, answer.json()["code"]) == (429, "too_much")
    assert "30 MB" in answer.json()["words"]
    assert sari.create(10 * MB).status_code == 201
    dewi = Tus(signed_in(cast.dewi), cast.education)
    assert dewi.create(30 * MB).status_code == 201


# Sweep -------------------------------------------------------------------------------------------------------------


def test_sweep_ends_what_does_not_move_and_leaves_what_does(
    sari: Tus, django_capture_on_commit_callbacks: object
) -> None:
    content = mp4_of(900)
    still, moving = sari.opened(900, name="diam.mp4"), sari.opened(900, name="jalan.mp4")
    for url in (still, moving):
        sari.patch(url, content[:300], offset=0)
    with scope({KOTIM}):
        old = Upload.objects.get(name="diam.mp4")
        Upload.objects.filter(pk=old.pk).update(moved_at=timezone.now() - timedelta(hours=73))
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[operator]
        assert sweep() == 1
        assert sweep() == 0
    assert not partials.path_of(old.public_id).exists()
    answer = sari.patch(still, content[300:], offset=300)
    assert (answer.status_code, answer.json()["words"]) == (
        410,
        "Terlalu lama tidak dilanjutkan. Unggah “diam.mp4” dari awal.",
    )
    assert sari.patch(moving, content[300:], offset=300).status_code == 204


def test_sweep_removes_partial_files_that_no_upload_needs(sari: Tus) -> None:
    import os

    content = mp4_of(900)
    url = sari.opened(900)
    sari.patch(url, content[:300], offset=0)
    living = partials.path_of(stored().public_id)
    orphan, foreign = partials.path_of(uuid.uuid4()), partials.folder() / f"x{partials.HANDED_OVER}"
    fresh = partials.path_of(uuid.uuid4())
    for path in (orphan, foreign, fresh):
        path.write_bytes(b"x")
    ago = timezone.now().timestamp() - 80 * 3600
    for path in (orphan, foreign, living):
        os.utime(path, (ago, ago))
    with scope({KOTIM, BENGKULU}):
        assert sweep_uploads(now=timezone.now()) == 0
    assert sorted(partials.folder().iterdir()) == sorted([living, fresh])
