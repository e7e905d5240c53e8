"""Who takes part: read by the regional admin and by the head of region."""

from __future__ import annotations

from django.urls import path

from innovations.views import region_participation

urlpatterns = [
    path("partisipasi/", region_participation.participation, name="participation"),
    path("partisipasi/syarat-waktu/", region_participation.windows, name="windows"),
]
