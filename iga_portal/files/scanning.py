"""Malware scanning through clamd, where CLAMD_URL names one (clamd(8), command INSTREAM).

A client of its own: the protocol is one command, and the libraries found for it are without a release for years. The scanner is
never believed further than its exact word: only `OK` is clean; silence, an error, or a limit of its own is none.
"""

from __future__ import annotations

import re
import socket
import struct
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from enum import Enum
from typing import IO
from urllib.parse import urlsplit

from django.conf import settings
from django.core.checks import CheckMessage, Error, register

CONNECT_SECONDS = 3.0
SILENT_SECONDS = 150.0
"""The scanner may be silent for so long: longer than it gives itself for a file (MaxScanTime, two minutes)."""
TOTAL_SECONDS = 180.0
PIECE = 256 * 1024
LONGEST_ANSWER = 4096

LIMITS = "Heuristics.Limits.Exceeded"
"""What clamd with AlertExceedsMax calls a file that it did not look through: not harmful, but not clean either."""


class Verdict(Enum):
    CLEAN = "clean"
    INFECTED = "infected"
    TOO_LARGE = "too_large"
    """Beyond a limit of the scanner: for whoever runs it to raise; the file waits."""


@dataclass(frozen=True, slots=True)
class Finding:
    verdict: Verdict
    name: str = ""
    """The signature that matched, as the scanner calls it."""


class ScannerAway(Exception):
    """No verdict: not reached, too slow, broken off, or an answer that is none."""


@dataclass(frozen=True, slots=True)
class Address:
    """Where clamd listens: a path, or a host and a port."""

    path: str = ""
    host: str = ""
    port: int = 0


def scanning_is_on() -> bool:
    return bool(settings.CLAMD_URL)


def address_of(url: str) -> Address:
    """`tcp://host:port` (3310 without one) or `unix:///path`. Raises ValueError for anything else."""
    parts = urlsplit(url)
    if parts.scheme == "unix" and parts.path.startswith("/") and not parts.netloc:
        return Address(path=parts.path)
    if parts.scheme == "tcp" and parts.hostname and parts.path in {"", "/"} and parts.username is None:
        return Address(host=parts.hostname, port=parts.port or 3310)
    raise ValueError("CLAMD_URL is tcp://host:port or unix:///path")


@register("files")
def check_address(app_configs: object, **kwargs: object) -> list[CheckMessage]:
    if scanning_is_on():
        try:
            address_of(settings.CLAMD_URL)
        except ValueError as error:
            return [Error(str(error), id="files.E001")]
    return []


def scan(file: IO[bytes]) -> Finding:
    """What clamd says of the bytes of an open file. Raises ScannerAway when it says nothing that can be relied on."""
    ends = time.monotonic() + TOTAL_SECONDS
    file.seek(0)
    with _connected() as line:
        try:
            line.sendall(b"zINSTREAM\0")
            while piece := file.read(PIECE):
                _still(line, ends)
                line.sendall(struct.pack(">I", len(piece)) + piece)
            line.sendall(struct.pack(">I", 0))
        except TimeoutError as error:
            raise ScannerAway("too slow") from error
        except OSError as error:
            # Past its StreamMaxLength clamd answers and hangs up while we are still sending.
            return _understood(_answer(line, ends, otherwise=error))
        return _understood(_answer(line, ends))


def ping() -> None:
    """Raises ScannerAway unless clamd answers."""
    with _connected() as line:
        try:
            line.sendall(b"zPING\0")
        except OSError as error:
            raise ScannerAway(str(error)) from error
        if _answer(line, time.monotonic() + CONNECT_SECONDS) != "PONG":
            raise ScannerAway("no PONG")


@contextmanager
def _connected() -> Iterator[socket.socket]:
    try:
        address = address_of(settings.CLAMD_URL)
        if address.path:
            line = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
            try:
                line.settimeout(CONNECT_SECONDS)
                line.connect(address.path)
            except BaseException:
                line.close()
                raise
        else:
            line = socket.create_connection((address.host, address.port), timeout=CONNECT_SECONDS)
    except (OSError, ValueError) as error:
        raise ScannerAway(str(error)) from error
    with line:
        line.settimeout(SILENT_SECONDS)
        yield line


def _still(line: socket.socket, ends: float) -> None:
    left = ends - time.monotonic()
    if left <= 0:
        raise TimeoutError
    line.settimeout(min(SILENT_SECONDS, left))


def _answer(line: socket.socket, ends: float, *, otherwise: OSError | None = None) -> str:
    kept = bytearray()
    try:
        while b"\0" not in kept and len(kept) < LONGEST_ANSWER:
            _still(line, ends)
            piece = line.recv(LONGEST_ANSWER)
            if not piece:
                break
            kept += piece
    except OSError as error:
        if not kept:
            raise ScannerAway(str(otherwise or error)) from error
    if b"\0" not in kept:
        raise ScannerAway("broken off")
    return kept.split(b"\0", 1)[0].decode("utf-8", "replace").strip()


def _understood(answer: str) -> Finding:
    """`stream: OK`, `stream: NAME FOUND`, `INSTREAM size limit exceeded. ERROR`, or nothing to rely on."""
    if answer == "stream: OK":
        return Finding(Verdict.CLEAN)
    found = re.fullmatch(r"stream: (.+) FOUND", answer)
    if found is not None:
        name = "".join(character for character in found[1] if character.isprintable())[:200]
        return Finding(Verdict.TOO_LARGE if name.startswith(LIMITS) else Verdict.INFECTED, name)
    if answer.startswith("INSTREAM size limit exceeded"):
        return Finding(Verdict.TOO_LARGE, "StreamMaxLength")
    raise ScannerAway(answer[:200] or "no answer")
