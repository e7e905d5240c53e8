"""Seats of evaluators: the memberships by which they enter the regions whose samples they have, and until when."""

from __future__ import annotations

from collections.abc import Collection

from django.utils import timezone

from innovations.models import QualitySample
from innovations.queries.quality import Pool, last_day
from regions.domain.opds import end_at_once
from regions.enums import Role
from regions.models import Membership, Period, Region
from regions.queries.people import standing


def open_regions(seats: Collection[tuple[int, int]], *, period: Period) -> None:
    """Memberships by which (person, region) may be entered until the last day of quality control. One that reaches further stays."""
    regions = Region.objects.filter(pk__in={region_id for _person, region_id in seats}).only("time_zone")
    until = {region.pk: last_day(period, zone=region.zone) for region in regions}
    today = timezone.localdate()
    held = {
        (row.person_id, row.region_id): row
        for row in Membership.objects.filter(
            role=Role.EVALUATOR,
            person_id__in={person_id for person_id, _region in seats},
            valid_from__lte=today,
        ).order_by("valid_from")
        if row.valid_until is None or row.valid_until >= today
    }
    new, short = [], []
    for seat in sorted(seats):
        row = held.get(seat)
        if row is None:
            # One that was cut short today ended yesterday (`end_at_once`), so that none begins twice on a day.
            person_id, region_id = seat
            new.append(
                Membership(
                    person_id=person_id,
                    role=Role.EVALUATOR,
                    region_id=region_id,
                    valid_from=today,
                    valid_until=until[region_id],
                )
            )
        elif row.valid_until is not None and row.valid_until < until[seat[1]]:
            row.valid_until = until[seat[1]]
            short.append(row)
    Membership.objects.bulk_create(new)
    Membership.objects.bulk_update(short, ["valid_until"])


def end_unneeded(period: Period, seats: Collection[tuple[int | None, int]], *, pool: Pool) -> None:
    """End the memberships of people of the pool in regions where nothing open is left to them.

    Somebody who was invited to the region itself keeps what the invitation gave.
    """
    for person_id, region_id in seats:
        if person_id is None or person_id not in pool.anywhere:
            continue
        left = QualitySample.objects.filter(
            region_period__period=period, region_id=region_id, evaluator_id=person_id, closed_at__isnull=True
        ).exists()
        if not left:
            for row in (
                standing(region_id).filter(person_id=person_id, role=Role.EVALUATOR).select_related("region")
            ):
                end_at_once(row)
