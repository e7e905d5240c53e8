"""Where each region stands on the tile map: a table of our own, made by `regions.tiling`."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import cache
from pathlib import Path

TABLE = Path(__file__).resolve().parent.parent / "data" / "tiles.csv"


@dataclass(frozen=True, slots=True)
class TilePlace:
    """Cell of a region, counted from the north-west. `label` is the short name of a province, "" for the others.

    The 38 provinces are a map of their own, and so are the 514 kabupaten and kota.
    """

    column: int
    row: int
    label: str


@cache
def tile_places() -> dict[str, TilePlace]:
    """Region code -> its cell, for all 552 regions of the decree."""
    with TABLE.open(encoding="utf-8", newline="") as file:
        return {
            row["code"]: TilePlace(int(row["column"]), int(row["row"]), row["label"])
            for row in csv.DictReader(file)
        }
