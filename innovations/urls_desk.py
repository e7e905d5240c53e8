"""Addresses of the desk."""

from __future__ import annotations

from django.urls import path

from innovations.views import desk_innovation, desk_queue, desk_row, desk_steps

urlpatterns = [
    path("", desk_queue.queue, name="home"),
    path("inovasi/<uuid:public_id>/", desk_innovation.innovation, name="innovation"),
    path("inovasi/<uuid:public_id>/baris/<int:row>/", desk_row.row, name="row"),
    path("inovasi/<uuid:public_id>/baris-kosong/", desk_innovation.accept_empty, name="accept_empty"),
    path("inovasi/<uuid:public_id>/langkah/<slug:action>/", desk_steps.step, name="step"),
]
