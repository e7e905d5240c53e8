"""Samples at the ministry: found, shared out by the portal, given and taken by hand."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from iga_portal.refusals import Refused
from iga_portal.web.formats import number
from iga_portal.web.frame import Crumb
from iga_portal.web.here import here
from iga_portal.web.tables import page_of
from innovations.domain.quality.choosing import Rule
from innovations.domain.quality.sharing import assign_samples, share_out
from innovations.quality_season import quality_is_open
from innovations.queries.quality import evaluator_pool
from innovations.queries.quality import samples as samples_of
from innovations.views.opd_common import period_or_404, tell_refusal, tried
from innovations.views.quality_home import RULE_WORDS, lines_of
from regions.access import actor_of
from regions.models import Region

PER_PAGE = 50
STATES = {
    "belum-dibagi": Q(evaluator__isnull=True, closed_at__isnull=True),
    "terbuka": Q(closed_at__isnull=True),
    "selesai": Q(closed_at__isnull=False),
}
NOBODY = "tidak-ada"


@require_safe
def samples(request: HttpRequest, **kwargs: object) -> HttpResponse:
    """Every sample of the period, narrowed by region, evaluator, rule and state; all of it stands in the address."""
    period = period_or_404(request)
    pool = evaluator_pool()
    asked = {key: request.GET.get(key, "").strip()[:60] for key in ("cari", "evaluator", "aturan", "keadaan")}
    found = samples_of(period)
    for word in asked["cari"].split():
        found = found.filter(
            Q(region__name__icontains=word)
            | Q(region__code__startswith=word)
            | Q(innovation__name__icontains=word)
        )
    if asked["evaluator"].isdecimal():
        found = found.filter(evaluator_id=int(asked["evaluator"][:9]))
    if asked["aturan"] in RULE_WORDS:
        found = found.filter(rules__contains=[asked["aturan"]])
    if asked["keadaan"] in STATES:
        found = found.filter(STATES[asked["keadaan"]])
    page = page_of(request, found, per_page=PER_PAGE)
    return render(
        request,
        "innovations/quality/samples.html",
        {
            "page": page,
            "lines": lines_of(page.object_list, with_urls=False),
            "chosen": asked,
            "is_filtered": any(asked.values()),
            "people": list(pool.people.values()),
            "rules": [(rule.value, RULE_WORDS[rule]) for rule in Rule],
            "is_open": quality_is_open(period, now=timezone.now()),
            "present": request.GET.urlencode(),
            "zone": "WIB",
            "crumbs": [Crumb(_("Quality control"), here(request, "quality")), Crumb(_("Sampel"))],
        },
    )


@require_POST
def share(request: HttpRequest, **kwargs: object) -> HttpResponse:
    """Give everything open that nobody has to the evaluators, evenly."""
    period = period_or_404(request)
    outcome = tried(lambda: share_out(period, actor=actor_of(request)))
    if isinstance(outcome, Refused | ValidationError):
        tell_refusal(request, outcome)
        return redirect(here(request, "quality"))
    if outcome.samples:
        messages.success(
            request,
            ngettext(
                "%(count)s sampel dibagikan kepada %(people)s evaluator.",
                "%(count)s sampel dibagikan kepada %(people)s evaluator.",
                outcome.samples,
            )
            % {"count": number(outcome.samples), "people": number(outcome.people)},
        )
    if outcome.renewed:
        messages.success(
            request,
            _("Daerah dibuka lagi bagi evaluatornya sampai quality control berakhir: %(count)s.")
            % {"count": number(outcome.renewed)},
        )
    if not (outcome.samples or outcome.left or outcome.renewed):
        messages.info(request, _("Tidak ada sampel yang belum dibagikan."))
    if outcome.left:
        names = list(
            Region.objects.filter(pk__in=outcome.left).order_by("pk").values_list("name", flat=True)[:6]
        )
        messages.warning(
            request,
            _("Tidak ada evaluator yang bebas untuk: %(regions)s. Undang evaluator lain, lalu bagikan lagi.")
            % {"regions": ", ".join(names) + (" …" if len(outcome.left) > len(names) else "")},
        )
    return redirect(here(request, "quality"))


@require_POST
def assign(request: HttpRequest, **kwargs: object) -> HttpResponse:
    """Give the ticked samples to somebody, or take them back."""
    period = period_or_404(request)
    ids = [int(text[:18]) for text in request.POST.getlist("pilih")[: PER_PAGE * 2] if text.isdecimal()]
    wanted = request.POST.get("evaluator", "")
    back = here(request, "quality_samples") + (
        f"?{request.POST['saringan'][:500]}" if request.POST.get("saringan") else ""
    )
    if not wanted.isdecimal() and wanted != NOBODY:
        messages.error(request, _("Pilih evaluatornya."))
        return redirect(back)
    outcome = tried(
        lambda: assign_samples(
            period,
            actor=actor_of(request),
            sample_ids=ids,
            evaluator_id=None if wanted == NOBODY else int(wanted[:9]),
        )
    )
    if isinstance(outcome, Refused | ValidationError):
        tell_refusal(request, outcome)
    elif wanted == NOBODY:
        messages.success(request, _("%(count)s sampel ditarik kembali.") % {"count": number(outcome)})
    else:
        messages.success(request, _("%(count)s sampel ditugaskan.") % {"count": number(outcome)})
    return redirect(back)
