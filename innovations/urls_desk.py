"""Addresses of the desk."""

from __future__ import annotations

from django.urls import path

from innovations.views import (
    desk_canned,
    desk_forecast,
    desk_innovation,
    desk_lease,
    desk_questions,
    desk_queue,
    desk_row,
    desk_steps,
    region_sharing,
)

urlpatterns = [
    path("", desk_queue.queue, name="home"),
    path("ambil/", desk_queue.take_some, name="take"),
    path("tampilan/", desk_queue.views, name="views"),
    path("tampilan/<int:view_id>/", desk_queue.view_change, name="view_change"),
    path("prakiraan/", desk_forecast.forecast, name="forecast"),
    path("inovasi/<uuid:public_id>/mendampingi/", region_sharing.coached, name="coached"),
    path("inovasi/<uuid:public_id>/", desk_innovation.innovation, name="innovation"),
    path("inovasi/<uuid:public_id>/baris/<int:row>/", desk_row.row, name="row"),
    path("inovasi/<uuid:public_id>/baris/<int:row>/pegang/", desk_lease.lease, name="lease"),
    path("inovasi/<uuid:public_id>/baris/<int:row>/tanya/", desk_questions.ask, name="ask"),
    path("inovasi/<uuid:public_id>/lanjut/", desk_row.resume, name="resume"),
    path("inovasi/<uuid:public_id>/lepas/", desk_lease.leave_innovation, name="leave"),
    path("alasan/", desk_canned.reasons, name="reasons"),
    path("inovasi/<uuid:public_id>/baris-kosong/", desk_innovation.accept_empty, name="accept_empty"),
    path("inovasi/<uuid:public_id>/langkah/<slug:action>/", desk_steps.step, name="step"),
]
