"""From the snapshot of a dossier to what its template prints: texts only."""

import hashlib
from decimal import Decimal
from typing import Any

from reports.printing.codec import dump
from reports.printing.dossier_snapshot import DossierDocument, DossierItem, DossierRow, DossierSnapshot
from reports.printing.formats import date_text, integer_text, printable, replacement_in, short_decimal

Context = dict[str, Any]
NONE = "–"


def dossier_context(snapshot: DossierSnapshot) -> Context:
    """Everything `dosir.html` prints."""
    rows = [row for group in snapshot.groups for row in group.rows]
    answered = sum(row.claimed is not None for row in rows)
    context = {
        "title": f"Berkas inovasi {printable(snapshot.name)}",
        "created": snapshot.stood_at.isoformat(timespec="seconds"),
        "demo": snapshot.demo,
        "name": printable(snapshot.name, serif=True),
        "name_size": f"size-{sum(len(snapshot.name) > step for step in (40, 80, 130))}",
        "running_name": printable(snapshot.name),
        "opd": printable(snapshot.opd),
        "region": printable(snapshot.region.name),
        "province": printable(snapshot.region.province or ""),
        "code": printable(snapshot.region.code),
        "period": printable(snapshot.period),
        "state": printable(snapshot.state),
        "window": printable(snapshot.window),
        "stood": f"{date_text(snapshot.stood_at.date())} {snapshot.stood_at:%H.%M} {printable(snapshot.zone)}",
        "instrument": printable(snapshot.instrument.label),
        "fingerprint_short": snapshot.instrument.fingerprint[:12],
        "fingerprint": snapshot.instrument.fingerprint,
        "guideline": printable(snapshot.instrument.guideline),
        "claimed": short_decimal(snapshot.claimed),
        "verified": NONE if snapshot.verified is None else short_decimal(snapshot.verified),
        "maximum": short_decimal(snapshot.maximum),
        "answered": integer_text(answered),
        "row_count": integer_text(len(rows)),
        "document_count": integer_text(len(snapshot.documents)),
        "items": [_item(item) for item in snapshot.items],
        "groups": [
            {"variable": printable(group.variable), "rows": [_row(row) for row in group.rows]}
            for group in snapshot.groups
        ],
        "documents": [_document(document) for document in snapshot.documents],
        "origin": None
        if snapshot.origin is None
        else {
            "name": printable(snapshot.origin.name),
            "year": str(snapshot.origin.year),
            "note": [printable(part) for part in paragraphs(snapshot.development_note)],
        },
        "address": printable(snapshot.address),
        "content_hash": content_hash(snapshot),
    }
    return {**context, "replacement": replacement_in(context)}


def content_hash(snapshot: DossierSnapshot) -> str:
    """SHA-256 of everything the dossier says."""
    return hashlib.sha256(dump(snapshot).encode()).hexdigest()


def paragraphs(text: str) -> tuple[str, ...]:
    """The lines of a text that hold something: each is a paragraph in print."""
    return tuple(line.strip() for line in text.splitlines() if line.strip())


def _item(item: DossierItem) -> Context:
    return {
        "number": item.number,
        "label": printable(item.label),
        "paragraphs": [printable(part) for part in item.paragraphs] or [NONE],
        "is_long": item.is_long,
    }


def _row(row: DossierRow) -> Context:
    return {
        "code": row.code,
        "name": printable(row.name),
        "mandatory": row.mandatory,
        "basis": printable(row.basis),
        "words": printable(row.words),
        "claimed": _level(row.claimed, row.claimed_points),
        "verified": _level(row.verified, row.verified_points),
        "lowered": row.verified is not None and row.verified < (row.claimed or 0),
        "measured": printable(row.measured),
        "note": printable(row.note),
        "reason": printable(row.reason),
        "citations": [
            {
                "document": str(citation.document),
                "pages": printable(citation.pages),
                "address": citation.address,
            }
            for citation in row.citations
        ],
    }


def _level(level: int | None, points: Decimal | None) -> Context | None:
    if level is None or points is None:
        return None
    return {"level": str(level), "points": short_decimal(points)}


def _document(document: DossierDocument) -> Context:
    return {
        "number": str(document.number),
        "subject": printable(document.subject),
        "letter": printable(document.letter) or NONE,
        "dated": printable(document.dated) or NONE,
        "kind": printable(document.kind),
        "name": printable(document.name),
        "size": "" if document.size is None else _size(document.size),
        # In groups of eight, so that a line may break between them.
        "sha256": [document.sha256[place : place + 8] for place in range(0, len(document.sha256), 8)],
        "link": printable(document.link),
        "address": document.address,
        "used_for": printable(document.used_for),
    }


def _size(size: int) -> str:
    return f"{integer_text(size)} bita"
