"""What a worker does to put another document in the place of one that was revoked."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from iga_portal.jobs.domain import Progress
from iga_portal.jobs.models import Job
from iga_portal.jobs.registry import Outcome, does
from reports.domain.fault_words import faults_told
from reports.domain.replacing import REPLACE, replace_document


@does(
    REPLACE,
    title=lambda job: _("Pengganti %(number)s") % {"number": job.arguments["number"]},
    results_page="documents",
    results_title=gettext_lazy("Dokumen publikasi"),
)
def replace(job: Job, progress: Progress) -> Outcome:
    """Issue the paper of a revoked document anew."""
    with faults_told(f"what replaces {job.arguments['number']}"):
        number = replace_document(
            job.arguments["document"], person_id=job.requested_by_id, site=str(job.arguments["site"])
        )
    return Outcome(_("%(number)s terbit sebagai pengganti.") % {"number": number})
