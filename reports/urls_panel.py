"""The panel's own place: `/penilai/panel/`."""

from __future__ import annotations

from django.urls import path

from reports.views import panel

urlpatterns = [
    path("", panel.home, name="home"),
    path("nomine/<int:daerah_id>/", panel.score, name="score"),
    path("nomine/<int:daerah_id>/simpan/", panel.score_autosave, name="score_autosave"),
]
