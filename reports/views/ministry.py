"""Issued documents of the nation; the ministry orders for one region. What a publication brings is ordered in `batches`."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from iga_portal.web.frame import Crumb
from iga_portal.web.here import here
from iga_portal.web.tables import page_of
from regions.access import actor_of
from regions.models import Period
from regions.queries.periods import current_period
from reports.models import DocumentKind
from reports.queries.documents import issued_documents
from reports.views.documents import find_region, jobs_shown, lines_of, order_for, region_page


@require_GET
def issued(request: HttpRequest) -> HttpResponse:
    """All documents on the final basis."""
    period = _period()
    actor = actor_of(request)
    documents = issued_documents(actor, period=period)
    kind = request.GET.get("dokumen", "")
    if kind in DocumentKind.values:
        documents = documents.filter(kind=kind)
    search = " ".join(request.GET.get("cari", "").split())[:80]
    if search:
        documents = documents.filter(region__name__icontains=search)
    page = page_of(request, documents)
    return render(
        request,
        "reports/issued_nation.html",
        {
            "zone": "WIB",
            "jobs": jobs_shown(request, actor),
            "page": page,
            "lines": lines_of(request, page.object_list),
            "many": True,
            "search": search,
            "kind": kind,
            "filtered": bool(search or kind),
            "document_kinds": DocumentKind.choices,
            "documents_url": here(request, "documents"),
        },
    )


@require_GET
def issued_region(request: HttpRequest, daerah_id: int) -> HttpResponse:
    """The documents of one region."""
    region_period = find_region(daerah_id)
    crumbs = [Crumb(_("Dokumen terbit"), here(request, "issued")), Crumb(region_period.region.name)]
    return region_page(request, actor_of(request), region_period, crumbs=crumbs)


@require_POST
def order(request: HttpRequest, daerah_id: int) -> HttpResponse:
    """Order a document of one region."""
    back = here(request, "issued_region", daerah_id=daerah_id)
    return order_for(request, actor_of(request), find_region(daerah_id), back=back)


def _period() -> Period:
    period = current_period()
    if period is None:
        raise Http404("no period is current")
    return period
