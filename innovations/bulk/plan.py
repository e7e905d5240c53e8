"""The plan: what a workbook would change of what is stored, and everything that stands in its way. Writes nothing.

Every cell is compared three ways: what it showed when the file was made (the mark), what stands now, what it says. Made twice,
with the same file and nothing changed meanwhile, a plan is the same and has the same fingerprint: applying makes it again under
the lock and refuses when it differs.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from iga_portal.refusals import Refused
from innovations.bulk import sheets
from innovations.bulk.cells import Kind as CellKind
from innovations.bulk.holdings import Holdings
from innovations.bulk.marks import seen_in
from innovations.bulk.plan_claims import plan_claims
from innovations.bulk.plan_keys import all_keys, lines_by_key, rows_by_key, says_something
from innovations.bulk.plan_proposal import plan_proposal
from innovations.bulk.reading import Book, Line, Sheet
from innovations.bulk.report import Entry, Fault, Report
from innovations.bulk.resources import claim_columns, proposal_columns
from innovations.domain.answers import Claim
from innovations.enums import State
from innovations.models import Document, Innovation
from regions.enums import Phase
from regions.models import RegionPeriod
from scoring.core.canonical import fingerprint

MOST_INNOVATIONS = 1_000


@dataclass
class Work:
    """What applying does for one innovation, stored or new; `innovation` is what stands, unsaved for a new one.

    `prints` is what the fingerprint is made of: item or row, hash of what stands, hash of what comes.
    """

    key: str
    entry: Entry
    innovation: Innovation
    is_new: bool
    changes: dict[str, Any] = field(default_factory=dict)
    claims: dict[int, Claim] = field(default_factory=dict)
    prints: list[tuple[str, str, str]] = field(default_factory=list)

    @property
    def writes(self) -> bool:
        return self.is_new or bool(self.changes or self.claims)


@dataclass
class Plan:
    report: Report
    works: list[Work]


@dataclass
class Desk:
    """What the parts of the planning share."""

    holdings: Holdings
    now: datetime
    documents: Mapping[int, Document]
    region_period: RegionPeriod
    names: dict[tuple[int, str], str] = field(default_factory=dict)
    """(OPD, name in small letters) -> key of the innovation that has it."""


def make_plan(
    book: Book, *, holdings: Holdings, now: datetime, step: Callable[[int], None] = lambda done: None
) -> Plan:
    """Compare a workbook with what stands. Raises Refused for a workbook of another template, year or instrument."""
    _refuse_other_template(book, holdings)
    desk = _desk(book, holdings, now=now)
    lines, faults = lines_by_key(book.innovations)
    rows, row_faults = rows_by_key(book.rows)
    faults += row_faults + _merged(book.innovations) + (_merged(book.rows) if book.rows else [])
    works: list[Work] = []
    entries: list[Entry] = []
    for done, key in enumerate(all_keys(lines, rows), start=1):
        work, entry = _plan_one(key, lines.get(key), rows.get(key, {}), desk=desk)
        if entry is not None:
            entries.append(entry)
        if work is not None and work.writes:
            works.append(work)
        step(done)
    report = Report(
        entries=entries,
        faults=faults,
        remarks=_file_remarks(book),
        fingerprint=_fingerprint(works),
    )
    return Plan(report, works)


def _refuse_other_template(book: Book, holdings: Holdings) -> None:
    stamp = book.stamp
    if stamp.version != sheets.VERSION:
        raise Refused(
            "version",
            _(
                "Lembar kerja ini dari susunan yang tidak dipakai lagi. Unduh yang baru, salin isiannya, lalu unggah."
            ),
        )
    if (stamp.year, stamp.fingerprint) != (holdings.period.year, holdings.instrument.fingerprint):
        raise Refused(
            "instrument",
            _(
                "Lembar kerja ini dibuat untuk periode atau instrumen lain; kini berlaku %(period)s. Unduh yang baru, salin "
                "isiannya, lalu unggah."
            )
            % {"period": holdings.period.name},
        )
    if len(book.innovations.lines) > MOST_INNOVATIONS:
        raise Refused(
            "rows",
            _(
                "Lembar “%(sheet)s” berisi %(count)d baris; paling banyak %(most)d. Bagi menjadi beberapa berkas."
            )
            % {
                "sheet": sheets.INNOVATIONS,
                "count": len(book.innovations.lines),
                "most": MOST_INNOVATIONS,
            },
        )


def _desk(book: Book, holdings: Holdings, *, now: datetime) -> Desk:
    names = {
        (innovation.opd_id, innovation.name.casefold()): str(innovation.public_id)
        for innovation in holdings.innovations
        if innovation.state != State.WITHDRAWN
    }
    region_period = RegionPeriod.objects.select_related("period").get(
        region_id=holdings.actor.region_id, period=holdings.period
    )
    return Desk(holdings, now, _documents(book, holdings), region_period, names)


def _documents(book: Book, holdings: Holdings) -> dict[int, Document]:
    """The documents that cells name, by one query; what is not in the library is not looked for."""
    headers = [column.header for column in proposal_columns() if column.options == "dokumen"]
    typed = {
        int(digits)
        for line in book.innovations.lines
        for header in headers
        if (digits := line.cell(header).text.lstrip("#").split(" ", 1)[0]).isdecimal() and len(digits) < 19
    }
    known = typed & set(holdings.documents)
    return Document.objects.in_bulk(known) if known else {}


# One innovation ----------------------------------------------------------------------------------------------------


def _plan_one(
    key: str, line: Line | None, rows: Mapping[int, Line], *, desk: Desk
) -> tuple[Work | None, Entry | None]:
    entry = Entry(key, name="", line=line.number if line else 0)
    if sheets.NEW_KEY.fullmatch(key):
        if line is None or line.cell(sheets.NAME).is_blank:
            return None, _unnamed(entry, line, rows)
        innovation = Innovation(region_id=desk.holdings.actor.region_id, region_period=desk.region_period)
        entry.is_new = True
        _refuse_closed(entry, line, desk)
    else:
        stored = _stored(key, desk.holdings)
        if stored is None:
            at = line or next(iter(rows.values()))
            sheet = sheets.INNOVATIONS if line else sheets.ROWS
            entry.name = line.cell(sheets.NAME).text[:200] if line else ""
            entry.faults.append(
                Fault(
                    sheet, at.at(sheets.KEY), sheets.KEY,
                    _(
                        "Kunci ini tidak dikenal di OPD Anda pada periode ini. Unduh lembar terisi lagi; untuk inovasi baru pakai "
                        "kunci BARU-…"
                    ),
                )
            )  # fmt: skip
            return None, entry
        innovation = stored
        entry.name, entry.public_id = stored.name, str(stored.public_id)
    work = Work(key, entry, innovation, is_new=entry.is_new)
    _remark_lost_mark(entry, line)
    after = plan_proposal(work, line, desk=desk) if line else innovation
    entry.name = after.name or entry.name
    plan_claims(work, rows, kind=after.kind, desk=desk)
    _tell_formulae(entry, line, rows)
    return work, entry


def _stored(key: str, holdings: Holdings) -> Innovation | None:
    try:
        public_id = UUID(key)
    except ValueError:
        return None
    return next((entry for entry in holdings.innovations if entry.public_id == public_id), None)


def _unnamed(entry: Entry, line: Line | None, rows: Mapping[int, Line]) -> Entry | None:
    """A place for a new innovation that has no name: nothing to do, unless something else was filled in there."""
    if line is not None and says_something(line):
        at = Fault(
            sheets.INNOVATIONS, line.at(sheets.NAME), sheets.NAME,
            _("Baris ini terisi tetapi tanpa nama. Isi nama inovasinya, atau kosongkan seluruh baris."),
        )  # fmt: skip
    elif rows:
        first = next(iter(rows.values()))
        at = Fault(
            sheets.ROWS, first.at(sheets.KEY), sheets.KEY,
            _("Di lembar Inovasi tidak ada inovasi bernama dengan kunci %(key)s. Isi namanya di sana.")
            % {"key": entry.key},
        )  # fmt: skip
    else:
        return None
    entry.faults.append(at)
    return entry


def _refuse_closed(entry: Entry, line: Line, desk: Desk) -> None:
    if desk.region_period.phase_at(desk.now) is not Phase.INPUT:
        entry.faults.append(
            Fault(
                sheets.INNOVATIONS, line.at(sheets.NAME), sheets.NAME,
                _(
                    "Penjaringan sedang tidak dibuka; inovasi baru belum dapat dibuat. Kosongkan baris ini, atau unggah lagi nanti."
                ),
            )
        )  # fmt: skip


# Remarks, fingerprint ----------------------------------------------------------------------------------------------


def _remark_lost_mark(entry: Entry, line: Line | None) -> None:
    """Without its mark a line cannot tell what was typed from what merely stood there."""
    if line is None or entry.is_new or seen_in(line.cell(sheets.MARK).text) is not None:
        return
    entry.remarks.append(
        Fault(
            sheets.INNOVATIONS, line.at(sheets.MARK), sheets.MARK,
            _(
                "Tanda tersembunyi baris ini hilang, jadi setiap sel yang berbeda dari isi portal dianggap Anda ubah. Periksa "
                "perubahannya satu per satu."
            ),
        )
    )  # fmt: skip


def _tell_formulae(entry: Entry, line: Line | None, rows: Mapping[int, Line]) -> None:
    """One message for a cell with a formula: a remark, or a fault in the place of what its words fail at."""
    places = [(sheets.INNOVATIONS, line, proposal_columns())] if line else []
    places += [(sheets.ROWS, row, claim_columns()) for row in rows.values()]
    for sheet, found, columns in places:
        for column in columns:
            if found.cell(column.header).kind is not CellKind.FORMULA:
                continue
            at = found.at(column.header)
            failed = [fault for fault in entry.faults if (fault.sheet, fault.cell) == (sheet, at)]
            if failed:
                text = _(
                    "Sel ini berisi rumus, dan rumus tidak dihitung. Tulis nilainya, atau tempel hasil rumus sebagai nilai."
                )
                entry.faults[entry.faults.index(failed[0])] = Fault(sheet, at, column.header, text)
                entry.faults[:] = [fault for fault in entry.faults if fault not in failed]
            else:
                text = _("Sel ini berisi rumus. Rumus tidak dihitung; yang dibaca adalah tulisannya.")
                entry.remarks.append(Fault(sheet, at, column.header, text))


def _merged(sheet: Sheet) -> list[Fault]:
    return [
        Fault(
            sheet.name, ref, "",
            _("Sel-sel ini digabung, jadi isinya tidak jelas milik baris yang mana. Pisahkan selnya, lalu isi satu per satu."),
        )
        for ref in sheet.merged
    ]  # fmt: skip


def _file_remarks(book: Book) -> list[Fault]:
    remarks = []
    if book.rows is None:
        remarks.append(
            Fault(sheets.ROWS, "", "", _("Lembar Baris tidak ada; tingkat 20 baris tidak diubah."))
        )
    for sheet in (book.innovations, book.rows):
        if sheet is None:
            continue
        remarks += [
            Fault(
                sheet.name,
                "",
                header,
                _("Kolom ini tidak ada dalam berkas; isiannya di portal tidak diubah."),
            )
            for header in sheet.missing
        ]
        remarks += [
            Fault(sheet.name, "", header, _("Kolom ini tidak dikenal portal dan tidak dibaca."))
            for header in sheet.unknown[:20]
        ]
    return remarks


def _fingerprint(works: Sequence[Work]) -> str:
    return fingerprint(
        {
            work.key: {
                "new": work.is_new,
                "opd": work.innovation.opd_id,
                "state": work.innovation.state,
                "prints": [list(entry) for entry in work.prints],
            }
            for work in works
        }
    )
