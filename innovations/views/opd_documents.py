"""The document library of an OPD: its shelf, and the quick table that fills in what new documents lack."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods, require_safe

from iga_portal.refusals import Refused
from iga_portal.web.here import here
from iga_portal.web.tables import page_of, sorting
from innovations.domain.documents import StaleDetails, Standing, change_document, seen_of
from innovations.domain.seen import PREFIX
from innovations.forms.documents import DetailsForm, size_hint, take_document_errors
from innovations.models import Document
from innovations.queries.opd_documents import (
    Narrowing,
    incomplete,
    library,
    narrowed,
    with_citation_count,
)
from innovations.views.opd_common import crumbs, grant_of, owners_of, tried
from innovations.views.opd_shelf import facts_of, open_url, shelved
from regions.access import actor_of

SORTS = {
    "baru": ("-created_at", "-pk"),
    "tentang": ("subject", "pk"),
    "tanggal": ("dated", "pk"),
    "dikutip": ("cited", "pk"),
}
ORDERS: dict[str, str | Promise] = {
    "baru": gettext_lazy("Terbaru ditambahkan"),
    "tentang": gettext_lazy("Judul, A ke Z"),
    "-tanggal": gettext_lazy("Tanggal surat terbaru"),
    "-dikutip": gettext_lazy("Paling sering dikutip"),
}
NARROWINGS: dict[str, str | Promise] = {
    Narrowing.INCOMPLETE: gettext_lazy("Belum lengkap keterangannya"),
    Narrowing.UNUSED: gettext_lazy("Tidak dikutip di mana pun"),
    Narrowing.TROUBLED: gettext_lazy("Tautan atau berkas bermasalah"),
}
PER_PAGE = 20


@require_safe
def documents(request: HttpRequest, **place: int) -> HttpResponse:
    """The library. Search, whose documents, what they are narrowed to, order and page stand in the address."""
    actor = actor_of(request)
    search = request.GET.get("cari", "").strip()[:100]
    mine = request.GET.get("milik", "") == "opd"
    wanted = request.GET.get("saring", "")
    found = library(actor, search=search, mine=mine)
    if wanted in NARROWINGS:
        found = narrowed(found, actor, Narrowing(wanted))
    order = sorting(request, allowed=SORTS, default="baru")
    page = page_of(request, with_citation_count(found).order_by(*order.order_by), per_page=PER_PAGE)
    return render(
        request,
        "innovations/opd/documents.html",
        {
            "page": page,
            "shelf": [shelved(request, document, cited=document.cited) for document in page.object_list],
            "search": search,
            "mine": mine,
            "narrowing": wanted if wanted in NARROWINGS else "",
            "narrowings": list(NARROWINGS.items()),
            "order": f"-{order.key}" if order.descending else order.key,
            "orders": list(ORDERS.items()),
            "is_filtered": bool(search or mine or wanted in NARROWINGS),
            "lacking": incomplete(library(actor, mine=True)).count(),
            "opd": grant_of(request).opd,
            "owners": owners_of(request),
            "hint": size_hint(),
            "zone": grant_of(request).region.time_zone,
            "crumbs": crumbs(request, _("Pustaka dokumen")),
        },
    )


# The quick table ---------------------------------------------------------------------------------------------------


@dataclass
class DetailsLine:
    """One document in the quick table, with the hashes of what the page showed."""

    document: Document
    form: DetailsForm
    seen: Mapping[str, str]
    open_url: str
    facts: Sequence[str]
    standing: Sequence[Standing] = ()


@require_http_methods(["GET", "HEAD", "POST"])
def document_details(request: HttpRequest, **place: int) -> HttpResponse:
    """Subject, number and date of several documents at once: those named by `?id=`, else those that lack something."""
    if request.method == "POST":
        lines = [_line(request, document, data=request.POST) for document in _named(request.POST, request)]
        saved = sum(_save(request, line) for line in lines)
        if saved:
            messages.success(
                request,
                ngettext(
                    "Keterangan %(count)d dokumen tersimpan.",
                    "Keterangan %(count)d dokumen tersimpan.",
                    saved,
                )
                % {"count": saved},
            )
        left = [line for line in lines if line.form.errors]
        if not left:
            return redirect(here(request, "documents"))
        return _show_details(request, left, more=0)
    found = _named(request.GET, request) if "id" in request.GET else None
    if found is None:
        lacking = incomplete(library(actor_of(request), mine=True))
        found = list(lacking[:PER_PAGE])
        return _show_details(
            request, [_line(request, document) for document in found], more=lacking.count() - len(found)
        )
    return _show_details(request, [_line(request, document) for document in found], more=0)


def _named(data: QueryDict, request: HttpRequest) -> list[Document]:
    """The documents of the address or the form, newest first. 404 when one of them is not the person's to mend."""
    ids = {int(value) for value in data.getlist("id")[:PER_PAGE] if value.isdecimal() and len(value) < 19}
    found = list(library(actor_of(request), mine=True).filter(pk__in=ids))
    if len(found) != len(ids):
        raise Http404("no such document here")
    return found


def _line(request: HttpRequest, document: Document, *, data: QueryDict | None = None) -> DetailsLine:
    prefix = f"d{document.pk}"
    initial: dict[str, Any] = {name: getattr(document, name) for name in DetailsForm.base_fields}
    form = DetailsForm(data, initial=initial, prefix=prefix)
    seen = seen_of(document)
    if data is not None:
        seen = {field: data.get(f"{prefix}-{PREFIX}{field}", "") for field in seen}
    return DetailsLine(document, form, seen, open_url(request, document), facts_of(document))


def _save(request: HttpRequest, line: DetailsLine) -> bool:
    """True when something was written; what was refused is told in the line's form."""
    if not line.form.is_valid():
        return False
    before = seen_of(line.document)
    outcome = tried(
        lambda: change_document(
            line.document.pk, actor=actor_of(request), seen=line.seen, **line.form.cleaned_data
        )
    )
    if isinstance(outcome, StaleDetails):
        # What the person now sees is what stands: saving once more is their decision.
        line.seen, line.standing = before, outcome.standing
        line.form.add_error(None, outcome.message)
    elif isinstance(outcome, Refused):
        line.form.add_error(None, outcome.message)
    elif isinstance(outcome, ValidationError):
        take_document_errors(line.form, outcome)
    else:
        return seen_of(outcome) != before
    return False


def _show_details(request: HttpRequest, lines: list[DetailsLine], *, more: int) -> HttpResponse:
    return render(
        request,
        "innovations/opd/document_details.html",
        {
            "lines": lines,
            "more": more,
            "prefix": PREFIX,
            "crumbs": crumbs(
                request, (_("Pustaka dokumen"), here(request, "documents")), _("Lengkapi keterangan")
            ),
        },
    )
