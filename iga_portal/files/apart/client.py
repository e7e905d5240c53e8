"""Asking for a look at a file from the portal's own processes."""

from __future__ import annotations

import atexit
import contextlib
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from iga_portal.files.apart import wire

AT_ONCE = 2
"""So many children of one process of the portal at a time; each may take `limits.MEMORY`."""
WAIT_FOR_PLACE = 60.0
WAIT_FOR_START = 30.0
ROOT = Path(__file__).resolve().parents[3]
# Without the project's own __init__, which loads Celery: the program needs three libraries and this folder.
START = (
    "import sys, types; package = types.ModuleType('iga_portal'); package.__path__ = [sys.argv[2] + '/iga_portal'];"
    "sys.modules['iga_portal'] = package; from iga_portal.files.apart.server import main; main()"
)


class LookFailed(Exception):
    """The look at a file did not end well. `reason`: ended (time, a crash), memory, error, busy, start."""

    def __init__(self, reason: str, because: str = "") -> None:
        super().__init__(f"{reason}: {because}" if because else reason)
        self.reason = reason


@dataclass
class _Program:
    process: subprocess.Popen[bytes]
    control: socket.socket

    def close(self) -> None:
        self.control.close()
        try:
            self.process.wait(timeout=2)
        except subprocess.TimeoutExpired:  # pragma: no cover - it does nothing that takes so long
            self.process.kill()
            self.process.wait()


_program: _Program | None = None
_lock = threading.Lock()
_places = threading.BoundedSemaphore(AT_ONCE)


@contextmanager
def look(
    file: IO[bytes], *, work: str, seconds: int, arguments: Mapping[str, Any] | None = None
) -> Iterator[Iterator[tuple[wire.Header, bytes]]]:
    """Have `work` of the server done on an open file, for at most `seconds`; yields its messages as they come.

    Raises LookFailed, also out of the iterator. What comes is the word of a process that read a hostile file: sizes are
    bounded (`wire`), the rest is for the caller to doubt.
    """
    if not _places.acquire(timeout=WAIT_FOR_PLACE):
        raise LookFailed("busy")
    try:
        with _with_descriptor(file) as descriptor, _line_to_child(descriptor) as line:
            # The alarm of the child ends it; a little later nothing more is waited for in any case.
            line.settimeout(seconds + 5)
            try:
                wire.send(line, {"work": work, "seconds": seconds, "arguments": dict(arguments or {})})
            except OSError as error:
                raise LookFailed("ended", str(error)) from error
            yield _messages(line)
    finally:
        _places.release()


def _messages(line: socket.socket) -> Iterator[tuple[wire.Header, bytes]]:
    while True:
        try:
            header, payload = wire.receive(line)
        except wire.LineBroken as error:
            raise LookFailed("ended", str(error)) from error
        if "failed" in header:
            raise LookFailed(str(header["failed"]), str(header.get("because", "")))
        if "done" in header:
            return
        yield header, payload


@contextmanager
def _with_descriptor(file: IO[bytes]) -> Iterator[int]:
    """A descriptor of the file, through a copy where its bytes lie elsewhere (memory, a remote store)."""
    try:
        descriptor = file.fileno()
    except (OSError, AttributeError):
        with tempfile.TemporaryFile() as copy:
            file.seek(0)
            shutil.copyfileobj(file, copy, 1024 * 1024)
            copy.flush()
            yield copy.fileno()
        return
    with contextlib.suppress(OSError, ValueError):
        file.flush()
    yield descriptor


@contextmanager
def _line_to_child(descriptor: int) -> Iterator[socket.socket]:
    for last in (False, True):
        ours, theirs = socket.socketpair()
        try:
            with theirs:
                _hand_over(theirs, descriptor)
            ours.settimeout(WAIT_FOR_START)
            wire.receive(ours)
        except (OSError, wire.LineBroken) as error:
            # It had just ended for want of questions, or was ended by somebody: once more, with a new one.
            ours.close()
            _forget()
            if last:
                raise LookFailed("start", str(error)) from error
            continue
        try:
            yield ours
        finally:
            ours.close()
        return


def _hand_over(line: socket.socket, descriptor: int) -> None:
    global _program
    with _lock:
        if _program is None:
            _program = _start()
        socket.send_fds(_program.control, [b"?"], [line.fileno(), descriptor])


def _start() -> _Program:
    ours, theirs = socket.socketpair()
    with theirs:
        process = subprocess.Popen(  # noqa: S603 - our own interpreter and our own program
            [sys.executable, "-I", "-c", START, str(theirs.fileno()), str(ROOT)],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            pass_fds=(theirs.fileno(),),
            # No address of a database, no password and no key goes where hostile files are read.
            env={"PATH": os.defpath, "LANG": "C.UTF-8"},
            cwd="/",
            start_new_session=True,
        )
    return _Program(process, ours)


def _forget() -> None:
    global _program
    with _lock:
        program, _program = _program, None
    if program is not None:
        program.close()


def _after_fork() -> None:
    """A forked process of the portal starts a program of its own; the one of its parent is not its to end."""
    global _program, _lock, _places
    if _program is not None:
        _program.control.close()
        _program.process.returncode = 0  # nothing to wait for: it is not our child
    _program = None
    _lock = threading.Lock()
    _places = threading.BoundedSemaphore(AT_ONCE)


os.register_at_fork(after_in_child=_after_fork)
atexit.register(_forget)
