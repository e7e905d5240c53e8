"""Who takes part: OPD by OPD against the duty of the region, and how that came about through the season.

An OPD is counted with its units (schools, puskesmas): the duty is the OPD's.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any, Final, Protocol
from zoneinfo import ZoneInfo

from django.db.models import Count, Exists, Max, Min, OuterRef, Q, Subquery
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from innovations.enums import CLAIMED_STATES, FINAL_STATES, State
from innovations.models import Innovation, Reminder, Transition
from innovations.queries.opd_home import DUTY
from regions.enums import Role
from regions.models import Invitation, Opd, RegionPeriod
from regions.queries.people import standing


class Progress(StrEnum):
    """How far an OPD is; in the order in which help is needed."""

    NO_ACCOUNT = "tanpa-akun"
    NOT_BEGUN = "belum-mulai"
    BEGUN = "belum-diajukan"
    MET = "terpenuhi"


PROGRESS_WORDS: Final[dict[Progress, str | Promise]] = {
    Progress.NO_ACCOUNT: _("Belum ada operator"),
    Progress.NOT_BEGUN: _("Operator ada, belum ada isian"),
    Progress.BEGUN: _("Ada isian, belum diajukan"),
    Progress.MET: _("Kewajiban terpenuhi"),
}
UNMET: Final = "belum"
"""The filter for everybody whose duty is open, however far they are."""


@dataclass(frozen=True, slots=True)
class Counts:
    """How many innovations stand where, of one OPD or of all; withdrawn and declined ones are `closed`."""

    drafts: int = 0
    submitted: int = 0
    returned: int = 0
    verified: int = 0
    sent: int = 0
    closed: int = 0

    @property
    def total(self) -> int:
        return self.drafts + self.handed_in + self.closed

    @property
    def handed_in(self) -> int:
        """At the desk or past it: what the duty asks for."""
        return self.submitted + self.returned + self.verified + self.sent

    def __add__(self, other: Counts) -> Counts:
        return Counts(
            self.drafts + other.drafts,
            self.submitted + other.submitted,
            self.returned + other.returned,
            self.verified + other.verified,
            self.sent + other.sent,
            self.closed + other.closed,
        )


@dataclass(frozen=True, slots=True)
class Line:
    """An OPD or a unit of one, with what it has itself."""

    opd: Opd
    counts: Counts
    has_operator: bool
    is_invited: bool
    last_activity: datetime | None
    last_reminder: datetime | None


@dataclass(frozen=True)
class OpdLine:
    """An OPD with its units: the duty is answered by all of them together."""

    own: Line
    units: Sequence[Line] = ()

    @property
    def opd(self) -> Opd:
        return self.own.opd

    @property
    def counts(self) -> Counts:
        return sum((unit.counts for unit in self.units), start=self.own.counts)

    @property
    def has_operator(self) -> bool:
        return self.own.has_operator or any(unit.has_operator for unit in self.units)

    @property
    def is_invited(self) -> bool:
        return self.own.is_invited

    @property
    def last_activity(self) -> datetime | None:
        return max(
            (line.last_activity for line in (self.own, *self.units) if line.last_activity), default=None
        )

    @property
    def last_reminder(self) -> datetime | None:
        return self.own.last_reminder

    @property
    def progress(self) -> Progress:
        if self.counts.handed_in >= DUTY:
            return Progress.MET
        if self.counts.total:
            return Progress.BEGUN
        return Progress.NOT_BEGUN if self.has_operator else Progress.NO_ACCOUNT

    @property
    def word(self) -> str | Promise:
        return PROGRESS_WORDS[self.progress]


@dataclass(frozen=True)
class Participation:
    """Every OPD of a region in a period. `begun` have at least one innovation, `met` have handed one in."""

    lines: Sequence[OpdLine]
    began_at: Mapping[int, datetime] = field(default_factory=dict)

    @property
    def total(self) -> int:
        return len(self.lines)

    @property
    def begun(self) -> int:
        return sum(bool(line.counts.total) for line in self.lines)

    @property
    def met(self) -> int:
        return sum(line.progress is Progress.MET for line in self.lines)

    @property
    def counts(self) -> Counts:
        return sum((line.counts for line in self.lines), start=Counts())

    def by_progress(self) -> dict[Progress, int]:
        found = dict.fromkeys(Progress, 0)
        for line in self.lines:
            found[line.progress] += 1
        return found


def participation_of(region_period: RegionPeriod) -> Participation:
    """Two queries, however many OPD and innovations. An OPD that was closed is there as long as it has innovations."""
    counted: dict[int, Counts] = {}
    changed: dict[int, datetime] = {}
    began: dict[int, datetime] = {}
    for opd_id, state, number, last, first in (
        Innovation.objects.filter(region_period=region_period)
        .order_by()
        .values_list("opd_id", "state")
        .annotate(Count("pk"), Max("changed_at"), Min("created_at"))
    ):
        counted[opd_id] = counted.get(opd_id, Counts()) + _counts(state, number)
        changed[opd_id] = max(last, changed.get(opd_id, last))
        began[opd_id] = min(first, began.get(opd_id, first))
    lines = {
        opd.pk: Line(
            opd=opd,
            counts=counted.get(opd.pk, Counts()),
            has_operator=opd.has_operator,  # type: ignore[attr-defined]
            is_invited=opd.is_invited,  # type: ignore[attr-defined]
            last_activity=changed.get(opd.pk),
            last_reminder=opd.reminded_at,  # type: ignore[attr-defined]
        )
        for opd in _opds(region_period)
        if opd.is_active or opd.pk in counted
    }
    units: dict[int, list[Line]] = {}
    for line in lines.values():
        if line.opd.parent_id in lines:
            units.setdefault(line.opd.parent_id or 0, []).append(line)
    grouped = [
        OpdLine(line, units.get(line.opd.pk, ()))
        for line in lines.values()
        # A unit whose agency is closed and empty stands by itself.
        if line.opd.parent_id not in lines
    ]
    begun: dict[int, datetime] = {}
    for opd_id, first in began.items():
        group = _group(lines[opd_id].opd, lines)
        begun[group] = min(first, begun.get(group, first))
    return Participation(grouped, begun)


def _group(opd: Opd, lines: Mapping[int, Line]) -> int:
    return opd.parent_id if opd.parent_id in lines and opd.parent_id else opd.pk


def _opds(region_period: RegionPeriod) -> Iterable[Opd]:
    """By name, with: is there an operator today, does an invitation wait, when was the OPD reminded last."""
    region_id, here = region_period.region_id, OuterRef("pk")
    invited = Invitation.objects.filter(
        region_id=region_id,
        role=Role.OPERATOR,
        opd_id=here,
        accepted_at__isnull=True,
        revoked_at__isnull=True,
        expires_at__gt=timezone.now(),
    )
    reminded = Reminder.objects.filter(region_period=region_period, opd_id=here).order_by("-sent_at", "-pk")
    return Opd.objects.annotate(
        has_operator=Exists(standing(region_id).filter(role=Role.OPERATOR, opd_id=here)),
        is_invited=Exists(invited),
        reminded_at=Subquery(reminded.values("sent_at")[:1]),
    ).order_by("name", "pk")


def _counts(state: str, number: int) -> Counts:
    match state:
        case State.DRAFT:
            return Counts(drafts=number)
        case State.SUBMITTED:
            return Counts(submitted=number)
        case State.RETURNED:
            return Counts(returned=number)
        case State.VERIFIED:
            return Counts(verified=number)
        case _ if state in FINAL_STATES:
            return Counts(sent=number)
    return Counts(closed=number)


# Course of the season ------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Step:
    """How many OPD had begun, and had handed in, at a moment."""

    at: datetime
    begun: int
    met: int


MOST_STEPS: Final = 14


def course_of(
    region_period: RegionPeriod, found: Participation, *, now: datetime, zone: ZoneInfo
) -> list[Step]:
    """The course at the end of each week of input in the region's calendar, and now. One query.

    `met` follows what was handed in and what was withdrawn or declined again, as the timeline of each innovation tells; the last
    step is what stands now. A season of more than 14 weeks is told in longer steps.
    """
    period = region_period.period
    end = min(now, region_period.input_until)
    if end <= period.input_opens:
        return []
    parents = {line.opd.pk: group.opd.pk for group in found.lines for line in (group.own, *group.units)}
    events = _crossings(region_period)
    steps: list[Step] = []
    standing_now: dict[int, int] = {}
    place = 0
    for moment in _week_ends(period.input_opens, end, zone=zone):
        while place < len(events) and events[place][0] <= moment:
            _at, opd_id, change = events[place]
            group = parents.get(opd_id, opd_id)
            standing_now[group] = standing_now.get(group, 0) + change
            place += 1
        met = sum(number >= DUTY for number in standing_now.values())
        begun = sum(first <= moment for first in found.began_at.values())
        steps.append(Step(moment, begun, met))
    return [*steps, Step(end, found.begun, found.met)]


def _crossings(region_period: RegionPeriod) -> list[tuple[datetime, int, int]]:
    """(moment, OPD, +1 or -1): an innovation came among those handed in, or left them."""
    rows = (
        Transition.objects.filter(innovation__region_period=region_period)
        .filter(
            Q(to_state__in=CLAIMED_STATES) & ~Q(from_state__in=CLAIMED_STATES)
            | Q(from_state__in=CLAIMED_STATES) & ~Q(to_state__in=CLAIMED_STATES)
        )
        .order_by("at", "pk")
        .values_list("at", "innovation__opd_id", "to_state")
    )
    return [(at, opd_id, 1 if state in CLAIMED_STATES else -1) for at, opd_id, state in rows]


def _week_ends(begin: datetime, end: datetime, *, zone: ZoneInfo) -> list[datetime]:
    """The last moments of weeks from the first day of input on, before `end`."""
    weeks = 1 + int((end - begin) / timedelta(days=7)) // MOST_STEPS
    midnight = begin.astimezone(zone).replace(hour=0, minute=0, second=0, microsecond=0)
    length = timedelta(days=7 * weeks)
    return [moment for n in range(1, MOST_STEPS + 1) if (moment := midnight + n * length) < end]


# Choosing ------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Chosen:
    """What a page's address asks for; what it does not know is passed over."""

    search: str = ""
    progress: str = ""
    order: str = "nama"

    @property
    def is_filtered(self) -> bool:
        return bool(self.search or self.progress)


ORDERS: Final = (
    "nama", "keadaan", "draf", "diajukan", "perbaikan", "terverifikasi", "terkirim", "aktivitas",
)  # fmt: skip
FILTERS: Final = (UNMET, *(progress.value for progress in Progress))


class Query(Protocol):
    """What can be asked for a word of an address: a QueryDict, or a plain mapping."""

    def get(self, key: str, default: str, /) -> Any: ...


def read_chosen(query: Query) -> Chosen:
    """`?cari=`, `?keadaan=`, `?urut=` of an address."""
    progress, order = str(query.get("keadaan", "")), str(query.get("urut", "nama"))
    return Chosen(
        search=str(query.get("cari", "")).strip()[:100],
        progress=progress if progress in FILTERS else "",
        order=order if order.removeprefix("-") in ORDERS else "nama",
    )


def chosen_lines(found: Participation, chosen: Chosen) -> list[OpdLine]:
    """The lines of an address, filtered and in order; equals stand by name."""
    lines = [line for line in found.lines if _matches(line, chosen)]
    lines.sort(key=lambda line: line.opd.name.casefold())
    key = chosen.order.removeprefix("-")
    if key != "nama":
        lines.sort(key=lambda line: _rank(line, key), reverse=chosen.order.startswith("-"))
    elif chosen.order.startswith("-"):
        lines.reverse()
    return lines


def _matches(line: OpdLine, chosen: Chosen) -> bool:
    if chosen.progress == UNMET and line.progress is Progress.MET:
        return False
    if chosen.progress not in {"", UNMET} and line.progress != chosen.progress:
        return False
    text = chosen.search.casefold()
    named = (line.own, *line.units)
    return not text or any(
        text in entry.opd.name.casefold() or text in entry.opd.short_name.casefold() for entry in named
    )


def _rank(line: OpdLine, key: str) -> int:
    counts = line.counts
    match key:
        case "keadaan":
            return list(Progress).index(line.progress)
        case "draf":
            return counts.drafts
        case "diajukan":
            return counts.submitted
        case "perbaikan":
            return counts.returned
        case "terverifikasi":
            return counts.verified
        case "terkirim":
            return counts.sent
    return int(line.last_activity.timestamp()) if line.last_activity else 0
