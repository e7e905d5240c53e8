"""What the full receipt of one region reads beside what was published: levels on the way, verdicts with reasons, citations.

Runs in a scope of the region. Ten statements, however many innovations.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from innovations.enums import FINAL_STATES, Decision, VerdictStage
from innovations.models import Answer, Citation, Innovation, RegionAnswer, RegionCitation, Verdict
from regions.enums import Basis
from reports.models import Publication, PublishedRegion
from reports.printing.receipt_snapshot import CitedFile
from scoring.models import Result

DESK, EVALUATOR = "petugas desk daerah", "evaluator Kemendagri"
OFFICE, SECOND = "admin daerah", "admin daerah kedua"
KIND_ROW = 30
"""The row whose wording follows the kind of the innovation."""
_DOCUMENT = (
    "document_id", "document__subject", "document__number", "document__dated", "document__link",
    "document__file__sha256",
)  # fmt: skip


@dataclass(slots=True)
class Row:
    """What is known of one row: levels on the way, the last judge with the reason, citations as (file, pages)."""

    claimed: int | None = None
    desk: int | None = None
    judge: str = ""
    reason: str = ""
    variant: str = ""
    cited: list[tuple[int, str]] = field(default_factory=list)


@dataclass(slots=True)
class Known:
    """Rows by innovation id ("" for the region's own) and row code; the files in the order in which they are first cited."""

    rows: dict[str, dict[str, Row]] = field(default_factory=lambda: defaultdict(dict))
    files: list[CitedFile] = field(default_factory=list)
    _numbers: dict[int, int] = field(default_factory=dict)

    def cite(self, document: Mapping[str, Any]) -> int:
        """The number of a document, given at its first citation."""
        pk = document["document_id"]
        if pk not in self._numbers:
            self._numbers[pk] = len(self.files)
            self.files.append(_file(document))
        return self._numbers[pk]


def published_row(publication: Publication, region_id: int) -> PublishedRegion | None:
    """A region that has an index in the publication, with its facts; None without one."""
    return (
        PublishedRegion.objects.filter(publication=publication, region_id=region_id, is_assessed=True)
        .defer("assessment")
        .first()
    )


def known_of(row: PublishedRegion, *, period_id: int, with_innovations: bool = True) -> Known | None:
    """What stands beside the published facts; None once the region's final facts are other ones."""
    current = Result.objects.filter(
        region_id=row.region_id, region_period__period_id=period_id, basis=Basis.FINAL, is_current=True
    ).first()
    if current is None or current.facts_hash != row.facts_hash:
        return None
    known = Known()
    _read_spd(known, region_id=row.region_id, period_id=period_id)
    if with_innovations:
        _read_sid(known, region_id=row.region_id, period_id=period_id)
    return known


def _read_spd(known: Known, *, region_id: int, period_id: int) -> None:
    own = known.rows[""]
    answers: dict[int, Row] = {}
    rows = RegionAnswer.objects.filter(region_id=region_id, region_period__period_id=period_id).order_by()
    for pk, code, level, entered, confirmed in rows.values_list(
        "pk", "row", "level", "entered_by_id", "confirmed_by_id"
    ):
        answers[pk] = own[code] = Row(
            claimed=level,
            desk=level if confirmed else None,
            judge=SECOND if confirmed else OFFICE if entered else "",
        )
    verdicts = Verdict.objects.filter(
        region_id=region_id, region_answer__in=rows, stage=VerdictStage.QUALITY_CONTROL, stands=True
    ).order_by()
    for pk, reason in verdicts.values_list("region_answer_id", "reason"):
        answers[pk].judge, answers[pk].reason = EVALUATOR, _one_line(reason)
    cited = RegionCitation.objects.filter(region_id=region_id, answer__in=rows)
    for citation in cited.order_by("answer__row", "pk").values("answer_id", "pages", *_DOCUMENT):
        answers[citation["answer_id"]].cited.append((known.cite(citation), citation["pages"]))


def _read_sid(known: Known, *, region_id: int, period_id: int) -> None:
    sent = Innovation.objects.filter(
        region_id=region_id, region_period__period_id=period_id, state__in=FINAL_STATES
    )
    kinds = {
        pk: (str(public_id), kind) for pk, public_id, kind in sent.values_list("pk", "public_id", "kind")
    }
    answers: dict[int, Row] = {}
    rows = Answer.objects.filter(region_id=region_id, innovation__in=sent).order_by()
    for pk, innovation_id, row, basis, claimed, verified in rows.values_list(
        "pk", "innovation_id", "row", "basis", "claimed_level", "verified_level"
    ):
        public_id, kind = kinds[innovation_id]
        answers[pk] = known.rows[public_id][str(row)] = Row(
            claimed=claimed, desk=verified, variant=basis or (kind if row == KIND_ROW else "")
        )
    verdicts = Verdict.objects.filter(region_id=region_id, answer__in=rows, stands=True)
    # "desk" sorts before "qc": what quality control said takes the place of what the desk said.
    for pk, stage, decision, reason in verdicts.order_by("stage").values_list(
        "answer_id", "stage", "decision", "reason"
    ):
        answers[pk].judge = EVALUATOR if stage == VerdictStage.QUALITY_CONTROL else DESK
        answers[pk].reason = _one_line(reason) if decision != Decision.ACCEPT else ""
    cited = Citation.objects.filter(region_id=region_id, answer__in=rows)
    ordered = cited.order_by("answer__innovation__public_id", "answer__row", "pk")
    for citation in ordered.values("answer_id", "pages", *_DOCUMENT):
        answers[citation["answer_id"]].cited.append((known.cite(citation), citation["pages"]))


def _file(document: Mapping[str, Any]) -> CitedFile:
    dated: date | None = document["document__dated"]
    sha256, link = document["document__file__sha256"], document["document__link"]
    return CitedFile(
        subject=_one_line(document["document__subject"]),
        number=document["document__number"],
        dated=dated,
        sha256=sha256 or hashlib.sha256(link.encode()).hexdigest(),
        is_link=not sha256,
    )


def _one_line(text: str) -> str:
    return " ".join(text.split())
