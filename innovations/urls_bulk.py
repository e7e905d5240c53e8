"""Addresses of bulk and carry in an OPD operator's place: workbook, export, copy of an earlier year."""

from __future__ import annotations

from django.urls import path

from innovations.bulk import jobs  # noqa: F401 - registers what the jobs of this room are called
from innovations.views import opd_bulk, opd_copy, opd_export

urlpatterns = [
    path("inovasi/lembar-kerja/", opd_bulk.bulk, name="bulk"),
    path("inovasi/lembar-kerja/unduh/", opd_bulk.bulk_template, name="bulk_template"),
    path("inovasi/lembar-kerja/unggah/", opd_bulk.bulk_upload, name="bulk_upload"),
    path("inovasi/lembar-kerja/<uuid:public_id>/", opd_bulk.bulk_import, name="bulk_import"),
    path("inovasi/lembar-kerja/<uuid:public_id>/kemajuan/", opd_bulk.bulk_progress, name="bulk_progress"),
    path("inovasi/lembar-kerja/<uuid:public_id>/terapkan/", opd_bulk.bulk_apply, name="bulk_apply"),
    path("inovasi/lembar-kerja/<uuid:public_id>/bertanda/", opd_bulk.bulk_marked, name="bulk_marked"),
    path("inovasi/unduhan/", opd_export.export, name="export"),
    path("inovasi/unduhan/pesan/", opd_export.export_order, name="export_order"),
    path("inovasi/unduhan/<uuid:public_id>/kemajuan/", opd_export.export_progress, name="export_progress"),
    path("inovasi/unduhan/<uuid:public_id>/berkas/", opd_export.export_file, name="export_file"),
    path("inovasi/salin/", opd_copy.copy, name="copy"),
    path("inovasi/<uuid:public_id>/asal/", opd_copy.lineage, name="lineage"),
]
