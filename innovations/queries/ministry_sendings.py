"""Reads of the ministry: which regions have sent, and what of a region may be given back."""

from __future__ import annotations

from django.db.models import Count, Max, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from innovations.enums import FINAL_STATES, State
from innovations.models import Innovation, Sending
from regions.models import Period, RegionPeriod


def senders(period: Period, *, search: str = "") -> QuerySet[RegionPeriod]:
    """Regions with a sending in the period, the latest first; `held` innovations with Kemendagri, `sent_times`, `latest`."""
    held = (
        Innovation.objects.filter(region_period=OuterRef("pk"), state__in=FINAL_STATES)
        .order_by()
        .values("region_period")
        .annotate(count=Count("pk"))
        .values("count")
    )
    made = Sending.objects.filter(region_period=OuterRef("pk")).order_by().values("region_period")
    found = (
        RegionPeriod.objects.filter(period=period)
        .select_related("region")
        .annotate(
            held=Coalesce(Subquery(held), 0),
            sent_times=Coalesce(Subquery(made.annotate(count=Count("pk")).values("count")), 0),
            latest=Subquery(made.annotate(at=Max("sent_at")).values("at")),
        )
        .filter(sent_times__gt=0)
        .order_by("-latest", "region__name")
    )
    for word in search.split():
        found = found.filter(Q(region__name__icontains=word) | Q(region__code__startswith=word))
    return found


def sender(period: Period, *, region_id: int) -> RegionPeriod | None:
    """One region's row; None where there is none. A region that has not sent has nothing to give back."""
    return (
        RegionPeriod.objects.filter(period=period, region_id=region_id)
        .select_related("region", "period")
        .first()
    )


def held_innovations(region_period: RegionPeriod) -> QuerySet[Innovation]:
    """What of a region lies with Kemendagri and is not assessed yet: only this can go back."""
    return (
        Innovation.objects.filter(region_period=region_period, state=State.SENT)
        .select_related("opd")
        .defer("design", "aim", "benefit", "result", "development_note")
        .order_by("opd__name", "name", "pk")
    )
