"""The workbook of a package: one sheet for each part of the official form, written row by row to the disk, the same bytes each time."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any, Final

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter

from innovations.bulk.cells import writable

MADE: Final = (1980, 1, 1, 0, 0, 0)
"""The date of every entry of our archives: the earliest a ZIP knows. What was made when says the portal's history."""
_MODIFIED: Final = re.compile(rb"(<dcterms:(?:created|modified)[^>]*>)[^<]*")
_WIDTHS: Final = (6, 34, 40)


def write_workbook(document: dict[str, Any], path: Path) -> None:
    """Write the package's content as XLSX. Every text stays text, whatever it begins with; numbers are numbers."""
    book = Workbook(write_only=True)
    book.properties.creator = "Portal IGA"
    _sheet(book, "Ringkasan", ("Hal", "Isi"), _summary(document), widths=(28, 80))
    _sheet(
        book, "SPD",
        ("Baris", "Indikator", "Wajib", "Tingkat", "T-2", "T-1", "Satuan", "Dikonfirmasi", "Keterangan", "Bukti"),
        _spd(document), widths=(8, 46, 8, 9, 18, 18, 12, 14, 40, 60),
    )  # fmt: skip
    columns = _proposal_heads(document)
    _sheet(
        book, "Profil", ("No.", "OPD", "Status", *columns, "Folder"), _proposals(document),
        widths=(6, 26, 13, *([26] * len(columns)), 40),
    )  # fmt: skip
    _sheet(
        book, "Baris",
        ("No.", "Inovasi", "Baris", "Indikator", "Satuan pilihan", "Angka", "Klaim", "Desk", "Evaluator", "Keterangan", "Bukti"),
        _rows(document), widths=(6, 34, 8, 40, 12, 12, 8, 8, 10, 40, 60),
    )  # fmt: skip
    _sheet(
        book, "Dokumen", ("Kode", "Tentang", "Nomor", "Tanggal", "Tautan", "Nama asli", "Byte", "SHA-256", "Tidak disertakan"),
        _documents(document), widths=(8, 46, 22, 12, 50, 34, 12, 66, 22),
    )  # fmt: skip
    raw = path.with_suffix(".mentah")
    book.save(raw)
    _steady(raw, path)
    raw.unlink()


def _sheet(
    book: Workbook, name: str, heads: Sequence[str], rows: Iterable[Sequence[Any]], *, widths: Sequence[int]
) -> None:
    sheet = book.create_sheet(name)
    sheet.freeze_panes = "C2" if len(heads) > 2 else "A2"
    for place, width in enumerate(widths, start=1):
        sheet.column_dimensions[get_column_letter(place)].width = width
    sheet.append([_cell(sheet, head, bold=True) for head in heads])
    for row in rows:
        sheet.append([_cell(sheet, value) for value in row])


def _cell(sheet: Any, value: Any, *, bold: bool = False) -> Any:
    if isinstance(value, bool):
        value = "ya" if value else "tidak"
    cell = WriteOnlyCell(sheet, value if isinstance(value, int) else None)
    if isinstance(value, str):
        cell._value = writable(value) or None
        cell.data_type = "s"
        cell.quotePrefix = value.startswith(("=", "+", "-", "@"))
    cell.alignment = Alignment(vertical="top", wrap_text=True)
    if bold:
        cell.font = Font(bold=True)
    return cell


def _summary(document: dict[str, Any]) -> Iterator[tuple[str, Any]]:
    yield "Daerah", f"{document['region']['code']} {document['region']['name']}"
    yield "Periode", document["period"]["name"]
    yield "Isi", "sebelum dikirim: pilihan daerah" if document["which"] == "pilihan" else "yang terkirim"
    yield "Inovasi", len(document["innovations"])
    for sending in document["sendings"]:
        yield (
            f"Pengiriman {sending['number']}",
            f"{sending['sent_at_local']}, SHA-256 {sending['receipt']}",
        )
    form = document["integrity_form"]
    yield (
        "Form integritas",
        f"{form['signed_by']}, {form['signed_on']}, {'diterima' if form['accepted'] else 'belum diterima'}"
        if form
        else "belum ada",
    )
    omitted = [entry["id"] for entry in document["documents"] if entry["omitted"]]
    yield "Tidak disertakan", ", ".join(omitted) or "–"
    yield "Instrumen", f"{document['instrument']['year']}, sidik {document['instrument']['fingerprint']}"


def _spd(document: dict[str, Any]) -> Iterator[tuple[Any, ...]]:
    for row in document["spd"]:
        yield (
            row["row"], row["name"], row["mandatory"], row["level"], row["previous"], row["latest"], row["unit"],
            row["confirmed"], row["note"], _evidence(row["evidence"], document),
        )  # fmt: skip


def _proposal_heads(document: dict[str, Any]) -> list[str]:
    first = document["innovations"][0]["proposal"] if document["innovations"] else []
    return [" ".join(filter(None, [item["item"], item["label"]])) for item in first]


def _proposals(document: dict[str, Any]) -> Iterator[tuple[Any, ...]]:
    for entry in document["innovations"]:
        values = [
            _evidence(item["evidence"], document) if item["evidence"] else item["value"]
            for item in entry["proposal"]
        ]
        yield entry["number"], entry["opd"], entry["state"], *values, entry["folder"]


def _rows(document: dict[str, Any]) -> Iterator[tuple[Any, ...]]:
    for entry in document["innovations"]:
        name = entry["proposal"][0]["value"]
        for row in entry["rows"]:
            yield (
                entry["number"], name, row["row"], row["name"], row["basis"], row["measured"], row["claimed"],
                row["verified"], row["final"], row["note"], _evidence(row["evidence"], document),
            )  # fmt: skip


def _documents(document: dict[str, Any]) -> Iterator[tuple[Any, ...]]:
    for entry in document["documents"]:
        yield (
            entry["id"], entry["subject"], entry["number"], entry["dated"], entry["link"], entry["name"], entry["size"],
            entry["sha256"], entry["omitted"],
        )  # fmt: skip


def _evidence(evidence: Sequence[dict[str, Any]], document: dict[str, Any]) -> str:
    """One line a document: its place in the ZIP or its link, and the pages that matter."""
    links = {entry["id"]: entry["link"] for entry in document["documents"]}
    lines = []
    for cited in evidence:
        place = cited["file"] or links[cited["document"]] or "tidak disertakan"
        pages = f", hlm. {cited['pages']}" if cited.get("pages") else ""
        lines.append(f"{cited['document']} {place}{pages}")
    return "\n".join(lines)


def _steady(raw: Path, path: Path) -> None:
    """The same archive without the moment of its making: in the dates of its entries, and in what it says of itself."""
    with (
        zipfile.ZipFile(raw) as found,
        zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as made,
    ):
        for entry in found.infolist():
            content = found.read(entry)
            if entry.filename == "docProps/core.xml":
                content = _MODIFIED.sub(rb"\g<1>2000-01-01T00:00:00Z", content)
            made.writestr(steady_info(entry.filename), content, zipfile.ZIP_DEFLATED, 6)


def steady_info(name: str) -> zipfile.ZipInfo:
    """An entry that says nothing of the machine or the moment it was written on."""
    info = zipfile.ZipInfo(name, date_time=MADE)
    info.create_system = 3
    info.external_attr = 0o100644 << 16
    return info
