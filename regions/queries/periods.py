"""Reads of periods. Not under row-level security: everybody may know the course of the year."""

from __future__ import annotations

from regions.models import Period, RegionPeriod


def current_period() -> Period | None:
    """The period that pages show, with its instrument's label at hand; None before the reference data is loaded."""
    return (
        Period.objects.select_related("instrument")
        .defer("instrument__document")
        .filter(is_current=True)
        .first()
    )


def region_period(region_id: int, *, period: Period) -> RegionPeriod:
    """The row of a region in a period, inside the scope."""
    return RegionPeriod.objects.select_related("region").get(region_id=region_id, period=period)
