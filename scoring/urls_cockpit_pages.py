"""The cockpit's pages below the index, in the places of the region's own people."""

from __future__ import annotations

from django.urls import path

from scoring.views import cockpit

urlpatterns = [
    path("baris/", cockpit.rows, name="cockpit_rows"),
    path("selisih/", cockpit.difference, name="cockpit_difference"),
    path("daftar/", cockpit.listed, name="cockpit_list"),
]
