"""What the head of region sees first."""

from __future__ import annotations

from django.urls import path

from scoring.views import head

urlpatterns = [path("", head.page, name="home"), path("keadaan/", head.live, name="head_live")]
