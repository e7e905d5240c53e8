"""Uploads over the real web server: slow lines hold no connection, a full disk loses nothing, a thousand at once break nothing."""

from __future__ import annotations

import ctypes
import os
import resource
import socket
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from pathlib import Path

import pytest
from django.db import connections

from iga_portal.files import partials
from iga_portal.files.models import StoredFile, Upload, UploadState
from iga_portal.files.uploads import take_upload
from iga_portal.tenancy.scope import scope
from tests.cast import KOTIM, Cast, make_cast
from tests.files.server_support import THREADS, Line, connections_to, granian, session_of, status_of
from tests.files.upload_support import Tus, mp4_of
from tests.innovations.opd_support import signed_in

MB = 1024 * 1024


@pytest.fixture
def cast_now(live_db: str) -> Cast:
    """The cast, committed, at today's date: the server is a process of its own with a clock of its own."""
    return make_cast()


def line_of(cast: Cast, port: int) -> Line:
    return Line(port, session_of(cast.sari), cast.health)


def until(condition: object, *, seconds: float = 300) -> bool:
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if condition():  # type: ignore[operator]
            return True
        time.sleep(0.05)
    return False


def threads_with_a_connection(line: Line, database: str) -> int:
    """After a round of pages at once. The server gives them to its threads as it likes: one may have none yet."""
    with ThreadPoolExecutor(THREADS) as pool:
        list(pool.map(lambda _n: line.send("GET", line.uploads), range(THREADS * 5)))
    return connections_to(database)


def test_slow_lines_hold_no_connection_to_the_database(cast_now: Cast, live_db: str, tmp_path: Path) -> None:
    with ExitStack() as open_lines, granian(live_db, tmp_path / "files", log=tmp_path / "log") as port:
        line = line_of(cast_now, port)
        content = mp4_of(THREADS * 300_000)
        paths = [line.opened(len(content)) for _thread in range(THREADS)]
        # Every thread of the server has answered a page and keeps its connection, as it does in life.
        connections.close_all()
        assert until(lambda: threads_with_a_connection(line, live_db) == THREADS), connections_to(live_db)

        piece = content[:300_000]
        lines = [open_lines.enter_context(line.start_piece(path, piece, offset=0)) for path in paths]
        for slow in lines:
            slow.sendall(piece[:100_000])
        assert until(lambda: connections_to(live_db) == 0), connections_to(live_db)
        for slow in lines:
            slow.sendall(piece[100_000:200_000])
        time.sleep(0.5)
        assert connections_to(live_db) == 0
        for slow in lines:
            slow.sendall(piece[200_000:])
        assert [status_of(slow) for slow in lines] == [204] * THREADS
        # The connections are back only after the pieces were here.
        assert 0 < connections_to(live_db) <= THREADS
    with scope({KOTIM}):
        assert {upload.offset for upload in Upload.objects.all()} == {300_000}


def test_slow_form_with_a_file_holds_no_connection_either(
    cast_now: Cast, live_db: str, tmp_path: Path
) -> None:
    with granian(live_db, tmp_path / "files", log=tmp_path / "log") as port:
        line = line_of(cast_now, port)
        with ThreadPoolExecutor(THREADS) as pool:
            list(pool.map(lambda _n: line.send("GET", line.uploads), range(THREADS)))
        connections.close_all()
        body = b'--x\r\nContent-Disposition: form-data; name="subject"\r\n\r\nSK\r\n' + b"--x--\r\n"
        headers = line.headers(
            **{"Content-Type": "multipart/form-data; boundary=x", "Content-Length": str(len(body))}
        )
        path = line.home + "dokumen/baru/"
        head = f"POST {path} HTTP/1.1\r\n" + "".join(f"{key}: {value}\r\n" for key, value in headers.items())
        # As many forms as threads: whichever thread has answered a page before is at work on one of them.
        with ExitStack() as open_lines:
            lines = [
                open_lines.enter_context(socket.create_connection(("127.0.0.1", port), timeout=300))
                for _thread in range(THREADS)
            ]
            for slow in lines:
                slow.sendall(head.encode() + b"\r\n" + body[:30])
            assert until(lambda: connections_to(live_db) == 0), connections_to(live_db)
            for slow in lines:
                slow.sendall(body[30:])
            # The form lacks its file and is shown again: it was read, bound and answered.
            assert [status_of(slow) for slow in lines] == [200] * THREADS


def test_line_that_breaks_in_the_middle_of_a_piece_loses_that_piece_only(
    cast_now: Cast, live_db: str, tmp_path: Path
) -> None:
    content = mp4_of(2 * MB)
    with granian(live_db, tmp_path / "files", log=tmp_path / "log") as port:
        line = line_of(cast_now, port)
        path = line.opened(len(content))
        assert line.patch(path, content[:MB], offset=0).status == 204
        with line.start_piece(path, content[MB:], offset=MB) as broken:
            broken.sendall(content[MB : MB + 500_000])
        time.sleep(0.5)
        assert line.send("HEAD", path).headers["Upload-Offset"] == str(MB)
        assert line.patch(path, content[MB:], offset=MB).status == 204
    with scope({KOTIM}):
        upload = Upload.objects.get()
        assert (tmp_path / "files" / "unggahan" / str(upload.public_id)).read_bytes() == content


def test_thousand_uploads_at_once_are_refused_clearly_and_nothing_breaks(
    cast_now: Cast, live_db: str, tmp_path: Path
) -> None:
    with granian(live_db, tmp_path / "files", log=tmp_path / "log", UPLOADS_OPEN_MOST="25") as port:
        line = line_of(cast_now, port)
        with ThreadPoolExecutor(16) as pool:
            answers = list(pool.map(lambda _n: line.create(MB), range(1000)))
        statuses = [answer.status for answer in answers]
        assert (statuses.count(201), statuses.count(429)) == (25, 975)
        refused = next(answer for answer in answers if answer.status == 429)
        assert refused.words == {
            "code": "too_many",
            "words": "Masih ada 25 unggahan Anda yang belum selesai. Lanjutkan atau batalkan sebagian dulu, lalu coba lagi.",
        }
        # Those that were let in go on, and so does the portal.
        path = str(next(answer for answer in answers if answer.status == 201).headers["Location"])
        assert line.patch(path.split("localhost", 1)[1], mp4_of(MB), offset=0).status == 204
        assert line.send("GET", line.home).status == 200
    with scope({KOTIM}):
        assert Upload.objects.count() == 25
        assert not StoredFile.objects.exists()
    assert "ERROR" not in (tmp_path / "log").read_text()


def test_two_tabs_that_send_the_same_piece_write_it_once(
    cast_now: Cast, live_db: str, tmp_path: Path
) -> None:
    content = mp4_of(8 * 200_000)
    with granian(live_db, tmp_path / "files", log=tmp_path / "log") as port:
        line = line_of(cast_now, port)
        path = line.opened(len(content))
        for offset in range(0, len(content), 200_000):
            piece = content[offset : offset + 200_000]
            start = threading.Barrier(3)

            def press(piece: bytes = piece, offset: int = offset, start: threading.Barrier = start) -> int:
                start.wait()
                return line.patch(path, piece, offset=offset).status

            with ThreadPoolExecutor(3) as pool:
                found = sorted(press.result() for press in [pool.submit(press) for _tab in range(3)])
            assert found == [204, 409, 409]
    with scope({KOTIM}):
        upload = Upload.objects.get()
        assert upload.state == UploadState.COMPLETE
        assert (tmp_path / "files" / "unggahan" / str(upload.public_id)).read_bytes() == content


# A full disk -------------------------------------------------------------------------------------------------------


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of 70 MB of its own, which needs the right to mount one."""
    place = tmp_path / "disk"
    place.mkdir()
    library = ctypes.CDLL(None, use_errno=True)
    if library.mount(b"tmpfs", str(place).encode(), b"tmpfs", 0, b"size=70m,mode=700") != 0:
        pytest.skip(f"no file system can be mounted here: {os.strerror(ctypes.get_errno())}")
    yield place
    library.umount2(str(place).encode(), 2)


def test_full_disk_is_told_and_the_upload_goes_on_once_there_is_room(
    cast_now: Cast, live_db: str, tmp_path: Path, small_disk: Path
) -> None:
    content = mp4_of(3 * MB)
    with granian(live_db, small_disk, log=tmp_path / "log") as port:
        line = line_of(cast_now, port)
        path = line.opened(len(content))
        assert line.patch(path, content[:MB], offset=0).status == 204
        # Somebody else fills the disk but for half a piece.
        ballast = small_disk / "ballast"
        free = os.statvfs(small_disk)
        with ballast.open("wb") as file:
            os.posix_fallocate(file.fileno(), 0, free.f_bavail * free.f_frsize - MB // 2)
        answer = line.patch(path, content[MB : 2 * MB], offset=MB)
        assert (answer.status, answer.words["code"]) == (507, "full")
        assert "Yang sudah sampai tetap aman" in answer.words["words"]
        assert line.create(MB).status == 507
        upload_path = next((small_disk / "unggahan").iterdir())
        assert upload_path.read_bytes() == content[:MB]
        assert line.send("HEAD", path).headers["Upload-Offset"] == str(MB)
        ballast.unlink()
        for offset in (MB, 2 * MB):
            assert line.patch(path, content[offset : offset + MB], offset=offset).status == 204
        assert upload_path.read_bytes() == content
    with scope({KOTIM}):
        assert Upload.objects.get().state == UploadState.COMPLETE


def test_limit_of_the_process_is_told_like_a_full_disk(cast: Cast) -> None:
    """The same for whoever may not mount: the system itself refuses to let a file grow (EFBIG)."""
    content = mp4_of(300_000)
    sari = Tus(signed_in(cast.sari), cast.health)
    url = sari.opened(len(content))
    sari.patch(url, content[:100_000], offset=0)
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (150_000, before[1]))
    try:
        answer = sari.patch(url, content[100_000:], offset=100_000)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
    assert (answer.status_code, answer.json()["code"]) == (507, "full")
    with scope({KOTIM}):
        upload = Upload.objects.get()
    assert (upload.offset, partials.path_of(upload.public_id).read_bytes()) == (100_000, content[:100_000])
    assert sari.patch(url, content[100_000:], offset=100_000).status_code == 204


def test_disk_that_is_full_at_the_very_end_keeps_what_arrived(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Taking in links where it can; on a file system without links it copies, and that copy may find no room."""

    def no_links(*args: object, **kwargs: object) -> None:
        raise OSError(95, "Operation not supported")

    content = mp4_of(300_000)
    sari = Tus(signed_in(cast.sari), cast.health)
    sari.whole(content)
    monkeypatch.setattr(os, "link", no_links)
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    with scope({KOTIM}):
        resource.setrlimit(resource.RLIMIT_FSIZE, (150_000, before[1]))
        try:
            with pytest.raises(partials.NoSpace):
                take_upload(Upload.objects.get())
        finally:
            resource.setrlimit(resource.RLIMIT_FSIZE, before)
        assert not StoredFile.objects.exists()
        stored = take_upload(Upload.objects.get())
        assert stored.size == len(content)
