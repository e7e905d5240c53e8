"""A workbook of 500 innovations with all their rows: written, read, looked through, applied, and looked through once more."""

from __future__ import annotations

import time
import uuid
from collections.abc import Callable, Iterator
from datetime import date
from typing import Any, TypeVar

from django.core.files.base import ContentFile
from django.utils import timezone

from iga_portal.bench.memory import _peak_mb
from iga_portal.jobs.models import Job, JobState
from iga_portal.jobs.tasks import run_job
from iga_portal.tenancy.scope import scope
from innovations.bulk import jobs, sheets  # noqa: F401 - jobs registers what workers do
from innovations.bulk.exports import owners_of
from innovations.bulk.holdings import Holdings, holdings_of
from innovations.bulk.imports import order_apply, take_in_workbook
from innovations.bulk.template import add_tables, new_lines, new_rows, started, template
from innovations.bulk.workbook import Out
from innovations.models import Answer, BulkImport, BulkState, Innovation
from regions.access import Actor
from regions.enums import Role
from regions.models import Membership, Opd, Period, Person, RegionPeriod
from regions.queries.periods import current_period

REGION = 6202
ROWS = 500
GOAL_SECONDS = 60.0
T = TypeVar("T")


def run(*, rows: int = ROWS) -> Iterator[dict[str, Any]]:
    """Yield one line a step, in seconds, then the whole from upload to applied against the goal of a minute.

    The OPD is made for the run and stays: each run measures one that has nothing yet. `times_plain` is the ratio to writing the
    same rows bare, without a rule, a lock or a page of history asked by the application (the audit's triggers run in both).
    """
    period = current_period()
    assert period is not None
    actor, opd = _place(period)
    with scope({REGION}, actor_id=actor.person_id):
        holdings = holdings_of(actor, period=period, owners=owners_of(actor))
    common = {"bench": "bulk", "innovations": rows, "indicator_rows": rows * 20}
    content, took = _timed(lambda: _filled(holdings, rows))
    yield {**common, "case": "write", **took, "bytes": len(content)}
    plain = _plain(actor, opd, period, rows)
    yield {**common, "case": "plain", "seconds": plain, "times_plain": 1.0}
    found, taking = _timed(lambda: _take_in(content, actor, opd, period))
    _done, checking = _timed(lambda: _work_off(found))
    yield {**common, "case": "look_through", **checking, "times_plain": round(checking["seconds"] / plain, 2)}
    _order(found, actor, opd)
    _done, applying = _timed(lambda: _work_off(found))
    state = _state(found)
    assert state == BulkState.APPLIED, state
    yield {**common, "case": "apply", **applying, "times_plain": round(applying["seconds"] / plain, 2)}
    whole = {key: round(taking[key] + checking[key] + applying[key], 3) for key in taking}
    yield {
        **common,
        "case": "upload_to_applied",
        **whole,
        "goal_seconds": GOAL_SECONDS,
        "within_goal": whole["seconds"] < GOAL_SECONDS,
        "innovations_a_second": round(rows / whole["seconds"], 1),
        "peak_mb": _peak_mb(),
    }
    yield from _once_more(actor, opd, period, common)


def _once_more(actor: Actor, opd: Opd, period: Period, common: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Export what is there now, and look it through: nothing may change."""
    with scope({REGION}, actor_id=actor.person_id):
        holdings = holdings_of(actor, period=period, owners=owners_of(actor))
        content, took = _timed(lambda: template(holdings, places=0, filled=True, made_at=timezone.now()))
    yield {**common, "case": "export", **took, "bytes": len(content)}
    found = _take_in(content, actor, opd, period)
    _done, took = _timed(lambda: _work_off(found))
    with scope({REGION}):
        report = BulkImport.objects.get(pk=found.pk).report
    yield {
        **common, "case": "look_through_unchanged", **took, "changes": report["change_count"],
        "faults": report["fault_count"],
    }  # fmt: skip


def _timed(act: Callable[[], T]) -> tuple[T, dict[str, float]]:
    """What it gave, and its seconds: on the clock, and of this process's own work (which a busy machine does not lengthen)."""
    began, worked = time.perf_counter(), time.process_time()
    found = act()
    return found, {
        "seconds": round(time.perf_counter() - began, 3),
        "cpu_seconds": round(time.process_time() - worked, 3),
    }


def _place(period: Period) -> tuple[Actor, Opd]:
    mark = uuid.uuid4().hex[:8]
    person = Person.objects.create(email=f"bench-{mark}@contoh.go.id", name="Bench")
    with scope({REGION}, role="bench"):
        opd = Opd.objects.create(region_id=REGION, name=f"Bench {mark}")
        Membership.objects.create(
            person=person, role=Role.OPERATOR, region_id=REGION, opd=opd, valid_from=date(2020, 1, 1)
        )
    return Actor(person.pk, Role.OPERATOR, REGION, frozenset({opd.pk})), opd


def _filled(holdings: Holdings, rows: int) -> bytes:
    """A workbook in which every cell that is asked for is filled in."""
    writer = started(holdings, made_at=timezone.now())
    lines = [_proposal(line, number) for number, line in enumerate(new_lines(rows), start=1)]
    claims = [_claim(row) for row in new_rows(holdings, rows)]
    add_tables(writer, holdings, lines, claims)
    return writer.finished()


def _proposal(line: Out, number: int) -> Out:
    text = f"Inovasi nomor {number} mempercepat layanan bagi warga. "
    line.values = {
        **line.values, "Nama inovasi": f"Inovasi bench {number}", "Tahapan": "Penerapan", "Inisiator": "OPD",
        "Nama inisiator": "Tim bench", "Klasifikasi": "Inovasi Perangkat Daerah", "Titik koordinat": "-2.53127, 112.95013",
        "Jenis": "Digital", "Bentuk": "Pelayanan Publik", "Asta Cita": 4, "Klaster PKPN": "D · Kesehatan",
        "Program PKPN utama": "D03", "Urusan utama": "A02 · Kesehatan", "Urusan beririsan": "A06",
        "Tanggal uji coba": date(2024, 1, 10), "Tanggal penerapan awal": date(2024, 5, 6), "Rancang bangun": text * 45,
        "Tujuan": text * 4, "Manfaat": text * 4, "Hasil": text * 4,
    }  # fmt: skip
    return line


def _claim(row: Out) -> Out:
    number = row.values[sheets.ROW]
    row.values = {**row.values, "Tingkat": 2, "Catatan": f"Lihat bukti baris {number}."}
    if number == 33:
        row.values = {**row.values, "Satuan ukur": "a", "Angka terukur": 420}
    return row


def _plain(actor: Actor, opd: Opd, period: Period, rows: int) -> float:
    """The same number of rows written bare, and taken back."""
    with scope({REGION}, role="bench"):
        region_period = RegionPeriod.objects.get(region_id=REGION, period=period)

    class _TakenBack(Exception):
        pass

    began = time.perf_counter()
    try:
        with scope({REGION}, role="bench"):
            made = Innovation.objects.bulk_create(
                Innovation(
                    region_id=REGION,
                    opd=opd,
                    region_period=region_period,
                    name=f"Polos {number}",
                    design="kata " * 300,
                )
                for number in range(rows)
            )
            Answer.objects.bulk_create(
                Answer(region_id=REGION, innovation=innovation, row=row, claimed_level=2)
                for innovation in made
                for row in range(16, 36)
            )
            raise _TakenBack
    except _TakenBack:
        return round(time.perf_counter() - began, 3)


def _take_in(content: bytes, actor: Actor, opd: Opd, period: Period) -> BulkImport:
    with scope({REGION}, actor_id=actor.person_id, role=Role.OPERATOR):
        made, _new = take_in_workbook(
            ContentFile(content, name="bench.xlsx"), actor=actor, opd_id=opd.pk, period=period, language="id"
        )
    return made


def _order(found: BulkImport, actor: Actor, opd: Opd) -> None:
    with scope({REGION}, actor_id=actor.person_id, role=Role.OPERATOR):
        order_apply(found.public_id, actor=actor, opd_id=opd.pk, language="id")


def _work_off(found: BulkImport) -> None:
    """Run the import's job here, or wait for the worker that was quicker."""
    with scope({REGION}):
        job_id = BulkImport.objects.values_list("job_id", flat=True).get(pk=found.pk)
    if run_job(region_id=REGION, job_id=job_id) == "taken":
        while True:
            with scope({REGION}):
                if Job.objects.get(pk=job_id).state in {JobState.DONE, JobState.FAILED}:
                    return
            time.sleep(0.05)


def _state(found: BulkImport) -> str:
    with scope({REGION}):
        return str(BulkImport.objects.values_list("state", flat=True).get(pk=found.pk))
