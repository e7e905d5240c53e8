"""What a number is made of, what is missing to the next predicate, and what one step more would bring.

Everything here is worked out from `Sums` by the published formula, so it serves full and compact results alike, and an
explanation can never disagree with the index it explains.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction
from typing import Final

from scoring.core.exact import HUNDREDTH_PLACES, as_decimal, at_least_scaled, half_up
from scoring.core.formula import MEAN_PLACES, Numbers, Sums, Totals, numbers_of, totals_of
from scoring.core.model import Instrument, Predicate, Row

PARTS: Final = ("spd", "maturity", "count")


@dataclass(frozen=True, slots=True)
class Part:
    """One block of the waterfall: `spd`, `maturity` (the mean) or `count` (Jumlah Inovasi).

    `points` is exact, out of `maximum_points`; `index` is exact and the three add up to the exact index; the three
    `printed`, two decimals each, add up to the printed index.
    """

    key: str
    points: Fraction
    maximum_points: Decimal
    index: Fraction
    printed: Decimal


def waterfall(sums: Sums, instrument: Instrument) -> tuple[Part, Part, Part]:
    """SPD, mean of the maturities and count score as parts of the index.

    The printed parts are cut to two decimals and the hundredths still missing to the printed index go to the largest
    remainders, so that a reader who adds them up finds the index.
    """
    totals = totals_of(sums, instrument)
    maxima = instrument.maxima
    points = (totals.spd, totals.maturity_mean, totals.count_score)
    limits = (maxima.spd_hundredths, maxima.maturity_hundredths, maxima.count_hundredths)
    exact = [value * totals.index_per_point for value in points]
    printed = _split(exact, whole=half_up(totals.index, places=HUNDREDTH_PLACES))
    spd, maturity, count = (
        Part(
            key=key,
            points=points[place],
            maximum_points=as_decimal(limits[place], places=HUNDREDTH_PLACES),
            index=exact[place],
            printed=as_decimal(printed[place], places=HUNDREDTH_PLACES),
        )
        for place, key in enumerate(PARTS)
    )
    return spd, maturity, count


def _split(parts: list[Fraction], *, whole: int) -> list[int]:
    """Hundredths for each part that add up to `whole`, each within a hundredth of its exact value."""
    scaled = [part * 100 for part in parts]
    cut = [value.numerator // value.denominator for value in scaled]
    by_remainder = sorted(range(len(parts)), key=lambda place: cut[place] - scaled[place])
    for place in by_remainder[: whole - sum(cut)]:
        cut[place] += 1
    return cut


@dataclass(frozen=True, slots=True)
class Gap:
    """The way to the next predicate: so much on the printed index, and so many points of the total at the least
    (rounded up to four decimals: with that much the printed index does reach it)."""

    predicate: Predicate
    index_missing: Decimal
    points_missing: Decimal


def gap_to_next(sums: Sums, instrument: Instrument) -> Gap | None:
    """What is missing to the next higher predicate; None at the highest."""
    totals = totals_of(sums, instrument)
    index = half_up(totals.index, places=HUNDREDTH_PLACES)
    above = [predicate for predicate in instrument.predicates if predicate.low_hundredths > index]
    if not above:
        return None
    following = min(above, key=lambda predicate: predicate.low_hundredths)
    distance = _distance(totals, index, following.low_hundredths)
    return Gap(
        predicate=following, index_missing=distance.index_missing, points_missing=distance.points_missing
    )


@dataclass(frozen=True, slots=True)
class Distance:
    """How far an index is below a value: on the printed index, and in points of the total (see `Gap`)."""

    index_missing: Decimal
    points_missing: Decimal


def distance_to(sums: Sums, instrument: Instrument, *, index_hundredths: int) -> Distance | None:
    """What is missing to a printed index of 0..10000 hundredths; None when it is reached."""
    totals = totals_of(sums, instrument)
    index = half_up(totals.index, places=HUNDREDTH_PLACES)
    return _distance(totals, index, index_hundredths) if index < index_hundredths else None


def _distance(totals: Totals, index_hundredths: int, wanted_hundredths: int) -> Distance:
    # Half a hundredth less than the value already prints as the value.
    needed = Fraction(2 * wanted_hundredths - 1, 200) / totals.index_per_point
    return Distance(
        index_missing=as_decimal(wanted_hundredths - index_hundredths, places=HUNDREDTH_PLACES),
        points_missing=as_decimal(
            at_least_scaled(needed - totals.total, places=MEAN_PLACES), places=MEAN_PLACES
        ),
    )


@dataclass(frozen=True, slots=True)
class Change:
    """The numbers before and after a step; `index_gain` is exact and may be negative."""

    before: Numbers
    after: Numbers
    index_gain: Fraction

    @property
    def opens_gate(self) -> bool:
        """Whether the step makes the count score count."""
        return not self.before.count_score and bool(self.after.count_score)

    @property
    def printed_gain(self) -> Decimal:
        """The gain on the printed index."""
        return self.after.index - self.before.index


def change(before: Sums, after: Sums, instrument: Instrument) -> Change:
    """Compare two states of a region. Steps are made with `with_level`, `with_innovation`, `without_innovation`."""
    old, new = totals_of(before, instrument), totals_of(after, instrument)
    return Change(
        before=numbers_of(before, old, instrument),
        after=numbers_of(after, new, instrument),
        index_gain=new.index - old.index,
    )


def with_level(sums: Sums, *, row: Row, old: int, new: int) -> Sums:
    """The sums with one row at another level: of the region (SPD), or of one innovation that counts (SID)."""
    points = row.points_hundredths(new) - row.points_hundredths(old)
    if row.aspect == "SPD":
        return replace(sums, spd_hundredths=sums.spd_hundredths + points)
    return replace(sums, maturity_hundredths=sums.maturity_hundredths + points)


def with_innovation(sums: Sums, *, maturity_hundredths: int, new_yandas: bool) -> Sums:
    """The sums with one innovation more that counts. `new_yandas`: its main urusan is a yandas not covered so far."""
    return Sums(
        spd_hundredths=sums.spd_hundredths,
        maturity_hundredths=sums.maturity_hundredths + maturity_hundredths,
        counted=sums.counted + 1,
        yandas=sums.yandas + int(new_yandas),
    )


def without_innovation(sums: Sums, *, maturity_hundredths: int, last_of_yandas: bool) -> Sums:
    """The sums with one counted innovation less. `last_of_yandas`: no other one covers its yandas."""
    return Sums(
        spd_hundredths=sums.spd_hundredths,
        maturity_hundredths=sums.maturity_hundredths - maturity_hundredths,
        counted=sums.counted - 1,
        yandas=sums.yandas - int(last_of_yandas),
    )


def maturity_of(levels: Mapping[str, int], instrument: Instrument) -> int:
    """The maturity, in hundredths, of levels by SID row code: of a draft, say. Raises KeyError for any other code."""
    weights = {row.code: row.weight_hundredths for row in instrument.sid_rows}
    return sum(weights[code] * level for code, level in levels.items())
