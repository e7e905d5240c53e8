"""What a publication says, as one canonical document, and the hashes over it. Pure: no query, no clock.

The document holds every number of every region and every award. The two long things of a region, its facts and the public part
of its innovations, stand in it by their own hashes. So the document of the nation is half a megabyte that a person can look at,
and its one hash still covers every word that is published. The decision record on publication tells how anybody computes it again.

The same functions read rows that are about to be written and rows that were read back: equal rows, equal hash.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal
from itertools import groupby
from typing import Any

from reports.models import PublishedInnovation, PublishedRegion
from scoring.core.canonical import fingerprint
from scoring.ranking import ranked

FORMAT = "iga-publication/1"

PLACES = {
    "spd": 2,
    "maturity_mean": 4,
    "maturity_sum": 2,
    "count_score": 2,
    "sid": 4,
    "total": 4,
    "index": 2,
    "final_score": 4,
}
"""Decimals of each number of a region, as its column keeps them."""
WHOLE = ("innovations_counted", "divisor", "yandas", "place", "place_of", "place_nation")
WORDS = ("code", "name", "kind", "province", "regional", "predicate", "facts_hash")
CENT = Decimal("0.01")


@dataclass(frozen=True, slots=True)
class Heading:
    """What a publication says of itself. `supersedes` is the number of the publication it corrects, None for a first one."""

    year: int
    title: str
    instrument: str
    is_demo: bool
    supersedes: int | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class AwardLine:
    """One award: a category of the guideline, the region's code, its place in the category, and why, in two languages."""

    category: str
    category_name: str
    code: str
    place: int
    sentence: str
    sentence_en: str = ""
    numbers: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Draft:
    """Everything that a publication will hold: rows not written yet, and the awards.

    `innovations` by region code, each list in the order of their public ids. A region without innovations has no entry.
    """

    heading: Heading
    regions: Sequence[PublishedRegion]
    innovations: Mapping[str, Sequence[PublishedInnovation]]
    awards: Sequence[AwardLine] = ()

    def content(self) -> dict[str, Any]:
        """The document that is hashed, shown to the second person, and checked against what was written."""
        hashes = {code: innovations_hash(rows) for code, rows in self.innovations.items()}
        return content_of(self.heading, self.regions, hashes, self.awards)


def content_of(
    heading: Heading,
    regions: Iterable[PublishedRegion],
    innovations: Mapping[str, tuple[int, str]],
    awards: Iterable[AwardLine],
) -> dict[str, Any]:
    """The canonical document of a publication; `innovations` gives number and hash of a region's list by its code."""
    ordered = sorted(regions, key=lambda row: row.code)
    none = innovations_hash(())
    return {
        "format": FORMAT,
        "year": heading.year,
        "title": heading.title,
        "instrument": heading.instrument,
        "is_demo": heading.is_demo,
        "supersedes": heading.supersedes,
        "reason": heading.reason,
        "summary": summary_of(
            ordered, innovations={code: count for code, (count, _hash) in innovations.items()}
        ),
        "regions": [region_line(row, *innovations.get(row.code, none)) for row in ordered],
        "awards": [award_line(award) for award in sorted(awards, key=award_order)],
    }


def award_order(award: AwardLine) -> tuple[str, int, str]:
    return award.category, award.place, award.code


def award_line(award: AwardLine) -> dict[str, Any]:
    return {
        "category": award.category,
        "category_name": award.category_name,
        "code": award.code,
        "place": award.place,
        "sentence": award.sentence,
        "sentence_en": award.sentence_en,
        "numbers": dict(award.numbers),
    }


def region_line(row: PublishedRegion, count: int, innovations: str) -> dict[str, Any]:
    """One region in the document: numbers with a fraction are text with the decimals of their column."""
    return {
        **{name: getattr(row, name) for name in WORDS},
        "is_assessed": row.is_assessed,
        **{name: _text(getattr(row, name), places=places) for name, places in PLACES.items()},
        **{name: getattr(row, name) for name in WHOLE},
        "assessment": row.assessment,
        "innovations": count,
        "innovations_hash": innovations,
    }


def innovation_line(row: PublishedInnovation) -> dict[str, Any]:
    """The public part of one innovation."""
    return {
        "id": str(row.public_id),
        "name": row.name,
        "opd": row.opd,
        "urusan": row.urusan,
        "form": row.form,
        "kind": row.kind,
        "aim": row.aim,
        "result": row.result,
        "levels": row.levels,
        "maturity": _text(row.maturity, places=2),
    }


def innovations_hash(rows: Iterable[PublishedInnovation]) -> tuple[int, str]:
    """How many, and the SHA-256 of the canonical list in the order of the public ids."""
    lines = sorted((innovation_line(row) for row in rows), key=lambda line: str(line["id"]))
    return len(lines), fingerprint(lines)


def content_hash(content: Mapping[str, Any]) -> str:
    return fingerprint(content)


def chain_hash(*, content: str, previous: str) -> str:
    """SHA-256 of the previous chain hash ("" for the first), a line feed and the content's hash, as ASCII text."""
    return hashlib.sha256(f"{previous}\n{content}".encode("ascii")).hexdigest()


def give_places(regions: Sequence[PublishedRegion]) -> None:
    """Write the places into rows that are not saved yet: among the regions of the kind and among all. Equals share one."""
    assessed = [row for row in regions if row.is_assessed]
    for place in ranked((row, row.index or Decimal(0), row.code) for row in assessed):
        place.key.place_nation = place.rank
    by_kind = sorted(assessed, key=lambda row: row.kind)
    for _kind, group in groupby(by_kind, key=lambda row: row.kind):
        rows = list(group)
        for place in ranked((row, row.index or Decimal(0), row.code) for row in rows):
            place.key.place = place.rank
            place.key.place_of = len(rows)


def summary_of(regions: Sequence[PublishedRegion], *, innovations: Mapping[str, int]) -> dict[str, Any]:
    """Figures of the nation. The mean index (text, two decimals, "" without a region) is over the assessed regions."""
    assessed = [row for row in regions if row.is_assessed]
    predicates: dict[str, int] = {}
    for row in assessed:
        predicates[row.predicate] = predicates.get(row.predicate, 0) + 1
    return {
        "regions": len(regions),
        "assessed": len(assessed),
        "innovations": sum(innovations.values()),
        "innovations_counted": sum(row.innovations_counted or 0 for row in assessed),
        "mean_index": _mean([row.index for row in assessed if row.index is not None]),
        "predicates": predicates,
    }


def _mean(values: Sequence[Decimal]) -> str:
    if not values:
        return ""
    return str((sum(values, Decimal(0)) / len(values)).quantize(CENT, rounding=ROUND_HALF_UP))


def _text(value: Decimal | None, *, places: int) -> str | None:
    if value is None:
        return None
    exact = Decimal(value)
    text = f"{exact:.{places}f}"
    if Decimal(text) != exact:
        raise ValueError(f"{exact} has more than {places} decimals")
    return text
