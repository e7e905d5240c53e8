"""The awards as a publication carries them: from the decision of the period to lines, assessments and what is still open."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from regions.models import Period
from reports.awards import Decision, as_document
from reports.domain.publishing_content import AwardLine
from reports.models import PublishedRegion
from reports.queries.standings import award_plan, decided_from, regions_with_index

OPEN = frozenset({"no_panel", "incomplete", "border_empty", "border_open", "gaps"})
"""Codes of a category without an award that wait for somebody; the others are findings (`reports.awards.reasons`)."""


@dataclass(frozen=True, slots=True)
class AwardsStanding:
    """Whether the period has a plan for awards at all, how many it gives, and what is still open, in words."""

    is_planned: bool = False
    awards: int = 0
    open: tuple[str, ...] = ()


def decision_by_plan(period: Period) -> Decision | None:
    """The decision of this moment; None while the period has no plan for awards: it is published without them then."""
    plan = award_plan(period)
    if plan is None:
        return None
    return decided_from(period, plan=plan, regions=regions_with_index(period))


def awards_standing(period: Period) -> AwardsStanding:
    """What the check list says of the awards."""
    decision = decision_by_plan(period)
    if decision is None:
        return AwardsStanding()
    return AwardsStanding(
        is_planned=True,
        awards=len(decision.awards),
        open=tuple(f"{entry.name}: {entry.reason}" for entry in decision.not_awarded if entry.code in OPEN),
    )


def decided_awards(period: Period, regions: Sequence[PublishedRegion]) -> list[AwardLine]:
    """The awards of a period; the final assessments are written into the rows of their regions, which are not saved yet."""
    decision = decision_by_plan(period)
    return award_lines(decision, regions) if decision is not None else []


def award_lines(decision: Decision, regions: Sequence[PublishedRegion]) -> list[AwardLine]:
    """The lines of a decision; the final assessments are written into the rows of their regions, which are not saved yet."""
    rows = {row.region_id: row for row in regions}
    for region_id, assessment in decision.assessments.items():
        # A score that still waits for members of the panel is nobody's final score; what is missing stands in the assessment.
        rows[region_id].final_score = assessment.score if assessment.is_complete else None
        rows[region_id].assessment = as_document(assessment)
    return [
        AwardLine(
            category=award.category,
            category_name=award.name,
            code=rows[award.region].code,
            place=award.place,
            sentence=award.sentence,
            sentence_en=award.sentence_en,
            numbers=dict(award.numbers),
        )
        for award in decision.awards
    ]
