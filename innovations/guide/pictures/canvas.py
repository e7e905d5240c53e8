"""The sheet that the example pictures are drawn on: shapes and letters as SVG text, with attributes only.

A picture is as wide as a phone is (400 units), so that its letters stay readable there. Every colour is an attribute: paper
stays paper in the dark theme too. Nothing is measured by a font engine; `width_of` estimates generously instead.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from html import escape
from typing import NamedTuple

WIDTH = 400
LEFT, RIGHT = 26, 328
"""Where the content of a paper begins and ends; the callouts stand right of it."""
PAPER_LEFT, PAPER_RIGHT = 8, 346
CALLOUT_X, CALLOUT_RADIUS = 375, 11

GROUND = "#e8e2d8"
PAPER = "#fffefb"
INK = "#22201d"
MUTED = "#5a544d"
RULE = "#a49c91"
FAINT = "#efebe4"
ACCENT = "#a51c26"
MARKER = "#ffe680"
STAMP = "#4a3f8f"
PEN = "#1f3a8a"
TONES = ("#0a6770", "#b3202a", "#8a6d1d", "#3d5a80", "#5b6b2f", "#6b4e71")

SERIF = "Georgia, 'Times New Roman', 'Liberation Serif', serif"
SANS = "Arial, 'Liberation Sans', Helvetica, sans-serif"


class Box(NamedTuple):
    """What a callout points to."""

    x: float
    y: float
    width: float
    height: float

    @property
    def middle(self) -> float:
        return self.y + self.height / 2


_NARROW, _WIDE = set("iljtfrI.,:;'|!()[]-/ "), set("mwMW@%—")


def width_of(text: str, size: float, *, bold: bool = False) -> float:
    """The width of a text in a common face, rather too wide than too narrow."""
    units = 0.0
    for letter in text:
        if letter in _NARROW:
            units += 0.33
        elif letter in _WIDE:
            units += 0.88
        elif letter.isupper():
            units += 0.7
        else:
            units += 0.55
    return units * size * (1.07 if bold else 1)


def wrap(text: str, size: float, width: float, *, bold: bool = False) -> list[str]:
    """A text in lines that fit; a word that is too long for a line stands on one of its own."""
    lines: list[str] = []
    for word in text.split():
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and width_of(longer, size, bold=bold) <= width:
            lines[-1] = longer
        else:
            lines.append(word)
    return lines or [""]


def number(value: float) -> str:
    return f"{value:.1f}".rstrip("0").rstrip(".")


@dataclass(slots=True)
class Canvas:
    """Collects shapes from the top down. `y` is the pen's place; `places` are the boxes that callouts may point to."""

    words: Mapping[str, str]
    """What is printed on every paper of a kind, in the language of the picture."""
    y: float = 24
    shapes: list[str] = field(default_factory=list)
    places: dict[str, Box] = field(default_factory=dict)
    family: str = SERIF

    def shape(self, name: str, /, **attributes: str | float) -> None:
        self.shapes.append(tag(name, **attributes))

    def rect(self, box: Box, **attributes: str | float) -> None:
        self.shape("rect", x=box.x, y=box.y, width=box.width, height=box.height, **attributes)

    def rule(
        self, y: float, *, left: float = LEFT, right: float = RIGHT, stroke: str = RULE, width: float = 1
    ) -> None:
        self.shape(
            "path", d=f"M{number(left)} {number(y)}H{number(right)}", stroke=stroke, stroke_width=width
        )

    def write(
        self,
        text: str,
        x: float,
        y: float,
        *,
        size: float = 11,
        bold: bool = False,
        middle: bool = False,
        end: bool = False,
        fill: str = "",
    ) -> None:
        """One line of text with its foot at `y`."""
        attributes: dict[str, str | float] = {"x": x, "y": y}
        if size != 11:
            attributes["font_size"] = size
        if bold:
            attributes["font_weight"] = "bold"
        if middle or end:
            attributes["text_anchor"] = "middle" if middle else "end"
        if fill:
            attributes["fill"] = fill
        self.shapes.append(f"{tag('text', **attributes)[:-2]}>{escape(text)}</text>")

    def block(
        self,
        text: str,
        *,
        size: float = 11,
        bold: bool = False,
        middle: bool = False,
        fill: str = "",
        left: float = LEFT,
        right: float = RIGHT,
        marked: bool = False,
    ) -> Box:
        """A text in as many lines as it needs, at the pen; the pen moves below it. `marked`: with a highlighter."""
        lines = wrap(text, size, right - left, bold=bold)
        step = round(size * 1.32, 1)
        wide = min(max(width_of(line, size, bold=bold) for line in lines), right - left)
        x = (left + right - wide) / 2 if middle else left
        box = Box(x, self.y, wide, step * len(lines))
        if marked:
            self.rect(Box(x - 2, self.y, wide + 4, box.height), fill=MARKER)
        for count, line in enumerate(lines, 1):
            foot = self.y + step * count - size * 0.34
            self.write(
                line,
                (left + right) / 2 if middle else left,
                foot,
                size=size,
                bold=bold,
                middle=middle,
                fill=fill,
            )
        self.y += box.height
        return box

    def bars(self, count: int, *, left: float = LEFT, right: float = RIGHT) -> None:
        """Text that need not be read: grey bars of the length of lines."""
        for position in range(count):
            end = right - (right - left) * (0.38 if position == count - 1 else 0.04 * (position % 2))
            self.rect(Box(left, self.y + 3, end - left, 4), fill=FAINT, rx=2)
            self.y += 10

    def scribble(self, x: float, y: float, *, seed: int, wide: float = 54) -> None:
        """A signature that nobody's hand made: loops that differ by `seed`."""
        swing = [6 + (seed * 7 + step * 5) % 9 for step in range(4)]
        step = wide / 5
        path = f"M{number(x)} {number(y)}"
        for turn, reach in enumerate(swing):
            side = -1 if (turn + seed) % 2 else 1
            path += f"q{number(step * 0.6)} {number(side * reach)} {number(step)} {number(-side * 2)}"
        path += f"l{number(step)} {-2 - seed % 4}"
        self.shape("path", d=path, stroke=PEN, stroke_width=1.4, fill="none", stroke_linecap="round")

    def stamp(self, x: float, y: float) -> None:
        """An office stamp: two rings and the name of the region that there is not."""
        self.shapes.append(
            f'<g fill="none" stroke="{STAMP}" opacity=".7">'
            f'<circle cx="{number(x)}" cy="{number(y)}" r="23" stroke-width="1.6"/>'
            f'<circle cx="{number(x)}" cy="{number(y)}" r="17"/></g>'
        )
        self.write(self.words["stamp"], x, y + 2.5, size=7, bold=True, middle=True, fill=STAMP)


def tag(name: str, /, **attributes: str | float) -> str:
    """An empty element; underscores in names become hyphens, values are escaped."""
    told = "".join(
        f' {key.replace("_", "-")}="{escape(value if isinstance(value, str) else number(value))}"'
        for key, value in attributes.items()
    )
    return f"<{name}{told}/>"


def callouts(places: Iterable[Box], *, height: float) -> str:
    """Numbered circles right of the paper, each with a line to the box it speaks of, in the order of the boxes."""
    boxes = list(enumerate(places, 1))
    heights: dict[int, float] = {}
    least = CALLOUT_RADIUS + 6.0
    for count, box in sorted(boxes, key=lambda entry: (entry[1].middle, entry[0])):
        heights[count] = max(box.middle, least)
        least = heights[count] + 2 * CALLOUT_RADIUS + 6
    # Those that would fall off the foot move up, and push the ones above them.
    most = height - CALLOUT_RADIUS - 6.0
    for count in sorted(heights, key=lambda entry: -heights[entry]):
        heights[count] = min(heights[count], most)
        most = heights[count] - 2 * CALLOUT_RADIUS - 6
    frames, lines, circles = [], [], []
    for count, box in boxes:
        frame = Box(box.x - 4, box.y - 2, box.width + 8, box.height + 4)
        frames.append(tag("rect", x=frame.x, y=frame.y, width=frame.width, height=frame.height, rx=4))
        start, y = frame.x + frame.width, number(heights[count])
        lines.append(
            f"M{number(start)} {number(box.middle)}L{max(number(start), '350', key=float)} {number(box.middle)}L{CALLOUT_X} {y}"
        )
        circles.append(
            f'<circle cx="{CALLOUT_X}" cy="{y}" r="{CALLOUT_RADIUS}" fill="{ACCENT}"/>'
            f'<text x="{CALLOUT_X}" y="{number(heights[count] + 4.2)}">{count}</text>'
        )
    shapes = f'{"".join(frames)}<path d="{"".join(lines)}"/>'
    return (
        f'<g fill="none" stroke="#fff" stroke-width="3.6" stroke-opacity=".8">{shapes}</g>'
        f'<g fill="none" stroke="{ACCENT}" stroke-width="1.4">{shapes}</g>'
        f'<g font-family="{escape(SANS)}" font-size="12" font-weight="bold" text-anchor="middle" fill="#fff">{"".join(circles)}</g>'
    )


MARKED = re.compile(r"\*\s+")


def cells_of(line: str) -> list[str]:
    """A line as the cells of a table row; one cell is no row."""
    return [cell.strip() for cell in line.split("|")]


def unmarked(line: str) -> tuple[str, bool]:
    """A line without its asterisk, and whether it had one."""
    found = MARKED.match(line)
    return (line[found.end() :], True) if found else (line, False)
