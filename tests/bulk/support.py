"""What the tests of the workbook need: an OPD with something in it, a file to fill, and the way through the workers."""

from __future__ import annotations

import io
from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from openpyxl import Workbook, load_workbook

from iga_portal.jobs.models import Job
from iga_portal.jobs.tasks import run_job
from iga_portal.tenancy.scope import scope
from innovations.bulk import jobs, sheets  # noqa: F401 - jobs registers what workers do
from innovations.bulk.exports import owners_of
from innovations.bulk.holdings import Holdings, holdings_of
from innovations.bulk.imports import XLSX, order_apply, take_in_workbook
from innovations.bulk.resources import claim_columns, proposal_columns
from innovations.bulk.template import template
from innovations.domain.answers import set_answer
from innovations.domain.innovations import change_proposal, create_innovation
from innovations.models import BulkImport, Innovation
from regions.access import Actor
from regions.models import Opd
from tests.cast import KOTIM, NOON, PROPOSAL, Cast

HEADINGS = {column.header: column.heading for column in (*proposal_columns(), *claim_columns())}


def proposal_items(**more: Any) -> dict[str, Any]:
    """The cast's proposal by items, as the domain takes it."""
    items: dict[str, Any] = {**PROPOSAL, **more}
    point = (Decimal(str(items.pop("latitude"))), Decimal(str(items.pop("longitude"))))
    return {"coordinates": point, **items}


def make_innovation(cast: Cast, *, name: str, opd: Opd | None = None, level: int | None = 2) -> Innovation:
    """A draft of Sari's with a whole proposal and, unless `level` is None, every row claimed; no evidence."""
    sari = cast.actor("sari")
    made = create_innovation(
        actor=sari, opd_id=(opd or cast.health).pk, name=name, period=cast.period, now=NOON
    )
    change_proposal(made.pk, actor=sari, changes=proposal_items(), seen=None)
    if level is not None:
        for row in range(16, 36):
            set_answer(made.pk, row=row, actor=sari, level=level, basis="a" if row == 33 else "")
    made.refresh_from_db()
    return made


def holdings_for(cast: Cast, name: str = "sari") -> Holdings:
    actor = cast.actor(name)
    return holdings_of(actor, period=cast.period, owners=owners_of(actor))


def workbook_of(cast: Cast, *, places: int = 3, filled: bool = True, name: str = "sari") -> bytes:
    with scope({cast.actor(name).region_id}):
        return template(holdings_for(cast, name), places=places, filled=filled, made_at=NOON)


class Pen:
    """Fills a workbook the way a person does: by sheet, key and heading."""

    def __init__(self, content: bytes) -> None:
        self.book = load_workbook(io.BytesIO(content))

    @property
    def innovations(self) -> Any:
        return self.book[sheets.INNOVATIONS]

    @property
    def rows(self) -> Any:
        return self.book[sheets.ROWS]

    def column(self, sheet: Any, header: str) -> int:
        """The place of a column, from 1. Raises KeyError."""
        wanted = sheets.heading_key(header)
        for cell in sheet[1]:
            if sheets.heading_key(str(cell.value)) == wanted:
                return int(cell.column)
        raise KeyError(header)

    def line(self, key: str) -> int:
        return next(cell.row for cell in self.innovations["A"] if str(cell.value).upper() == key.upper())

    def row_line(self, key: str, row: int) -> int:
        place = self.column(self.rows, sheets.ROW)
        return next(
            cell.row
            for cell in self.rows["A"]
            if str(cell.value).upper() == key.upper() and self.rows.cell(cell.row, place).value == row
        )

    def cell(self, key: str, header: str, row: int | None = None) -> Any:
        if row is None:
            return self.innovations.cell(self.line(key), self.column(self.innovations, header))
        return self.rows.cell(self.row_line(key, row), self.column(self.rows, header))

    def write(self, key: str, values: Mapping[str, Any], *, row: int | None = None) -> Pen:
        for header, value in values.items():
            self.cell(key, header, row).value = value
        return self

    def done(self) -> bytes:
        return saved(self.book)


def saved(book: Workbook) -> bytes:
    out = io.BytesIO()
    book.save(out)
    book.close()
    return out.getvalue()


def upload_of(content: bytes, name: str = "lembar.xlsx") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content, content_type=XLSX)


def take_in(cast: Cast, content: bytes, *, name: str = "sari", opd: Opd | None = None) -> BulkImport:
    """Upload a workbook as a person of the cast; not looked through yet."""
    actor: Actor = cast.actor(name)
    with scope({actor.region_id}, actor_id=actor.person_id):
        made, _new = take_in_workbook(
            upload_of(content), actor=actor, opd_id=(opd or cast.health).pk, period=cast.period, language="id"
        )
    return made


def work_off(found: BulkImport) -> str:
    """Run the job that the import waits for; returns what the worker says."""
    with scope({found.region_id}):
        job = Job.objects.get(pk=BulkImport.objects.get(pk=found.pk).job_id)
    return str(run_job(region_id=found.region_id, job_id=job.pk))


def looked_through(cast: Cast, content: bytes, **who: Any) -> BulkImport:
    """Upload and look through; the import as it then is."""
    made = take_in(cast, content, **who)
    assert work_off(made) == "done"
    return again(made)


def applied(cast: Cast, found: BulkImport) -> BulkImport:
    """Press "Terapkan semua" and let the worker do it."""
    press(cast, found)
    work_off(found)
    return again(found)


def press(cast: Cast, found: BulkImport, *, name: str = "sari") -> None:
    actor = cast.actor(name)
    with scope({KOTIM}, actor_id=actor.person_id):
        order_apply(found.public_id, actor=actor, opd_id=found.opd_id, language="id")


def again(found: BulkImport) -> BulkImport:
    with scope({found.region_id}):
        return BulkImport.objects.select_related("job__result_file").get(pk=found.pk)


def faults_of(found: BulkImport) -> list[tuple[str, str, str]]:
    """(sheet, cell, words) of everything wrong, in the order of the report."""
    report = found.report
    told = [*report["faults"], *(fault for entry in report["entries"] for fault in entry["faults"])]
    return [(fault["sheet"], fault["cell"], fault["text"]) for fault in told]


def changes_of(found: BulkImport) -> list[tuple[str, str, str, str]]:
    """(row or "", column, before, after) of everything that would change."""
    return [
        (change["part"], change["column"], change["before"], change["after"])
        for entry in found.report["entries"]
        for change in entry["changes"]
    ]


Filling = Callable[[Pen], None]
