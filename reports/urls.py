"""Issued documents, in a region's place."""

from __future__ import annotations

from django.urls import path

from reports import tasks  # noqa: F401 - registers what the jobs of this room are called
from reports.views import documents, points

urlpatterns = [
    path("", documents.issued, name="issued"),
    path("pesan/", documents.order, name="issued_order"),
    path("rincian/<int:number>/", points.points, name="points"),
    path("rincian/<int:number>/cetak/", points.order, name="points_order"),
    path("rincian/<int:number>/inovasi/<uuid:public_id>/", points.innovation, name="points_innovation"),
    path("<uuid:public_id>/berkas/", documents.file, name="issued_file"),
]
