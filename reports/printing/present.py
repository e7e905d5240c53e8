"""From a snapshot to what a template prints: texts only, so that no template formats, decides or counts."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from reports.printing import figures
from reports.printing.enclosures import facts_file, list_file
from reports.printing.formats import (
    date_text,
    decimal_text,
    integer_text,
    printable,
    replacement_in,
    short_decimal,
)
from reports.printing.snapshot import (
    Basis,
    CertificateSnapshot,
    InnovationRow,
    Rank,
    RegionReportSnapshot,
    RowDecisions,
    ScoreParts,
    SpdRow,
)

Context = dict[str, Any]

#: Up to this many innovations, a name may take two lines; in a longer list every innovation takes one.
ROOMY_LIST = 80
#: The most innovations that are printed, tried in this order until the report has at most six pages.
LIST_LIMITS = (150, 120, 90, 60, 30)
#: Rows with corrections that are printed, those with the most corrections first.
DECISION_ROWS = 20
DECISION_REASONS = 2

#: From a category of more characters on, or with a line of merit, the text above the seal moves closer together.
CROWDED_FROM = 85

_BASIS_MEANING = {
    Basis.CLAIMED: "parameter menurut isian OPD, seluruh inovasi yang telah diajukan",
    Basis.VERIFIED: "parameter menurut hasil pemeriksaan desk daerah, inovasi yang telah diverifikasi",
    Basis.FINAL: "parameter menurut hasil quality control, inovasi yang telah dikirim",
}


@dataclass(frozen=True, slots=True)
class ListRule:
    """How the innovations are printed: at most `limit` of them, on one line each when `tight`.

    The counted ones come first, highest maturity of the report's basis first, then by name; of the excluded
    ones, by name, a cut list keeps a seventh of its lines, or what the counted ones leave. The full list is
    always enclosed.
    """

    limit: int
    tight: bool


def list_rules(innovations: int) -> list[ListRule]:
    """The rules to try, the fullest list first."""
    rules = [ListRule(innovations, tight=False)] if innovations <= ROOMY_LIST else []
    rules.append(ListRule(min(innovations, LIST_LIMITS[0]), tight=True))
    return rules + [ListRule(limit, tight=True) for limit in LIST_LIMITS[1:] if limit < innovations]


def report_context(snapshot: RegionReportSnapshot, *, rule: ListRule) -> Context:
    """Everything `laporan.html` prints, its innovations by `rule`."""
    result, parts = snapshot.result, snapshot.parts
    context = {
        "title": f"Laporan Indeks Inovasi Daerah {printable(snapshot.region.name)}",
        "demo": snapshot.demo,
        "number": printable(snapshot.number),
        "issued": date_text(snapshot.issued_on),
        "created": f"{snapshot.issued_on.isoformat()}T00:00:00+07:00",
        "region": printable(snapshot.region.name),
        "kind": printable(
            snapshot.region.kind if snapshot.region.place != snapshot.region.name else "", serif=True
        ),
        "place": printable(snapshot.region.place, serif=True),
        "place_size": size_class(snapshot.region.place, steps=(20, 26, 36)),
        "province": printable(snapshot.region.province or ""),
        "code": snapshot.region.code,
        "period": printable(snapshot.period),
        "instrument": printable(snapshot.instrument.label),
        "fingerprint": snapshot.instrument.fingerprint,
        "fingerprint_short": snapshot.instrument.fingerprint[:12],
        "guideline": printable(snapshot.instrument.guideline),
        "basis": figures.BASIS_NAMES[snapshot.basis],
        "basis_meaning": _BASIS_MEANING[snapshot.basis],
        "index": decimal_text(result.index),
        "predicate": printable(result.predicate),
        "predicate_serif": printable(result.predicate, serif=True),
        "predicate_colour": figures.predicate_colour(result.predicate),
        "scale": _scale(snapshot),
        "bases": [_basis_line(snapshot, basis) for basis in Basis],
        "rank": _rank(snapshot.rank) if snapshot.rank else None,
        "waterfall": figures.waterfall(parts, index=result.index, predicate=result.predicate),
        "formula": formula(parts),
        "yandas": [{"name": printable(entry.name), "lit": entry.lit} for entry in snapshot.yandas],
        "count_rule": count_rule(parts, yandas=len(snapshot.yandas)),
        "spd": [spd_line(row) for row in snapshot.spd_rows],
        "spd_total": decimal_text(parts.spd),
        "spd_max": short_decimal(parts.spd_max),
        "list": _list(snapshot, rule=rule),
        "decisions": _decisions(snapshot.row_decisions),
        "portal_decisions": [
            {"title": printable(entry.title), "text": printable(entry.text)}
            for entry in snapshot.portal_decisions
        ],
        "recompute": _recompute(snapshot),
    }
    return {**context, "replacement": replacement_in(context)}


def size_class(text: str, *, steps: tuple[int, ...]) -> str:
    """Which of the sizes of the style sheet a text gets: "size-0" while it has at most steps[0] characters,
    and so on.
    """
    return f"size-{sum(len(text) > step for step in steps)}"


def _scale(snapshot: RegionReportSnapshot) -> figures.Figure:
    values = []
    for basis in Basis:
        found = snapshot.of(basis)
        values.append((basis, found.index if found else None, found.predicate if found else None))
    return figures.index_scale(snapshot.bands, values, own=snapshot.basis)


def _basis_line(snapshot: RegionReportSnapshot, basis: Basis) -> Context:
    found = snapshot.of(basis)
    return {
        "name": figures.BASIS_NAMES[basis],
        "own": basis is snapshot.basis,
        "index": decimal_text(found.index) if found else None,
        "predicate": printable(found.predicate) if found else "",
        "colour": figures.predicate_colour(found.predicate) if found else "",
        "counted": integer_text(found.counted) if found else "",
    }


def _rank(rank: Rank) -> str:
    tied = f", bersama {integer_text(rank.tied)} daerah lain" if rank.tied else ""
    return (
        f"Peringkat {integer_text(rank.position)} dari {integer_text(rank.of)} ({printable(rank.group)}{tied}; "
        f"{printable(rank.status)})"
    )


def formula(parts: ScoreParts) -> Context:
    """The numbers of the sum that the index is."""
    return {
        "spd": decimal_text(parts.spd),
        "maturity_sum": decimal_text(parts.maturity_sum),
        "mean": decimal_text(parts.maturity_mean),
        "count_score": decimal_text(parts.count_score),
        "sid": decimal_text(parts.sid),
        "total": decimal_text(parts.total),
        "total_max": short_decimal(parts.total_max),
        "counted": integer_text(parts.counted),
        "divisor": integer_text(parts.divisor),
        "divisor_minimum": integer_text(parts.divisor_minimum),
    }


def count_rule(parts: ScoreParts, *, yandas: int) -> Context:
    """What the count score hangs on; `yandas` is how many of them there are."""
    return {
        "lit": integer_text(parts.yandas_lit),
        "minimum": integer_text(parts.yandas_minimum),
        "all": integer_text(yandas),
        "open": parts.yandas_lit >= parts.yandas_minimum,
        "weight": short_decimal(parts.count_weight),
        "cap": integer_text(parts.count_cap),
    }


def spd_line(row: SpdRow) -> Context:
    """One SPD row in texts."""
    return {
        "code": printable(row.code),
        "name": printable(row.name),
        "level": str(row.level),
        "weight": short_decimal(row.weight),
        "points": decimal_text(row.points),
        "measured": printable(row.measured or ""),
        "border": printable(row.border_note or ""),
        "entered": printable(row.entered_by or ""),
        "confirmed": printable(row.confirmed_by or ""),
    }


def _list(snapshot: RegionReportSnapshot, *, rule: ListRule) -> Context:
    counted = sorted((row for row in snapshot.innovations if row.counted), key=_by_maturity(snapshot.basis))
    excluded = sorted(
        (row for row in snapshot.innovations if not row.counted), key=lambda row: (row.name, row.id)
    )
    everything = len(counted) + len(excluded)
    if everything <= rule.limit:
        shown_counted, shown_excluded = counted, excluded
    else:
        kept = min(len(excluded), max(rule.limit // 7, rule.limit - len(counted)))
        shown_counted, shown_excluded = counted[: rule.limit - kept], excluded[:kept]
    names = list_file(snapshot).name
    hidden = everything - len(shown_counted) - len(shown_excluded)
    return {
        "counted": [_innovation(row, str(place)) for place, row in enumerate(shown_counted, start=1)],
        "excluded": [_innovation(row, str(place)) for place, row in enumerate(shown_excluded, start=1)],
        "counted_all": integer_text(len(counted)),
        "excluded_all": integer_text(len(excluded)),
        "all": integer_text(everything),
        "cut": integer_text(hidden) if hidden else "",
        "shown": integer_text(everything - hidden),
        "maturity_max": short_decimal(snapshot.parts.maturity_max),
        "tight": rule.tight,
        "window": f"{date_text(snapshot.window_from)} sampai {date_text(snapshot.window_to)}",
        "file": names,
    }


def _by_maturity(basis: Basis) -> Callable[[InnovationRow], tuple[Decimal, str, str]]:
    def key(row: InnovationRow) -> tuple[Decimal, str, str]:
        return -(row.maturity(basis) or Decimal(0)), row.name, row.id

    return key


def _innovation(row: InnovationRow, place: str) -> Context:
    def shown(value: Decimal | None) -> str:
        return "–" if value is None else decimal_text(value)

    return {
        "place": place,
        "id": printable(row.id),
        "name": printable(row.name),
        "opd": printable(row.opd),
        "urusan": printable(row.urusan),
        "state": printable(row.state),
        "reason": printable(row.reason or ""),
        "claimed": shown(row.maturity_claimed),
        "verified": shown(row.maturity_verified),
        "final": shown(row.maturity_final),
    }


def _decisions(rows: Sequence[RowDecisions]) -> Context:
    corrected = [row for row in rows if row.lowered or row.rejected]
    order = {row.code: place for place, row in enumerate(rows)}
    most = sorted(corrected, key=lambda row: (-(row.lowered + row.rejected), order[row.code]))[:DECISION_ROWS]
    return {
        "judged": bool(rows),
        "rows": [_decision(row) for row in sorted(most, key=lambda row: order[row.code])],
        "more": integer_text(len(corrected) - len(most)) if len(corrected) > len(most) else "",
        "untouched": integer_text(len(rows) - len(corrected)) if len(rows) > len(corrected) else "",
    }


def _decision(row: RowDecisions) -> Context:
    reasons = sorted(row.reasons, key=lambda reason: (-reason.count, reason.text))[:DECISION_REASONS]
    return {
        "code": printable(row.code),
        "name": printable(row.name),
        "accepted": integer_text(row.accepted),
        "lowered": integer_text(row.lowered),
        "rejected": integer_text(row.rejected),
        "reasons": "; ".join(
            f"{printable(reason.text)} ({integer_text(reason.count)})" for reason in reasons
        ),
    }


def _recompute(snapshot: RegionReportSnapshot) -> Context:
    facts, listing = facts_file(snapshot), list_file(snapshot)
    url = snapshot.verification_url
    return {
        "file": facts.name,
        "list_file": listing.name,
        "facts_hash": snapshot.facts_hash,
        "file_hash": facts.sha256,
        "url": printable(url) if url else "",
        "qr": figures.qr_code(url, alt=f"Kode QR menuju alamat pemeriksaan dokumen {url}") if url else None,
    }


def certificate_context(snapshots: Sequence[CertificateSnapshot]) -> Context:
    """Everything `piagam.html` prints: one sheet each. Date and issuer of the document are those of the
    first.
    """
    first = snapshots[0]
    numbers = printable(first.number) if len(snapshots) == 1 else f"{len(snapshots)} lembar"
    return {
        "title": f"{printable(first.heading)} {numbers}"
        + (f" – {printable(first.region.name)}" if len(snapshots) == 1 else ""),
        "description": f"{printable(first.category)}, {printable(first.period)}",
        "issuer": printable(first.issuer),
        "created": f"{first.issued_on.isoformat()}T00:00:00+07:00",
        "demo": first.demo,
        "certificates": [_certificate(snapshot) for snapshot in snapshots],
    }


def _certificate(snapshot: CertificateSnapshot) -> Context:
    region = snapshot.region
    place = printable(region.place, serif=True)
    payload = snapshot.qr_payload or snapshot.verification_url
    return {
        "number": printable(snapshot.number, serif=True),
        "issuer": printable(snapshot.issuer, serif=True),
        "heading": printable(snapshot.heading, serif=True),
        "capacity": printable(snapshot.capacity, serif=True),
        "merit": printable(
            " · ".join(text for text in (snapshot.standing, snapshot.merit) if text), serif=True
        ),
        "crowded": bool(snapshot.standing or snapshot.merit) or len(snapshot.category) > CROWDED_FROM,
        "government": printable(
            f"Pemerintah {region.kind}" if region.place != region.name else "Pemerintah", serif=True
        ),
        "place": place,
        "place_size": size_class(place, steps=(22, 32, 48, 80)),
        "category": printable(snapshot.category, serif=True),
        "category_size": size_class(snapshot.category, steps=(60, 110)),
        "period": printable(snapshot.period, serif=True),
        "legal_basis": printable(snapshot.legal_basis or "", serif=True),
        "index": decimal_text(snapshot.index) if snapshot.index is not None else "",
        "predicate": printable(snapshot.predicate or "", serif=True),
        "predicate_size": size_class(snapshot.predicate or "", steps=(16,)),
        "predicate_colour": figures.predicate_colour(snapshot.predicate or ""),
        "basis": figures.BASIS_NAMES[snapshot.basis].lower(),
        "instrument": printable(snapshot.instrument_label),
        "issued": f"{printable(snapshot.place, serif=True)}, {date_text(snapshot.issued_on)}",
        "signatory_title": printable(snapshot.signatory_title, serif=True),
        "signatory_name": printable(snapshot.signatory_name, serif=True),
        "url": printable(snapshot.verification_url),
        "qr": figures.qr_code(
            payload, alt=f"Kode QR menuju alamat pemeriksaan piagam {snapshot.verification_url}"
        ),
    }
