"""A job as a page: how far it is, what it made or why it failed. Its address survives a reload, a new tab and a new day.

A job is seen where it was asked for: in its region, or at the ministry (region 0); a personal one by who asked for it alone.
"""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import NoReverseMatch
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from iga_portal.files.serving import serve
from iga_portal.jobs.domain import retry_job
from iga_portal.jobs.models import Job, JobState
from iga_portal.jobs.progress import progress_of
from iga_portal.jobs.registry import kind_of
from iga_portal.jobs.results import kept_until
from iga_portal.web.here import here
from iga_portal.web.parts import Progress


@require_GET
def page(request: HttpRequest, public_id: UUID, **where: int) -> HttpResponse:
    """The job on a page of its own."""
    return render(request, "jobs/job.html", _context(request, _job(request, public_id)))


@require_GET
def progress(request: HttpRequest, public_id: UUID, **where: int) -> HttpResponse:
    """The part that renews itself while the job is open."""
    return render(request, "jobs/_job.html", _context(request, _job(request, public_id)))


@require_GET
def result(request: HttpRequest, public_id: UUID, **where: int) -> HttpResponseBase:
    """The file that the job left."""
    job = _job(request, public_id)
    if job.result_removed_at is not None:
        return redirect(here(request, "job", public_id=job.public_id))  # where it says so
    if job.state != JobState.DONE or job.result_file is None:
        raise Http404("this job left no file")
    return serve(request, job.result_file)


@require_POST
def retry(request: HttpRequest, public_id: UUID, **where: int) -> HttpResponse:
    """Ask again for a failed job. Only who asked may: anybody else orders for themselves."""
    job = _job(request, public_id)
    if job.state != JobState.FAILED or not _may_retry(request, job):
        raise Http404("this job cannot be asked for again")
    again, _new = retry_job(job, person_id=_person_id(request))
    return redirect(here(request, "job", public_id=again.public_id))


def _job(request: HttpRequest, public_id: UUID) -> Job:
    region_id = request.grant.region.pk  # type: ignore[attr-defined]
    job = Job.objects.select_related("result_file").filter(region_id=region_id, public_id=public_id).first()
    if job is None:
        raise Http404("no such job here")
    kind = kind_of(job)
    if kind is not None and kind.personal and job.requested_by_id != _person_id(request):
        raise Http404("no such job here")
    return job


def _person_id(request: HttpRequest) -> int:
    person_id = request.user.pk
    assert person_id is not None
    return person_id


def _may_retry(request: HttpRequest, job: Job) -> bool:
    return job.requested_by_id == _person_id(request)


def _context(request: HttpRequest, job: Job) -> dict[str, Any]:
    return {
        "job": job,
        "progress": own_progress_of(request, job),
        "kind": kind_of(job),
        "kept_until": kept_until(job),
        "results_url": _results_url(request, job),
        "retry_url": here(request, "job_retry", public_id=job.public_id)
        if job.state == JobState.FAILED and _may_retry(request, job)
        else "",
    }


def own_progress_of(request: HttpRequest, job: Job) -> Progress:
    """The job with the addresses of its own page; also for lists of other rooms."""
    where = {"public_id": job.public_id}
    return progress_of(
        job,
        fragment_url=here(request, "job_progress", **where),
        page_url=here(request, "job", **where),
        result_url=here(request, "job_result", **where),
        result_label=_("Buka hasil"),
    )


def _results_url(request: HttpRequest, job: Job) -> str:
    """The page of what this kind of job makes; it stands in a room above and is found by its name."""
    kind = kind_of(job)
    if kind is None or not kind.results_page:
        return ""
    try:
        return here(request, kind.results_page)
    except NoReverseMatch:
        return ""
