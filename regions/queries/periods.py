"""Reads of periods. Not under row-level security: everybody may know the course of the year."""

from __future__ import annotations

from django.db.models import QuerySet

from regions.models import Period, PeriodChange, RegionExtension, RegionPeriod


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


def every_period() -> QuerySet[Period]:
    """All periods, the latest year first, with the label of the instrument at hand."""
    return Period.objects.select_related("instrument").defer("instrument__document").order_by("-year")


def changes_of(period: Period) -> QuerySet[PeriodChange]:
    """The ministry's history of a period, newest first; empty in a region's scope."""
    return PeriodChange.objects.filter(period=period).select_related("made_by").order_by("-made_at", "-pk")


def region_extensions_of(period: Period) -> QuerySet[RegionExtension]:
    """Every extension that was given to a region, newest first, with region and who gave it."""
    return (
        RegionExtension.objects.filter(region_period__period=period)
        .select_related("region", "granted_by", "region_period__period")
        .order_by("-granted_at", "-pk")
    )
