"""Preparing, checking, publishing, correcting: the ministry's."""

from __future__ import annotations

from django.urls import path

from reports import tasks  # noqa: F401 - registers what the jobs of this room are called
from reports.views import publishing

urlpatterns = [
    path("", publishing.publications, name="publications"),
    path("siapkan/", publishing.prepare, name="publication_prepare"),
    path("disiapkan/<int:prepared_id>/", publishing.prepared, name="publication_prepared"),
    path("disiapkan/<int:prepared_id>/terbitkan/", publishing.publish, name="publication_publish"),
    path("disiapkan/<int:prepared_id>/batalkan/", publishing.discard, name="publication_discard"),
    path("<int:number>/", publishing.publication, name="publication"),
]
