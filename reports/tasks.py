"""What the jobs of this room do. Imported by every worker, and by the addresses, so that pages know the jobs' names."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from iga_portal.jobs.domain import Progress
from iga_portal.jobs.models import Job
from iga_portal.jobs.registry import Outcome, does
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
from reports.domain.documents import Issued, Wanted, issue_document
from reports.domain.fault_words import faults_told
from reports.domain.issue import PRINT_ONE
from reports.models import DocumentKind, IssuedDocument

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


@does(PRINT_ONE, title=_one_title, results_page="issued", results_title=ISSUED)
def print_one(job: Job, progress: Progress) -> Outcome:
    """Print one document. The job's file is the document's where both belong to the same region."""
    wanted = Wanted(
        kind=DocumentKind(job.arguments["document"]),
        region_id=int(job.arguments["region"]),
        period_id=int(job.arguments["period"]),
        basis=Basis(job.arguments["basis"]),
        person_id=job.requested_by_id,
        site=str(job.arguments["site"]),
    )
    with faults_told(f"the {wanted.kind.value} of region {wanted.region_id}"):
        issued = issue_document(wanted, step=lambda done: progress.tell(done))
    with scope({wanted.region_id}, role="printing"):
        document = IssuedDocument.objects.select_related("file").get(pk=issued.document_id)
    same_region = document.region_id == job.region_id
    return Outcome(_told(issued), document.file if same_region else None)


def _told(issued: Issued) -> str:
    if issued.reused:
        return _("%(number)s tidak berubah sejak %(day)s; dokumen itu dipakai lagi.") % {
            "number": issued.number,
            "day": day(issued.issued_on),
        }
    return _("%(number)s terbit.") % {"number": issued.number}
