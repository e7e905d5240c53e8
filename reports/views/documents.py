"""Issued documents of a region: what there is, how to order another, and how far it is."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from iga_portal.files.serving import serve
from iga_portal.jobs.models import Job, JobState
from iga_portal.jobs.views import own_progress_of
from iga_portal.refusals import Refused
from iga_portal.web.here import here
from iga_portal.web.parts import Progress
from iga_portal.web.tables import page_of
from regions.access import Actor, actor_of
from regions.enums import Basis, Role
from regions.models import Region, RegionPeriod
from reports.domain.issue import (
    order_certificate,
    order_report,
    why_no_certificate,
    why_no_report,
)
from reports.models import DocumentKind, IssuedDocument, PublishedRegion
from reports.queries.documents import issued_documents, readable_document
from reports.queries.publications import published_places
from scoring.queries.results import current_region_period, current_results, stands
from scoring.words import BASIS_WORDS, basis_or_none

JOBS_SHOWN = 5


@dataclass(frozen=True, slots=True)
class Offer:
    """Something that can be ordered: its index, or why it cannot be."""

    label: str
    document: DocumentKind
    basis_word: str
    index: Decimal | None
    predicate: str
    refusal: str


@dataclass(frozen=True, slots=True)
class Line:
    document: IssuedDocument
    url: str


@require_GET
def issued(request: HttpRequest, **where: int) -> HttpResponse:
    """The region's own page."""
    actor = actor_of(request)
    return region_page(request, actor, find_region(actor.region_id), crumbs=[])


def region_page(
    request: HttpRequest, actor: Actor, region_period: RegionPeriod, *, crumbs: list[Any]
) -> HttpResponse:
    """Documents of one region, and the offers for this reader."""
    documents = issued_documents(actor, period=region_period.period, region_id=region_period.region_id)
    page = page_of(request, documents)
    return render(
        request,
        "reports/issued.html",
        {
            "region": region_period.region,
            "zone": region_period.region.time_zone,
            "crumbs": crumbs,
            "offers": offers_for(actor, region_period),
            "order_url": order_url(request, actor, region_period),
            "jobs": jobs_shown(request, actor),
            "page": page,
            "lines": lines_of(request, page.object_list),
            "many": False,
            "receipts": receipts_of(request, actor, region_period.region),
        },
    )


def receipts_of(request: HttpRequest, actor: Actor, region: Region) -> list[tuple[PublishedRegion, str]]:
    """The published results of the region with the page that tells where each point comes from."""
    more = {"daerah_id": region.pk} if actor.is_ministry else {}
    return [
        (row, here(request, "points", number=row.publication.number, **more))
        for row in published_places(region)
        if row.is_assessed
    ]


def find_region(region_id: int) -> RegionPeriod:
    """The region's row in the current period. Raises Http404 for a region that takes no part."""
    found = current_region_period(region_id)
    if found is None:
        raise Http404("the region takes no part in the current period")
    return found


def offers_for(actor: Actor, region_period: RegionPeriod) -> list[Offer]:
    """What this reader may order here; the head of region only reads."""
    if actor.role not in {Role.REGIONAL_ADMIN, Role.MINISTRY_ADMIN}:
        return []
    results = current_results(region_period)
    bases = [Basis.FINAL] if actor.is_ministry else list(Basis)
    offers = [
        _offer(
            DocumentKind.REPORT,
            _("Laporan, dasar %(basis)s") % {"basis": basis.label},
            basis,
            results,
            refusal=why_no_report(region_period, basis=basis, actor=actor, results=results),
        )
        for basis in bases
    ]
    if actor.is_ministry:
        offers.append(
            _offer(
                DocumentKind.CERTIFICATE,
                _("Piagam"),
                Basis.FINAL,
                results,
                refusal=why_no_certificate(region_period, actor=actor, results=results),
            )
        )
    return offers


def _offer(document: DocumentKind, label: str, basis: Basis, results: Any, *, refusal: str) -> Offer:
    result = results.get(basis)
    alive = stands(result)
    return Offer(
        label=label,
        document=document,
        basis_word=BASIS_WORDS[basis],
        index=result.index if alive else None,
        predicate=result.predicate if alive else "",
        refusal=refusal,
    )


def lines_of(request: HttpRequest, documents: Any) -> list[Line]:
    """The documents with the address of their file, "" while it is being printed."""
    return [
        Line(
            document,
            here(request, "issued_file", public_id=document.public_id) if document.file_id else "",
        )
        for document in documents
    ]


def jobs_shown(request: HttpRequest, actor: Actor) -> list[Progress]:
    """The printing jobs of this place that somebody waits for or must know of: open ones, and the latest that failed."""
    jobs = Job.objects.filter(region_id=actor.region_id, kind__startswith="reports.").order_by("-created_at")
    found = list(
        jobs.filter(state__in=[JobState.QUEUED, JobState.RUNNING]).select_related("result_file")[:JOBS_SHOWN]
    )
    latest = jobs.first()
    if latest is not None and latest.state == JobState.FAILED:
        found.append(latest)
    return [own_progress_of(request, job) for job in found]


def order_url(request: HttpRequest, actor: Actor, region_period: RegionPeriod) -> str:
    if actor.is_ministry:
        return here(request, "issued_order", daerah_id=region_period.region_id)
    return here(request, "issued_order")


@require_POST
def order(request: HttpRequest, **where: int) -> HttpResponse:
    """Order a document of the own region."""
    actor = actor_of(request)
    return order_for(request, actor, find_region(actor.region_id), back=here(request, "issued"))


def order_for(request: HttpRequest, actor: Actor, region_period: RegionPeriod, *, back: str) -> HttpResponse:
    """Order what the form names, and go to its job; a refusal is told on the page it came from."""
    basis = basis_or_none(request.POST.get("dasar", ""))
    document = request.POST.get("dokumen")
    site = request.build_absolute_uri("/")
    try:
        if document == DocumentKind.CERTIFICATE:
            job = order_certificate(region_period, actor=actor, site=site)
        elif document == DocumentKind.REPORT and basis is not None:
            job = order_report(region_period, basis=basis, actor=actor, site=site)
        else:
            raise Refused("unknown", _("Pilih dokumen yang akan dicetak."))
    except Refused as refusal:
        messages.error(request, refusal.message)
        return redirect(back)
    return redirect(here(request, "job", public_id=job.public_id))


@require_GET
def file(request: HttpRequest, public_id: UUID, **where: int) -> HttpResponseBase:
    """The document itself, for those who may read it."""
    document = readable_document(actor_of(request), public_id=public_id)
    if document is None or document.file is None:
        raise Http404("no such document here")
    return serve(request, document.file)
