"""Carrying innovations of an earlier year into this one, and where a copy comes from."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from iga_portal.refusals import Refused
from iga_portal.web.here import here
from iga_portal.web.tables import page_of
from innovations.domain.copying import Copied, copy_innovation
from innovations.models import Innovation
from innovations.queries.lineage import candidates, copied_count, copyable, lineage_of
from innovations.queries.opd import own_innovations
from innovations.views.opd_common import (
    base_context,
    crumbs,
    find_innovation,
    grant_of,
    innovation_crumbs,
    input_is_open,
    period_or_404,
    tell_refusal,
    tried,
    why_locked,
)
from regions.access import actor_of
from regions.queries.instruments import instrument_of

MOST_AT_ONCE = 50
"""Copies of one press; the list shows half of it on a page."""


@dataclass(frozen=True, slots=True)
class LineageCard:
    """A copy in one line for the overview: what it was copied from, and the page that compares the two."""

    name: str
    year: int
    url: str
    asks_note: bool


@require_http_methods(["GET", "HEAD", "POST"])
def copy(request: HttpRequest, **place: int) -> HttpResponse:
    """The list of what can be copied; a press copies what is ticked."""
    if request.method == "POST":
        return _copy(request)
    actor, period = actor_of(request), period_or_404(request)
    search = request.GET.get("cari", "").strip()[:100]
    page = page_of(request, copyable(actor, period=period, search=search))
    return render(
        request,
        "innovations/opd/copy.html",
        {
            "page": page,
            "candidates": candidates(actor, list(page.object_list), period=period),
            "search": search,
            "copied": copied_count(actor, period=period),
            "copies": _copies(request),
            "rules": instrument_of(period).eligibility,
            "period": period,
            "is_open": input_is_open(request, period),
            "has_units": len(actor.opd_ids) > 1,
            "opd": grant_of(request).opd,
            "crumbs": crumbs(
                request, (_("Inovasi"), here(request, "innovations")), _("Salin dari tahun lalu")
            ),
        },
    )


def _copies(request: HttpRequest) -> list[Innovation]:
    """What was copied into this period already, the latest first."""
    found = own_innovations(actor_of(request)).filter(
        region_period__period__is_current=True, copied_from__isnull=False
    )
    return list(
        found.select_related("copied_from__region_period__period").order_by("-created_at", "-pk")[:10]
    )


def _copy(request: HttpRequest) -> HttpResponse:
    actor, period = actor_of(request), period_or_404()
    wanted = [value for value in request.POST.getlist("inovasi") if _is_uuid(value)][:MOST_AT_ONCE]
    sources = list(
        own_innovations(actor).filter(public_id__in=wanted).order_by("pk").values_list("pk", flat=True)
    )
    if not sources:
        messages.error(request, _("Centang dulu inovasi yang akan disalin."))
        return redirect(here(request, "copy"))
    outcome = tried(lambda: [_one(source, actor=actor, period=period) for source in sources])
    if isinstance(outcome, Refused | ValidationError):
        tell_refusal(request, outcome)
        return redirect(here(request, "copy"))
    new = [copied.innovation for copied in outcome if copied.is_new]
    if new:
        messages.success(
            request,
            ngettext(
                "%(n)d inovasi disalin sebagai draf. Periksa tandanya, lalu tuliskan apa yang dikembangkan.",
                "%(n)d inovasi disalin sebagai draf. Periksa tandanya, lalu tuliskan apa yang dikembangkan.",
                len(new),
            )
            % {"n": len(new)},
        )
    else:
        messages.info(request, _("Sudah disalin sebelumnya; inilah drafnya."))
    if len(outcome) == 1:
        return redirect(here(request, "lineage", public_id=outcome[0].innovation.public_id))
    return redirect(here(request, "copy") + "#disalin")


def _one(source_id: int, *, actor: Any, period: Any) -> Copied:
    return copy_innovation(source_id, actor=actor, period=period, now=timezone.now())


def _is_uuid(text: str) -> bool:
    try:
        UUID(text)
    except ValueError:
        return False
    return True


@require_safe
def lineage(request: HttpRequest, public_id: UUID, **place: int) -> HttpResponse:
    """A copy beside what it was copied from: what the desk accepted then, and what to look at this year."""
    found = find_innovation(request, public_id)
    compared = lineage_of(found, actor=actor_of(request))
    if compared is None:
        raise Http404("not a copy")
    return render(
        request,
        "innovations/opd/copy_lineage.html",
        base_context(request, found, tab="")
        | {
            "lineage": compared,
            "can_edit": not why_locked(actor_of(request), found),
            "source_url": here(request, "innovation", public_id=compared.source.public_id),
            "rules": instrument_of(found.region_period.period).eligibility,
            "crumbs": innovation_crumbs(request, found, _("Asal-usul")),
        },
    )


def lineage_card(request: HttpRequest, innovation: Innovation) -> LineageCard | None:
    """For the overview of a copy (`innovations/opd/_lineage.html`); None for an innovation that is none. One query."""
    if innovation.copied_from_id is None:
        return None
    source = Innovation.objects.select_related("region_period__period").get(pk=innovation.copied_from_id)
    return LineageCard(
        source.name,
        source.region_period.period.year,
        here(request, "lineage", public_id=innovation.public_id),
        asks_note=not innovation.development_note.strip(),
    )
