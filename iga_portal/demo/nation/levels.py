"""Levels that come to a wanted maturity, and figures that come to a wanted SPD level. Pure; no database."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from scoring.core.measures import measure_row
from scoring.core.model import TOP_LEVEL, Measure, Row


@dataclass(frozen=True, slots=True)
class Profile:
    """The 20 rows of one innovation, in the order of the instrument: what the OPD claims, what the desk made of it, and
    the evaluator's levels (None: left as the desk set it)."""

    claimed: tuple[int, ...]
    verified: tuple[int, ...]
    final: tuple[int | None, ...]


def lowest(rows: Sequence[Row]) -> int:
    """The least maturity, in hundredths, with every mandatory row answered."""
    return sum(row.points_hundredths(1) for row in rows if row.mandatory)


def highest(rows: Sequence[Row]) -> int:
    return sum(row.maximum_hundredths for row in rows)


def draw_levels(rows: Sequence[Row], *, points_hundredths: int, chance: random.Random) -> list[int]:
    """Levels, mandatory rows at least 1, whose points come as near to the wanted ones as the weights allow."""
    low, high = lowest(rows), highest(rows)
    # From the nearer end: so many rows stay free that some of the lightest are left for the last points.
    upward = points_hundredths - low < high - points_hundredths
    levels = [(1 if row.mandatory else 0) if upward else TOP_LEVEL for row in rows]
    left = points_hundredths - low if upward else high - points_hundredths
    while left > 0:
        places = [
            place
            for place, row in enumerate(rows)
            if row.weight_hundredths <= left and _may_move(row, levels[place], upward=upward)
        ]
        if not places:
            break
        place = chance.choice(places)
        levels[place] += 1 if upward else -1
        left -= rows[place].weight_hundredths
    return levels


def _may_move(row: Row, level: int, *, upward: bool) -> bool:
    return level < TOP_LEVEL if upward else level > (1 if row.mandatory else 0)


def draw_profile(
    rows: Sequence[Row], *, points_hundredths: int, chance: random.Random, assessed: bool
) -> Profile:
    """A profile whose final levels come to the wanted points: the OPD claims a little more than the desk gave, and on an
    assessed one the evaluator put two rows right, one up and one down where the weights are equal."""
    final = draw_levels(rows, points_hundredths=points_hundredths, chance=chance)
    verified = list(final)
    corrected: list[int | None] = [None] * len(rows)
    if assessed:
        _correct(rows, final=final, verified=verified, corrected=corrected, chance=chance)
    claimed = [min(TOP_LEVEL, level + 1) if level and chance.random() < 0.15 else level for level in verified]
    return Profile(tuple(claimed), tuple(verified), tuple(corrected))


def _correct(
    rows: Sequence[Row],
    *,
    final: list[int],
    verified: list[int],
    corrected: list[int | None],
    chance: random.Random,
) -> None:
    lowered = [place for place, level in enumerate(final) if 1 <= level < TOP_LEVEL]
    if lowered:
        place = chance.choice(lowered)
        verified[place] += 1
        corrected[place] = final[place]
    raised = [place for place, level in enumerate(final) if level >= 2 and corrected[place] is None]
    if raised:
        place = chance.choice(raised)
        verified[place] -= 1
        corrected[place] = final[place]


def points_of(rows: Sequence[Row], levels: Sequence[int]) -> int:
    """The points of levels, in hundredths."""
    return sum(row.points_hundredths(level) for row, level in zip(rows, levels, strict=True))


@dataclass(frozen=True, slots=True)
class Figures:
    """What is entered on one SPD row: a level, or the figures of T-2 and T-1 that give it."""

    level: int | None
    previous: Decimal | None = None
    latest: Decimal | None = None


TYPICAL = {
    "izin": (2_400, 9_800),
    "pendapatan_perkapita": (21_000_000, 64_000_000),
    "investasi": (180_000_000_000, 2_400_000_000_000),
    "pad": (60_000_000_000, 640_000_000_000),
}
"""What a region has in T-2, from and to: numbers of permits, and rupiah."""
ALONE = {"tpt": Decimal("4.50"), "penduduk_miskin": Decimal("9.50"), "ipm": Decimal("72.00")}
"""T-1 of a change in percent or points, where the row that asks for T-1 itself is unanswered."""


def spd_figures(rows: Sequence[Row], *, points: float, chance: random.Random) -> dict[str, Figures]:
    """Answers to the SPD rows that come near to `points` of 63; measured rows by figures, where two rows of one indicator
    ask for the same number by the same number."""
    return figures_for(
        rows, levels=draw_levels(rows, points_hundredths=round(points * 100), chance=chance), chance=chance
    )


def figures_for(rows: Sequence[Row], *, levels: Sequence[int], chance: random.Random) -> dict[str, Figures]:
    """Answers to the SPD rows that give exactly these levels (0: unanswered)."""
    found: dict[str, Figures] = {}
    latest: dict[str, Decimal] = {}
    # The rows that ask for the latest number only come first: what they say binds the row beside them.
    order = sorted(range(len(rows)), key=lambda place: _kind(rows[place]) != "latest")
    for place in order:
        row, level = rows[place], levels[place]
        if row.measure is None or level == 0:
            found[row.code] = Figures(level or None)
            continue
        found[row.code] = _measured(row.measure, level, latest=latest, chance=chance)
    return {row.code: found[row.code] for row in rows}


def _kind(row: Row) -> str:
    return row.measure.kind if row.measure else ""


def _measured(measure: Measure, level: int, *, latest: dict[str, Decimal], chance: random.Random) -> Figures:
    series = measure.inputs[0].series
    low, high = _band(measure, level)
    for _attempt in range(200):
        value = Decimal(chance.randint(low, high)) / 100
        if measure.kind == "latest":
            previous, current = None, value
            latest[series] = value
        elif measure.kind == "growth_percent":
            previous = Decimal(chance.randint(*TYPICAL[series]))
            current = (previous * (1 + value / 100)).quantize(Decimal(1))
        else:
            current = latest.get(series, ALONE[series])
            previous = current + value if measure.kind == "drop_points" else current - value
        inputs = {"t1": str(current)} if previous is None else {"t1": str(current), "t2": str(previous)}
        if (previous is None or previous > 0) and measure_row(measure, inputs, path="").level == level:
            return Figures(level, previous, current)
    raise ValueError(f"no figures give level {level} of {measure.kind} {series}")


# How far, in hundredths, a value goes beyond the outermost bound of its measure.
SPREAD = {"growth_percent": 3000, "drop_points": 60, "rise_points": 40, "latest": 400}


def _band(measure: Measure, level: int) -> tuple[int, int]:
    """From and to, in hundredths, of values that a level's band holds."""
    bounds = sorted(band.bound_hundredths for band in measure.bands if band.comparator != "otherwise")
    spread = min(SPREAD[measure.kind], abs(bounds[0]) - 1 if measure.kind == "latest" else 10**9)
    upward = any(band.comparator == "at_least" for band in measure.bands)
    step = level - 1 if upward else TOP_LEVEL - level
    edges = [bounds[0] - spread, *bounds, bounds[-1] + spread]
    return edges[step], edges[step + 1]
