"""A region's first page is its index."""

from __future__ import annotations

from django.urls import path

from scoring.views import region

urlpatterns = [path("", region.page, name="home")]
