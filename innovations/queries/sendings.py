"""Reads of what was sent and of what was declined; and how many innovations stand where."""

from __future__ import annotations

from django.db.models import Count, OuterRef, Prefetch, QuerySet, Subquery

from innovations.enums import State
from innovations.models import Innovation, Sending, SendingItem, Transition
from regions.models import RegionPeriod


def state_counts(region_period: RegionPeriod) -> dict[str, int]:
    """How many innovations stand in each state. One query."""
    return dict(
        Innovation.objects.filter(region_period=region_period)
        .order_by()
        .values_list("state")
        .annotate(Count("pk"))
    )


def sendings_of(region_period: RegionPeriod) -> QuerySet[Sending]:
    """The sendings of a period with `size`, the latest first."""
    return (
        Sending.objects.filter(region_period=region_period)
        .select_related("sent_by")
        .annotate(size=Count("items"))
        .order_by("-number")
    )


def sending_of(region_period: RegionPeriod, *, number: int) -> Sending | None:
    """One sending with its items, innovations and OPD."""
    items = (
        SendingItem.objects.select_related("innovation__opd")
        .defer("content")
        .order_by("innovation__opd__name", "innovation__name", "pk")
    )
    return (
        Sending.objects.filter(region_period=region_period, number=number)
        .select_related("sent_by")
        .prefetch_related(Prefetch("items", queryset=items))
        .first()
    )


def declined(region_period: RegionPeriod) -> QuerySet[Innovation]:
    """Innovations that the desk declined, with `because`, `by` (a person's id) and `declined_at`."""
    latest = Transition.objects.filter(innovation=OuterRef("pk"), action="decline").order_by("-at", "-id")
    return (
        Innovation.objects.filter(region_period=region_period, state=State.DECLINED)
        .select_related("opd")
        .defer("design", "aim", "benefit", "result")
        .annotate(
            because=Subquery(latest.values("reason")[:1]),
            by=Subquery(latest.values("actor__name")[:1]),
            declined_at=Subquery(latest.values("at")[:1]),
        )
        .order_by("-declined_at", "pk")
    )
