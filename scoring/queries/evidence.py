"""What stands beside the points of a trace: the documents cited, who entered and who judged, in which role and why."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from django.utils.translation import gettext as _

from innovations.enums import Decision, VerdictStage
from innovations.models import (
    Answer,
    Citation,
    Document,
    Innovation,
    RegionAnswer,
    RegionCitation,
    Verdict,
)
from innovations.rules import can_see_document
from regions.access import Actor
from regions.enums import Basis, Role
from regions.models import RegionPeriod
from scoring.core.score import Evidence


@dataclass(frozen=True, slots=True)
class Cited:
    """A document cited for a row, with its pages. `document` is None where the viewer may not see it."""

    id: int
    document: Document | None
    pages: str


@dataclass(frozen=True, slots=True)
class Judgement:
    """A standing decision on a row. `by` is empty where the role is all that the viewer is told."""

    role: str
    by: str
    level: int
    decision: str
    reason: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Case:
    """What is known of one row besides its points. Levels as entered, verified and final; None: not there."""

    claimed: int | None = None
    verified: int | None = None
    final: int | None = None
    cited: tuple[Cited, ...] = ()
    judgements: tuple[Judgement, ...] = ()
    note: str = ""
    entered_by: str = ""
    confirmed_by: str = ""
    confirmed_at: datetime | None = None

    def level(self, basis: Basis) -> int | None:
        return {Basis.CLAIMED: self.claimed, Basis.VERIFIED: self.verified, Basis.FINAL: self.final}[basis]


@dataclass(frozen=True)
class Cases:
    """The cases by row code."""

    by_row: dict[str, Case] = field(default_factory=dict)

    def evidence_by_row(self) -> dict[str, list[str]]:
        return {
            code: [str(entry.id) for entry in case.cited] for code, case in self.by_row.items() if case.cited
        }


def cases_of_innovation(innovation: Innovation, *, actor: Actor) -> Cases:
    """The 20 rows of an innovation. Three queries."""
    answers = list(Answer.objects.filter(innovation=innovation))
    cited = _cited(
        Citation.objects.filter(answer__innovation=innovation).select_related("document__file"), actor=actor
    )
    judged = _judged(
        Verdict.objects.filter(answer__innovation=innovation, stands=True).select_related("reviewer"),
        actor=actor,
    )
    return Cases(
        {
            str(answer.row): Case(
                claimed=answer.claimed_level,
                verified=answer.verified_level,
                final=answer.verified_level if answer.final_level is None else answer.final_level,
                cited=cited.get(answer.pk, ()),
                judgements=judged.get(answer.pk, ()),
                note=answer.note,
            )
            for answer in answers
        }
    )


def cases_of_spd(region_period: RegionPeriod, *, actor: Actor) -> Cases:
    """The SPD rows of a region. Three queries."""
    answers = list(
        RegionAnswer.objects.filter(region_period=region_period).select_related("entered_by", "confirmed_by")
    )
    cited = _cited(
        RegionCitation.objects.filter(answer__region_period=region_period).select_related("document__file"),
        actor=actor,
    )
    judged = _judged(
        Verdict.objects.filter(region_answer__region_period=region_period, stands=True).select_related(
            "reviewer"
        ),
        actor=actor,
    )
    return Cases(
        {
            answer.row: Case(
                claimed=answer.level,
                verified=answer.level if answer.confirmed_at else None,
                final=answer.final_level
                if answer.final_level is not None
                else answer.level
                if answer.confirmed_at
                else None,
                cited=cited.get(answer.pk, ()),
                judgements=judged.get(answer.pk, ()),
                note=answer.note,
                entered_by=_name(answer.entered_by, actor),
                confirmed_by=_name(answer.confirmed_by, actor),
                confirmed_at=answer.confirmed_at,
            )
            for answer in answers
        }
    )


def evidence_of(cases: Cases, *, innovation_id: str = "") -> Evidence:
    """The mapping that the core takes beside the facts: of one innovation, or of the SPD rows."""
    rows = cases.evidence_by_row()
    return Evidence(innovations={innovation_id: rows}) if innovation_id else Evidence(spd=rows)


def _cited(citations: Iterable[Citation | RegionCitation], *, actor: Actor) -> dict[int, tuple[Cited, ...]]:
    found: dict[int, tuple[Cited, ...]] = {}
    for citation in citations:
        document = citation.document
        shown = document if can_see_document(actor, document) else None
        found[citation.answer_id] = (
            *found.get(citation.answer_id, ()),
            Cited(document.pk, shown, citation.pages),
        )
    return found


def _judged(verdicts: Iterable[Verdict], *, actor: Actor) -> dict[int, tuple[Judgement, ...]]:
    found: dict[int, tuple[Judgement, ...]] = {}
    for verdict in sorted(verdicts, key=lambda entry: entry.created_at):
        desk = verdict.stage == VerdictStage.DESK
        row_id = verdict.answer_id or verdict.region_answer_id
        assert row_id is not None
        judgement = Judgement(
            role=str(Role.REVIEWER.label if desk else Role.EVALUATOR.label),
            # An evaluator speaks for the ministry: regions read the role, not the person.
            by=verdict.reviewer.name if desk or _is_ministry(actor) else "",
            level=verdict.level,
            decision=str(Decision(verdict.decision).label),
            reason=verdict.reason,
            at=verdict.created_at,
        )
        found[row_id] = (*found.get(row_id, ()), judgement)
    return found


def _is_ministry(actor: Actor) -> bool:
    return actor.role in {Role.MINISTRY_ADMIN, Role.EVALUATOR}


def _name(person: object, actor: Actor) -> str:
    """A person of the region by name; for the ministry the office is enough."""
    if person is None:
        return ""
    return _("admin daerah") if _is_ministry(actor) else str(person)
