"""The package of the portfolio: ordered here, made by a worker, taken from here."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from iga_portal.jobs.models import Job
from iga_portal.jobs.views import own_progress_of
from iga_portal.refusals import Refused
from iga_portal.web.frame import Crumb
from iga_portal.web.here import here
from innovations.package.content import CHOSEN, SENT
from innovations.package.jobs import PACKAGE, order_package
from innovations.views.desk_common import grant_of
from innovations.views.opd_common import period_or_404
from innovations.views.region_portfolio import found_portfolio
from regions.access import actor_of
from regions.queries.periods import region_period as region_period_of

SHOWN = 6


@require_http_methods(["GET", "HEAD", "POST"])
def package(request: HttpRequest, region_id: int, **kwargs: object) -> HttpResponse:
    """What can be ordered, and what workers have made. POST orders; a second press finds the first."""
    if request.method == "POST":
        period = region_period_of(region_id, period=period_or_404())
        try:
            job = order_package(
                period,
                actor=actor_of(request),
                which=request.POST.get("isi", ""),
                form=request.POST.get("bentuk", ""),
                language=get_language() or "id",
            )
        except Refused as refusal:
            messages.error(request, refusal.message)
            return redirect(here(request, "package"))
        return redirect(here(request, "job", public_id=job.public_id))
    _region_period, found = found_portfolio(region_id)
    jobs = Job.objects.select_related("result_file").filter(region_id=region_id, kind=PACKAGE)
    ways = [
        (CHOSEN, _("Sebelum dikirim"), _("Yang diputuskan dikirim, dan yang sudah terkirim."), len(found.chosen) + len(found.sent)),
        (SENT, _("Yang terkirim"), _("Sebagaimana ada pada Kemendagri sekarang."), len(found.sent)),
    ]  # fmt: skip
    return render(
        request,
        "innovations/region/package.html",
        {
            "ways": ways,
            "jobs": [own_progress_of(request, job) for job in jobs.order_by("-created_at", "-pk")[:SHOWN]],
            "region": grant_of(request).region,
            "crumbs": [Crumb(_("Portofolio"), here(request, "portfolio")), Crumb(_("Paket"))],
        },
    )
