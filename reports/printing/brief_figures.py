"""The course of the season for the one page, drawn in millimetres. Decimal throughout: see `figures` for the pictures it shares."""

from collections.abc import Sequence
from decimal import Decimal
from html import escape

from reports.printing.brief_snapshot import BriefMoment
from reports.printing.figures import BASIS_NAMES, INK, LINE, MUTED, Figure, data_uri
from reports.printing.formats import decimal_text
from reports.printing.snapshot import Basis

WIDTH, HEIGHT = Decimal(84), Decimal(30)
LEFT, RIGHT, TOP, BOTTOM = Decimal(8), Decimal(72), Decimal(3), Decimal(25)
STROKES = {Basis.CLAIMED: MUTED, Basis.VERIFIED: INK, Basis.FINAL: "#8c1c22"}
DASHES = {Basis.CLAIMED: ' stroke-dasharray="1.4 0.9"'}
APART = Decimal("3.2")
CENT = Decimal("0.01")


def course(moments: Sequence[BriefMoment], *, target: Decimal | None) -> Figure:
    """Lines of the bases on the full scale 0 to 100, with the last number of each; the target as a dotted level."""
    step = (RIGHT - LEFT) / max(len(moments) - 1, 1)

    def at(place: int) -> str:
        return _mm(LEFT + step * place)

    def height(index: Decimal) -> Decimal:
        return BOTTOM - (BOTTOM - TOP) * index / 100

    body = []
    for level in (0, 50, 100):
        y = height(Decimal(level))
        body.append(f'<path d="M{_mm(LEFT)} {_mm(y)}H{_mm(RIGHT)}" stroke="{LINE}" stroke-width="0.15"/>')
        body.append(_text(LEFT - 1, y + Decimal("0.9"), str(level), anchor="end"))
    if target is not None:
        level_y = _mm(height(target))
        body.append(
            f'<path d="M{_mm(LEFT)} {level_y}H{_mm(RIGHT)}" stroke="{INK}" stroke-width="0.3" stroke-dasharray="0.3 1"/>'
        )
    for place, moment in enumerate(moments):
        body.append(_text(LEFT + step * place, BOTTOM + Decimal("3.6"), moment.label, anchor="middle"))
    ends = []
    said = []
    for basis in Basis:
        values = [getattr(moment, basis.value) for moment in moments]
        points = [(at(place), height(index)) for place, index in enumerate(values) if index is not None]
        if not points:
            continue
        path = "L".join(f"{x} {_mm(y)}" for x, y in points)
        body.append(
            f'<path d="M{path}" fill="none" stroke="{STROKES[basis]}" stroke-width="0.5"{DASHES.get(basis, "")}/>'
        )
        last = next(index for index in reversed(values) if index is not None)
        ends.append((points[-1][1], last, basis))
        told = ", ".join(
            f"{moment.label} {decimal_text(index)}"
            for moment, index in zip(moments, values, strict=True)
            if index is not None
        )
        said.append(f"{BASIS_NAMES[basis]}: {told}")
    below = Decimal(0)
    for y, index, basis in sorted(ends):
        y = max(y + Decimal("0.9"), below)
        below = y + APART
        body.append(_text(RIGHT + 1, y, decimal_text(index), fill=STROKES[basis], strong=True))
    svg = (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}mm" height="{HEIGHT}mm" '
        f'viewBox="0 0 {WIDTH} {HEIGHT}" font-family="Lato">{"".join(body)}</svg>'
    )
    return Figure(data_uri(svg), f"Perjalanan indeks. {'; '.join(said)}.")


def _text(
    x: Decimal, y: Decimal, text: str, *, anchor: str = "start", fill: str = MUTED, strong: bool = False
) -> str:
    weight = ' font-weight="700"' if strong else ""
    return (
        f'<text x="{_mm(x)}" y="{_mm(y)}" font-size="2.4" fill="{fill}" text-anchor="{anchor}"{weight}>'
        f"{escape(text)}</text>"
    )


def _mm(value: Decimal) -> str:
    return f"{value.quantize(CENT):f}"
