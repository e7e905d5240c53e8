"""What a worker does for a full receipt. Imported by `reports.tasks` and by the addresses, so that pages know what the job is called."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from iga_portal.jobs.domain import Progress
from iga_portal.jobs.models import Job
from iga_portal.jobs.registry import JobRefused, Outcome, does
from iga_portal.tenancy.scope import scope
from regions.models import Region
from reports.domain.fault_words import faults_told
from reports.domain.issue_papers import Made, Order, Spent, documents_of, issue_paper
from reports.domain.order_receipt import RECEIPT
from reports.domain.paper_receipt import receipt_paper
from reports.models import IssuedDocument, Publication
from reports.signing import the_signer


def _title(job: Job) -> str:
    region = Region.objects.get(pk=job.arguments["region"]).name
    return _("Rincian nilai %(region)s") % {"region": region}


@does(RECEIPT, title=_title, results_page="issued", results_title=gettext_lazy("Dokumen terbit"))
def print_receipt(job: Job, progress: Progress) -> Outcome:
    """Print the full receipt of one region, or find that it was printed and says the same."""
    region_id = int(job.arguments["region"])
    publication = Publication.objects.select_related("period__instrument", "supersedes").get(
        number=job.arguments["number"]
    )
    if hasattr(publication, "superseded_by"):
        raise JobRefused(_("Publikasi ini baru saja digantikan. Cetak rincian dari publikasi yang berlaku."))
    with faults_told(f"the receipt of region {region_id} in publication {publication.number}"):
        with scope({region_id}, actor_id=job.requested_by_id, role="printing"):
            paper = receipt_paper(publication, region_id)
        if paper is None:
            raise JobRefused(_("Daerah ini tidak mempunyai indeks pada publikasi itu."))
        order = Order(publication, job.requested_by_id, str(job.arguments["site"]), the_signer())
        known = documents_of([region_id], publication=publication)
        made, number = issue_paper(paper, order=order, known=known, spent=Spent())
    with scope({region_id}, role="printing"):
        document = IssuedDocument.objects.select_related("file").get(number=number)
    told = _("%(number)s terbit.") if made is Made.NEW else _("%(number)s tidak berubah dan dipakai lagi.")
    # The ministry's order is the ministry's job: it finds the document in its list, the region's file stays the region's.
    own = document.file if job.region_id == region_id else None
    return Outcome(told % {"number": number}, own)
