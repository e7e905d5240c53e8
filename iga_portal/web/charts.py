"""Charts as SVG text, made on the server: Decimal in, markup out.

Two uses of one drawing. On a page the width is fluid: every horizontal place is a percentage, so the picture fills its
column and the letters keep their size on a phone. For print, pass `width` (px) and a `Palette`: places become numbers and
colours become attributes, because neither our stylesheet nor the reader's theme reaches an image in a PDF. No `style`
attribute is ever written (the content security policy refuses it).
"""

from __future__ import annotations

import base64
from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal
from html import escape
from itertools import pairwise

from django.utils.text import slugify
from django.utils.translation import gettext as _

from iga_portal.web.formats import is_indonesian, number

HUNDRED = Decimal(100)


@dataclass(frozen=True, slots=True)
class Palette:
    """Colours for print, by the role that a class name carries on the page."""

    ink: str = "#1d1b19"
    muted: str = "#5c5650"
    line: str = "#d9d2c7"
    track: str = "#efeae2"
    paper: str = "#ffffff"
    accent: str = "#b3202a"
    sangat_inovatif: str = "#00522c"
    inovatif: str = "#0a6770"
    kurang_inovatif: str = "#bd8a1e"
    tidak_dapat_dinilai: str = "#7b7671"
    font: str = "sans-serif"


@dataclass(frozen=True, slots=True, kw_only=True)
class Band:
    """A predicate and the first index value that earns it (the instrument's `from`)."""

    name: str
    start: Decimal

    @property
    def slug(self) -> str:
        return slugify(self.name)


@dataclass(frozen=True, slots=True, kw_only=True)
class Marker:
    """A value on the index scale. `kind` is claimed, verified, final or target."""

    kind: str
    label: str
    value: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One addend of the index: its points and the most it can reach, in points of the instrument (63, 111, 76)."""

    label: str
    points: Decimal
    maximum: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class Point:
    """A value of a trend; None where there is none to show, which leaves a gap."""

    label: str
    value: Decimal | None


def band_of(value: Decimal, bands: Sequence[Band]) -> Band:
    """Find the predicate of an index: the band with the highest start that the value reaches."""
    reached = [band for band in bands if value >= band.start]
    if not reached:
        raise ValueError(f"no band holds {value}")
    return max(reached, key=lambda band: band.start)


def data_uri(svg: str) -> str:
    """Wrap a drawing for <img src>, the only form that keeps its alternative text in a PDF."""
    return "data:image/svg+xml;base64," + base64.b64encode(svg.encode()).decode()


def _short(value: Decimal) -> str:
    """Write a coordinate with at most two decimals and no trailing zeros."""
    text = f"{value.quantize(Decimal('0.01'), rounding=ROUND_HALF_UP):f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


@dataclass(slots=True)
class Canvas:
    """Collects the shapes of one drawing and knows how a place and a colour are written for page or print."""

    title: str
    text: str
    height: int
    width: int | None
    palette: Palette | None
    shapes: list[str] = field(default_factory=list)

    def x(self, percent: Decimal) -> str:
        if self.width is None:
            return f"{_short(percent)}%"
        return _short(percent * self.width / HUNDRED)

    def paint(self, role: str, *, stroke: bool = False) -> str:
        """Write the colour of `role`: a class on the page, an attribute in print."""
        kind = "stroke" if stroke else "fill"
        if self.palette is None:
            return f'class="{kind}-{role}"'
        return f'{kind}="{getattr(self.palette, role.replace("-", "_"))}"'

    def rect(self, start: Decimal, length: Decimal, y: int, height: int, role: str) -> None:
        self.shapes.append(
            f'<rect x="{self.x(start)}" y="{y}" width="{self.x(length)}" height="{height}" {self.paint(role)}/>'
        )

    def line(self, x1: Decimal, y1: int, x2: Decimal, y2: int, role: str, more: str = "") -> None:
        self.shapes.append(
            f'<line x1="{self.x(x1)}" y1="{y1}" x2="{self.x(x2)}" y2="{y2}" {self.paint(role, stroke=True)}{more}/>'
        )

    def label(
        self, at: Decimal, y: int, text: str, *, role: str = "muted", anchor: str = "start", size: int = 13,
        bold: bool = False, dx: int = 0, halo: bool = False, is_official: bool = False,
    ) -> None:  # fmt: skip
        extra = ' font-weight="600"' if bold else ""
        extra += f' dx="{dx}"' if dx else ""
        if is_official and not is_indonesian():
            extra += ' lang="id"'
        if halo:
            # The halo keeps a label readable where another marker's leader passes behind it.
            extra += ' paint-order="stroke" stroke-width="4" stroke-linejoin="round" '
            extra += f'stroke="{self.palette.paper}"' if self.palette else 'data-halo=""'
        self.shapes.append(
            f'<text x="{self.x(at)}" y="{y}" font-size="{size}" text-anchor="{anchor}" {self.paint(role)}{extra}>'
            f"{escape(text)}</text>"
        )

    def mark(self, kind: str, at: Decimal, y: int, role: str) -> None:
        """Draw a marker whose form tells its kind, so that colour is never the only difference."""
        if kind == "target":
            shape = f'<path d="M0 -8 8 0 0 8 -8 0z" stroke-width="2" {self.both("paper", role)}/>'
        elif kind == "claimed":
            shape = f'<circle r="6" stroke-width="2.5" {self.both("paper", role)}/>'
        else:
            radius = 8 if kind == "final" else 6
            shape = f'<circle r="{radius}" stroke-width="1.5" {self.both(role, "paper")}/>'
        if self.width is None:
            # A path knows no percentages; an inner drawing placed by percentage carries it.
            self.shapes.append(f'<svg x="{self.x(at)}" y="{y}" overflow="visible">{shape}</svg>')
        else:
            self.shapes.append(f'<g transform="translate({self.x(at)} {y})">{shape}</g>')

    def both(self, fill: str, stroke: str) -> str:
        """Write fill and stroke of one shape."""
        if self.palette is None:
            return f'class="fill-{fill} stroke-{stroke}"'
        return f"{self.paint(fill)} {self.paint(stroke, stroke=True)}"

    def render(self) -> str:
        head = '<svg xmlns="http://www.w3.org/2000/svg" '
        if self.width is None:
            head += f'class="chart" width="100%" height="{self.height}" '
        else:
            font = escape((self.palette or Palette()).font)
            head += f'width="{self.width}" height="{self.height}" viewBox="0 0 {self.width} {self.height}" '
            head += f'font-family="{font}" '
        # One label with every number in it: <desc> alone is not read by all screen readers, and ids would have to differ
        # between the drawings of one page.
        head += f'role="img" aria-label="{escape(self.title)}. {escape(self.text)}">'
        return f"{head}<title>{escape(self.title)}</title>" + "".join(self.shapes) + "</svg>"


MARKER_ROLES = {"claimed": "muted", "verified": "ink", "final": "accent", "target": "ink"}


def index_scale(
    bands: Sequence[Band], markers: Sequence[Marker], *, width: int | None = None, palette: Palette | None = None,
) -> str:  # fmt: skip
    """Draw the line from 0 to 100 with the predicates as bands and one labelled marker per basis.

    Each marker has a row of its own above the line, so labels never collide. Rows are ordered so that a leader passes
    beside the other labels: labels left of the middle run to the right, the lowest value on top; labels right of it
    run to the left, the highest on top. Raises ValueError for a value outside 0..100.
    """
    for marker in markers:
        if not 0 <= marker.value <= HUNDRED:
            raise ValueError(f"index {marker.value} is outside 0..100")
    row_height, top = 24, 6
    line_y = top + row_height * len(markers) + 14
    spoken = [f"{marker.label} {number(marker.value, places=2)}" for marker in markers]
    if bands:
        spoken = [
            f"{text} ({band_of(marker.value, bands).name})" if marker.kind != "target" else text
            for text, marker in zip(spoken, markers, strict=True)
        ]
    canvas = Canvas(
        title=_("Skala indeks 0 sampai 100"),
        text="; ".join([*spoken, _bands_in_words(bands)]),
        height=line_y + 52,
        width=width,
        palette=palette,
    )
    _draw_bands(canvas, bands, line_y)
    low = sorted((m for m in markers if m.value < 50), key=lambda m: m.value)
    high = sorted((m for m in markers if m.value >= 50), key=lambda m: m.value, reverse=True)
    rows = list(enumerate([*high, *low]))
    for row, marker in rows:
        role = MARKER_ROLES.get(marker.kind, "ink")
        canvas.line(marker.value, top + row_height * row + 4, marker.value, line_y, role)
    for marker in sorted(markers, key=lambda m: m.kind == "final"):
        canvas.mark(marker.kind, marker.value, line_y, MARKER_ROLES.get(marker.kind, "ink"))
    for row, marker in rows:
        right = marker.value < 50
        canvas.label(
            marker.value, top + row_height * row + 13, f"{marker.label} {number(marker.value, places=2)}",
            role="ink", anchor="start" if right else "end", dx=7 if right else -7, bold=marker.kind == "final",
            halo=True,
        )  # fmt: skip
    return canvas.render()


def _bands_in_words(bands: Sequence[Band]) -> str:
    ordered = sorted(bands, key=lambda band: band.start, reverse=True)
    return ", ".join(
        _("%(name)s mulai %(start)s") % {"name": band.name, "start": number(band.start, places=2)}
        for band in ordered
    )


def _draw_bands(canvas: Canvas, bands: Sequence[Band], line_y: int) -> None:
    ordered = [band for band in sorted(bands, key=lambda band: band.start) if band.start > 0]
    canvas.rect(Decimal(0), HUNDRED, line_y - 3, 6, "track")
    for band, following in zip(ordered, [*[b.start for b in ordered[1:]], HUNDRED], strict=True):
        canvas.rect(band.start, following - band.start, line_y - 3, 6, band.slug)
        canvas.label((band.start + following) / 2, line_y + 26, band.name, anchor="middle", is_official=True)
    for band in ordered[1:]:
        canvas.line(band.start, line_y - 7, band.start, line_y + 10, "ink")
        canvas.label(band.start, line_y + 46, number(band.start, places=2), anchor="middle", role="ink")
    canvas.label(Decimal(0), line_y + 46, "0", role="ink")
    canvas.label(HUNDRED, line_y + 46, "100", anchor="end", role="ink")


def waterfall(
    parts: Sequence[Part], *, total: Decimal, bands: Sequence[Band] = (), index: Decimal | None = None,
    width: int | None = None, palette: Palette | None = None,
) -> str:  # fmt: skip
    """Draw how the addends build the index: each bar starts where the one before ended.

    The axis is the index, 0 to 100, so a part of p points is p / total x 100 wide (`total` is 250 in 2026). The pale track
    behind a bar shows the most that this part could reach from there. `index` is the stored index, printed as it is;
    adding up rounded parts here could print another one.
    """
    row_height, bar = 46, 14
    rows = len(parts) + (1 if index is not None else 0)
    spoken = [
        _("%(label)s %(points)s dari %(maximum)s")
        % {"label": p.label, "points": number(p.points, places=2), "maximum": number(p.maximum)}
        for p in parts
    ]
    if index is not None:
        spoken.append(_("Indeks %(value)s") % {"value": number(index, places=2)})
    canvas = Canvas(
        title=_("Susunan indeks"), text="; ".join(spoken), height=row_height * rows + 22, width=width,
        palette=palette,
    )  # fmt: skip
    for band in bands:
        if band.start > 1:
            canvas.line(band.start, 0, band.start, row_height * rows, "line")
    start = Decimal(0)
    # The connectors come first: a label drawn later stays readable on top of one.
    for row, part in enumerate(parts[: rows - 1]):
        start += part.points / total * HUNDRED
        y = row * row_height + 20
        canvas.line(start, y, start, y + row_height, "muted", ' stroke-dasharray="2 3"')
    start = Decimal(0)
    for row, part in enumerate(parts):
        y = row * row_height
        length = part.points / total * HUNDRED
        reach = min(part.maximum / total * HUNDRED, HUNDRED - start)
        canvas.label(Decimal(0), y + 14, part.label, role="ink", halo=True)
        told = _("%(points)s dari %(maximum)s") % {
            "points": number(part.points, places=2), "maximum": number(part.maximum)
        }  # fmt: skip
        canvas.label(HUNDRED, y + 14, told, anchor="end", role="ink", halo=True)
        canvas.rect(start, reach, y + 20, bar, "track")
        canvas.rect(start, length, y + 20, bar, "accent" if row == 0 else "ink" if row == 1 else "muted")
        start += length
    if index is not None:
        _draw_total(canvas, index, bands, y=len(parts) * row_height, bar=bar)
    for at, anchor in ((Decimal(0), "start"), (HUNDRED, "end")):
        canvas.label(at, row_height * rows + 12, number(at), anchor=anchor)
    for band in bands:
        if band.start > 1:
            canvas.label(band.start, row_height * rows + 12, number(band.start, places=2), anchor="middle")
    return canvas.render()


def _draw_total(canvas: Canvas, index: Decimal, bands: Sequence[Band], *, y: int, bar: int) -> None:
    band = band_of(index, bands) if bands else None
    canvas.label(Decimal(0), y + 14, _("Indeks"), role="ink", bold=True, halo=True)
    told = number(index, places=2) + (f" · {band.name}" if band else "")
    canvas.label(HUNDRED, y + 14, told, anchor="end", role="ink", bold=True, halo=True)
    canvas.rect(Decimal(0), index, y + 20, bar, band.slug if band else "accent")


def trend_line(
    points: Sequence[Point], *, title: str, width: int | None = None, palette: Palette | None = None,
) -> str:  # fmt: skip
    """Draw an index over the years on the full scale 0 to 100, each point with its number.

    The scale is never cut, so a small rise looks small. Results of different scales (before 2021) do not belong here.
    """
    high, top, foot = 150, 22, 26
    told = "; ".join(f"{p.label}: {number(p.value, places=2)}" for p in points)
    canvas = Canvas(title=title, text=told, height=top + high + foot, width=width, palette=palette)
    # The first tenth belongs to the numbers of the axis, so that no point's number meets them.
    gutter = Decimal(10)
    step = (HUNDRED - gutter) / max(len(points), 1)

    def place(row: int, value: Decimal) -> tuple[Decimal, int]:
        return gutter + step * row + step / 2, top + int((HUNDRED - value) * high / HUNDRED)

    for level in (0, 50, 100):
        y = top + (100 - level) * high // 100
        canvas.line(Decimal(0), y, HUNDRED, y, "line")
        canvas.label(Decimal(0), y - 4, str(level))
    for (row, one), (_row, two) in pairwise(enumerate(points)):
        if one.value is not None and two.value is not None:
            x1, y1 = place(row, one.value)
            x2, y2 = place(row + 1, two.value)
            canvas.line(x1, y1, x2, y2, "accent", ' stroke-width="2.5"')
    for row, point in enumerate(points):
        middle = gutter + step * row + step / 2
        canvas.label(middle, top + high + 20, point.label, anchor="middle")
        if point.value is not None:
            x, y = place(row, point.value)
            canvas.mark("verified", x, y, "accent")
            canvas.label(x, y - 12, number(point.value, places=2), anchor="middle", role="ink", halo=True)
    return canvas.render()
