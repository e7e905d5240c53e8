"""From the snapshot of a full receipt to what it prints: texts only, as in `present.py`."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from reports.printing import figures
from reports.printing.formats import (
    date_text,
    decimal_text,
    integer_text,
    printable,
    replacement_in,
    short_decimal,
)
from reports.printing.present import formula, size_class
from reports.printing.published_snapshot import ReceiptRule
from reports.printing.receipt_snapshot import CitedFile, ReceiptInnovation, ReceiptLine, ReceiptSnapshot

Context = dict[str, Any]


def receipt_context(snapshot: ReceiptSnapshot) -> Context:
    """Everything `rincian.html` prints."""
    region, publication = snapshot.region, snapshot.publication
    rules = {rule.code: rule for rule in snapshot.rules}
    url = snapshot.verification_url
    counted = [entry for entry in snapshot.innovations if entry.maturity is not None]
    context = {
        "title": f"Rincian Nilai {printable(region.name)} {snapshot.instrument.year}",
        "demo": snapshot.demo,
        "number": printable(snapshot.number),
        "issued": date_text(snapshot.issued_on),
        "created": f"{snapshot.issued_on.isoformat()}T00:00:00+07:00",
        "region": printable(region.name),
        "kind": printable(region.kind if region.place != region.name else "", serif=True),
        "place": printable(region.place, serif=True),
        "place_size": size_class(region.place, steps=(20, 26, 36)),
        "code": region.code,
        "province": printable(region.province or ""),
        "period": printable(snapshot.period),
        "publication": f"Publikasi nomor {publication.number}, {date_text(publication.day)}",
        "instrument": printable(snapshot.instrument.label),
        "fingerprint": snapshot.instrument.fingerprint,
        "fingerprint_short": snapshot.instrument.fingerprint[:12],
        "guideline": printable(snapshot.instrument.guideline),
        "index": decimal_text(snapshot.final.index),
        "predicate": printable(snapshot.final.predicate, serif=True),
        "predicate_colour": figures.predicate_colour(snapshot.final.predicate),
        "formula": formula(snapshot.parts),
        "is_known": snapshot.is_known,
        "spd": [_line(line, rules) for line in snapshot.spd],
        "spd_total": decimal_text(snapshot.parts.spd),
        "innovations": [
            _innovation(entry, rules, place=place)
            for place, entry in enumerate(sorted(snapshot.innovations, key=_order), start=1)
        ],
        "all": integer_text(len(snapshot.innovations)),
        "counted": integer_text(len(counted)),
        "files": [_file(file, place) for place, file in enumerate(snapshot.files, start=1)],
        "rules": [_rule(rule) for rule in snapshot.rules],
        "facts_hash": snapshot.facts_hash,
        "url": printable(url) if url else "",
        "qr": figures.qr_code(url, alt=f"Kode QR menuju alamat pemeriksaan dokumen {url}") if url else None,
    }
    return {**context, "replacement": replacement_in(context)}


def _order(entry: ReceiptInnovation) -> tuple[bool, Decimal, str, str]:
    return entry.maturity is None, -(entry.maturity or Decimal(0)), entry.name, entry.id


def _innovation(entry: ReceiptInnovation, rules: Mapping[str, ReceiptRule], *, place: int) -> Context:
    return {
        "place": str(place),
        "name": printable(entry.name),
        "opd": printable(entry.opd),
        "urusan": printable(entry.urusan),
        "maturity": "" if entry.maturity is None else decimal_text(entry.maturity),
        "reason": printable(entry.reason),
        "lines": [_line(line, rules) for line in entry.lines],
    }


def _line(line: ReceiptLine, rules: Mapping[str, ReceiptRule]) -> Context:
    rule = rules[line.code]
    return {
        "code": printable(line.code),
        "title": printable(rule.title),
        "variant": printable(f"pilihan {line.variant}") if line.variant else "",
        "way": level_way(line),
        "weight": short_decimal(Decimal(rule.weight)),
        "points": decimal_text(line.points),
        "measured": printable(line.measured),
        "note": printable(line.note),
        "told": printable(_told(line)),
    }


def _told(line: ReceiptLine) -> str:
    """Who judged, why, and the evidence, in one cell: a receipt has thousands of rows, and every cell costs time and memory."""
    judged = f"{line.judge}: {line.reason}" if line.judge and line.reason else line.judge
    evidence = evidence_words(line)
    return " · ".join(text for text in (judged, f"bukti {evidence}" if evidence else "") if text) or "–"


def level_way(line: ReceiptLine) -> str:
    """The levels on the way to the final one: "3 → 2 → 2", or the final one alone where nothing else is known."""
    before = [line.claimed, line.desk]
    if all(level is None for level in before):
        return str(line.level)
    return " → ".join([*("–" if level is None else str(level) for level in before), str(line.level)])


def evidence_words(line: ReceiptLine) -> str:
    """The numbers of the documents with their pages: "1 (hlm. 3-4), 7"; "" without one."""
    return ", ".join(
        f"{cited.file + 1}" + (f" (hlm. {cited.pages})" if cited.pages else "") for cited in line.evidence
    )


def _file(file: CitedFile, place: int) -> Context:
    told: Sequence[str] = [
        file.subject,
        f"nomor {file.number}" if file.number else "",
        f"tanggal {date_text(file.dated)}" if file.dated else "",
        "tautan" if file.is_link else "",
    ]
    return {
        "place": str(place),
        "words": printable(", ".join(word for word in told if word)),
        "sha256": file.sha256,
    }


def _rule(rule: ReceiptRule) -> Context:
    return {
        "code": printable(rule.code),
        "title": printable(rule.title),
        "weight": short_decimal(Decimal(rule.weight)),
        "variants": [
            {
                "name": printable(f"Pilihan {code}: ") if code else "",
                "words": printable(
                    "; ".join(f"{level}. {text}" for level, text in enumerate(words, start=1))
                ),
            }
            for code, words in rule.words.items()
        ],
        "pages": printable(rule.pages),
    }
