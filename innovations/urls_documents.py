"""Addresses of an OPD's document library, and of what becomes of uploads; included in the place of its operator."""

from __future__ import annotations

from django.urls import path

from innovations.views import opd_arrivals, opd_document, opd_documents, opd_evidence

urlpatterns = [
    path("dokumen/", opd_documents.documents, name="documents"),
    path("dokumen/baru/", opd_document.document_new, name="document_new"),
    path("dokumen/keterangan/", opd_documents.document_details, name="document_details"),
    path("dokumen/<int:document_id>/", opd_document.document, name="document"),
    path("dokumen/<int:document_id>/ganti/", opd_document.document_replace, name="document_replace"),
    path("dokumen/<int:document_id>/periksa/", opd_document.document_check, name="document_check"),
    path("unggahan/kembar/", opd_arrivals.upload_twin, name="upload_twin"),
    path("unggahan/<uuid:public_id>/selesai/", opd_arrivals.upload_finish, name="upload_finish"),
    path("inovasi/<uuid:public_id>/baris/<int:row>/pustaka/", opd_evidence.row_library, name="row_library"),
    path(
        "inovasi/<uuid:public_id>/baris/<int:row>/kutipan/<int:citation_id>/",
        opd_evidence.row_pages,
        name="row_pages",
    ),
]
