"""The dates of the season, in every place of a region; the regional admin sets the region's own (`regions.urls_people`)."""

from __future__ import annotations

from django.urls import path

from regions.views import schedule

urlpatterns = [
    path("jadwal/", schedule.schedule, name="schedule"),
    path("jadwal/kalender.ics", schedule.calendar, name="calendar"),
]
