"""Celery tasks of this room."""

from __future__ import annotations

import logging

from celery import shared_task
from django.conf import settings
from django.core.cache import cache
from django.utils import timezone

from iga_portal.tenancy.scope import scope
from iga_portal.tenancy.tasks import RegionTask, region_ids, send
from innovations import quality_jobs  # noqa: F401 - registers its job for the workers
from innovations.domain.deadlines import regions_concerned, tell_deadlines
from innovations.domain.links import CHECK_TASK, check_document_link, links_due

logger = logging.getLogger(__name__)


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


@shared_task(name="innovations.tell_deadlines")
def tell_of_deadlines() -> int:
    """Tell the people of every region, in its own morning, of deadlines 14, 7, 3 days or one day ahead. A task of the nation."""
    now = timezone.now()
    with scope(region_ids(), role="sweep"):
        rows = regions_concerned(now)
    told = 0
    for row in rows:
        # Told by the cache, which may forget: then it is looked at again, and `once` keeps everybody from hearing it twice.
        key = f"innovations:deadlines:{row.pk}:{now.astimezone(row.region.zone):%Y%m%d}"
        if cache.get(key):
            continue
        try:
            with scope({row.region_id}, role="sweep"):
                told += tell_deadlines(row, now=now)
        except Exception:
            # One region's trouble is not to silence those behind it; the next sweep asks again.
            logger.exception("region %s was not told of its deadlines", row.region_id)
            continue
        cache.set(key, 1, timeout=24 * 3600)
    return told
