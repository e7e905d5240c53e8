"""The course of several indices: every number in words, lines that differ in more than colour, labels that do not meet."""

from __future__ import annotations

import re
from decimal import Decimal
from itertools import pairwise
from pathlib import Path

import pytest
from django.conf import settings

from iga_portal.web.charts import Palette
from iga_portal.web.charts_course import HIGH, LABEL_HEIGHT, TOP, Series, course_lines

CSS = (Path(settings.BASE_DIR) / "static" / "css" / "portal.css").read_text()
LABELS = ["1/7", "8/7", "15/7"]
LINES = [
    Series(kind="claimed", label="Mandiri", values=[Decimal("40.25"), Decimal("51.00"), Decimal("58.09")]),
    Series(kind="verified", label="Terverifikasi", values=[Decimal("10.00"), Decimal("30.50"), Decimal("57.90")]),
    Series(kind="final", label="Final <b>", values=[None, None, Decimal("57.00")]),
]  # fmt: skip


def draw(**more: object) -> str:
    return course_lines(LABELS, LINES, title="Perjalanan", **more)  # type: ignore[arg-type]


def test_every_number_is_told_in_words_and_labels_are_escaped() -> None:
    told = re.search(r'aria-label="([^"]+)"', draw())
    assert told is not None
    assert told[1] == (
        "Perjalanan. Mandiri: 1/7 40,25, 8/7 51,00, 15/7 58,09; "
        "Terverifikasi: 1/7 10,00, 8/7 30,50, 15/7 57,90; Final &lt;b&gt;: 15/7 57,00"
    )
    assert "<b>" not in draw()


def test_ends_that_nearly_meet_are_moved_apart() -> None:
    ends = [
        int(y)
        for y, text in re.findall(r'<text [^>]*y="(\d+)"[^>]*>(\d\d,\d\d)</text>', draw())
        if text in {"58,09", "57,90", "57,00"}
    ]
    assert len(ends) == 3
    assert all(low - high >= LABEL_HEIGHT for high, low in pairwise(ends))


def test_page_writes_places_in_percent_and_known_classes_and_no_style() -> None:
    svg = draw(target=Decimal("65.01"))
    assert "style=" not in svg
    used = set(re.findall(r"\b(?:fill|stroke)-[a-z-]+(?=[ \"])", svg))
    used -= {"stroke-width", "stroke-linejoin", "stroke-dasharray"}
    assert used
    assert {name for name in used if not re.search(rf"\.{name} \{{", CSS)} == set()


def test_print_has_numbers_and_colours_of_its_own() -> None:
    svg = draw(width=640, palette=Palette())
    assert "class=" not in svg.replace('class="chart"', "")
    assert 'viewBox="0 0 640' in svg
    # The claimed line is dashed, so that colour is never the only difference.
    assert svg.count("stroke-dasharray") == 2


def test_one_moment_is_no_line() -> None:
    svg = course_lines(["1/7"], [Series(kind="claimed", label="Mandiri", values=[Decimal(40)])], title="x")
    assert svg.count("<circle") == 1


def test_counts_stand_on_the_scale_of_the_whole_and_a_long_course_names_its_ends() -> None:
    days = [f"{day} Juni" for day in range(1, 11)]
    lines = [
        Series(kind="claimed", label="Punya inovasi", values=[0] * 9 + [47]),
        Series(kind="verified", label="Sudah mengajukan", values=[0] * 10),
    ]
    svg = course_lines(days, lines, title="Perjalanan", levels=(0, 47), places=0)
    assert "10 Juni 47; Sudah mengajukan: 1 Juni 0" in svg
    assert re.findall(r">([^<>]+ Juni)<", svg) == ["1 Juni", "10 Juni"]
    # All 47 stand at the top of the scale, none at its foot.
    assert f'y2="{TOP}"' in svg
    assert f'y1="{TOP + HIGH}"' in svg
    assert "style=" not in svg
    with pytest.raises(ValueError, match="zip"):
        course_lines(days[:1], lines, title="x")
    assert course_lines([], [], title="x").startswith("<svg")


def test_names_of_moments_stay_inside_and_only_the_outer_two_on_a_phone() -> None:
    svg = draw()
    between = re.findall(r'<g class="chart-between">(.*?)</g>', svg)
    assert [re.sub("<[^>]+>", "", text) for text in between] == ["8/7"]
    first, last = (re.search(rf"<text [^>]*>{label}</text>", svg) for label in ("1/7", "15/7"))
    assert first is not None and 'text-anchor="start"' in first[0]
    assert last is not None and 'text-anchor="end"' in last[0]
    assert ".chart-between { display: none; }" in CSS
