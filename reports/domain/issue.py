"""Ordering documents: who may, what can be printed at all, and the job that does it."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
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
    signatory_name,
)
from reports.models import DocumentKind, Publication
from reports.rules import can_order_certificate, can_order_report
from scoring.queries.ranking import ranking_of
from scoring.queries.results import current_results, stands

PRINT_ONE = "reports.one"
PRINT_BATCH = "reports.batch"
SLICE = 40
"""Reports in one job: some two minutes of work, far below the time limit of a task. Certificates are drawn ten times faster and
go to the printer as one file, so that they are one job."""


@dataclass(frozen=True, slots=True)
class Selection:
    """Which regions a batch takes: of a kind, of an IGA regional, with a predicate on the final basis; "" for all."""

    kind: str = ""
    regional: str = ""
    predicate: str = ""

    def key(self) -> str:
        return f"{self.kind}/{self.regional}/{self.predicate}"


def order_report(region_period: RegionPeriod, *, basis: Basis, actor: Actor, site: str) -> Job:
    """Ask for the report of a region on a basis. Pressed twice, it is one job. Raises Refused with the reason."""
    _refuse(can_order_report(actor, region_period.region_id, basis=basis))
    _refuse_without_index(region_period, basis=basis)
    return _order_one(DocumentKind.REPORT, region_period, basis=basis, actor=actor, site=site)


def order_certificate(region_period: RegionPeriod, *, actor: Actor, site: str) -> Job:
    """Ask for the certificate of a region, which rests on the final basis. Raises Refused with the reason."""
    _refuse(can_order_certificate(actor))
    _refuse_early_certificate(region_period.period)
    _refuse_without_index(region_period, basis=Basis.FINAL)
    if current_results(region_period)[Basis.FINAL].predicate == NOTHING_TO_ASSESS:
        raise Refused("predicate", nothing_to_assess_words())
    return _order_one(DocumentKind.CERTIFICATE, region_period, basis=Basis.FINAL, actor=actor, site=site)


def order_batch(
    kind: DocumentKind, *, period: Period, selection: Selection, actor: Actor, site: str
) -> list[Job]:
    """Ask for the documents of many regions on the final basis, in one job or several. Raises Refused with the reason.

    Runs in the ministry's scope. The regions are those of the selection at this moment.
    """
    _refuse(can_order_certificate(actor))
    if kind is DocumentKind.CERTIFICATE:
        _refuse_early_certificate(period)
    region_ids = _selected(kind, period=period, selection=selection)
    if not region_ids:
        raise Refused(
            "empty", _("Tidak ada daerah berindeks final yang cocok dengan pilihan ini. Ubah pilihannya.")
        )
    size = SLICE if kind is DocumentKind.REPORT else len(region_ids)
    slices = [region_ids[start : start + size] for start in range(0, len(region_ids), size)]
    return [
        request_job(
            region_id=actor.region_id,
            kind=PRINT_BATCH,
            arguments={
                "document": kind.value,
                "period": period.pk,
                "regions": regions,
                "part": part,
                "parts": len(slices),
                "site": site,
            },
            once=f"batch/{kind.value}/{period.year}/{_short(selection.key(), regions)}",
            person_id=actor.person_id,
            total=len(regions),
        )[0]
        for part, regions in enumerate(slices, start=1)
    ]


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
        _refuse_early_certificate(region_period.period)
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


def _selected(kind: DocumentKind, *, period: Period, selection: Selection) -> list[int]:
    ranking = ranking_of(period, basis=Basis.FINAL, kind=selection.kind, regional=selection.regional)
    chosen = [
        row.region
        for row in ranking.placed
        if selection.predicate in {"", row.numbers[Basis.FINAL].predicate}
        and (kind is DocumentKind.REPORT or row.numbers[Basis.FINAL].predicate != NOTHING_TO_ASSESS)
    ]
    return [region.pk for region in sorted(chosen, key=lambda region: region.code)]


def _short(key: str, regions: Sequence[int]) -> str:
    """Names a slice in a few letters: the same choice of the same regions is the same job while it is open."""
    return hashlib.sha256(f"{key}:{','.join(map(str, regions))}".encode()).hexdigest()[:16]


def _refuse(ruling: Ruling) -> None:
    if not ruling:
        raise Refused(ruling.code, ruling.reason)


def _refuse_without_index(region_period: RegionPeriod, *, basis: Basis) -> None:
    # An index that lags a moment is no reason to refuse: the job computes first.
    if not stands(current_results(region_period).get(basis)):
        raise Refused("no_result", no_result_words(basis))


def _refuse_early_certificate(period: Period) -> None:
    """A certificate states the final word, so the real ones wait until it is published, and for a name to sign with."""
    if settings.DEMO:
        return
    if not Publication.objects.filter(period=period).exists():
        raise Refused("unpublished", _("Piagam dibuat setelah hasil periode ini terbit."))
    if not signatory_name():
        raise Refused(
            "signatory",
            _("Nama penanda tangan piagam belum diatur (CERTIFICATE_SIGNATORY). Hubungi pengelola portal."),
        )
