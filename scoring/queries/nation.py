"""The nation's season at a glance, for the ministry: who takes part, how fast, who is at risk, and how the machines are.

Six statements in a scope that holds all regions, however many innovations there are; see `tests/scoring/test_nation.py`.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from fractions import Fraction
from math import floor
from zoneinfo import ZoneInfo

import redis
from django.db.models import Count, Min, Q
from django.db.models.functions import TruncDate
from django.utils.translation import gettext as _

from iga_portal.health import worker_seen
from iga_portal.jobs.models import Job, JobState
from innovations.enums import FINAL_STATES, State
from innovations.models import Innovation
from innovations.reference import urusan
from regions.enums import Basis
from regions.models import Period, Region, RegionPeriod
from scoring.core.model import Instrument
from scoring.models import Result
from scoring.queries.ranking import usual_basis

WIB = ZoneInfo("Asia/Jakarta")
PACE_DAYS = 7
"""Whole days behind a forecast."""
HANDED_IN = (State.SUBMITTED, State.RETURNED, State.VERIFIED, *FINAL_STATES)
READ = (State.VERIFIED, *FINAL_STATES)


@dataclass(frozen=True, slots=True)
class RegionLine:
    """One participating region: its innovations by state, and its standing numbers on the usual basis (None: not worked out)."""

    row: RegionPeriod
    states: Mapping[str, int]
    result: Result | None

    @property
    def region(self) -> Region:
        return self.row.region

    def count(self, states: Sequence[str]) -> int:
        return sum(self.states.get(state, 0) for state in states)

    @property
    def begun(self) -> int:
        return sum(self.states.values()) - self.states.get(State.WITHDRAWN, 0)


@dataclass(frozen=True, slots=True)
class Risk:
    """Why a region may end as "Tidak Dapat Dinilai", or without a score for the number of its innovations."""

    line: RegionLine
    code: str
    words: str


@dataclass(frozen=True, slots=True)
class Course:
    """Cumulative counts at the end of each day (WIB); the last day is today."""

    days: Sequence[date]
    handed_in: Sequence[int]
    sent: Sequence[int]


@dataclass(frozen=True, slots=True)
class Forecast:
    """At the pace of the last whole days, how many will be there when the input ends. None without a pace or without days left."""

    a_day: Fraction
    days_left: int
    at_the_end: int


@dataclass(frozen=True, slots=True)
class Spread:
    """Innovations of one urusan: handed in, sent, and in how many regions."""

    code: str
    name: str
    is_yandas: bool
    handed_in: int
    sent: int
    regions: int


@dataclass(frozen=True, slots=True)
class Machines:
    """`behind` regions whose index is older than their content, the longest since `behind_since`; `heartbeat` in seconds, None: gone."""

    behind: int
    behind_since: datetime | None
    queued: int
    running: int
    failed_today: int
    oldest_job: datetime | None
    heartbeat: int | None


@dataclass(frozen=True, slots=True)
class Nation:
    basis: Basis
    lines: Sequence[RegionLine]
    risks: Sequence[Risk]
    course: Course
    forecast: Forecast | None
    spread: Sequence[Spread]
    machines: Machines

    def regions_with(self, states: Sequence[str]) -> int:
        return sum(line.count(states) > 0 for line in self.lines)

    @property
    def regions_begun(self) -> int:
        return sum(line.begun > 0 for line in self.lines)

    @property
    def regions_sent(self) -> int:
        return sum(line.row.sent_at is not None for line in self.lines)

    def innovations(self, states: Sequence[str]) -> int:
        return sum(line.count(states) for line in self.lines)


def nation_of(period: Period, *, instrument: Instrument, now: datetime) -> Nation:
    """Everything the page shows, in a scope that holds all regions."""
    basis = usual_basis(period, now=now)
    lines = _lines(period, basis=basis)
    course = _course(period, now=now)
    return Nation(
        basis=basis,
        lines=lines,
        risks=risks_of(lines, yandas_minimum=instrument.formula.parameters.yandas_minimum),
        course=course,
        forecast=forecast_of(course, until=period.input_until, now=now),
        spread=_spread(period),
        machines=_machines(lines, now=now),
    )


def _lines(period: Period, *, basis: Basis) -> list[RegionLine]:
    states: defaultdict[int, dict[str, int]] = defaultdict(dict)
    counted = Innovation.objects.filter(region_period__period=period).order_by()
    for region_id, state, number in counted.values_list("region_id", "state").annotate(Count("pk")):
        states[region_id][state] = number
    results = {
        result.region_id: result
        for result in Result.objects.filter(region_period__period=period, is_current=True, basis=basis).only(
            "region_id", "index", "predicate", "yandas", "innovations_counted"
        )
    }
    rows = (
        RegionPeriod.objects.filter(period=period, region__participates=True)
        .select_related("region")
        .order_by("region__code")
    )
    return [RegionLine(row, states[row.region_id], results.get(row.region_id)) for row in rows]


def risks_of(lines: Sequence[RegionLine], *, yandas_minimum: int) -> list[Risk]:
    """Pure. The gravest reason of each region, the gravest first: who has not begun stands before who has not sent."""
    found: list[Risk] = []
    for line in lines:
        if not line.begun:
            found.append(Risk(line, "belum-mulai", _("Belum ada satu inovasi pun.")))
        elif not line.count(HANDED_IN):
            found.append(
                Risk(line, "belum-mengajukan", _("Semua masih draf; belum ada yang diajukan ke desk."))
            )
        elif not line.count(READ):
            found.append(Risk(line, "belum-terverifikasi", _("Belum ada yang terverifikasi.")))
        elif line.row.sent_at is None:
            found.append(
                Risk(line, "belum-mengirim", _("Ada yang terverifikasi, tetapi belum ada yang dikirim."))
            )
        elif line.result is not None and line.result.yandas < yandas_minimum:
            words = _("Baru %(have)d dari %(need)d urusan yandas: skor jumlah inovasinya 0.")
            found.append(Risk(line, "yandas", words % {"have": line.result.yandas, "need": yandas_minimum}))
    order = {code: place for place, code in enumerate(RISKS)}
    return sorted(found, key=lambda risk: (order[risk.code], risk.line.region.code))


RISKS = ("belum-mulai", "belum-mengajukan", "belum-terverifikasi", "belum-mengirim", "yandas")
"""Kinds of risk, the gravest first; without anything sent the index is 0 but for the SPD rows."""


def _course(period: Period, *, now: datetime) -> Course:
    last = min(now, period.quality_control_ends).astimezone(WIB).date()
    first = min(period.input_opens.astimezone(WIB).date(), last)
    handed_in: Counter[date] = Counter()
    sent: Counter[date] = Counter()
    rows = (
        Innovation.objects.filter(region_period__period=period, submitted_at__isnull=False)
        .order_by()
        .values_list(TruncDate("submitted_at", tzinfo=WIB), TruncDate("sent_at", tzinfo=WIB))
        .annotate(Count("pk"))
    )
    # Both days in one statement: a pair of days has few values, and what was sent was handed in before.
    for handed_in_on, sent_on, number in rows:
        handed_in[handed_in_on] += number
        if sent_on is not None:
            sent[sent_on] += number
    days = [first + timedelta(days=step) for step in range((last - first).days + 1)]
    return Course(days, _running(handed_in, days), _running(sent, days))


def _running(counts: Counter[date], days: Sequence[date]) -> list[int]:
    """What stands at the end of each day; what happened before the first counts from the first on."""
    total = sum(number for day, number in counts.items() if day < days[0])
    found = []
    for day in days:
        total += counts[day]
        found.append(total)
    return found


def forecast_of(course: Course, *, until: datetime, now: datetime) -> Forecast | None:
    """Pure. The mean of the last whole days carried on to the last day of the input, today's rest left out."""
    whole = course.handed_in[:-1]
    left = (until.astimezone(WIB).date() - now.astimezone(WIB).date()).days
    if len(whole) < 2 or left <= 0 or now > until:
        return None
    span = min(PACE_DAYS, len(whole) - 1)
    a_day = Fraction(whole[-1] - whole[-1 - span], span)
    return Forecast(a_day, left, course.handed_in[-1] + floor(a_day * left))


def _spread(period: Period) -> list[Spread]:
    rows = (
        Innovation.objects.filter(region_period__period=period, state__in=HANDED_IN)
        .order_by()
        .values("urusan")
        .annotate(
            handed_in=Count("pk"),
            sent=Count("pk", filter=Q(state__in=FINAL_STATES)),
            regions=Count("region_id", distinct=True),
        )
    )
    found = {row["urusan"]: (row["handed_in"], row["sent"], row["regions"]) for row in rows}
    return [
        Spread(entry.code, entry.name, entry.is_yandas, *found.get(entry.code, (0, 0, 0)))
        for entry in urusan()
    ]


def _machines(lines: Sequence[RegionLine], *, now: datetime) -> Machines:
    behind = [line.row for line in lines if not line.row.is_scored]
    asked = [row.nudged_at for row in behind if row.nudged_at is not None]
    jobs = Job.objects.aggregate(
        queued=Count("pk", filter=Q(state=JobState.QUEUED)),
        running=Count("pk", filter=Q(state=JobState.RUNNING)),
        failed=Count("pk", filter=Q(state=JobState.FAILED, finished_at__gte=now - timedelta(days=1))),
        oldest=Min("created_at", filter=Q(state=JobState.QUEUED)),
    )
    return Machines(
        behind=len(behind),
        behind_since=min(asked, default=None),
        queued=jobs["queued"],
        running=jobs["running"],
        failed_today=jobs["failed"],
        oldest_job=jobs["oldest"],
        heartbeat=_heartbeat(),
    )


def _heartbeat() -> int | None:
    try:
        seconds = worker_seen()
    except redis.RedisError:
        return None
    return None if seconds is None else int(seconds)
