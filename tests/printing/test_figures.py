"""The pictures: well-formed, of one language, and true to their numbers; the ornaments as their rule draws them."""

import base64
from decimal import Decimal
from xml.etree import ElementTree

import pytest
import segno

from reports.printing import ornaments
from reports.printing.figures import PREDICATE_COLOURS, index_scale, qr_code, waterfall
from reports.printing.samples import sample_report
from reports.printing.snapshot import Basis

SVG = "{http://www.w3.org/2000/svg}"


def drawn(figure) -> ElementTree.Element:
    return ElementTree.fromstring(base64.b64decode(figure.src.partition(",")[2]))


def words(figure) -> list[str]:
    return [node.text for node in drawn(figure).iter(f"{SVG}text")]


@pytest.fixture(scope="module")
def report():
    return sample_report(counted=14, outside=0)


@pytest.mark.parametrize("index", ["0.00", "0.01", "40.00", "51.82", "99.99", "100.00"])
def test_index_scale_stays_in_its_picture_and_places_the_dot_by_value(report, index):
    value = Decimal(index)
    figure = index_scale(report.bands, [(Basis.FINAL, value, "Inovatif")], own=Basis.FINAL)
    root = drawn(figure)
    width = float(root.get("width").removesuffix("mm"))
    (dot,) = root.iter(f"{SVG}circle")
    place = float(dot.get("cx"))
    assert 34 <= place <= width
    assert place == pytest.approx(34 + float(value) / 100 * (width - 35), abs=0.01)
    assert index.replace(".", ",") in words(figure)
    assert f"Final: {index.replace('.', ',')}, Inovatif" in figure.alt


def test_index_scale_says_what_is_missing(report):
    figure = index_scale(report.bands, [(Basis.FINAL, None, None)], own=Basis.CLAIMED)
    assert "belum ada" in words(figure)
    assert "Final: belum ada" in figure.alt
    assert not list(drawn(figure).iter(f"{SVG}circle"))


def test_waterfall_bars_are_as_long_as_their_points(report):
    parts = report.parts
    root = drawn(waterfall(parts, index=report.result.index, predicate=report.result.predicate))
    bars = [
        (float(node.get("x")), float(node.get("width")))
        for node in root.iter(f"{SVG}rect")
        if node.get("fill") not in {"#f3efe8"}
    ]
    span = 174 - 24 - 46
    lengths = [
        float(points) / 250 * span
        for points in (parts.spd, parts.maturity_mean, parts.count_score, parts.total)
    ]
    assert [width for _, width in bars] == pytest.approx(lengths, abs=0.01)
    starts = [46, 46 + lengths[0], 46 + lengths[0] + lengths[1], 46]
    assert [x for x, _ in bars] == pytest.approx(starts, abs=0.01)


def test_qr_code_draws_every_module_of_the_symbol():
    payload = "https://portal.example/periksa/PGM-62.02-2026-0003"
    path = drawn(qr_code(payload, alt="x")).find(f"{SVG}path").get("d")
    filled = set()
    for run in path.split("M")[1:]:
        start, _, rest = run.partition("h")
        x, y = map(int, start.split())
        filled |= {(x - 4 + step, y - 4) for step in range(int(rest.split("v")[0]))}
    symbol = segno.make(payload, error="m", micro=False, boost_error=False).matrix
    assert filled == {(x, y) for y, row in enumerate(symbol) for x, module in enumerate(row) if module}


def luminance(colour: str) -> float:
    def linear(part: int) -> float:
        share = part / 255
        return share / 12.92 if share <= 0.04045 else ((share + 0.055) / 1.055) ** 2.4

    red, green, blue = (int(colour[place : place + 2], 16) for place in (1, 3, 5))
    return 0.2126 * linear(red) + 0.7152 * linear(green) + 0.0722 * linear(blue)


def test_predicates_are_readable_and_differ_in_lightness():
    strong = [luminance(colour) for colour, _ in PREDICATE_COLOURS.values()]
    assert all(1.05 / (value + 0.05) >= 4.5 for value in strong)
    assert len({round(value, 2) for value in strong}) == 4


@pytest.mark.parametrize("name", sorted(ornaments.files()))
def test_ornament_files_are_what_their_rule_draws(name):
    assert (ornaments.FOLDER / name).read_text(encoding="utf-8") == ornaments.files()[name]
