"""Asking for a job, claiming it, telling how far it is. The row is the truth; the message queue only hurries it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import F, Q
from django.utils import timezone

from iga_portal.files.models import StoredFile
from iga_portal.jobs.models import Job, JobState
from iga_portal.tenancy.scope import scope
from iga_portal.tenancy.tasks import nudge

RUN_TASK = "jobs.run"
SILENT_FOR = timedelta(minutes=5)
"""A running job without a sign of life for so long has lost its worker."""
MOST_TRIES = 3


def request_job(
    *,
    region_id: int,
    kind: str,
    arguments: Mapping[str, Any],
    once: str,
    person_id: int | None,
    total: int = 0,
) -> tuple[Job, bool]:
    """Queue a job, or find the open one with the same `once`; (job, whether it is new).

    A worker is asked after the commit; without a broker the sweep finds the row.
    """
    found = Job.objects.filter(
        region_id=region_id, once=once, state__in=[JobState.QUEUED, JobState.RUNNING]
    ).first()
    if found is not None:
        return found, False
    try:
        with transaction.atomic():
            job = Job.objects.create(
                region_id=region_id,
                kind=kind,
                arguments=dict(arguments),
                once=once,
                total=total,
                requested_by_id=person_id,
            )
    except IntegrityError:
        # Another request won between the look and the insert.
        return Job.objects.get(
            region_id=region_id, once=once, state__in=[JobState.QUEUED, JobState.RUNNING]
        ), False
    nudge(RUN_TASK, region_id=region_id, job_id=job.pk)
    return job, True


def claim_job(job_id: int) -> Job | None:
    """Take a queued (or orphaned) job for this worker, by a conditional update; None when somebody else has it."""
    now = timezone.now()
    free = Q(state=JobState.QUEUED) | Q(state=JobState.RUNNING, beat_at__lt=now - SILENT_FOR)
    taken = Job.objects.filter(free, pk=job_id, tries__lt=MOST_TRIES).update(
        state=JobState.RUNNING, started_at=now, beat_at=now, tries=F("tries") + 1, done=0, message=""
    )
    return Job.objects.get(pk=job_id) if taken else None


@dataclass
class Progress:
    """Tells how far a job is, each time in a transaction of its own so that pages see it while the work goes on."""

    region_id: int
    job_id: int
    total: int
    done: int = 0
    _told: Any = field(default=None, repr=False)

    def tell(self, done: int, *, message: str = "") -> None:
        self.done = done
        now = timezone.now()
        if self._told is not None and done < self.total and now - self._told < timedelta(milliseconds=300):
            return
        self._told = now
        with scope({self.region_id}, role="job"):
            Job.objects.filter(pk=self.job_id, state=JobState.RUNNING).update(
                done=done, total=self.total, message=message[:500], beat_at=now
            )


def finish_job(job_id: int, *, result_file: StoredFile | None, message: str = "") -> None:
    job = Job.objects.get(pk=job_id)
    Job.objects.filter(pk=job_id, state=JobState.RUNNING).update(
        state=JobState.DONE,
        done=job.total,
        result_file=result_file,
        message=message[:500],
        finished_at=timezone.now(),
    )


def fail_job(job_id: int, *, message: str) -> None:
    """The end of a job that cannot succeed; asked for again it is a new job."""
    Job.objects.filter(pk=job_id, state=JobState.RUNNING).update(
        state=JobState.FAILED, message=message[:500], finished_at=timezone.now()
    )


def retry_job(job: Job, *, person_id: int) -> tuple[Job, bool]:
    """Ask again for a job that failed: a new job for the same thing, or the one that is already open for it."""
    return request_job(
        region_id=job.region_id,
        kind=job.kind,
        arguments=job.arguments,
        once=job.once,
        person_id=person_id,
        total=job.total,
    )


def give_up_lost_jobs(*, message: str) -> int:
    """Fail the jobs that lost their worker in the last try; without it they would seem to run for ever."""
    now = timezone.now()
    return Job.objects.filter(
        state=JobState.RUNNING, beat_at__lt=now - SILENT_FOR, tries__gte=MOST_TRIES
    ).update(state=JobState.FAILED, message=message[:500], finished_at=now)


def waiting_jobs() -> list[tuple[int, int]]:
    """(region id, job id) of jobs that no worker is at: queued for some time, or running without a sign of life."""
    now = timezone.now()
    return list(
        Job.objects.filter(
            Q(state=JobState.QUEUED, created_at__lt=now - timedelta(seconds=10))
            | Q(state=JobState.RUNNING, beat_at__lt=now - SILENT_FOR, tries__lt=MOST_TRIES)
        )
        .order_by("created_at")
        .values_list("region_id", "pk")[:500]
    )
