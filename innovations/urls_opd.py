"""Addresses of an OPD operator's place."""

from __future__ import annotations

from django.urls import include, path

from innovations.views import (
    opd_autosave,
    opd_history,
    opd_innovations,
    opd_proposal,
    opd_proposal_read,
    opd_questions,
    opd_receipts,
    opd_replies,
    opd_row,
    opd_row_autosave,
    opd_rows,
    opd_steps,
    quality_outcome,
    region_participation,
)

urlpatterns = [
    path("mutu/", quality_outcome.outcome, name="quality"),
    path("inovasi/", opd_innovations.innovations, name="innovations"),
    path("inovasi/baru/", opd_innovations.innovation_new, name="innovation_new"),
    path("inovasi/<uuid:public_id>/", opd_innovations.innovation, name="innovation"),
    path("inovasi/<uuid:public_id>/ajukan/", opd_steps.submit, name="submit"),
    path(
        "inovasi/<uuid:public_id>/langkah/<slug:action>/",
        opd_steps.innovation_step,
        name="innovation_step",
    ),
    path("inovasi/<uuid:public_id>/tarik/", opd_steps.innovation_withdraw, name="innovation_withdraw"),
    path("balasan/", opd_replies.reply, name="reply"),
    path("pertanyaan/", opd_questions.questions, name="questions"),
    path("pertanyaan/<int:question_id>/", opd_questions.reply, name="question_reply"),
    path("perbaikan/", opd_replies.fix_once, name="fix_once"),
    path("pengingat/<int:reminder_id>/", region_participation.reminder, name="reminder"),
    path("tanda-terima/", opd_receipts.receipts, name="receipts"),
    path("tanda-terima/<str:code>/", opd_receipts.receipt, name="receipt"),
    path("tanda-terima/<str:code>/isi/", opd_receipts.receipt_content, name="receipt_content"),
    path("inovasi/<uuid:public_id>/profil/", opd_proposal_read.proposal, name="proposal"),
    path("inovasi/<uuid:public_id>/profil/<slug:step>/", opd_proposal.proposal_step, name="proposal_step"),
    path(
        "inovasi/<uuid:public_id>/profil/riwayat/<slug:text>/",
        opd_history.proposal_history,
        name="proposal_history",
    ),
    path(
        "inovasi/<uuid:public_id>/profil/<slug:step>/simpan/",
        opd_autosave.proposal_autosave,
        name="proposal_autosave",
    ),
    path("inovasi/<uuid:public_id>/baris/", opd_rows.rows, name="rows"),
    path("inovasi/<uuid:public_id>/baris/<int:row>/", opd_row.row, name="row"),
    path(
        "inovasi/<uuid:public_id>/baris/<int:row>/simpan/", opd_row_autosave.row_autosave, name="row_autosave"
    ),
    path("", include("innovations.urls_documents")),
    path("", include("innovations.urls_bulk")),
]
