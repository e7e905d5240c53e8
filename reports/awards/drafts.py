"""What moved between two draft rankings, region by region: place, index, and how much of it came from which part.

    index = (SPD + mean maturity + count score) / total x 100

so that a part's share in the change of the index is its own change x 100 / total, exact. The printed index is rounded; what the
rounding leaves is told apart and never hidden in a part.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

from reports.awards.model import AwardsInvalid
from scoring.core.exact import as_decimal, half_up

PARTS = ("spd", "maturity_mean", "count_score")
SHARE_PLACES = 4


class Change(StrEnum):
    NEW = "new"
    GONE = "gone"
    MOVED = "moved"
    """The index changed."""
    PUSHED = "pushed"
    """The index stayed; others moved the place."""
    SAME = "same"


@dataclass(frozen=True, slots=True)
class DraftRow:
    """One region of a draft, numbers as the core prints them. `place` is among the regions of its kind."""

    region: int
    kind: str
    index: Decimal
    predicate: str
    place: int
    tied: int
    spd: Decimal
    maturity_mean: Decimal
    count_score: Decimal
    counted: int
    content_version: int

    def as_text(self) -> dict[str, str]:
        return {name: str(getattr(self, name)) for name in self.__slots__ if name != "region"}

    @classmethod
    def from_text(cls, region: str, row: Mapping[str, str]) -> DraftRow:
        """Read what `as_text` wrote. Raises AwardsInvalid for anything else."""
        try:
            return cls(
                region=int(region),
                kind=row["kind"],
                index=Decimal(row["index"]),
                predicate=row["predicate"],
                place=int(row["place"]),
                tied=int(row["tied"]),
                spd=Decimal(row["spd"]),
                maturity_mean=Decimal(row["maturity_mean"]),
                count_score=Decimal(row["count_score"]),
                counted=int(row["counted"]),
                content_version=int(row["content_version"]),
            )
        except (KeyError, ValueError, ArithmeticError) as error:
            raise AwardsInvalid("draft", f"cannot read the draft's row of region {region}") from error


@dataclass(frozen=True, slots=True)
class Difference:
    """One region between two drafts. `shares`: points of the index by part; with `rounding` they make up the index's change."""

    region: int
    change: Change
    before: DraftRow | None
    after: DraftRow | None
    shares: Mapping[str, Decimal]
    rounding: Decimal = Decimal(0)

    @property
    def index_change(self) -> Decimal | None:
        if self.before is None or self.after is None:
            return None
        return self.after.index - self.before.index

    @property
    def places_gained(self) -> int | None:
        """Positive: further up."""
        if self.before is None or self.after is None:
            return None
        return self.before.place - self.after.place


def differences(
    before: Mapping[int, DraftRow], after: Mapping[int, DraftRow], *, total: Decimal
) -> list[Difference]:
    """Every region of either draft, by id. `total` is the instrument's highest total (250 in 2026)."""
    if total <= 0:
        raise AwardsInvalid("total", "the highest total must be above 0")
    return [
        _difference(region, before.get(region), after.get(region), total)
        for region in sorted({*before, *after})
    ]


def _difference(region: int, before: DraftRow | None, after: DraftRow | None, total: Decimal) -> Difference:
    if before is None or after is None:
        change = Change.NEW if before is None else Change.GONE
        return Difference(region, change, before, after, {})
    moved = [getattr(before, name) != getattr(after, name) for name in ("index", *PARTS)]
    if not any(moved):
        same_place = (before.place, before.tied) == (after.place, after.tied)
        return Difference(region, Change.SAME if same_place else Change.PUSHED, before, after, {})
    shares = {
        name: _points(Fraction(getattr(after, name) - getattr(before, name)) * 100 / Fraction(total))
        for name in PARTS
    }
    rounding = after.index - before.index - sum(shares.values(), Decimal(0))
    return Difference(region, Change.MOVED, before, after, shares, rounding)


def _points(value: Fraction) -> Decimal:
    return as_decimal(half_up(value, places=SHARE_PLACES), places=SHARE_PLACES)
