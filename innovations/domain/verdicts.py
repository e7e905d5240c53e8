"""Judging rows, and what happens to a judgement when its ground moves."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db import connection
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from iga_portal.refusals import Refused, StaleVersion, TransitionRefused
from innovations.enums import Decision, State, VerdictStage
from innovations.models import Answer, Citation, Innovation, Verdict
from innovations.rules import can_take_step
from innovations.workflow import BY_ACTION, Action
from regions.access import Actor
from scoring.core.canonical import fingerprint as canonical_hash


def judged_content(answer: Answer, citations: Iterable[Citation]) -> dict[str, Any]:
    """What a reviewer of this row judges: the claim and the cited evidence, by content and not by database id alone."""
    return {
        "row": answer.row,
        "basis": answer.basis,
        "claimed": answer.claimed_level,
        "measured": None if answer.measured is None else format(answer.measured, "f"),
        "note": answer.note,
        "evidence": sorted(
            (
                {
                    "document": citation.document_id,
                    "sha256": citation.document.file.sha256 if citation.document.file else "",
                    "link": citation.document.link,
                    "pages": citation.pages,
                }
                for citation in citations
            ),
            key=lambda entry: entry["document"],
        ),
    }


def citations_of(answer: Answer) -> list[Citation]:
    return list(Citation.objects.filter(answer=answer).select_related("document__file"))


def judge_row(
    answer_id: int,
    *,
    reviewer: Actor,
    level: int,
    seen_hash: str,
    reason: str = "",
    desk_note: str = "",
) -> Verdict:
    """Record the desk's verdict on one row and set its verified level.

    `seen_hash` is the hash of what the page showed. Raises StaleVersion when claim or evidence changed since, so that nobody
    judges what they did not see; TransitionRefused when the innovation is not at the desk; Refused when a reason is missing
    or the level is above the claim. The same verdict again changes nothing and is returned.
    """
    answer = Answer.objects.select_related("innovation__region_period__period").get(pk=answer_id)
    innovation = (
        Innovation.objects.locked().select_related("region_period__period").get(pk=answer.innovation_id)
    )
    answer = Answer.objects.locked().get(pk=answer_id)
    _refuse_judging(reviewer, innovation)
    content = judged_content(answer, citations_of(answer))
    content_hash = canonical_hash(content)
    if content_hash != seen_hash:
        raise StaleVersion(
            _(
                "Isian atau bukti baris ini berubah sejak halaman dibuka. Keputusan belum disimpan; periksa lagi."
            ),
            current=innovation.version,
        )
    claimed = answer.claimed_level or 0
    reason, desk_note = reason.strip(), desk_note.strip()
    decision = _decision(level=level, claimed=claimed, reason=reason)
    standing = Verdict.objects.filter(answer=answer, stage=VerdictStage.DESK, stands=True).first()
    if standing and (standing.level, standing.reason, standing.desk_note, standing.judged_hash) == (
        level, reason, desk_note, content_hash,
    ):  # fmt: skip
        return standing
    if standing:
        _fall(standing, because=gettext_noop("diputuskan ulang"))
    verdict = Verdict.objects.create(
        region_id=answer.region_id,
        answer=answer,
        stage=VerdictStage.DESK,
        decision=decision,
        level=level,
        reason=reason,
        desk_note=desk_note,
        reviewer_id=reviewer.person_id,
        judged=content,
        judged_hash=content_hash,
    )
    # The innovation is submitted: its rows enter the verified basis only with the step to "verified", so the content version
    # is raised there and not with each of twenty verdicts.
    answer.verified_level = level
    answer.save(update_fields=["verified_level"])
    return verdict


def fall_verdict(answer: Answer, *, because: str) -> bool:
    """Take down the desk's standing verdict on a row whose ground moved; True when there was one.

    The caller re-opens a verified innovation and raises the content version (`innovations.domain.transitions.reopen_rows`).
    """
    standing = Verdict.objects.filter(answer=answer, stage=VerdictStage.DESK, stands=True).first()
    if standing is None:
        return False
    _fall(standing, because=because)
    answer.verified_level = None
    answer.save(update_fields=["verified_level"])
    return True


def fall_verdict_on_row(innovation_id: int, *, row: int, because: str) -> bool:
    """As `fall_verdict`, for a caller who has locked the innovation and not the row: one statement, whether there was one or not."""
    with connection.cursor() as cursor:
        cursor.execute(
            """
            WITH judged AS (SELECT id FROM innovations_answer WHERE innovation_id = %s AND "row" = %s),
            fell AS (
                UPDATE innovations_verdict SET stands = false, fell_at = %s, fell_because = %s
                WHERE answer_id IN (SELECT id FROM judged) AND stage = %s AND stands RETURNING answer_id
            )
            UPDATE innovations_answer SET verified_level = NULL WHERE id IN (SELECT answer_id FROM fell)
            """,
            [innovation_id, row, timezone.now(), because[:200], VerdictStage.DESK],
        )
        return bool(cursor.rowcount)


def _fall(verdict: Verdict, *, because: str) -> None:
    verdict.stands = False
    verdict.fell_at = timezone.now()
    verdict.fell_because = because[:200]
    verdict.save(update_fields=["stands", "fell_at", "fell_because"])


def _refuse_judging(reviewer: Actor, innovation: Innovation) -> None:
    ruling = can_take_step(reviewer, innovation, BY_ACTION[Action.VERIFY])
    if not ruling:
        raise Refused(ruling.code, ruling.reason)
    if innovation.state != State.SUBMITTED:
        raise TransitionRefused(
            "not_at_desk",
            _("Inovasi ini tidak sedang di desk (status: %(state)s). Keputusan tidak disimpan.")
            % {"state": innovation.get_state_display()},
        )


def _decision(*, level: int, claimed: int, reason: str) -> Decision:
    if not 0 <= level <= 3:
        raise Refused("level", _("Tingkat harus 0 sampai 3."))
    if level > claimed:
        raise Refused(
            "above_claim",
            _(
                "Desk tidak menaikkan klaim. Kembalikan baris ini dengan alasan agar OPD memperbaiki isiannya."
            ),
        )
    if level == claimed:
        return Decision.ACCEPT
    if not reason:
        raise Refused("reason", _("Tuliskan alasan bila tingkat diturunkan atau ditolak."))
    return Decision.REJECT if level == 0 else Decision.LOWER
