"""A list as a workbook: one sheet of rows that a spreadsheet can sort and sum, and one that says what it is. Pure."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterable, Sequence
from copy import copy
from datetime import date, datetime, tzinfo
from decimal import Decimal
from typing import Any, Final
from unicodedata import category

from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter

from iga_portal.web.formats import zone_label
from regions.lists.kinds import Column, ColumnType

AUTHOR: Final = "Portal IGA"
MOST_LETTERS: Final = 32_767
"""What a cell holds at most."""
_FORMULA = ("=", "+", "-", "@")
_HEAD = PatternFill("solid", fgColor="FFB3202A")
_FORMATS: Final = {
    ColumnType.TEXT: "@",
    ColumnType.WHOLE: "#,##0",
    ColumnType.DATE: "dd/mm/yyyy",
    ColumnType.MOMENT: "dd/mm/yyyy hh:mm",
}


def write_list(
    columns: Sequence[Column],
    rows: Iterable[Sequence[object]],
    *,
    title: str,
    about: Sequence[str],
    zone: tzinfo,
    made_at: datetime,
    step: Callable[[int], None] = lambda done: None,
) -> tuple[bytes, int]:
    """The bytes of the workbook, and how many rows it holds. `step` hears how many rows are written.

    Raises TypeError for a float (it may print a digit that no computation produced), for a naive time, and for a number in
    a column of text; ValueError for a row that is not as long as `columns`.
    """
    book = Workbook(write_only=True)
    book.properties.creator = AUTHOR
    book.properties.title = title
    book.properties.created = book.properties.modified = made_at.replace(tzinfo=None)
    sheet = book.create_sheet(_("Daftar"))
    sheet.freeze_panes = "B2"
    for place, column in enumerate(columns, start=1):
        sheet.column_dimensions[get_column_letter(place)].width = column.width
    sheet.row_dimensions[1].height = 32
    sheet.append([_heading(sheet, column, zone=zone, made_at=made_at) for column in columns])
    try:
        number = _fill(sheet, columns, rows, zone=zone, step=step)
    except BaseException:
        # What was written so far lies in a temporary file that only the sheet itself knows.
        sheet.close()
        sheet._writer.cleanup()
        raise
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(columns))}{number + 1}"
    _tell(book, title=title, about=about)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue(), number


def _fill(
    sheet: Any,
    columns: Sequence[Column],
    rows: Iterable[Sequence[object]],
    *,
    zone: tzinfo,
    step: Callable[[int], None],
) -> int:
    styles = [(_style(sheet, column), _style(sheet, column, quoted=True)) for column in columns]
    number = 0
    for number, row in enumerate(rows, start=1):
        sheet.append(
            [
                _cell(sheet, value, column, styles=style, zone=zone)
                for value, column, style in zip(row, columns, styles, strict=True)
            ]
        )
        if number % 50 == 0:
            step(number)
    return number


def _heading(sheet: Any, column: Column, *, zone: tzinfo, made_at: datetime) -> Any:
    text = str(column.heading)
    if column.type is ColumnType.MOMENT:
        text = f"{text} ({zone_label(made_at.astimezone(zone))})"
    cell = _text(sheet, text)
    cell.font, cell.fill = Font(bold=True, color="FFFFFFFF"), _HEAD
    cell.alignment = Alignment(vertical="top", wrap_text=True)
    return cell


def _style(sheet: Any, column: Column, *, quoted: bool = False) -> Any:
    """Copied to each cell: setting a style attribute by attribute would take most of the time of a long list."""
    cell = WriteOnlyCell(sheet)
    if column.type is ColumnType.NUMBER:
        cell.number_format = "#,##0." + "0" * column.places if column.places else "#,##0"
    else:
        cell.number_format = _FORMATS[column.type]
    cell.alignment = Alignment(vertical="top", wrap_text=column.type is ColumnType.TEXT)
    if quoted:
        cell.quotePrefix = True
    return cell._style


def _cell(sheet: Any, value: object, column: Column, *, styles: tuple[Any, Any], zone: tzinfo) -> Any:
    plain, quoted = styles
    if isinstance(value, str) or (value is not None and column.type is ColumnType.TEXT):
        if isinstance(value, bool | int | float | Decimal | date):
            raise TypeError(f"{column.heading}: {value!r} in a column of text")
        text = str(value)
        cell = _text(sheet, text)
        cell._style = copy(quoted if text.startswith(_FORMULA) else plain)
        return cell
    cell = WriteOnlyCell(sheet, _plain(value, column, zone=zone))
    cell._style = copy(plain)
    return cell


def _plain(value: object, column: Column, *, zone: tzinfo) -> Any:
    """A number or a day as a cell takes it. A spreadsheet knows no zones: a moment is the region's wall clock."""
    if isinstance(value, float | bool):
        raise TypeError(f"{column.heading}: {value!r} is not an exact number")
    if isinstance(value, datetime):
        if value.tzinfo is None:
            raise TypeError(f"{column.heading}: a naive time has no zone")
        local = value.astimezone(zone).replace(tzinfo=None, microsecond=0)
        return local.date() if column.type is ColumnType.DATE else local
    return value


def _text(sheet: Any, value: str) -> Any:
    """A cell whose text is text, whatever it begins with or looks like."""
    kept = "".join(letter for letter in value if letter in "\n\t" or category(letter) not in {"Cc", "Cs"})
    cell = WriteOnlyCell(sheet)
    cell._value = kept[:MOST_LETTERS] or None
    cell.data_type = "s"
    return cell


def _tell(book: Any, *, title: str, about: Sequence[str]) -> None:
    sheet = book.create_sheet(_("Keterangan"))
    sheet.column_dimensions["A"].width = 90
    head = _text(sheet, title)
    head.font = Font(bold=True, size=15)
    sheet.append([head])
    for line in about:
        cell = _text(sheet, line)
        cell.alignment = Alignment(wrap_text=True, vertical="top")
        if line.startswith(_FORMULA):
            cell.quotePrefix = True
        sheet.append([cell])
