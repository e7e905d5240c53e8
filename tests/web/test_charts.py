from __future__ import annotations

import base64
from decimal import Decimal
from xml.etree import ElementTree

import pytest
from django.utils import translation

from iga_portal.web import charts
from iga_portal.web.charts import Band, Marker, Palette, Part, Point
from iga_portal.web.gallery import BANDS, MARKERS, PARTS

SVG = "{http://www.w3.org/2000/svg}"


def tree(markup: str) -> ElementTree.Element:
    return ElementTree.fromstring(markup)


def by_class(root: ElementTree.Element, tag: str, name: str) -> list[ElementTree.Element]:
    return [node for node in root.iter(SVG + tag) if name in node.get("class", "").split()]


def draw_scale(**more) -> str:
    return charts.index_scale(BANDS, MARKERS, **more)


def draw_waterfall(**more) -> str:
    return charts.waterfall(PARTS, total=Decimal(250), bands=BANDS, index=Decimal("56.20"), **more)


def draw_trend(**more) -> str:
    points = [
        Point(label="2023", value=Decimal("40")),
        Point(label="2024", value=None),
        Point(label="2025", value=Decimal("50")),
    ]
    return charts.trend_line(points, title="Indeks", **more)


def test_scale_puts_bands_where_the_instrument_says():
    root = tree(draw_scale())
    places = {
        name: [(r.get("x"), r.get("width")) for r in by_class(root, "rect", f"fill-{name}")]
        for name in ("kurang-inovatif", "inovatif", "sangat-inovatif")
    }
    # 40.01 - 0.01 = 40; 65.01 - 40.01 = 25; 100 - 65.01 = 34.99
    assert places == {
        "kurang-inovatif": [("0.01%", "40%")],
        "inovatif": [("40.01%", "25%")],
        "sangat-inovatif": [("65.01%", "34.99%")],
    }


def test_scale_places_each_marker_at_its_value():
    root = tree(draw_scale())
    marks = {(node.get("x"), node.get("y")) for node in root.iter(SVG + "svg") if node.get("x")}
    # Four label rows of 24 after 6, and 14 more to the line: 6 + 96 + 14 = 116.
    assert marks == {("63.47%", "116"), ("58.09%", "116"), ("56.2%", "116"), ("65.01%", "116")}


def test_scale_gives_each_marker_a_row_of_its_own():
    root = tree(draw_scale())
    labels = {node.text: (node.get("y"), node.get("text-anchor")) for node in root.iter(SVG + "text")}
    # All lie right of the middle: they run to the left, the highest on top.
    assert labels["Sasaran 65,01"] == ("19", "end")
    assert labels["Pengukuran mandiri 63,47"] == ("43", "end")
    assert labels["Terverifikasi 58,09"] == ("67", "end")
    assert labels["Final 56,20"] == ("91", "end")


def test_scale_lets_low_labels_run_to_the_right():
    root = tree(charts.index_scale(BANDS, [Marker(kind="final", label="Final", value=Decimal("12.5"))]))
    label = next(node for node in root.iter(SVG + "text") if node.text == "Final 12,50")
    assert (label.get("x"), label.get("text-anchor")) == ("12.5%", "start")


def test_scale_tells_every_number_and_predicate():
    text = tree(draw_scale()).get("aria-label")
    for words in (
        "Pengukuran mandiri 63,47 (Inovatif)",
        "Final 56,20 (Inovatif)",
        "Sasaran 65,01;",
        "Sangat Inovatif mulai 65,01",
    ):
        assert words in text


@pytest.mark.parametrize("value", ["-0.01", "100.01"])
def test_scale_refuses_a_value_outside(value):
    with pytest.raises(ValueError, match="outside"):
        charts.index_scale(BANDS, [Marker(kind="final", label="Final", value=Decimal(value))])


@pytest.mark.parametrize(
    ("value", "name"),
    [
        ("0", "Tidak Dapat Dinilai"),
        ("0.01", "Kurang Inovatif"),
        ("40.00", "Kurang Inovatif"),
        ("40.01", "Inovatif"),
        ("65.00", "Inovatif"),
        ("65.01", "Sangat Inovatif"),
        ("100", "Sangat Inovatif"),
    ],
)
def test_band_of(value, name):
    assert charts.band_of(Decimal(value), BANDS).name == name


def test_waterfall_starts_each_part_where_the_last_ended():
    root = tree(draw_waterfall())
    bars = [(r.get("x"), r.get("width")) for r in root.iter(SVG + "rect") if r.get("class") != "fill-track"]
    # 40.10 / 250 = 16.04 %; 83.62 / 250 = 33.448 %; 16.78 / 250 = 6.712 %, which starts at 49.488 %; the sum is 56.2 %.
    assert bars == [("0%", "16.04%"), ("16.04%", "33.45%"), ("49.49%", "6.71%"), ("0%", "56.2%")]


def test_waterfall_shows_how_far_each_part_could_reach():
    root = tree(draw_waterfall())
    tracks = [(r.get("x"), r.get("width")) for r in by_class(root, "rect", "fill-track")]
    # 63 / 250 = 25.2 %; 111 / 250 = 44.4 %; 76 / 250 = 30.4 %
    assert tracks == [("0%", "25.2%"), ("16.04%", "44.4%"), ("49.49%", "30.4%")]


def test_waterfall_colours_the_index_by_its_predicate():
    assert [r.get("width") for r in by_class(tree(draw_waterfall()), "rect", "fill-inovatif")] == ["56.2%"]


def test_waterfall_tells_every_number():
    text = tree(draw_waterfall()).get("aria-label")
    for words in ("(SPD) 40,10 dari 63", "83,62 dari 111", "16,78 dari 76", "Indeks 56,20"):
        assert words in text


def test_trend_leaves_a_gap_where_there_is_no_value():
    root = tree(draw_trend())
    assert by_class(root, "line", "stroke-accent") == []
    whole = tree(
        charts.trend_line(
            [Point(label="2024", value=Decimal(40)), Point(label="2025", value=Decimal(50))], title="Indeks"
        )
    )
    line = by_class(whole, "line", "stroke-accent")[0]
    # Two columns of 45 % behind a gutter of 10 %: middles at 32.5 and 77.5. 40 of 100 stands 90 px under the top of 22.
    assert [line.get(k) for k in ("x1", "y1", "x2", "y2")] == ["32.5%", "112", "77.5%", "97"]


def test_numbers_follow_the_language():
    with translation.override("en"):
        assert "Final 56.20 (Inovatif)" in tree(draw_scale()).get("aria-label")


@pytest.mark.parametrize("draw", [draw_scale, draw_waterfall, draw_trend])
def test_page_drawing_is_fluid_and_needs_no_style(draw):
    root = tree(draw())
    assert (root.get("width"), root.get("role"), root.get("viewBox")) == ("100%", "img", None)
    assert root.find(SVG + "title") is not None
    assert [node.tag for node in root.iter() if "style" in node.attrib or "fill" in node.attrib] == []


@pytest.mark.parametrize("draw", [draw_scale, draw_waterfall, draw_trend])
def test_print_drawing_carries_its_own_colours_and_places(draw):
    markup = draw(width=500, palette=Palette(accent="#123456"))
    root = tree(markup)
    assert (root.get("width"), root.get("viewBox").split()[2]) == ("500", "500")
    assert "#123456" in markup
    assert "%" not in "".join(v for node in root.iter() for k, v in node.attrib.items() if k != "aria-label")
    assert [node.tag for node in root.iter() if "style" in node.attrib or "class" in node.attrib] == []


def test_print_drawing_scales_places_to_the_width():
    root = tree(draw_waterfall(width=500, palette=Palette()))
    # 16.04 % of 500 is 80.2
    assert [r.get("width") for r in root.iter(SVG + "rect")][1] == "80.2"


def test_labels_are_escaped():
    markup = charts.waterfall(
        [Part(label='<b onclick="x">', points=Decimal(1), maximum=Decimal(2))], total=Decimal(250)
    )
    assert "<b" not in markup
    assert tree(markup) is not None


def test_data_uri_holds_the_drawing():
    kind, data = charts.data_uri(draw_trend()).split(",")
    assert kind == "data:image/svg+xml;base64"
    assert base64.b64decode(data).decode() == draw_trend()


def test_bands_of_another_year_need_no_change_here():
    bands = [
        Band(name="Sangat Inovatif", start=Decimal("60.01")),
        Band(name="Inovatif", start=Decimal("35.00")),
    ]
    root = tree(charts.index_scale(bands, []))
    assert [(r.get("x"), r.get("width")) for r in by_class(root, "rect", "fill-inovatif")] == [
        ("35%", "25.01%")
    ]
