"""The ornaments of the documents, drawn by rule: no emblem of state, no borrowed artwork.

Two motifs: "pilin", the twisted rope that runs along woven and carved borders from Aceh to Papua, drawn as
strands of sine curves as on a security print; and "kawung", four petals around a point, for the corners. The
rosette behind the index is the same rope closed to a ring.

`python -m reports.printing.ornaments` writes the SVG files of static/print; a test holds file and rule
together. The files, not this code, are what a document uses: bytes must not hang on the last digit of a
platform's sine.
"""

from math import cos, pi, sin
from pathlib import Path

RED = "#8c1c22"
GOLD = "#b08d3c"
PALE_GOLD = "#dccb9a"

FOLDER = Path(__file__).resolve().parents[2] / "static" / "print"

Point = tuple[float, float]

# Half a sine wave as one cubic Bezier: right height and slopes, 1 % off between. Every curve of an ornament
# is read again for every document printed; quarters would be exact and cost twice as much.
_HALF_X = (4 / 3 / pi, 1 - 4 / 3 / pi)
_HALF_Y = 4 / 3


def _number(value: float) -> str:
    text = f"{value:.2f}".rstrip("0").rstrip(".")
    return "0" if text in {"-0", ""} else text


def _curve(*points: Point) -> str:
    return "C" + " ".join(f"{_number(x)} {_number(y)}" for x, y in points)


def _move(point: Point) -> str:
    return f"M{_number(point[0])} {_number(point[1])}"


def _wave(start: Point, *, length: float, periods: int, amplitude: float, sign: int, vertical: bool) -> str:
    """A sine of whole periods from `start` along an axis; `sign` is the side of its first half wave."""

    def at(along: float, across: float) -> Point:
        return (start[0] + across, start[1] + along) if vertical else (start[0] + along, start[1] + across)

    half = length / periods / 2
    path = [_move(start)]
    for step in range(periods * 2):
        base, height = step * half, amplitude * sign * _HALF_Y * (1 if step % 2 == 0 else -1)
        path.append(
            _curve(
                at(base + _HALF_X[0] * half, height), at(base + _HALF_X[1] * half, height), at(base + half, 0)
            )
        )
    return "".join(path)


def _rope(start: Point, *, length: float, periods: int, width: float, vertical: bool) -> tuple[str, str]:
    """The two colours of a rope: strong strands, and thinner ones between them."""
    strong = "".join(
        _wave(start, length=length, periods=periods, amplitude=width / 2, sign=sign, vertical=vertical)
        for sign in (1, -1)
    )
    fine = "".join(
        _wave(
            start, length=length, periods=periods, amplitude=width / 2 * share, sign=sign, vertical=vertical
        )
        for share in (0.62, 0.3)
        for sign in (1, -1)
    )
    return strong, fine


def _petal(centre: Point, angle: float, *, near: float, far: float, bulge: float) -> str:
    """One kawung petal: a lens from `near` to `far` along `angle`."""

    def at(along: float, across: float) -> Point:
        return (
            centre[0] + along * cos(angle) - across * sin(angle),
            centre[1] + along * sin(angle) + across * cos(angle),
        )

    third = (far - near) / 3
    return (
        _move(at(near, 0))
        + _curve(at(near + third * 0.6, bulge), at(far - third * 0.6, bulge), at(far, 0))
        + _curve(at(far - third * 0.6, -bulge), at(near + third * 0.6, -bulge), at(near, 0))
        + "Z"
    )


def _kawung(centre: Point, *, size: float) -> tuple[str, str]:
    """Four petals on the diagonals with their inner seeds, and the small cross between them."""
    diagonals = [pi / 4 + turn * pi / 2 for turn in range(4)]
    far = size * 0.66
    petals = "".join(
        _petal(centre, angle, near=size * 0.06, far=far, bulge=size * 0.3) for angle in diagonals
    )
    seeds = "".join(
        _petal(centre, angle, near=size * 0.2, far=far * 0.8, bulge=size * 0.1) for angle in diagonals
    )
    cross = "".join(
        _petal(centre, turn * pi / 2, near=size * 0.16, far=size * 0.42, bulge=size * 0.05)
        for turn in range(4)
    )
    return petals, seeds + cross


def _svg(width: float, height: float, body: str) -> str:
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{_number(width)}mm" height="{_number(height)}mm" '
        f'viewBox="0 0 {_number(width)} {_number(height)}" fill="none" stroke-linejoin="round">{body}</svg>\n'
    )


def _stroke(path: str, *, colour: str, width: float) -> str:
    return f'<path d="{path}" stroke="{colour}" stroke-width="{width}"/>'


def _frame_line(inset: float, *, width: float, height: float, colour: str, stroke: float) -> str:
    right, bottom = _number(width - inset), _number(height - inset)
    edge = _number(inset)
    return _stroke(f"M{edge} {edge}H{right}V{bottom}H{edge}Z", colour=colour, width=stroke)


def certificate_frame(*, width: float = 279.0, height: float = 192.0, band: float = 9.0) -> str:
    """The frame of a landscape certificate, in millimetres: rope along the sides, kawung in the corners,
    hairlines.
    """
    strong, fine = [], []
    middle = band / 2
    for start, length, periods, vertical in (
        ((band, middle), width - 2 * band, 29, False),
        ((band, height - middle), width - 2 * band, 29, False),
        ((middle, band), height - 2 * band, 19, True),
        ((width - middle, band), height - 2 * band, 19, True),
    ):
        pair = _rope(start, length=length, periods=periods, width=band * 0.62, vertical=vertical)
        strong.append(pair[0])
        fine.append(pair[1])
    corners = [
        _kawung((x, y), size=band * 0.92) for x in (middle, width - middle) for y in (middle, height - middle)
    ]
    lines = [
        _frame_line(0.2, width=width, height=height, colour=RED, stroke=0.4),
        _frame_line(band, width=width, height=height, colour=RED, stroke=0.3),
        _frame_line(band + 1.3, width=width, height=height, colour=GOLD, stroke=0.18),
    ]
    body = (
        _stroke("".join(fine), colour=GOLD, width=0.13)
        + _stroke("".join(strong), colour=RED, width=0.2)
        + f'<path d="{"".join(petals for petals, _ in corners)}" fill="{RED}"/>'
        + f'<path d="{"".join(seeds for _, seeds in corners)}" fill="{PALE_GOLD}"/>'
        + "".join(lines)
    )
    return _svg(width, height, body)


def _ring(centre: Point, *, radius: float, amplitude: float, lobes: int, phase: float) -> str:
    """A closed rope strand r(t) = radius + amplitude sin(lobes t + phase), as Beziers from extreme to
    extreme.

    Cut at the extremes, wherever the phase puts them, every strand is the same curve turned.
    """
    steps = lobes * 2
    width = 2 * pi / steps
    begin = (pi / 2 - phase) / lobes

    def place(t: float) -> Point:
        r = radius + amplitude * sin(lobes * t + phase)
        return centre[0] + r * cos(t), centre[1] + r * sin(t)

    def speed(t: float) -> Point:
        r = radius + amplitude * sin(lobes * t + phase)
        dr = amplitude * lobes * cos(lobes * t + phase)
        return dr * cos(t) - r * sin(t), dr * sin(t) + r * cos(t)

    path = [_move(place(begin))]
    for step in range(steps):
        t0, t1 = begin + step * width, begin + (step + 1) * width
        (x0, y0), (x1, y1), (vx0, vy0), (vx1, vy1) = place(t0), place(t1), speed(t0), speed(t1)
        third = width / 3
        path.append(
            _curve((x0 + vx0 * third, y0 + vy0 * third), (x1 - vx1 * third, y1 - vy1 * third), (x1, y1))
        )
    return "".join(path) + "Z"


def rosette(*, size: float = 62.0) -> str:
    """The ring around the index on a certificate, in millimetres."""
    centre = (size / 2, size / 2)
    outer = "".join(
        _ring(centre, radius=size * 0.425, amplitude=size * 0.062, lobes=24, phase=turn * pi / 3)
        for turn in range(6)
    )
    inner = "".join(
        _ring(centre, radius=size * 0.352, amplitude=size * 0.02, lobes=24, phase=turn * pi / 2)
        for turn in range(4)
    )
    circle = size * 0.318
    around = (
        f'<circle cx="{_number(centre[0])}" cy="{_number(centre[1])}" r="{_number(circle)}" '
        f'stroke="{RED}" stroke-width="0.3"/>'
    )
    return _svg(
        size, size, _stroke(outer, colour=GOLD, width=0.14) + _stroke(inner, colour=RED, width=0.14) + around
    )


def strip(*, width: float = 174.0, height: float = 4.4) -> str:
    """The rope over the first page of a report, in millimetres."""
    strong, fine = _rope((0, height / 2), length=width, periods=29, width=height * 0.86, vertical=False)
    return _svg(
        width, height, _stroke(fine, colour=GOLD, width=0.12) + _stroke(strong, colour=RED, width=0.2)
    )


def watermark(*, width: float, height: float, text: str = "CONTOH") -> str:
    """The word across a demonstration page, as real text, light enough to read everything over it."""
    size = min(width, height) * 0.26
    x, y = _number(width / 2), _number(height / 2)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{_number(width)}mm" height="{_number(height)}mm" '
        f'viewBox="0 0 {_number(width)} {_number(height)}">'
        f'<text x="{x}" y="{_number(height / 2 + size * 0.33)}" font-family="Lato" font-size="{_number(size)}" '
        f'letter-spacing="{_number(size * 0.08)}" text-anchor="middle" fill="#f7e8e5" '
        f'transform="rotate(-32 {x} {y})">{text}</text></svg>\n'
    )


def files() -> dict[str, str]:
    """File name in static/print -> content."""
    return {
        "bingkai-piagam.svg": certificate_frame(),
        "roset.svg": rosette(),
        "pilin.svg": strip(),
        "contoh-tegak.svg": watermark(width=210, height=297),
        "contoh-lebar.svg": watermark(width=297, height=210),
    }


if __name__ == "__main__":
    for name, content in files().items():
        (FOLDER / name).write_text(content, encoding="utf-8")
