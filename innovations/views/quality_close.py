"""How far quality control is, and closing it: of one region, or of all that have sent."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from iga_portal.jobs.models import Job
from iga_portal.refusals import Refused
from iga_portal.web.formats import number
from iga_portal.web.frame import Crumb
from iga_portal.web.here import here
from iga_portal.web.tables import page_of
from innovations.domain.quality.closing import Closing, close_region
from innovations.forms_quality import CloseForm
from innovations.quality_jobs import order_closing
from innovations.quality_season import quality_is_open
from innovations.queries.ministry_sendings import sender
from innovations.queries.quality import draws, evaluator_pool, samples_awaited, short_seats
from innovations.queries.quality_outcome import (
    regions_in_quality,
    seats_of,
    standing_of_nation,
    workloads,
)
from innovations.views.opd_common import period_or_404, tried
from regions.access import actor_of
from regions.forms import show_refusal

CONFLICT, UNPROCESSABLE = 409, 422
PER_PAGE = 50


@require_safe
def overview(request: HttpRequest, **kwargs: object) -> HttpResponse:
    """Progress of the nation, by evaluator and by region, and what is to be done next."""
    period = period_or_404(request)
    asked = {key: request.GET.get(key, "").strip()[:60] for key in ("cari", "keadaan")}
    seats = seats_of(period)
    standing = standing_of_nation(period, seats)
    given = {(seat.person_id, seat.region_id) for seat in seats if seat.person_id and seat.open}
    pool = evaluator_pool()
    stranded = pool.stranded(given)
    page = page_of(
        request, regions_in_quality(period, search=asked["cari"], only=asked["keadaan"]), per_page=PER_PAGE
    )
    return render(
        request,
        "innovations/quality/overview.html",
        {
            "page": page,
            "chosen": asked,
            "is_filtered": any(asked.values()),
            "standing": standing,
            "samples_words": _("dari %(count)s") % {"count": number(standing.samples)},
            "regions_words": _("dari %(count)s") % {"count": number(standing.regions)},
            "workloads": workloads(seats),
            "latest": draws(period).first(),
            "short": len(short_seats(given - stranded, pool, period=period)),
            "stranded": sum(seat.open for seat in seats if (seat.person_id, seat.region_id) in stranded),
            "is_open": quality_is_open(period, now=timezone.now()),
            "period": period,
            "zone": "WIB",
        },
    )


@require_http_methods(["GET", "HEAD", "POST"])
def region(request: HttpRequest, daerah_id: int, **kwargs: object) -> HttpResponse:
    period = period_or_404(request)
    found = sender(period, region_id=daerah_id)
    if found is None:
        raise Http404("no such region")
    return _page(
        request,
        lambda reason: close_region(found.pk, actor=actor_of(request), reason=reason),
        name=found.region.name,
        open_samples=samples_awaited(period).filter(region_period=found).count(),
        assessed_at=found.assessed_at,
        sent=found.sent_at is not None,
    )


@require_http_methods(["GET", "HEAD", "POST"])
def nation(request: HttpRequest, **kwargs: object) -> HttpResponse:
    period = period_or_404(request)
    standing = standing_of_nation(period, seats_of(period))
    return _page(
        request,
        lambda reason: order_closing(period, actor=actor_of(request), reason=reason),
        name=_("Seluruh daerah"),
        open_samples=samples_awaited(period).count(),
        assessed_at=None,
        sent=standing.regions > standing.closed_regions,
    )


def _page(
    request: HttpRequest,
    close: Callable[[str], Closing | Job],
    *,
    name: str,
    open_samples: int,
    assessed_at: object,
    sent: bool,
) -> HttpResponse:
    form = CloseForm(request.POST or None, label_suffix="")
    status = 200
    if request.method == "POST":
        status = UNPROCESSABLE
        form = CloseForm(request.POST, label_suffix="")
        if form.is_valid():
            outcome = tried(lambda: close(form.cleaned_data["reason"]))
            if isinstance(outcome, Job):
                return redirect(here(request, "job", public_id=outcome.public_id))
            if not isinstance(outcome, Refused | ValidationError):
                _tell(request, outcome)
                return redirect(here(request, "quality"))
            if isinstance(outcome, Refused) and outcome.code == "open_samples":
                form.add_error("reason", outcome.message)
            else:
                show_refusal(form, outcome)
            status = CONFLICT
    return render(
        request,
        "innovations/quality/close.html",
        {
            "form": form,
            "name": name,
            "open_samples": open_samples,
            "assessed_at": assessed_at,
            "sent": sent,
            "zone": "WIB",
            "crumbs": [
                Crumb(_("Quality control"), here(request, "quality")),
                Crumb(_("Tutup: %(name)s") % {"name": name}),
            ],
        },
        status=status,
    )


def _tell(request: HttpRequest, outcome: Closing) -> None:
    if not outcome.regions:
        messages.info(request, _("Sudah ditutup; tidak ada yang ditutup dua kali."))
        return
    messages.success(
        request,
        ngettext(
            "Quality control %(regions)s daerah ditutup: %(count)s inovasi dinilai.",
            "Quality control %(regions)s daerah ditutup: %(count)s inovasi dinilai.",
            outcome.regions,
        )
        % {"regions": number(outcome.regions), "count": number(outcome.innovations)},
    )
