"""Appointments past a conflict of interest: what quality control reads."""

from __future__ import annotations

from django.db.models import QuerySet

from innovations.enums import AssignmentOrigin
from innovations.models import Assignment, Innovation
from regions.models import RegionPeriod


def appointments(region_period: RegionPeriod) -> QuerySet[Assignment]:
    """Every appointment of a region in a period, past ones too, newest first; with innovation, OPD and the people at hand."""
    return (
        Assignment.objects.filter(origin=AssignmentOrigin.APPOINTED, innovation__region_period=region_period)
        .select_related("innovation__opd", "reviewer", "assigned_by")
        .order_by("-created_at", "-pk")
    )


def appointments_of(innovation: Innovation) -> list[Assignment]:
    """Those of one innovation, newest first. One query."""
    return list(
        Assignment.objects.filter(innovation=innovation, origin=AssignmentOrigin.APPOINTED)
        .select_related("reviewer", "assigned_by")
        .order_by("-created_at", "-pk")
    )
