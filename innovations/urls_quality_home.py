"""The evaluator's own page over all regions that are assigned to them."""

from __future__ import annotations

from django.urls import path

from innovations.views import quality_home

urlpatterns = [path("", quality_home.home, name="home")]
