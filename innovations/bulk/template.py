"""The workbook of an OPD: empty places for new innovations and, where wanted, everything that it has."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from typing import Any

from django.utils import translation

from innovations.bulk import guide, sheets
from innovations.bulk.columns import Column
from innovations.bulk.holdings import Holdings, measure_of
from innovations.bulk.marks import claim_mark_of, mark_of
from innovations.bulk.resources import (
    BASES,
    DATE_FORMAT,
    DOCUMENTS,
    LEVELS,
    LISTS,
    OWNERS,
    claim,
    claim_columns,
    proposal,
    proposal_columns,
)
from innovations.bulk.widgets import document_shown
from innovations.bulk.workbook import FROZEN_INNOVATIONS, FROZEN_ROWS, Face, Out, Writer, number_of
from innovations.domain.answers import BASIS_ROW
from innovations.domain.innovations import KIND_ROW, SID_ROWS
from innovations.enums import State
from innovations.models import Answer, Innovation
from scoring.core.model import Row

NEW_PLACES = (10, 25, 50, 100)
"""How many empty places a file may bring."""
SPARE = 100
TALL = 46.0
"""Height of a row of the first sheet, in points: three lines, so that long texts do not push everything apart."""
STATES = {
    State.DRAFT: "Draf",
    State.SUBMITTED: "Diajukan",
    State.RETURNED: "Perbaikan",
    State.VERIFIED: "Terverifikasi",
    State.DECLINED: "Tidak dilanjutkan",
    State.WITHDRAWN: "Ditarik",
    State.SENT: "Terkirim",
    State.ASSESSED: "Dinilai",
}
NEW_STATE = "baru"


def template(holdings: Holdings, *, places: int, filled: bool, made_at: datetime) -> bytes:
    """The workbook as XLSX: `places` rows for new innovations, after everything that the OPD has when `filled`."""
    with translation.override("id"):
        writer = started(holdings, made_at=made_at)
        known = list(holdings.innovations) if filled else []
        lines = [*stored_lines(holdings, known), *new_lines(places)]
        rows = [*stored_rows(holdings, known), *new_rows(holdings, places)]
        add_tables(writer, holdings, lines, rows)
        return writer.finished()


def started(holdings: Holdings, *, made_at: datetime) -> Writer:
    """A workbook with everything but the two tables: lists, mark, instructions, levels, choices."""
    writer = Writer(made_at=made_at)
    writer.add_lists(
        {name: [entry.shown for entry in entries] for name, entries in LISTS.items()}
        | {
            OWNERS: [owner.name for owner in holdings.owners],
            DOCUMENTS: [document_shown(pk, subject) for pk, subject in holdings.documents.items()],
            BASES: [entry.shown for entry in holdings.bases],
            LEVELS: [0, 1, 2, 3],
        }
    )
    writer.add_stamp(stamp_of(holdings))
    writer.add_text(sheets.GUIDE, guide.instructions(holdings.period.year), widths=(118,))
    writer.add_text(sheets.LEVELS, guide.levels(holdings.instrument), widths=(8, 34, 30, 44, 44, 44, 22, 40))
    writer.add_text(sheets.CHOICES, guide.choices(), widths=(10, 70, 40))
    return writer


def stamp_of(holdings: Holdings) -> sheets.Stamp:
    return sheets.Stamp(sheets.VERSION, holdings.period.year, holdings.instrument.fingerprint)


def add_tables(writer: Writer, holdings: Holdings, lines: Sequence[Out], rows: Sequence[Out]) -> None:
    last = sheets.HINT_ROW + len(lines)
    writer.add_table(
        sheets.INNOVATIONS, innovation_faces(), lines, frozen=FROZEN_INNOVATIONS, last_row=last, spare=SPARE
    )
    last = sheets.HINT_ROW + len(rows)
    writer.add_table(
        sheets.ROWS, row_faces(), rows, frozen=FROZEN_ROWS, last_row=last, spare=SPARE * len(SID_ROWS)
    )


# Faces -------------------------------------------------------------------------------------------------------------


def innovation_faces() -> list[Face]:
    return [
        Face(sheets.KEY, sheets.KEY, "Pengenal dari portal. Jangan diubah.", width=11),
        Face(sheets.STATUS, sheets.STATUS, "Keadaan di portal saat lembar diunduh.", width=13),
        Face(
            sheets.OWNER, sheets.OWNER, "Perangkat daerah atau unit. Hanya untuk inovasi baru.", width=22,
            options=OWNERS, is_open=True,
        ),
        *(_face(column) for column in proposal_columns()),
        Face(sheets.MARK, sheets.MARK, width=4, is_hidden=True),
    ]  # fmt: skip


def row_faces() -> list[Face]:
    own = {column.header: _face(column) for column in claim_columns()}
    basis, measured, level, note = own.values()
    return [
        Face(sheets.KEY, sheets.KEY, "Sama dengan di lembar Inovasi. Jangan diubah.", width=11),
        Face(sheets.NAME, sheets.NAME, "Untuk dibaca.", width=26, wraps=True),
        Face(sheets.ROW, sheets.ROW, "Nomor baris pedoman.", width=7),
        Face(sheets.TITLE, sheets.TITLE, "Untuk dibaca.", width=26, wraps=True),
        Face(sheets.MANDATORY, sheets.MANDATORY, "Baris wajib pedoman.", width=7),
        basis,
        measured,
        Face(sheets.UNIT, sheets.UNIT, "Satuan angkanya.", width=12),
        level,
        note,
        *(Face(words, words, "Kata-kata pedoman.", width=38, wraps=True) for words in sheets.WORDS),
        Face(sheets.VERIFIED, sheets.VERIFIED, "Untuk dibaca.", width=10),
        Face(sheets.EVIDENCE, sheets.EVIDENCE, "Banyaknya dokumen; dikutip di portal.", width=10),
        Face(sheets.MARK, sheets.MARK, width=4, is_hidden=True),
    ]


def _face(column: Column) -> Face:
    return Face(
        column.header,
        column.heading,
        column.hint,
        width=column.width,
        options=column.options,
        number_format=column.number_format,
        wraps=True,
        is_open=True,
        is_date=column.number_format == DATE_FORMAT,
    )


# Rows of what is stored --------------------------------------------------------------------------------------------


def stored_lines(holdings: Holdings, innovations: Iterable[Innovation]) -> Iterator[Out]:
    """The sheet "Inovasi" of what is stored; a proposal that cannot be changed now is grey."""
    every = frozenset(column.header for column in proposal_columns())
    for innovation in innovations:
        locked = every if holdings.why_locked(innovation) else frozenset()
        yield Out(
            {
                sheets.KEY: str(innovation.public_id),
                sheets.STATUS: STATES[State(innovation.state)],
                sheets.OWNER: innovation.opd.name,
                **proposal_values(holdings, innovation),
                sheets.MARK: mark_of(innovation),
            },
            locked=locked | {sheets.OWNER},
            height=TALL,
        )


def proposal_values(holdings: Holdings, innovation: Innovation) -> dict[str, Any]:
    shown = proposal().export_resource(innovation, documents=holdings.documents)
    return {column.header: number_of(value) for column, value in zip(proposal_columns(), shown, strict=True)}


def stored_rows(holdings: Holdings, innovations: Iterable[Innovation]) -> Iterator[Out]:
    """The sheet "Baris" of what is stored."""
    for innovation in innovations:
        for row in SID_ROWS:
            answer = holdings.answers[innovation.pk].get(row)
            if answer is not None:
                yield _stored_row(holdings, innovation, answer)


def _stored_row(holdings: Holdings, innovation: Innovation, answer: Answer) -> Out:
    instrument_row = holdings.instrument.row(str(answer.row))
    closed = holdings.why_locked(innovation, row=answer.row)
    return Out(
        {
            **_row_head(str(innovation.public_id), innovation.name, instrument_row),
            **claim_values(holdings, answer),
            sheets.UNIT: _unit(holdings, answer.row, basis=answer.basis, kind=innovation.kind),
            **_words(instrument_row, basis=answer.basis, kind=innovation.kind),
            sheets.VERIFIED: answer.verified_level,
            sheets.EVIDENCE: holdings.evidence.get(answer.pk, 0),
            sheets.MARK: claim_mark_of(answer, kind=innovation.kind),
        },
        locked=frozenset(column.header for column in claim_columns())
        if closed
        else _never_open(instrument_row),
    )


def claim_values(holdings: Holdings, answer: Answer) -> dict[str, Any]:
    shown = claim().export_resource(answer, bases=holdings.bases_of(answer.row))
    return {column.header: number_of(value) for column, value in zip(claim_columns(), shown, strict=True)}


# Rows for what is new ----------------------------------------------------------------------------------------------


def new_lines(places: int) -> Iterator[Out]:
    for number in range(1, places + 1):
        yield Out({sheets.KEY: sheets.new_key(number), sheets.STATUS: NEW_STATE}, height=TALL)


def new_rows(holdings: Holdings, places: int) -> Iterator[Out]:
    for number in range(1, places + 1):
        for row in SID_ROWS:
            instrument_row = holdings.instrument.row(str(row))
            yield Out(
                {
                    **_row_head(sheets.new_key(number), "", instrument_row),
                    sheets.UNIT: _unit(holdings, row, basis="", kind=""),
                    **_words(instrument_row, basis="", kind=""),
                },
                locked=_never_open(instrument_row),
            )


def _row_head(key: str, name: str, row: Row) -> dict[str, Any]:
    return {
        sheets.KEY: key,
        sheets.NAME: name,
        sheets.ROW: int(row.code),
        sheets.TITLE: row.title,
        sheets.MANDATORY: "wajib" if row.mandatory else "",
    }


def _never_open(row: Row) -> frozenset[str]:
    """Cells that a row never asks for: the unit of measure but on row 33, the number where nothing is measured."""
    basis, measured, _level, _note = (column.header for column in claim_columns())
    closed = set()
    if int(row.code) != BASIS_ROW:
        closed.add(basis)
        if row.measure is None and not any(entry.measure for entry in row.bases):
            closed.add(measured)
    return frozenset(closed)


def _unit(holdings: Holdings, row: int, *, basis: str, kind: str) -> str:
    measure = measure_of(holdings.instrument, row=row, basis=basis, kind=kind)
    if measure is not None:
        return measure.unit
    return "menurut satuan" if row == BASIS_ROW else ""


def _words(row: Row, *, basis: str, kind: str) -> dict[str, str]:
    """The official words of the three levels; of a basis or kind not chosen yet, where to read them."""
    code = kind if int(row.code) == KIND_ROW else basis
    if row.bases and code not in {entry.code for entry in row.bases}:
        what = "jenis inovasinya" if int(row.code) == KIND_ROW else "satuan ukurnya"
        return {sheets.WORDS[0]: f"Menurut {what}: lihat lembar {sheets.LEVELS}, baris {row.code}."}
    return {heading: level.text for heading, level in zip(sheets.WORDS, row.levels_of(code), strict=True)}
