"""The places of the tiles on the map."""

from __future__ import annotations

from typing import Final

from reports.opendata.columns.model import Column, Words

TILES: Final = (
    Column(
        name="map",
        type="text",
        words=Words("Peta tempat petak ini.", "The map this tile stands on."),
        values={
            "provinces": Words("peta 38 provinsi", "map of the 38 provinces"),
            "regions": Words("peta 514 kabupaten dan kota", "map of the 514 regencies and cities"),
        },
        example="regions",
    ),
    Column(
        name="code",
        type="text",
        words=Words("Kode Kemendagri daerah.", "Code of the region."),
        example="62.02",
    ),
    Column(
        name="column",
        type="integer",
        words=Words(
            "Kolom petak, dihitung dari barat mulai 0.", "Column of the tile, from the west, from 0."
        ),
        example=31,
    ),
    Column(
        name="row",
        type="integer",
        words=Words("Baris petak, dihitung dari utara mulai 0.", "Row of the tile, from the north, from 0."),
        example=14,
    ),
    Column(
        name="label",
        type="text",
        words=Words(
            "Nama pendek provinsi di atas petaknya.", "Short name of a province, written on its tile."
        ),
        example="",
        empty=Words("petak kabupaten atau kota", "tile of a regency or city"),
    ),
)
