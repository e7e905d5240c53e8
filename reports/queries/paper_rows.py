"""What the papers of a publication read, a batch of regions at a time: the same number of statements however many rows.

Published rows are everybody's; who judged and what was cited are rows of the regions, read in the caller's scope.
"""

from __future__ import annotations

import hashlib
import re
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from django.contrib.postgres.aggregates import ArrayAgg

from innovations.enums import FINAL_STATES, VerdictStage
from innovations.models import Answer, Citation, Innovation, RegionAnswer, RegionCitation, Verdict
from regions.enums import Basis
from regions.queries.instruments import instrument_of
from reports.models import Publication, PublishedAward, PublishedInnovation, PublishedRegion
from reports.printing.assemble import SpdHandling
from reports.printing.assemble_published import Beside, InnovationLine, bands_from, scale_words
from reports.printing.published_snapshot import (
    EvidenceFile,
    Judge,
    PastYear,
    Receipt,
    ReceiptRows,
    ReceiptRule,
)
from scoring.core.model import Instrument
from scoring.models import Result
from scoring.queries.past import bands_of_year, past_results

YEARS_BACK = 3
"""How many earlier years a report compares with."""
_PAGES = re.compile(r"[0-9 ,;.–-]{1,60}")
"""What is printed of the pages of a citation: numbers. Anything else is somebody's free text and stays out of a public paper."""


# The publication as a whole ------------------------------------------------------------------------------------------


def awards_of(publication: Publication) -> list[PublishedAward]:
    """Every award with its region, in the order of category, place and code. One statement."""
    return list(
        PublishedAward.objects.filter(publication=publication)
        .select_related("published_region")
        .defer("published_region__facts", "published_region__assessment")
        .order_by("category", "place", "published_region__code")
    )


def assessed_codes(publication: Publication, *, region_ids: Collection[int] | None) -> list[int]:
    """The ids of the published rows that have an index, by code."""
    rows = PublishedRegion.objects.filter(publication=publication, is_assessed=True).order_by("code")
    if region_ids is not None:
        rows = rows.filter(region_id__in=region_ids)
    return list(rows.values_list("pk", flat=True))


# A batch of regions --------------------------------------------------------------------------------------------------


def innovations_by_region(rows: Collection[int]) -> dict[int, list[InnovationLine]]:
    """The innovations of published rows, by the row's id, in the order of their public ids. One statement."""
    found: dict[int, list[InnovationLine]] = defaultdict(list)
    wanted = PublishedInnovation.objects.filter(published_region_id__in=rows).order_by("public_id")
    for row_id, public_id, name, opd, urusan, maturity in wanted.values_list(
        "published_region_id", "public_id", "name", "opd", "urusan", "maturity"
    ):
        found[row_id].append(InnovationLine(str(public_id), name, opd, urusan, maturity))
    return found


def source_words(source: str) -> str:
    """A source as a paper names it: of an address the site alone, which is all that fits and all that lasts."""
    site = urlsplit(source).hostname if source.startswith(("http://", "https://")) else None
    return site.removeprefix("www.") if site else source


def years_before(codes: Collection[str], *, year: int) -> dict[str, tuple[PastYear, ...]]:
    """Earlier years by region code, latest first: what was published here stands before what was printed elsewhere.

    Each with the note of its own scale. One statement. Years of points without a maximum are left out: they compare with nothing.
    """
    found: dict[str, dict[int, PastYear]] = defaultdict(dict)
    for entry in past_results():
        if entry.code in codes and entry.year < year and (entry.index is not None or entry.predicate):
            found[entry.code][entry.year] = PastYear(
                year=entry.year,
                index=entry.index,
                predicate=entry.predicate,
                scale=scale_words(bands_of_year(entry.year)),
                source=source_words(entry.source),
            )
    here = (
        PublishedRegion.objects.filter(
            code__in=codes,
            is_assessed=True,
            publication__superseded_by__isnull=True,
            publication__period__year__lt=year,
        )
        .select_related("publication__period__instrument")
        .defer("facts", "assessment")
    )
    for row in here:
        publication = row.publication
        found[row.code][publication.period.year] = PastYear(
            year=publication.period.year,
            index=row.index,
            predicate=row.predicate,
            scale=_published_scale(publication),
            source=f"publikasi nomor {publication.number}",
        )
    return {
        code: tuple(years[key] for key in sorted(years, reverse=True)[:YEARS_BACK])
        for code, years in found.items()
    }


def _published_scale(publication: Publication) -> str:
    words = scale_words(bands_from(instrument_of(publication.period)))
    return f"Contoh untuk peragaan, bukan hasil resmi. {words}" if publication.is_demo else words


# Receipts ------------------------------------------------------------------------------------------------------------


@dataclass
class _Reading:
    """The raw rows of a batch, by region."""

    innovations: dict[int, list[tuple[int, str, str]]]
    judged: dict[int, dict[str, list[int]]]
    variants: dict[int, str]
    cited: dict[int, list[tuple[int, str, tuple[str, bool]]]]
    spd: dict[int, list[tuple[int, str, bool, bool]]]
    spd_judged: set[int]
    spd_cited: dict[int, list[tuple[str, tuple[str, bool]]]]


def besides(
    rows: Sequence[PublishedRegion], *, period_id: int, instrument: Instrument, rules: tuple[ReceiptRule, ...]
) -> dict[int, Beside]:
    """Receipts and handling by region id. Eight statements for a batch.

    Of a region whose final facts are other ones by now, who judged and what was cited then cannot be told: `is_known` is False.
    """
    facts = {row.region_id: row.facts_hash for row in rows}
    current = Result.objects.filter(
        region_period__period_id=period_id, region_id__in=facts, basis=Basis.FINAL, is_current=True
    ).order_by()
    known = [
        region_id
        for region_id, hashed in current.values_list("region_id", "facts_hash")
        if facts[region_id] == hashed
    ]
    read = _read(known, period_id=period_id)
    codes = [row.code for row in instrument.sid_rows]
    found = {
        region_id: Beside(
            Receipt(
                rules=rules, files=(), region=ReceiptRows(id="", judged=""), innovations=(), is_known=False
            )
        )
        for region_id in facts
    }
    return found | {
        region_id: _beside(region_id, read, rules=rules, codes=codes, instrument=instrument)
        for region_id in known
    }


def _read(region_ids: Sequence[int], *, period_id: int) -> _Reading:
    own: dict[str, Any] = {"region_id__in": region_ids, "region_period__period_id": period_id}
    sent = Innovation.objects.filter(**own, state__in=FINAL_STATES)
    reading = _Reading(
        defaultdict(list),
        defaultdict(dict),
        {},
        defaultdict(list),
        defaultdict(list),
        set(),
        defaultdict(list),
    )
    for region_id, pk, public_id, kind in sent.order_by("region_id", "public_id").values_list(
        "region_id", "pk", "public_id", "kind"
    ):
        reading.innovations[region_id].append((pk, str(public_id), kind))
    verdicts = (
        Verdict.objects.filter(region_id__in=region_ids, answer__innovation__in=sent, stands=True)
        .order_by()
        .values_list("answer__innovation_id", "stage")
        .annotate(rows=ArrayAgg("answer__row"))
    )
    for innovation_id, stage, judged in verdicts:
        reading.judged[innovation_id][stage] = judged
    for innovation_id, basis in (
        Answer.objects.filter(region_id__in=region_ids, innovation__in=sent, row=33)
        .exclude(basis="").order_by().values_list("innovation_id", "basis")
    ):  # fmt: skip
        reading.variants[innovation_id] = basis
    cited = Citation.objects.filter(region_id__in=region_ids, answer__innovation__in=sent)
    for innovation_id, row, pages, sha256, link in cited.order_by(
        "answer__innovation_id", "answer__row", "pk"
    ).values_list(
        "answer__innovation_id", "answer__row", "pages", "document__file__sha256", "document__link"
    ):
        reading.cited[innovation_id].append((row, _pages(pages), _print(sha256, link)))
    _read_spd(reading, own)
    return reading


def _read_spd(reading: _Reading, own: Mapping[str, Any]) -> None:
    answers = RegionAnswer.objects.filter(**own).order_by()
    for region_id, pk, row, entered, confirmed in answers.values_list(
        "region_id", "pk", "row", "entered_by_id", "confirmed_by_id"
    ):
        reading.spd[region_id].append((pk, row, entered is not None, confirmed is not None))
    reading.spd_judged.update(
        Verdict.objects.filter(
            region_id__in=own["region_id__in"],
            region_answer__in=answers,
            stage=VerdictStage.QUALITY_CONTROL,
            stands=True,
        )
        .order_by()
        .values_list("region_answer_id", flat=True)
    )
    cited = RegionCitation.objects.filter(region_id__in=own["region_id__in"], answer__in=answers)
    for region_id, row, sha256, link in cited.order_by("region_id", "answer__row", "pk").values_list(
        "region_id", "answer__row", "document__file__sha256", "document__link"
    ):
        reading.spd_cited[region_id].append((row, _print(sha256, link)))


def _pages(text: str) -> str:
    return text.strip() if _PAGES.fullmatch(text.strip()) else ""


def _print(sha256: str | None, link: str) -> tuple[str, bool]:
    return (sha256, False) if sha256 else (hashlib.sha256(link.encode()).hexdigest(), True)


def _beside(
    region_id: int, read: _Reading, *, rules: tuple[ReceiptRule, ...], codes: Sequence[str], instrument: Instrument
) -> Beside:  # fmt: skip
    files: dict[tuple[str, bool], int] = {}

    def number(printed: tuple[str, bool]) -> int:
        return files.setdefault(printed, len(files))

    spd_evidence: dict[str, list[list[Any]]] = defaultdict(list)
    for row, printed in read.spd_cited[region_id]:
        spd_evidence[row].append([number(printed), ""])
    judged_spd = {row for pk, row, _entered, _confirmed in read.spd[region_id] if pk in read.spd_judged}
    innovations = []
    for pk, public_id, kind in read.innovations[region_id]:
        evidence: dict[str, list[list[Any]]] = defaultdict(list)
        for code, pages, printed in read.cited.get(pk, ()):
            evidence[str(code)].append([number(printed), pages])
        innovations.append(
            ReceiptRows(
                id=public_id,
                judged=_letters(codes, read.judged.get(pk, {})),
                evidence=dict(evidence),
                variants=_variants(instrument, kind=kind, unit=read.variants.get(pk, "")),
            )
        )
    return Beside(
        Receipt(
            rules=rules,
            files=tuple(EvidenceFile(sha256=sha256, is_link=is_link) for sha256, is_link in files),
            region=ReceiptRows(
                id="",
                judged="".join(
                    Judge.EVALUATOR if row.code in judged_spd else Judge.NOBODY for row in instrument.spd_rows
                ),
                evidence=dict(spd_evidence),
            ),
            innovations=tuple(innovations),
        ),
        {
            row: SpdHandling(
                entered_by="admin daerah" if entered else None,
                confirmed_by="evaluator Kemendagri"
                if row in judged_spd
                else "admin daerah kedua"
                if confirmed
                else None,
            )
            for _pk, row, entered, confirmed in read.spd[region_id]
        },
    )


def _letters(codes: Sequence[str], judged: Mapping[str, Sequence[int]]) -> str:
    """One letter a row: an evaluator's verdict stands before the desk's."""
    desk = {str(row) for row in judged.get(VerdictStage.DESK, ())}
    evaluator = {str(row) for row in judged.get(VerdictStage.QUALITY_CONTROL, ())}
    return "".join(
        Judge.EVALUATOR if code in evaluator else Judge.DESK if code in desk else Judge.NOBODY
        for code in codes
    )


def _variants(instrument: Instrument, *, kind: str, unit: str) -> dict[str, str]:
    """Which wording holds for rows with several: that of the kind for row 30, of the chosen unit for row 33."""
    found = {}
    for code, variant in (("30", kind), ("33", unit)):
        row = instrument.rows_by_code.get(code)
        if row is not None and variant in {basis.code for basis in row.bases}:
            found[code] = variant
    return found
