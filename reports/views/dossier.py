"""The dossier of an innovation: what is in it, ordering it, and how far the printer is."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from iga_portal.files.serving import serve
from iga_portal.jobs.models import Job, JobState
from iga_portal.jobs.progress import progress_of
from iga_portal.web.here import here
from iga_portal.web.parts import Progress
from innovations.models import Innovation
from innovations.views.opd_common import base_context, find_innovation, grant_of, innovation_crumbs
from innovations.views.opd_jobs import job_or_404, jobs_of
from regions.access import actor_of
from reports.domain.dossier import DOSSIER, Place, last_change, order_dossier


@require_http_methods(["GET", "HEAD", "POST"])
def dossier(request: HttpRequest, public_id: UUID, **place: int) -> HttpResponse:
    """The page; a press orders the paper."""
    found = find_innovation(request, public_id)
    if request.method == "POST":
        order_dossier(found, place=_place(request), person_id=actor_of(request).person_id)
        return redirect(here(request, "dossier", public_id=public_id))
    jobs = jobs_of(request, kind=DOSSIER, innovation=str(public_id), acting=grant_of(request).acting)
    latest = jobs[0] if jobs else None
    is_fresh = latest is not None and latest.state == JobState.DONE and latest.created_at > last_change(found)
    return render(
        request,
        "reports/dossier.html",
        base_context(request, found, tab="")
        | {
            "jobs": [_progress(request, found, job) for job in jobs],
            "is_open": latest is not None and latest.is_open,
            "is_fresh": is_fresh,
            "latest": latest,
            "crumbs": innovation_crumbs(request, found, _("Berkas lengkap")),
        },
    )


@require_safe
def dossier_progress(request: HttpRequest, public_id: UUID, job_id: UUID, **place: int) -> HttpResponse:
    """The part that renews itself."""
    found = find_innovation(request, public_id)
    job = _job(request, found, job_id)
    return render(request, "innovations/opd/_bulk_job.html", {"progress": _progress(request, found, job)})


@require_safe
def dossier_file(request: HttpRequest, public_id: UUID, job_id: UUID, **place: int) -> HttpResponseBase:
    """The paper itself, to be kept: the page calls it a download."""
    job = _job(request, find_innovation(request, public_id), job_id)
    if job.state != JobState.DONE or job.result_file is None:
        raise Http404("this job left no file")
    return serve(request, job.result_file, download=True)


def _place(request: HttpRequest) -> Place:
    grant = grant_of(request)
    assert grant.opd_id is not None
    return Place(
        site=request.build_absolute_uri("/"),
        acting=grant.acting,
        region_id=grant.region.pk,
        opd_id=grant.opd_id,
    )


def _job(request: HttpRequest, found: Innovation, job_id: UUID) -> Job:
    """A dossier's job of this innovation and this place, or 404."""
    job = job_or_404(request, job_id, kind=DOSSIER)
    if (job.arguments.get("innovation"), job.arguments.get("acting")) != (
        str(found.public_id),
        grant_of(request).acting,
    ):
        raise Http404("no such job here")
    return job


def _progress(request: HttpRequest, found: Innovation, job: Job) -> Progress:
    where = {"public_id": found.public_id, "job_id": job.public_id}
    return progress_of(
        job,
        fragment_url=here(request, "dossier_progress", **where),
        page_url=here(request, "dossier", public_id=found.public_id),
        result_url=here(request, "dossier_file", **where),
    )
