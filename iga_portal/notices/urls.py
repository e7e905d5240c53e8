"""Addresses of the notices, included in every place where somebody acts."""

from __future__ import annotations

from django.urls import path

from iga_portal.notices import views

urlpatterns = [
    path("", views.notices, name="notices"),
    path("dibaca/", views.notices_read, name="notices_read"),
    path("pilihan/", views.choices, name="notice_choices"),
    path("<int:notice_id>/", views.notice, name="notice"),
]
