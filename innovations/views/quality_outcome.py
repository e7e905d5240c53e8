"""What quality control changed, as the region and its OPD read it once it is closed."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from iga_portal.web.formats import number
from iga_portal.web.here import here
from iga_portal.web.tables import page_of
from innovations.models import Verdict
from innovations.queries.quality_outcome import samples_read, verdicts_told
from innovations.views.desk_common import hundredths, zone_of
from innovations.views.opd_common import period_or_404
from regions.access import actor_of
from regions.enums import OPD_ROLES, Role
from regions.queries.instruments import instrument_of
from regions.queries.periods import region_period as region_period_of
from scoring.core.model import Instrument, Row

PER_PAGE = 50


@dataclass(frozen=True, slots=True)
class Changed:
    """One decision: the row, its level before, and what it is worth more or less in points of its row."""

    verdict: Verdict
    row: Row
    name: str
    opd: str
    url: str
    before: int
    points: str


@require_safe
def outcome(request: HttpRequest, region_id: int, **kwargs: object) -> HttpResponse:
    """The whole region for its admin and its head; an OPD reads its own and its units'."""
    region_period = region_period_of(region_id, period=period_or_404(request))
    actor = actor_of(request)
    opds = actor.opd_ids if actor.role in OPD_ROLES else None
    page = page_of(request, verdicts_told(region_period, opds=opds), per_page=PER_PAGE)
    instrument = instrument_of(request.period)  # type: ignore[attr-defined]  # left there by `period_or_404`
    return render(
        request,
        "innovations/quality/outcome.html",
        {
            "page": page,
            "lines": [_line(request, verdict, instrument) for verdict in page.object_list],
            "read": samples_read(region_period),
            "assessed_at": region_period.assessed_at,
            "sent_at": region_period.sent_at,
            "zone": zone_of(request),
        },
    )


def _line(request: HttpRequest, verdict: Verdict, instrument: Instrument) -> Changed:
    before = verdict.judged.get("verified") or 0
    if verdict.answer is not None:
        row = instrument.row(str(verdict.answer.row))
        found = verdict.answer.innovation
        name, opd = found.name, found.opd.name
        # The head of region reads what was decided; the innovations themselves are no page of theirs.
        reads = actor_of(request).role is not Role.REGION_HEAD
        url = here(request, "innovation", public_id=found.public_id) if reads else ""
    else:
        assert verdict.region_answer is not None
        row, name, opd, url = instrument.row(verdict.region_answer.row), _("Baris SPD"), "", ""
    change = row.points_hundredths(verdict.level) - row.points_hundredths(before)
    sign = "+" if change > 0 else "−" if change < 0 else ""
    return Changed(verdict, row, name, opd, url, before, sign + number(hundredths(abs(change)), places=2))
