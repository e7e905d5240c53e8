"""A real clamd of the test's own: free port, own folder, and a database of two signatures. Nothing is downloaded.

Debian and Ubuntu: `apt-get install --no-install-recommends clamav-daemon`. Without the program the tests that need it are
skipped and say so.
"""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.files import hostile

PROGRAM = shutil.which("clamd", path=f"{os.environ.get('PATH', os.defpath)}:/usr/sbin:/usr/local/sbin")
needs_clamd = pytest.mark.skipif(
    PROGRAM is None, reason="no clamd here: apt-get install --no-install-recommends clamav-daemon"
)

# In two pieces, so that no scanner takes this file for the test file.
EICAR = rb"X5O!P%@AP[4\PZX54(P^)7CC)7}" + rb"$EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"
SIGNATURE = "Uji.Eicar.Portal"
STREAM_MAX = 2 * 1024 * 1024


def infected_paper(text: bytes = b"") -> bytes:
    """A paper of one page that opens, with the test string of the antivirus makers in its content."""
    return hostile.raw_pdf(
        {**hostile.PLAIN, 3: hostile.PAGE % b"/Contents 4 0 R", 4: hostile.stream(b"% " + text + EICAR)}
    )


@dataclass
class Clamd:
    folder: Path
    port: int
    process: subprocess.Popen[bytes] | None = None

    @property
    def tcp(self) -> str:
        return f"tcp://127.0.0.1:{self.port}"

    @property
    def unix(self) -> str:
        return f"unix://{self.folder}/clamd.sock"

    def start(self) -> None:
        assert PROGRAM is not None
        self.process = subprocess.Popen(
            [PROGRAM, "--foreground", f"--config-file={self.folder}/clamd.conf"],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        deadline = time.monotonic() + 300
        while time.monotonic() < deadline:
            if self.process.poll() is not None:
                raise AssertionError((self.folder / "log").read_text())
            try:
                with socket.create_connection(("127.0.0.1", self.port), timeout=30) as line:
                    line.sendall(b"zPING\0")
                    if line.recv(16).startswith(b"PONG"):
                        return
            except OSError:
                time.sleep(0.1)
        raise AssertionError("clamd does not answer")

    def stop(self) -> None:
        if self.process is not None:
            self.process.send_signal(signal.SIGKILL)
            self.process.wait()
            self.process = None
            (self.folder / "clamd.sock").unlink(missing_ok=True)


SETTINGS = f"""\
LocalSocket /tmp/clamd.sock
TCPSocket 3310
LogFile /dev/stdout
MaxThreads 2
# Bytes: a film longer than this is more than the scanner takes; a file larger than that it does not look through.
StreamMaxLength {STREAM_MAX}
MaxFileSize {STREAM_MAX // 2}
AlertExceedsMax yes
"""


@contextmanager
def running(folder: Path, *, text: str = SETTINGS) -> Iterator[Clamd]:
    """A clamd with these settings; where it listens, keeps its signatures and writes its log is put in their place."""
    database = folder / "database"
    database.mkdir(parents=True)
    (database / "portal.ndb").write_text(f"{SIGNATURE}:0:*:{EICAR.hex()}\n")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    for old, new in {
        "LocalSocket /tmp/clamd.sock": f"LocalSocket {folder}/clamd.sock",
        "TCPSocket 3310": f"TCPSocket {port}\nTCPAddr 127.0.0.1\nDatabaseDirectory {database}",
        "LogFile /dev/stdout": f"LogFile {folder}/log",
    }.items():
        assert text.count(old) == 1, old
        text = text.replace(old, new)
    (folder / "clamd.conf").write_text(text)
    clamd = Clamd(folder, port)
    clamd.start()
    try:
        yield clamd
    finally:
        clamd.stop()
