"""What a worker does to put another document in the place of one that was revoked."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from iga_portal.jobs.domain import Progress
from iga_portal.jobs.models import Job
from iga_portal.jobs.registry import JobRefused, Outcome, does
from iga_portal.refusals import Refused
from reports.domain.issue_papers import told_fault
from reports.domain.replacing import REPLACE, replace_document
from reports.signing import SignerFault


@does(
    REPLACE,
    title=lambda job: _("Pengganti %(number)s") % {"number": job.arguments["number"]},
    results_page="documents",
    results_title=gettext_lazy("Dokumen publikasi"),
)
def replace(job: Job, progress: Progress) -> Outcome:
    """Issue the paper of a revoked document anew."""
    try:
        number = replace_document(
            job.arguments["document"], person_id=job.requested_by_id, site=str(job.arguments["site"])
        )
    except (Refused, SignerFault) as refusal:
        raise JobRefused(refusal.message) from refusal
    except Exception as fault:
        raise JobRefused(
            _("Dokumen tidak dapat dibuat: %(fault)s. Hubungi pengelola portal.")
            % {"fault": told_fault(fault)}
        ) from fault
    return Outcome(_("%(number)s terbit sebagai pengganti.") % {"number": number})
