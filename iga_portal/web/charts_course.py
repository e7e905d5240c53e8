"""The course of several indices over one season, as SVG text; see `charts` for the two uses of a drawing."""

from __future__ import annotations

from collections.abc import Sequence
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
LABEL_HEIGHT = 15
"""Two numbers nearer than this at the right end are moved apart."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Series:
    """One line: `kind` as of a marker, a value per moment, None where it did not stand yet."""

    kind: str
    label: str
    values: Sequence[Decimal | None]


def course_lines(
    labels: Sequence[str], series: Sequence[Series], *, title: str, target: Decimal | None = None,
    width: int | None = None, palette: Palette | None = None,
) -> str:  # fmt: skip
    """Draw indices of several bases over the same moments on the full scale 0 to 100, with the last number of each line.

    The lines differ in marker and stroke, not in colour alone. A target is a level line across the picture.
    """
    told = "; ".join(
        f"{line.label}: "
        + ", ".join(
            f"{label} {number(value, places=2)}"
            for label, value in zip(labels, line.values, strict=True)
            if value is not None
        )
        for line in series
    )
    canvas = Canvas(title=title, text=told, height=TOP + HIGH + FOOT, width=width, palette=palette)
    step = (HUNDRED - GUTTER - MARGIN) / max(len(labels) - 1, 1)

    def at(place: int) -> Decimal:
        return GUTTER + step * place

    def height(value: Decimal) -> int:
        return TOP + int((HUNDRED - value) * HIGH / HUNDRED)

    for level in (0, 50, 100):
        y = height(Decimal(level))
        canvas.line(Decimal(0), y, HUNDRED, y, "line")
        canvas.label(Decimal(0), y - 4, str(level))
    if target is not None:
        canvas.line(GUTTER, height(target), HUNDRED, height(target), "ink", ' stroke-dasharray="1 4"')
    for place, label in enumerate(labels):
        canvas.label(at(place), TOP + HIGH + 20, label, anchor="middle")
    ends: list[tuple[int, Decimal, str]] = []
    for line in series:
        role = MARKER_ROLES.get(line.kind, "ink")
        points = [(at(place), value) for place, value in enumerate(line.values) if value is not None]
        for (x1, one), (x2, two) in pairwise(points):
            more = ' stroke-width="2"' + DASHES.get(line.kind, "")
            canvas.line(x1, height(one), x2, height(two), role, more)
        for x, value in points:
            canvas.mark(line.kind, x, height(value), role)
        if points:
            ends.append((height(points[-1][1]), points[-1][1], line.kind))
    below = 0
    for y, value, kind in sorted(ends):
        y = max(y + 4, below)
        below = y + LABEL_HEIGHT
        canvas.label(
            HUNDRED - MARGIN, y, number(value, places=2), role="ink", dx=12, bold=kind == "final", halo=True
        )
    return canvas.render()
