"""What `tests.cast` prepares in few statements is what the portal leaves row by row."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.forms.models import model_to_dict

from iga_portal.tenancy.scope import scope
from innovations.domain.answers import cite_document, set_answer
from innovations.domain.innovations import change_proposal
from innovations.domain.verdicts import citations_of, judge_row, judged_content
from innovations.models import Answer, Citation, Innovation, Verdict
from regions.access import Actor
from scoring.core.canonical import fingerprint
from tests.cast import (
    KOTIM,
    PROPOSAL,
    Cast,
    judge_all,
    make_complete,
    make_document,
    make_draft,
    submit,
)

NAME = "Antrean Daring"


def by_hand(cast: Cast, *, level: int) -> Innovation:
    sari = cast.actor("sari")
    innovation = make_draft(sari, opd=cast.health, period=cast.period, name=NAME)
    changes = {
        field: Decimal(str(value)) if field in {"latitude", "longitude"} else value
        for field, value in PROPOSAL.items()
    }
    change_proposal(innovation.pk, actor=sari, seen=None, changes=changes)
    document = make_document(sari, opd=cast.health, subject=f"SK {NAME}")
    for row in range(16, 36):
        set_answer(innovation.pk, row=row, actor=sari, level=level, basis="a" if row == 33 else "")
        cite_document(innovation.pk, row=row, actor=sari, document_id=document.pk, pages="1")
    return submit(innovation, sari)


def judge_by_hand(innovation: Innovation, reviewer: Actor, *, level: int) -> None:
    for answer in Answer.objects.filter(innovation=innovation):
        judge_row(
            answer.pk,
            reviewer=reviewer,
            level=level,
            seen_hash=fingerprint(judged_content(answer, citations_of(answer))),
            reason="" if level == answer.claimed_level else "Bukti kurang.",
        )


def left(innovation: Innovation) -> dict[str, Any]:
    """Everything stored of an innovation but keys, times and how often it was written."""
    innovation = Innovation.objects.get(pk=innovation.pk)
    answers = Answer.objects.filter(innovation=innovation)
    kept = {
        "innovation": model_to_dict(
            innovation, exclude=["id", "public_id", "version", "changed_at", "submitted_at"]
        ),
        "answers": [model_to_dict(answer, exclude=["id", "innovation"]) for answer in answers],
        "citations": [
            (
                citation.answer.row,
                citation.pages,
                citation.document.subject,
                citation.document.file and citation.document.file.sha256,
            )
            for citation in Citation.objects.filter(answer__innovation=innovation)
        ],
        "verdicts": [],
    }
    for verdict in Verdict.objects.filter(answer__innovation=innovation).order_by("answer__row", "pk"):
        told = model_to_dict(verdict, exclude=["id", "answer", "judged_hash", "fell_at"])
        told["judged"] = {
            **verdict.judged,
            "evidence": [{**entry, "document": 0} for entry in verdict.judged["evidence"]],
        }
        kept["verdicts"].append(
            (verdict.answer.row, verdict.judged_hash == fingerprint(verdict.judged), told)
        )
    return kept


def test_what_is_prepared_at_once_is_what_the_rows_leave_one_by_one(cast: Cast) -> None:
    sari, budi = cast.actor("sari"), cast.actor("budi")
    with scope({KOTIM}):
        for level, verdict in ((2, 2), (3, 1), (2, 0)):
            slow = by_hand(cast, level=level)
            quick = submit(
                make_complete(sari, opd=cast.health, period=cast.period, name=NAME, level=level), sari
            )
            assert left(quick) == left(slow)
            judge_by_hand(slow, budi, level=verdict)
            judge_all(quick, budi, level=verdict)
            assert left(quick) == left(slow)
            assert len(left(quick)["verdicts"]) == 20
