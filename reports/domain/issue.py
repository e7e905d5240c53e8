"""Ordering one document of a region: who may, what can be printed at all, and the job that does it.

What a publication brings is ordered by `reports.domain.batches`, also for one region.
"""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

from iga_portal.jobs.domain import request_job
from iga_portal.jobs.models import Job
from iga_portal.refusals import Refused, Ruling
from regions.access import Actor
from regions.enums import Basis
from regions.models import Period, RegionPeriod
from reports.domain.documents import STEPS
from reports.domain.snapshots import (
    NOTHING_TO_ASSESS,
    no_result_words,
    nothing_to_assess_words,
)
from reports.models import DocumentKind, Publication
from reports.rules import can_order_certificate, can_order_report
from scoring.queries.results import current_results, stands

PRINT_ONE = "reports.one"


def order_report(region_period: RegionPeriod, *, basis: Basis, actor: Actor, site: str) -> Job:
    """Ask for the report of a region on a basis. Pressed twice, it is one job. Raises Refused with the reason."""
    _refuse(can_order_report(actor, region_period.region_id, basis=basis))
    _refuse_without_index(region_period, basis=basis)
    return _order_one(DocumentKind.REPORT, region_period, basis=basis, actor=actor, site=site)


def order_certificate(region_period: RegionPeriod, *, actor: Actor, site: str) -> Job:
    """Ask for the certificate of a region, which rests on the final basis. Raises Refused with the reason."""
    _refuse(can_order_certificate(actor))
    _refuse_certificate_now(region_period.period)
    _refuse_without_index(region_period, basis=Basis.FINAL)
    if current_results(region_period)[Basis.FINAL].predicate == NOTHING_TO_ASSESS:
        raise Refused("predicate", nothing_to_assess_words())
    return _order_one(DocumentKind.CERTIFICATE, region_period, basis=Basis.FINAL, actor=actor, site=site)


def why_no_report(region_period: RegionPeriod, *, basis: Basis, actor: Actor, results: Any) -> str:
    """Why `order_report` would refuse, "" when it would not; `results` are the region's current ones."""
    ruling = can_order_report(actor, region_period.region_id, basis=basis)
    if not ruling:
        return ruling.reason
    return "" if stands(results.get(basis)) else no_result_words(basis)


def why_no_certificate(region_period: RegionPeriod, *, actor: Actor, results: Any) -> str:
    """Why `order_certificate` would refuse, "" when it would not."""
    ruling = can_order_certificate(actor)
    if not ruling:
        return ruling.reason
    try:
        _refuse_certificate_now(region_period.period)
    except Refused as refusal:
        return refusal.message
    final = results.get(Basis.FINAL)
    if not stands(final):
        return no_result_words(Basis.FINAL)
    if final.predicate == NOTHING_TO_ASSESS:
        return nothing_to_assess_words()
    return ""


def _order_one(
    kind: DocumentKind, region_period: RegionPeriod, *, basis: Basis, actor: Actor, site: str
) -> Job:
    # The ministry's order is the ministry's job: a region sees the document, not who is printing it.
    job, _new = request_job(
        region_id=actor.region_id,
        kind=PRINT_ONE,
        arguments={
            "document": kind.value,
            "period": region_period.period_id,
            "region": region_period.region_id,
            "basis": basis.value,
            "site": site,
        },
        once=f"{kind.value}/{region_period.pk}/{basis.value}",
        person_id=actor.person_id,
        total=STEPS,
    )
    return job


def _refuse(ruling: Ruling) -> None:
    if not ruling:
        raise Refused(ruling.code, ruling.reason)


def _refuse_without_index(region_period: RegionPeriod, *, basis: Basis) -> None:
    # An index that lags a moment is no reason to refuse: the job computes first.
    if not stands(current_results(region_period).get(basis)):
        raise Refused("no_result", no_result_words(basis))


def _refuse_certificate_now(period: Period) -> None:
    """A certificate states the final word: it is made of the publication (`reports.domain.batches`). Before there is one, only a
    demonstration shows what it will look like.
    """
    if Publication.objects.filter(period=period).exists():
        raise Refused(
            "published", _("Hasil periode ini sudah terbit. Piagamnya dibuat pada halaman Dokumen publikasi.")
        )
    if not settings.DEMO:
        raise Refused("unpublished", _("Piagam dibuat setelah hasil periode ini terbit."))
