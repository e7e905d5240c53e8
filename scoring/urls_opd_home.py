"""An operator's first page: what waits, and what each next step is worth. In this room because the worth is the index's."""

from __future__ import annotations

from django.urls import path

from scoring.views import opd_home

urlpatterns = [path("", opd_home.home, name="home")]
