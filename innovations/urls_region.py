"""Addresses of the regional admin: SPD rows, integrity form, portfolio, and the innovations to read."""

from __future__ import annotations

from django.urls import include, path

from innovations.views import (
    desk_canned,
    desk_innovation,
    desk_row,
    desk_steps,
    quality_outcome,
    region_appoint,
    region_assign,
    region_handover,
    region_integrity,
    region_invitations,
    region_package,
    region_participation,
    region_portfolio,
    region_send,
    region_sharing,
    region_spd,
    region_usage,
)

urlpatterns = [
    path("spd/", region_spd.spd, name="spd"),
    path("spd/integritas/", region_integrity.integrity, name="integrity"),
    path("spd/integritas/<int:form_id>/periksa/", region_integrity.integrity_check, name="integrity_check"),
    path("spd/<slug:row>/", region_spd.spd_row, name="spd_row"),
    path("spd/<slug:row>/konfirmasi/", region_spd.spd_confirm, name="spd_confirm"),
    path("spd/<slug:row>/bukti/", region_spd.spd_evidence, name="spd_evidence"),
    path("spd/<slug:row>/bukti/lepas/", region_spd.spd_uncite, name="spd_uncite"),
    path("mutu/", quality_outcome.outcome, name="quality"),
    path("portofolio/", region_portfolio.portfolio, name="portfolio"),
    path("portofolio/hitung/", region_portfolio.portfolio_preview, name="portfolio_preview"),
    path("portofolio/kirim/", region_send.send, name="send"),
    path("portofolio/pengiriman/<int:number>/", region_send.receipt, name="receipt"),
    path("portofolio/pengiriman/<int:number>/isi/", region_send.receipt_content, name="sending_content"),
    path("portofolio/paket/", region_package.package, name="package"),
    path("portofolio/tidak-dilanjutkan/", region_portfolio.declined_list, name="declined"),
    path("orang/undang-banyak/", region_invitations.upload, name="invite_many"),
    path("orang/undang-banyak/lembar/", region_invitations.template, name="invite_many_template"),
    path("orang/undang-banyak/kirim/", region_invitations.apply, name="invite_many_apply"),
    path("orang/peran/<int:membership_id>/serah-terima/", region_handover.handing_over, name="hand_over"),
    path("orang/serah-terima/<int:record_id>/", region_handover.handed_over, name="handed_over"),
    path("", include("innovations.urls_participation")),
    path("partisipasi/pengingat/", region_participation.remind, name="remind"),
    path("pemakaian/", region_usage.usage, name="usage"),
    path("pembagian/", region_assign.assignments, name="assignments"),
    path("pembagian/rata/", region_assign.balance, name="balance"),
    path("pembagian/aturan/", region_sharing.rules, name="rules"),
    path("pembagian/aturan/terapkan/", region_assign.rules_apply, name="rules_apply"),
    path("pembagian/aturan/<int:rule_id>/hapus/", region_sharing.rule_delete, name="rule_delete"),
    path("pembagian/berhalangan/", region_sharing.absences, name="absences"),
    path(
        "pembagian/berhalangan/<int:absence_id>/hapus/", region_sharing.absence_delete, name="absence_delete"
    ),
    path("pembagian/penunjukan/", region_appoint.appointed, name="appointed"),
    path("pembagian/penunjukan/<uuid:public_id>/", region_appoint.appointing, name="appoint"),
    path("inovasi/<uuid:public_id>/mendampingi/", region_sharing.coached, name="coached"),
    path("alasan/", desk_canned.reasons, name="reasons"),
    path("inovasi/<uuid:public_id>/", desk_innovation.innovation, name="innovation"),
    path("inovasi/<uuid:public_id>/baris/<int:row>/", desk_row.row, name="row"),
    path("inovasi/<uuid:public_id>/langkah/<slug:action>/", desk_steps.step, name="step"),
]
