"""What an evaluator has to look at: over all regions that are open to them, or in one of them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import F, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from iga_portal.refusals import Refused
from iga_portal.web.formats import number
from iga_portal.web.frame import Crumb
from iga_portal.web.here import here
from iga_portal.web.tables import page_of
from innovations.domain.quality.choosing import Rule
from innovations.domain.quality.looking import close_sample, reopen_sample
from innovations.models import QualitySample
from innovations.quality_season import quality_is_open
from innovations.queries.quality import NOTHING, Progress, progress_of, samples
from innovations.views.opd_common import period_or_404, tell_refusal, tried
from regions.access import actor_of
from regions.models import Region

RULE_WORDS: dict[str, str | Promise] = {
    Rule.SHARE: gettext_lazy("porsi daerah"),
    Rule.CLAIMS: gettext_lazy("klaim tertinggi"),
    Rule.DIFFERENCE: gettext_lazy("selisih klaim dan desk terbesar"),
    Rule.RANDOM: gettext_lazy("acak nasional"),
    Rule.SPD: gettext_lazy("baris SPD setiap daerah"),
}
PER_PAGE = 50


@dataclass(frozen=True, slots=True)
class SampleLine:
    """A sample as lists show it."""

    sample: QualitySample
    progress: Progress
    url: str
    rules: Sequence[str]


def lines_of(page: Iterable[QualitySample], *, with_urls: bool = True) -> list[SampleLine]:
    """At most four queries for any number of samples."""
    found = list(page)
    progress = progress_of(found)
    return [
        SampleLine(
            sample,
            progress.get(sample.pk, NOTHING),
            url_of(sample) if with_urls else "",
            [str(RULE_WORDS[rule]) for rule in sample.rules if rule in RULE_WORDS],
        )
        for sample in found
    ]


def url_of(sample: QualitySample) -> str:
    """Where the evaluator reads a sample."""
    if sample.innovation is None:
        return reverse("penilai:quality_spd", args=[sample.region_id])
    return reverse("penilai:innovation", args=[sample.region_id, sample.innovation.public_id])


@require_safe
def home(request: HttpRequest, **kwargs: object) -> HttpResponse:
    """Every sample given to this person, over all regions; open ones first."""
    return _list(request)


@require_safe
def region(request: HttpRequest, region_id: int, **kwargs: object) -> HttpResponse:
    return _list(request, crumbs=[Crumb(_("Sampel saya"), reverse("penilaian:home")), Crumb(_("Daerah ini"))])


def _list(request: HttpRequest, *, crumbs: Sequence[Crumb] = ()) -> HttpResponse:
    period = period_or_404(request)
    mine = samples(period).filter(evaluator_id=actor_of(request).person_id)
    every = list(mine.order_by().values_list("region_id", "closed_at"))
    done = sum(closed is not None for _region, closed in every)
    shown, chosen = _chosen(request, mine)
    page = page_of(request, shown, per_page=PER_PAGE)
    lines = lines_of(page.object_list)
    return render(
        request,
        "innovations/quality/home.html",
        {
            "lines": lines,
            "page": page,
            "total": len(every),
            "total_words": _("dari %(count)s") % {"count": number(len(every))},
            "done": done,
            "regions": Region.objects.filter(pk__in={region_id for region_id, _closed in every}).order_by(
                "pk"
            ),
            "first": next((line for line in lines if line.sample.closed_at is None), None),
            "chosen": chosen,
            "is_filtered": any(chosen.values()),
            "is_open": quality_is_open(period, now=timezone.now()),
            "period": period,
            "phase": period.phase_at(timezone.now()),
            "one_region": bool(crumbs),
            "crumbs": list(crumbs),
            "zone": request.grant.region.time_zone,  # type: ignore[attr-defined]
        },
    )


def _chosen(
    request: HttpRequest, mine: QuerySet[QualitySample]
) -> tuple[QuerySet[QualitySample], dict[str, str]]:
    """The samples that the address asks for; what it does not know is passed over."""
    state, where = request.GET.get("keadaan", ""), request.GET.get("daerah", "")
    state = state if state in {"terbuka", "selesai"} else ""
    where = where[:5] if where.isdecimal() else ""
    if state:
        mine = mine.filter(closed_at__isnull=state == "terbuka")
    if where:
        mine = mine.filter(region_id=int(where))
    order: tuple[Any, ...] = ("region_id", "innovation__name", "pk")
    return mine.order_by(F("closed_at").asc(nulls_first=True), *order), {
        "keadaan": state,
        "daerah": where,
    }


@require_POST
def close(request: HttpRequest, sample_id: int, **kwargs: object) -> HttpResponse:
    """Done with a sample, or (`buka`) go on with it."""
    sample = (
        QualitySample.objects.filter(pk=sample_id, evaluator_id=actor_of(request).person_id)
        .select_related("innovation")
        .first()
    )
    if sample is None:
        raise Http404("no such sample here")
    again = "buka" in request.POST
    outcome = tried(
        lambda: (
            reopen_sample(sample_id, evaluator=actor_of(request))
            if again
            else close_sample(
                sample_id,
                evaluator=actor_of(request),
                note=request.POST.get("catatan", ""),
                rest_stands="sisa" in request.POST,
            )
        )
    )
    if isinstance(outcome, Refused | ValidationError):
        tell_refusal(request, outcome)
        return redirect(url_of(sample))
    if again:
        messages.success(request, _("Sampel dibuka lagi."))
        return redirect(url_of(sample))
    messages.success(request, _("Sampel selesai."))
    return redirect(here(request, "quality"))
