"""Computing the hashes of what was published again, from the tables alone."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from reports.domain.publishing_content import (
    AwardLine,
    Heading,
    chain_hash,
    content_hash,
    content_of,
    innovations_hash,
)
from reports.models import Publication, PublishedInnovation, PublishedRegion
from scoring.core.canonical import fingerprint

ROWS_AT_ONCE = 2000


@dataclass(frozen=True, slots=True)
class Fault:
    """Something that is not as the chain says: the publication's number and what was found, in English, for operators."""

    number: int
    found: str


def verify_chain() -> Iterator[Fault]:
    """Every fault of every publication, oldest first; nothing when all is as it was published.

    Reads what anybody may read. Compares, for each publication: its place in the chain, its facts with their hashes, its content
    with the content hash, and both with the chain hash.
    """
    previous, expected = "", 1
    revisions: dict[int, int] = {}
    for publication in Publication.objects.select_related("period", "supersedes").order_by("number"):
        number = publication.number
        revision = revisions.get(publication.period_id, 0) + 1
        revisions[publication.period_id] = revision
        if number != expected:
            yield Fault(number, f"follows number {expected - 1}: a publication in between is missing")
        if publication.revision != revision:
            yield Fault(number, f"is revision {publication.revision} of its period, {revision} by the chain")
        if publication.previous_hash != previous:
            yield Fault(number, "does not carry the chain hash of the publication before it")
        yield from _content_faults(publication)
        if publication.chain_hash != chain_hash(
            content=publication.content_hash, previous=publication.previous_hash
        ):
            yield Fault(number, "chain hash is not that of content hash and previous hash")
        previous, expected = publication.chain_hash, number + 1


def _content_faults(publication: Publication) -> Iterator[Fault]:
    regions = list(publication.regions.all())
    for row in regions:
        if row.facts is not None and fingerprint(row.facts) != row.facts_hash:
            yield Fault(publication.number, f"region {row.code}: the facts are not those of their hash")
    content = content_again(publication, regions)
    if content["summary"] != publication.summary:
        yield Fault(publication.number, "the figures of the nation are not those of its regions")
    if content_hash(content) != publication.content_hash:
        yield Fault(publication.number, "content is not that of the content hash")


def content_again(publication: Publication, regions: list[PublishedRegion] | None = None) -> dict[str, Any]:
    """The content of a publication, made anew from the tables."""
    rows = list(publication.regions.defer("facts")) if regions is None else regions
    return content_of(
        heading_of(publication), rows, innovation_hashes(publication, rows), awards_of(publication)
    )


def heading_of(publication: Publication) -> Heading:
    return Heading(
        year=publication.period.year,
        title=publication.title,
        instrument=publication.instrument_fingerprint,
        is_demo=publication.is_demo,
        supersedes=publication.supersedes.number if publication.supersedes else None,
        reason=publication.reason,
    )


def innovation_hashes(publication: Publication, regions: list[PublishedRegion]) -> dict[str, tuple[int, str]]:
    """Number and hash of each region's published innovations, by code; a region without any has no entry."""
    codes = {row.pk: row.code for row in regions}
    found: dict[str, list[PublishedInnovation]] = defaultdict(list)
    rows = PublishedInnovation.objects.filter(publication=publication).defer("words").order_by("pk")
    for row in rows.iterator(chunk_size=ROWS_AT_ONCE):
        found[codes[row.published_region_id]].append(row)
    return {code: innovations_hash(entries) for code, entries in found.items()}


def awards_of(publication: Publication) -> list[AwardLine]:
    return [
        AwardLine(
            category=award.category,
            category_name=award.category_name,
            code=award.published_region.code,
            place=award.place,
            sentence=award.sentence,
            sentence_en=award.sentence_en,
            numbers=award.numbers,
        )
        for award in publication.awards.select_related("published_region").defer("published_region__facts")
    ]
