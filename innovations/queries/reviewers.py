"""Who reads at the desk of a region, and who is away."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from innovations.models import Absence
from regions.enums import Role
from regions.models import Region
from regions.queries.people import standing

WEEK_DAYS = 5
"""Monday to Friday. The portal knows no public holidays; a region enters them as absences where they matter."""


@dataclass(frozen=True, slots=True)
class Reviewer:
    """Somebody who holds the role of a reviewer today, with the absences that are not over yet (first ones first)."""

    person_id: int
    name: str
    absences: Sequence[Absence] = ()

    def away_on(self, day: date) -> Absence | None:
        return next((entry for entry in self.absences if entry.first_day <= day <= entry.last_day), None)

    def working_days(self, first: date, last: date) -> int:
        """Days from Monday to Friday on which they are there, both ends included."""
        return sum(1 for day in working_days(first, last) if self.away_on(day) is None)


def working_days(first: date, last: date) -> Iterable[date]:
    """The days from Monday to Friday between two days, both included; none when they are the wrong way round."""
    day = first
    while day <= last:
        if day.weekday() < WEEK_DAYS:
            yield day
        day += timedelta(days=1)


def reviewers_of(region: Region, *, since: date | None) -> list[Reviewer]:
    """The reviewers of a region by name, with their absences that end on `since` or later (None: without). Two queries at most."""
    people = {
        membership.person_id: membership.person.name or membership.person.email
        for membership in standing(region.pk).filter(role=Role.REVIEWER).select_related("person")
    }
    absences: dict[int, list[Absence]] = defaultdict(list)
    if since is not None:
        for absence in Absence.objects.filter(last_day__gte=since).order_by("first_day", "pk"):
            absences[absence.person_id].append(absence)
    return sorted(
        (Reviewer(person_id, name, tuple(absences[person_id])) for person_id, name in people.items()),
        key=lambda reviewer: (reviewer.name.casefold(), reviewer.person_id),
    )
