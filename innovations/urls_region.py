"""Addresses of the regional admin's place; the page views come with the pages."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import path


def pending(request: HttpRequest, **kwargs: object) -> HttpResponse:
    raise Http404


urlpatterns = [
    path("spd/", pending, name="spd"),
    path("portofolio/", pending, name="portfolio"),
]
