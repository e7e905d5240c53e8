"""Everything the one page for the head of region says, frozen: the only input of its renderer.

Every number arrives exact and as the scoring core printed it; words arrive in Indonesian. The renderer sets, and computes nothing.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from reports.printing.snapshot import (
    Band,
    Basis,
    BasisIndex,
    InstrumentIdentity,
    RegionIdentity,
    ScoreParts,
    SnapshotInvalid,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class BriefDistance:
    """A value of the scale (a predicate, the target) and what each basis lacks: 0.00 once it is reached, None without an index."""

    label: str
    start: Decimal
    claimed: Decimal | None
    verified: Decimal | None
    final: Decimal | None


@dataclass(frozen=True, slots=True, kw_only=True)
class BriefLever:
    """One thing that moves the index: on the printed index, and the index it leads to."""

    title: str
    text: str
    gain: Decimal
    after: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class BriefStep:
    """One step of the way from the claimed to the verified index."""

    label: str
    text: str
    difference: Decimal
    after: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class BriefYandas:
    name: str
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class BriefWaiting:
    who: str
    what: str
    number: int


@dataclass(frozen=True, slots=True, kw_only=True)
class BriefMoment:
    """The indices at one moment of the season; None where a basis did not stand yet."""

    label: str
    claimed: Decimal | None
    verified: Decimal | None
    final: Decimal | None


@dataclass(frozen=True, slots=True, kw_only=True)
class BriefSnapshot:
    """The region on one page. `basis` is the surest one that stands; `stood_at` (aware) is when this was read.

    `standing` are sentences on the region's own place; `one_more` pairs of words and index points.
    """

    region: RegionIdentity
    period: str
    instrument: InstrumentIdentity
    stood_at: datetime
    zone: str
    basis: Basis
    claimed: BasisIndex | None
    verified: BasisIndex | None
    final: BasisIndex | None
    bands: tuple[Band, ...]
    parts: ScoreParts
    target: Decimal | None
    distances: tuple[BriefDistance, ...]
    standing: tuple[str, ...]
    levers: tuple[BriefLever, ...]
    assumption: str
    steps: tuple[BriefStep, ...]
    yandas: tuple[BriefYandas, ...]
    one_more: tuple[BriefLever, ...]
    break_even: Decimal | None
    waiting: tuple[BriefWaiting, ...]
    course: tuple[BriefMoment, ...]
    facts_hash: str
    demo: bool

    def __post_init__(self) -> None:
        if self.stood_at.tzinfo is None:
            raise SnapshotInvalid("stood_at: an aware moment is needed")
        if self.result is None:
            raise SnapshotInvalid(f"basis {self.basis}: there is no index on it")
        if self.target is not None and not 0 <= self.target <= 100:
            raise SnapshotInvalid(f"target outside 0..100: {self.target}")

    @property
    def indices(self) -> Sequence[tuple[Basis, BasisIndex | None]]:
        return ((Basis.CLAIMED, self.claimed), (Basis.VERIFIED, self.verified), (Basis.FINAL, self.final))

    @property
    def result(self) -> BasisIndex | None:
        """The index of the page's own basis."""
        return dict(self.indices)[self.basis]
