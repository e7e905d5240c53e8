"""Celery tasks of the files room. The routes in the settings keep them behind what people wait for."""

from __future__ import annotations

from celery import shared_task
from django.utils import timezone

from iga_portal.files.domain import EXAMINE_TASK
from iga_portal.files.examining import examine_file, files_to_examine
from iga_portal.tenancy.scope import scope
from iga_portal.tenancy.tasks import RegionTask, region_ids, send


class ExamineTask(RegionTask):
    """Opens its scopes itself: a scan may take minutes, and no transaction waits for it."""

    abstract = True
    opens_transaction = False


@shared_task(base=ExamineTask, name=EXAMINE_TASK)
def examine(*, region_id: int, file_id: int) -> str:
    """Scan and draw one file; a second message for the same bytes finds nothing to do."""
    return examine_file(region_id, file_id=file_id)


@shared_task(name="files.sweep")
def sweep() -> int:
    """Ask again for every file that nobody has finished. A task of the nation."""
    with scope(region_ids(), role="sweep"):
        waiting = files_to_examine(timezone.now())
    for region_id, file_id in waiting:
        if not send(EXAMINE_TASK, region_id=region_id, file_id=file_id):
            break
    return len(waiting)
