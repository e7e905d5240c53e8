"""A region's index and its traces, in every place of the region that may read them."""

from __future__ import annotations

from django.urls import path

from scoring.views import region, trace

urlpatterns = [
    path("", region.index, name="index"),
    path("keadaan/", region.live, name="index_live"),
    path("perhitungan/<str:basis>/", trace.basis, name="index_trace"),
    path("perhitungan/<str:basis>/fakta.json", trace.facts, name="index_facts"),
    path("perhitungan/<str:basis>/inovasi/<uuid:public_id>/", trace.innovation, name="index_innovation"),
]
