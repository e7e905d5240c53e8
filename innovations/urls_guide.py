"""Addresses of the handbook, which anybody may read."""

from __future__ import annotations

from django.urls import path

from innovations.views import guide, guide_fragment

urlpatterns = [
    path("", guide.handbook, name="handbook"),
    path("istilah/", guide.glossary, name="handbook_glossary"),
    path("indeks/", guide.index, name="handbook_index"),
    path("sisipan/<slug:row>/", guide_fragment.fragment, name="handbook_fragment"),
    path("<slug:key>/", guide.indicator, name="handbook_indicator"),
]
