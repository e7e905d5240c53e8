"""The full receipt of a region in a publication: the paper that a region or the ministry orders, and what its page shows.

Not one of the papers that a publication brings by itself. Runs in a scope that holds the region.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from django.utils import translation

from reports.domain.papers import Ground, Paper, published_identity, scored
from reports.domain.snapshots import award_name
from reports.models import DocumentKind, Publication, PublishedRegion
from reports.printing.assemble import instrument_identity, parts_of, reason_words, spd_row
from reports.printing.assemble_published import UNDATED, UNNUMBERED, InnovationLine
from reports.printing.receipt_snapshot import (
    CitedPages,
    ReceiptInnovation,
    ReceiptLine,
    ReceiptSnapshot,
)
from reports.printing.snapshot import BasisIndex
from reports.queries.paper_receipt import Known, Row, known_of, published_row
from reports.queries.paper_rows import innovations_by_region
from scoring.core.model import Instrument
from scoring.core.score import Result, RowTrace
from scoring.traces import trace_of

NOTHING = Row()


def receipt_paper(publication: Publication, region_id: int) -> Paper | None:
    """The receipt of a region, without number and date; None for one that has no index in the publication."""
    snapshot = receipt_snapshot(publication, region_id)
    return Paper(DocumentKind.RECEIPT, region_id, "", snapshot, None) if snapshot is not None else None


def receipt_snapshot(
    publication: Publication, region_id: int, *, with_innovations: bool = True
) -> ReceiptSnapshot | None:
    """What the receipt says, Indonesian whatever language is active. A dozen statements, however many innovations. Without
    `with_innovations` their rows have points and levels only, and fewer are read.

    Raises FactsDisagree when the published facts do not give the published index.
    """
    row = published_row(publication, region_id)
    if row is None:
        return None
    with translation.override("id"):
        ground = Ground(publication)
        result = scored(row, ground.instrument)
        known = known_of(row, period_id=publication.period_id, with_innovations=with_innovations)
        found = known or Known()
        lines = {line.public_id: line for line in innovations_by_region([row.pk]).get(row.pk, ())}
        return ReceiptSnapshot(
            number=UNNUMBERED,
            issued_on=UNDATED,
            region=published_identity(row),
            period=award_name(ground.year),
            publication=ground.identity,
            instrument=instrument_identity(ground.instrument),
            demo=ground.demo,
            final=BasisIndex(
                index=result.index, predicate=result.predicate, counted=result.numbers.innovations_counted
            ),
            parts=parts_of(result),
            spd=_spd(result, ground.instrument, found.rows[""]),
            innovations=_innovations(row, ground.instrument, lines, found),
            rules=ground.rules,
            files=tuple(found.files),
            facts_hash=row.facts_hash,
            is_known=known is not None,
        )


def _spd(result: Result, instrument: Instrument, rows: Mapping[str, Row]) -> tuple[ReceiptLine, ...]:
    found = []
    for trace in result.spd_rows:
        printed = spd_row(trace, instrument, None)
        found.append(
            _line(
                trace,
                rows.get(trace.code, NOTHING),
                measured=printed.measured or "",
                note=printed.border_note or "",
            )
        )
    return tuple(found)


def _innovations(
    row: PublishedRegion,
    instrument: Instrument,
    lines: Mapping[str, InnovationLine],
    known: Known,
) -> tuple[ReceiptInnovation, ...]:
    found = []
    for entry in trace_of(row.facts or {}, instrument).innovations:
        line = lines[entry.id]
        rows = known.rows.get(entry.id, {})
        found.append(
            ReceiptInnovation(
                id=entry.id,
                name=line.name,
                opd=line.opd,
                urusan=line.urusan,
                maturity=line.maturity,
                reason=reason_words(entry.reasons),
                lines=tuple(_line(sid.trace, rows.get(sid.row.code, NOTHING)) for sid in entry.lines),
            )
        )
    return tuple(found)


def _line(trace: RowTrace, row: Row, *, measured: str = "", note: str = "") -> ReceiptLine:
    return ReceiptLine(
        code=trace.code,
        claimed=row.claimed,
        desk=row.desk,
        level=trace.level,
        points=trace.points,
        judge=row.judge,
        reason=row.reason,
        variant=row.variant,
        measured=measured,
        note=note,
        evidence=_evidence(row.cited),
    )


def _evidence(cited: Sequence[tuple[int, str]]) -> tuple[CitedPages, ...]:
    return tuple(CitedPages(file=number, pages=pages) for number, pages in cited)
