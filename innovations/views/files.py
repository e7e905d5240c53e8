"""A document's file and the pictures of its pages, in every place where somebody acts: after the rule, 404 for whoever may not
know of it."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from iga_portal.files.models import StoredFile
from iga_portal.files.serving import serve, serve_picture
from innovations.models import Document
from innovations.queries.opd_documents import document_to_open
from innovations.views.page_strip import strip_of
from regions.access import actor_of


@require_safe
def file(request: HttpRequest, document_id: int, **place: int) -> HttpResponseBase:
    """Shown in the browser; `?unduh=1` saves it. Old versions stay open for what was judged and sent with them."""
    _document, stored = _find(request, document_id)
    return serve(request, stored, download=request.GET.get("unduh") == "1")


@require_safe
def page(request: HttpRequest, document_id: int, number: int, **place: int) -> HttpResponseBase:
    """The picture of a page, 900 points wide; `?kecil=1` the small one. 404 while there is none."""
    _document, stored = _find(request, document_id)
    return serve_picture(request, stored, page=number, small=request.GET.get("kecil") == "1")


@require_safe
@never_cache
def pages(request: HttpRequest, document_id: int, **place: int) -> HttpResponse:
    """The strip of small pictures alone, for a page that shows it later; `?hlm=3-4,7` only those, `?ke=n` the n-th asking."""
    document, _stored = _find(request, document_id)
    asked = request.GET.get("ke", "")
    strip = strip_of(
        request,
        document,
        named=request.GET.get("hlm", "")[:60],
        asked=int(asked[:3]) if asked.isdecimal() else 0,
    )
    return render(request, "innovations/_pages.html", {"strip": strip})


def _find(request: HttpRequest, document_id: int) -> tuple[Document, StoredFile]:
    document = document_to_open(actor_of(request), document_id=document_id)
    if document is None or document.file is None:
        raise Http404("no such file here")
    return document, document.file
