"""Celery tasks of the scoring room: ids in, scope, one call."""

from __future__ import annotations

from datetime import timedelta

from celery import shared_task
from django.db.models import F, Q
from django.utils import timezone

from iga_portal.tenancy.scope import scope
from iga_portal.tenancy.tasks import RegionTask, region_ids, send
from regions.domain.versions import RECOMPUTE_TASK
from regions.models import RegionPeriod
from scoring import recompute, running

SWEEP_AFTER = timedelta(seconds=10)
"""A region left unscored for so long was not reached by its nudge."""


class SelfScopedTask(RegionTask):
    """Opens its scopes itself, one transaction a computation."""

    abstract = True
    opens_transaction = False


@shared_task(base=SelfScopedTask, name=RECOMPUTE_TASK)
def recompute_region(*, region_id: int, period_id: int) -> int:
    """Bring the stored results of a region up to its content. Returns how many computations it took: one or none.

    Not until nothing changes any more: a change that comes during the computation waits for it, finds no nudge standing and
    asks for itself. So a burst is computed every NUDGE_DELAY seconds, and not as fast as the machine can.
    """
    return len(recompute.recompute_region(region_id, period_id=period_id, rounds=1))


@shared_task(name="scoring.sweep")
def sweep() -> int:
    """Ask again for every region whose results lag and that nobody seems to be at. A task of the nation, not of a region."""
    now = timezone.now()
    with scope(region_ids(), role="sweep"):
        lagging = list(
            RegionPeriod.objects.filter(scored_version__lt=F("content_version"))
            .filter(Q(nudged_at__isnull=True) | Q(nudged_at__lt=now - SWEEP_AFTER))
            .values_list("region_id", "period_id")
        )
    for region_id, period_id in lagging:
        if not send(RECOMPUTE_TASK, region_id=region_id, period_id=period_id):
            break
    return len(lagging)


@shared_task(name="scoring.running_places")
def running_places() -> int:
    """Write each region's own running place on its row, where the period shows it. A task of the nation; returns the changes."""
    with scope(region_ids(), role="ranking"):
        return running.write_running_places(now=timezone.now())
