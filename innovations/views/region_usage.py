"""How the portal is used in the region: counts without a name."""

from __future__ import annotations

from datetime import timedelta

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from innovations.queries.usage import FEWEST, usage_of
from innovations.views.opd_common import period_or_404
from regions.queries.periods import region_period as region_period_of


@require_safe
def usage(request: HttpRequest, region_id: int, **kwargs: object) -> HttpResponse:
    found = usage_of(region_period_of(region_id, period=period_or_404()))
    return render(
        request,
        "innovations/region/usage.html",
        {"usage": found, "to_first": duration_words(found.to_first), "fewest": FEWEST},
    )


def duration_words(duration: timedelta | None) -> str:
    """A duration in its largest unit, rounded: "3 hari", "5 jam", "40 menit"; "" for none."""
    if duration is None:
        return ""
    minutes = round(duration.total_seconds() / 60)
    if minutes >= 48 * 60:
        days = round(minutes / 60 / 24)
        return ngettext("%(n)d hari", "%(n)d hari", days) % {"n": days}
    if minutes >= 120:
        hours = round(minutes / 60)
        return ngettext("%(n)d jam", "%(n)d jam", hours) % {"n": hours}
    if minutes < 1:
        return _("kurang dari semenit")
    return ngettext("%(n)d menit", "%(n)d menit", minutes) % {"n": minutes}
