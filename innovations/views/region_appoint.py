"""Reviewers appointed by name where nobody at the desk is free of the innovation, each with its recorded reason."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from iga_portal.web.frame import Crumb
from iga_portal.web.here import here
from innovations.domain.assignments import appoint, away_words
from innovations.domain.texts import LONGEST_NOTE
from innovations.models import Assignment
from innovations.queries.appointments import appointments
from innovations.queries.conflicts import reason_of, ties_among
from innovations.queries.reviewers import reviewers_of
from innovations.views.desk_common import find_innovation
from innovations.views.opd_common import tried
from innovations.views.queue_lines import region_period_or_404
from regions.access import actor_of


def appointing(request: HttpRequest, public_id: UUID, **kwargs: object) -> HttpResponse:
    """Name one reviewer for an innovation of which nobody at the desk is free, with a reason."""
    innovation = find_innovation(request, public_id)
    actor, now = actor_of(request), timezone.now()
    error, reason, chosen = "", "", ""
    if request.method == "POST":
        reason, chosen = request.POST.get("alasan", ""), request.POST.get("kepada", "")
        if not chosen.isascii() or not chosen.isdecimal() or len(chosen) > 9:
            error = _("Pilih penelaah yang ditunjuk.")
        else:
            outcome = tried(
                lambda: appoint(innovation.pk, admin=actor, reviewer_id=int(chosen), reason=reason, now=now)
            )
            if isinstance(outcome, Assignment):
                messages.success(
                    request,
                    _(
                        "%(name)s ditunjuk memeriksa inovasi ini. Alasannya tercatat dan dibaca quality control."
                    )
                    % {"name": outcome.reviewer},
                )
                return redirect(here(request, "innovation", public_id=public_id))
            error = getattr(outcome, "message", "") or " ".join(outcome.messages)  # type: ignore[union-attr]
    region_period = region_period_or_404(request, actor.region_id)
    today = now.astimezone(region_period.region.zone).date()
    everybody = reviewers_of(region_period.region, since=today)
    ties = ties_among(
        [entry.person_id for entry in everybody], region_id=actor.region_id, innovations=[innovation]
    )
    free, people = [], []
    for entry in everybody:
        code = ties[entry.person_id].conflict(innovation)
        if not code:
            free.append(entry)
        elif entry.away_on(today) is None:
            people.append((entry, reason_of(code, name=entry.name)))
    present = [entry for entry in free if entry.away_on(today) is None]
    return render(
        request,
        "innovations/region/appoint.html",
        {
            "innovation": innovation,
            "people": people,
            "free": present,
            "away": away_words(free, today=today) if free and not present else "",
            "has_reviewers": bool(everybody),
            "error": error,
            "reason": reason,
            "chosen": chosen,
            "longest": LONGEST_NOTE,
            "crumbs": [
                Crumb(_("Pembagian"), here(request, "assignments")),
                Crumb(innovation.name, here(request, "innovation", public_id=public_id)),
                Crumb(_("Tunjuk penelaah")),
            ],
        },
        status=422 if error else 200,
    )


@require_safe
def appointed(request: HttpRequest, region_id: int, **kwargs: object) -> HttpResponse:
    """Every appointment of the period with its reason."""
    region_period = region_period_or_404(request, region_id)
    return render(
        request,
        "innovations/region/appointed.html",
        {
            "appointments": appointments(region_period),
            "zone": str(region_period.region.time_zone),
            "tab": "ditunjuk",
            "crumbs": [Crumb(_("Pembagian"), here(request, "assignments")), Crumb(_("Penunjukan"))],
        },
    )
