"""Addresses of uploads in pieces; any place may include them: `path("unggahan/", include("iga_portal.files.urls_uploads"))`."""

from __future__ import annotations

from django.urls import path

from iga_portal.files import views_uploads

urlpatterns = [
    path("", views_uploads.uploads, name="uploads"),
    path("<uuid:public_id>/", views_uploads.upload, name="upload"),
]
