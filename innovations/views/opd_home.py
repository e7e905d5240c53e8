"""The operator's home: what waits for the OPD, returned items first."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from iga_portal.notices.domain import newest_notices
from innovations.enums import State
from innovations.queries.opd import OpdHome, opd_home
from innovations.views.opd_common import grant_of, input_is_open, period_or_404
from regions.access import actor_of

SHOWN_DRAFTS = 10
SHOWN_NOTICES = 5


def _lead(found: OpdHome) -> str:
    """The day's work in one sentence; the deadline stands in the bar above."""
    parts = []
    if found.returned:
        count = len(found.returned)
        parts.append(ngettext("%(n)d perlu perbaikan", "%(n)d perlu perbaikan", count) % {"n": count})
    if found.ready:
        count = len(found.ready)
        parts.append(ngettext("%(n)d draf siap diajukan", "%(n)d draf siap diajukan", count) % {"n": count})
    unready = len(found.drafts) - len(found.ready)
    if unready:
        parts.append(
            ngettext("%(n)d draf belum lengkap", "%(n)d draf belum lengkap", unready) % {"n": unready}
        )
    if parts:
        return ", ".join(parts) + "."
    return _("Tidak ada yang menunggu Anda.") if found.total else ""


@require_safe
def home(request: HttpRequest, **place: int) -> HttpResponse:
    grant = grant_of(request)
    found = opd_home(actor_of(request))
    period = found.period or period_or_404()
    zone = grant.region.time_zone
    counts = [(str(state), found.counts[state]) for state in State.values if found.counts.get(state)]
    return render(
        request,
        "innovations/opd/home.html",
        {
            "home": found,
            "opd": grant.opd,
            "zone": zone,
            "period": period,
            "is_open": input_is_open(period),
            "lead": _lead(found),
            "has_units": len(actor_of(request).opd_ids) > 1,
            "counts": counts,
            "drafts": found.drafts[:SHOWN_DRAFTS],
            "more_drafts": max(0, len(found.drafts) - SHOWN_DRAFTS),
            "notices": newest_notices(grant.person.pk, limit=SHOWN_NOTICES),
        },
    )
