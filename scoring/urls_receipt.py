"""Where each point of an innovation comes from, in the place of the OPD that owns it: for `opd` and `kepala_opd`."""

from __future__ import annotations

from django.urls import path

from scoring.views import trace

urlpatterns = [
    path("inovasi/<uuid:public_id>/perhitungan/<str:basis>/", trace.innovation, name="index_innovation"),
]
