"""What a request is told that Django itself refuses to read."""

from __future__ import annotations

from django.conf import settings
from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views import defaults

from iga_portal.tenancy.middleware import asks_for_json
from iga_portal.web.formats import file_size


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """400, and 413 for a form that is too large: nobody typed it, somebody pasted it, and they should know what to do.

    A body beyond DATA_UPLOAD_MAX_MEMORY_SIZE is not read at all, so nothing of it was saved.
    """
    is_form = request.method not in ("GET", "HEAD")  # an address can have too many fields as well
    if not is_form or not isinstance(exception, RequestDataTooBig | TooManyFieldsSent):
        return defaults.bad_request(request, exception)
    limit = settings.DATA_UPLOAD_MAX_MEMORY_SIZE
    words = _(
        "Yang dikirim melebihi %(limit)s teks sekali simpan. Biasanya ini berkas atau gambar yang ikut tertempel; hapus bagian itu, "
        "atau unggah berkasnya di pustaka dokumen."
    ) % {"limit": file_size(limit)}
    if asks_for_json(request):
        return JsonResponse({"status": "invalid", "errors": [words], "parts": {}}, status=413)
    return render(request, "413_text.html", {"words": words}, status=413)
