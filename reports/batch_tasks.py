"""The tasks behind batches of documents. Imported by `reports.tasks` for the workers."""

from __future__ import annotations

from celery import shared_task
from django.utils import timezone

from iga_portal.tenancy.scope import NATION, scope
from iga_portal.tenancy.tasks import RegionTask, send
from reports.domain.batch_work import work_slice
from reports.domain.batches import WORK, waiting_batches


class SliceTask(RegionTask):
    """Opens its scopes itself: no transaction lasts as long as a document is being printed."""

    abstract = True
    opens_transaction = False


@shared_task(base=SliceTask, name=WORK)
def work(*, region_id: int, batch_id: int) -> str:
    """One slice; then the message goes round again, behind what others wait for, until nothing is left to take."""
    done = work_slice(batch_id)
    if done == "done":
        send(WORK, region_id=NATION, batch_id=batch_id)
    return done


@shared_task(name="reports.sweep_batches")
def sweep_batches() -> int:
    """Ask for workers where slices wait and too few are at them. A task of the nation."""
    with scope({NATION}, role="sweep"):
        waiting = waiting_batches(now=timezone.now())
    asked = 0
    for batch_id, workers in waiting:
        for _place in range(workers):
            if not send(WORK, region_id=NATION, batch_id=batch_id):
                return asked
            asked += 1
    return asked
