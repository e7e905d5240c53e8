"""What the jobs of this room do. Imported by every worker, and by the addresses, so that pages know the jobs' names."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from iga_portal.files.domain import store_bytes
from iga_portal.files.models import StoredFile
from iga_portal.jobs.domain import Progress
from iga_portal.jobs.models import Job
from iga_portal.jobs.registry import JobRefused, Outcome, does
from iga_portal.refusals import Refused
from iga_portal.tenancy.scope import scope
from iga_portal.web.formats import day
from regions.enums import Basis
from regions.models import Region
from reports import (  # noqa: F401 - register their jobs for the workers
    batch_tasks,
    brief_jobs,
    dossier_jobs,
    meeting_jobs,
    publishing_jobs,
    receipt_jobs,
    replacement_jobs,
)
from reports.domain.documents import PDF, Issued, Wanted, issue_document, snapshot_of
from reports.domain.issue import PRINT_BATCH, PRINT_ONE
from reports.models import DocumentKind, IssuedDocument
from reports.printing.errors import FontMissing, PrintError
from reports.printing.snapshot import CertificateSnapshot, SnapshotInvalid

CANNOT_PRINT = (FontMissing, PrintError, SnapshotInvalid)
"""Faults of the installation or of the content: trying again at once would not help."""

ISSUED = gettext_lazy("Dokumen terbit")


def _one_title(job: Job) -> str:
    """In words: Piagam Kabupaten Kotawaringin Timur; Laporan Kota Bengkulu, dasar Final."""
    region = Region.objects.get(pk=job.arguments["region"]).name
    if job.arguments["document"] == DocumentKind.CERTIFICATE:
        return _("Piagam %(region)s") % {"region": region}
    return _("Laporan %(region)s, dasar %(basis)s") % {
        "region": region,
        "basis": Basis(job.arguments["basis"]).label,
    }


def _batch_title(job: Job) -> str:
    """In words: Laporan 40 daerah, bagian 1 dari 3."""
    words = {"count": len(job.arguments["regions"])}
    title = (
        _("Piagam %(count)d daerah")
        if job.arguments["document"] == DocumentKind.CERTIFICATE
        else _("Laporan %(count)d daerah")
    ) % words
    if job.arguments["parts"] == 1:
        return title
    return _("%(title)s, bagian %(part)d dari %(parts)d") % {
        "title": title,
        "part": job.arguments["part"],
        "parts": job.arguments["parts"],
    }


@does(PRINT_ONE, title=_one_title, results_page="issued", results_title=ISSUED)
def print_one(job: Job, progress: Progress) -> Outcome:
    """Print one document. The job's file is the document's where both belong to the same region."""
    wanted = _wanted(job, region_id=int(job.arguments["region"]), basis=Basis(job.arguments["basis"]))
    try:
        issued = issue_document(wanted, step=lambda done: progress.tell(done))
    except Refused as refusal:
        raise JobRefused(refusal.message) from refusal
    except CANNOT_PRINT as fault:
        raise JobRefused(_cannot_print(fault)) from fault
    with scope({wanted.region_id}, role="printing"):
        document = IssuedDocument.objects.select_related("file").get(pk=issued.document_id)
    same_region = document.region_id == job.region_id
    return Outcome(_told(issued), document.file if same_region else None)


@does(PRINT_BATCH, title=_batch_title, results_page="issued", results_title=ISSUED)
def print_batch(job: Job, progress: Progress) -> Outcome:
    """Print the documents of many regions. Certificates are also put together in one file for the printer."""
    issued: list[tuple[int, Issued]] = []
    refused: list[str] = []
    for done, region_id in enumerate(job.arguments["regions"], start=1):
        try:
            wanted = _wanted(job, region_id=region_id, basis=Basis.FINAL)
            issued.append((region_id, issue_document(wanted)))
        except Refused as refusal:
            refused.append(_skipped(region_id, refusal.message))
        except CANNOT_PRINT as fault:
            refused.append(_skipped(region_id, _cannot_print(fault)))
        progress.tell(done)
    if not issued:
        raise JobRefused(refused[0])
    reused = sum(entry.reused for _region_id, entry in issued)
    message = _("%(new)d terbit, %(reused)d tidak berubah dan dipakai lagi.") % {
        "new": len(issued) - reused,
        "reused": reused,
    }
    if refused:
        message += " " + _("%(count)d dilewati: %(reasons)s") % {
            "count": len(refused),
            "reasons": "; ".join(refused),
        }
    if job.arguments["document"] != DocumentKind.CERTIFICATE:
        return Outcome(message)
    return Outcome(message, _one_file(job, issued))


def _wanted(job: Job, *, region_id: int, basis: Basis) -> Wanted:
    return Wanted(
        kind=DocumentKind(job.arguments["document"]),
        region_id=region_id,
        period_id=int(job.arguments["period"]),
        basis=basis,
        person_id=job.requested_by_id,
        site=str(job.arguments["site"]),
    )


def _one_file(job: Job, issued: list[tuple[int, Issued]]) -> StoredFile:
    """All certificates of the batch in one document, a page each, as the ministry's own file."""
    snapshots: list[CertificateSnapshot] = []
    for region_id, entry in issued:
        with scope({region_id}, role="printing"):
            snapshot = snapshot_of(IssuedDocument.objects.get(pk=entry.document_id))
        assert isinstance(snapshot, CertificateSnapshot)
        snapshots.append(snapshot)
    # The printer (WeasyPrint, Pango) is loaded by the process that prints, when it first does.
    from reports.printing.render import render_certificates

    content = render_certificates(snapshots)
    with scope({job.region_id}, actor_id=job.requested_by_id, role="printing"):
        return store_bytes(
            content,
            region_id=job.region_id,
            person_id=job.requested_by_id,
            name=f"piagam-{len(snapshots)}-lembar.pdf",
            media_type=PDF,
        )


def _told(issued: Issued) -> str:
    if issued.reused:
        return _("%(number)s tidak berubah sejak %(day)s; dokumen itu dipakai lagi.") % {
            "number": issued.number,
            "day": day(issued.issued_on),
        }
    return _("%(number)s terbit.") % {"number": issued.number}


def _skipped(region_id: int, reason: str) -> str:
    return f"{Region.objects.get(pk=region_id).name}: {reason}"


def _cannot_print(fault: Exception) -> str:
    return _("Dokumen tidak dapat dicetak: %(fault)s. Hubungi pengelola portal.") % {"fault": fault}
