"""Telling the regions what the ministry did to their period."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from django.urls import reverse
from django.utils import timezone

from iga_portal.notices.domain import tell
from iga_portal.notices.words import at_moment
from regions.enums import Role
from regions.models import Membership, PeriodChange, RegionPeriod
from regions.queries.people import standing


def tell_admins(change: PeriodChange, *, kind: str, message: str, values: dict[str, Any]) -> int:
    """One notice for each regional admin of every region; how many were told. In a scope that holds all regions.

    The others of a region read the dates on every page; its admin decides what follows from them.
    """
    today = timezone.localdate()
    rows = Membership.objects.filter(
        role=Role.REGIONAL_ADMIN, valid_from__lte=today, person__is_active=True
    ).exclude(valid_until__lt=today)
    people: defaultdict[int, list[int]] = defaultdict(list)
    for region_id, person_id in rows.values_list("region_id", "person_id"):
        people[region_id].append(person_id)
    return sum(
        tell(
            region_id=region_id,
            person_ids=ids,
            kind=kind,
            message=message,
            values=values,
            path=reverse("daerah:schedule", args=[region_id]),
            once=f"period:{change.pk}",
        )
        for region_id, ids in sorted(people.items())
    )


def tell_extended(region_period: RegionPeriod, *, message: str, values: dict[str, Any]) -> int:
    """Admins, desk and operators of one region: until when it has time now."""
    region_id = region_period.region_id
    paths: dict[int, str] = {}
    members = standing(region_id).filter(role__in=[Role.OPERATOR, Role.REVIEWER, Role.REGIONAL_ADMIN])
    for person_id, role, opd_id in members.order_by("pk").values_list("person_id", "role", "opd_id"):
        if role == Role.OPERATOR:
            paths.setdefault(person_id, reverse("opd:schedule", args=[region_id, opd_id]))
        else:
            place = "desk" if role == Role.REVIEWER else "daerah"
            paths[person_id] = reverse(f"{place}:schedule", args=[region_id])
    until = at_moment(region_period.input_until, zone=region_period.region.time_zone)
    return tell(
        region_id=region_id,
        person_ids=paths,
        kind="region_extended",
        message=message,
        values={**values, "until": until},
        path=paths,
    )
