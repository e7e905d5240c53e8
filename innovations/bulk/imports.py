"""The row of an import: taken in, looked through by a worker, applied once. The only code that writes a BulkImport.

checking -> ready, faulty      looked through; a faulty one is mended in the file and taken in anew
ready -> applying -> applied   all of it, in one transaction
applying -> stale -> checking  something moved since it was looked through: nothing was written, it is looked through again
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from typing import Any

from django.core.files.storage import default_storage
from django.utils import timezone
from django.utils.translation import gettext as _

from iga_portal.files.domain import clean_name, sha256_of, store
from iga_portal.files.models import StoredFile
from iga_portal.jobs.domain import request_job
from iga_portal.jobs.models import JobState
from iga_portal.refusals import Refused
from iga_portal.web.formats import moment
from innovations.bulk import gate
from innovations.bulk.apply import apply_plan
from innovations.bulk.holdings import Holdings, holdings_of
from innovations.bulk.plan import Plan, make_plan
from innovations.bulk.reading import Book, read
from innovations.bulk.report import Fault, Report, dumped
from innovations.models import BulkImport, BulkState
from regions.access import Actor
from regions.models import Opd, Period, Region, RegionPeriod

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
CHECK, APPLY = "innovations.bulk_check", "innovations.bulk_apply"

Step = Callable[[int, int], None]
"""Told how many of how many are done."""


class Stale(Exception):
    """What stands is no longer what was looked through; nothing was written."""


def take_in_workbook(
    upload: Any, *, actor: Actor, opd_id: int, period: Period, language: str
) -> tuple[BulkImport, bool]:
    """Store an uploaded workbook and ask for it to be looked through; (import, whether it is new).

    Sent twice while the first is still looked through, it is one import. Raises Refused for what can be told at once: an empty or
    large file, another kind, a directory that no workbook has.
    """
    gate.refuse_at_door(upload, size=upload.size)
    digest = sha256_of(upload)
    waiting = (
        BulkImport.objects.filter(
            opd_id=opd_id, state=BulkState.CHECKING, file__sha256=digest, file__size=upload.size
        )
        .exclude(job__state=JobState.FAILED)
        .first()
    )
    if waiting is not None:
        return waiting, False
    stored = store(
        upload,
        region_id=actor.region_id,
        person_id=actor.person_id,
        name=clean_name(upload.name or ""),
        media_type=XLSX,
        digest=digest,
        size=upload.size,
    )
    region_period = RegionPeriod.objects.get(region_id=actor.region_id, period=period)
    made = BulkImport.objects.create(
        region_id=actor.region_id,
        opd_id=opd_id,
        region_period=region_period,
        file=stored,
        created_by_id=actor.person_id,
    )
    order_check(made, person_id=actor.person_id, language=language)
    return made, True


def order_check(found: BulkImport, *, person_id: int, language: str) -> None:
    """Ask a worker to look the workbook through."""
    _order(found, kind=CHECK, person_id=person_id, language=language)


def order_apply(public_id: Any, *, actor: Actor, opd_id: int, language: str) -> BulkImport:
    """Ask for an import to be applied. Pressed twice, it is one job; applied already, it stays so.

    Raises BulkImport.DoesNotExist outside the OPD, Refused when it is not ready.
    """
    found = BulkImport.objects.locked().get(public_id=public_id, opd_id=opd_id)
    if found.state == BulkState.APPLIED:
        return found
    if found.state not in {BulkState.READY, BulkState.APPLYING}:
        raise Refused(
            "not_ready",
            _("Berkas ini belum siap diterapkan. Tunggu pemeriksaannya selesai, atau perbaiki yang salah."),
        )
    found.state = BulkState.APPLYING
    found.save(update_fields=["state"])
    _order(found, kind=APPLY, person_id=actor.person_id, language=language)
    return found


def _order(found: BulkImport, *, kind: str, person_id: int, language: str) -> None:
    job, new = request_job(
        region_id=found.region_id,
        kind=kind,
        arguments={"import": found.pk, "opd": found.opd_id, "language": language},
        once=f"{kind}/{found.pk}",
        person_id=person_id,
    )
    if new or found.job_id != job.pk:
        found.job = job
        found.save(update_fields=["job"])


# What the workers do -----------------------------------------------------------------------------------------------


def check_import(
    import_id: int, *, actor: Actor, now: datetime, step: Step = lambda done, total: None
) -> tuple[BulkImport, Book | None, Holdings]:
    """Look an import through and keep what was found; returns it with its cells (None: it could not be opened).

    An import that is being applied, or was, is left alone.
    """
    found = (
        BulkImport.objects.locked().select_related("file", "region_period__period", "opd").get(pk=import_id)
    )
    holdings = _holdings(found, actor)
    if found.state not in {BulkState.CHECKING, BulkState.STALE}:
        return found, None, holdings
    again = found.state == BulkState.STALE
    book, report = _looked_through(found, holdings, now=now, step=step)
    found.report = dumped(report) | {"again": again, "checked_at": now.isoformat()}
    found.state = BulkState.FAULTY if report.is_faulty else BulkState.READY
    found.save(update_fields=["report", "state"])
    return found, book, holdings


def _looked_through(
    found: BulkImport, holdings: Holdings, *, now: datetime, step: Step
) -> tuple[Book | None, Report]:
    try:
        book = _read(found.file)
        report = _plan(book, holdings, now=now, step=step).report
        return book, replace(report, remarks=[*_applied_before(found, holdings), *report.remarks])
    except Refused as refusal:
        return None, Report(faults=[Fault("", "", "", refusal.message)])


def _applied_before(found: BulkImport, holdings: Holdings) -> list[Fault]:
    """The very same file was applied before: nothing wrong, but worth saying."""
    before = (
        BulkImport.objects.filter(
            opd_id=found.opd_id, state=BulkState.APPLIED, file__sha256=found.file.sha256
        )
        .order_by("-applied_at")
        .first()
    )
    if before is None or before.applied_at is None:
        return []
    zone = Region.objects.get(pk=found.region_id).time_zone
    text = _("Berkas yang persis sama sudah diterapkan %(when)s.") % {
        "when": moment(before.applied_at, zone=zone)
    }
    return [Fault("", "", "", text)]


def apply_import(
    import_id: int, *, actor: Actor, now: datetime, step: Step = lambda done, total: None
) -> BulkImport:
    """Apply an import in the caller's transaction. Applied already, it is returned as it is.

    Raises Stale when the plan, made again under the lock, is not the one that was looked through; Refused when a domain function
    refuses after all. In both cases the caller's transaction is rolled back, and nothing was written.
    """
    found = (
        BulkImport.objects.locked().select_related("file", "region_period__period", "opd").get(pk=import_id)
    )
    if found.state == BulkState.APPLIED:
        return found
    if found.state != BulkState.APPLYING:
        raise Refused("not_ready", _("Berkas ini tidak sedang diterapkan; tidak ada yang diubah."))
    holdings = _holdings(found, actor, lock=True)
    plan = _plan(_read(found.file), holdings, now=now)
    if plan.report.is_faulty or plan.report.fingerprint != found.report.get("fingerprint"):
        raise Stale
    total = len(plan.works)
    apply_plan(plan, actor=actor, period=holdings.period, now=now, step=lambda done: step(done, total))
    found.state, found.applied_at = BulkState.APPLIED, timezone.now()
    found.save(update_fields=["state", "applied_at"])
    return found


def mark_stale(import_id: int, *, person_id: int, language: str) -> None:
    """After a refused apply: look it through again, so that the person sees what moved."""
    found = BulkImport.objects.locked().get(pk=import_id)
    if found.state == BulkState.APPLYING:
        found.state = BulkState.STALE
        found.save(update_fields=["state"])
        order_check(found, person_id=person_id, language=language)


def give_back(import_id: int, *, state: BulkState = BulkState.READY, because: str = "") -> None:
    """An apply that cannot be: the import is as before, or faulty with the reason."""
    found = BulkImport.objects.locked().get(pk=import_id)
    if found.state != BulkState.APPLYING:
        return
    found.state = state
    if because:
        found.report = found.report | {
            "faults": [
                *found.report.get("faults", ()),
                {"sheet": "", "cell": "", "column": "", "text": because},
            ]
        }
    found.save(update_fields=["state", "report"])


def _holdings(found: BulkImport, actor: Actor, *, lock: bool = False) -> Holdings:
    owners = Opd.objects.filter(pk__in=actor.opd_ids, is_active=True).order_by("name")
    ordered = sorted(owners, key=lambda opd: opd.pk != found.opd_id)
    return holdings_of(actor, period=found.region_period.period, owners=ordered, lock=lock)


def _read(file: StoredFile) -> Book:
    with default_storage.open(file.key, "rb") as handle:
        return read(handle, size=file.size)


def _plan(book: Book, holdings: Holdings, *, now: datetime, step: Step = lambda done, total: None) -> Plan:
    total = len(book.innovations.lines)
    return make_plan(book, holdings=holdings, now=now, step=lambda done: step(done, max(total, done)))
