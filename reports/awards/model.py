"""What goes into the awards and what comes out. Frozen, exact, without Django: Decimal and Fraction, never a float."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

HUNDRED = Decimal(100)
FINAL_PLACES = 4
"""Decimals of a final score. The portal's decision: the guideline prints none."""


class AwardsInvalid(ValueError):
    """Data or settings that awards cannot be decided from. `code` is stable; the text is for engineers."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code


class Part(StrEnum):
    """What the panel scores beside the index (guideline, chapter XI.C to E)."""

    PRESENTATION = "presentation"
    FIELD = "field"


class Rule(StrEnum):
    """How a category finds its winners."""

    BEST = "best"
    """Highest final score (the index, where the panel has no weight) among the kinds of a regional."""
    BORDER = "border"
    """The same among the regions of the confirmed border list."""
    PREDICATE = "predicate"
    """Every region with the predicate."""
    RISE = "rise"
    """Largest rise of the index against the year before."""
    EARLIEST = "earliest"
    """Earliest to have sent innovations in so many different yandas."""
    SPREAD = "spread"
    """Most different urusan konkuren among the innovations that count."""


@dataclass(frozen=True, slots=True)
class Category:
    """One category of chapter XI.F with the period's settings.

    `winners`: how many places are awarded; all who hold one of them win, so that equals are never cut apart by a number.
    `nominees`: how many are proposed for the panel. `accepts_gaps`: RISE is awarded although last year's index of some regions
    is unknown. `needed` is the number of different yandas for EARLIEST.
    """

    code: str
    name: str
    name_en: str
    rule: Rule
    regional: str = ""
    kinds: frozenset[str] = frozenset()
    predicate: str = ""
    needed: int = 0
    winners: int | None = 1
    """None: everybody who meets the condition."""
    nominees: int = 0
    is_awarded: bool = True
    accepts_gaps: bool = False

    @property
    def is_presented(self) -> bool:
        """Whether its candidates present themselves to the panel."""
        return self.rule in {Rule.BEST, Rule.BORDER}


@dataclass(frozen=True, slots=True)
class Weights:
    """Weights of the final score in percent; they add up to 100."""

    index: Decimal = HUNDRED
    presentation: Decimal = Decimal(0)
    field: Decimal = Decimal(0)

    def __post_init__(self) -> None:
        for value in (self.index, self.presentation, self.field):
            _percent(value)
        if self.index + self.presentation + self.field != HUNDRED:
            raise AwardsInvalid("weights", "the weights of index, presentation and field must add up to 100")

    @property
    def parts(self) -> dict[Part, Decimal]:
        """The parts with a weight; one of weight 0 is not asked for."""
        found = {Part.PRESENTATION: self.presentation, Part.FIELD: self.field}
        return {part: weight for part, weight in found.items() if weight}


@dataclass(frozen=True, slots=True)
class Criterion:
    """One criterion of a part and its weight in percent."""

    code: str
    name: str
    weight: Decimal

    def __post_init__(self) -> None:
        _percent(self.weight)


def _percent(value: Decimal) -> None:
    if not isinstance(value, Decimal) or not value.is_finite() or not 0 <= value <= HUNDRED:
        raise AwardsInvalid("weight", "a weight is a Decimal from 0 to 100")


@dataclass(frozen=True, slots=True)
class Plan:
    """How one period awards. `predicate_from`: the first index of each predicate, for the sentences."""

    year: int
    opens_at: datetime
    categories: tuple[Category, ...]
    weights: Weights = field(default_factory=Weights)
    criteria: Mapping[Part, tuple[Criterion, ...]] = field(default_factory=dict)
    border: frozenset[int] = frozenset()
    border_confirmed: bool = False
    predicate_from: Mapping[str, Decimal] = field(default_factory=dict)
    konkuren_total: int = 32

    def __post_init__(self) -> None:
        for part in self.weights.parts:
            criteria = self.criteria.get(part, ())
            if sum((entry.weight for entry in criteria), Decimal(0)) != HUNDRED:
                raise AwardsInvalid("criteria", f"the criteria of {part} must add up to 100")
            if len({entry.code for entry in criteria}) != len(criteria):
                raise AwardsInvalid("criteria", f"two criteria of {part} share a code")


@dataclass(frozen=True, slots=True)
class Arrival:
    """An innovation that counts: its main urusan (a yandas) and when the sending came by which it stands."""

    at: datetime
    urusan: str


@dataclass(frozen=True, slots=True)
class Standing:
    """A region at the end of the year's measuring. `index` None: it sent nothing and competes nowhere.

    `last_known` says whether anything is known of the year before; known and `last_index` None: it had no index then.
    """

    id: int
    code: str
    name: str
    kind: str
    regional: str
    index: Decimal | None
    predicate: str = ""
    last_index: Decimal | None = None
    last_known: bool = False
    arrivals: tuple[Arrival, ...] = ()
    konkuren: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Member:
    """A member of the panel who still belongs to it."""

    id: int
    name: str


@dataclass(frozen=True, slots=True)
class Given:
    """What one member gave on one criterion, 0 to 100."""

    member: int
    part: Part
    criterion: str
    score: Decimal

    def __post_init__(self) -> None:
        if (
            not isinstance(self.score, Decimal)
            or not self.score.is_finite()
            or not 0 <= self.score <= HUNDRED
        ):
            raise AwardsInvalid("score", "a panel score is a Decimal from 0 to 100")


@dataclass(frozen=True, slots=True)
class Candidate:
    """A nominee. `members` are those who score it: the panel less whoever has a tie to the region."""

    region: int
    categories: frozenset[str]
    is_withdrawn: bool = False
    members: tuple[Member, ...] = ()
    given: tuple[Given, ...] = ()
    is_recommended: bool = False
    recommendation: str = ""


# What comes out ----------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class CriterionLine:
    """One criterion: who gave what, the mean over those who did, and who has not yet. `mean` None: nobody."""

    criterion: Criterion
    given: tuple[tuple[Member, Decimal], ...]
    missing: tuple[Member, ...]
    mean: Fraction | None


@dataclass(frozen=True, slots=True)
class PartResult:
    """One part of the panel's scoring. `value` (0 to 100) is None while a criterion has no score at all."""

    part: Part
    weight: Decimal
    lines: tuple[CriterionLine, ...]
    value: Fraction | None

    @property
    def missing(self) -> tuple[tuple[Member, Criterion], ...]:
        return tuple((member, line.criterion) for line in self.lines for member in line.missing)


@dataclass(frozen=True, slots=True)
class Assessment:
    """The final assessment of one nominee. `score` is None until every part with a weight has a value."""

    region: int
    index: Decimal | None
    weights: Weights
    parts: tuple[PartResult, ...]
    score: Decimal | None
    """Rounded once, to FINAL_PLACES, half away from zero."""
    has_panel: bool = True

    @property
    def missing(self) -> tuple[tuple[Part, Member, Criterion], ...]:
        return tuple(
            (part.part, member, criterion) for part in self.parts for member, criterion in part.missing
        )

    @property
    def is_complete(self) -> bool:
        """Whether nothing is missing any more: only then does the score decide an award."""
        return self.score is not None and not self.missing


@dataclass(frozen=True, slots=True)
class Contender:
    """A region in a category: its place from 1, how many others share it, and the numbers that put it there (as text)."""

    region: Standing
    place: int
    tied: int
    numbers: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Award:
    """One award, with the sentence that explains it by its numbers."""

    category: str
    name: str
    name_en: str
    region: int
    place: int
    tied: int
    sentence: str
    sentence_en: str
    numbers: Mapping[str, str]
    is_recommended: bool = False


@dataclass(frozen=True, slots=True)
class NotAwarded:
    """A category that cannot be awarded (yet), and why. `code` is stable."""

    category: str
    name: str
    name_en: str
    code: str
    reason: str
    reason_en: str


@dataclass(frozen=True, slots=True)
class Note:
    """Something to know about a category that was awarded."""

    category: str
    text: str
    text_en: str


@dataclass(frozen=True, slots=True)
class Recommended:
    """A region recommended for the fiscal incentive, with the reason."""

    region: int
    reason: str


@dataclass(frozen=True, slots=True)
class Decision:
    """The awards in the order of the categories and places; the categories without one; the assessments by region."""

    awards: tuple[Award, ...]
    not_awarded: tuple[NotAwarded, ...]
    notes: tuple[Note, ...]
    contenders: Mapping[str, tuple[Contender, ...]]
    assessments: Mapping[int, Assessment]
    recommended: tuple[Recommended, ...]
