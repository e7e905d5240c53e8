"""Celery tasks of this room: handing over what is due, finding what was lost, the digests of the morning."""

from __future__ import annotations

from celery import shared_task
from django.apps import apps
from django.utils import timezone

from iga_portal.notices.delivery import deliver_due, regions_with_due_mails, settle_lost
from iga_portal.notices.digests import owe_digests
from iga_portal.notices.domain import DELIVER_TASK
from iga_portal.tenancy.scope import scope
from iga_portal.tenancy.tasks import RegionTask, region_ids, send


class MailTask(RegionTask):
    """Opens its scopes itself: each mail's state is committed before and after the mail server is spoken to."""

    abstract = True
    opens_transaction = False


@shared_task(base=MailTask, name=DELIVER_TASK)
def deliver(*, region_id: int) -> int:
    """Hand over the mails of a region that are due; how many were sent. A second message finds nothing to do."""
    delivered = deliver_due(region_id)
    if delivered.more:
        send(DELIVER_TASK, region_id=region_id)
    return delivered.sent


@shared_task(name="notices.sweep")
def sweep() -> int:
    """Settle what dead workers left, and ask for every region with due mails. A task of the nation."""
    now = timezone.now()
    with scope(region_ids(), role="sweep"):
        settle_lost(now)
        waiting = regions_with_due_mails(now)
    for region_id in waiting:
        if not send(DELIVER_TASK, region_id=region_id):
            break
    return len(waiting)


@shared_task(name="notices.digests")
def digests() -> int:
    """Write the digests of every region where it is past 07.30 and they are not written yet. A task of the nation."""
    # Read by name: the model lives in a room above.
    zones = apps.get_model("regions", "Region").objects.values_list("pk", "time_zone")
    return owe_digests(zones, now=timezone.now())
