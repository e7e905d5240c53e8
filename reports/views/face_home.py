"""The front door. Members are led to their place; visitors see what this is, where the year stands, and the results."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from iga_portal.web.parts import Bar
from iga_portal.web.public import public_page
from regions.enums import Phase, RegionKind
from regions.models import Period, Region
from regions.queries.periods import current_period
from regions.views.home import to_own_place
from reports.queries.face import KINDS, Choice, Line, best_of_past, ranking
from reports.views.face_common import Reading, reading, show
from reports.views.face_ranking import tiles_of
from scoring.queries.past import national_years

TOP = 5


@dataclass(frozen=True, slots=True)
class Stage:
    """A stretch of the year: `state` is past, now or ahead; `until` its last second."""

    name: str
    text: str
    begins: datetime | None
    until: datetime | None
    state: str


@dataclass(frozen=True, slots=True)
class Top:
    kind: str
    label: str
    lines: list[Line]


def home(request: HttpRequest) -> HttpResponse:
    """Signed in: straight to the only place, or to the choice. Not signed in: the visitors' page."""
    if settings.SESSION_COOKIE_NAME in request.COOKIES and request.user.is_authenticated:
        return to_own_place(request)
    return visitors(request)


@public_page()
def visitors(request: HttpRequest) -> HttpResponse:
    """What the portal is, the year's course, and what there is to see: the ranking in force, or what is known of past years."""
    read, period = reading(request), current_period()
    return show(
        request,
        "home",
        title=_("Portal Inovasi Daerah"),
        description=_(
            "Indeks Inovasi Daerah dan Innovative Government Award: peringkat, peta, galeri inovasi, dan cara hitung setiap angka."
        ),
        context={
            "read": read,
            "period": period,
            "course_title": _("Perjalanan tahun %(year)s") % {"year": period.year}
            if period is not None
            else "",
            "stages": course_of(period, timezone.now()) if period is not None else [],
            "growth": _growth(),
            **(_results(read) if read is not None else _known()),
        },
    )


def _results(read: Reading) -> dict[str, Any]:
    lines = ranking(read.publication, Choice())
    return {
        "summary": read.publication.summary,
        "map_title": _("Peta pembinaan %(year)s") % {"year": read.publication.period.year},
        "tops": _tops(lines),
        "tiles": tiles_of(read, lines, provinces=False),
    }


def _tops(lines: list[Line]) -> list[Top]:
    """The first places of each kind; whoever shares the last of them is there too."""
    found = []
    for kind in KINDS:
        own = sorted(
            (line for line in lines if line.kind == kind and line.place is not None and line.place <= TOP),
            key=lambda line: (line.place, line.code),
        )
        if own:
            found.append(Top(kind, str(RegionKind(kind).label), own))
    return found


def _growth() -> list[Bar]:
    """Innovations that the regions reported, by year."""
    return [
        Bar(label=str(year.year), value=Decimal(year.innovations))
        for year in reversed(national_years())
        if year.innovations
    ]


def _known() -> dict[str, Any]:
    """What sources print of the years before the portal."""
    nation = national_years()
    past = best_of_past(most=8)
    names = dict(Region.objects.values_list("code", "name"))
    last = next((year for year in nation if year.mean_index is not None), None)
    return {
        "last": last,
        "last_title": _("Hasil %(year)s") % {"year": last.year} if last is not None else "",
        "past": [
            (year, [(names.get(line.code, line.code), line) for line in year.lines]) for year in past[:3]
        ],
    }


def course_of(period: Period, now: datetime) -> list[Stage]:
    """The course of a year (guideline, chapters XI and XIII) with the period's own moments; all past once it is closed."""
    current = period.phase_at(now)
    order = list(Phase)
    entries = [
        (Phase.REFINEMENT, _("Perangkat daerah menyiapkan inovasi dan buktinya."), None, period.input_opens),
        (Phase.INPUT, _("Daerah mengisi, memeriksa, dan mengirim portofolionya."), period.input_opens, period.input_closes),
        (Phase.MEASUREMENT, _("Isian yang terkirim divalidasi dan diukur."), period.input_closes, period.measurement_ends),
        (
            Phase.QUALITY_CONTROL,
            _("Evaluator Kemendagri memeriksa contoh dari setiap daerah."),
            period.measurement_ends,
            period.quality_control_ends,
        ),
        (Phase.PUBLICATION, _("Hasil ditetapkan, diterbitkan, dan dianugerahkan."), period.publishes_at, None),
    ]  # fmt: skip
    place = order.index(current)
    return [
        Stage(
            str(phase.label),
            text,
            begins,
            until - timedelta(seconds=1) if until else None,
            "past" if step < place else "now" if step == place else "ahead",
        )
        for step, (phase, text, begins, until) in enumerate(entries)
    ]
