"""Addresses of an OPD head's place: the same pages, for reading."""

from __future__ import annotations

from django.urls import path

from innovations.views import (
    opd_confirm,
    opd_copy,
    opd_innovations,
    opd_proposal_read,
    opd_receipts,
    opd_row,
    opd_rows,
    quality_outcome,
    region_participation,
)

urlpatterns = [
    path("", opd_confirm.head_home, name="home"),
    path("mutu/", quality_outcome.outcome, name="quality"),
    path("setujui/", opd_confirm.confirm, name="confirm"),
    path("pengingat/<int:reminder_id>/", region_participation.reminder, name="reminder"),
    path("tanda-terima/", opd_receipts.receipts, name="receipts"),
    path("tanda-terima/<str:code>/", opd_receipts.receipt, name="receipt"),
    path("tanda-terima/<str:code>/isi/", opd_receipts.receipt_content, name="receipt_content"),
    path("inovasi/<uuid:public_id>/", opd_innovations.innovation, name="innovation"),
    path("inovasi/<uuid:public_id>/asal/", opd_copy.lineage, name="lineage"),
    path("inovasi/<uuid:public_id>/profil/", opd_proposal_read.proposal, name="proposal"),
    path("inovasi/<uuid:public_id>/baris/", opd_rows.rows, name="rows"),
    path("inovasi/<uuid:public_id>/baris/<int:row>/", opd_row.row_read, name="row"),
]
