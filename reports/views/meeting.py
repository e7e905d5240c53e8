"""Ordering the list for a meeting; it is waited for on the page of the job."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from iga_portal.refusals import Refused
from iga_portal.web.here import here
from regions.access import Grant
from reports.meeting_jobs import order_meeting


@require_POST
def order(request: HttpRequest, **place: int) -> HttpResponse:
    grant: Grant = request.grant  # type: ignore[attr-defined]
    try:
        job = order_meeting(grant, query=request.POST.get("saringan", ""))
    except Refused as refusal:
        messages.error(request, refusal.message)
        return redirect(here(request, "participation"))
    return redirect(here(request, "job", public_id=job.public_id))
