"""Jobs of an OPD as its pages show them. The pages of jobs in general look by region only; here a job is its OPD's."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest

from iga_portal.jobs.models import Job
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
