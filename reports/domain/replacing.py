"""Another document in the place of one that was revoked: the same paper, worked out anew, under a number of its own."""

from __future__ import annotations

from django.utils.translation import gettext as _

from iga_portal.jobs.domain import request_job
from iga_portal.jobs.models import Job
from iga_portal.refusals import Refused
from iga_portal.tenancy.scope import NATION, scope
from iga_portal.tenancy.tasks import region_ids
from regions.access import Actor
from reports.domain.batches import refuse_unsigned
from reports.domain.issue_papers import Order, Spent, documents_of, issue_paper
from reports.domain.papers import papers_of
from reports.models import DocumentKind, DocumentStanding, IssuedDocument, Publication
from reports.rules import can_end_document
from reports.signing import the_signer

REPLACE = "reports.replace_document"


def order_replacement(document: IssuedDocument, *, actor: Actor, site: str) -> Job:
    """Have a worker issue what comes in the place of a revoked document; pressed twice it is one job.

    Raises Refused: no admin of the ministry (`role`), the document is not revoked or has a successor (`ended`), nobody can sign
    (`signer`, `signatory`).
    """
    ruling = can_end_document(actor)
    if not ruling:
        raise Refused(ruling.code, ruling.reason)
    _refuse_standing(document)
    refuse_unsigned([document.kind])
    job, _new = request_job(
        region_id=NATION,
        kind=REPLACE,
        arguments={
            "document": document.pk,
            "region": document.region_id,
            "number": document.number,
            "site": site,
        },
        once=f"replace/{document.pk}",
        person_id=actor.person_id,
        total=1,
    )
    return job


def replace_document(document_id: int, *, person_id: int | None, site: str) -> str:
    """Issue the paper of a revoked document anew, from the publication that stands; the new number.

    Opens its own scopes. Raises Refused (`ended`, `gone`: the publication that stands has no such paper), SignerFault, and what
    printing raises.
    """
    document = _found(document_id)
    _refuse_standing(document)
    assert document.publication is not None
    publication = (
        Publication.objects.select_related("period__instrument", "supersedes")
        .filter(period_id=document.publication.period_id, superseded_by__isnull=True)
        .get()
    )
    order = Order(publication, person_id, site, the_signer())
    with scope({document.region_id, NATION}, role="printing"):
        paper = next(
            (
                paper
                for paper in papers_of(
                    publication, kinds=[DocumentKind(document.kind)], region_ids=[document.region_id]
                )
                if paper.category == document.category
            ),
            None,
        )
    if paper is None:
        raise Refused(
            "gone",
            _("Publikasi nomor %(number)s tidak lagi memuat dokumen ini; tidak ada yang dapat diterbitkan.")
            % {"number": publication.number},
        )
    known = documents_of([document.region_id], publication=publication)
    _made, number = issue_paper(paper, order=order, known=known, spent=Spent(), anew=True)
    return number


def _found(document_id: int) -> IssuedDocument:
    with scope(region_ids(), role="printing"):
        return (
            IssuedDocument.objects.select_related("publication")
            .defer("snapshot", "facts")
            .get(pk=document_id)
        )


def _refuse_standing(document: IssuedDocument) -> None:
    if document.standing != DocumentStanding.REVOKED or document.replaced_by_id is not None:
        raise Refused("ended", _("Hanya dokumen yang dicabut dan belum berpengganti yang dapat diganti."))
