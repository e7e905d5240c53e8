"""What an instrument is: the rules of one year as frozen data. Read by `scoring.core.instrument.parse_instrument`.

Units: a field that ends in `_hundredths` is an integer of hundredths of a point (or of the measured unit); every other
number is whole.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Final, Literal

from scoring.core.exact import HUNDREDTH_PLACES, as_decimal

TOP_LEVEL: Final = 3
"""A row's level runs from 0 (unanswered) to 3."""

Aspect = Literal["SPD", "SID"]
Comparator = Literal["at_least", "above", "at_most", "otherwise"]
MeasureKind = Literal["growth_percent", "drop_points", "rise_points", "latest", "value"]


@dataclass(frozen=True, slots=True)
class Decision:
    """A choice the portal made because the guideline is silent or contradicts itself; pages show the reason."""

    reason: str
    reason_en: str


@dataclass(frozen=True, slots=True)
class Note:
    """A remark on the print: `misprint` (kept as printed), `contradiction`, `inference` (ours) or `source`."""

    kind: str
    text: str
    text_en: str


@dataclass(frozen=True, slots=True)
class Level:
    level: int
    text: str
    """The official words of the parameter."""
    example: str


@dataclass(frozen=True, slots=True)
class Band:
    """One step of a measured row: the first band, from the top, whose bound the value meets gives the level."""

    level: int
    comparator: Comparator
    bound_hundredths: int

    def holds(self, value_hundredths: int) -> bool:
        if self.comparator == "at_least":
            return value_hundredths >= self.bound_hundredths
        if self.comparator == "above":
            return value_hundredths > self.bound_hundredths
        if self.comparator == "at_most":
            return value_hundredths <= self.bound_hundredths
        return True


@dataclass(frozen=True, slots=True)
class PrintedRange:
    """A range as the guideline prints it, both ends included; None is an open end."""

    level: int
    low_hundredths: int | None
    high_hundredths: int | None

    def contains(self, value_hundredths: int) -> bool:
        return (self.low_hundredths is None or self.low_hundredths <= value_hundredths) and (
            self.high_hundredths is None or value_hundredths <= self.high_hundredths
        )


@dataclass(frozen=True, slots=True)
class MeasureInput:
    """One number a measured row asks for. `series` joins rows that ask for the same number (5a and 5b share TPT)."""

    key: str
    label: str
    year: str
    series: str


@dataclass(frozen=True, slots=True)
class Measure:
    """How numbers become a level. `decimals` is what a form should accept; the arithmetic takes any."""

    kind: MeasureKind
    unit: str
    decimals: int
    inputs: tuple[MeasureInput, ...]
    bands: tuple[Band, ...]
    printed: tuple[PrintedRange, ...]
    decision: Decision | None

    @property
    def input_keys(self) -> tuple[str, ...]:
        return tuple(entry.key for entry in self.inputs)


@dataclass(frozen=True, slots=True)
class EvidenceRule:
    """What proves a level. `guidance` is the official panduan pengisian, one paragraph each; `decision` is set when the
    guideline prints no format and the portal chose them."""

    guidance: tuple[str, ...]
    formats: tuple[str, ...]
    time: str
    decision: Decision | None


@dataclass(frozen=True, slots=True)
class Basis:
    """One of several ways to answer a row (row 30: kind of innovation; row 33: unit of measure)."""

    code: str
    name: str
    definition: str
    levels: tuple[Level, ...]
    evidence: EvidenceRule
    measure: Measure | None
    notes: tuple[Note, ...]


@dataclass(frozen=True, slots=True)
class Row:
    """One scored line.

    `part` is the short name of an a/b row, else "". A row with `bases` has no levels of its own: ask `levels_of`.
    `definition` is the official definisi operasional, "" where the guideline prints one per basis. `pages` are pages of
    the official print.
    """

    code: str
    indicator: int
    aspect: Aspect
    variable: str
    name: str
    part: str
    definition: str
    weight_hundredths: int
    mandatory: bool
    levels: tuple[Level, ...]
    measure: Measure | None
    bases: tuple[Basis, ...]
    bases_rule: str
    evidence: EvidenceRule
    notes: tuple[Note, ...]
    pages: tuple[int, ...]

    @property
    def weight(self) -> Decimal:
        return as_decimal(self.weight_hundredths, places=HUNDREDTH_PLACES)

    @property
    def maximum_hundredths(self) -> int:
        return self.weight_hundredths * TOP_LEVEL

    @property
    def title(self) -> str:
        return f"{self.name} – {self.part}" if self.part else self.name

    def points_hundredths(self, level: int) -> int:
        return self.weight_hundredths * level

    def basis(self, code: str) -> Basis:
        """The basis of a code. Raises KeyError."""
        for basis in self.bases:
            if basis.code == code:
                return basis
        raise KeyError(code)

    def levels_of(self, basis: str = "") -> tuple[Level, ...]:
        """The wording of levels 1..3, on a basis where the row has several. Raises KeyError for an unknown basis."""
        return self.basis(basis).levels if self.bases else self.levels

    def measure_of(self, basis: str = "") -> Measure | None:
        """The measure of the row, or of the basis. Raises KeyError for an unknown basis."""
        return self.basis(basis).measure if self.bases else self.measure

    def evidence_of(self, basis: str = "") -> EvidenceRule:
        """The evidence rule of the row, or of the basis. Raises KeyError for an unknown basis."""
        return self.basis(basis).evidence if self.bases else self.evidence


@dataclass(frozen=True, slots=True)
class Maxima:
    spd_hundredths: int
    maturity_hundredths: int
    count_hundredths: int
    total_hundredths: int


@dataclass(frozen=True, slots=True)
class FormulaParameters:
    divisor_minimum: int
    count_weight_hundredths: int
    count_cap: int
    yandas_minimum: int


@dataclass(frozen=True, slots=True)
class Formula:
    """A function published under `name` in `scoring.core.formula`, and its parameters of the year."""

    name: str
    parameters: FormulaParameters


@dataclass(frozen=True, slots=True)
class CountIndicator:
    """The indicator that the system works out by itself (36, Jumlah Inovasi Daerah)."""

    indicator: int
    variable: str
    name: str
    definition: str
    parameter: str
    guidance: str
    pages: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Predicate:
    name: str
    low_hundredths: int
    high_hundredths: int
    printed: str


@dataclass(frozen=True, slots=True)
class Eligibility:
    """Which innovations count: stage and window. A date inside the window, both ends included, is enough."""

    stage: str
    stages: tuple[str, ...]
    window_from: date
    window_to: date
    rule: str
    design_minimum_words: int
    development_required_before: date
    decision: Decision | None

    def in_window(self, implemented: date | None, developed: date | None) -> bool:
        return any(
            moment is not None and self.window_from <= moment <= self.window_to
            for moment in (implemented, developed)
        )

    def reasons(self, *, stage: str, implemented: date | None, developed: date | None) -> tuple[str, ...]:
        """Why an innovation does not count: `stage`, `window`, both, or nothing."""
        reasons = [] if stage == self.stage else ["stage"]
        if not self.in_window(implemented, developed):
            reasons.append("window")
        return tuple(reasons)


@dataclass(frozen=True, slots=True)
class Urusan:
    code: str
    name: str
    group: str
    is_yandas: bool


@dataclass(frozen=True, slots=True)
class Source:
    document: str
    number: str
    day: date
    parts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Instrument:
    """The rules of one year. `fingerprint` is the SHA-256 of the canonical document it was read from."""

    year: int
    status: str
    title: str
    source: Source
    maxima: Maxima
    formula: Formula
    count_indicator: CountIndicator
    rounding: Decision
    borders: Decision
    predicates: tuple[Predicate, ...]
    eligibility: Eligibility
    years: Mapping[str, int]
    urusan: tuple[Urusan, ...]
    rows: tuple[Row, ...]
    notes: tuple[Note, ...]
    fingerprint: str
    spd_rows: tuple[Row, ...]
    sid_rows: tuple[Row, ...]
    rows_by_code: Mapping[str, Row]
    urusan_by_name: Mapping[str, Urusan]

    @property
    def yandas(self) -> tuple[str, ...]:
        """The names of the urusan wajib pelayanan dasar, in official order."""
        return tuple(entry.name for entry in self.urusan if entry.is_yandas)

    @property
    def is_prognosis(self) -> bool:
        return self.status == "prognosis"

    def row(self, code: str) -> Row:
        """The row of a code. Raises KeyError."""
        return self.rows_by_code[code]

    def predicate_of(self, index_hundredths: int) -> Predicate:
        """The predicate of a printed index, given in hundredths 0..10000."""
        for predicate in self.predicates:
            if predicate.low_hundredths <= index_hundredths <= predicate.high_hundredths:
                return predicate
        raise ValueError(f"no predicate holds the index {index_hundredths}")
