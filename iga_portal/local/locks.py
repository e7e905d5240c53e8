"""File locks that the kernel releases however their holder ends."""

from __future__ import annotations

import contextlib
import fcntl
import json
import os
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO


class Busy(Exception):
    """Somebody else holds the lock; `holder` is what they wrote into it."""

    def __init__(self, path: Path, holder: dict[str, object]) -> None:
        super().__init__(f"{path} is held by {holder or 'another process'}")
        self.path = path
        self.holder = holder


@dataclass
class FileLock:
    """An exclusive lock on a file, released by `release` or by the end of the process.

    The file stays: removing it would let two processes hold locks on two files of the same name.
    """

    path: Path
    _stream: IO[str] | None = None

    def acquire(self, *, wait: float = 0.0, note: dict[str, object] | None = None) -> FileLock:
        """Take the lock within `wait` seconds or raise Busy. `note` is left in the file for whoever comes next."""
        self.path.parent.mkdir(parents=True, exist_ok=True)
        handle = os.open(self.path, os.O_RDWR | os.O_CREAT, 0o600)
        stream = os.fdopen(handle, "r+")
        deadline = time.monotonic() + wait
        while True:
            try:
                fcntl.flock(stream, fcntl.LOCK_EX | fcntl.LOCK_NB)
                break
            except BlockingIOError:
                if time.monotonic() >= deadline:
                    holder = _read_note(stream)
                    stream.close()
                    raise Busy(self.path, holder) from None
                time.sleep(0.05)
        stream.seek(0)
        stream.truncate()
        json.dump({"pid": os.getpid(), **(note or {})}, stream)
        stream.flush()
        self._stream = stream
        return self

    def release(self) -> None:
        if self._stream is not None:
            self._stream.close()
            self._stream = None


def holder_of(path: Path) -> dict[str, object] | None:
    """What the holder of a lock wrote into it, or None when nobody holds it."""
    try:
        stream = path.open("r+")
    except OSError:
        return None
    with stream:
        try:
            fcntl.flock(stream, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return _read_note(stream)
    return None


@contextlib.contextmanager
def held(path: Path, *, wait: float) -> Iterator[FileLock]:
    lock = FileLock(path).acquire(wait=wait)
    try:
        yield lock
    finally:
        lock.release()


def _read_note(stream: IO[str]) -> dict[str, object]:
    stream.seek(0)
    try:
        note = json.load(stream)
    except ValueError:
        return {}
    return note if isinstance(note, dict) else {}
