"""What is printed for a publication: one paper for each document that it gives rise to, worked out from the publication alone.

The rows of a publication never change, so the same publication always gives the same papers. What a paper says must not depend on
the number or the day of the publication: a correction would otherwise make every document new that says the same as before.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils import translation

from innovations import reference
from regions.queries.instruments import instrument_of
from reports.domain.snapshots import (
    ISSUER,
    NOTHING_TO_ASSESS,
    PARTICIPANT,
    PLACE,
    SIGNATORY_TITLE,
    TOP_PREDICATES,
    Snapshot,
    award_name,
    region_identity,
    signatory_name,
)
from reports.models import DocumentKind, Publication, PublishedRegion
from reports.printing import snapshot as printed
from reports.printing.assemble import InnovationInfo, assemble_report
from scoring.core.model import Instrument
from scoring.core.score import score

_UNNUMBERED = "-"
_UNDATED = date(1, 1, 1)


@dataclass(frozen=True, slots=True)
class Paper:
    """One document to be: its snapshot still without number, date and address (`reports.domain.snapshots.finished`).

    `region_id` is whose document it is, 0 ("Pusat") for the nation's; (`kind`, `category`) names it among those of its region.
    """

    kind: DocumentKind
    region_id: int
    category: str
    snapshot: Snapshot
    facts: Mapping[str, Any] | None


def papers_of(publication: Publication, *, region_ids: Collection[int] | None = None) -> Iterator[Paper]:
    """The papers of a publication in the order of the regions' codes; with `region_ids` those of these regions alone.

    Workers ask region by region, all cores at once; asked for 0 ("Pusat") it gives the papers of the nation.
    """
    instrument = instrument_of(publication.period)
    rows = publication.regions.select_related("region__parent").order_by("code")
    if region_ids is not None:
        rows = rows.filter(region_id__in=region_ids)
    for row in rows.iterator(chunk_size=50):
        yield from _papers_of_region(publication, row, instrument=instrument)


def _papers_of_region(
    publication: Publication, row: PublishedRegion, *, instrument: Instrument
) -> Iterator[Paper]:
    if not row.is_assessed:
        return
    yield Paper(DocumentKind.REPORT, row.region_id, "", _report(publication, row, instrument), row.facts)
    if row.predicate != NOTHING_TO_ASSESS:
        category = TOP_PREDICATES.get(row.predicate, PARTICIPANT)
        yield Paper(
            DocumentKind.CERTIFICATE,
            row.region_id,
            "",
            _certificate(publication, row, category=category, instrument=instrument),
            row.facts,
        )
    for award in publication.awards.filter(published_region=row).order_by("category", "place"):
        yield Paper(
            DocumentKind.AWARD,
            row.region_id,
            award.category,
            _certificate(publication, row, category=award.category_name, instrument=instrument),
            row.facts,
        )


def _report(
    publication: Publication, row: PublishedRegion, instrument: Instrument
) -> printed.RegionReportSnapshot:
    assert row.facts is not None
    with translation.override("id"):
        return assemble_report(
            number=_UNNUMBERED,
            issued_on=_UNDATED,
            region=region_identity(row.region),
            period=award_name(publication.period.year),
            basis=printed.Basis.FINAL,
            results={printed.Basis.FINAL: score(row.facts, instrument)},
            innovations=[
                InnovationInfo(
                    id=str(entry.public_id),
                    name=entry.name,
                    opd=entry.opd,
                    urusan=reference.urusan_names().get(entry.urusan, entry.urusan),
                    state="",
                    absent_reason=None if entry.maturity is not None else "tidak dihitung",
                )
                for entry in row.innovations.defer("words").order_by("public_id")
            ],
            handling={},
            row_decisions=[],
            demo=publication.is_demo,
        )


def _certificate(
    publication: Publication, row: PublishedRegion, *, category: str, instrument: Instrument
) -> printed.CertificateSnapshot:
    return printed.CertificateSnapshot(
        number=_UNNUMBERED,
        issued_on=_UNDATED,
        place=PLACE,
        issuer=ISSUER,
        region=region_identity(row.region),
        category=category,
        period=award_name(publication.period.year),
        predicate=row.predicate,
        index=row.index,
        basis=printed.Basis.FINAL,
        instrument_label=f"Instrumen IGA {instrument.year}",
        signatory_title=SIGNATORY_TITLE,
        signatory_name=signatory_name(),
        demo=publication.is_demo,
        verification_url="",
        facts_hash=row.facts_hash,
    )
