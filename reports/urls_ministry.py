"""Issued documents, in the ministry's place."""

from __future__ import annotations

from django.urls import path

from reports import tasks  # noqa: F401 - registers what the jobs of this room are called
from reports.views import documents, ministry

urlpatterns = [
    path("", ministry.issued, name="issued"),
    path("banyak/", ministry.batch, name="issued_batch"),
    path("daerah/<int:daerah_id>/", ministry.issued_region, name="issued_region"),
    path("daerah/<int:daerah_id>/pesan/", ministry.order, name="issued_order"),
    path("<uuid:public_id>/berkas/", documents.file, name="issued_file"),
]
