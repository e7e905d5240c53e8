"""Addresses of the desk."""

from __future__ import annotations

from django.urls import path

from innovations.views import (
    desk_innovation,
    desk_queue,
    desk_row,
    desk_steps,
    region_assign,
    region_sharing,
)

urlpatterns = [
    path("", desk_queue.queue, name="home"),
    path("ambil/", desk_queue.take_some, name="take"),
    path("tampilan/", desk_queue.views, name="views"),
    path("tampilan/<int:view_id>/", desk_queue.view_change, name="view_change"),
    path("prakiraan/", region_assign.forecast, name="forecast"),
    path("inovasi/<uuid:public_id>/mendampingi/", region_sharing.coached, name="coached"),
    path("inovasi/<uuid:public_id>/", desk_innovation.innovation, name="innovation"),
    path("inovasi/<uuid:public_id>/baris/<int:row>/", desk_row.row, name="row"),
    path("inovasi/<uuid:public_id>/baris-kosong/", desk_innovation.accept_empty, name="accept_empty"),
    path("inovasi/<uuid:public_id>/langkah/<slug:action>/", desk_steps.step, name="step"),
]
