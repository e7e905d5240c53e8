"""The receipt of a report as data: every row with its level, weight and points, the rule, who judged in which role, the evidence.

One JSON document that carries the facts too, so that `./portal score` works the same index out from it. The snapshot keeps only
what the facts do not say (`published_snapshot.Receipt`); everything else is put together here.
"""

import json
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from reports.printing.enclosures import Enclosure
from reports.printing.published_snapshot import (
    Judge,
    PublishedReportSnapshot,
    ReceiptRows,
    ReceiptRule,
)
from reports.printing.snapshot import SpdRow

FORMAT = "iga-receipt/1"

JUDGES = {
    Judge.NOBODY: None,
    Judge.DESK: "petugas desk daerah",
    Judge.EVALUATOR: "evaluator Kemendagri",
}

_NOBODY = ReceiptRows(id="", judged="")


def receipt_file(snapshot: PublishedReportSnapshot) -> Enclosure:
    """The receipt as canonical JSON: UTF-8, keys sorted, no spaces."""
    content = json.dumps(
        receipt_document(snapshot),
        sort_keys=True,
        separators=(",", ":"),
        ensure_ascii=False,
        allow_nan=False,
    )
    return Enclosure(
        name=f"rincian-{snapshot.region.code}-{snapshot.instrument.year}.json",
        content=content.encode(),
        description="Rincian asal setiap poin: baris, parameter, bobot, bukti, peran penilai, aturan",
        relationship="Data",
    )


def receipt_document(snapshot: PublishedReportSnapshot) -> dict[str, Any]:
    """The receipt of a published region. Numbers with a fraction are text, as everywhere in the portal's data."""
    receipt = snapshot.receipt
    region = [rule for rule in receipt.rules if rule.aspect == "SPD"]
    sid = [rule for rule in receipt.rules if rule.aspect == "SID"]
    beside = {rows.id: rows for rows in receipt.innovations}
    entries = {entry["id"]: entry for entry in snapshot.facts["innovations"]}
    return {
        "format": FORMAT,
        "about": {
            "region": {"code": snapshot.region.code, "name": snapshot.region.name},
            "basis": "final",
            "publication": snapshot.publication.number,
            "publication_hash": snapshot.publication.content_hash,
            "instrument": snapshot.instrument.label,
            "instrument_fingerprint": snapshot.instrument.fingerprint,
            "guideline": snapshot.instrument.guideline,
            "facts_hash": snapshot.facts_hash,
            "rule": "poin = bobot x parameter; parameter 0 sampai 3, 0 bila tidak diisi",
            "roles_and_evidence_known": receipt.is_known,
        },
        "index": _index(snapshot),
        "rules": [_rule(rule) for rule in receipt.rules],
        "evidence": [
            {"number": number, "sha256": file.sha256, "of": "link" if file.is_link else "file"}
            for number, file in enumerate(receipt.files)
        ],
        "spd": _spd(snapshot.spd_rows, region, receipt.region),
        "innovations": [
            {
                "id": row.id,
                "name": row.name,
                "opd": row.opd,
                "urusan": row.urusan,
                "counted": row.maturity is not None,
                "reason": row.reason,
                "maturity": None if row.maturity is None else str(row.maturity),
                "rows": sid_rows(entries[row.id]["levels"], sid, beside.get(row.id, _NOBODY)),
            }
            for row in snapshot.innovations
        ],
        "facts": snapshot.facts,
    }


def _index(snapshot: PublishedReportSnapshot) -> dict[str, Any]:
    parts = snapshot.parts
    return {
        "index": str(snapshot.final.index),
        "predicate": snapshot.final.predicate,
        "spd": str(parts.spd),
        "maturity_sum": str(parts.maturity_sum),
        "divisor": parts.divisor,
        "maturity_mean": str(parts.maturity_mean),
        "innovations_counted": parts.counted,
        "yandas": parts.yandas_lit,
        "count_score": str(parts.count_score),
        "total": str(parts.total),
        "total_maximum": str(parts.total_max),
    }


def _rule(rule: ReceiptRule) -> dict[str, Any]:
    return {
        "row": rule.code,
        "aspect": rule.aspect,
        "title": rule.title,
        "weight": rule.weight,
        "levels": rule.words,
        "guideline_pages": rule.pages,
    }


def _spd(rows: Sequence[SpdRow], rules: Sequence[ReceiptRule], beside: ReceiptRows) -> list[dict[str, Any]]:
    judged = dict(zip((rule.code for rule in rules), beside.judged, strict=False))
    found = []
    for row in rows:
        line: dict[str, Any] = {
            "row": row.code,
            "level": row.level,
            "weight": str(row.weight),
            "points": str(row.points),
            "entered_by": row.entered_by,
            "confirmed_by": row.confirmed_by,
            "judged_by": JUDGES[Judge(judged.get(row.code, "-"))],
            "evidence": _evidence(beside.evidence, row.code),
        }
        if row.measured:
            line["measured"] = row.measured.replace("\u00a0", " ")
        if row.border_note:
            line["note"] = row.border_note
        found.append(line)
    return found


def sid_rows(
    levels: Mapping[str, int], rules: Sequence[ReceiptRule], beside: ReceiptRows
) -> list[dict[str, Any]]:
    """The rows of one innovation from its levels in the facts and what stands beside them."""
    judged = beside.judged.ljust(len(rules), Judge.NOBODY)
    found = []
    for rule, letter in zip(rules, judged, strict=True):
        level = levels.get(rule.code, 0)
        line: dict[str, Any] = {
            "row": rule.code,
            "level": level,
            "weight": rule.weight,
            "points": str(Decimal(rule.weight) * level),
            "judged_by": JUDGES[Judge(letter)],
            "evidence": _evidence(beside.evidence, rule.code),
        }
        if rule.code in beside.variants:
            line["variant"] = beside.variants[rule.code]
        found.append(line)
    return found


def _evidence(evidence: Mapping[str, Any], code: str) -> list[dict[str, Any]]:
    return [
        {"number": number, "pages": pages} if pages else {"number": number}
        for number, pages in evidence.get(code, ())
    ]
