"""Telling people that the input is open, and of a deadline 14, 7, 3 days and one day before, each of what they have not finished.

Days are those of the region's calendar, and the mail goes out at 07.30 of its clock. A sweep tells; `once` names period, whom it
concerns, the date and the number of days, so that a second sweep tells nobody twice and a date that was moved is told anew.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_noop

from iga_portal.notices.digests import morning_of
from iga_portal.notices.domain import tell
from iga_portal.notices.words import at_moment, phrase, plural
from innovations.enums import State
from innovations.models import Assignment, Innovation, PortfolioChoice
from innovations.notice_kinds import DEADLINE, DEADLINE_LAST
from innovations.queries.conflicts import ties_among
from innovations.queries.opd_home import DUTY
from innovations.queries.participation import Counts, OpdLine, participation_of
from innovations.queries.reviewers import reviewers_of
from regions.enums import OPD_ROLES, Phase, Role
from regions.models import Membership, Opd, OpdExtension, RegionPeriod
from regions.queries.deadlines import deadlines_of
from regions.queries.people import members_with_role, place_of, standing

DAYS: Final = frozenset({14, 7, 3, 1})
MOST_NAMED: Final = 3
LEAD: Final = timedelta(minutes=10)
"""The notices are written so long before 07.30: then they are there when the digest is, and mails leave on the minute."""

SUBMIT = gettext_noop("Batas pengajuan ke desk %(until)s, %(left)s. %(opd)s: %(open)s.")
INPUT = gettext_noop("Penjaringan ditutup %(until)s, %(left)s. %(opd)s: %(open)s.")
READ = gettext_noop("Batas desk memeriksa %(until)s, %(left)s: %(open)s.")
UNREAD = gettext_noop(
    "Batas desk memeriksa %(until)s, %(left)s: %(open)s, dan tidak ada penelaah yang hadir dan bebas. Bagikan atau tunjuk penelaah."
)
UNREACHED = gettext_noop(
    "Batas pengajuan ke desk %(until)s, %(left)s. %(open)s, jadi tidak ada yang menerima pemberitahuan ini: %(names)s. Undang operatornya."
)
OPENED = gettext_noop("Penjaringan %(period)s dibuka. Batasnya %(until)s.")
SEND = gettext_noop("Penjaringan ditutup %(until)s, %(left)s: %(open)s.")


@dataclass(frozen=True)
class Morning:
    """One region on one day. `due` is its 07.30; `until` of a deadline is its last second, as people are told it."""

    region_period: RegionPeriod
    now: datetime

    @property
    def zone(self) -> str:
        return self.region_period.region.time_zone

    @property
    def due(self) -> datetime:
        return morning_of(self.now, zone=self.zone)

    @property
    def has_come(self) -> bool:
        return self.now >= self.due - LEAD

    def days_to(self, until: datetime) -> int:
        """Days of the calendar from today to the deadline's day."""
        zone = self.region_period.region.zone
        return (until.astimezone(zone).date() - self.now.astimezone(zone).date()).days

    @property
    def begins(self) -> bool:
        """Whether this is the first morning of the input; where it opened in the course of a day, its first hours."""
        opens = self.region_period.period.input_opens
        return opens <= self.now < opens + timedelta(days=1)

    def concerns(self, until: datetime) -> bool:
        return self.days_to(until) in DAYS

    def tell(
        self, people: Mapping[int, str], *, what: str, until: datetime, message: str, **values: Any
    ) -> int:
        days = self.days_to(until)
        left = (
            phrase(gettext_noop("besok"))
            if days == 1
            else plural("%(count)s hari lagi", "%(count)s hari lagi", days)
        )
        day = until.astimezone(self.region_period.region.zone).date()
        return tell(
            region_id=self.region_period.region_id,
            person_ids=people,
            kind=DEADLINE_LAST if days == 1 else DEADLINE,
            message=message,
            values={"until": at_moment(until, zone=self.zone), "left": left, **values},
            path=people,
            once=f"deadline:{self.region_period.pk}:{what}:{day}:{days}",
            due=self.due,
        )


def regions_concerned(now: datetime) -> list[RegionPeriod]:
    """Rows of the current period with somebody to tell and a date that counts today, or whose input began, where the morning has come.

    Three statements, however many regions are in scope.
    """
    extensions: dict[int, list[datetime]] = {}
    granted = OpdExtension.objects.filter(region_period__period__is_current=True)
    for row_id, until in granted.values_list("region_period_id", "until"):
        extensions.setdefault(row_id, []).append(until)
    with_people = Membership.objects.order_by().values("region_id").distinct()
    rows = RegionPeriod.objects.filter(period__is_current=True, region_id__in=with_people)
    found = []
    for row in rows.select_related("region", "period").order_by("region_id"):
        morning = Morning(row, now)
        moments = [row.input_until, row.submit_until, row.desk_until, *extensions.get(row.pk, ())]
        is_told = morning.begins or any(morning.concerns(until) for until in moments if until is not None)
        if morning.has_come and is_told:
            found.append(row)
    return found


def tell_deadlines(region_period: RegionPeriod, *, now: datetime) -> int:
    """Tell what concerns this region today; how many people were told. Nothing before 07.20 on its clock, nor outside of input.

    In the running transaction and its scope. `region_period` has region and period at hand. Some ten statements on a day that
    concerns anybody, at most two on any other.
    """
    morning = Morning(region_period, now)
    if not morning.has_come or region_period.phase_at(now) is not Phase.INPUT:
        return 0
    return _tell_opening(morning) + _tell_opds(morning) + _tell_desk(morning) + _tell_admins(morning)


def _tell_opening(morning: Morning) -> int:
    """Everybody of the region, once, that the input is open: a phase begins by the clock, and nobody presses anything that tells."""
    if not morning.begins:
        return 0
    region_period = morning.region_period
    paths: dict[int, str] = {}
    members = standing(region_period.region_id).exclude(role=Role.EVALUATOR).select_related("region")
    for membership in sorted(members, key=lambda entry: (_NEAREST.index(Role(entry.role)), entry.pk)):
        paths.setdefault(membership.person_id, place_of(membership))
    return tell(
        region_id=region_period.region_id,
        person_ids=paths,
        kind="input_opened",
        message=OPENED,
        values={
            "period": region_period.period.name,
            "until": at_moment(region_period.input_until, zone=morning.zone),
        },
        path=paths,
        once=f"input_opened:{region_period.pk}:{region_period.period.input_opens:%Y%m%d}",
        due=morning.due,
    )


_NEAREST = (Role.OPERATOR, Role.REVIEWER, Role.REGIONAL_ADMIN, Role.OPD_HEAD, Role.REGION_HEAD)
"""Of somebody with several roles the place in which the notice leads on: where the work is."""


def _tell_opds(morning: Morning) -> int:
    """Operators and heads: the OPD's own end for what is not submitted, the national one for what the desk returned."""
    region_period = morning.region_period
    deadlines = deadlines_of(region_period)
    national = region_period.input_until
    moments = {national, *filter(None, [deadlines.local]), *deadlines.granted.values()}
    if not any(map(morning.concerns, moments)):
        return 0
    members = _opd_people(region_period.region_id)
    told = 0
    unreached: dict[datetime, list[Opd]] = {}
    for line in participation_of(region_period).lines:
        until = deadlines.of(line.opd).until
        for opd, counts, duty in _shares(line):
            parts = _submit_parts(counts, duty=duty)
            if until >= national:
                parts += _mend_parts(counts)
            told += _tell_opd(morning, opd, members, until=until, parts=parts, message=SUBMIT)
            if until < national:
                told += _tell_opd(
                    morning, opd, members, until=national, parts=_mend_parts(counts), message=INPUT
                )
            if parts and _has_nobody(opd, members):
                unreached.setdefault(until, []).append(opd)
    return told + sum(_tell_unreached(morning, opds, until=until) for until, opds in unreached.items())


def _has_nobody(opd: Opd, members: Mapping[int, Any]) -> bool:
    """Whether neither the OPD nor what it is a unit of has people: then nobody hears of what it has left."""
    return opd.pk not in members and opd.parent_id not in members


def _tell_unreached(morning: Morning, opds: list[Opd], *, until: datetime) -> int:
    """Regional admins: OPD that have something left by a date and nobody in the portal who could be told. They invite somebody.

    An OPD comes before its units and answers for them, so that a unit is named only where its OPD is closed.
    """
    named = {opd.pk for opd in opds}
    opds = [opd for opd in opds if opd.parent_id not in named]
    if not morning.concerns(until):
        return 0
    names: list[Any] = [opd.name for opd in opds[:MOST_NAMED]]
    if more := len(opds) - len(names):
        names.append(plural("dan %(count)s OPD lain", "dan %(count)s OPD lain", more))
    region_id = morning.region_period.region_id
    path = f"{reverse('daerah:opds', args=[region_id])}?keadaan=tanpa-orang"
    return morning.tell(
        dict.fromkeys(members_with_role(region_id, role=Role.REGIONAL_ADMIN), path),
        what="unreached",
        until=until,
        message=UNREACHED,
        open=plural("%(count)s OPD belum punya pengguna", "%(count)s OPD belum punya pengguna", len(opds)),
        names=names,
    )


def _opd_people(region_id: int) -> dict[int, dict[int, str]]:
    """OPD id -> person -> the home of the place in which they act there; who works in it comes before who heads it."""
    found: dict[int, dict[int, str]] = {}
    people = standing(region_id).filter(role__in=OPD_ROLES).select_related("region")
    for membership in sorted(people, key=lambda entry: (entry.role == Role.OPERATOR, entry.pk)):
        found.setdefault(membership.opd_id or 0, {})[membership.person_id] = place_of(membership)
    return found


def _shares(line: OpdLine) -> Iterable[tuple[Opd, Counts, int]]:
    """(OPD, what its people are told of, missing of the duty): the OPD answers for its units too, a unit for itself alone."""
    if line.opd.is_active:
        yield line.opd, line.counts, max(0, DUTY - line.counts.handed_in)
    for unit in line.units:
        if unit.opd.is_active:
            yield unit.opd, unit.counts, 0


def _submit_parts(counts: Counts, *, duty: int) -> list[dict[str, Any]]:
    parts = []
    if duty:
        parts.append(
            plural(
                "kewajiban mengajukan %(count)s inovasi belum terpenuhi",
                "kewajiban mengajukan %(count)s inovasi belum terpenuhi",
                duty,
            )
        )
    if counts.drafts:
        parts.append(plural("%(count)s draf belum diajukan", "%(count)s draf belum diajukan", counts.drafts))
    return parts


def _mend_parts(counts: Counts) -> list[dict[str, Any]]:
    if not counts.returned:
        return []
    return [
        plural("%(count)s inovasi perlu diperbaiki", "%(count)s inovasi perlu diperbaiki", counts.returned)
    ]


def _tell_opd(
    morning: Morning,
    opd: Opd,
    members: Mapping[int, Mapping[int, str]],
    *,
    until: datetime,
    parts: list[dict[str, Any]],
    message: str,
) -> int:
    if not parts or not morning.concerns(until) or opd.pk not in members:
        return 0
    return morning.tell(
        members[opd.pk],
        what=f"opd{opd.pk}",
        until=until,
        message=message,
        opd=opd.name,
        open=parts,
    )


def _tell_desk(morning: Morning) -> int:
    """Reviewers: what waits for them, and what waits for nobody in particular that they may judge.

    Who is away today is not told: what they hold waits for nobody in particular, and a colleague may take it. What nobody who is
    there may read, the regional admins hear of: they share it out, or appoint somebody.
    """
    region_period = morning.region_period
    until = region_period.desk_until or region_period.input_until
    if not morning.concerns(until):
        return 0
    waiting = list(
        Innovation.objects.filter(region_period=region_period, state=State.SUBMITTED).only(
            "pk", "region", "opd", "created_by"
        )
    )
    today = morning.now.astimezone(region_period.region.zone).date()
    present = [
        entry.person_id
        for entry in reviewers_of(region_period.region, since=today)
        if entry.away_on(today) is None
    ]
    reader = dict(
        Assignment.objects.filter(innovation__in=waiting, is_current=True, reviewer_id__in=present)
        .order_by()
        .values_list("innovation_id", "reviewer_id")
    )
    ties = ties_among(present, region_id=region_period.region_id, innovations=waiting)
    mine = {
        person_id: sum(
            reader[entry.pk] == person_id if entry.pk in reader else ties[person_id].admits(entry)
            for entry in waiting
        )
        for person_id in present
    }
    told = sum(
        _tell_unread(
            morning, {person_id: reverse("desk:home", args=[region_period.region_id])}, count, until=until
        )
        for person_id, count in mine.items()
    )
    nobodys = sum(
        entry.pk not in reader and not any(ties[person_id].admits(entry) for person_id in present)
        for entry in waiting
    )
    path = reverse("daerah:assignments", args=[region_period.region_id])
    admins = members_with_role(region_period.region_id, role=Role.REGIONAL_ADMIN)
    return told + _tell_unread(
        morning, dict.fromkeys(admins, path), nobodys, until=until, what="unread", message=UNREAD
    )


def _tell_unread(
    morning: Morning,
    people: Mapping[int, str],
    count: int,
    *,
    until: datetime,
    what: str = "desk",
    message: str = READ,
) -> int:
    if not count:
        return 0
    waits = plural("%(count)s inovasi belum diputuskan", "%(count)s inovasi belum diputuskan", count)
    return morning.tell(people, what=what, until=until, message=message, open=waits)


def _tell_admins(morning: Morning) -> int:
    """Regional admins: what is verified and not sent, but for what they chose to leave behind."""
    region_period = morning.region_period
    until = region_period.input_until
    if not morning.concerns(until):
        return 0
    left = PortfolioChoice.objects.filter(is_chosen=False).values("innovation_id")
    count = Innovation.objects.filter(
        ~Q(pk__in=left), region_period=region_period, state=State.VERIFIED
    ).count()
    if not count:
        return 0
    path = reverse("daerah:portfolio", args=[region_period.region_id])
    admins = members_with_role(region_period.region_id, role=Role.REGIONAL_ADMIN)
    return morning.tell(
        dict.fromkeys(admins, path),
        what="send",
        until=until,
        message=SEND,
        open=plural(
            "%(count)s inovasi terverifikasi belum dikirim",
            "%(count)s inovasi terverifikasi belum dikirim",
            count,
        ),
    )
