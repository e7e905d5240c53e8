"""The portal's addresses and one more: an empty page in the same place, behind the same doors."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.urls import path

from iga_portal import urls
from iga_portal.tenancy.middleware import within_scope


def empty(request: HttpRequest, **kwargs: object) -> HttpResponse:
    return HttpResponse("")


urlpatterns = [
    *urls.urlpatterns,
    path("kosong/", empty, name="bench_empty_public"),
    path("d/<int:region_id>/daerah/kosong/", empty, {"acting": "daerah"}, name="bench_empty"),
]
within_scope(urlpatterns)
