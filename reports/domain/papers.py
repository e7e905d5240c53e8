"""The papers of a publication: what each certificate and report of it says, as snapshots. Nothing is numbered or drawn here.

    for paper in papers_of(publication): ...

A paper is a function of what was published, and of who judged and what was cited while the facts are still those that were
published. Texts are Indonesian whatever language is active. Runs in a scope that holds the regions asked for.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from functools import cached_property
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils import translation

from iga_portal.tenancy.scope import NATION
from regions.enums import RegionKind
from regions.queries.instruments import instrument_of
from reports.awards import categories_for
from reports.awards.model import Rule
from reports.awards.words import index_text, moment
from reports.domain.paper_nation import national_snapshot
from reports.domain.snapshots import (
    ISSUER,
    NOTHING_TO_ASSESS,
    PARTICIPANT,
    PLACE,
    SIGNATORY_TITLE,
    TOP_PREDICATES,
    award_name,
    signatory_name,
)
from reports.models import DocumentKind, Publication, PublishedAward, PublishedRegion
from reports.printing.assemble_published import (
    UNDATED,
    UNNUMBERED,
    Beside,
    InnovationLine,
    assemble_published,
    receipt_rules,
)
from reports.printing.errors import FactsDisagree
from reports.printing.formats import date_text, decimal_text
from reports.printing.kinds import Snapshot
from reports.printing.published_snapshot import (
    AwardGiven,
    PastYear,
    PublicationIdentity,
    PublishedReportSnapshot,
    ReceiptRule,
)
from reports.printing.snapshot import Basis, CertificateSnapshot, RegionIdentity
from reports.queries.paper_rows import (
    assessed_codes,
    awards_of,
    besides,
    innovations_by_region,
    years_before,
)
from scoring.core.model import Instrument
from scoring.core.score import Result, score

REGIONS_AT_ONCE = 24
"""Regions read together: some 15 MB of rows at the size of an average region, and two dozen batches a nation."""
PAPERS = (DocumentKind.AWARD, DocumentKind.CERTIFICATE, DocumentKind.REPORT, DocumentKind.NATIONAL)
"""Every kind that a publication brings by itself, in the order of `papers_of`."""

_WIB = ZoneInfo("Asia/Jakarta")
_NAMED_AFTER_A_REGION = ("Provinsi ", "Kabupaten ", "Kabupaten/Kota ", "Kota ")


@dataclass(frozen=True, slots=True)
class Paper:
    """One paper of a publication, still without number, date and address (`snapshots.finished` gives it these).

    `category` is that of an award, else "". `facts` are the core's facts where the paper carries them, else None.
    """

    kind: DocumentKind
    region_id: int
    category: str
    snapshot: Snapshot
    facts: Mapping[str, Any] | None


def papers_of(
    publication: Publication,
    *,
    kinds: Collection[DocumentKind] = PAPERS,
    region_ids: Collection[int] | None = None,
) -> Iterator[Paper]:
    """Every paper of a publication, in the same order each time: awards by category and place, then the certificates of the
    predicates and the reports by region code, last the report of the nation, which is that of region 0 ("Pusat"). `kinds` and
    `region_ids` narrow it.

    An iterator: a batch of regions is in memory at a time, read by some twelve statements. A region without an index has no paper,
    one whose predicate says that nothing could be assessed no certificate. Raises FactsDisagree when the published facts do not
    give the published index: that cannot be, and must not be printed.
    """
    with translation.override("id"):
        ground = Ground(publication)
    for kind in PAPERS:
        if kind in kinds:
            yield from _in_indonesian(_MAKERS[kind](ground, region_ids))


def _in_indonesian(papers: Iterator[Paper]) -> Iterator[Paper]:
    """Makes each paper in Indonesian and leaves the caller its own language in between."""
    while True:
        with translation.override("id"):
            paper = next(papers, None)
        if paper is None:
            return
        yield paper


class Ground:
    """What all papers of one publication share."""

    def __init__(self, publication: Publication) -> None:
        self.publication = publication
        self.period = publication.period
        self.instrument: Instrument = instrument_of(publication.period)
        self.rules: tuple[ReceiptRule, ...] = receipt_rules(self.instrument)
        self.year: int = publication.period.year
        self.demo: bool = publication.is_demo or settings.DEMO
        self.identity = publication_identity(publication)
        self.signatory = signatory_name()

    @cached_property
    def awards(self) -> list[PublishedAward]:
        return awards_of(self.publication)

    @cached_property
    def awards_by_region(self) -> dict[int, list[PublishedAward]]:
        """By the id of the published row."""
        found: dict[int, list[PublishedAward]] = defaultdict(list)
        for award in self.awards:
            found[award.published_region_id].append(award)
        return found

    @property
    def legal_basis(self) -> str:
        return f"publikasi nomor {self.identity.number} tanggal {date_text(self.identity.day)}"


def publication_identity(publication: Publication) -> PublicationIdentity:
    """The publication as papers name it. Its day is that in WIB, as national moments are told."""
    return PublicationIdentity(
        number=publication.number,
        title=publication.title,
        day=publication.published_at.astimezone(_WIB).date(),
        content_hash=publication.content_hash,
        corrects=publication.supersedes.number if publication.supersedes else None,
    )


def published_identity(row: PublishedRegion) -> RegionIdentity:
    """A region with the name it was published under, its kind written out."""
    with translation.override("id"):
        kind = str(RegionKind(row.kind).label)
    name = row.name if row.name.startswith(f"{kind} ") else f"{kind} {row.name}"
    return RegionIdentity(code=row.code, name=name, kind=kind, province=row.province or None)


# Certificates --------------------------------------------------------------------------------------------------------


def _award_papers(ground: Ground, region_ids: Collection[int] | None) -> Iterator[Paper]:
    rules = {category.code: category.rule for category in categories_for(ground.year)}
    sharing = Counter((award.category, award.place) for award in ground.awards)
    last_place: dict[str, int] = {}
    for award in ground.awards:
        last_place[award.category] = max(award.place, last_place.get(award.category, 0))
    for award in ground.awards:
        row = award.published_region
        if region_ids is not None and row.region_id not in region_ids:
            continue
        is_ranked = rules.get(award.category) is not Rule.PREDICATE
        snapshot = _certificate(
            ground,
            row,
            heading="Piagam Penghargaan",
            capacity="sebagai" if award.category_name.startswith(_NAMED_AFTER_A_REGION) else "untuk kategori",
            category=award.category_name,
            merit=_merit(award.numbers, year=ground.year),
            standing=_standing(
                award.place, last=last_place[award.category], tied=sharing[award.category, award.place] - 1
            )
            if is_ranked
            else None,
        )
        yield Paper(DocumentKind.AWARD, row.region_id, award.category, snapshot, None)


def _standing(place: int, *, last: int, tied: int) -> str | None:
    """ "Peringkat 2, bersama 1 daerah lain"; nothing where the category has one winner."""
    shared = f"bersama {tied} daerah lain" if tied else ""
    if last == 1:
        return shared or None
    return f"Peringkat {place}" + (f", {shared}" if shared else "")


def _merit(numbers: Mapping[str, Any], *, year: int) -> str | None:
    """The number that decided, where it is not the index: the index stands in the seal."""
    if "rise" in numbers:
        rise, last, index = (index_text(Decimal(numbers[key])) for key in ("rise", "last_index", "index"))
        return f"indeks naik {rise} poin, dari {last} ({year - 1}) menjadi {index} ({year})"
    if "at" in numbers:
        return f"pada {moment(datetime.fromisoformat(numbers['at']))}"
    if "urusan" in numbers:
        return f"inovasi dalam {numbers['urusan']} urusan pemerintahan konkuren"
    if "score" in numbers:
        return f"nilai akhir {decimal_text(Decimal(numbers['score']))}"
    return None


def _predicate_papers(ground: Ground, region_ids: Collection[int] | None) -> Iterator[Paper]:
    rows = (
        PublishedRegion.objects.filter(publication=ground.publication, is_assessed=True)
        .exclude(predicate=NOTHING_TO_ASSESS)
        .defer("facts", "assessment")
        .order_by("code")
    )
    if region_ids is not None:
        rows = rows.filter(region_id__in=region_ids)
    for row in rows:
        is_top = row.predicate in TOP_PREDICATES
        snapshot = _certificate(
            ground,
            row,
            heading="Piagam Predikat" if is_top else "Piagam Keikutsertaan",
            capacity="sebagai",
            category=TOP_PREDICATES.get(row.predicate, PARTICIPANT),
        )
        yield Paper(DocumentKind.CERTIFICATE, row.region_id, "", snapshot, None)


def _certificate(ground: Ground, row: PublishedRegion, *, heading: str, capacity: str, category: str, merit: str | None = None,
    standing: str | None = None) -> CertificateSnapshot:  # fmt: skip
    return CertificateSnapshot(
        number=UNNUMBERED,
        issued_on=UNDATED,
        place=PLACE,
        issuer=ISSUER,
        region=published_identity(row),
        heading=heading,
        capacity=capacity,
        category=category,
        merit=merit,
        standing=standing,
        period=award_name(ground.year),
        legal_basis=ground.legal_basis,
        predicate=row.predicate,
        index=row.index,
        basis=Basis.FINAL,
        instrument_label=f"Instrumen IGA {ground.instrument.year}",
        signatory_title=SIGNATORY_TITLE,
        signatory_name=ground.signatory,
        demo=ground.demo,
        verification_url="",
        facts_hash=row.facts_hash,
    )


# Reports -------------------------------------------------------------------------------------------------------------


def _report_papers(ground: Ground, region_ids: Collection[int] | None) -> Iterator[Paper]:
    wanted = assessed_codes(ground.publication, region_ids=region_ids)
    for start in range(0, len(wanted), REGIONS_AT_ONCE):
        batch = wanted[start : start + REGIONS_AT_ONCE]
        rows = list(PublishedRegion.objects.filter(pk__in=batch).defer("assessment").order_by("code"))
        innovations = innovations_by_region(batch)
        years = years_before({row.code for row in rows}, year=ground.year)
        beside = besides(rows, period_id=ground.period.pk, instrument=ground.instrument, rules=ground.rules)
        for row in rows:
            snapshot = _report(
                ground,
                row,
                lines=innovations.get(row.pk, ()),
                years=years.get(row.code, ()),
                beside=beside[row.region_id],
            )
            yield Paper(DocumentKind.REPORT, row.region_id, "", snapshot, row.facts)


def _report(
    ground: Ground,
    row: PublishedRegion,
    *,
    lines: Sequence[InnovationLine],
    years: tuple[PastYear, ...],
    beside: Beside,
) -> PublishedReportSnapshot:
    return assemble_published(
        scored(row, ground.instrument),
        region=published_identity(row),
        period=award_name(ground.year),
        publication=ground.identity,
        lines=lines,
        beside=beside,
        demo=ground.demo,
        awards=[
            AwardGiven(category=award.category_name, sentence=award.sentence)
            for award in ground.awards_by_region.get(row.pk, ())
        ],
        years=years,
    )


def scored(row: PublishedRegion, instrument: Instrument) -> Result:
    """The core's result on the published facts. Raises FactsDisagree when it is not what was published."""
    result = score(row.facts or {}, instrument)
    if (result.index, result.predicate, result.facts_hash) != (row.index, row.predicate, row.facts_hash):
        raise FactsDisagree(f"region {row.code}: the published facts do not give the published index")
    return result


# The nation ----------------------------------------------------------------------------------------------------------


def _national_papers(ground: Ground, region_ids: Collection[int] | None) -> Iterator[Paper]:
    if region_ids is not None and NATION not in region_ids:
        return
    snapshot = national_snapshot(
        ground.publication,
        identity=ground.identity,
        instrument=ground.instrument,
        awards=ground.awards,
        period=award_name(ground.year),
        demo=ground.demo,
    )
    yield Paper(DocumentKind.NATIONAL, NATION, "", snapshot, None)


_MAKERS = {
    DocumentKind.AWARD: _award_papers,
    DocumentKind.CERTIFICATE: _predicate_papers,
    DocumentKind.REPORT: _report_papers,
    DocumentKind.NATIONAL: _national_papers,
}
