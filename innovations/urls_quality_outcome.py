"""What quality control changed and why, for the head of region."""

from __future__ import annotations

from django.urls import path

from innovations.views import quality_outcome

urlpatterns = [path("mutu/", quality_outcome.outcome, name="quality")]
