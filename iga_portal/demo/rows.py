"""Writing rows and verdicts of one innovation: one by one through the domain, or all at once to the same effect."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from django.utils import timezone

from iga_portal.demo.planning import Row
from innovations.domain.answers import cite_document, set_answer
from innovations.domain.verdicts import citations_of, judge_row, judged_content
from innovations.enums import Decision, VerdictStage
from innovations.models import Answer, Citation, Document, Innovation, Verdict
from regions.access import Actor
from scoring.core.canonical import fingerprint

PAGES = ("1", "2", "2-3", "3", "1-2")


def pages_of(row: int) -> str:
    """Which pages are cited for a row."""
    return PAGES[row % len(PAGES)]


def answer_rows(
    innovation: Innovation, *, actor: Actor, rows: Sequence[Row], documents: Mapping[int, Document]
) -> None:
    """Claim each row and cite its document, by the domain."""
    for row in rows:
        set_answer(
            innovation.pk,
            row=row.number,
            actor=actor,
            level=row.level or None,
            basis=row.basis,
            measured=row.measured,
        )
        if row.number in documents:
            cite_document(
                innovation.pk,
                row=row.number,
                actor=actor,
                document_id=documents[row.number].pk,
                pages=pages_of(row.number),
            )


def answer_rows_at_once(
    innovation: Innovation, *, actor: Actor, rows: Sequence[Row], documents: Mapping[int, Document]
) -> None:
    """What `answer_rows` leaves on a draft, in four statements."""
    now = timezone.now()
    answers = {answer.row: answer for answer in Answer.objects.filter(innovation=innovation)}
    changed = []
    for row in rows:
        answer = answers[row.number]
        if not row.level:
            continue
        answer.claimed_level, answer.basis, answer.measured = row.level, row.basis, row.measured
        answer.changed_at = now
        changed.append(answer)
    Answer.objects.bulk_update(changed, ["claimed_level", "basis", "measured", "changed_at"])
    citations = [
        Citation(
            region_id=innovation.region_id,
            answer=answers[number],
            document=document,
            pages=pages_of(number),
        )
        for number, document in documents.items()
    ]
    Citation.objects.bulk_create(citations)
    innovation.version += len(changed) + len(citations)
    innovation.save(update_fields=["version", "changed_at"])


def judge_rows(innovation: Innovation, *, reviewer: Actor, verdicts: Mapping[int, tuple[int, str]]) -> None:
    """Judge rows, given as row -> (level, reason), by the domain."""
    for answer in Answer.objects.filter(innovation=innovation, row__in=verdicts).order_by("row"):
        level, reason = verdicts[answer.row]
        seen = fingerprint(judged_content(answer, citations_of(answer)))
        judge_row(answer.pk, reviewer=reviewer, level=level, seen_hash=seen, reason=reason)


def judge_rows_at_once(
    innovation: Innovation, *, reviewer: Actor, verdicts: Mapping[int, tuple[int, str]]
) -> None:
    """What `judge_rows` leaves on an innovation at the desk, in four statements."""
    answers = list(Answer.objects.filter(innovation=innovation, row__in=verdicts).order_by("row"))
    cited = _citations(answers)
    made = []
    for answer in answers:
        level, reason = verdicts[answer.row]
        decision = Decision.ACCEPT
        if level < (answer.claimed_level or 0):
            decision = Decision.LOWER if level else Decision.REJECT
        made.append(
            _verdict(
                answer,
                cited.get(answer.pk, []),
                VerdictStage.DESK,
                decision,
                level,
                reason,
                reviewer.person_id,
            )
        )
        answer.verified_level = level
    Verdict.objects.bulk_create(made)
    Answer.objects.bulk_update(answers, ["verified_level"])


def sample(innovation: Innovation, *, evaluator_id: int) -> None:
    """The evaluator's quality control of one innovation: one row put down, one put up, all others as the desk had them."""
    answers = list(Answer.objects.filter(innovation=innovation).order_by("row"))
    cited = _citations(answers)
    down = next(answer for answer in answers if (answer.verified_level or 0) == 3)
    up = next(
        (answer for answer in answers if (answer.verified_level or 0) < (answer.claimed_level or 0)), None
    )
    made = []
    for answer in answers:
        level = answer.verified_level or 0
        decision, reason = Decision.ACCEPT, ""
        if answer is down:
            level, decision, reason = level - 1, Decision.LOWER, DOWN
        elif answer is up:
            level, decision, reason = level + 1, Decision.RAISE, UP
        made.append(
            _verdict(
                answer,
                cited.get(answer.pk, []),
                VerdictStage.QUALITY_CONTROL,
                decision,
                level,
                reason,
                evaluator_id,
            )
        )
        answer.final_level = level
    Verdict.objects.bulk_create(made)
    Answer.objects.bulk_update(answers, ["final_level"])


DOWN = "Bukti pada halaman yang dirujuk memenuhi satu tingkat di bawahnya."
UP = "Bukti yang dikutip sudah memenuhi tingkat yang diklaim OPD."


def _citations(answers: Sequence[Answer]) -> dict[int, list[Citation]]:
    found: dict[int, list[Citation]] = {}
    for citation in Citation.objects.filter(answer__in=answers).select_related("document__file"):
        found.setdefault(citation.answer_id, []).append(citation)
    return found


def _verdict(
    answer: Answer,
    citations: Sequence[Citation],
    stage: VerdictStage,
    decision: Decision,
    level: int,
    reason: str,
    reviewer_id: int,
) -> Verdict:
    content = judged_content(answer, citations)
    return Verdict(
        region_id=answer.region_id,
        answer=answer,
        stage=stage,
        decision=decision,
        level=level,
        reason=reason,
        reviewer_id=reviewer_id,
        judged=content,
        judged_hash=fingerprint(content),
    )
