"""Judging rows, and what happens to a judgement when its ground moves."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import connection
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from iga_portal.refusals import Refused, StaleVersion
from innovations.domain.leases import hold, refuse_judging
from innovations.domain.texts import LONGEST_NOTE, clean_text
from innovations.enums import Decision, VerdictStage
from innovations.models import Answer, Citation, Document, Innovation, RowQuestion, Verdict
from regions.access import Actor
from scoring.core.canonical import fingerprint as canonical_hash


def judged_content(answer: Answer, citations: Iterable[Citation]) -> dict[str, Any]:
    """What a reviewer of this row judges: the claim, and the cited evidence with what is written about it.

    By content and not by database id alone. Number and date of a letter are part of its weight: another date is other evidence.
    """
    citations = list(citations)
    about = {citation.document_id: about_document(citation.document) for citation in citations}
    content = claimed_row(answer, citations)
    content["evidence"] = [{**entry, "about": about[entry["document"]]} for entry in content["evidence"]]
    return content


def about_document(document: Document) -> dict[str, str]:
    return {
        "subject": document.subject,
        "number": document.number,
        "dated": document.dated.isoformat() if document.dated else "",
    }


def claimed_row(answer: Answer, citations: Iterable[Citation]) -> dict[str, Any]:
    """What an OPD claims with this row: level, unit, figure, note, and which evidence it cites."""
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


class JudgedMeanwhile(Refused):
    """Somebody decided this row since the page was made. `verdict` is what stands."""

    def __init__(self, verdict: Verdict | None) -> None:
        super().__init__(
            "judged",
            _(
                "Baris ini sudah diputuskan sejak halaman dibuka. Keputusan Anda belum disimpan; bandingkan dulu."
            )
            if verdict is not None
            else _("Keputusan pada baris ini gugur sejak halaman dibuka. Periksa lagi, lalu simpan."),
        )
        self.verdict = verdict


@dataclass(frozen=True, slots=True)
class Page:
    """What a verdict came from: the tab's token and the one it follows, and the standing verdict that the page showed.

    `saw` is the id of that verdict, 0 where the page showed none, None where nobody looked (the demonstration, a test).
    """

    tab: UUID | None = None
    follows: UUID | None = None
    force: bool = False
    saw: int | None = None


NO_PAGE = Page()


def judge_row(
    answer_id: int,
    *,
    reviewer: Actor,
    level: int,
    seen_hash: str,
    reason: str = "",
    opd_note: str = "",
    desk_note: str = "",
    taken_over: int | None = None,
    page: Page = NO_PAGE,
) -> Verdict:
    """Record the desk's verdict on one row, set its verified level, and close the question that was open on it.

    `seen_hash` is the hash of what the page showed. Raises StaleVersion when claim or evidence changed since, so that nobody
    judges what they did not see; JudgedMeanwhile when another verdict stands than the one the page showed; Held while another
    tab has the innovation (`innovations.domain.leases`); TransitionRefused when it is not at the desk; Refused when a reason is
    missing, the level is above the claim, a text cannot be stored, or the verdict to take over rests on other evidence. The
    same verdict again changes nothing and is returned.
    """
    answer = Answer.objects.select_related("innovation__region_period__period").get(pk=answer_id)
    innovation = (
        Innovation.objects.locked().select_related("region_period__period").get(pk=answer.innovation_id)
    )
    answer = Answer.objects.locked().get(pk=answer_id)
    refuse_judging(reviewer, innovation)
    hold(innovation, reviewer=reviewer, tab=page.tab, follows=page.follows, force=page.force)
    content = judged_content(answer, citations_of(answer))
    content_hash = canonical_hash(content)
    if content_hash != seen_hash:
        raise StaleVersion(
            _(
                "Isian atau bukti baris ini berubah sejak halaman dibuka. Keputusan belum disimpan; periksa lagi."
            ),
            current=innovation.version,
        )
    reason, opd_note, desk_note = _clean(reason=reason, opd_note=opd_note, desk_note=desk_note)
    decision = _decision(level=level, claimed=answer.claimed_level or 0, reason=reason)
    standing = Verdict.objects.filter(answer=answer, stage=VerdictStage.DESK, stands=True).first()
    if standing and (
        standing.level, standing.reason, standing.opd_note, standing.desk_note, standing.judged_hash,
    ) == (level, reason, opd_note, desk_note, content_hash):  # fmt: skip
        return standing
    if page.saw is not None and page.saw != (standing.pk if standing else 0):
        raise JudgedMeanwhile(standing)
    source = _taken_over(taken_over, answer=answer, content=content) if taken_over else None
    if standing:
        _fall(standing, because=gettext_noop("diputuskan ulang"))
    verdict = Verdict.objects.create(
        region_id=answer.region_id,
        answer=answer,
        stage=VerdictStage.DESK,
        decision=decision,
        level=level,
        reason=reason,
        opd_note=opd_note,
        desk_note=desk_note,
        taken_over=source if source is not None and source.level == level else None,
        reviewer_id=reviewer.person_id,
        judged=content,
        judged_hash=content_hash,
    )
    RowQuestion.objects.filter(answer=answer, closed_at__isnull=True).update(closed_at=timezone.now())
    # The innovation is submitted: its rows enter the verified basis only with the step to "verified", so the content version
    # is raised there and not with each of twenty verdicts.
    answer.verified_level = level
    answer.save(update_fields=["verified_level"])
    return verdict


def _clean(**texts: str) -> tuple[str, ...]:
    """Texts as they are stored. Raises Refused with the name of the field that cannot be."""
    cleaned = []
    for name, text in texts.items():
        try:
            cleaned.append(clean_text(text, longest=LONGEST_NOTE))
        except Refused as refusal:
            raise Refused(name, refusal.message) from refusal
    return tuple(cleaned)


def _taken_over(verdict_id: int, *, answer: Answer, content: Mapping[str, Any]) -> Verdict:
    """The verdict to take over: standing, on the same row of another innovation, resting on a document that this row cites."""
    source = (
        Verdict.objects.filter(pk=verdict_id, stage=VerdictStage.DESK, stands=True, answer__row=answer.row)
        .exclude(answer=answer)
        .first()
    )
    if source is None or not evidence_keys(source.judged) & evidence_keys(content):
        raise Refused(
            "taken_over",
            _(
                "Keputusan yang akan diambil alih sudah berubah atau tidak berdasar dokumen yang sama. Pilih sendiri."
            ),
        )
    return source


def evidence_keys(content: Mapping[str, Any]) -> set[str]:
    """What tells the documents of a judged content from others: their ids, and the hashes of their files."""
    keys: set[str] = set()
    for entry in content.get("evidence", ()):
        keys.add(f"#{entry.get('document')}")
        if entry.get("sha256"):
            keys.add(str(entry["sha256"]))
    return keys


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
