"""Issued documents, in the ministry's place."""

from __future__ import annotations

from django.urls import path

from reports import tasks  # noqa: F401 - registers what the jobs of this room are called
from reports.views import documents, ministry, points

urlpatterns = [
    path("", ministry.issued, name="issued"),
    path("daerah/<int:daerah_id>/", ministry.issued_region, name="issued_region"),
    path("daerah/<int:daerah_id>/pesan/", ministry.order, name="issued_order"),
    path("daerah/<int:daerah_id>/rincian/<int:number>/", points.points, name="points"),
    path("daerah/<int:daerah_id>/rincian/<int:number>/cetak/", points.order, name="points_order"),
    path(
        "daerah/<int:daerah_id>/rincian/<int:number>/inovasi/<uuid:public_id>/",
        points.innovation,
        name="points_innovation",
    ),
    path("<uuid:public_id>/berkas/", documents.file, name="issued_file"),
]
