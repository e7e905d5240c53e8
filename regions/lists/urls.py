"""Lists as XLSX, in the place where they are asked for."""

from __future__ import annotations

from django.urls import path

from regions.lists import tasks, views

urlpatterns = [
    path("<uuid:download_id>/", views.download, name="list_download"),
    path("<uuid:download_id>/kemajuan/", views.progress, name="list_progress"),
    path("<uuid:download_id>/berkas/", views.file, name="list_file"),
    path("<slug:list_name>/", views.order, name="list_order"),
]

__all__ = ["tasks", "urlpatterns"]
