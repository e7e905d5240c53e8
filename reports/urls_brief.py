"""The one page for the head of region, in the region's places."""

from __future__ import annotations

from django.urls import path

from reports import brief_jobs  # noqa: F401 - registers what the job is called
from reports.views import brief

urlpatterns = [path("lembar/", brief.brief, name="brief")]
