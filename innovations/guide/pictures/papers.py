"""What is printed on paper: decrees, letters, plans, tables, lists, certificates, books."""

from __future__ import annotations

import re
from collections.abc import Sequence

from innovations.guide.model import Good
from innovations.guide.pictures.canvas import (
    ACCENT,
    FAINT,
    INK,
    LEFT,
    MARKER,
    MUTED,
    PAPER_LEFT,
    PAPER_RIGHT,
    RIGHT,
    RULE,
    SANS,
    Box,
    Canvas,
    cells_of,
    number,
    unmarked,
    width_of,
    wrap,
)

FIGURES = re.compile(r"[+−-]?(?:Rp)?[\d.,]+ ?%?(?: \(\w+\))?")
MIDDLE = (LEFT + RIGHT) / 2


# Parts -------------------------------------------------------------------------------------------------------------


def emblem(canvas: Canvas, x: float, y: float) -> None:
    """A shield with a leaf: the arms of no region."""
    canvas.shapes.append(
        f'<g transform="translate({number(x)} {number(y)})" fill="none" stroke="{INK}" stroke-width="1.3">'
        '<path d="M0 0h22v13q0 9-11 14q-11-5-11-14z"/><path d="M11 22V9m0 6q-5-1-6-6q5 0 6 5q1-5 6-5q-1 5-6 6"/></g>'
    )


def letterhead(canvas: Canvas, office: str) -> None:
    """Arms, government, office, address, and the double rule below."""
    top = canvas.y
    emblem(canvas, LEFT + 2, top)
    shifted = LEFT + 30
    canvas.block(canvas.words["government"], size=10.5, bold=True, middle=True, left=shifted)
    canvas.block(office, size=12, bold=True, middle=True, left=shifted)
    canvas.block(canvas.words["address"], size=8, middle=True, left=shifted, fill=MUTED)
    canvas.places["head"] = Box(LEFT, top, RIGHT - LEFT, canvas.y - top)
    canvas.rule(canvas.y + 4, stroke=INK, width=2)
    canvas.rule(canvas.y + 7, stroke=INK, width=0.7)
    canvas.y += 18


def heading(canvas: Canvas, text: str, *, size: float = 12, middle: bool = True, fill: str = "") -> None:
    canvas.places["title"] = canvas.block(text, size=size, bold=True, middle=middle, fill=fill)
    canvas.y += 8


def running_head(canvas: Canvas, text: str) -> None:
    """The strip on top of a page of a book."""
    canvas.places["head"] = canvas.block(text, size=8.5, fill=MUTED)
    canvas.rule(canvas.y + 3)
    canvas.y += 14


def footer(canvas: Canvas, text: str) -> None:
    canvas.y += 8
    canvas.rule(canvas.y)
    canvas.y += 4
    canvas.places["footer"] = canvas.block(text, size=8.5, middle=True, fill=MUTED)


def signature(
    canvas: Canvas, role: str, *, left: float = 190, right: float = RIGHT, place: str = "signature"
) -> None:
    """Role, scribble, stamp and a name; on the right, where it stands on Indonesian papers."""
    canvas.y += 8
    top, middle = canvas.y, (left + right) / 2
    canvas.block(role, size=10, bold=True, middle=True, left=left, right=right)
    canvas.stamp(left + 20, canvas.y + 20)
    canvas.scribble(middle - 22, canvas.y + 22, seed=len(role), wide=70)
    canvas.y += 40
    canvas.block(canvas.words["name"], size=10, middle=True, left=left, right=right)
    canvas.places[place] = Box(left, top, right - left, canvas.y - top)


def flow(
    canvas: Canvas, lines: Sequence[str], *, pairs: bool = False, signed: bool = False, gap: float = 5
) -> None:
    """The lines of a page, in their order: runs with ` | ` as tables, `label: value` in two columns, the rest as text."""
    position = 0
    while position < len(lines):
        run = position
        while run < len(lines) and "|" in lines[run]:
            run += 1
        if run > position:
            table(canvas, lines[position:run], first=position + 1, signed=signed)
            position = run
            continue
        canvas.places[f"line{position + 1}"] = _line(canvas, lines[position], pairs=pairs)
        canvas.y += gap
        position += 1


def _line(canvas: Canvas, line: str, *, pairs: bool) -> Box:
    text, marked = unmarked(line)
    label, colon, value = text.partition(": ")
    if not (pairs and colon and len(label) <= 16):
        return canvas.block(text, marked=marked)
    top = canvas.y
    canvas.write(label, LEFT, top + 11)
    canvas.write(":", LEFT + 74, top + 11)
    box = canvas.block(value, left=LEFT + 82, marked=marked)
    return Box(LEFT, top, box.x + box.width - LEFT, box.height)


def columns_of(rows: Sequence[Sequence[str]], width: float, *, size: float) -> list[float]:
    """The widths of columns: by their longest cell, narrowed or widened to fill the table."""
    wanted = [
        max(width_of(row[place], size) for row in rows if place < len(row)) + 12
        for place in range(max(len(row) for row in rows))
    ]
    # A long column gives way first: a number or a date must not break.
    fair = width / len(wanted)
    spare = width - sum(min(entry, fair) for entry in wanted)
    over = [max(0.0, entry - fair) for entry in wanted]
    total = sum(over)
    if not total:
        return [entry * width / sum(wanted) for entry in wanted]
    return [min(entry, fair) + spare * extra / total for entry, extra in zip(wanted, over, strict=True)]


def _is_figures(cells: Sequence[str]) -> bool:
    """Whether a column holds figures, which stand one below the other from the right."""
    return any(cells) and all(FIGURES.fullmatch(cell) or not cell for cell in cells)


def table(
    canvas: Canvas, lines: Sequence[str], *, first: int, signed: bool = False, size: float = 9.5
) -> None:
    """A ruled table. `first` is the number of its first line, for the callouts; `signed` scribbles in a last column
    that the rows leave empty."""
    plain = [unmarked(line) for line in lines]
    rows = [cells_of(text) for text, _marked in plain]
    count = max(len(row) for row in rows)
    widths = columns_of(rows, RIGHT - LEFT, size=size)
    figures = {
        place for place in range(count) if _is_figures([row[place] for row in rows[1:] if place < len(row)])
    }
    step = size * 1.3
    for position, (row, (_text, marked)) in enumerate(zip(rows, plain, strict=True)):
        head = position == 0
        cells = [wrap(cell, size, widths[place] - 8, bold=head) for place, cell in enumerate(row)]
        height = max(len(cell) for cell in cells) * step + 6
        if signed and not head:
            height = max(height, 22)
        box = Box(LEFT, canvas.y, RIGHT - LEFT, height)
        canvas.rect(box, fill=MARKER if marked else FAINT if head else "none", stroke=RULE)
        x = float(LEFT)
        for place, cell in enumerate(cells):
            for line_number, text in enumerate(cell, 1):
                foot = canvas.y + 3 + step * line_number - size * 0.3
                end = place in figures
                canvas.write(
                    text, x + widths[place] - 4 if end else x + 4, foot, size=size, bold=head, end=end
                )
            x += widths[place]
        if signed and not head and len(row) < count:
            canvas.scribble(
                RIGHT - widths[-1] + 8,
                canvas.y + height / 2 + 2,
                seed=position,
                wide=min(widths[-1] - 16, 54),
            )
        canvas.places[f"line{first + position}"] = box
        canvas.y += height
    top = canvas.places[f"line{first}"].y
    edges, x = "", float(LEFT)
    for width in widths[:-1]:
        x += width
        edges += f"M{number(x)} {number(top)}V{number(canvas.y)}"
    if edges:
        canvas.shape("path", d=edges, stroke=RULE, fill="none")
    canvas.y += 8


# Kinds -------------------------------------------------------------------------------------------------------------


def decree(canvas: Canvas, good: Good) -> None:
    """A decree or regulation: arms in the middle, title in capitals, signature."""
    emblem(canvas, MIDDLE - 11, canvas.y - 4)
    top = canvas.y - 4
    canvas.y += 28
    canvas.block(canvas.words["head_office"], size=12, bold=True, middle=True)
    canvas.places["head"] = Box(MIDDLE - 70, top, 140, canvas.y - top)
    canvas.y += 8
    heading(canvas, good.picture_title.upper(), size=11)
    canvas.rule(canvas.y - 3, left=110, right=244)
    canvas.y += 6
    flow(canvas, good.picture_lines)
    signature(canvas, canvas.words["head_signs"])


def letter(canvas: Canvas, good: Good) -> None:
    letterhead(canvas, canvas.words["agency"])
    heading(canvas, good.picture_title)
    flow(canvas, good.picture_lines, pairs=True)
    canvas.bars(3)
    signature(canvas, canvas.words["agency_signs"])


def agreement(canvas: Canvas, good: Good) -> None:
    """Two parties, two signatures."""
    emblem(canvas, LEFT + 4, canvas.y)
    emblem(canvas, RIGHT - 28, canvas.y)
    canvas.y += 2
    canvas.places["title"] = canvas.block(
        good.picture_title, size=12, bold=True, middle=True, left=62, right=292
    )
    canvas.places["head"] = canvas.places["title"]
    canvas.y = max(canvas.y, 56) + 4
    canvas.rule(canvas.y)
    canvas.y += 12
    flow(canvas, good.picture_lines, pairs=True)
    canvas.bars(3)
    top = canvas.y
    signature(canvas, canvas.words["party_one"], left=LEFT, right=168, place="first")
    canvas.y = top
    signature(canvas, canvas.words["party_two"], left=192, right=RIGHT)
    second = canvas.places["signature"]
    canvas.places["signature"] = Box(LEFT, second.y, RIGHT - LEFT, second.height)


def opinion(canvas: Canvas, good: Good) -> None:
    """A page of an audit report: the opinion in a frame of its own."""
    running_head(canvas, canvas.words["audit"])
    heading(canvas, good.picture_title)
    flow(canvas, good.picture_lines)
    canvas.bars(3)
    signature(canvas, canvas.words["auditor"])


def planning_page(canvas: Canvas, good: Good) -> None:
    """A page of a plan: running head, chapter, text, page number."""
    running_head(canvas, canvas.words["plan"])
    heading(canvas, good.picture_title, middle=False)
    canvas.bars(2)
    canvas.y += 4
    flow(canvas, good.picture_lines)
    canvas.bars(4)
    footer(canvas, canvas.words["page"])


def report_table(canvas: Canvas, good: Good) -> None:
    letterhead(canvas, canvas.words["agency"])
    heading(canvas, good.picture_title)
    flow(canvas, good.picture_lines)
    signature(canvas, canvas.words["agency_signs"])


def statistics(canvas: Canvas, good: Good) -> None:
    """A page of the statistical office: coloured head, table, source."""
    canvas.family = SANS
    canvas.rect(Box(PAPER_LEFT, 8, PAPER_RIGHT - PAPER_LEFT, 36), fill="#12506b")
    canvas.write(canvas.words["statistics"], LEFT, 31, size=12, bold=True, fill="#ffffff")
    canvas.places["head"] = Box(LEFT, 18, width_of(canvas.words["statistics"], 12, bold=True), 18)
    canvas.y = 58
    heading(canvas, good.picture_title, middle=False)
    flow(canvas, good.picture_lines)
    footer(canvas, canvas.words["source"])


def budget(canvas: Canvas, good: Good) -> None:
    """A page of a budget or its realisation: accounts and amounts."""
    canvas.family = SANS
    letterhead(canvas, canvas.words["treasury"])
    heading(canvas, good.picture_title)
    flow(canvas, good.picture_lines, pairs=True)
    signature(canvas, canvas.words["agency_signs"])


def attendance(canvas: Canvas, good: Good) -> None:
    """A list that people signed."""
    letterhead(canvas, canvas.words["agency"])
    heading(canvas, good.picture_title)
    flow(canvas, good.picture_lines, pairs=True, signed=True)
    signature(canvas, canvas.words["agency_signs"])


def certificate(canvas: Canvas, good: Good) -> None:
    canvas.y = 34
    emblem(canvas, MIDDLE - 11, canvas.y)
    canvas.y += 32
    canvas.places["head"] = canvas.block(canvas.words["government"], size=9, middle=True, fill=MUTED)
    canvas.y += 6
    canvas.places["title"] = canvas.block(good.picture_title, size=16, bold=True, middle=True, fill=ACCENT)
    canvas.y += 10
    for position, line in enumerate(good.picture_lines, 1):
        text, marked = unmarked(line)
        canvas.places[f"line{position}"] = canvas.block(
            text, size=13 if marked else 11, bold=marked, middle=True, left=LEFT + 8, right=RIGHT - 8
        )
        canvas.y += 5
    signature(canvas, canvas.words["head_signs"], left=110, right=244)
    canvas.y += 12
    frame = Box(PAPER_LEFT + 8, 16, PAPER_RIGHT - PAPER_LEFT - 16, canvas.y - 16)
    canvas.rect(frame, fill="none", stroke="#8a6d1d", stroke_width=2.5)
    canvas.rect(
        Box(frame.x + 5, frame.y + 5, frame.width - 10, frame.height - 10), fill="none", stroke="#8a6d1d"
    )


def manual(canvas: Canvas, good: Good) -> None:
    """The cover of a book, with its spine."""
    canvas.family = SANS
    top = 22.0
    canvas.y = 50
    canvas.places["head"] = canvas.block(
        canvas.words["government"], size=9, left=62, right=300, fill="#ffffff"
    )
    canvas.y += 16
    canvas.places["title"] = canvas.block(
        good.picture_title, size=17, bold=True, left=62, right=300, fill="#ffffff"
    )
    canvas.y += 16
    for position, line in enumerate(good.picture_lines, 1):
        text, _marked = unmarked(line.replace(" | ", ": "))
        canvas.places[f"line{position}"] = canvas.block(text, left=62, right=300, fill="#ffffff")
        canvas.y += 6
    canvas.y += 40
    emblem_at = canvas.y - 26
    height = canvas.y + 6 - top
    cover = [
        f'<rect x="34" y="{number(top)}" width="286" height="{number(height)}" fill="#0a5560"/>',
        f'<rect x="34" y="{number(top)}" width="16" height="{number(height)}" fill="#073f47"/>',
        f'<path d="M320 {number(top + 4)}l6 4v{number(height - 4)}H40l-6-4" fill="#fff" stroke="{RULE}"/>',
    ]
    canvas.shapes[:0] = [cover[2], cover[0], cover[1]]
    canvas.shapes.append(
        f'<g transform="translate(62 {number(emblem_at)})" fill="none" stroke="#fff" stroke-width="1.3">'
        '<path d="M0 0h22v13q0 9-11 14q-11-5-11-14z"/></g>'
    )
    canvas.places["footer"] = Box(62, emblem_at, 60, 27)
    canvas.y += 14
