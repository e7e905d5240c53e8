"""A document's file, in every place where somebody acts: served after the rule, 404 for whoever may not know of it."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponseBase
from django.views.decorators.http import require_safe

from iga_portal.files.serving import serve
from innovations.queries.opd_documents import document_to_open
from regions.access import actor_of


@require_safe
def file(request: HttpRequest, document_id: int, **place: int) -> HttpResponseBase:
    """Shown in the browser; `?unduh=1` saves it. Old versions stay open for what was judged and sent with them."""
    document = document_to_open(actor_of(request), document_id=document_id)
    if document is None or document.file is None:
        raise Http404("no such file here")
    return serve(request, document.file, download=request.GET.get("unduh") == "1")
