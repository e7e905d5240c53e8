"""The ministry's ranking, and from it the index of every region with its traces."""

from __future__ import annotations

from django.urls import path

from scoring.views import nation, ranking, region, trace

urlpatterns = [
    path("", ranking.page, name="home"),
    path("kendali/", nation.page, name="control"),
    path("daerah/<int:daerah_id>/", region.page, name="region"),
    path("daerah/<int:daerah_id>/keadaan/", region.live, name="index_live"),
    path("daerah/<int:daerah_id>/perhitungan/<str:basis>/", trace.basis, name="index_trace"),
    path("daerah/<int:daerah_id>/perhitungan/<str:basis>/fakta.json", trace.facts, name="index_facts"),
    path(
        "daerah/<int:daerah_id>/perhitungan/<str:basis>/inovasi/<uuid:public_id>/",
        trace.innovation,
        name="index_innovation",
    ),
]
