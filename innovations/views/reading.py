"""Who reads an innovation, as its page at the desk shows it: the reader, appointments, and who coached it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.http import HttpRequest
from django.utils.translation import gettext as _

from iga_portal.web.parts import Event
from innovations.domain.assignments import ASSIGNABLE
from innovations.enums import AssignmentOrigin, State
from innovations.models import Assignment, Coaching, Innovation
from innovations.queries.reviewers import Reviewer, reviewers_of
from innovations.views.desk_common import grant_of
from regions.access import actor_of
from regions.enums import Role


@dataclass(frozen=True, slots=True)
class Reading:
    """`history` newest first, the current one among it. `people` may be marked as coaches by whoever looks."""

    current: Assignment | None
    appointments: Sequence[Assignment]
    coachings: Sequence[Coaching]
    people: Sequence[Reviewer]
    is_admin: bool
    is_mine: bool
    can_take: bool
    can_appoint: bool
    can_mark: bool
    coached_by_me: Coaching | None

    @property
    def events(self) -> list[Event]:
        """The appointments as lines of the timeline."""
        return [
            Event(
                at=entry.created_at,
                title=_("%(name)s ditunjuk memeriksa, karena tidak ada penelaah yang bebas.")
                % {"name": entry.reviewer},
                actor=str(entry.assigned_by or ""),
                text=entry.reason,
                tone="warn",
            )
            for entry in self.appointments
        ]


def reading_of(request: HttpRequest, innovation: Innovation) -> Reading:
    """Two queries; two more for the regional admin while something can still be marked."""
    actor = actor_of(request)
    history = list(Assignment.objects.filter(innovation=innovation).select_related("reviewer", "assigned_by"))
    coachings = list(Coaching.objects.filter(innovation=innovation).select_related("person", "noted_by"))
    current = next((entry for entry in history if entry.is_current), None)
    is_admin, is_reviewer = actor.role is Role.REGIONAL_ADMIN, actor.role is Role.REVIEWER
    open_still = innovation.state not in {State.SENT, State.ASSESSED}
    marked = {entry.person_id for entry in coachings}
    people: list[Reviewer] = []
    if is_admin and open_still:
        people = [
            entry
            for entry in reviewers_of(grant_of(request).region, since=None)
            if entry.person_id not in marked
        ]
    return Reading(
        current=current,
        appointments=[entry for entry in history if entry.origin == AssignmentOrigin.APPOINTED],
        coachings=coachings,
        people=people,
        is_admin=is_admin,
        is_mine=current is not None and current.reviewer_id == actor.person_id,
        can_take=is_reviewer and current is None and innovation.state in ASSIGNABLE,
        can_appoint=is_admin and innovation.state in ASSIGNABLE,
        can_mark=is_reviewer and open_still and actor.person_id not in marked,
        coached_by_me=next(
            (
                entry
                for entry in coachings
                if is_reviewer and entry.person_id == actor.person_id == entry.noted_by_id
            ),
            None,
        ),
    )


def in_order(events: Sequence[Event], more: Sequence[Event]) -> list[Event]:
    """One timeline of two, newest first; at the same moment the first ones stay on top."""

    def moment(event: Event) -> datetime:
        return event.at

    return sorted([*events, *more], key=moment, reverse=True) if more else list(events)
