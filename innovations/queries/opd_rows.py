"""Reads of the indicator sheet: filters of its rows, standing verdicts, the story of a claim, and a sheet in one statement."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any
from uuid import UUID

from django.db.models import Model

from iga_portal.files.models import StoredFile
from innovations.domain.answers import Claim
from innovations.domain.completeness import row_gaps
from innovations.enums import VerdictStage
from innovations.models import Answer, Citation, Document, Innovation, Verdict
from innovations.queries.opd import Sheet
from regions.models import Opd, Period, Person, RegionPeriod
from regions.queries.instruments import instrument_of
from scoring.core.model import Row

SAME_SITTING = timedelta(minutes=10)
"""Changes by one person that follow each other within this time are told as one: autosave writes many (ADR 0010)."""
LONGEST_HISTORY = 400
"""Events looked at for one row, newest first; a row that was changed more often shows the latest of them."""


class RowFilter(StrEnum):
    """Which rows of a sheet are shown; the value stands in the address."""

    EMPTY = "kosong"
    WITHOUT_EVIDENCE = "tanpa-bukti"
    MANDATORY = "wajib"
    RETURNED = "dikembalikan"

    def takes(self, row: Row, answer: Answer, *, evidence: int, asked: Collection[int]) -> bool:
        """`asked` are the rows that the desk named in its latest return."""
        match self:
            case RowFilter.EMPTY:
                return answer.claimed_level is None
            case RowFilter.WITHOUT_EVIDENCE:
                return bool(answer.claimed_level) and not evidence
            case RowFilter.MANDATORY:
                return row.mandatory
            case RowFilter.RETURNED:
                return answer.row in asked


def filter_of(text: str) -> RowFilter | None:
    """The filter an address names; None for none, and for a word that is none."""
    return next((entry for entry in RowFilter if entry == text), None)


def rows_taken(sheet: Sheet, which: RowFilter | None, *, asked: Collection[int]) -> list[Answer]:
    """The answers of a sheet that a filter takes, in order; all of them without a filter."""
    if which is None:
        return list(sheet.answers)
    return [
        answer
        for answer in sheet.answers
        if which.takes(
            sheet.instrument.row(str(answer.row)),
            answer,
            evidence=len(sheet.evidence_of(answer)),
            asked=asked,
        )
    ]


# Verdicts ----------------------------------------------------------------------------------------------------------


def standing_of(verdicts: Sequence[Verdict]) -> Verdict | None:
    """The verdict that counts among those of one row: of quality control before that of the desk."""
    standing = [verdict for verdict in verdicts if verdict.stands]
    final = [verdict for verdict in standing if verdict.stage == VerdictStage.QUALITY_CONTROL]
    return next(iter(final or standing), None)


def standing_by_answer(innovation: Innovation) -> dict[int, Verdict]:
    """The verdict that counts on each row, by answer id. One query."""
    found: dict[int, list[Verdict]] = {}
    verdicts = Verdict.objects.filter(answer__innovation=innovation, stands=True).select_related("reviewer")
    for verdict in verdicts:
        assert verdict.answer_id is not None
        found.setdefault(verdict.answer_id, []).append(verdict)
    return {
        answer_id: counting
        for answer_id, group in found.items()
        if (counting := standing_of(group)) is not None
    }


# The story of a claim ----------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class ClaimStep:
    """One sitting in which a person changed a claim. `before` is what stood when it began; `by` "" is the system."""

    at: datetime
    by: str
    before: Claim
    after: Claim


def claim_history(answer: Answer) -> list[ClaimStep]:
    """Who claimed what and when, newest first. Two queries.

    Read from the audit history, which also holds what does not concern the claim (verdicts, locks); that is passed over.
    """
    # The model of the history is made by pghistory's decorator, which type checkers do not see.
    events = Answer.pgh_event_model.objects.filter(pgh_obj_id=answer.pk)  # type: ignore[attr-defined]
    written = events.order_by("-pgh_id").values_list(
        "pgh_created_at", "pgh_context", "claimed_level", "basis", "measured", "note"
    )[:LONGEST_HISTORY]
    steps: list[tuple[datetime, int | None, Claim, Claim]] = []
    current: Claim | None = None
    for at, context, *values in reversed(list(written)):
        before, current = current, Claim(*values)
        if before is None or before == current:
            continue
        who = (context or {}).get("actor")
        if steps and steps[-1][1] == who and at - steps[-1][0] <= SAME_SITTING:
            steps[-1] = (at, who, steps[-1][2], current)
        else:
            steps.append((at, who, before, current))
    # A sitting that ends where it began has changed nothing.
    steps = [step for step in steps if step[2] != step[3]]
    people = Person.objects.in_bulk({who for _at, who, *_claims in steps if who})
    return [
        ClaimStep(at, str(people.get(who, "")) if who else "", before, after)
        for at, who, before, after in reversed(steps)
    ]


def last_change(answer: Answer, *, note: bool) -> ClaimStep | None:
    """The latest sitting that changed the note, or (without `note`) level, basis or number. Two queries."""
    for step in claim_history(answer):
        if (
            (step.before.note != step.after.note)
            if note
            else (_level_part(step.before) != _level_part(step.after))
        ):
            return step
    return None


def _level_part(claim: Claim) -> tuple[Any, ...]:
    return claim.level, claim.basis, claim.measured


# A sheet at once ---------------------------------------------------------------------------------------------------

ASKED_OF_INNOVATION = frozenset(
    {"id", "region_id", "public_id", "opd_id", "region_period_id", "kind", "state", "version"}
)
"""What an autosave of a row needs to know of its innovation. The long texts stay where they are: the answer repeats each line."""


def sheet_at_once(public_id: UUID) -> Sheet | None:
    """The rows of an innovation with what they cite, and where it belongs, in one statement; None when there is none in scope.

    For the autosave, where each statement counts. The innovation carries `opd` and `region_period.period` as far as rules and
    rows ask; the gaps are those of the rows alone.
    """
    models: list[tuple[type[Model], str, Sequence[str]]] = [
        (Answer, "", _columns(Answer)),
        (Innovation, "innovation__", _columns(Innovation, ASKED_OF_INNOVATION)),
        (Opd, "innovation__opd__", _columns(Opd, {"id", "region_id", "parent_id"})),
        (
            RegionPeriod,
            "innovation__region_period__",
            _columns(RegionPeriod, {"id", "region_id", "period_id"}),
        ),
        (Period, "innovation__region_period__period__", _columns(Period, {"id", "instrument_id"})),
        (Citation, "citations__", _columns(Citation)),
        (Document, "citations__document__", _columns(Document)),
        (StoredFile, "citations__document__file__", _columns(StoredFile)),
    ]
    columns = [prefix + name for _model, prefix, names in models for name in names]
    answers: dict[int, Answer] = {}
    cited: dict[int, list[Citation]] = {}
    innovation: Innovation | None = None
    found = Answer.objects.filter(innovation__public_id=public_id).order_by("row", "citations__pk")
    for values in found.values_list(*columns):
        taken = iter(values)
        made: list[Any] = [
            model.from_db(None, list(names), [next(taken) for _name in names])
            for model, _prefix, names in models
        ]
        answer, place, opd, region_period, period, citation, document, file = made
        if innovation is None:
            region_period.period = period
            place.opd, place.region_period = opd, region_period
            innovation = place
        answers.setdefault(answer.pk, answer)
        if citation.pk is not None:
            document.file = file if file.pk is not None else None
            citation.document = document
            cited.setdefault(answer.pk, []).append(citation)
    if innovation is None:
        return None
    rules = instrument_of(innovation.region_period.period)
    rows = list(answers.values())
    gaps = row_gaps(rows, cited=cited, instrument=rules, kind=innovation.kind)
    return Sheet(innovation, rules, rows, cited, gaps)


def with_row_gaps(sheet: Sheet) -> Sheet:
    """The sheet with the gaps of its rows worked out again, after a claim moved. No query."""
    gaps = row_gaps(sheet.answers, cited=sheet.cited, instrument=sheet.instrument, kind=sheet.innovation.kind)
    return replace(sheet, gaps=gaps)


def _columns(model: type[Model], wanted: Collection[str] = ()) -> list[str]:
    """Columns of a model in its own order, as `from_db` takes them: all, or those wanted."""
    return [field.attname for field in model._meta.concrete_fields if not wanted or field.attname in wanted]
