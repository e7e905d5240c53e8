"""Scanning with a real clamd, and what a scanner says that is away, too slow, or not itself."""

from __future__ import annotations

import io
import socket
import struct
import threading
from collections.abc import Callable, Iterator

import pytest
from django.core.checks import run_checks

from iga_portal.files import scanning
from iga_portal.files.scanning import Finding, ScannerAway, Verdict, address_of, scan
from tests.files import hostile
from tests.files.clamd import EICAR, SIGNATURE, STREAM_MAX, Clamd, infected_paper, needs_clamd, running


@pytest.fixture(scope="module")
def clamd(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Clamd]:
    with running(tmp_path_factory.mktemp("clamd")) as made:
        yield made


@needs_clamd
@pytest.mark.parametrize("way", ["tcp", "unix"])
def test_real_scanner_tells_the_test_file_from_an_honest_one(
    clamd: Clamd, settings: object, way: str
) -> None:
    settings.CLAMD_URL = getattr(clamd, way)  # type: ignore[attr-defined]
    scanning.ping()
    assert scan(io.BytesIO(EICAR)) == Finding(Verdict.INFECTED, f"{SIGNATURE}.UNOFFICIAL")
    assert scan(io.BytesIO(infected_paper())) == Finding(Verdict.INFECTED, f"{SIGNATURE}.UNOFFICIAL")
    assert scan(io.BytesIO(hostile.paper())) == Finding(Verdict.CLEAN)


@needs_clamd
def test_file_beyond_the_scanner_s_limits_is_neither_clean_nor_infected(
    clamd: Clamd, settings: object
) -> None:
    settings.CLAMD_URL = clamd.tcp  # type: ignore[attr-defined]
    longer = scan(io.BytesIO(b"x" * (STREAM_MAX + 300_000)))
    assert longer == Finding(Verdict.TOO_LARGE, "StreamMaxLength")
    # Taken whole by the line but larger than clamd looks through; without AlertExceedsMax it would say OK.
    unread = scan(io.BytesIO(b"x" * (STREAM_MAX - 1000)))
    assert unread.verdict is Verdict.TOO_LARGE
    assert unread.name.startswith(scanning.LIMITS)


def test_scanner_that_is_not_there_is_away(settings: object, tmp_path: object) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    for url in (f"tcp://127.0.0.1:{port}", f"unix://{tmp_path}/nobody.sock"):
        settings.CLAMD_URL = url  # type: ignore[attr-defined]
        with pytest.raises(ScannerAway):
            scan(io.BytesIO(b"x"))
        with pytest.raises(ScannerAway):
            scanning.ping()


Say = Callable[[socket.socket], object]


@pytest.fixture
def impostor(settings: object) -> Iterator[Callable[[Say], None]]:
    """Something else listens where the scanner should: what it does is up to the test."""
    server = socket.create_server(("127.0.0.1", 0))
    settings.CLAMD_URL = f"tcp://127.0.0.1:{server.getsockname()[1]}"  # type: ignore[attr-defined]
    threads = []

    def serve(say: Say) -> None:
        def work() -> None:
            try:
                line, _address = server.accept()
            except OSError:
                return
            with line:
                say(line)

        threads.append(threading.Thread(target=work))
        threads[-1].start()

    yield serve
    server.close()
    for thread in threads:
        thread.join()


def read_stream(line: socket.socket) -> bytes:
    """What a scanner reads: the command, and pieces with their lengths, until one of none."""
    stream = line.makefile("rb")
    assert stream.read(10) == b"zINSTREAM\0"
    kept = b""
    while length := struct.unpack(">I", stream.read(4))[0]:
        kept += stream.read(length)
    return kept


@pytest.mark.parametrize(
    "answer",
    [
        b"",
        b"stream: OK",  # broken off before the end of the answer
        b"stream: ok\0",
        b"OK\0",
        b"stream: OK ERROR\0",
        b"stream: Can't allocate memory ERROR\0",
        b"\xff\xfe\0",
        b"x" * 10_000,
        b"HTTP/1.1 200 OK\r\n\r\n\0",
    ],
)
def test_answer_that_is_not_the_exact_word_is_no_verdict(
    impostor: Callable[[Say], None], answer: bytes
) -> None:
    impostor(lambda line: (read_stream(line), line.sendall(answer)))
    with pytest.raises(ScannerAway):
        scan(io.BytesIO(b"x" * 100))


@pytest.mark.parametrize(
    ("answer", "finding"),
    [
        (b"stream: OK\0", Finding(Verdict.CLEAN)),
        (b"stream: Win.Test FOUND\0", Finding(Verdict.INFECTED, "Win.Test")),
        (b"stream: a\nb\x1b[1m FOUND\0", None),
    ],
)
def test_every_byte_is_sent_and_the_answer_understood(
    impostor: Callable[[Say], None], answer: bytes, finding: Finding | None
) -> None:
    got: list[bytes] = []
    impostor(lambda line: (got.append(read_stream(line)), line.sendall(answer)))
    content = bytes(range(256)) * 3000
    if finding is None:
        with pytest.raises(ScannerAway):
            scan(io.BytesIO(content))
    else:
        assert scan(io.BytesIO(content)) == finding
    assert got == [content]


def test_scanner_that_falls_silent_is_not_waited_for(
    impostor: Callable[[Say], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(scanning, "SILENT_SECONDS", 0.2)
    gone = threading.Event()
    impostor(lambda line: (read_stream(line), gone.wait(5)))
    with pytest.raises(ScannerAway):
        scan(io.BytesIO(b"x"))
    gone.set()


def test_scanner_that_drips_is_not_waited_for(
    impostor: Callable[[Say], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(scanning, "TOTAL_SECONDS", 0.6)

    def drip(line: socket.socket) -> None:
        read_stream(line)
        try:
            for _time in range(100):
                line.sendall(b"s")
                threading.Event().wait(0.1)
        except OSError:
            return

    impostor(drip)
    with pytest.raises(ScannerAway):
        scan(io.BytesIO(b"x"))


@pytest.mark.parametrize(
    ("url", "address"),
    [
        ("tcp://clamav:3310", ("", "clamav", 3310)),
        ("tcp://clamav", ("", "clamav", 3310)),
        ("tcp://[::1]:4000", ("", "::1", 4000)),
        ("unix:///run/clamav/clamd.ctl", ("/run/clamav/clamd.ctl", "", 0)),
    ],
)
def test_address_of_the_scanner(url: str, address: tuple[str, str, int]) -> None:
    found = address_of(url)
    assert (found.path, found.host, found.port) == address


@pytest.mark.parametrize(
    "url", ["clamav:3310", "http://clamav:3310", "unix://run/x", "tcp://", "tcp://a@b", "tcp://a:x"]
)
def test_wrong_address_stops_the_portal_from_starting(settings: object, url: str) -> None:
    settings.CLAMD_URL = url  # type: ignore[attr-defined]
    assert [found.id for found in run_checks(tags=["files"])] == ["files.E001"]
    settings.CLAMD_URL = ""  # type: ignore[attr-defined]
    assert run_checks(tags=["files"]) == []
