"""Jobs of an OPD as its pages show them. The pages of jobs in general look by region only; here a job is its OPD's."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest
from django.utils.translation import gettext as _

from iga_portal.jobs.models import Job, JobState
from iga_portal.jobs.registry import kind_of
from iga_portal.web.parts import Progress
from innovations.views.opd_common import grant_of

SHOWN = 5


def jobs_of(request: HttpRequest, *, kind: str, **arguments: Any) -> Sequence[Job]:
    """The latest jobs of a kind that were asked for in this OPD, with their files."""
    grant = grant_of(request)
    wanted = {"opd": grant.opd_id, **arguments}
    found = Job.objects.filter(region_id=grant.region.pk, kind=kind, arguments__contains=wanted)
    return list(found.select_related("result_file").order_by("-created_at", "-pk")[:SHOWN])


def job_or_404(request: HttpRequest, public_id: UUID, *, kind: str) -> Job:
    """A job of a kind of this OPD. Raises Http404 for anybody else's."""
    grant = grant_of(request)
    job = (
        Job.objects.select_related("result_file")
        .filter(region_id=grant.region.pk, kind=kind, public_id=public_id, arguments__opd=grant.opd_id)
        .first()
    )
    if job is None:
        raise Http404("no such job here")
    return job


def progress_of(
    request: HttpRequest, job: Job, *, fragment_url: str, page_url: str, result_url: str = ""
) -> Progress:
    kind = kind_of(job)
    has_file = job.state == JobState.DONE and job.result_file_id is not None
    return Progress(
        title=kind.title(job) if kind else _("Pekerjaan"),
        state=job.state,
        done=job.done,
        total=job.total,
        message=job.message,
        fragment_url=fragment_url,
        page_url=page_url,
        result_url=result_url if has_file else "",
        result_label=_("Unduh"),
    )
