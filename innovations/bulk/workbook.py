"""Writing the workbook: locked where nothing is to be typed, open where something is, with lists, hints and real dates.

Written row by row (openpyxl's write-only mode): 500 innovations with 10,000 rows stay within some tens of megabytes. Sheets are
protected without a password, so that nobody deletes a heading by accident and whoever must can lift it. A text that begins like a
formula is written as text and marked so, and stays text when somebody edits it.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Mapping, Sequence
from copy import copy
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import Any, Final

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Border, Font, PatternFill, Protection, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation

from innovations.bulk import sheets
from innovations.bulk.cells import ERASE, writable

MOST_CHOICES_BELOW = 2_000
"""Rows below the last one that still offer their lists, for whoever adds innovations."""
AUTHOR = "Portal IGA"
_LONGEST_PROMPT = 250

_LINE = Side(style="thin", color="FFC9C9C4")
_BORDER = Border(left=_LINE, right=_LINE, top=_LINE, bottom=_LINE)
_HEAD = PatternFill("solid", fgColor="FFB3202A")
_GREY = PatternFill("solid", fgColor="FFEDEDEA")
_PALE = PatternFill("solid", fgColor="FFF7F6F3")
_FAULT = PatternFill("solid", fgColor="FFFBD9D9")


@dataclass(frozen=True, slots=True)
class Face:
    """A column as it is written: heading, hint, width, list offered, and whether its cells are open."""

    header: str
    heading: str
    hint: str = ""
    width: int = 14
    options: str = ""
    number_format: str = "General"
    wraps: bool = False
    is_open: bool = False
    is_hidden: bool = False
    is_date: bool = False


@dataclass(slots=True)
class Out:
    """One row to write: values by heading; `locked` headings are grey although the column is open; `notes` become comments."""

    values: Mapping[str, Any]
    locked: frozenset[str] = frozenset()
    notes: Mapping[str, str] = field(default_factory=dict)
    height: float | None = None


class Styles:
    """Cells to copy styles from: setting a style attribute by attribute would take most of the time of a large file."""

    def __init__(self, sheet: Any) -> None:
        self.sheet = sheet
        self.known: dict[tuple[str, str, bool, bool], Any] = {}

    def of(
        self, look: str, *, number_format: str = "General", wraps: bool = False, quoted: bool = False
    ) -> Any:
        key = (look, number_format, wraps, quoted)
        if key not in self.known:
            self.known[key] = self._made(look, number_format=number_format, wraps=wraps, quoted=quoted)
        return self.known[key]

    def _made(self, look: str, *, number_format: str, wraps: bool, quoted: bool) -> Any:
        cell = WriteOnlyCell(self.sheet)
        cell.alignment = Alignment(vertical="top", wrap_text=wraps or look in {"heading", "hint"})
        cell.number_format = number_format
        if look == "heading":
            cell.font, cell.fill = Font(bold=True, color="FFFFFFFF"), _HEAD
        elif look == "hint":
            cell.font, cell.fill = Font(italic=True, color="FF5A5A55", size=9), _PALE
        elif look == "title":
            cell.font = Font(bold=True, size=15)
        elif look == "section":
            cell.font = Font(bold=True, size=12)
        elif look == "grey":
            cell.font, cell.fill, cell.border = Font(color="FF4A4A46"), _GREY, _BORDER
        elif look in {"open", "fault"}:
            cell.border, cell.protection = _BORDER, Protection(locked=False)
            if look == "fault":
                cell.fill = _FAULT
        if quoted:
            cell.quotePrefix = True
        return cell._style


class Writer:
    """One workbook in the making."""

    def __init__(self, *, made_at: datetime) -> None:
        self.book = Workbook(write_only=True)
        self.book.properties.creator = AUTHOR
        self.book.properties.title = "Lembar kerja inovasi daerah"
        self.book.properties.created = self.book.properties.modified = made_at.replace(tzinfo=None)
        self.lists: dict[str, str] = {}

    def add_lists(self, lists: Mapping[str, Sequence[str | int]]) -> None:
        """The hidden sheet that the drop-downs read; remembers where each list stands."""
        sheet = self.book.create_sheet(sheets.LISTS)
        sheet.sheet_state = "hidden"
        _protect(sheet)
        names = [name for name, entries in lists.items() if entries]
        for place, name in enumerate(names, start=1):
            letter, last = get_column_letter(place), len(lists[name]) + 2
            self.lists[name] = f"{sheets.LISTS}!${letter}$2:${letter}${last}"
        sheet.append([_text(sheet, name) for name in names])
        # The word that empties a field is offered last, so that typing it is allowed where a list is.
        columns = [[*lists[name], ERASE] for name in names]
        for row in range(max(map(len, columns), default=0)):
            sheet.append([_listed(sheet, column[row]) if row < len(column) else None for column in columns])

    def add_stamp(self, stamp: sheets.Stamp) -> None:
        sheet = self.book.create_sheet(sheets.PORTAL)
        sheet.sheet_state = "hidden"
        _protect(sheet)
        said = {
            "format": sheets.FORMAT,
            "versi": str(stamp.version),
            "tahun": str(stamp.year),
            "instrumen": stamp.fingerprint,
        }
        for name, value in said.items():
            sheet.append([_text(sheet, name), _text(sheet, value)])

    def add_table(
        self,
        name: str,
        faces: Sequence[Face],
        rows: Iterable[Out],
        *,
        frozen: str,
        last_row: int,
        spare: int = 0,
    ) -> None:
        """A sheet of rows under headings and hints. `last_row` is that of the last one of `rows`; `spare` rows below offer
        their lists too.
        """
        sheet = self.book.create_sheet(name)
        sheet.freeze_panes = frozen
        sheet.sheet_view.zoomScale = 90
        _protect(sheet)
        sheet.auto_filter.ref = (
            f"A{sheets.HINT_ROW}:{get_column_letter(len(faces))}{max(last_row, sheets.FIRST_ROW)}"
        )
        for place, face in enumerate(faces, start=1):
            dimension = sheet.column_dimensions[get_column_letter(place)]
            dimension.width, dimension.hidden = face.width, face.is_hidden
        sheet.row_dimensions[sheets.HEADING_ROW].height = 32
        sheet.row_dimensions[sheets.HINT_ROW].height = 62
        styles = Styles(sheet)
        sheet.append([self._heading(sheet, styles, face) for face in faces])
        sheet.append([_styled(sheet, face.hint, styles.of("hint")) for face in faces])
        for number, row in enumerate(rows, start=sheets.FIRST_ROW):
            if row.height is not None:
                sheet.row_dimensions[number].height = row.height
            sheet.append([self._cell(sheet, styles, face, row) for face in faces])
        self._offer(sheet, faces, last_row=max(last_row, sheets.FIRST_ROW) + spare)

    def add_text(self, name: str, rows: Iterable[tuple[str, ...]], *, widths: Sequence[int]) -> None:
        """A sheet to read: ("title", text), ("section", text) or ("", text, ...)."""
        sheet = self.book.create_sheet(name)
        _protect(sheet)
        for place, width in enumerate(widths, start=1):
            sheet.column_dimensions[get_column_letter(place)].width = width
        styles = Styles(sheet)
        for look, *texts in rows:
            style = styles.of(look or "text", wraps=not look or look == "heading")
            sheet.append([_styled(sheet, text, style) for text in texts])

    def finished(self) -> bytes:
        """The bytes. The sheet with the instructions stands first, whatever was written first."""
        order = [sheets.FAULTS, sheets.GUIDE, sheets.INNOVATIONS, sheets.ROWS, sheets.LEVELS, sheets.CHOICES]
        self.book._sheets.sort(
            key=lambda sheet: order.index(sheet.title) if sheet.title in order else len(order)
        )
        self.book.active = next(
            (place for place, sheet in enumerate(self.book._sheets) if sheet.title == sheets.INNOVATIONS), 0
        )
        if sheets.FAULTS in self.book.sheetnames:
            self.book.active = 0
        out = io.BytesIO()
        self.book.save(out)
        return out.getvalue()

    def _heading(self, sheet: Any, styles: Styles, face: Face) -> Any:
        cell = _styled(sheet, face.heading, styles.of("heading"))
        if face.hint:
            cell.comment = _comment(face.hint)
        return cell

    def _cell(self, sheet: Any, styles: Styles, face: Face, row: Out) -> Any:
        value = row.values.get(face.header)
        note = row.notes.get(face.header)
        is_open = face.is_open and face.header not in row.locked
        look = "fault" if note and face.is_open else "open" if is_open else "grey"
        quoted = isinstance(value, str) and value.startswith(("=", "+", "-", "@"))
        style = styles.of(look, number_format=face.number_format, wraps=face.wraps, quoted=quoted)
        cell = _styled(sheet, value, style)
        if note:
            cell.comment = _comment(note)
        return cell

    def _offer(self, sheet: Any, faces: Sequence[Face], *, last_row: int) -> None:
        for place, face in enumerate(faces, start=1):
            if not face.is_open:
                continue
            letter = get_column_letter(place)
            rule = self._rule(face)
            rule.promptTitle, rule.prompt = face.header[:32], face.hint[:_LONGEST_PROMPT] or None
            rule.showInputMessage = bool(face.hint)
            rule.add(f"{letter}{sheets.FIRST_ROW}:{letter}{last_row}")
            sheet.data_validations.append(rule)

    def _rule(self, face: Face) -> DataValidation:
        if face.options and face.options in self.lists:
            rule = DataValidation(type="list", formula1=self.lists[face.options], allow_blank=True)
            # A warning, not a stop: the portal also knows an entry by its code or its name alone.
            rule.errorStyle = "warning"
            rule.errorTitle, rule.error = (
                face.header[:32],
                "Isi ini tidak ada di daftar. Pilih dari daftarnya.",
            )
        elif face.is_date:
            # A date before the file's first day cannot be one; a warning only, so that "(kosongkan)" may be typed.
            rule = DataValidation(
                type="date", operator="between", formula1="32874", formula2="73415", allow_blank=True
            )
            rule.errorStyle = "warning"
            rule.errorTitle, rule.error = face.header[:32], "Tulis sebagai tanggal, misalnya 06/05/2024."
        else:
            return DataValidation(allow_blank=True)
        rule.showErrorMessage = True
        return rule


def _protect(sheet: Any) -> None:
    """Locked cells cannot be typed over by accident; widths, heights and filters stay free. No password."""
    sheet.protection.sheet = True
    for free in ("formatColumns", "formatRows", "formatCells", "autoFilter", "selectLockedCells"):
        setattr(sheet.protection, free, False)


def _styled(sheet: Any, value: Any, style: Any) -> Any:
    cell = _text(sheet, value) if isinstance(value, str) else WriteOnlyCell(sheet, value)
    cell._style = copy(style)
    return cell


def _text(sheet: Any, value: str) -> Any:
    """A cell whose text is text, whatever it begins with or looks like."""
    cell = WriteOnlyCell(sheet)
    cell._value = writable(value) or None
    cell.data_type = "s"
    return cell


def _listed(sheet: Any, entry: str | int) -> Any:
    """An entry of a list; a number stays one, or typing it would not be found in the list."""
    return entry if isinstance(entry, int) else _text(sheet, entry)


def _comment(text: str) -> Comment:
    lines = len(text) // 38 + text.count("\n") + 2
    return Comment(writable(text), AUTHOR, height=min(18 * lines, 400), width=270)


def number_of(value: Any) -> Any:
    """A number as a cell takes it: whole ones without decimals."""
    if isinstance(value, Decimal) and value == value.to_integral_value():
        return int(value)
    return value


FROZEN_INNOVATIONS: Final = "E3"
FROZEN_ROWS: Final = "D3"
