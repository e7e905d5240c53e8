"""What the desk decided on the same evidence elsewhere in the region."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Q

from innovations.enums import VerdictStage
from innovations.models import Answer, Citation, Verdict

MOST = 6
"""Verdicts shown; the same row comes first, so what is left out is what helps least."""
LOOKED_AT = 60


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """A standing verdict on a document that this row cites as well. `names` are the documents both rest on."""

    verdict: Verdict
    same_row: bool
    names: Sequence[str]
    can_be_taken: bool
    """On the same row, and not above what is claimed here."""


def judged_elsewhere(
    answer: Answer, citations: Sequence[Citation], *, period_id: int
) -> tuple[list[Elsewhere], bool]:
    """Verdicts of this period on the same bytes or the same document, same row first and then newest; and whether there are more.

    One query; none for a row without evidence.
    """
    if not citations:
        return [], False
    documents = {citation.document_id: citation.document.subject for citation in citations}
    hashes = {
        citation.document.file.sha256: citation.document.subject
        for citation in citations
        if citation.document.file is not None
    }
    same = Q(document_id__in=list(documents)) | Q(document__file__sha256__in=list(hashes))
    cited = Citation.objects.filter(same).exclude(answer=answer).order_by().values("answer_id")
    found = list(
        Verdict.objects.filter(
            answer_id__in=cited,
            stage=VerdictStage.DESK,
            stands=True,
            answer__innovation__region_period_id=period_id,
        )
        .select_related("answer__innovation__opd", "reviewer")
        .defer(*(f"answer__innovation__{name}" for name in ("design", "aim", "benefit", "result")))
        .order_by("-created_at", "-pk")[:LOOKED_AT]
    )
    claimed = answer.claimed_level or 0
    shown = []
    for verdict in found:
        assert verdict.answer is not None
        evidence = verdict.judged.get("evidence", [])
        names = {
            documents.get(entry["document"]) or hashes.get(entry.get("sha256") or "") for entry in evidence
        } - {None}
        same_row = verdict.answer.row == answer.row
        # Lowered to what is claimed here would need no reason: then it is no lowering, and nothing to take over.
        fits = verdict.level < claimed if verdict.reason else verdict.level == claimed
        shown.append(
            Elsewhere(
                verdict, same_row, sorted(str(name) for name in names), same_row and bool(names) and fits
            )
        )
    shown.sort(key=lambda entry: (not entry.same_row, not entry.can_be_taken))
    return shown[:MOST], len(shown) > MOST
