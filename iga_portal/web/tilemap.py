"""The tile map: one equal tile per region, placed so that Indonesia is recognised, coloured by predicate.

Equal tiles because a small city is as much a government as a large kabupaten. On a page every tile is a link whose accessible
text says name, index and predicate; colour is never the only teller. The drawing scales with its column. For print, pass
`width` (px) and a `Palette`: then it is one picture with one description, without links. No `style` attribute is written.

Where the tiles stand is the caller's knowledge (`regions.queries.tiles`); this module knows no regions.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from html import escape
from itertools import groupby

from django.utils.text import slugify
from django.utils.translation import gettext as _

from iga_portal.web.charts import Palette
from iga_portal.web.formats import number

STEP = 20
"""Side of a cell in units of the drawing; the tile itself leaves one unit of air on each side."""
PREDICATES = ("Sangat Inovatif", "Inovatif", "Kurang Inovatif", "Tidak Dapat Dinilai")
NOTHING = "track"


@dataclass(frozen=True, slots=True, kw_only=True)
class Tile:
    """One region on the map. `group` names what it belongs to (its province), `label` is written on it when it is large.

    `index` is 0..100 or None; `predicate` the official name, "" where there is no result. `note` is said after them.
    """

    name: str
    column: int
    row: int
    url: str = ""
    index: Decimal | None = None
    predicate: str = ""
    group: str = ""
    label: str = ""
    note: str = ""

    @property
    def slug(self) -> str:
        return slugify(self.predicate) if self.predicate in PREDICATES else NOTHING

    @property
    def spoken(self) -> str:
        """ "Kota Bengkulu: 51,82, Inovatif": what a tooltip shows and a screen reader reads."""
        told = [number(self.index, places=2)] if self.index is not None else []
        told.append(self.predicate or _("tanpa hasil"))
        if self.note:
            told.append(self.note)
        return f"{self.name}: {', '.join(told)}"


@dataclass(frozen=True, slots=True)
class LegendEntry:
    name: str
    slug: str
    count: int


def legend(tiles: Sequence[Tile]) -> list[LegendEntry]:
    """Every predicate with the number of its tiles, best first; regions without a result last, if there are any."""
    counts = Counter(tile.slug for tile in tiles)
    entries = [LegendEntry(name, slugify(name), counts[slugify(name)]) for name in PREDICATES]
    if counts[NOTHING]:
        entries.append(LegendEntry(_("Tanpa hasil"), NOTHING, counts[NOTHING]))
    return entries


def tile_map(
    tiles: Sequence[Tile], *, title: str, width: int | None = None, palette: Palette | None = None,
) -> str:  # fmt: skip
    """Draw the map, cut to the tiles that are given; they keep the given order, which is the order of the keyboard.

    Raises ValueError when two tiles stand on one place.
    """
    taken = Counter((tile.column, tile.row) for tile in tiles)
    twice = [cell for cell, count in taken.items() if count > 1]
    if twice:
        raise ValueError(f"two tiles on {twice[0]}")
    left, top = min((t.column for t in tiles), default=0), min((t.row for t in tiles), default=0)
    columns = max((t.column for t in tiles), default=0) - left + 1
    rows = max((t.row for t in tiles), default=0) - top + 1
    view = f"{left * STEP} {top * STEP} {columns * STEP} {rows * STEP}"
    if palette is not None or width is not None:
        return _picture(
            tiles, title=title, view=view, width=width, rows=rows, columns=columns, palette=palette
        )
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" class="tilemap" viewBox="{view}" '
        f'role="group" aria-label="{escape(title)}">'
    ]
    for group, members in groupby(tiles, key=lambda tile: tile.group):
        parts.append(f'<g role="group" aria-label="{escape(group)}">' if group else "<g>")
        parts += [_linked(tile) for tile in members]
        parts.append("</g>")
    return "".join([*parts, "</svg>"])


def _rect(tile: Tile, paint: str) -> str:
    return (
        f'<rect x="{tile.column * STEP + 1}" y="{tile.row * STEP + 1}" width="{STEP - 2}" height="{STEP - 2}" '
        f'rx="2" {paint}/>'
    )


def _text(tile: Tile, paint: str) -> str:
    if not tile.label:
        return ""
    # Nine letters fit a tile; a unit of the drawing is a twentieth of it.
    return (
        f'<text x="{tile.column * STEP + STEP // 2}" y="{tile.row * STEP + 12}" font-size="3.1" text-anchor="middle" '
        f"{paint}>{escape(tile.label)}</text>"
    )


def _linked(tile: Tile) -> str:
    inner = _rect(tile, f'class="fill-{tile.slug}"') + _text(
        tile, f'class="on-{tile.slug}" aria-hidden="true"'
    )
    spoken = escape(tile.spoken)
    if not tile.url:
        return f'<g role="img" aria-label="{spoken}"><title>{spoken}</title>{inner}</g>'
    return f'<a href="{escape(tile.url)}" aria-label="{spoken}"><title>{spoken}</title>{inner}</a>'


def _picture(
    tiles: Sequence[Tile], *, title: str, view: str, width: int | None, rows: int, columns: int, palette: Palette | None,
) -> str:  # fmt: skip
    palette = palette or Palette()
    width = width or columns * STEP
    told = ", ".join(f"{entry.name} {number(entry.count)}" for entry in legend(tiles))
    head = (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{width * rows // columns}" viewBox="{view}" '
        f'font-family="{escape(palette.font)}" role="img" aria-label="{escape(title)}. {escape(told)}">'
        f"<title>{escape(title)}</title>"
    )
    colours = {"kurang-inovatif": palette.ink, NOTHING: palette.ink}
    shapes = [
        _rect(tile, f'fill="{getattr(palette, tile.slug.replace("-", "_"))}"')
        + _text(tile, f'fill="{colours.get(tile.slug, palette.paper)}"')
        for tile in tiles
    ]
    return "".join([head, *shapes, "</svg>"])
