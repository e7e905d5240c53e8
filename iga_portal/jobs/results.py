"""Files that jobs leave are kept for a while: long enough to be fetched, not for ever. What belongs to somebody else stays."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from django.conf import settings
from django.db.models import QuerySet

from iga_portal.files.letting_go import let_go, referring_to, sweep_let_go
from iga_portal.jobs.models import Job, JobState

AT_MOST: Final = 500
"""Jobs in one sweep."""


def kept_for() -> timedelta | None:
    """How long the file of a finished job is kept (`JOB_RESULT_DAYS`); None for good."""
    return timedelta(days=settings.JOB_RESULT_DAYS) if settings.JOB_RESULT_DAYS else None


def kept_until(job: Job) -> datetime | None:
    """The moment after which a sweep may take the job's file; None without one, or where it is kept for good.

    For good is also what another row refers to: a printed document with a number, say. One query.
    """
    limit = kept_for()
    if limit is None or job.result_file_id is None or job.finished_at is None:
        return None
    return job.finished_at + limit if _own_alone(Job.objects.filter(pk=job.pk)).exists() else None


def sweep_results(*, now: datetime) -> int:
    """Take the files from jobs that ended long ago, and remove what was let go a day before; how many jobs lost theirs."""
    taken = 0
    if (limit := kept_for()) is not None:
        old = Job.objects.filter(state=JobState.DONE, result_file__isnull=False, finished_at__lt=now - limit)
        found = dict(
            _own_alone(old).order_by("finished_at", "pk").values_list("pk", "result_file_id")[:AT_MOST]
        )
        taken = Job.objects.filter(pk__in=list(found)).update(result_file=None, result_removed_at=now)
        let_go([file_id for file_id in found.values() if file_id], now=now)
    sweep_let_go(now=now)
    return taken


def _own_alone(jobs: QuerySet[Job]) -> QuerySet[Job]:
    """Jobs whose file nothing but jobs refers to."""
    return jobs.filter(*(~refers for refers in referring_to("result_file_id", besides=[Job])))
