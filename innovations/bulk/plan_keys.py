"""Which line of a workbook tells of which innovation: by its key, of which there is one on the first sheet."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from innovations.bulk import sheets
from innovations.bulk.reading import Line, Sheet
from innovations.bulk.report import Fault
from innovations.bulk.resources import claim_columns, proposal_columns
from innovations.domain.innovations import SID_ROWS


def lines_by_key(sheet: Sheet) -> tuple[dict[str, Line], list[Fault]]:
    """Lines of the first sheet by key; those without one, or with one that stands twice, are faults."""
    found: dict[str, Line] = {}
    faults = []
    for line in sheet.lines:
        key = key_of(line)
        if not key:
            if says_something(line):
                faults.append(
                    _fault(
                        sheet, line, sheets.KEY,
                        _("Kunci kosong. Salin kunci BARU-… yang belum dipakai, atau hapus isi baris ini."),
                    )
                )  # fmt: skip
        elif key in found:
            faults.append(
                _fault(
                    sheet, line, sheets.KEY,
                    _("Kunci ini sudah dipakai di %(cell)s. Satu baris satu inovasi: pakai kunci lain.")
                    % {"cell": found[key].at(sheets.KEY)},
                )
            )  # fmt: skip
        else:
            found[key] = line
    return found, faults


def rows_by_key(sheet: Sheet | None) -> tuple[dict[str, dict[int, Line]], list[Fault]]:
    """Lines of the second sheet by key and row (16 to 35), those that say nothing left out; the rest are faults."""
    found: dict[str, dict[int, Line]] = {}
    faults: list[Fault] = []
    for line in sheet.lines if sheet else ():
        key, number = key_of(line), line.cell(sheets.ROW).text
        typed = any(not line.cell(column.header).is_blank for column in claim_columns())
        if not typed:
            continue
        assert sheet is not None
        row = int(number) if number.isdecimal() and len(number) < 4 else 0
        if not key:
            faults.append(
                _fault(
                    sheet, line, sheets.KEY, _("Kunci kosong. Salin kunci inovasinya dari lembar Inovasi.")
                )
            )
        elif row not in SID_ROWS:
            faults.append(
                _fault(
                    sheet,
                    line,
                    sheets.ROW,
                    _("Nomor baris harus 16 sampai 35. Salin dari lembar kerja asli."),
                )
            )
        elif row in found.get(key, {}):
            faults.append(
                _fault(
                    sheet, line, sheets.ROW,
                    _("Baris %(row)d inovasi ini sudah diisi di %(cell)s. Hapus salah satu.")
                    % {"row": row, "cell": found[key][row].at(sheets.ROW)},
                )
            )  # fmt: skip
        else:
            found.setdefault(key, {})[row] = line
    return found, faults


def key_of(line: Line) -> str:
    """The key as it is compared: one of a new row in capitals, any other in small letters."""
    text = line.cell(sheets.KEY).text
    return text.upper() if sheets.NEW_KEY.fullmatch(text) else text.lower()


def all_keys(lines: Mapping[str, Line], rows: Mapping[str, Any]) -> list[str]:
    """Every key of both sheets once, in the order of the first one."""
    return [*lines, *(key for key in rows if key not in lines)]


def says_something(line: Line) -> bool:
    """Whether anything but the key was filled in on a line of the first sheet."""
    return any(
        not line.cell(header).is_blank
        for header in (sheets.OWNER, *(column.header for column in proposal_columns()))
    )


def _fault(sheet: Sheet, line: Line, header: str, text: str) -> Fault:
    return Fault(sheet.name, line.at(header), header, text)
