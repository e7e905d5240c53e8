"""The ZIP of a package: texts first, then the evidence in the order of the form, then a manifest. Streamed, never held in memory."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import logging
import zipfile
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import IO, Any, Final

from django.core.files.storage import default_storage

from iga_portal.web.spreadsheets import harmless
from innovations.package.content import Package, PackedFile
from innovations.package.sheet import steady_info, write_workbook

logger = logging.getLogger(__name__)

PIECE: Final = 1024 * 1024
"""Bytes that are in memory at a time."""
LARGE: Final = 2**31 - 1
"""From so many bytes on an entry needs the long form of a ZIP."""
CONTENT, FACTS, LINKS, BOOK, MANIFEST, README = (
    "portofolio.json", "fakta.json", "tautan.csv", "portofolio.xlsx", "manifes.sha256", "BACA-DULU.txt",
)  # fmt: skip
SCHEMA: Final = Path(__file__).with_name("schema.json")

Step = Callable[[int, int], None]


class Lost(Exception):
    """A stored file that is not in the store, or not what its row says; `str()` is its path in the package."""


def json_bytes(document: Any) -> bytes:
    """JSON as people read it, the same for the same content."""
    return (json.dumps(document, ensure_ascii=False, indent=1, sort_keys=False) + "\n").encode()


def write_zip(package: Package, path: Path, *, step: Step) -> None:
    """Write the ZIP; `step(done, total)` is called after each file and each piece of a long one. Raises Lost."""
    book = path.with_name("buku.xlsx")
    write_workbook(package.document, book)
    total, manifest = len(package.files), []
    with zipfile.ZipFile(path, "w", zipfile.ZIP_STORED, allowZip64=True) as made:
        texts = {
            README: _readme(package).encode(),
            CONTENT: json_bytes(package.document),
            "skema.json": SCHEMA.read_bytes(),
            FACTS: json_bytes(package.document["facts"]),
            LINKS: _links(package),
        }
        for name, content in texts.items():
            made.writestr(steady_info(name), content, zipfile.ZIP_DEFLATED, 6)
            manifest.append((hashlib.sha256(content).hexdigest(), name))
        with book.open("rb") as content_of_book:
            manifest.append((_copied(made, BOOK, content_of_book, size=book.stat().st_size), BOOK))
        for done, entry in enumerate(package.files):
            step(done, total)
            manifest.append((_packed(made, entry, step=partial(step, done, total)), entry.path))
        lines = "".join(f"{digest}  {name}\n" for digest, name in manifest)
        made.writestr(steady_info(MANIFEST), lines.encode(), zipfile.ZIP_DEFLATED, 6)
    book.unlink()
    step(total, total)


def _packed(made: zipfile.ZipFile, entry: PackedFile, *, step: Callable[[], None]) -> str:
    """Copy one stored file; its bytes are what its row says, or the package is not made."""
    try:
        content = default_storage.open(entry.key, "rb")
    except FileNotFoundError as error:
        logger.error("the store has no %s, although a row names it", entry.key)
        raise Lost(entry.path) from error
    with content:
        digest = _copied(made, entry.path, content, size=entry.size, step=step)
    if digest != entry.sha256:
        logger.error("%s is not what its row says", entry.key)
        raise Lost(entry.path)
    return digest


def _copied(
    made: zipfile.ZipFile, name: str, content: IO[bytes], *, size: int, step: Callable[[], None] | None = None
) -> str:
    """Copy bytes as they are (documents and films are packed already); the SHA-256 of what was copied."""
    digest = hashlib.sha256()
    with made.open(steady_info(name), "w", force_zip64=size > LARGE) as target:
        for piece in _pieces(content):
            digest.update(piece)
            target.write(piece)
            if step is not None:
                step()
    return digest.hexdigest()


def _pieces(content: IO[bytes]) -> Iterator[bytes]:
    while piece := content.read(PIECE):
        yield piece


def _links(package: Package) -> bytes:
    """Every link once, with where it is cited; semicolons and a mark at the start, as an Indonesian Excel opens it."""
    where: dict[str, list[str]] = {}
    for row in package.document["spd"]:
        for cited in row["evidence"]:
            where.setdefault(cited["document"], []).append(f"SPD {row['row']}")
    for entry in package.document["innovations"]:
        for item in entry["proposal"]:
            for cited in item["evidence"]:
                where.setdefault(cited["document"], []).append(f"{entry['number']} item {item['item']}")
        for row in entry["rows"]:
            for cited in row["evidence"]:
                where.setdefault(cited["document"], []).append(f"{entry['number']} baris {row['row']}")
    out = io.StringIO(newline="")
    table = csv.writer(out, delimiter=";", lineterminator="\r\n")
    table.writerow(["Kode", "Tentang", "Tautan", "Dipakai pada"])
    for entry in package.document["documents"]:
        if entry["link"]:
            table.writerow(
                [
                    entry["id"],
                    harmless(entry["subject"]),
                    entry["link"],
                    ", ".join(where.get(entry["id"], [])),
                ]
            )
    return b"\xef\xbb\xbf" + out.getvalue().encode()


def _readme(package: Package) -> str:
    document = package.document
    return (
        f"Portofolio inovasi daerah {document['region']['name']}, {document['period']['name']}\r\n"
        "\r\n"
        f"{BOOK}: 20 baris SPD, 22 isian profil, 20 baris setiap inovasi, dan daftar dokumen.\r\n"
        "form-integritas, spd, inovasi: bukti menurut urutan formulir resmi. Nama berkas diawali baris yang dibuktikannya.\r\n"
        f"{LINKS}: bukti yang berupa tautan.\r\n"
        f"{CONTENT}: isi yang sama untuk komputer, menurut skema.json.\r\n"
        f"{FACTS}: yang menentukan indeks; di portal: ./portal score {FACTS}\r\n"
        f"{MANIFEST}: sidik SHA-256 setiap berkas; periksa dengan: sha256sum -c {MANIFEST}\r\n"
    )
