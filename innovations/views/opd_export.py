"""Downloads of an OPD: its innovations as XLSX or CSV, at once or by a worker."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from iga_portal.files.serving import serve
from iga_portal.jobs.models import Job, JobState
from iga_portal.jobs.progress import progress_of
from iga_portal.refusals import Refused
from iga_portal.web.here import here
from iga_portal.web.parts import Progress
from innovations.bulk.exports import AT_ONCE, EXPORT, export_for, order_export, refuse_unknown
from innovations.queries.opd import own_innovations
from innovations.views.opd_bulk import file_response
from innovations.views.opd_common import crumbs, grant_of, period_or_404
from innovations.views.opd_jobs import job_or_404, jobs_of
from regions.access import actor_of


@require_safe
def export(request: HttpRequest, **place: int) -> HttpResponse:
    """What can be downloaded, and the files that workers have written."""
    period = period_or_404(request)
    number = own_innovations(actor_of(request)).filter(region_period__period=period).count()
    return render(
        request,
        "innovations/opd/export.html",
        {
            "number": number,
            "by_job": number > AT_ONCE,
            "jobs": [_progress(request, job) for job in jobs_of(request, kind=EXPORT)],
            "opd": grant_of(request).opd,
            "period": period,
            "crumbs": crumbs(request, (_("Inovasi"), here(request, "innovations")), _("Unduh daftar")),
        },
    )


@require_POST
def export_order(request: HttpRequest, **place: int) -> HttpResponseBase:
    """The file at once where it is small, else by a worker."""
    actor, period = actor_of(request), period_or_404()
    form, opd_id = request.POST.get("bentuk", ""), grant_of(request).opd_id
    assert opd_id is not None
    try:
        refuse_unknown(form)
    except Refused as refusal:
        messages.error(request, refusal.message)
        return redirect(here(request, "export"))
    if own_innovations(actor).filter(region_period__period=period).count() > AT_ONCE:
        order_export(actor=actor, opd_id=opd_id, period=period, form=form, language=get_language() or "id")
        return redirect(here(request, "export"))
    made = export_for(actor, period_id=period.pk, form=form, now=timezone.now())
    return file_response(made.content, name=made.name, media_type=made.media_type)


@require_safe
def export_progress(request: HttpRequest, public_id: UUID, **place: int) -> HttpResponse:
    """The part that renews itself."""
    job = job_or_404(request, public_id, kind=EXPORT)
    return render(request, "innovations/opd/_bulk_job.html", {"progress": _progress(request, job)})


@require_safe
def export_file(request: HttpRequest, public_id: UUID, **place: int) -> HttpResponseBase:
    """The file that a worker wrote."""
    job = job_or_404(request, public_id, kind=EXPORT)
    if job.state != JobState.DONE or job.result_file is None:
        raise Http404("this job left no file")
    return serve(request, job.result_file, download=True)


def _progress(request: HttpRequest, job: Job) -> Progress:
    return progress_of(
        job,
        fragment_url=here(request, "export_progress", public_id=job.public_id),
        page_url=here(request, "export"),
        result_url=here(request, "export_file", public_id=job.public_id),
    )
