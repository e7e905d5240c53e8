"""What a member of the panel sees. Runs in the panel's scope, which holds the rows of the nation and no region."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from regions.models import Period, Region
from reports.awards import Criterion, Part
from reports.models import Nominee, PanelMember, PanelScore
from reports.queries.standings import plan_for, tied_to


def membership_of(person_id: int, *, period: Period) -> PanelMember | None:
    """The person's seat in the panel of a period; None for anybody else, also for who has left it."""
    return (
        PanelMember.objects.select_related("plan__period")
        .filter(plan__period=period, person_id=person_id, ended_at__isnull=True)
        .first()
    )


@dataclass(frozen=True, slots=True)
class Asked:
    """A part that is scored, with its weight in the final score."""

    part: Part
    weight: Decimal
    criteria: tuple[Criterion, ...]


def asked_of(member: PanelMember) -> list[Asked]:
    """What the panel scores: the parts with a weight."""
    plan = plan_for(member.plan.period, member.plan)
    return [Asked(part, weight, plan.criteria[part]) for part, weight in plan.weights.parts.items()]


@dataclass(frozen=True, slots=True)
class Task:
    """One nominee from a member's side. `is_tied`: a role there within 24 months, somebody else scores it."""

    region: Region
    nominee: Nominee
    given: int
    asked: int
    is_tied: bool

    @property
    def is_done(self) -> bool:
        return self.given == self.asked


def tasks_of(member: PanelMember) -> list[Task]:
    """The standing nominees by region code with how far the member is. Four queries."""
    rows = list(
        Nominee.objects.filter(plan=member.plan, withdrawn_at__isnull=True)
        .select_related("candidate")
        .order_by("candidate__code")
    )
    asked = {(str(entry.part), criterion.code) for entry in asked_of(member) for criterion in entry.criteria}
    given: dict[int, int] = {}
    scores = PanelScore.objects.filter(member=member).order_by()
    for nominee_id, part, criterion in scores.values_list("nominee_id", "part", "criterion"):
        if (part, criterion) in asked:
            given[nominee_id] = given.get(nominee_id, 0) + 1
    tied = tied_to([member.person_id], [row.candidate_id for row in rows])
    return [
        Task(
            region=row.candidate,
            nominee=row,
            given=given.get(row.pk, 0),
            asked=len(asked),
            is_tied=(member.person_id, row.candidate_id) in tied,
        )
        for row in rows
    ]


def scores_of(member: PanelMember, nominee: Nominee) -> dict[tuple[str, str], PanelScore]:
    """What the member gave the nominee, by part and criterion."""
    rows = PanelScore.objects.filter(member=member, nominee=nominee)
    return {(row.part, row.criterion): row for row in rows}
