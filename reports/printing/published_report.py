"""From the snapshot of a published region to what its report prints: texts only, as in `present.py`."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from reports.printing import figures
from reports.printing.enclosures import Enclosure, csv_enclosure, facts_enclosure
from reports.printing.formats import (
    date_text,
    decimal_text,
    integer_text,
    printable,
    replacement_in,
    short_decimal,
)
from reports.printing.present import (
    ListRule,
    count_rule,
    formula,
    size_class,
    spd_line,
)
from reports.printing.published_snapshot import PublishedInnovationRow, PublishedReportSnapshot
from reports.printing.receipt import receipt_file
from reports.printing.snapshot import Basis

Context = dict[str, Any]

#: Up to this many innovations a name may take two lines; in a longer list every innovation takes one.
ROOMY_LIST = 90
#: The most innovations that are printed, tried in this order until the report has at most six pages.
LIST_LIMITS = (190, 165, 140, 110, 70, 30)

_COLUMNS = ("id", "nama", "opd", "urusan", "dihitung", "alasan", "kematangan")


def list_rules(innovations: int) -> list[ListRule]:
    """The rules to try, the fullest list first."""
    rules = [ListRule(innovations, tight=False)] if innovations <= ROOMY_LIST else []
    rules.append(ListRule(min(innovations, LIST_LIMITS[0]), tight=True))
    return rules + [ListRule(limit, tight=True) for limit in LIST_LIMITS[1:] if limit < innovations]


def enclosures(snapshot: PublishedReportSnapshot) -> list[Enclosure]:
    """What travels inside: the facts, the receipt of every point, the full list of innovations; by name."""
    found = [
        facts_enclosure(snapshot.facts, code=snapshot.region.code, year=snapshot.instrument.year),
        receipt_file(snapshot),
        _list_file(snapshot),
    ]
    return sorted(found, key=lambda entry: entry.name)


def _list_file(snapshot: PublishedReportSnapshot) -> Enclosure:
    return csv_enclosure(
        _list_name(snapshot),
        _COLUMNS,
        (
            [
                row.id,
                row.name,
                row.opd,
                row.urusan,
                "tidak" if row.maturity is None else "ya",
                row.reason or "",
                "" if row.maturity is None else str(row.maturity),
            ]
            for row in sorted(snapshot.innovations, key=lambda row: row.id)
        ),
        description="Daftar lengkap inovasi",
    )


def report_context(snapshot: PublishedReportSnapshot, *, rule: ListRule) -> Context:
    """Everything `laporan-terbitan.html` prints, its innovations by `rule`."""
    parts, final = snapshot.parts, snapshot.final
    region, publication = snapshot.region, snapshot.publication
    context = {
        "title": f"Laporan Indeks Inovasi Daerah {printable(region.name)} {snapshot.instrument.year}",
        "demo": snapshot.demo,
        "number": printable(snapshot.number),
        "issued": date_text(snapshot.issued_on),
        "created": f"{snapshot.issued_on.isoformat()}T00:00:00+07:00",
        "region": printable(region.name),
        "kind": printable(region.kind if region.place != region.name else "", serif=True),
        "place": printable(region.place, serif=True),
        "place_size": size_class(region.place, steps=(20, 26, 36)),
        "province": printable(region.province or ""),
        "code": region.code,
        "period": printable(snapshot.period),
        "publication": f"Publikasi nomor {publication.number}, {date_text(publication.day)}",
        "corrects": str(publication.corrects) if publication.corrects else "",
        "publication_hash": publication.content_hash,
        "instrument": printable(snapshot.instrument.label),
        "fingerprint": snapshot.instrument.fingerprint,
        "fingerprint_short": snapshot.instrument.fingerprint[:12],
        "guideline": printable(snapshot.instrument.guideline),
        "index": decimal_text(final.index),
        "predicate": printable(final.predicate, serif=True),
        "predicate_colour": figures.predicate_colour(final.predicate),
        "scale": figures.index_scale(
            snapshot.bands, [(Basis.FINAL, final.index, final.predicate)], own=Basis.FINAL
        ),
        "awards": [
            {"category": printable(entry.category), "sentence": printable(entry.sentence)}
            for entry in snapshot.awards
        ],
        "years": _years(snapshot),
        "waterfall": figures.waterfall(parts, index=final.index, predicate=final.predicate),
        "formula": formula(parts),
        "yandas": [{"name": printable(entry.name), "lit": entry.lit} for entry in snapshot.yandas],
        "count_rule": count_rule(parts, yandas=len(snapshot.yandas)),
        "spd": [spd_line(row) for row in snapshot.spd_rows],
        "spd_total": decimal_text(parts.spd),
        "spd_max": short_decimal(parts.spd_max),
        "list": _list(snapshot, rule=rule),
        "portal_decisions": [
            {"title": printable(entry.title), "text": printable(entry.text)}
            for entry in snapshot.portal_decisions
        ],
        "recompute": _recompute(snapshot),
    }
    return {**context, "replacement": replacement_in(context)}


def _years(snapshot: PublishedReportSnapshot) -> Context:
    """This year and the ones before, each with its own scale; the difference to last year only where there is one."""
    own = {
        "year": str(snapshot.instrument.year),
        "own": True,
        "index": decimal_text(snapshot.final.index),
        "predicate": printable(snapshot.final.predicate),
        "scale": printable(snapshot.scale),
        "source": f"publikasi nomor {snapshot.publication.number}",
    }
    before = [
        {
            "year": str(entry.year),
            "own": False,
            "index": "–" if entry.index is None else decimal_text(entry.index),
            "predicate": printable(entry.predicate) or "–",
            "scale": printable(entry.scale),
            "source": printable(entry.source),
        }
        for entry in snapshot.years
    ]
    return {"lines": [own, *before], "change": _change(snapshot), "last": str(snapshot.instrument.year - 1)}


def _change(snapshot: PublishedReportSnapshot) -> str:
    last = next((entry for entry in snapshot.years if entry.year == snapshot.instrument.year - 1), None)
    if last is None or last.index is None:
        return ""
    difference = snapshot.final.index - last.index
    if not difference:
        return f"Indeks sama dengan tahun {last.year}."
    word = "naik" if difference > 0 else "turun"
    return f"Indeks {word} {decimal_text(abs(difference))} poin dari tahun {last.year}."


def _list(snapshot: PublishedReportSnapshot, *, rule: ListRule) -> Context:
    counted = sorted(
        (row for row in snapshot.innovations if row.maturity is not None),
        key=lambda row: (-(row.maturity or Decimal(0)), row.name, row.id),
    )
    excluded = sorted(
        (row for row in snapshot.innovations if row.maturity is None), key=lambda row: (row.name, row.id)
    )
    everything = len(counted) + len(excluded)
    shown_counted: Sequence[PublishedInnovationRow] = counted
    shown_excluded: Sequence[PublishedInnovationRow] = excluded
    if everything > rule.limit:
        kept = min(len(excluded), max(rule.limit // 7, rule.limit - len(counted)))
        shown_counted, shown_excluded = counted[: rule.limit - kept], excluded[:kept]
    hidden = everything - len(shown_counted) - len(shown_excluded)
    return {
        "counted": [_innovation(row, place) for place, row in enumerate(shown_counted, start=1)],
        "excluded": [_innovation(row, place) for place, row in enumerate(shown_excluded, start=1)],
        "counted_all": integer_text(len(counted)),
        "excluded_all": integer_text(len(excluded)),
        "all": integer_text(everything),
        "cut": integer_text(hidden) if hidden else "",
        "shown": integer_text(everything - hidden),
        "maturity_max": short_decimal(snapshot.parts.maturity_max),
        "tight": rule.tight,
        "window": f"{date_text(snapshot.window_from)} sampai {date_text(snapshot.window_to)}",
        "file": _list_name(snapshot),
    }


def _list_name(snapshot: PublishedReportSnapshot) -> str:
    return f"daftar-inovasi-{snapshot.region.code}-{snapshot.instrument.year}.csv"


def _innovation(row: PublishedInnovationRow, place: int) -> Context:
    return {
        "place": str(place),
        "name": printable(row.name),
        "opd": printable(row.opd),
        "urusan": printable(row.urusan),
        "maturity": "–" if row.maturity is None else decimal_text(row.maturity),
        "reason": printable(row.reason or ""),
    }


def _recompute(snapshot: PublishedReportSnapshot) -> Context:
    facts = facts_enclosure(snapshot.facts, code=snapshot.region.code, year=snapshot.instrument.year)
    receipt = receipt_file(snapshot)
    url = snapshot.verification_url
    return {
        "file": facts.name,
        "file_hash": facts.sha256,
        "receipt": receipt.name,
        "receipt_hash": receipt.sha256,
        "list_file": _list_name(snapshot),
        "facts_hash": snapshot.facts_hash,
        "is_known": snapshot.receipt.is_known,
        "url": printable(url) if url else "",
        "qr": figures.qr_code(url, alt=f"Kode QR menuju alamat pemeriksaan dokumen {url}") if url else None,
    }
