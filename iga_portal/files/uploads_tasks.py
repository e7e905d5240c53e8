"""The sweep of uploads that nobody goes on with."""

from __future__ import annotations

from celery import shared_task
from django.utils import timezone

from iga_portal.files.uploads import sweep_uploads
from iga_portal.tenancy.scope import scope
from iga_portal.tenancy.tasks import region_ids


@shared_task(name="files.sweep_uploads")
def sweep() -> int:
    """End stale uploads of all regions and remove their partial files. A task of the nation, safe to repeat."""
    with scope(region_ids(), role="sweep"):
        return sweep_uploads(now=timezone.now())
