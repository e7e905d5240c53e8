"""Issued documents of the nation: the ministry orders for one region or for many."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from iga_portal.refusals import Refused
from iga_portal.web.frame import Crumb
from iga_portal.web.here import here
from iga_portal.web.tables import page_of
from regions.access import actor_of
from regions.enums import IgaRegional
from regions.models import Period
from regions.queries.instruments import instrument_of
from regions.queries.periods import current_period
from reports.domain.issue import Selection, order_batch
from reports.models import DocumentKind
from reports.queries.documents import issued_documents
from reports.views.documents import find_region, jobs_shown, lines_of, order_for, region_page
from scoring.queries.ranking import KINDS


@require_GET
def issued(request: HttpRequest) -> HttpResponse:
    """All documents on the final basis, and the order for many regions at once."""
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
            "choices": _choices(period),
            "order_url": here(request, "issued_batch"),
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


@require_POST
def batch(request: HttpRequest) -> HttpResponse:
    """Order the documents of a selection of regions."""
    period = _period()
    back = here(request, "issued")
    try:
        jobs = order_batch(
            _document_kind(request),
            period=period,
            selection=_selection(request, period),
            actor=actor_of(request),
            site=request.build_absolute_uri("/"),
        )
    except Refused as refusal:
        messages.error(request, refusal.message)
        return redirect(back)
    total = sum(job.total for job in jobs)
    messages.success(
        request,
        ngettext(
            "Dokumen untuk %(count)d daerah dipesan; kemajuannya tampak di bawah.",
            "Dokumen untuk %(count)d daerah dipesan; kemajuannya tampak di bawah.",
            total,
        )
        % {"count": total},
    )
    if len(jobs) == 1:
        return redirect(here(request, "job", public_id=jobs[0].public_id))
    return redirect(back)


def _period() -> Period:
    period = current_period()
    if period is None:
        raise Http404("no period is current")
    return period


def _choices(period: Period) -> dict[str, list[tuple[str, Any]]]:
    return {
        "kinds": [(str(kind), kind.label) for kind in KINDS],
        "regionals": list(IgaRegional.choices),
        "predicates": [(entry.name, entry.name) for entry in instrument_of(period).predicates],
    }


def _document_kind(request: HttpRequest) -> DocumentKind:
    value = request.POST.get("dokumen", "")
    if value not in DocumentKind.values:
        raise Refused("unknown", _("Pilih dokumen yang akan dicetak."))
    return DocumentKind(value)


def _selection(request: HttpRequest, period: Period) -> Selection:
    """The choices of the form; a value that is no choice means everything."""
    choices = _choices(period)

    def chosen(name: str, options: str) -> str:
        value = request.POST.get(name, "")
        return value if value in {option for option, _label in choices[options]} else ""

    return Selection(
        kind=chosen("jenis", "kinds"),
        regional=chosen("regional", "regionals"),
        predicate=chosen("predikat", "predicates"),
    )
