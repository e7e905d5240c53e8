"""The running place of each region, written on the region's own row: the only thing of the ranking that a region may see.

The ranking itself stays the ministry's. A place is written only while the period shows it, and taken away as soon as it does
not; it moves no score, so no content version is raised.
"""

from __future__ import annotations

from datetime import datetime

from django.db.models import Case, IntegerField, Value, When
from django.db.models.functions import Cast

from regions.models import RegionPeriod
from regions.queries.periods import current_period
from scoring.queries.ranking import places_by_kind, usual_basis


def write_running_places(*, now: datetime) -> int:
    """Bring the places of the current period up to date; returns how many changed. Runs in a scope that holds all regions.

    The place is among the regions of a kind, on the basis that the ministry's ranking shows at this time; equals share one. A
    region without an index there has none. A row that somebody holds at this moment is left for the next time.
    """
    period = current_period()
    if period is None:
        return 0
    basis = usual_basis(period, now=now)
    places = places_by_kind(period, basis=basis) if period.shows_running_place else {}
    rows = RegionPeriod.objects.filter(period=period).values_list("pk", "region_id", "running_place")
    changed = {pk: places.get(region_id) for pk, region_id, place in rows if place != places.get(region_id)}
    free = list(
        RegionPeriod.objects.select_for_update(no_key=True, of=("self",), skip_locked=True)
        .filter(pk__in=changed)
        .values_list("pk", flat=True)
    )
    if not free:
        return 0
    # The cast: where every place goes, the database would take the nulls for texts.
    whens = [When(pk=pk, then=Value(changed[pk], output_field=IntegerField())) for pk in free]
    RegionPeriod.objects.filter(pk__in=free).update(
        running_place=Cast(Case(*whens, output_field=IntegerField()), IntegerField())
    )
    return len(free)
