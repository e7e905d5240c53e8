"""The gate: whether a file is a workbook that may be opened at all. Looks at the container before any of it is unpacked.

An XLSX is a zip of XML parts, and both can be made to grow without end, to fetch from elsewhere, or to run. What this refuses,
no later step ever sees. Memory and time are bounded by the limits below: the directory of the zip is measured before it is
read, parts by their announced size before they are unpacked (a zip that lies about it fails its checksum), and XML is walked by
expat, which is stopped at the first document type, before any entity exists.
"""

from __future__ import annotations

import re
import struct
import zipfile
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import IO
from xml.parsers import expat

from django.conf import settings
from django.utils.translation import gettext as _

from iga_portal.files.domain import megabytes
from iga_portal.refusals import Refused

MOST_PARTS = 250
MOST_UNPACKED = 64 * 1024 * 1024
"""Bytes of all parts together: 500 full innovations with their rows unpack to a quarter of this."""
WORST_RATIO = 250
RATIO_COUNTS_FROM = 1024 * 1024
"""Only a part of this size can be a bomb; small ones may well consist of one repeated letter."""
MOST_ELEMENTS = 3_000_000
DEEPEST = 60
LAST_ROW = 25_000
"""The last row of a sheet that may hold anything: 1,200 innovations of 20 rows, and room."""
MOST_MERGES = 200

_END = b"PK\x05\x06"
_LOCATOR = b"PK\x06\x07"
_LARGEST_DIRECTORY = 64 * 1024
_PIECE = 256 * 1024
_XML = (".xml", ".rels", ".vml")
_SHEET = re.compile(r"xl/worksheets/[^/]+\.xml", re.IGNORECASE)
_MACROS = re.compile(r"xl/(vbaproject|macrosheets/|dialogsheets/)", re.IGNORECASE)
_OUTSIDE = re.compile(
    r"xl/(externallinks/|embeddings/|activex/|connections\.xml|querytables/|ctrlprops/|webextensions/)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Passed:
    """What the gate saw on its way: merged ranges by the part of the container that holds the sheet."""

    merged: Mapping[str, tuple[str, ...]]


BROKEN = (
    zipfile.BadZipFile, zipfile.LargeZipFile, zlib.error, struct.error, expat.ExpatError, OSError, EOFError,
    # A compression of its own, a password, names and encodings that nothing knows.
    NotImplementedError, RuntimeError, ValueError, LookupError,
)  # fmt: skip


def refuse_at_door(file: IO[bytes], *, size: int) -> None:
    """What can be told before anything is unpacked, in a moment, for the page itself. Raises Refused as `inspect` does."""
    refuse_size(size)
    file.seek(0)
    _refuse_other_kinds(file.read(8))
    try:
        _measure_directory(file, size=size)
        with zipfile.ZipFile(file) as container:
            _look_at_parts(container)
    except BROKEN as error:
        raise damaged() from error


def inspect(file: IO[bytes], *, size: int) -> Passed:
    """Let a workbook through. Raises Refused (empty, size, locked, type, macros, external, entities, rows, bomb, damaged) in
    words that say what to do.
    """
    refuse_at_door(file, size=size)
    try:
        with zipfile.ZipFile(file) as container:
            return _walk(container)
    except BROKEN as error:
        raise damaged() from error


def refuse_size(size: int) -> None:
    """Raise Refused for a file that is empty or larger than BULK_MAX_BYTES; cheap enough for the page itself."""
    if not size:
        raise Refused("empty", _("Berkas ini kosong. Pilih lembar kerja yang sudah diisi."))
    limit: int = settings.BULK_MAX_BYTES
    if size > limit:
        raise Refused(
            "size",
            _(
                "Berkas ini %(size)s MB, melebihi batas %(limit)s MB. Lembar kerja hanya berisi tulisan: hapus gambar dan lembar "
                "lain, atau bagi menjadi beberapa berkas."
            )
            % {"size": megabytes(size), "limit": megabytes(limit)},
        )


def damaged() -> Refused:
    return Refused(
        "damaged",
        _("Berkas ini rusak atau terpotong. Buka di komputer Anda, simpan ulang sebagai .xlsx, lalu unggah."),
    )


def _too_much() -> Refused:
    return Refused(
        "bomb",
        _(
            "Isi berkas ini terlalu besar untuk sebuah lembar kerja. Salin isiannya ke lembar kerja kosong dari portal, lalu unggah."
        ),
    )


def _refuse_other_kinds(head: bytes) -> None:
    if head.startswith(b"\xd0\xcf\x11\xe0"):
        raise Refused(
            "locked",
            _(
                "Berkas ini terkunci kata sandi atau berformat .xls lama. Simpan ulang sebagai “Buku Kerja Excel (.xlsx)” tanpa "
                "kata sandi, lalu unggah."
            ),
        )
    if not head.startswith(b"PK\x03\x04"):
        raise Refused(
            "type",
            _("Berkas ini bukan buku kerja Excel. Unggah lembar kerja .xlsx yang diunduh dari portal ini."),
        )


def _measure_directory(file: IO[bytes], *, size: int) -> None:
    """Refuse a large directory before the library reads it whole."""
    tail = min(size, 65_557)
    file.seek(size - tail)
    end = file.read(tail)
    place = end.rfind(_END)
    if place < 0:
        raise damaged()
    _sign, _disk, _first, _here, parts, directory, _offset = struct.unpack("<4s4H2I", end[place : place + 20])
    # With a zip64 locator before it the library believes another record, of any size; no workbook of 8 MB needs one.
    if (
        parts > MOST_PARTS
        or directory > _LARGEST_DIRECTORY
        or end[max(0, place - 20) : place].startswith(_LOCATOR)
    ):
        raise _too_much()


def _look_at_parts(container: zipfile.ZipFile) -> None:
    parts = container.infolist()
    names = [part.filename for part in parts]
    if len(parts) > MOST_PARTS:
        raise _too_much()
    if len({name.lower() for name in names}) != len(names):
        raise damaged()
    if any(name.startswith(("/", "\\")) or ".." in name or "\\" in name for name in names):
        raise damaged()
    if any(part.flag_bits & 0x1 for part in parts):
        raise damaged()
    if any(_MACROS.match(name) for name in names):
        raise Refused(
            "macros",
            _(
                "Berkas ini berisi makro. Simpan ulang sebagai “Buku Kerja Excel (.xlsx)”, tanpa makro, lalu unggah."
            ),
        )
    if any(_OUTSIDE.match(name) for name in names):
        raise Refused(
            "external",
            _(
                "Berkas ini mengambil isi dari berkas atau sumber lain. Salin isiannya sebagai nilai ke lembar kerja kosong dari "
                "portal, lalu unggah."
            ),
        )
    if not {"[Content_Types].xml", "xl/workbook.xml"} <= set(names):
        raise damaged()
    if sum(part.file_size for part in parts) > MOST_UNPACKED or any(map(_is_bomb, parts)):
        raise _too_much()


def _is_bomb(part: zipfile.ZipInfo) -> bool:
    return part.file_size > RATIO_COUNTS_FROM and part.file_size > max(part.compress_size, 1) * WORST_RATIO


def _walk(container: zipfile.ZipFile) -> Passed:
    """Read every XML part once, in pieces, and keep nothing but what was counted."""
    merged: dict[str, tuple[str, ...]] = {}
    counted = 0
    for part in container.infolist():
        name = part.filename
        if not name.lower().endswith(_XML):
            continue
        walker = _Walker(is_sheet=bool(_SHEET.fullmatch(name)), before=counted)
        with container.open(part) as source:
            walker.read(source)
        counted = walker.elements
        if walker.merged:
            merged[name] = tuple(walker.merged)
    return Passed(merged)


class _Walker:
    """Counts and looks while expat reads; raises Refused out of its handlers."""

    def __init__(self, *, is_sheet: bool, before: int) -> None:
        self.is_sheet = is_sheet
        self.elements, self.depth, self.row = before, 0, 0
        self.merged: list[str] = []
        self.parser = expat.ParserCreate()
        self.parser.buffer_text = True
        self.parser.StartElementHandler = self.start
        self.parser.EndElementHandler = self.end
        self.parser.StartDoctypeDeclHandler = self.document_type

    def read(self, source: IO[bytes]) -> None:
        while piece := source.read(_PIECE):
            self.parser.Parse(piece, False)
        self.parser.Parse(b"", True)

    def document_type(self, *_declaration: object) -> None:
        raise Refused(
            "entities",
            _(
                "Berkas ini tidak dibuat oleh program lembar kerja. Salin isiannya ke lembar kerja kosong dari portal, lalu unggah."
            ),
        )

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        self.elements += 1
        self.depth += 1
        if self.elements > MOST_ELEMENTS or self.depth > DEEPEST:
            raise _too_much()
        tag = tag.rpartition(":")[2]
        if self.is_sheet:
            self.in_sheet(tag, attributes)
        elif tag == "Relationship" and attributes.get("TargetMode") == "External":
            self.leads_outside(attributes)
        elif tag in {"Default", "Override"} and "macroenabled" in attributes.get("ContentType", "").lower():
            raise Refused(
                "macros",
                _(
                    "Berkas ini berisi makro. Simpan ulang sebagai “Buku Kerja Excel (.xlsx)”, tanpa makro, lalu unggah."
                ),
            )

    def end(self, tag: str) -> None:
        self.depth -= 1

    def in_sheet(self, tag: str, attributes: dict[str, str]) -> None:
        if tag == "row":
            given = attributes.get("r", "")
            self.row = int(given) if given.isdecimal() and len(given) < 9 else self.row + 1
        elif tag in {"v", "is", "f"} and self.row > LAST_ROW:
            raise Refused(
                "rows",
                _(
                    "Berkas ini terisi sampai baris %(row)d; yang dibaca paling jauh baris %(last)d. Hapus baris di bawahnya, atau "
                    "bagi menjadi beberapa berkas."
                )
                % {"row": self.row, "last": LAST_ROW},
            )
        elif tag == "mergeCell" and len(self.merged) < MOST_MERGES:
            self.merged.append(attributes.get("ref", ""))

    def leads_outside(self, attributes: dict[str, str]) -> None:
        # An address that somebody typed becomes a hyperlink by itself; it is never followed and does no harm.
        if not attributes.get("Type", "").endswith("/hyperlink"):
            raise Refused(
                "external",
                _(
                    "Berkas ini mengambil isi dari berkas atau sumber lain. Salin isiannya sebagai nilai ke lembar kerja kosong "
                    "dari portal, lalu unggah."
                ),
            )
