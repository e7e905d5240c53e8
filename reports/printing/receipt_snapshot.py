"""The full receipt of one region, frozen: every row with its levels, points, evidence, judge and reason, and the rules.

For the region itself and the ministry, not for the public: it names documents and gives reviewers' reasons. People stand as roles.
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from reports.printing.published_snapshot import PublicationIdentity, ReceiptRule
from reports.printing.snapshot import (
    BasisIndex,
    InstrumentIdentity,
    RegionIdentity,
    ScoreParts,
    SnapshotInvalid,
)


def _require(condition: bool, message: str) -> None:
    if not condition:
        raise SnapshotInvalid(message)


@dataclass(frozen=True, slots=True, kw_only=True)
class CitedFile:
    """A document that was cited, as the region named it; `sha256` is of the file, or of the address where it is a link."""

    subject: str
    number: str
    dated: date | None
    sha256: str
    is_link: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class CitedPages:
    """A citation: the place of the document in `ReceiptSnapshot.files`, counted from 0, and the pages that matter."""

    file: int
    pages: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReceiptLine:
    """One row. `claimed` and `desk` are the levels on the way (None: not there), `level` the final one that `points` rest on.

    `judge` is a role, `reason` what it gave; `variant` the way of answering where a row has several; `measured` the value of a
    measured row, `note` what the portal has to say of it.
    """

    code: str
    claimed: int | None
    desk: int | None
    level: int
    points: Decimal
    judge: str = ""
    reason: str = ""
    variant: str = ""
    measured: str = ""
    note: str = ""
    evidence: tuple[CitedPages, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ReceiptInnovation:
    """One innovation with its rows. `maturity` is None where it does not count, with the `reason`."""

    id: str
    name: str
    opd: str
    urusan: str
    maturity: Decimal | None
    reason: str
    lines: tuple[ReceiptLine, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ReceiptSnapshot:
    """Everything the printed receipt says. `is_known` as in `published_snapshot.Receipt`."""

    number: str
    issued_on: date
    region: RegionIdentity
    period: str
    publication: PublicationIdentity
    instrument: InstrumentIdentity
    demo: bool
    final: BasisIndex
    parts: ScoreParts
    spd: tuple[ReceiptLine, ...]
    innovations: tuple[ReceiptInnovation, ...]
    rules: tuple[ReceiptRule, ...]
    files: tuple[CitedFile, ...]
    facts_hash: str
    is_known: bool = True
    verification_url: str | None = None

    def __post_init__(self) -> None:
        _require(bool(self.number.strip()), "number is empty")
        _require(
            sum((line.points for line in self.spd), Decimal(0)) == self.parts.spd,
            "the SPD rows do not add up to the published points",
        )
        maturities = [entry for entry in self.innovations if entry.maturity is not None]
        for entry in maturities:
            _require(
                sum((line.points for line in entry.lines), Decimal(0)) == entry.maturity,
                f"innovations[{entry.id}]: the rows do not add up to the maturity",
            )
        _require(
            sum((entry.maturity or Decimal(0) for entry in maturities), Decimal(0))
            == self.parts.maturity_sum,
            "the maturities do not add up to the published sum",
        )

    def innovation(self, innovation_id: str) -> ReceiptInnovation | None:
        """One innovation by its id; None when the publication does not hold it."""
        return next((entry for entry in self.innovations if entry.id == innovation_id), None)
