"""From a workbook to its cells: by name of sheet and heading, nothing evaluated, nothing kept that no column asks for."""

from __future__ import annotations

import warnings
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import IO, Any

from django.utils.translation import gettext as _
from openpyxl import load_workbook
from openpyxl.utils import get_column_letter, range_boundaries
from openpyxl.worksheet.formula import ArrayFormula

from iga_portal.refusals import Refused
from innovations.bulk import gate, sheets
from innovations.bulk.cells import BLANK, Cell, Kind
from innovations.bulk.columns import Column
from innovations.bulk.resources import claim_columns, proposal_columns

WIDEST = 120
"""Columns that are looked at; the widest sheet has a quarter of this."""


@dataclass(frozen=True, slots=True)
class Line:
    """One row of a sheet. `cells` by heading of the column; `at` gives the address of a cell, as "Inovasi!D7" is read."""

    number: int
    cells: Mapping[str, Cell]
    letters: Mapping[str, str]

    def cell(self, header: str) -> Cell:
        return self.cells.get(header, BLANK)

    def at(self, header: str) -> str:
        letter = self.letters.get(header)
        return f"{letter}{self.number}" if letter else str(self.number)


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet as read. `missing` are known columns that it lacks, `unknown` headings that mean nothing to the portal."""

    name: str
    lines: Sequence[Line] = ()
    missing: Sequence[str] = ()
    unknown: Sequence[str] = ()
    merged: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class Book:
    """What a workbook says. `rows` is None when it has no sheet "Baris"."""

    stamp: sheets.Stamp
    innovations: Sheet
    rows: Sheet | None


@dataclass
class _Found:
    """Columns of a sheet: heading of ours -> place from 0."""

    places: dict[str, int] = field(default_factory=dict)
    unknown: list[str] = field(default_factory=list)


def read(file: IO[bytes], *, size: int) -> Book:
    """Read a workbook. Raises Refused: what the gate refuses, and a file that is none of the portal's (foreign, version, sheet,
    column).
    """
    passed = gate.inspect(file, size=size)
    file.seek(0)
    try:
        with warnings.catch_warnings():
            # Remarks on drop-downs and styles that are dropped: nothing of them is read.
            warnings.simplefilter("ignore")
            book = load_workbook(file, read_only=True, data_only=False, keep_links=False)
            try:
                return _read(book, passed)
            finally:
                book.close()
    except Refused:
        raise
    except Exception as error:
        raise gate.damaged() from error


def _read(book: Any, passed: gate.Passed) -> Book:
    by_name = {name.casefold(): book[name] for name in book.sheetnames if hasattr(book[name], "iter_rows")}
    stamp = _stamp(by_name.get(sheets.PORTAL.casefold()))
    innovations = by_name.get(sheets.INNOVATIONS.casefold())
    if innovations is None:
        raise Refused(
            "sheet",
            _(
                "Lembar “%(sheet)s” tidak ada dalam berkas ini. Pakai lembar kerja dari portal, lalu isi di sana."
            )
            % {"sheet": sheets.INNOVATIONS},
        )
    rows = by_name.get(sheets.ROWS.casefold())
    return Book(
        stamp=stamp,
        innovations=_sheet(
            innovations, passed, name=sheets.INNOVATIONS, columns=proposal_columns(),
            own=(sheets.KEY, sheets.STATUS, sheets.OWNER, sheets.MARK), needed=(sheets.KEY, sheets.NAME),
        ),
        rows=None
        if rows is None
        else _sheet(
            rows, passed, name=sheets.ROWS, columns=claim_columns(),
            own=(
                sheets.KEY, sheets.ROW, sheets.NAME, sheets.TITLE, sheets.MANDATORY, sheets.UNIT, *sheets.WORDS,
                sheets.VERIFIED, sheets.EVIDENCE, sheets.MARK,
            ),
            needed=(sheets.KEY, sheets.ROW),
        ),
    )  # fmt: skip


def _stamp(sheet: Any) -> sheets.Stamp:
    """The mark that the template carries. Raises Refused for a workbook that was not made here."""
    said: dict[str, str] = {}
    if sheet is not None:
        sheet.reset_dimensions()
        for row in sheet.iter_rows(min_row=1, max_row=20, max_col=2, values_only=True):
            if row and row[0] is not None:
                said[str(row[0])] = str(row[1] if len(row) > 1 else "")
    if said.get("format") != sheets.FORMAT:
        raise Refused(
            "foreign",
            _(
                "Berkas ini bukan lembar kerja dari portal ini. Unduh lembar kerja, salin isiannya ke sana, lalu unggah."
            ),
        )
    version, year = said.get("versi", ""), said.get("tahun", "")
    return sheets.Stamp(
        version=int(version) if version.isdecimal() and len(version) < 6 else 0,
        year=int(year) if year.isdecimal() and len(year) == 4 else 0,
        fingerprint=said.get("instrumen", ""),
    )


def _sheet(
    sheet: Any,
    passed: gate.Passed,
    *,
    name: str,
    columns: Sequence[Column],
    own: Sequence[str],
    needed: Sequence[str],
) -> Sheet:
    sheet.reset_dimensions()  # what the file says of its own size need not be true
    known = [*(column.header for column in columns), *own]
    reader = sheet.iter_rows(min_row=1, max_row=gate.LAST_ROW, max_col=WIDEST)
    found = _headings(next(iter(reader), ()), known=known, name=name)
    lacking = [header for header in needed if header not in found.places]
    if lacking:
        raise Refused(
            "column",
            _(
                "Kolom “%(column)s” tidak ada di lembar “%(sheet)s”. Unduh lembar kerja lagi, salin isiannya, lalu unggah."
            )
            % {"column": lacking[0], "sheet": name},
        )
    letters = {header: get_column_letter(place + 1) for header, place in found.places.items()}
    merged = passed.merged.get(getattr(sheet, "_worksheet_path", ""), ())
    return Sheet(
        name=name,
        lines=list(_lines(reader, found, letters, taken={*(column.header for column in columns), *own})),
        missing=[column.header for column in columns if column.header not in found.places],
        unknown=found.unknown,
        merged=[ref for ref in merged if _below_hints(ref)],
    )


def _headings(row: Iterable[Any], *, known: Sequence[str], name: str) -> _Found:
    by_key = {sheets.heading_key(header): header for header in known}
    found = _Found()
    for place, cell in enumerate(row):
        text = str(cell.value) if cell.value is not None else ""
        if not text.strip():
            continue
        header = by_key.get(sheets.heading_key(text))
        if header is None:
            found.unknown.append(" ".join(text.split())[:60])
        elif header in found.places:
            raise Refused(
                "column",
                _(
                    "Kolom “%(column)s” ada dua kali di lembar “%(sheet)s” (%(first)s1 dan %(second)s1). Hapus salah satu."
                )
                % {
                    "column": header,
                    "sheet": name,
                    "first": get_column_letter(found.places[header] + 1),
                    "second": get_column_letter(place + 1),
                },
            )
        else:
            found.places[header] = place
    return found


def _lines(
    reader: Iterator[Any], found: _Found, letters: Mapping[str, str], *, taken: set[str]
) -> Iterator[Line]:
    wanted = [(header, place) for header, place in found.places.items() if header in taken]
    for number, row in enumerate(reader, start=2):
        if number < sheets.FIRST_ROW:
            continue
        cells = {
            header: cell
            for header, place in wanted
            if place < len(row) and not (cell := cell_of(row[place])).is_blank
        }
        if cells:
            yield Line(number, cells, letters)


def cell_of(found: Any) -> Cell:
    """One of openpyxl's cells as ours. A formula keeps its own words; what it once came to is never looked at."""
    value, kind = found.value, found.data_type
    if value is None:
        return BLANK
    if kind == "f":
        text = value.text if isinstance(value, ArrayFormula) else value
        return Cell(Kind.FORMULA, str(text) if isinstance(text, str) else "=")
    if kind == "e":
        return Cell(Kind.ERROR, str(value))
    if isinstance(value, bool):
        return Cell(Kind.BOOLEAN, value)
    if isinstance(value, datetime | date):
        return Cell(Kind.DATE, value)
    if isinstance(value, time | timedelta):
        return Cell(Kind.TEXT, str(value))
    if isinstance(value, int | float):
        return Cell(Kind.NUMBER, value, is_percent="%" in str(found.number_format or ""))
    return Cell(Kind.TEXT, str(value))


def _below_hints(ref: str) -> bool:
    try:
        _left, _top, _right, bottom = range_boundaries(ref)
    except ValueError:
        return True
    return bottom is None or int(bottom) >= sheets.FIRST_ROW
