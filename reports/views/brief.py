"""The one page for the head of region: what is on it, ordering it, and the sheets printed so far."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from iga_portal.jobs.models import Job, JobState
from iga_portal.jobs.views import own_progress_of
from iga_portal.refusals import Refused
from iga_portal.web.frame import Crumb
from iga_portal.web.here import here
from regions.access import actor_of
from reports.domain.brief import BRIEF, order_brief
from reports.views.documents import find_region

SHOWN = 5


@require_http_methods(["GET", "HEAD", "POST"])
def brief(request: HttpRequest, **where: int) -> HttpResponse:
    """The page; a press orders the sheet and shows how far it is."""
    actor = actor_of(request)
    region_period = find_region(actor.region_id)
    if request.method == "POST":
        try:
            order_brief(region_period, actor=actor)
        except Refused as refusal:
            messages.error(request, refusal.message)
        return redirect(here(request, "brief"))
    jobs = list(
        Job.objects.filter(region_id=actor.region_id, kind=BRIEF)
        .select_related("result_file")
        .order_by("-created_at", "-pk")[:SHOWN]
    )
    latest = next((job for job in jobs if job.state == JobState.DONE), None)
    return render(
        request,
        "reports/brief.html",
        {
            "region": region_period.region,
            "zone": region_period.region.time_zone,
            "jobs": [own_progress_of(request, job) for job in jobs],
            "latest": latest,
            "is_fresh": latest is not None
            and latest.arguments.get("version") == region_period.content_version,
            "is_open": any(job.is_open for job in jobs),
            "crumbs": [Crumb(_("Ringkasan"), here(request, "home")), Crumb(_("Lembar satu halaman"))],
        },
    )
