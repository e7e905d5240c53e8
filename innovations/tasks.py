"""Celery tasks of this room."""

from __future__ import annotations

from celery import shared_task
from django.conf import settings
from django.utils import timezone

from iga_portal.tenancy.scope import scope
from iga_portal.tenancy.tasks import RegionTask, region_ids, send
from innovations.domain.links import CHECK_TASK, check_document_link, links_due


class LinkTask(RegionTask):
    """Opens its scopes itself: a site may take ten seconds to answer, and no transaction waits for it."""

    abstract = True
    opens_transaction = False


@shared_task(base=LinkTask, name=CHECK_TASK)
def check_link(*, region_id: int, document_id: int) -> str:
    """Look at the link of one document."""
    return check_document_link(region_id, document_id=document_id)


@shared_task(name="innovations.sweep_links")
def sweep_links() -> int:
    """Ask for every link that is due: never looked at, or long ago. A task of the nation, once a minute."""
    if not settings.LINK_CHECKS:
        return 0
    with scope(region_ids(), role="sweep"):
        due = links_due(timezone.now())
    for region_id, document_id in due:
        if not send(CHECK_TASK, region_id=region_id, document_id=document_id):
            break
    return len(due)
