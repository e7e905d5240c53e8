"""The report of the nation, frozen: what one publication says of all regions together."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from reports.printing.published_snapshot import PublicationIdentity
from reports.printing.snapshot import Band, InstrumentIdentity, PortalDecision, SnapshotInvalid


def _require(condition: bool, message: str) -> None:
    if not condition:
        raise SnapshotInvalid(message)


@dataclass(frozen=True, slots=True, kw_only=True)
class PredicateCount:
    """How many regions have a predicate."""

    predicate: str
    regions: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """The regions of a kind, of an IGA regional or of a province together. Indices have two decimals; None without a region."""

    name: str
    regions: int
    assessed: int
    mean: Decimal | None
    lowest: Decimal | None
    highest: Decimal | None
    best: str
    predicates: tuple[PredicateCount, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class IndexClass:
    """Regions whose index lies from `lower` to below `upper` (the last class includes 100)."""

    lower: int
    upper: int
    regions: int


@dataclass(frozen=True, slots=True, kw_only=True)
class UrusanLine:
    """The counted innovations of one urusan: how many, in how many regions, and their mean maturity (0..111)."""

    name: str
    is_yandas: bool
    innovations: int
    regions: int
    mean_maturity: Decimal | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Share:
    """A name with a number of innovations."""

    name: str
    innovations: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Winner:
    """One winner; `place` is None where a category has no order, `tied` others share it."""

    region: str
    place: int | None
    tied: int
    index: Decimal | None
    sentence: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Category:
    """A category with its winners, best first."""

    name: str
    winners: tuple[Winner, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class RankLine:
    """One region in the ranking of its kind; without a place it was not assessed."""

    code: str
    name: str
    province: str
    place: int | None
    index: Decimal | None
    predicate: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Ranking:
    """The regions of one kind in the order of their places, those without one last."""

    kind: str
    lines: tuple[RankLine, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class NationalYear:
    """What is known of an earlier year; None where nobody printed it."""

    year: int
    mean: Decimal | None
    regions: int | None
    innovations: int | None
    scale: str
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Method:
    """The numbers of the formula that the text on the method names, in points."""

    spd_max: Decimal
    maturity_max: Decimal
    count_max: Decimal
    total_max: Decimal
    divisor_minimum: int
    count_weight: Decimal
    count_cap: int
    yandas_minimum: int
    yandas: int
    spd_rows: int
    sid_rows: int
    window_from: date
    window_to: date


@dataclass(frozen=True, slots=True, kw_only=True)
class TileMaps:
    """The two maps as SVG texts: every region one equal tile in the colour of its predicate."""

    provinces: str
    regions: str


@dataclass(frozen=True, slots=True, kw_only=True)
class NationalSnapshot:
    """Everything the national report prints. `facts_hash` is the hash of the publication's content: every number is in it."""

    number: str
    issued_on: date
    period: str
    publication: PublicationIdentity
    instrument: InstrumentIdentity
    demo: bool
    mean: Decimal | None
    regions: int
    assessed: int
    innovations: int
    counted: int
    predicates: tuple[PredicateCount, ...]
    bands: tuple[Band, ...]
    kinds: tuple[Group, ...]
    regionals: tuple[Group, ...]
    provinces: tuple[Group, ...]
    classes: tuple[IndexClass, ...]
    urusan: tuple[UrusanLine, ...]
    forms: tuple[Share, ...]
    natures: tuple[Share, ...]
    maps: TileMaps
    categories: tuple[Category, ...]
    rankings: tuple[Ranking, ...]
    years: tuple[NationalYear, ...]
    scale: str
    method: Method
    portal_decisions: tuple[PortalDecision, ...]
    facts_hash: str
    verification_url: str | None = None

    def __post_init__(self) -> None:
        _require(bool(self.number.strip()), "number is empty")
        _require(
            self.facts_hash == self.publication.content_hash, "facts_hash is not that of the publication"
        )
        listed = sum(len(ranking.lines) for ranking in self.rankings)
        _require(listed == self.regions, f"{self.regions} regions, {listed} listed")
        _require(
            sum(entry.regions for entry in self.predicates) == self.assessed,
            "the predicates do not add up to the assessed regions",
        )
        _require(
            sum(entry.regions for entry in self.classes) == self.assessed,
            "the classes do not add up to the assessed regions",
        )
