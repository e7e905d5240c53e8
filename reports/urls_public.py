"""What anybody may open: the check of a printed document."""

from __future__ import annotations

from django.urls import path

from reports.views import public

urlpatterns = [
    path("periksa/", public.check, name="document_check"),
    path("periksa/<path:code>/", public.verify, name="verify_document"),
]
