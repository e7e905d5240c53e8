from __future__ import annotations

import csv
import io
from decimal import Decimal
from pathlib import Path
from xml.etree import ElementTree

import pytest

import regions
from iga_portal.web.charts import Palette
from iga_portal.web.tilemap import Tile, legend, tile_map
from regions import tiling
from regions.queries.tiles import TABLE, tile_places

SVG = "{http://www.w3.org/2000/svg}"
KOTIM = Tile(
    name="Kab. <Kotim>", column=3, row=2, url="/daerah/62.02/", index=Decimal("51.8"), predicate="Inovatif", group="Kalteng"
)  # fmt: skip
BENGKULU = Tile(name="Kota Bengkulu", column=1, row=4, url="/daerah/17.71/", predicate="", group="Bengkulu")


def test_each_tile_is_a_link_that_says_name_index_and_predicate():
    drawn = ElementTree.fromstring(tile_map([KOTIM, BENGKULU], title="Peta"))
    links = {
        link.get("href"): (link.get("aria-label"), link.find(f"{SVG}rect").get("class"))
        for link in drawn.iter(f"{SVG}a")
    }
    assert links == {
        "/daerah/62.02/": ("Kab. <Kotim>: 51,80, Inovatif", "fill-inovatif"),
        "/daerah/17.71/": ("Kota Bengkulu: tanpa hasil", "fill-track"),
    }
    # Cut to what is there: columns 1 to 3 and rows 2 to 4 in cells of 20 units.
    assert drawn.get("viewBox") == "20 40 60 60"
    assert not [node for node in drawn.iter() if node.get("style")]


def test_a_print_is_one_picture_with_the_counts_as_its_words():
    drawn = ElementTree.fromstring(tile_map([KOTIM, BENGKULU], title="Peta", width=300, palette=Palette()))
    assert drawn.get("role") == "img"
    assert drawn.get("aria-label").endswith(
        "Inovatif 1, Kurang Inovatif 0, Tidak Dapat Dinilai 0, Tanpa hasil 1"
    )
    assert list(drawn.iter(f"{SVG}a")) == []
    assert {node.get("fill") for node in drawn.iter(f"{SVG}rect")} == {Palette().inovatif, Palette().track}


def test_legend_counts_every_tile_once():
    assert [(entry.slug, entry.count) for entry in legend([KOTIM, BENGKULU])] == [
        ("sangat-inovatif", 0), ("inovatif", 1), ("kurang-inovatif", 0), ("tidak-dapat-dinilai", 0), ("track", 1)
    ]  # fmt: skip


def test_two_tiles_on_one_place_are_refused():
    with pytest.raises(ValueError, match="two tiles"):
        tile_map([KOTIM, KOTIM], title="Peta")


def test_every_region_has_a_place_of_its_own():
    with (Path(regions.__file__).parent / "data" / "regions.csv").open(encoding="utf-8") as file:
        known = {row["code"]: row for row in csv.DictReader(file)}
    places = tile_places()
    assert set(places) == set(known)
    for provinces in (True, False):
        cells = [
            (p.column, p.row)
            for code, p in places.items()
            if (known[code]["kind"] == "provinsi") is provinces
        ]
        assert len(set(cells)) == len(cells) == (38 if provinces else 514)


def test_neighbours_stay_near_and_islands_where_one_looks_for_them():
    places = tile_places()

    def middle(*prefixes: str) -> tuple[Decimal, Decimal]:
        own = [p for code, p in places.items() if len(code) > 2 and code[:2] in prefixes]
        return (
            Decimal(sum(p.column for p in own)) / len(own),
            Decimal(sum(p.row for p in own)) / len(own),
        )

    sumatra, java = middle("11", "12", "13", "14", "15", "16", "17", "18"), middle("32", "33", "35")
    kalimantan, sulawesi, papua = (
        middle("61", "62", "63", "64"),
        middle("72", "73", "74"),
        middle("91", "94", "95"),
    )
    assert sumatra[0] < kalimantan[0] < sulawesi[0] < papua[0]
    assert java[1] > kalimantan[1]
    # Kota and Kabupaten of one name touch each other.
    for one, other in (("32.73", "32.77"), ("35.78", "35.15"), ("71.71", "71.06")):
        assert abs(places[one].column - places[other].column) <= 2
        assert abs(places[one].row - places[other].row) <= 2


def test_the_table_is_what_the_method_gives():
    made = io.StringIO()
    tiling.write(made)
    assert made.getvalue() == TABLE.read_text(encoding="utf-8")
