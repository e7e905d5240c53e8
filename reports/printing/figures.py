"""The pictures of printed documents as SVG text with their alternative text.

The charts of the web (iga_portal.web.charts) follow the reader's language; a document may not. They are also
drawn for a screen. These are drawn for a page of 174 mm, in millimetres, and say the same.

A picture enters a page as `<img alt>`: inline SVG loses its alternative text in the PDF.
"""

import base64
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from html import escape

import segno

from reports.printing.formats import decimal_text, short_decimal
from reports.printing.snapshot import Band, Basis, ScoreParts

INK = "#1d1b19"
MUTED = "#5c5650"
LINE = "#cfc6b8"
TRACK = "#f3efe8"

#: Predicate -> (full colour, tint). The four differ in lightness too, and always stand beside their word.
PREDICATE_COLOURS = {
    "Sangat Inovatif": ("#00522c", "#d9e8dd"),
    "Inovatif": ("#0b6f78", "#dcecec"),
    "Kurang Inovatif": ("#7d5200", "#f6ead0"),
    "Tidak Dapat Dinilai": ("#74706b", "#e6e3df"),
}

BASIS_NAMES = {
    Basis.CLAIMED: "Pengukuran mandiri",
    Basis.VERIFIED: "Terverifikasi",
    Basis.FINAL: "Final",
}

WIDTH = 174.0

#: A basis with its index and predicate, or with None twice.
Lane = tuple[Basis, Decimal | None, str | None]


@dataclass(frozen=True, slots=True)
class Figure:
    """A picture ready for `<img src alt>`."""

    src: str
    alt: str


def predicate_colour(name: str) -> str:
    """The strong colour of a predicate; ink for one this year does not know."""
    return PREDICATE_COLOURS.get(name, (INK, TRACK))[0]


def data_uri(svg: str) -> str:
    """An SVG text as the only kind of address the renderer may open."""
    return "data:image/svg+xml;base64," + base64.b64encode(svg.encode()).decode()


def mm(value: Decimal | float) -> str:
    """A length in millimetres for an SVG attribute, two decimals at most."""
    text = f"{float(value):.2f}".rstrip("0").rstrip(".")
    return "0" if text in {"", "-0"} else text


def svg(width: float, height: float, body: Sequence[str]) -> str:
    """A drawing of so many millimetres whose unit is a millimetre."""
    size = f'width="{mm(width)}mm" height="{mm(height)}mm" viewBox="0 0 {mm(width)} {mm(height)}"'
    return f'<svg xmlns="http://www.w3.org/2000/svg" {size} font-family="Lato">{"".join(body)}</svg>'


def words(x: float, y: float, text: str, **attributes: str | float) -> str:
    """Text at millimetres; attribute names take underscores for hyphens. Size 2.7 mm is about 7.7 points."""
    known: dict[str, str | float] = {"font_size": 2.7, "fill": INK, **attributes}
    written = " ".join(f'{name.replace("_", "-")}="{value}"' for name, value in known.items())
    return f'<text x="{mm(x)}" y="{mm(y)}" {written}>{escape(text)}</text>'


def rect(x: float, y: float, width: float, height: float, fill: str, *, extra: str = "") -> str:
    """A filled rectangle in millimetres."""
    return f'<rect x="{mm(x)}" y="{mm(y)}" width="{mm(width)}" height="{mm(height)}" fill="{fill}" {extra}/>'


def index_scale(
    bands: Sequence[Band], values: Sequence[Lane], *, own: Basis, target: Decimal | None = None
) -> Figure:
    """A line from 0 to 100 under the predicates' bands, one lane per basis with its value or the word that it
    has none.

    `values` are (basis, index, predicate) from top to bottom; the lane of `own` is set strong. A `target` stands
    across all lanes, its number below.
    """
    left, right, top, lane = 34.0, WIDTH - 1.0, 6.5, 6.4
    span, height = right - left, 6.5 + 6.4 * len(values) + 7.0
    bottom = top + lane * len(values)

    def at(index: Decimal) -> float:
        return left + float(index) / 100 * span

    body = []
    for band in bands:
        start, end = at(band.lower), at(band.upper)
        if end - start < 0.5:  # a band of one value has no width to draw
            continue
        colour, tint = PREDICATE_COLOURS.get(band.name, (INK, TRACK))
        body.append(rect(start, top, end - start, bottom - top, tint))
        body.append(rect(start, bottom, end - start, 1.1, colour))
        body.append(
            words((start + end) / 2, 4.2, band.name, text_anchor="middle", fill=colour, font_weight=600)
        )
        body.append(words(start + 0.3, bottom + 4.6, decimal_text(band.lower), font_size=2.4, fill=MUTED))
    body.append(words(right, bottom + 4.6, "100", font_size=2.4, fill=MUTED, text_anchor="end"))
    for place, entry in enumerate(values):
        body.append(_lane(entry, y=top + lane * (place + 0.5), left=left, at=at, strong=entry[0] is own))
    said = _scale_in_words(bands, values)
    if target is not None:
        height += 3.2
        body.append(_target(at(target), target, top=top, bottom=bottom))
        said += f" Sasaran: {decimal_text(target)}."
    return Figure(data_uri(svg(WIDTH, height, body)), said)


def _target(x: float, target: Decimal, *, top: float, bottom: float) -> str:
    """A dotted line through the lanes with a diamond at its foot, and the number under the numbers of the bands."""
    foot = bottom + 0.55
    diamond = f"M{mm(x)} {mm(foot - 1.4)}L{mm(x + 1.4)} {mm(foot)}L{mm(x)} {mm(foot + 1.4)}L{mm(x - 1.4)} {mm(foot)}Z"
    return (
        f'<path d="M{mm(x)} {mm(top)}V{mm(bottom)}" stroke="{INK}" stroke-width="0.3" stroke-dasharray="0.4 0.8"/>'
        f'<path d="{diamond}" fill="#ffffff" stroke="{INK}" stroke-width="0.4"/>'
        + words(
            x,
            bottom + 7.8,
            f"Sasaran {decimal_text(target)}",
            font_size=2.6,
            text_anchor="middle",
            font_weight=600,
        )
    )


def _lane(lane: Lane, *, y: float, left: float, at: Callable[[Decimal], float], strong: bool) -> str:
    basis, index, predicate = lane
    weight = 700 if strong else 400
    parts = [words(0, y + 0.95, BASIS_NAMES[basis], font_weight=weight)]
    if index is None or predicate is None:
        return "".join([*parts, words(left + 2, y + 0.95, "belum ada", fill=MUTED, font_style="italic")])
    x, colour = at(index), predicate_colour(predicate)
    parts.append(
        f'<path d="M{mm(left)} {mm(y)}H{mm(x)}" stroke="{colour}" stroke-width="{0.7 if strong else 0.35}"/>'
    )
    parts.append(
        f'<circle cx="{mm(x)}" cy="{mm(y)}" r="{1.7 if strong else 1.3}" fill="{colour}" stroke="#ffffff" stroke-width="0.3"/>'
    )
    # Beside the dot, on the side where there is room for five digits.
    side, anchor = (x - 2.6, "end") if index > 88 else (x + 2.6, "start")
    parts.append(
        words(
            side,
            y + 1.05,
            decimal_text(index),
            font_weight=700 if strong else 600,
            font_size=3.1,
            text_anchor=anchor,
        )
    )
    return "".join(parts)


def _scale_in_words(bands: Sequence[Band], values: Sequence[Lane]) -> str:
    said = [
        f"{BASIS_NAMES[basis]}: {'belum ada' if index is None else f'{decimal_text(index)}, {predicate}'}"
        for basis, index, predicate in values
    ]
    ranges = [f"{band.name} {decimal_text(band.lower)} sampai {decimal_text(band.upper)}" for band in bands]
    return f"Skala indeks 0 sampai 100. {'; '.join(said)}. Rentang predikat: {'; '.join(ranges)}."


def waterfall(parts: ScoreParts, *, index: Decimal, predicate: str) -> Figure:
    """How SPD, mean maturity and count score stack up to the total; the pale bar behind each is what it could
    reach.
    """
    left, right, lane, bar = 46.0, WIDTH - 24.0, 6.8, 3.9
    span, height = right - left, 6.8 * 4 + 5.5

    def long(points: Decimal) -> float:
        return float(points) / float(parts.total_max) * span

    steps = (
        ("SPD", parts.spd, parts.spd_max, "#7a6a52"),
        ("Rata-rata kematangan", parts.maturity_mean, parts.maturity_max, "#9a8a70"),
        ("Skor jumlah inovasi", parts.count_score, parts.count_max, "#b9ab93"),
    )
    bottom = lane * 3 + 1.6 + bar + 1.0
    body, start = _axis(parts.total_max, left=left, right=right, top=0.6, bottom=bottom), Decimal(0)
    for place, (label, points, maximum, colour) in enumerate(steps):
        y, x = lane * place + 1.6, left + long(start)
        body.append(words(0, y + 2.9, label))
        body.append(rect(x, y, min(long(maximum), right - x), bar, TRACK))
        body.append(rect(x, y, long(points), bar, colour))
        joint, end = mm(x + long(points)), lane * (place + 1) + 1.6 + bar
        body.append(f'<path d="M{joint} {mm(y)}V{mm(end)}" stroke="{MUTED}" stroke-width="0.12"/>')
        body.append(words(WIDTH, y + 2.9, _of(points, maximum), text_anchor="end"))
        start += points
    y = lane * 3 + 1.6
    body.append(words(0, y + 2.9, "Jumlah", font_weight=700))
    body.append(rect(left, y, span, bar, TRACK))
    body.append(rect(left, y, long(parts.total), bar, predicate_colour(predicate)))
    body.append(words(WIDTH, y + 2.9, _of(parts.total, parts.total_max), text_anchor="end", font_weight=700))
    said = "; ".join(
        f"{label} {decimal_text(points)} dari {short_decimal(most)}" for label, points, most, _ in steps
    )
    alt = (
        f"Susunan nilai dalam poin: {said}; jumlah {decimal_text(parts.total)} dari {short_decimal(parts.total_max)}, "
        f"yang menjadi indeks {decimal_text(index)}."
    )
    return Figure(data_uri(svg(WIDTH, height, body)), alt)


def _of(points: Decimal, maximum: Decimal) -> str:
    return f"{decimal_text(points)} / {short_decimal(maximum)}"


def _axis(maximum: Decimal, *, left: float, right: float, top: float, bottom: float) -> list[str]:
    marks = []
    for step in range(6):
        x = left + (right - left) * step / 5
        marks.append(f'<path d="M{mm(x)} {mm(top)}V{mm(bottom)}" stroke="{LINE}" stroke-width="0.1"/>')
        marks.append(
            words(
                x,
                bottom + 2.7,
                short_decimal(maximum * step / 5),
                font_size=2.2,
                fill=MUTED,
                text_anchor="middle",
            )
        )
    return marks


def qr_code(payload: str, *, alt: str) -> Figure:
    """A QR code of error level M as filled runs, quiet zone of four modules included.

    Runs overlap their neighbours by a hair: viewers that smooth edges would show white seams between them.
    """
    matrix = segno.make(payload, error="m", micro=False, boost_error=False).matrix
    size = len(matrix) + 8
    path = []
    for y, row in enumerate(matrix):
        x = 0
        while x < len(row):
            start = x
            while x < len(row) and row[x]:
                x += 1
            if x > start:
                path.append(f"M{start + 4} {y + 4}h{x - start}v1.03h-{x - start}z")
            x += 1
    svg = (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{size}" height="{size}" viewBox="0 0 {size} {size}">'
        f'<rect width="{size}" height="{size}" fill="#ffffff"/><path d="{"".join(path)}" fill="{INK}"/></svg>'
    )
    return Figure(data_uri(svg), alt)
