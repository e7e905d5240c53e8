"""The workbook once more, with what is wrong marked: a red cell and a note at each fault, and a list of all of them in front.

Made anew from what was read, not from the file that came: the same rows in the same places, formulae as text, nothing else of what
a file may carry. A cell that stands against a change in the portal gets the mark of what stands now, so that leaving it as it is and
taking the file in again is a decision.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from django.utils import translation

from innovations.bulk import sheets
from innovations.bulk.cells import Cell, Kind
from innovations.bulk.holdings import Holdings
from innovations.bulk.marks import (
    CLAIM_PARTS,
    claim_mark_of,
    claim_seen_in,
    joined,
    mark_of,
    seen_in,
)
from innovations.bulk.plan_keys import key_of
from innovations.bulk.reading import Book, Line, Sheet
from innovations.bulk.report import CONFLICT, Fault, Report
from innovations.bulk.resources import claim_columns, proposal_columns
from innovations.bulk.template import TALL, add_tables, started
from innovations.bulk.workbook import Face, Out
from innovations.models import Innovation

Faults = Mapping[tuple[str, int, str], Sequence[Fault]]
"""(sheet, row of the sheet, heading) -> what is wrong there."""


def marked(book: Book, report: Report, holdings: Holdings, *, made_at: datetime) -> bytes:
    """The workbook as XLSX with the faults of its report in it."""
    faults = _by_place(report)
    with translation.override("id"):
        writer = started(holdings, made_at=made_at)
        by_id = {str(entry.public_id): entry for entry in holdings.innovations}
        lines = list(_lines(book.innovations, faults, by_id))
        rows = list(_rows(book.rows, faults, by_id, holdings)) if book.rows else []
        add_tables(writer, holdings, lines, rows)
        listed = [*report.faults, *(fault for entry in report.entries for fault in entry.faults)]
        writer.add_table(
            sheets.FAULTS, FAULT_FACES, (_listed(fault) for fault in listed), frozen="A3",
            last_row=sheets.HINT_ROW + len(listed),
        )  # fmt: skip
        return writer.finished()


FAULT_FACES = (
    Face("lembar", "Lembar", "Lembar yang perlu diperbaiki.", width=12),
    Face("sel", "Sel", "Alamat selnya.", width=10),
    Face("kolom", "Kolom", width=24, wraps=True),
    Face(
        "salah",
        "Yang perlu diperbaiki",
        "Sel yang sama ditandai merah, dengan catatan ini.",
        width=90,
        wraps=True,
    ),
)


def _listed(fault: Fault) -> Out:
    return Out({"lembar": fault.sheet, "sel": fault.cell, "kolom": fault.column, "salah": fault.text})


def _by_place(report: Report) -> dict[tuple[str, int, str], list[Fault]]:
    found: dict[tuple[str, int, str], list[Fault]] = {}
    for fault in (*report.faults, *(fault for entry in report.entries for fault in entry.faults)):
        digits = fault.cell.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ")
        if digits.isdecimal():
            found.setdefault((fault.sheet, int(digits), fault.column), []).append(fault)
    return found


def _lines(sheet: Sheet, faults: Faults, by_id: Mapping[str, Innovation]) -> Iterator[Out]:
    headers = [sheets.KEY, sheets.STATUS, sheets.OWNER, *(column.header for column in proposal_columns())]
    for line in _in_place(sheet):
        out = _copied(line, headers, sheet.name, faults)
        out.height = TALL
        stored = by_id.get(key_of(line))
        out.values = {**out.values, sheets.MARK: _mark(line, stored, out, faults) if stored else ""}
        yield out


def _mark(line: Line, stored: Innovation, out: Out, faults: Faults) -> str:
    now = seen_in(mark_of(stored)) or {}
    seen = seen_in(line.cell(sheets.MARK).text)
    if seen is None:
        return joined(now)
    return joined(
        {
            column.attribute: now[column.attribute]
            if _conflicts(faults, sheets.INNOVATIONS, line, column.header)
            else seen[column.attribute]
            for column in proposal_columns()
        }
    )


def _rows(sheet: Sheet, faults: Faults, by_id: Mapping[str, Innovation], holdings: Holdings) -> Iterator[Out]:
    headers = [
        sheets.KEY, sheets.NAME, sheets.ROW, sheets.TITLE, sheets.MANDATORY, sheets.UNIT, *sheets.WORDS,
        sheets.VERIFIED, sheets.EVIDENCE, *(column.header for column in claim_columns()),
    ]  # fmt: skip
    for line in _in_place(sheet):
        out = _copied(line, headers, sheet.name, faults)
        stored = by_id.get(key_of(line))
        number = line.cell(sheets.ROW).text
        answer = holdings.answers[stored.pk].get(int(number)) if stored and number.isdecimal() else None
        if answer is not None and stored is not None:
            now = claim_seen_in(claim_mark_of(answer, kind=stored.kind)) or {}
            seen = claim_seen_in(line.cell(sheets.MARK).text) or now
            level, note = claim_columns()[2].header, claim_columns()[3].header
            fresh = {
                part: now[part] if _conflicts(faults, sheet.name, line, header) else seen[part]
                for part, header in zip(CLAIM_PARTS, (level, note), strict=True)
            }
            out.values = {**out.values, sheets.MARK: joined(fresh)}
        yield out


def _conflicts(faults: Faults, sheet: str, line: Line, header: str) -> bool:
    return any(fault.code == CONFLICT for fault in faults.get((sheet, line.number, header), ()))


def _in_place(sheet: Sheet) -> Iterator[Line]:
    """The lines at the rows where they stood: what was left out between them is left out again."""
    at = sheets.FIRST_ROW
    for line in sheet.lines:
        for number in range(at, line.number):
            yield Line(number, {}, line.letters)
        yield line
        at = line.number + 1


def _copied(line: Line, headers: Sequence[str], sheet: str, faults: Faults) -> Out:
    notes = {
        header: "\n".join(fault.text for fault in found)
        for header in headers
        if (found := faults.get((sheet, line.number, header)))
    }
    values = {header: _value(line.cell(header)) for header in headers}
    return Out(values, notes=notes)


def _value(cell: Cell) -> Any:
    """What the person typed; of a formula its words, as text."""
    if cell.is_blank:
        return None
    if cell.kind is Kind.DATE:
        return cell.value.date() if hasattr(cell.value, "date") else cell.value
    if cell.kind is Kind.NUMBER:
        # A percent shows as one only in the file that came: here it is written out.
        return cell.value if not cell.is_percent else f"{cell.value * 100:g}%"
    return cell.text
