"""The list for a meeting, in the places of the regional admin and of the head of region."""

from __future__ import annotations

from django.urls import path

from reports import meeting_jobs  # noqa: F401 - registers what the job is called
from reports.views import meeting

urlpatterns = [path("partisipasi/daftar-rapat/", meeting.order, name="meeting_order")]
