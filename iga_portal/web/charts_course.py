"""The course of several indices or counts over one season, as SVG text; see `charts` for the two uses of a drawing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise

from iga_portal.web.charts import HUNDRED, MARKER_ROLES, Canvas, Palette
from iga_portal.web.formats import number

HIGH, TOP, FOOT = 170, 22, 26
GUTTER = Decimal(8)
MARGIN = Decimal(12)
"""Percent of the width: for the numbers of the axis, and for those at the ends of the lines."""
DASHES = {"claimed": ' stroke-dasharray="5 3"'}
MOST_LABELS = 8
LABEL_HEIGHT = 15
"""Two numbers nearer than this at the right end are moved apart."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Series:
    """One line: `kind` as of a marker, an index or a count per moment, None where it did not stand yet."""

    kind: str
    label: str
    values: Sequence[Decimal | int | None]


def course_lines(
    labels: Sequence[str], series: Sequence[Series], *, title: str, target: Decimal | None = None,
    levels: Sequence[int] = (0, 50, 100), places: int = 2,
    width: int | None = None, palette: Palette | None = None,
) -> str:  # fmt: skip
    """Draw several lines over the same moments on the full scale 0 to `levels[-1]`, with the last number of each.

    The lines differ in marker and stroke, not in colour alone. A target is a level line across the picture; `places` are the
    decimals of every number. Of more moments than `MOST_LABELS` only the first and the last are named and marked. Raises
    ValueError where a line has another number of values than there are labels.
    """
    told = "; ".join(
        f"{line.label}: "
        + ", ".join(
            f"{label} {number(value, places=places)}"
            for label, value in zip(labels, line.values, strict=True)
            if value is not None
        )
        for line in series
    )
    canvas = Canvas(title=title, text=told, height=TOP + HIGH + FOOT, width=width, palette=palette)
    step = (HUNDRED - GUTTER - MARGIN) / max(len(labels) - 1, 1)
    named = {0, len(labels) - 1} if len(labels) > MOST_LABELS else set(range(len(labels)))

    def at(place: int) -> Decimal:
        return GUTTER + step * place

    def height(value: Decimal | int) -> int:
        return TOP + int((levels[-1] - value) * HIGH / levels[-1])

    for level in levels:
        y = height(level)
        canvas.line(Decimal(0), y, HUNDRED, y, "line")
        canvas.label(Decimal(0), y - 4, number(level))
    if target is not None:
        canvas.line(GUTTER, height(target), HUNDRED, height(target), "ink", ' stroke-dasharray="1 4"')
    _name_moments(
        canvas, {place: (at(place), labels[place]) for place in sorted(named)}, last=len(labels) - 1
    )
    ends: list[tuple[int, Decimal | int, str]] = []
    for line in series:
        role = MARKER_ROLES.get(line.kind, "ink")
        points = [(at(place), value) for place, value in enumerate(line.values) if value is not None]
        marked = [(x, value) for x, value in points if len(named) == len(labels) or x == points[-1][0]]
        for (x1, one), (x2, two) in pairwise(points):
            more = ' stroke-width="2"' + DASHES.get(line.kind, "")
            canvas.line(x1, height(one), x2, height(two), role, more)
        for x, value in marked:
            canvas.mark(line.kind, x, height(value), role)
        if points:
            ends.append((height(points[-1][1]), points[-1][1], line.kind))
    below = 0
    for y, value, kind in sorted(ends):
        y = max(y + 4, below)
        below = y + LABEL_HEIGHT
        canvas.label(
            HUNDRED - MARGIN,
            y,
            number(value, places=places),
            role="ink",
            dx=12,
            bold=kind == "final",
            halo=True,
        )
    return canvas.render()


def _name_moments(canvas: Canvas, named: Mapping[int, tuple[Decimal, str]], *, last: int) -> None:
    """Write the moments below the picture. The outer two stay inside it; those between give way where it is narrow."""
    y = TOP + HIGH + 20
    for place, (at, text) in named.items():
        if place == 0:
            canvas.label(at - GUTTER / 2, y, text)
        elif place == last:
            canvas.label(at + MARGIN / 2, y, text, anchor="end")
        else:
            canvas.label(at, y, text, anchor="middle")
            if canvas.width is None:  # on paper the width is known to be enough
                canvas.shapes[-1] = f'<g class="chart-between">{canvas.shapes[-1]}</g>'
