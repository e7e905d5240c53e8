"""Ordering a list, waiting for it, and taking it along."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import get_language
from django.views.decorators.http import require_POST, require_safe

from iga_portal.files.serving import serve
from iga_portal.jobs.models import Job, JobState
from iga_portal.jobs.progress import progress_of
from iga_portal.refusals import Refused
from iga_portal.web.here import here
from regions.access import Grant
from regions.lists.kinds import list_kind
from regions.lists.orders import LONGEST_QUERY, find_order, kind_for, order_list

BACK = "kembali"
QUERY = "saringan"


@require_POST
def order(request: HttpRequest, list_name: str, **place: int) -> HttpResponse:
    """Ask for a list with the filters of the page that the press came from, and lead to where it is waited for."""
    grant = _grant(request)
    kind = kind_for(list_name, grant=grant)
    if kind is None:
        raise Http404("no such list here")
    back = _safe(request, request.POST.get(BACK, ""))
    query, language = request.POST.get(QUERY, ""), get_language() or "id"
    try:
        job = order_list(kind, grant=grant, query=query, language=language, back=back)
    except Refused as refusal:
        messages.error(request, refusal.message)
        return redirect(back or here(request, "home"))
    return redirect(here(request, "list_download", download_id=job.public_id))


@require_safe
def download(request: HttpRequest, download_id: UUID, **place: int) -> HttpResponse:
    """One list on a page of its own, which may be closed and come back to."""
    return render(request, "regions/lists/download.html", _context(request, _job(request, download_id)))


@require_safe
def progress(request: HttpRequest, download_id: UUID, **place: int) -> HttpResponse:
    """The part that renews itself while the list is written."""
    return render(request, "regions/lists/_progress.html", _context(request, _job(request, download_id)))


@require_safe
def file(request: HttpRequest, download_id: UUID, **place: int) -> HttpResponseBase:
    job = _job(request, download_id)
    if job.state != JobState.DONE or job.result_file is None:
        raise Http404("this list is not written")
    return serve(request, job.result_file, download=True)


def _job(request: HttpRequest, download_id: UUID) -> Job:
    job = find_order(_grant(request), public_id=download_id)
    if job is None:
        raise Http404("no such download here")
    return job


def _context(request: HttpRequest, job: Job) -> dict[str, Any]:
    kind = list_kind(str(job.arguments.get("list")))
    return {
        "progress": progress_of(
            job,
            fragment_url=here(request, "list_progress", download_id=job.public_id),
            page_url=here(request, "list_download", download_id=job.public_id),
            result_url=here(request, "list_file", download_id=job.public_id),
        ),
        "failed": job.state == JobState.FAILED,
        "job": job,
        "list_name": kind.name if kind else "",
        "list_title": kind.title if kind else "",
        "query": job.arguments.get("query", ""),
        "back_url": job.arguments.get("back") or here(request, "home"),
    }


def _safe(request: HttpRequest, address: str) -> str:
    """An address of this portal, or ""."""
    if len(address) > LONGEST_QUERY + 200:
        return ""
    if address.startswith("/") and url_has_allowed_host_and_scheme(
        address, allowed_hosts={request.get_host()}
    ):
        return address
    return ""


def _grant(request: HttpRequest) -> Grant:
    grant: Grant = request.grant  # type: ignore[attr-defined]
    return grant
