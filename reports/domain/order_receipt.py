"""Asking for the printed receipt of a region."""

from __future__ import annotations

from django.utils.translation import gettext as _

from iga_portal.jobs.domain import request_job
from iga_portal.jobs.models import Job
from iga_portal.refusals import Refused
from regions.access import Actor
from reports.models import Publication, PublishedRegion
from reports.rules import can_read_points

RECEIPT = "reports.receipt"


def order_receipt(publication: Publication, *, region_id: int, actor: Actor, site: str) -> Job:
    """Have a worker print the full receipt; pressed twice it is one job. Raises Refused with the reason.

    The ministry's order is the ministry's job.
    """
    if not can_read_points(actor, region_id):
        raise Refused("role", _("Rincian nilai dipesan oleh admin daerah, kepala daerah, atau Kemendagri."))
    if hasattr(publication, "superseded_by"):
        raise Refused(
            "superseded",
            _("Publikasi nomor %(number)s sudah digantikan. Rincian dicetak dari publikasi yang berlaku.")
            % {"number": publication.number},
        )
    if not PublishedRegion.objects.filter(
        publication=publication, region_id=region_id, is_assessed=True
    ).exists():
        raise Refused("no_result", _("Daerah ini tidak mempunyai indeks pada publikasi itu."))
    job, _new = request_job(
        region_id=actor.region_id,
        kind=RECEIPT,
        arguments={"number": publication.number, "region": region_id, "site": site},
        once=f"receipt/{publication.pk}/{region_id}",
        person_id=actor.person_id,
        total=1,
    )
    return job
