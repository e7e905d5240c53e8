"""Everything a printed document says, frozen: the only input of the renderer.

Every number arrives exact and already rounded by the scoring core; the renderer formats it and computes
nothing again. The checks here refuse what would print a contradiction (a final report without a final index,
an excluded innovation without a reason), never what merely looks unusual.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Any

from scoring.core.canonical import fingerprint

_HEX64 = re.compile(r"[0-9a-f]{64}")
_REGION_CODE = re.compile(r"[0-9]{2}(\.[0-9]{2})?")


class SnapshotInvalid(ValueError):
    """The snapshot contradicts itself and must not become a document."""


class Basis(StrEnum):
    """The three bases of one index."""

    CLAIMED = "claimed"
    VERIFIED = "verified"
    FINAL = "final"


def _require(condition: bool, message: str) -> None:
    if not condition:
        raise SnapshotInvalid(message)


def _places(value: Decimal | None, places: int, name: str) -> None:
    """Refuse a number that has not been rounded to exactly `places` decimals: printing must not round."""
    if value is None:
        return
    _require(
        isinstance(value, Decimal) and value.is_finite(), f"{name}: a finite Decimal is needed, got {value!r}"
    )
    _require(value.as_tuple().exponent == -places, f"{name}: {places} decimals are needed, got {value}")


@dataclass(frozen=True, slots=True, kw_only=True)
class RegionIdentity:
    """A region as it is printed.

    `name` carries its kind ("Kabupaten Kotawaringin Timur", "Kota Bengkulu", "Provinsi Aceh"); `kind` is the
    leading word alone; `province` is None for a province.
    """

    code: str
    name: str
    kind: str
    province: str | None = None

    def __post_init__(self) -> None:
        _require(bool(_REGION_CODE.fullmatch(self.code)), f"region.code: {self.code!r}")
        _require(bool(self.name.strip()), "region.name is empty")

    @property
    def place(self) -> str:
        """The name without its kind: "Kotawaringin Timur"."""
        prefix = f"{self.kind} "
        return self.name[len(prefix) :] if self.name.startswith(prefix) else self.name


@dataclass(frozen=True, slots=True, kw_only=True)
class InstrumentIdentity:
    """The rules the numbers rest on. `fingerprint` is the SHA-256 (hex) of the instrument as the core
    computes it.
    """

    year: int
    label: str
    fingerprint: str
    guideline: str

    def __post_init__(self) -> None:
        _require(
            bool(_HEX64.fullmatch(self.fingerprint)),
            "instrument.fingerprint: 64 hexadecimal digits are needed",
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Band:
    """One predicate with its printed range, both ends included, two decimals."""

    name: str
    lower: Decimal
    upper: Decimal

    def __post_init__(self) -> None:
        _places(self.lower, 2, f"bands[{self.name}].lower")
        _places(self.upper, 2, f"bands[{self.name}].upper")


@dataclass(frozen=True, slots=True, kw_only=True)
class BasisIndex:
    """The index (0..100, two decimals) and predicate of one basis, and how many innovations counted in it."""

    index: Decimal
    predicate: str
    counted: int

    def __post_init__(self) -> None:
        _places(self.index, 2, "index")
        _require(0 <= self.index <= 100, f"index outside 0..100: {self.index}")


@dataclass(frozen=True, slots=True, kw_only=True)
class ScoreParts:
    """The parts of the report's index in points: spd + maturity_mean + count_score = total, of `total_max`.

    Decimals as the scoring core prints them: two for spd, maturity_sum and count_score, four for
    maturity_mean, sid and total.
    """

    spd: Decimal
    spd_max: Decimal
    maturity_sum: Decimal
    maturity_mean: Decimal
    maturity_max: Decimal
    count_score: Decimal
    count_max: Decimal
    sid: Decimal
    total: Decimal
    total_max: Decimal
    counted: int
    divisor: int
    divisor_minimum: int
    count_weight: Decimal
    count_cap: int
    yandas_lit: int
    yandas_minimum: int

    def __post_init__(self) -> None:
        for name in ("spd", "maturity_sum", "count_score"):
            _places(getattr(self, name), 2, f"parts.{name}")
        for name in ("maturity_mean", "sid", "total"):
            _places(getattr(self, name), 4, f"parts.{name}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Yandas:
    """One urusan wajib pelayanan dasar: lit when at least one counted innovation has it as main urusan."""

    name: str
    lit: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class SpdRow:
    """One SPD row of the report's basis.

    `level` 0..3; `entered_by` and `confirmed_by` name roles, never people; `measured` is the measured value
    as text ("8,17 %"); `border_note` says that the value stands in two printed ranges.
    """

    code: str
    name: str
    level: int
    weight: Decimal
    points: Decimal
    entered_by: str | None = None
    confirmed_by: str | None = None
    measured: str | None = None
    border_note: str | None = None

    def __post_init__(self) -> None:
        _require(self.level in (0, 1, 2, 3), f"spd[{self.code}].level: {self.level!r}")
        _places(self.points, 2, f"spd[{self.code}].points")


@dataclass(frozen=True, slots=True, kw_only=True)
class InnovationRow:
    """One innovation: maturities 0..111 per basis (two decimals; None where that basis does not have it)."""

    id: str
    name: str
    opd: str
    urusan: str
    state: str
    counted: bool
    maturity_claimed: Decimal | None = None
    maturity_verified: Decimal | None = None
    maturity_final: Decimal | None = None
    reason: str | None = None

    def __post_init__(self) -> None:
        for name in ("maturity_claimed", "maturity_verified", "maturity_final"):
            _places(getattr(self, name), 2, f"innovations[{self.id}].{name}")
        _require(self.counted or bool(self.reason), f"innovations[{self.id}]: excluded without a reason")

    def maturity(self, basis: Basis) -> Decimal | None:
        """The maturity on `basis`."""
        if basis is Basis.CLAIMED:
            return self.maturity_claimed
        return self.maturity_verified if basis is Basis.VERIFIED else self.maturity_final


@dataclass(frozen=True, slots=True, kw_only=True)
class ReasonCount:
    """A reason of the desk or of quality control, and how often it was given for a row."""

    text: str
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class RowDecisions:
    """What was decided on one row over all innovations of the region."""

    code: str
    name: str
    accepted: int
    lowered: int
    rejected: int
    reasons: tuple[ReasonCount, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Rank:
    """A place in a ranking: `position` of `of` in `group`; `tied` others share the place; `status` says how
    final it is.
    """

    position: int
    of: int
    group: str
    status: str
    tied: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class PortalDecision:
    """A decision of the portal that the numbers rest on, where the guideline is silent."""

    title: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RegionReportSnapshot:
    """Everything a region report prints.

    An innovation counts when its first implementation or latest development lies from `window_from` to
    `window_to`. `facts` follows the facts format of the scoring core; it becomes the attachment.
    """

    number: str
    issued_on: date
    region: RegionIdentity
    period: str
    instrument: InstrumentIdentity
    basis: Basis
    demo: bool
    claimed: BasisIndex | None
    verified: BasisIndex | None
    final: BasisIndex | None
    bands: tuple[Band, ...]
    parts: ScoreParts
    yandas: tuple[Yandas, ...]
    spd_rows: tuple[SpdRow, ...]
    innovations: tuple[InnovationRow, ...]
    row_decisions: tuple[RowDecisions, ...]
    portal_decisions: tuple[PortalDecision, ...]
    window_from: date
    window_to: date
    facts: Mapping[str, Any] = field(hash=False)
    facts_hash: str
    rank: Rank | None = None
    verification_url: str | None = None

    def __post_init__(self) -> None:
        _require(bool(self.number.strip()), "number is empty")
        _require(
            self.of(self.basis) is not None, f"basis {self.basis}: the report has no index on its own basis"
        )
        _require(
            self.result.counted == self.parts.counted, "parts.counted differs from the index's own count"
        )
        try:
            expected = fingerprint(self.facts)
        except TypeError as error:
            raise SnapshotInvalid(f"facts: {error}") from error
        _require(self.facts_hash == expected, "facts_hash is not the fingerprint of these facts")
        _require(
            len({row.id for row in self.innovations}) == len(self.innovations),
            "innovations: an id stands twice",
        )
        listed = sum(row.counted for row in self.innovations)
        _require(
            listed == self.parts.counted,
            f"{self.parts.counted} innovations counted, {listed} listed as counted",
        )

    def of(self, basis: Basis) -> BasisIndex | None:
        """The index on `basis`, or None where it does not exist yet."""
        if basis is Basis.CLAIMED:
            return self.claimed
        return self.verified if basis is Basis.VERIFIED else self.final

    @property
    def result(self) -> BasisIndex:
        """The index on the report's own basis."""
        found = self.of(self.basis)
        assert found is not None
        return found


@dataclass(frozen=True, slots=True, kw_only=True)
class CertificateSnapshot:
    """Everything an award certificate prints.

    `index` and `predicate` may be None: a place in a competition that is not decided by the index has none.
    `qr_payload` is what the QR code holds, by default the verification address, so that a phone opens it.
    `heading` names the paper, `capacity` is the word before the category ("sebagai"); `merit` is the number that
    decided the award where it is not the index, `standing` the place among several winners, equals told.
    """

    number: str
    issued_on: date
    place: str
    issuer: str
    region: RegionIdentity
    category: str
    period: str
    predicate: str | None
    index: Decimal | None
    basis: Basis
    instrument_label: str
    signatory_title: str
    signatory_name: str
    demo: bool
    verification_url: str
    facts_hash: str
    legal_basis: str | None = None
    qr_payload: str | None = None
    heading: str = "Piagam Penghargaan"
    capacity: str = "sebagai"
    merit: str | None = None
    standing: str | None = None

    def __post_init__(self) -> None:
        _require(bool(self.number.strip()), "number is empty")
        _require(bool(self.signatory_name.strip()), "nobody signs")
        _places(self.index, 2, "index")
        _require(
            (self.index is None) == (self.predicate is None),
            "index and predicate come together or not at all",
        )
        _require(bool(_HEX64.fullmatch(self.facts_hash)), "facts_hash: 64 hexadecimal digits are needed")
