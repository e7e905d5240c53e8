"""The report of a published region, frozen: what the publication says of it, and the receipt of every point.

A published report is public sooner or later. It holds what the publication holds and nothing more: no claims, no reasons in a
reviewer's own words, no names of people, no titles of documents. Who judged a row stands as a role, evidence as the fingerprint
of its file, by which whoever holds the file recognises it.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Any

from reports.printing.snapshot import (
    Band,
    BasisIndex,
    InstrumentIdentity,
    PortalDecision,
    RegionIdentity,
    ScoreParts,
    SnapshotInvalid,
    SpdRow,
    Yandas,
    _places,
    _require,
)
from scoring.core.canonical import fingerprint

_HEX64 = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicationIdentity:
    """The publication that a document rests on: its number, its day (WIB) and the hash of its whole content."""

    number: int
    title: str
    day: date
    content_hash: str
    corrects: int | None = None

    def __post_init__(self) -> None:
        _require(bool(_HEX64.fullmatch(self.content_hash)), "publication.content_hash: 64 hexadecimal digits")


@dataclass(frozen=True, slots=True, kw_only=True)
class PastYear:
    """The index of an earlier year, with the decimals that its source printed, and what has to be known of its scale; `index` None
    where only a predicate is known.
    """

    year: int
    index: Decimal | None
    predicate: str
    scale: str
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AwardGiven:
    """An award of the region with the sentence that explains it by its numbers."""

    category: str
    sentence: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PublishedInnovationRow:
    """One published innovation; `maturity` (0..111, two decimals) None when it does not count, with the `reason`."""

    id: str
    name: str
    opd: str
    urusan: str
    maturity: Decimal | None
    reason: str | None = None

    def __post_init__(self) -> None:
        _places(self.maturity, 2, f"innovations[{self.id}].maturity")
        _require(
            (self.maturity is None) == bool(self.reason), f"innovations[{self.id}]: counted or with a reason"
        )


class Judge(StrEnum):
    """In which role a level was judged last. One letter each: a region has a row of them for every innovation."""

    NOBODY = "-"
    DESK = "d"
    EVALUATOR = "q"


@dataclass(frozen=True, slots=True, kw_only=True)
class ReceiptRule:
    """One row of the instrument: what a level is worth, and the official words of levels 1 to 3, by variant where a row has several
    ways to be answered ("" for the only one). `pages` are those of the guideline.
    """

    code: str
    aspect: str
    title: str
    weight: str
    words: Mapping[str, Any] = field(hash=False)
    pages: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class EvidenceFile:
    """A document that was cited: the SHA-256 of the file, or of the address where it is a link."""

    sha256: str
    is_link: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ReceiptRows:
    """What the facts do not say of the rows of one innovation, or (`id` "") of the region's own.

    `judged`: one letter of `Judge` a row, in the order of the rules. `evidence`: by row code the numbers of the files in
    `Receipt.files` with the pages that matter. `variants`: by row code, where a row has several ways to be answered.
    """

    id: str
    judged: str
    evidence: Mapping[str, Any] = field(hash=False, default_factory=dict)
    variants: Mapping[str, Any] = field(hash=False, default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Receipt:
    """Where each point comes from, beside the facts. `is_known` False: the entries have changed since the publication, so that
    roles and evidence of then cannot be told any more; the levels can, they are in the facts.
    """

    rules: tuple[ReceiptRule, ...]
    files: tuple[EvidenceFile, ...]
    region: ReceiptRows
    innovations: tuple[ReceiptRows, ...]
    is_known: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class PublishedReportSnapshot:
    """Everything the report of a published region prints and carries. `facts` is the attachment that `./portal score` reads.

    No place in the ranking: a correction of one region moves the places of many others, whose own numbers stay as they were and
    whose reports must stand. The region's page says where it stands now.
    """

    number: str
    issued_on: date
    region: RegionIdentity
    period: str
    publication: PublicationIdentity
    instrument: InstrumentIdentity
    demo: bool
    final: BasisIndex
    bands: tuple[Band, ...]
    parts: ScoreParts
    yandas: tuple[Yandas, ...]
    spd_rows: tuple[SpdRow, ...]
    innovations: tuple[PublishedInnovationRow, ...]
    awards: tuple[AwardGiven, ...]
    years: tuple[PastYear, ...]
    scale: str
    portal_decisions: tuple[PortalDecision, ...]
    window_from: date
    window_to: date
    receipt: Receipt
    facts: Mapping[str, Any] = field(hash=False)
    facts_hash: str
    verification_url: str | None = None

    def __post_init__(self) -> None:
        _require(bool(self.number.strip()), "number is empty")
        try:
            expected = fingerprint(self.facts)
        except TypeError as error:
            raise SnapshotInvalid(f"facts: {error}") from error
        _require(self.facts_hash == expected, "facts_hash is not the fingerprint of these facts")
        listed = sum(row.maturity is not None for row in self.innovations)
        _require(
            listed == self.parts.counted == self.final.counted,
            f"{self.parts.counted} innovations counted, {listed} listed as counted",
        )
        ids = [row.id for row in self.innovations]
        _require(len(set(ids)) == len(ids), "innovations: an id stands twice")
