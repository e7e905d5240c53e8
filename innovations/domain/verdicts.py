"""Judging rows, and what happens to a judgement when its ground moves."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from iga_portal.refusals import Refused, StaleVersion
from innovations.domain.judged import (
    about_document,
    citations_of,
    claimed_row,
    confirmed_level,
    judged_content,
    region_citations_of,
    region_row_content,
    sent_row,
)
from innovations.domain.leases import hold, refuse_assessing, refuse_judging
from innovations.domain.locking import touch_scores
from innovations.domain.texts import LONGEST_NOTE, clean_text
from innovations.enums import Decision, VerdictStage
from innovations.models import Answer, Innovation, RegionAnswer, RowQuestion, Verdict
from innovations.queries.quality import spd_sample_of
from regions.access import Actor
from regions.domain.versions import raise_content_version
from regions.enums import Role
from regions.models import RegionPeriod
from scoring.core.canonical import fingerprint as canonical_hash

__all__ = [
    "about_document",
    "citations_of",
    "claimed_row",
    "judged_content",
]  # at home in `innovations.domain.judged`; many ask for them here


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


@dataclass(frozen=True, slots=True)
class Bench:
    """Who sits in judgement. The desk measures against the claim; quality control against what the desk verified."""

    stage: VerdictStage
    field: str
    """The column that the standing verdict of this stage fills."""
    may_raise: bool


DESK = Bench(VerdictStage.DESK, "verified_level", may_raise=False)
QUALITY = Bench(VerdictStage.QUALITY_CONTROL, "final_level", may_raise=True)


def bench_of(role: Role) -> Bench:
    return QUALITY if role is Role.EVALUATOR else DESK


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
    """Record a verdict on one row of an innovation: the desk's, or that of an evaluator on what was sent.

    The desk's sets the verified level and closes the question that was open on the row. An evaluator's sets the final level,
    against the verified one, and raises the region's content version: the innovation is in the final basis already.

    `seen_hash` is the hash of what the page showed. Raises StaleVersion when claim or evidence changed since, so that nobody
    judges what they did not see; JudgedMeanwhile when another verdict stands than the one the page showed; Held while another
    tab has the innovation (`innovations.domain.leases`); TransitionRefused when it is not at the desk (for an evaluator: not
    with Kemendagri, not theirs, or quality control is closed); Refused when a reason is missing, the desk's level is above the
    claim, a text cannot be stored, or the verdict to take over rests on other evidence. The same verdict again changes nothing
    and is returned.
    """
    answer = Answer.objects.select_related("innovation__region_period__period").get(pk=answer_id)
    innovation = (
        Innovation.objects.locked().select_related("region_period__period").get(pk=answer.innovation_id)
    )
    answer = Answer.objects.locked().get(pk=answer_id)
    bench = bench_of(reviewer.role)
    refuse_judging(reviewer, innovation)
    hold(innovation, reviewer=reviewer, tab=page.tab, follows=page.follows, force=page.force)
    content = sent_row(answer) if bench is QUALITY else judged_content(answer, citations_of(answer))
    base = (content["verified"] if bench is QUALITY else answer.claimed_level) or 0
    source = (
        (lambda: _taken_over(taken_over, answer=answer, content=content))
        if taken_over and bench is DESK
        else None
    )
    verdict, is_new = record(
        bench, answer=answer, reviewer=reviewer, level=level, base=base, content=content, seen_hash=seen_hash,
        version=innovation.version, texts=(reason, opd_note, desk_note), saw=page.saw, source=source,
    )  # fmt: skip
    if not is_new:
        return verdict
    setattr(answer, bench.field, level)
    answer.save(update_fields=[bench.field])
    if bench is DESK:
        # The innovation is submitted: its rows enter the verified basis only with the step to "verified", so the content version
        # is raised there and not with each of twenty verdicts.
        RowQuestion.objects.filter(answer=answer, closed_at__isnull=True).update(closed_at=timezone.now())
    else:
        touch_scores(innovation)
    return verdict


def judge_region_row(
    answer_id: int,
    *,
    evaluator: Actor,
    level: int,
    seen_hash: str,
    reason: str = "",
    opd_note: str = "",
    desk_note: str = "",
    page: Page = NO_PAGE,
) -> Verdict:
    """Record an evaluator's verdict on one SPD row, against the confirmed level, and set its final level.

    Raises as `judge_row` does; a row of the region is held by no tab: it is one evaluator's, whose second tab is told by `saw`.
    """
    answer = RegionAnswer.objects.get(pk=answer_id)
    region_period = RegionPeriod.objects.locked().select_related("period").get(pk=answer.region_period_id)
    answer = RegionAnswer.objects.locked().get(pk=answer_id)
    refuse_assessing(evaluator, spd_sample_of(region_period))
    content = region_row_content(answer, region_citations_of(answer))
    verdict, is_new = record(
        QUALITY, region_answer=answer, reviewer=evaluator, level=level, base=confirmed_level(answer), content=content,
        seen_hash=seen_hash, version=answer.version, texts=(reason, opd_note, desk_note), saw=page.saw,
    )  # fmt: skip
    if is_new:
        answer.final_level = level
        answer.save(update_fields=["final_level"])
        raise_content_version(
            region_period.pk, region_id=region_period.region_id, period_id=region_period.period_id
        )
    return verdict


def record(
    bench: Bench,
    *,
    reviewer: Actor,
    level: int,
    base: int,
    content: Mapping[str, Any],
    seen_hash: str,
    version: int,
    texts: tuple[str, str, str],
    saw: int | None,
    answer: Answer | None = None,
    region_answer: RegionAnswer | None = None,
    source: Callable[[], Verdict] | None = None,
) -> tuple[Verdict, bool]:
    """The part that both stages share: check what was seen, decide, let the former verdict fall, write the new one.

    The row is locked and the person permitted. Returns the standing verdict, and whether it is a new one.
    """
    content_hash = canonical_hash(content)
    if content_hash != seen_hash:
        raise StaleVersion(
            _(
                "Isian atau bukti baris ini berubah sejak halaman dibuka. Keputusan belum disimpan; periksa lagi."
            ),
            current=version,
        )
    reason, opd_note, desk_note = _clean(reason=texts[0], opd_note=texts[1], desk_note=texts[2])
    decision = _decision(bench, level=level, base=base, reason=reason)
    row = Q(answer=answer) if answer is not None else Q(region_answer=region_answer)
    standing = Verdict.objects.filter(row, stage=bench.stage, stands=True).first()
    if standing and (
        standing.level, standing.reason, standing.opd_note, standing.desk_note, standing.judged_hash,
    ) == (level, reason, opd_note, desk_note, content_hash):  # fmt: skip
        return standing, False
    if saw is not None and saw != (standing.pk if standing else 0):
        raise JudgedMeanwhile(standing)
    taken = source() if source else None
    if standing:
        _fall(standing, because=gettext_noop("diputuskan ulang"))
    owner = answer or region_answer
    assert owner is not None
    verdict = Verdict.objects.create(
        region_id=owner.region_id,
        answer=answer,
        region_answer=region_answer,
        stage=bench.stage,
        decision=decision,
        level=level,
        reason=reason,
        opd_note=opd_note,
        desk_note=desk_note,
        taken_over=taken if taken is not None and taken.level == level else None,
        reviewer_id=reviewer.person_id,
        judged=content,
        judged_hash=content_hash,
    )
    return verdict, True


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


def _decision(bench: Bench, *, level: int, base: int, reason: str) -> Decision:
    """`base` is what the verdict is measured against: the claim, or for quality control the verified level."""
    if not 0 <= level <= 3:
        raise Refused("level", _("Tingkat harus 0 sampai 3."))
    if level > base and not bench.may_raise:
        raise Refused(
            "above_claim",
            _(
                "Desk tidak menaikkan klaim. Kembalikan baris ini dengan alasan agar OPD memperbaiki isiannya."
            ),
        )
    if level == base:
        return Decision.ACCEPT
    if not reason:
        if bench.may_raise:
            raise Refused("reason", _("Tuliskan alasan bila tingkat diubah; daerah membacanya."))
        raise Refused("reason", _("Tuliskan alasan bila tingkat diturunkan atau ditolak."))
    if level > base:
        return Decision.RAISE
    return Decision.REJECT if level == 0 else Decision.LOWER
