"""The region's target, in the regional admin's place."""

from __future__ import annotations

from django.urls import path

from scoring.views import target

urlpatterns = [path("sasaran/", target.target, name="target")]
