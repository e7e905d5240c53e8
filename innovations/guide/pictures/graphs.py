"""What is drawn from figures: procedures with their times, stages over months, surveys, counts."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from innovations.guide.model import Good
from innovations.guide.pictures.canvas import (
    FAINT,
    LEFT,
    MARKER,
    MUTED,
    RIGHT,
    RULE,
    SANS,
    TONES,
    Box,
    Canvas,
    cells_of,
    number,
    unmarked,
    width_of,
)
from innovations.guide.pictures.papers import flow, footer, heading, letterhead, signature

MONTH = re.compile(r"(\d{4})-(\d{2})")
FIGURE = re.compile(r"\d+(?:[.,]\d+)?")

Row = Callable[[Canvas, Sequence[str], bool], Box]


def runs(canvas: Canvas, lines: Sequence[str], row: Row) -> None:
    """Lines with cells are drawn by `row`, the others are text."""
    for position, line in enumerate(lines, 1):
        text, marked = unmarked(line)
        cells = cells_of(text)
        if len(cells) == 1:
            canvas.places[f"line{position}"] = canvas.block(text, marked=marked)
            canvas.y += 6
            continue
        canvas.places[f"line{position}"] = row(canvas, cells, marked)


def sop(canvas: Canvas, good: Good) -> None:
    """A procedure: steps in boxes with arrows between them, who does it and how long it takes."""
    canvas.family = SANS
    letterhead(canvas, canvas.words["agency"])
    heading(canvas, good.picture_title)
    lines = good.picture_lines
    table_head = next((position for position, line in enumerate(lines) if "|" in line), None)
    body = [line for position, line in enumerate(lines) if position != table_head]
    if table_head is not None:
        last = cells_of(lines[table_head])
        canvas.places[f"line{table_head + 1}"] = canvas.block(" · ".join(last), size=9, fill=MUTED)
        canvas.y += 4
    first = True

    def step(canvas: Canvas, cells: Sequence[str], marked: bool) -> Box:
        nonlocal first
        if not first:
            canvas.shape("path", d=f"M60 {number(canvas.y - 6)}v6m-3-3l3 3l3-3", stroke=MUTED, fill="none")
            canvas.y += 1
        first = False
        top = canvas.y
        time = cells[-1]
        room = max(width_of(time, 10, bold=True) + 14, 54)
        canvas.y += 4
        canvas.block(
            cells[0] if len(cells) == 2 or not cells[0].isdecimal() else f"{cells[0]}. {cells[1]}",
            left=LEFT + 8,
            right=RIGHT - room - 8,
        )
        rest = cells[1:-1] if not cells[0].isdecimal() else cells[2:-1]
        if rest:
            canvas.block(" · ".join(rest), size=9, left=LEFT + 8, right=RIGHT - room - 8, fill=MUTED)
        canvas.y += 4
        box = Box(LEFT, top, RIGHT - LEFT, canvas.y - top)
        canvas.shapes.insert(0, _frame(Box(LEFT, top, RIGHT - LEFT - room, box.height), "none"))
        chip = Box(RIGHT - room, top, room, box.height)
        canvas.rect(chip, fill=MARKER if marked else FAINT, stroke=RULE)
        canvas.write(time, chip.x + room / 2, chip.middle + 3.5, size=10, bold=True, middle=True)
        canvas.y += 7
        return box

    offsets = [position + 1 for position in range(len(lines)) if position != table_head]
    for number_of_line, line in zip(offsets, body, strict=True):
        text, marked = unmarked(line)
        cells = cells_of(text)
        if len(cells) == 1:
            canvas.places[f"line{number_of_line}"] = canvas.block(text, marked=marked)
            canvas.y += 6
        else:
            canvas.places[f"line{number_of_line}"] = step(canvas, cells, marked)
    signature(canvas, canvas.words["agency_signs"])


def _frame(box: Box, fill: str) -> str:
    return (
        f'<rect x="{number(box.x)}" y="{number(box.y)}" width="{number(box.width)}" height="{number(box.height)}" '
        f'fill="{fill}" stroke="{RULE}"/>'
    )


def gantt(canvas: Canvas, good: Good) -> None:
    """Stages as bars from month to month; rows without months are the head."""
    canvas.family = SANS
    letterhead(canvas, canvas.words["agency"])
    heading(canvas, good.picture_title)
    months = sorted({_months(found) for line in good.picture_lines for found in MONTH.findall(line)})
    start, end = (months[0], months[-1]) if months else (0, 1)
    left, unit = 150.0, (RIGHT - 150.0) / (end - start + 1)

    def stage(canvas: Canvas, cells: Sequence[str], marked: bool) -> Box:
        top = canvas.y
        found = [_months(entry) for entry in MONTH.findall(" ".join(cells[1:]))]
        if not found:
            box = canvas.block(" · ".join(cells), size=9, bold=True, fill=MUTED)
            canvas.y += 5
            return box
        canvas.y += 3
        canvas.block(cells[0], size=10, right=left - 8)
        canvas.y = max(canvas.y + 3, top + 20)
        from_x, to_x = left + (found[0] - start) * unit, left + (found[-1] - start + 1) * unit
        canvas.rect(Box(from_x, top + 3, to_x - from_x, 13), fill=TONES[1] if marked else TONES[0], rx=2)
        canvas.rule(canvas.y)
        canvas.y += 3
        return Box(LEFT, top, RIGHT - LEFT, canvas.y - 4 - top)

    runs(canvas, good.picture_lines, stage)
    if months:
        canvas.write(_label(start), left, canvas.y + 9, size=9, fill=MUTED)
        canvas.write(_label(end), RIGHT, canvas.y + 9, size=9, end=True, fill=MUTED)
        canvas.y += 16
    signature(canvas, canvas.words["agency_signs"])


def _months(found: tuple[str, str]) -> int:
    return int(found[0]) * 12 + int(found[1]) - 1


def _label(months: int) -> str:
    return f"{months % 12 + 1:02d}/{months // 12}"


def survey(canvas: Canvas, good: Good) -> None:
    """Bars of 0 to 100 with their values."""
    canvas.family = SANS
    letterhead(canvas, canvas.words["agency"])
    heading(canvas, good.picture_title, middle=False)
    runs(canvas, good.picture_lines, lambda canvas, cells, marked: bar(canvas, cells, marked, full=100))
    canvas.bars(2)
    footer(canvas, canvas.words["page"])


def tally(canvas: Canvas, good: Good) -> None:
    """Counts as bars, the largest as wide as there is room."""
    canvas.family = SANS
    heading(canvas, good.picture_title, size=14, middle=False)
    values = [_figure(cells_of(line)[-1]) for line in good.picture_lines if "|" in line]
    runs(
        canvas, good.picture_lines, lambda canvas, cells, marked: bar(canvas, cells, marked, full=max(values))
    )
    canvas.places.setdefault("head", canvas.places["title"])


def bar(canvas: Canvas, cells: Sequence[str], marked: bool, *, full: float) -> Box:
    top = canvas.y
    value = cells[-1]
    canvas.y += 2
    canvas.block(cells[0], size=10.5, right=RIGHT - 50)
    canvas.write(value, RIGHT - 4, top + 14, size=11, bold=True, end=True)
    figure = _figure(value)
    if figure is not None and full:
        canvas.rect(Box(LEFT, canvas.y + 2, RIGHT - LEFT - 4, 7), fill=FAINT)
        canvas.rect(
            Box(LEFT, canvas.y + 2, (RIGHT - LEFT - 4) * min(figure / full, 1), 7),
            fill=TONES[1] if marked else TONES[0],
        )
        canvas.y += 11
    canvas.y += 7
    return Box(LEFT, top, RIGHT - LEFT, canvas.y - 5 - top)


def _figure(text: str) -> float:
    found = FIGURE.search(text)
    return float(found[0].replace(",", ".")) if found else 0.0


__all__ = ["flow", "gantt", "sop", "survey", "tally"]
