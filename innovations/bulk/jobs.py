"""What the workers do of this room: look a workbook through, apply it, write an export. Imported by workers and by addresses."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from iga_portal.files.domain import store_bytes
from iga_portal.jobs.domain import Progress
from iga_portal.jobs.models import Job
from iga_portal.jobs.registry import JobRefused, Outcome, does
from iga_portal.jobs.telling import telling
from iga_portal.refusals import Refused
from iga_portal.tenancy.scope import scope
from iga_portal.web.formats import moment
from innovations.bulk import exports
from innovations.bulk.imports import (
    APPLY,
    CHECK,
    XLSX,
    Stale,
    apply_import,
    check_import,
    give_back,
    mark_stale,
)
from innovations.bulk.marked import marked
from innovations.bulk.report import loaded
from innovations.models import BulkImport, BulkState
from regions.access import Actor, grant_for
from regions.enums import Role
from regions.models import Person, Region


@does(CHECK, title=lambda job: _("Pemeriksaan lembar kerja"))
def check(job: Job, progress: Progress) -> Outcome:
    """Look a workbook through; leaves a marked copy where something is wrong."""
    now = timezone.now()
    with _language(job), telling(progress) as teller, _place(job):
        actor = _operator(job)
        found, book, holdings = check_import(job.arguments["import"], actor=actor, now=now, step=teller.step)
        if found.state != BulkState.FAULTY:
            return Outcome(_("Berkas sudah diperiksa."))
        report = loaded(found.report)
        message = ngettext(
            "%(count)d hal perlu diperbaiki; tidak ada yang diubah.",
            "%(count)d hal perlu diperbaiki; tidak ada yang diubah.",
            report.fault_count,
        ) % {"count": report.fault_count}
        if book is None:
            return Outcome(message)
        content = marked(book, report, holdings, made_at=now)
        name = f"{found.file.name.removesuffix('.xlsx')[:80]}-bertanda.xlsx"
        return Outcome(message, _stored(job, content, name=name))


@does(APPLY, title=lambda job: _("Penerapan lembar kerja"))
def apply(job: Job, progress: Progress) -> Outcome:
    """Apply a workbook in one transaction. Killed in the middle, nothing is written, and the next try begins anew."""
    import_id = job.arguments["import"]
    with _language(job):
        try:
            with telling(progress) as teller, _place(job):
                found = apply_import(import_id, actor=_operator(job), now=timezone.now(), step=teller.step)
                return Outcome(_applied_words(found))
        except Stale:
            with _place(job):
                mark_stale(
                    import_id,
                    person_id=job.requested_by_id or 0,
                    language=job.arguments.get("language", "id"),
                )
            return Outcome(
                _(
                    "Ada yang berubah di portal sejak berkas diperiksa. Tidak ada yang diterapkan; berkas diperiksa lagi."
                )
            )
        except Refused as refusal:
            with _place(job):
                give_back(import_id, state=BulkState.FAULTY, because=refusal.message)
            raise JobRefused(refusal.message) from refusal
        except JobRefused:
            with _place(job):
                give_back(import_id)
            raise


def _applied_words(found: BulkImport) -> str:
    counts = loaded(found.report).counts
    return _("Diterapkan: %(new)d inovasi baru, %(changed)d diubah.") % {
        "new": counts.get("new", 0),
        "changed": counts.get("changed", 0),
    }


@does(exports.EXPORT, title=exports.title_of)
def export(job: Job, progress: Progress) -> Outcome:
    """Write the OPD's innovations as a file."""
    with _language(job), _place(job):
        made = exports.export_for(
            _operator(job),
            period_id=job.arguments["period"],
            form=job.arguments["form"],
            now=timezone.now(),
            places=int(job.arguments.get("places", 0)),
        )
        return Outcome(
            _("Ditulis %(when)s.") % {"when": moment(timezone.now(), zone=_zone(job))},
            _stored(job, made.content, name=made.name, media_type=made.media_type),
        )


# Who, where, how far -----------------------------------------------------------------------------------------------


@contextmanager
def _place(job: Job) -> Iterator[None]:
    with scope({job.region_id}, actor_id=job.requested_by_id, role=Role.OPERATOR, request_id=f"job-{job.pk}"):
        yield


def _language(job: Job) -> Any:
    return translation.override(job.arguments.get("language") or "id")


def _operator(job: Job) -> Actor:
    """The person who asked, as the operator they still are. Raises JobRefused when they no longer are."""
    person = Person.objects.filter(pk=job.requested_by_id or 0).first()
    place = {"acting": "opd", "region_id": job.region_id, "opd_id": job.arguments["opd"]}
    grant = grant_for(person, place) if person is not None else None
    if grant is None:
        raise JobRefused(_("Anda tidak lagi bertugas di OPD ini; tidak ada yang diubah."))
    return grant.actor


def _zone(job: Job) -> str:
    return Region.objects.get(pk=job.region_id).time_zone


def _stored(job: Job, content: bytes, *, name: str, media_type: str = XLSX) -> Any:
    return store_bytes(
        content, region_id=job.region_id, person_id=job.requested_by_id, name=name, media_type=media_type
    )
