"""Is this an MP4 file whole? Read box by box (ISO/IEC 14496-12), without decoding anything."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from typing import IO, NamedTuple

MOST_BOXES = 200_000
"""A film in pieces of a second has two boxes for each; more is made to keep a reader busy."""
CONTAINERS = {b"trak", b"mdia"}


class Box(NamedTuple):
    kind: bytes
    start: int
    """First byte of the content."""
    end: int


class Damaged(Exception):
    """The boxes do not fit into each other or into the file: cut short, or no film at all."""


def check(file: IO[bytes], *, size: int) -> None:
    """Raises Damaged unless the file is `ftyp` first, has a `moov` with a track of pictures, and its media, all inside `size`.

    Time and memory do not depend on the size of the film: only heads of boxes are read.
    """
    kinds: set[bytes] = set()
    moov: Box | None = None
    for place, box in enumerate(_boxes(file, 0, size)):
        if place == 0 and box.kind != b"ftyp":
            raise Damaged("does not begin with ftyp")
        kinds.add(box.kind)
        if box.kind == b"moov":
            if moov is not None:
                raise Damaged("two moov")
            moov = box
    if moov is None or not kinds & {b"mdat", b"moof"}:
        raise Damaged("no moov or no media")
    if not any(
        _shows_pictures(file, box) for box in _boxes(file, moov.start, moov.end) if box.kind == b"trak"
    ):
        raise Damaged("no track of pictures")


def _shows_pictures(file: IO[bytes], track: Box) -> bool:
    for box in _boxes(file, track.start, track.end):
        if box.kind in CONTAINERS and _shows_pictures(file, box):
            return True
        if box.kind == b"hdlr" and box.end - box.start >= 12:
            file.seek(box.start + 8)
            return file.read(4) == b"vide"
    return False


def _boxes(file: IO[bytes], start: int, end: int) -> Iterator[Box]:
    place, count = start, 0
    while place < end:
        count += 1
        if count > MOST_BOXES:
            raise Damaged("too many boxes")
        file.seek(place)
        head = file.read(min(16, end - place))
        if len(head) < 8 or head[:8] == bytes(8):
            return  # filling at the end, as some cameras leave it
        length, kind = struct.unpack(">I4s", head[:8])
        content = place + 8
        if length == 1:
            if len(head) < 16:
                raise Damaged("cut short")
            (length,) = struct.unpack(">Q", head[8:16])
            content = place + 16
        elif length == 0:
            length = end - place  # to the end of the file
        if length < content - place or place + length > end:
            raise Damaged("a box larger than what holds it")
        if not all(0x20 <= letter < 0x7F or letter == 0xA9 for letter in kind):
            raise Damaged("a box without a name")
        yield Box(kind, content, place + length)
        place += length
