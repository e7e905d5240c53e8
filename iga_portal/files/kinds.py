"""What a file is by its content, told from its first and last bytes. Never the browser's word, never the name's."""

from __future__ import annotations

import struct
from typing import IO

PDF, JPEG, PNG, MP4 = "application/pdf", "image/jpeg", "image/png", "video/mp4"
EXTENSIONS = {PDF: "pdf", JPEG: "jpg", PNG: "png", MP4: "mp4"}
HEAD = 4096

OTHER_BRANDS = {b"heic": "heic", b"heix": "heic", b"hevc": "heic", b"mif1": "heic", b"msf1": "heic",
                b"avif": "avif", b"avis": "avif", b"qt  ": "mov"}  # fmt: skip
KNOWN_OTHERS = (
    (b"PK\x03\x04", "zip"),
    (b"PK\x05\x06", "zip"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "office"),
    (b"{\\rtf", "office"),
    (b"GIF8", "picture"),
    (b"BM", "picture"),
    (b"II*\0", "picture"),
    (b"MM\0*", "picture"),
    (b"\x1aE\xdf\xa3", "mov"),
    (b"Rar!\x1a\x07", "zip"),
    (b"7z\xbc\xaf\x27\x1c", "zip"),
)
OFFICE_PARTS = (b"word/", b"xl/", b"ppt/", b"mimetypeapplication/vnd.oasis", b"[Content_Types].xml")


def media_type_of(file: IO[bytes]) -> str:
    """The type by content, "" when it is none that is taken in."""
    head = head_of(file)
    if head.startswith(b"%PDF-"):
        return PDF
    if head.startswith(b"\xff\xd8\xff"):
        return JPEG
    if head.startswith(b"\x89PNG\r\n\x1a\n"):
        return PNG
    if head[4:8] == b"ftyp" and head[8:12] not in OTHER_BRANDS:
        # The brand tells the container's dialect; evidence videos are plain MP4 whatever their brand says.
        return MP4
    return ""


def seems(file: IO[bytes]) -> str:
    """What a file that is not taken in seems to be, for the advice: office, zip, heic, avif, mov, picture, pdf, or ""."""
    head = head_of(file)
    if head[4:8] == b"ftyp":
        return OTHER_BRANDS.get(head[8:12], "")
    if head[:4] == b"RIFF":
        return {b"WEBP": "picture", b"AVI ": "mov"}.get(head[8:12], "")
    if b"%PDF-" in head[:1024]:
        return "pdf"
    kind = next((name for magic, name in KNOWN_OTHERS if head.startswith(magic)), "")
    if kind == "zip" and any(part in head for part in OFFICE_PARTS):
        return "office"
    return kind


def head_of(file: IO[bytes]) -> bytes:
    file.seek(0)
    head = file.read(HEAD)
    file.seek(0)
    return head


END_OF_ARCHIVE = b"PK\x05\x06"
_END = struct.Struct("<4s4H2IH")
LONGEST_COMMENT = 65_535


def holds_archive(file: IO[bytes], *, size: int) -> bool:
    """Is the file a ZIP archive as well (JAR, DOCX, APK)? Archives are read from their end, so one fits behind any file.

    Found the way programs find it: the record at the end, within the longest comment, whose list of contents stands right
    before it. Reads 64 kB and some bytes.
    """
    start = max(0, size - LONGEST_COMMENT - _END.size)
    file.seek(start)
    tail = file.read(LONGEST_COMMENT + _END.size)
    place = tail.rfind(END_OF_ARCHIVE)
    while place >= 0:
        if len(tail) - place >= _END.size and _lists_contents(file, tail, place, start=start):
            file.seek(0)
            return True
        place = tail.rfind(END_OF_ARCHIVE, 0, place)
    file.seek(0)
    return False


def _lists_contents(file: IO[bytes], tail: bytes, place: int, *, start: int) -> bool:
    _magic, _disk, _first, _here, entries, length, offset, _comment = _END.unpack_from(tail, place)[:8]
    if 0xFFFFFFFF in (length, offset) or entries == 0xFFFF:
        return tail[max(0, place - 20) : place].startswith(b"PK\x06\x07")
    begins = start + place - length
    if entries == 0 or length == 0 or begins < 0:
        return False
    file.seek(begins)
    return file.read(4) == b"PK\x01\x02"
