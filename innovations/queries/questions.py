"""Reads of the desk's questions: what waits for an OPD, what stands on a row, and how long a row's clock stood still."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import datetime, timedelta

from django.db.models import QuerySet

from innovations.enums import State
from innovations.models import Answer, RowQuestion
from regions.access import Actor


def questions_on(answer: Answer) -> list[RowQuestion]:
    """What was asked on a row, newest first; the open one among them has no `closed_at`. One query."""
    return list(RowQuestion.objects.filter(answer=answer).select_related("asked_by", "replied_by"))


def open_question(questions: Iterable[RowQuestion]) -> RowQuestion | None:
    return next((question for question in questions if question.closed_at is None), None)


def waiting_for_opd(actor: Actor) -> QuerySet[RowQuestion]:
    """Questions that the actor's OPD has not answered, oldest first, with row and innovation at hand."""
    return (
        RowQuestion.objects.filter(
            answer__innovation__opd_id__in=actor.opd_ids,
            answer__innovation__state=State.SUBMITTED,
            closed_at__isnull=True,
            replied_at__isnull=True,
        )
        .select_related("answer__innovation__opd", "asked_by")
        .order_by("asked_at", "pk")
    )


def asked_rows(innovation_ids: Collection[int]) -> dict[int, dict[int, bool]]:
    """Rows with an open question by innovation: row -> whether the OPD has answered. One query."""
    found: dict[int, dict[int, bool]] = {}
    for innovation_id, row, replied_at in RowQuestion.objects.filter(
        answer__innovation_id__in=innovation_ids, closed_at__isnull=True
    ).values_list("answer__innovation_id", "answer__row", "replied_at"):
        found.setdefault(innovation_id, {})[row] = replied_at is not None
    return found


def stood_still(questions: Iterable[RowQuestion], *, since: datetime, now: datetime) -> timedelta:
    """How long a row's clock stood still after `since`: from each question until its answer, or until it was closed.

    Questions on one row follow each other, so their times add up. What is neither answered nor closed stands still until now.
    """
    total = timedelta()
    for question in questions:
        ends = [moment for moment in (question.replied_at, question.closed_at) if moment is not None]
        total += max(min([*ends, now]) - max(question.asked_at, since), timedelta())
    return total
