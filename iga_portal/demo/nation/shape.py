"""Which regions take part, and how much each has: drawn so that the nation comes out as it was published. Pure; no database."""

from __future__ import annotations

import hashlib
import random
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from itertools import pairwise

REGIONS = 531
INNOVATIONS = 36_742
MEAN_INDEX = 49.43
VERY_INNOVATIVE = 108
"""Published for 2025 (guideline 2026, chapter XIV; decree 400.10.11-6097/2025)."""
SEED = 2026

# Quantiles of the final index: (share of the regions below, index). The last but one stands on the border of Sangat Inovatif.
BORDER = 65.01
LOWEST, LOW, MIDDLE, HIGHEST = 8.0, 32.0, 51.0, 90.0
# Quantiles of the number of innovations that count.
COUNTED = ((0.0, 3.0), (0.2, 18.0), (0.5, 50.0), (0.8, 95.0), (1.0, 185.0))
# SPD points of a region run from the first to the second with its place, give or take the third.
SPD_POINTS = (18.0, 58.0, 3.0)
NOT_COUNTED = 0.12
"""Share of a region's innovations that do not enter its final index: not sent, not in Penerapan, outside the window."""


@dataclass(frozen=True, slots=True)
class Known:
    """Regions that are there already (the demonstration's): they take part, and their numbers belong to the nation's."""

    regions: Collection[int] = ()
    innovations: int = 0
    index_sum: float = 0.0
    very_innovative: int = 0


@dataclass(frozen=True, slots=True)
class RegionShape:
    """What to make for one region. `index` is the final index aimed at, `spd_points` of 63, `counted` of `innovations`."""

    region_id: int
    index: float
    agencies: int
    innovations: int
    counted: int
    spd_points: float
    covers_yandas: bool


def participants(candidates: Sequence[int], *, number: int, known: Collection[int] = ()) -> list[int]:
    """The regions that begin, in order of their ids: the known ones, and of the others all but those a hash leaves out.

    Which ones stay away is arbitrary and always the same: a statement about no region.
    """
    others = sorted((region for region in candidates if region not in known), key=_lot)
    return sorted([*known, *others[: number - len(known)]])


def _lot(region_id: int) -> str:
    return hashlib.sha256(f"iga/{SEED}/{region_id}".encode()).hexdigest()


def shape_nation(
    candidates: Sequence[int], *, regions: int, innovations: int, known: Known | None = None
) -> list[RegionShape]:
    """The regions to be made and how much each gets; with the known ones they come to `regions` and `innovations`.

    Raises ValueError when the numbers do not fit.
    """
    known = known or Known()
    new = [
        region
        for region in participants(candidates, number=regions, known=known.regions)
        if region not in known.regions
    ]
    left = innovations - known.innovations
    if len(new) + len(known.regions) != regions or not new or left < len(new):
        raise ValueError(
            f"{regions} regions with {innovations} innovations: {len(known.regions)} regions with "
            f"{known.innovations} are there already, {len(candidates)} take part"
        )
    chance = random.Random(SEED)
    # Who stands where is drawn, so that neither size nor island shows in the ranking.
    order = sorted(new)
    chance.shuffle(order)
    knots = _index_knots(len(new), regions=regions, known=known)
    places = [(number + 0.5) / len(order) for number in range(len(order))]
    counted = [quantile(COUNTED, place) * chance.uniform(0.85, 1.15) for place in places]
    totals = _shares([count / (1 - NOT_COUNTED) for count in counted], total=left)
    return [
        RegionShape(
            region_id=region,
            index=quantile(knots, place),
            agencies=chance.randint(30, 60),
            innovations=total,
            counted=max(1, round(total * (1 - NOT_COUNTED))),
            spd_points=SPD_POINTS[0] + (SPD_POINTS[1] - SPD_POINTS[0]) * place
            + chance.uniform(-SPD_POINTS[2], SPD_POINTS[2]),
            # A region with few innovations seldom spreads over five of the six; some middling ones do not either.
            covers_yandas=total >= 9 and not (0.1 < place < 0.5 and chance.random() < 0.15),
        )
        for region, place, total in zip(order, places, totals, strict=True)
    ]  # fmt: skip


def _index_knots(new: int, *, regions: int, known: Known) -> list[tuple[float, float]]:
    """Quantiles whose mean, with the known regions, is the published one; the share above the border likewise."""
    top = max(0.0, VERY_INNOVATIVE / REGIONS * regions - known.very_innovative) / new
    wanted = (MEAN_INDEX * regions - known.index_sum) / new

    def knots(shift: float) -> list[tuple[float, float]]:
        return [
            (0.0, LOWEST),
            (0.2, LOW + shift),
            (0.5, MIDDLE + shift),
            (1 - top, BORDER),
            (1.0, HIGHEST),
        ]

    # The mean is linear in the shift of the two middle quantiles.
    without, with_one = mean_of(knots(0.0)), mean_of(knots(1.0))
    return knots((wanted - without) / (with_one - without))


def quantile(knots: Sequence[tuple[float, float]], place: float) -> float:
    """The value at a place 0..1, straight between the knots."""
    for (left, low), (right, high) in pairwise(knots):
        if place <= right:
            return low + (high - low) * (place - left) / (right - left)
    return knots[-1][1]


def mean_of(knots: Sequence[tuple[float, float]]) -> float:
    return sum((right - left) * (low + high) / 2 for (left, low), (right, high) in pairwise(knots))


def _shares(weights: Sequence[float], *, total: int) -> list[int]:
    """Whole numbers, at least 1 each, in the proportion of the weights, that sum up to `total` (largest remainders)."""
    spare = total - len(weights)
    scale = spare / sum(weights)
    exact = [weight * scale for weight in weights]
    shares = [int(share) for share in exact]
    by_remainder = sorted(range(len(exact)), key=lambda place: shares[place] - exact[place])
    for place in by_remainder[: spare - sum(shares)]:
        shares[place] += 1
    return [share + 1 for share in shares]
