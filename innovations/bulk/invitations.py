"""A workbook of people to invite: the empty one to take along, and reading it back cell by cell.

It passes the same gate as the workbook of innovations; nothing in it is evaluated. What a row means is left to
`regions.domain.invitations.invite_many`, which both the trial and the real sending go through.
"""

from __future__ import annotations

import io
import warnings
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import IO, Any, Final

from django.core.exceptions import ValidationError
from django.utils import translation
from django.utils.translation import gettext as _
from openpyxl import Workbook, load_workbook
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.worksheet.datavalidation import DataValidation

from iga_portal.refusals import Refused
from innovations.bulk import gate
from innovations.bulk.cells import BLANK, Cell, Kind
from innovations.bulk.reading import cell_of
from innovations.bulk.sheets import heading_key
from innovations.bulk.widgets import written_date
from innovations.domain.texts import clean_line
from regions.domain.invitations import SENDINGS_PER_PERSON, Wanted
from regions.enums import OPD_ROLES, Role
from regions.models import Opd

SHEET, LISTS, GUIDE = "Undangan", "Daftar", "Petunjuk"
NAME, EMAIL, ROLE, OPD, UNTIL = "Nama", "E-mail", "Peran", "OPD", "Berlaku sampai"
HEADINGS: Final = (NAME, EMAIL, ROLE, OPD, UNTIL)
LETTERS: Final = dict(zip(HEADINGS, "ABCDE", strict=True))
LARGEST: Final = 1024 * 1024
LAST_ROW: Final = 2000
"""Rows that are looked at: blank ones between the filled ones count for nothing."""


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with a cell (`D7`), in words that say what to do."""

    cell: str
    words: str


@dataclass(frozen=True, slots=True)
class Row:
    """A row of the file that could be read: its number there, and what is asked for."""

    number: int
    wanted: Wanted


@dataclass(frozen=True, slots=True)
class Read:
    rows: Sequence[Row]
    faults: Sequence[Fault]


def role_names(roles: Sequence[Role]) -> dict[str, Role]:
    """The Indonesian names of the roles, as the file writes them in every language of the page."""
    with translation.override("id"):
        return {str(role.label): role for role in roles}


# Writing -----------------------------------------------------------------------------------------------------------


def template(*, roles: Sequence[Role], opds: Sequence[Opd], made_at: datetime) -> bytes:
    """The empty workbook: four columns to fill and one that may be, with lists to choose roles and OPD from."""
    book = Workbook()
    book.properties.creator = "Portal IGA"
    book.properties.created = book.properties.modified = made_at.replace(tzinfo=None)
    sheet = book.active
    assert sheet is not None
    sheet.title = SHEET
    for place, (heading, width) in enumerate(zip(HEADINGS, (32, 36, 20, 48, 16), strict=True), start=1):
        cell = sheet.cell(1, place, heading)
        cell.font, cell.fill = Font(bold=True, color="FFFFFFFF"), PatternFill("solid", fgColor="FF8C1C22")
        sheet.column_dimensions[LETTERS[heading]].width = width
    sheet.freeze_panes = "A2"
    lists = book.create_sheet(LISTS)
    for column, words in ((1, list(role_names(roles))), (2, [opd.name for opd in opds])):
        for number, text in enumerate(words, start=1):
            _put(lists, number, column, text)
    for letter, source, size in (("C", "A", len(roles)), ("D", "B", len(opds))):
        if size:
            offered = DataValidation(
                type="list", formula1=f"{LISTS}!${source}$1:${source}${size}", allow_blank=True
            )
            offered.showErrorMessage = False
            sheet.add_data_validation(offered)
            offered.add(f"{letter}2:{letter}{SENDINGS_PER_PERSON + 1}")
    for number in range(2, SENDINGS_PER_PERSON + 2):
        sheet.cell(number, 5).number_format = "dd/mm/yyyy"
    _write_guide(book.create_sheet(GUIDE))
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _put(sheet: Any, row: int, column: int, text: str) -> None:
    """A text that stays one, whatever it begins with."""
    cell = sheet.cell(row, column)
    cell.value = text
    cell.data_type = "s"
    cell.quotePrefix = True


def _write_guide(sheet: Any) -> None:
    sheet.column_dimensions["A"].width = 100
    lines = (
        "Satu baris, satu undangan. Satu orang, satu akun: pakai alamat pribadi di kantor, bukan alamat bersama.",
        "Peran dan OPD dipilih dari daftar. OPD hanya untuk Operator OPD dan Kepala OPD.",
        "Berlaku sampai: hari terakhir, termasuk hari itu, misalnya 31/12/2026. Kosongkan bila tanpa batas.",
        f"Paling banyak {SENDINGS_PER_PERSON} undangan dalam satu jam. Rumus tidak dihitung; tulis nilainya.",
        "Setelah diunggah, portal memeriksa semuanya dahulu. Undangan baru dikirim setelah Anda menyetujuinya: semua atau tidak satu pun.",
    )
    for number, text in enumerate(lines, start=1):
        cell = sheet.cell(number, 1, text)
        cell.alignment = Alignment(wrap_text=True, vertical="top")


# Reading -----------------------------------------------------------------------------------------------------------


def read(file: IO[bytes], *, size: int, roles: Sequence[Role], opds: Sequence[Opd]) -> Read:
    """The rows of a workbook and what is wrong with their cells. Raises Refused for what the gate refuses, a file without the
    sheet or a column, without rows, or with more than may go out in an hour.
    """
    if size > LARGEST:
        raise Refused("size", _("Berkas ini terlalu besar untuk daftar undangan. Pakai lembar dari portal."))
    gate.inspect(file, size=size)
    file.seek(0)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            book = load_workbook(file, read_only=True, data_only=False, keep_links=False)
            try:
                lines = _lines(book)
            finally:
                book.close()
    except Refused:
        raise
    except Exception as error:
        raise gate.damaged() from error
    if not lines:
        raise Refused("empty", _("Belum ada baris yang diisi pada lembar “%(sheet)s”.") % {"sheet": SHEET})
    if len(lines) > SENDINGS_PER_PERSON:
        raise Refused(
            "rows",
            _(
                "Berkas ini berisi lebih dari %(most)d undangan, batas untuk satu jam. Bagi menjadi beberapa berkas."
            )
            % {"most": SENDINGS_PER_PERSON},
        )
    return _understood(lines, roles=role_names(roles), opds=opds)


def _lines(book: Any) -> list[tuple[int, dict[str, Cell]]]:
    by_name = {name.casefold(): book[name] for name in book.sheetnames if hasattr(book[name], "iter_rows")}
    sheet = by_name.get(SHEET.casefold())
    if sheet is None:
        raise Refused(
            "sheet",
            _("Lembar “%(sheet)s” tidak ada dalam berkas ini. Unduh lembarnya dari portal, lalu isi di sana.")
            % {"sheet": SHEET},
        )
    sheet.reset_dimensions()
    reader = sheet.iter_rows(min_row=1, max_row=LAST_ROW, max_col=12)
    places = _places(next(iter(reader), ()))
    lines = []
    for number, row in enumerate(reader, start=2):
        cells = {heading: cell_of(row[place]) for heading, place in places.items() if place < len(row)}
        if any(not cell.is_blank for cell in cells.values()):
            lines.append((number, cells))
    return lines


def _places(row: Sequence[Any]) -> dict[str, int]:
    known = {heading_key(heading): heading for heading in HEADINGS}
    found: dict[str, int] = {}
    for place, cell in enumerate(row):
        heading = known.get(heading_key(str(cell.value or "")))
        if heading is not None:
            found.setdefault(heading, place)
    for heading in HEADINGS[:4]:
        if heading not in found:
            raise Refused(
                "column",
                _("Kolom “%(column)s” tidak ada. Unduh lembarnya dari portal, salin isiannya, lalu unggah.")
                % {"column": heading},
            )
    # A column that was moved is read where it stands, but told by the letter of the template; so none may be.
    for place, heading in enumerate(HEADINGS):
        if found.get(heading, place) != place:
            raise Refused(
                "column",
                _("Kolom “%(column)s” berpindah tempat. Pakai urutan kolom pada lembar dari portal.")
                % {"column": heading},
            )
    return found


def _understood(
    lines: Sequence[tuple[int, Mapping[str, Cell]]], *, roles: Mapping[str, Role], opds: Sequence[Opd]
) -> Read:
    by_role = {name.casefold(): role for name, role in roles.items()}
    by_opd: dict[str, set[int]] = {}
    for opd in opds:
        for name in (opd.name, opd.short_name):
            if name:
                by_opd.setdefault(name.casefold(), set()).add(opd.pk)
    rows: list[Row] = []
    faults: list[Fault] = []
    for number, cells in lines:
        before = len(faults)
        wanted = _wanted(number, cells, faults, by_role=by_role, by_opd=by_opd, role_words=", ".join(roles))
        if len(faults) == before and wanted is not None:
            rows.append(Row(number, wanted))
    return Read(rows, faults)


def _wanted(
    number: int,
    cells: Mapping[str, Cell],
    faults: list[Fault],
    *,
    by_role: Mapping[str, Role],
    by_opd: Mapping[str, set[int]],
    role_words: str,
) -> Wanted | None:
    def fault(heading: str, words: str) -> None:
        faults.append(Fault(f"{LETTERS[heading]}{number}", words))

    texts: dict[str, str] = {}
    for heading in HEADINGS:
        cell = cells.get(heading, BLANK)
        if cell.kind in {Kind.FORMULA, Kind.ERROR}:
            fault(heading, _("Sel ini berisi rumus, dan rumus tidak dihitung. Tulis nilainya."))
            continue
        try:
            texts[heading] = clean_line(cell.text, longest=254)
        except Refused as refusal:
            fault(heading, refusal.message)
    role = by_role.get(texts.get(ROLE, "").casefold())
    if role is None and ROLE in texts:
        fault(ROLE, _("Pilih salah satu peran: %(roles)s.") % {"roles": role_words})
    opd_id = _opd_id(texts.get(OPD, ""), role=role, by_opd=by_opd, fault=lambda words: fault(OPD, words))
    until = None
    if texts.get(UNTIL):
        until = _day(cells[UNTIL])
        if until is None:
            fault(UNTIL, _("Tulis tanggalnya seperti 31/12/2026, atau kosongkan."))
    if role is None:
        return None
    return Wanted(texts.get(EMAIL, ""), texts.get(NAME, ""), role, opd_id, until)


def _opd_id(text: str, *, role: Role | None, by_opd: Mapping[str, set[int]], fault: Any) -> int | None:
    if not text:
        if role in OPD_ROLES:
            fault(_("Pilih OPD untuk peran ini."))
        return None
    found = by_opd.get(text.casefold(), set())
    if len(found) == 1:
        return next(iter(found))
    fault(
        _("“%(text)s” cocok dengan beberapa OPD; tulis nama lengkapnya.") % {"text": text[:60]}
        if found
        else _("OPD “%(text)s” tidak ada dalam daftar OPD yang aktif.") % {"text": text[:60]}
    )
    return None


def _day(cell: Cell) -> date | None:
    if cell.kind is Kind.DATE:
        return cell.value.date() if isinstance(cell.value, datetime) else cell.value
    return written_date(cell.text.strip())


FIELDS: Final = {"email": EMAIL, "name": NAME, "opd": OPD, "valid_until": UNTIL}


def faults_of(rows: Sequence[Row], refused: Mapping[int, Refused | ValidationError]) -> list[Fault]:
    """What the domain refused, at the cells where it was written."""
    found: list[Fault] = []
    for place, error in sorted(refused.items()):
        number = rows[place].number
        if isinstance(error, Refused):
            found.append(Fault(f"{LETTERS[EMAIL]}{number}", error.message))
            continue
        for field, words in error.message_dict.items():
            found += [Fault(f"{LETTERS[FIELDS.get(field, EMAIL)]}{number}", text) for text in words]
    return found
