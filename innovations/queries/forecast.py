"""Will the desk have read everything by its deadline? From the pace of the last days, and what to do where not.

The pace is counted per reviewer: what they decided as a whole (verified, returned, declined) in the last 7 or 14 days, divided by the
working days on which they were there. Carried forward over the working days that are left to each, absences taken off, it says how
many innovations the desk reads by the deadline. All numbers are exact fractions, rounded down at the end: half an innovation is not
read. Today counts neither as past nor as left unless nothing else is left: what is decided today shows tomorrow.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from fractions import Fraction
from math import ceil, floor
from typing import Final

from innovations.models import Transition
from innovations.queries.queue import Desk
from innovations.queries.reviewers import Reviewer, working_days
from innovations.workflow import Action
from regions.enums import Role

DECISIONS: Final = (Action.VERIFY, Action.RETURN, Action.DECLINE)
SPANS: Final = (7, 14)
"""Days back over which the pace is taken."""


@dataclass(frozen=True, slots=True)
class Pace:
    """One reviewer over one span: innovations decided, working days on which they were there, working days left to them."""

    reviewer: Reviewer
    decided: int
    days: int
    days_left: int
    holds: int
    """What waits with them now."""

    @property
    def a_day(self) -> Fraction:
        return Fraction(self.decided, self.days) if self.days else Fraction(0)

    @property
    def reach(self) -> int:
        """How many they read until the deadline at this pace."""
        return floor(self.a_day * self.days_left)

    @property
    def room(self) -> int:
        """How many more than they hold; negative: so many of theirs will not be read."""
        return self.reach - self.holds


@dataclass(frozen=True, slots=True)
class Forecast:
    """The desk over one span of days back."""

    span: int
    waiting: int
    deadline: datetime
    days_left: int
    """Working days of the desk until the deadline."""
    paces: Sequence[Pace]

    @property
    def decided(self) -> int:
        return sum(pace.decided for pace in self.paces)

    @property
    def a_day(self) -> Fraction:
        """Of the desk as a whole, on a day on which everybody is there."""
        return sum((pace.a_day for pace in self.paces), start=Fraction(0))

    @property
    def reach(self) -> int:
        return floor(sum((pace.a_day * pace.days_left for pace in self.paces), start=Fraction(0)))

    @property
    def unread(self) -> int:
        """Innovations that will not be read by the deadline."""
        return max(0, self.waiting - self.reach)

    @property
    def missing_reviewers(self) -> int:
        """How many more reviewers of the mean pace would read the rest; 0 when nothing is left over or no pace is known."""
        if not self.unread or not self.days_left:
            return 0
        active = [pace.a_day for pace in self.paces if pace.a_day]
        if not active:
            return 0
        mean = sum(active, start=Fraction(0)) / len(active)
        return ceil(self.unread / (mean * self.days_left))


def decisions_since(desk: Desk, *, days: int) -> list[tuple[int, date]]:
    """(reviewer, day in the region's zone) of every innovation decided in the last `days` days, today included. One query."""
    zone = desk.region_period.region.zone
    first = desk.now.astimezone(zone).date() - timedelta(days=days)
    rows = Transition.objects.filter(
        innovation__region_period=desk.region_period,
        action__in=DECISIONS,
        role=Role.REVIEWER,
        at__gte=datetime.combine(first, time.min, tzinfo=zone),
        at__lte=desk.now,
    ).order_by()
    return [
        (actor_id or 0, at.astimezone(zone).date()) for actor_id, at in rows.values_list("actor_id", "at")
    ]


def forecast_of(
    desk: Desk,
    *,
    span: int,
    reviewers: Sequence[Reviewer],
    decisions: Sequence[tuple[int, date]],
    held: Mapping[int, int],
    waiting: int,
) -> Forecast:
    """Pure. `decisions` reach back at least `span` days, `reviewers` know their absences that far; `held` counts what waits with each.

    What somebody decided who no longer reviews here counts for nothing: they will not be there.
    """
    zone = desk.region_period.region.zone
    today = desk.now.astimezone(zone).date()
    first, yesterday, tomorrow = (
        today - timedelta(days=span),
        today - timedelta(days=1),
        today + timedelta(days=1),
    )
    last = desk.deadline.astimezone(zone).date()
    counted = Counter(person_id for person_id, day in decisions if first <= day <= yesterday)
    paces = [
        Pace(
            reviewer=reviewer,
            decided=counted[reviewer.person_id],
            days=reviewer.working_days(first, yesterday),
            days_left=reviewer.working_days(tomorrow, last),
            holds=held.get(reviewer.person_id, 0),
        )
        for reviewer in reviewers
    ]
    left = sum(1 for _day in working_days(tomorrow, last))
    return Forecast(span, waiting, desk.deadline, left, paces)
