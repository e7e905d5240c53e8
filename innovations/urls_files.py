"""Addresses of documents' files, included in every place where somebody reads evidence."""

from __future__ import annotations

from django.urls import path

from innovations.views import files

urlpatterns = [
    path("<int:document_id>/", files.file, name="file"),
    path("<int:document_id>/halaman/", files.pages, name="file_pages"),
    path("<int:document_id>/halaman/<int:number>/", files.page, name="file_page"),
]
