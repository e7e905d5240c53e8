"""The portal's addresses with the public check of documents among them."""

from __future__ import annotations

from django.urls import include, path

from iga_portal.urls import urlpatterns as portal

urlpatterns = [path("", include("reports.urls_public")), *portal]
