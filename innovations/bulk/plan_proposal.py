"""Planning one line of the sheet "Inovasi": the items of a proposal, three ways."""

from __future__ import annotations

from copy import copy
from datetime import date
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from iga_portal.web.formats import day
from innovations.bulk import adapter, sheets
from innovations.bulk.cells import Kind
from innovations.bulk.columns import Column, as_text
from innovations.bulk.marks import seen_in
from innovations.bulk.reading import Line
from innovations.bulk.report import CONFLICT, Change, Fault, excerpts, length_words
from innovations.bulk.resources import DOCUMENTS, proposal, proposal_columns
from innovations.domain.seen import Fate, fate_of, field_hash
from innovations.models import Innovation

if TYPE_CHECKING:
    from innovations.bulk.plan import Desk, Work


def plan_proposal(work: Work, line: Line, *, desk: Desk) -> Innovation:
    """Add to `work` and its entry what the line would change; returns the innovation as it would then stand (a copy)."""
    after, faulty = _typed(work, line, desk=desk)
    _own(work, line, after, desk=desk)
    moved = _moved(work, line, after, faulty=faulty, desk=desk)
    if moved and not work.is_new:
        locked = desk.holdings.why_locked(work.innovation)
        if locked:
            _refuse_locked(work, line, moved, because=locked)
            return work.innovation
    _refuse_twins(work, line, after, desk=desk)
    values = {column.attribute: _written(column, after, desk) for column in moved}
    # What was not touched is not asked about: only a change is weighed.
    weighed = (
        adapter.weigh_proposal(work.innovation, actor=desk.holdings.actor, changes=values)
        if values
        else adapter.Weighed()
    )
    for item, texts in weighed.errors.items():
        _fault(work, line, _column(item), " ".join(texts))
    for column in moved:
        _change(work, line, column, after, desk=desk)
    work.changes = values
    work.prints += [
        (
            column.attribute,
            field_hash(column.get_value(work.innovation)),
            field_hash(column.get_value(after)),
        )
        for column in moved
    ]
    _remark_cleared(work, line, weighed.cleared)
    return after


def _typed(work: Work, line: Line, *, desk: Desk) -> tuple[Innovation, frozenset[str]]:
    """A copy with every readable cell taken over, and the items whose cells cannot be read."""
    after = copy(work.innovation)
    for column in proposal_columns():
        if line.cell(column.header).kind is Kind.ERROR:
            _fault(work, line, column, _refused_error(line.cell(column.header).text))
    readable = {header: cell for header, cell in line.cells.items() if cell.kind is not Kind.ERROR}
    faulty: set[str] = set()
    try:
        proposal().import_instance(after, readable, documents=desk.holdings.documents)
    except ValidationError as error:
        for item, texts in error.message_dict.items():
            faulty.add(item)
            _fault(work, line, _column(item), " ".join(texts))
    return after, frozenset(faulty)


def _refused_error(text: str) -> str:
    return _("Sel ini menunjukkan kesalahan rumus (%(text)s). Tulis nilainya.") % {"text": text[:20]}


def _moved(work: Work, line: Line, after: Innovation, *, faulty: frozenset[str], desk: Desk) -> list[Column]:
    """Columns whose value was typed anew. One that somebody else changed meanwhile is a fault; one left alone keeps theirs."""
    seen = None if work.is_new else seen_in(line.cell(sheets.MARK).text)
    moved = []
    for column in proposal_columns():
        if column.attribute in faulty:
            continue
        stored, value = column.get_value(work.innovation), column.get_value(after)
        if field_hash(stored) == field_hash(value):
            continue
        fate = Fate.WRITE
        if seen is not None:
            fate = fate_of(value, stored=stored, seen=seen[column.attribute])
        if fate is Fate.WRITE:
            moved.append(column)
            continue
        column.put(after, stored)
        if fate is Fate.CONFLICT:
            _fault(work, line, column, _conflict(column, work.innovation, desk), code=CONFLICT)
    return moved


def _conflict(column: Column, innovation: Innovation, desk: Desk) -> str:
    now, _after = excerpts(shown(column, innovation, desk), "")
    return _(
        "Isian ini diubah di portal sejak lembar diunduh; kini tertulis “%(now)s”. Samakan, atau unduh berkas bertanda di bawah dan "
        "biarkan isian Anda di sana bila tetap yang ini."
    ) % {"now": now or "–"}


def _refuse_locked(work: Work, line: Line, moved: list[Column], *, because: str) -> None:
    for column in moved:
        _fault(
            work,
            line,
            column,
            _("%(because)s Kosongkan sel ini agar isian di portal dibiarkan.") % {"because": because},
        )


def _own(work: Work, line: Line, after: Innovation, *, desk: Desk) -> None:
    """The owner: for a new innovation one of the OPD and its units, the OPD itself when the cell is blank."""
    text = " ".join(line.cell(sheets.OWNER).text.split())
    if not work.is_new:
        if text and text.casefold() != work.innovation.opd.name.casefold():
            _fault_at(
                work, line, sheets.OWNER,
                _("Pemilik inovasi yang sudah ada tidak dapat diganti di sini. Kembalikan “%(name)s”.")
                % {"name": work.innovation.opd.name},
            )  # fmt: skip
        return
    owners = desk.holdings.owners
    owner = next((entry for entry in owners if entry.name.casefold() == text.casefold()), None)
    if owner is None and text:
        _fault_at(
            work, line, sheets.OWNER,
            _("“%(text)s” bukan OPD atau unit Anda. Pilih dari daftar di sel itu.") % {"text": text[:60]},
        )  # fmt: skip
    chosen = owner or owners[0]
    work.innovation.opd_id = after.opd_id = chosen.pk


def _refuse_twins(work: Work, line: Line, after: Innovation, *, desk: Desk) -> None:
    """A new innovation must not have the name of one that is there: most likely the same file was taken in before."""
    if not work.is_new or not after.name:
        return
    place = (after.opd_id, after.name.casefold())
    other = desk.names.get(place)
    if other is None:
        desk.names[place] = work.key
        return
    _fault_at(
        work, line, sheets.NAME,
        _("Inovasi bernama sama sudah ada (kunci %(key)s). Ubah inovasi itu lewat lembar terisi, atau beri nama lain.")
        % {"key": other},
    )  # fmt: skip


def _written(column: Column, after: Innovation, desk: Desk) -> Any:
    """The value as the domain takes it: a document as its row."""
    value = column.get_value(after)
    return desk.documents.get(value) if column.options == DOCUMENTS and value else value


def _change(work: Work, line: Line, column: Column, after: Innovation, *, desk: Desk) -> None:
    before_text = "" if work.is_new else shown(column, work.innovation, desk)
    after_text = shown(column, after, desk)
    told = length_words(before_text, after_text)
    before_part, after_part = excerpts(before_text, after_text)
    work.entry.changes.append(
        Change(line.at(column.header), "", column.header, before_part, after_part, told)
    )


def shown(column: Column, innovation: Innovation, desk: Desk) -> str:
    """A value as its cell shows it; a date as people read it."""
    value = column.export(innovation, documents=desk.holdings.documents)
    if isinstance(value, date):
        return day(value)
    return as_text(value)


def _remark_cleared(work: Work, line: Line, cleared: tuple[str, ...]) -> None:
    for item in cleared:
        column = _column(item)
        work.entry.remarks.append(
            Fault(
                sheets.INNOVATIONS, line.at(column.header), column.header,
                _("Isian lama di kolom ini ikut dikosongkan atau dikurangi, karena bergantung pada isian yang Anda ubah."),
            )
        )  # fmt: skip


def _column(item: str) -> Column:
    """The column of an item; the name where a message is about the whole."""
    columns = {column.attribute: column for column in proposal_columns()}
    aliases = {"latitude": "coordinates", "longitude": "coordinates"}
    return columns.get(aliases.get(item, item)) or columns["name"]


def _fault(work: Work, line: Line, column: Column, text: str, *, code: str = "") -> None:
    _fault_at(work, line, column.header, text, code=code)


def _fault_at(work: Work, line: Line, header: str, text: str, *, code: str = "") -> None:
    work.entry.faults.append(Fault(sheets.INNOVATIONS, line.at(header), header, text, code))
