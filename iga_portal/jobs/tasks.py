"""Celery tasks that run jobs and sweep up those whose message or worker was lost."""

from __future__ import annotations

import logging

from celery import shared_task
from django.utils import timezone
from django.utils.translation import gettext as _

from iga_portal.jobs.domain import (
    MOST_TRIES,
    RUN_TASK,
    Progress,
    claim_job,
    fail_job,
    finish_job,
    give_up_lost_jobs,
    waiting_jobs,
)
from iga_portal.jobs.models import Job, JobState
from iga_portal.jobs.registry import JobRefused, work_of
from iga_portal.jobs.results import sweep_results
from iga_portal.tenancy.scope import scope
from iga_portal.tenancy.tasks import RegionTask, region_ids, send

logger = logging.getLogger(__name__)


class JobTask(RegionTask):
    """A job opens scopes of its own: progress must be seen while the work is still uncommitted."""

    abstract = True
    opens_transaction = False


@shared_task(base=JobTask, name=RUN_TASK)
def run_job(*, region_id: int, job_id: int) -> str:
    """Claim and run one job. A second message for the same job finds it taken and does nothing."""
    with scope({region_id}, role="job"):
        job = claim_job(job_id)
    if job is None:
        return "taken"
    try:
        outcome = work_of(job.kind)(job, Progress(region_id, job.pk, total=job.total))
    except JobRefused as refusal:
        with scope({region_id}, role="job"):
            fail_job(job.pk, message=str(refusal))
        return "refused"
    except Exception:
        logger.exception("job %s (%s) failed in try %s", job.pk, job.kind, job.tries)
        with scope({region_id}, role="job"):
            if job.tries >= MOST_TRIES:
                fail_job(job.pk, message=_tried(job.tries))
            else:
                Job.objects.filter(pk=job.pk, state=JobState.RUNNING).update(state=JobState.QUEUED)
        return "failed"
    with scope({region_id}, role="job"):
        finish_job(job.pk, result_file=outcome.file, message=outcome.message)
    return "done"


def _tried(tries: int) -> str:
    return _(
        "Gagal setelah %(tries)d kali dicoba. Coba lagi; bila tetap gagal, hubungi pengelola portal."
    ) % {"tries": tries}


@shared_task(name="jobs.sweep")
def sweep_jobs() -> int:
    """Send every waiting job again, and give up those that were lost in the last try. A task of the nation."""
    with scope(region_ids(), role="sweep"):
        give_up_lost_jobs(message=_tried(MOST_TRIES))
        waiting = waiting_jobs()
    for region_id, job_id in waiting:
        if not send(RUN_TASK, region_id=region_id, job_id=job_id):
            break
    return len(waiting)


@shared_task(name="jobs.sweep_results")
def sweep_old_results() -> int:
    """Take away files of jobs that ended long ago. A task of the nation, safe to repeat."""
    with scope(region_ids(), role="sweep"):
        return sweep_results(now=timezone.now())
