"""The example pages: well-formed, accessible, within the content security policy, small, with every callout on its place."""

from __future__ import annotations

import gzip
import itertools
import re
import xml.etree.ElementTree as ElementTree

import pytest

from innovations.guide.loading import LANGUAGES, indicators, text_of
from innovations.guide.model import Good, Mark
from innovations.guide.pictures import KINDS, WORDS, draw
from innovations.guide.pictures.canvas import WIDTH, Box, callouts, width_of, wrap

SVG = "{http://www.w3.org/2000/svg}"
PICTURES = [(key, language) for key in indicators() for language in LANGUAGES]
every_picture = pytest.mark.parametrize(("key", "language"), PICTURES)


def picture(key: str, language: str) -> str:
    return draw(
        text_of(key, language).good, kind=indicators()[key].picture, language=language, name=f"panduan-{key}"
    )


def parsed(svg: str) -> ElementTree.Element:
    # In a page the parser knows the element; alone it needs the name space.
    return ElementTree.fromstring(svg.replace("<svg", '<svg xmlns="http://www.w3.org/2000/svg"', 1))


@every_picture
def test_picture_is_well_formed_and_named(key, language):
    root = parsed(picture(key, language))
    good = text_of(key, language).good
    assert root.get("role") == "img"
    title, description = root[0], root[1]
    assert (title.tag, title.text) == (f"{SVG}title", good.picture_title)
    assert (description.tag, description.text) == (f"{SVG}desc", good.picture_alt)
    assert (root.get("aria-labelledby"), root.get("aria-describedby")) == (
        title.get("id"),
        description.get("id"),
    )


@every_picture
def test_picture_obeys_the_content_security_policy_and_needs_nothing_else(key, language):
    svg = picture(key, language)
    assert re.findall(r"\sstyle=|\son\w+=|<script|<style|href=|url\(|<image|<foreignObject", svg) == []


@every_picture
def test_picture_shows_its_lines_its_marks_and_that_it_is_an_example(key, language):
    svg = picture(key, language)
    root = parsed(svg)
    good = text_of(key, language).good
    shown = " ".join(entry.text or "" for entry in root.iter(f"{SVG}text"))
    assert WORDS[language]["watermark"] in shown
    words = re.sub(r"\W+", " ", shown).casefold().split()
    lines = [re.sub(r"\[\w+\]", " ", line) for line in (good.picture_title, *good.picture_lines)]
    if indicators()[key].picture == "gantt":  # months become the places of bars
        lines = [re.sub(r"\|.*", "", line) for line in lines]
    wanted = re.sub(r"\W+", " ", " ".join(lines)).casefold().split()
    assert [word for word in wanted if word not in words] == []
    numbers = [entry.text for entry in root.iter(f"{SVG}text") if entry.get("x") == "375"]
    assert numbers == [str(count) for count in range(1, len(good.marks) + 1)]


@every_picture
def test_picture_is_light_and_fits_a_phone(key, language):
    svg = picture(key, language)
    root = parsed(svg)
    _x, _y, width, height = map(float, root.get("viewBox").split())
    assert width == WIDTH
    assert 200 < height < 620
    assert len(gzip.compress(svg.encode())) < 3_500


@every_picture
def test_callouts_stand_apart_and_inside(key, language):
    root = parsed(picture(key, language))
    height = float(root.get("viewBox").split()[3])
    rings = sorted(float(entry.get("cy")) for entry in root.iter(f"{SVG}circle") if entry.get("cx") == "375")
    assert rings[0] >= 11
    assert rings[-1] <= height - 11
    assert all(low + 22 < high for low, high in itertools.pairwise(rings))


@every_picture
def test_text_stays_on_the_paper(key, language):
    """By the estimate of widths, which is rather too wide: nothing runs into the callouts."""
    root = parsed(picture(key, language))
    over = []
    for entry in root.iter(f"{SVG}text"):
        if entry.get("x") in (None, "375") or not entry.text:
            continue
        wide = width_of(entry.text, float(entry.get("font-size", 11)))
        start = float(entry.get("x")) - {"middle": wide / 2, "end": wide}.get(
            entry.get("text-anchor", ""), 0.0
        )
        if start < 6 or start + wide > 348:
            over.append((entry.text, round(start), round(start + wide)))
    assert over == []


def good(**changes) -> Good:
    fields = {
        "text": "x",
        "marks": (Mark("title", "a"), Mark("line1", "b"), Mark("", "c")),
        "picture_title": "Judul <b>&",
        "picture_alt": 'Uraian "<script>"',
        "picture_lines": ("Satu | 1", "* Dua | 22", "Tiga", "Empat: 4"),
    }
    return Good(**(fields | changes))


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_draws_any_lines_and_escapes_them(kind):
    svg = draw(good(), kind=kind, language="id", name="x")
    root = parsed(svg)
    assert root[0].text == "Judul <b>&"
    assert "<b>" not in svg
    assert "<script>" not in svg


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_draws_plain_text_and_very_long_words(kind):
    lines = ("Satu", "Dua " * 40, "T" * 120, "a | " + "b" * 90)
    root = parsed(draw(good(picture_lines=lines), kind=kind, language="en", name="x"))
    assert float(root.get("viewBox").split()[3]) > 100


def test_every_kind_is_used_or_at_least_drawn():
    assert {entry.picture for entry in indicators().values()} <= set(KINDS)


def test_words_of_the_papers_are_the_same_in_both_languages():
    assert set(WORDS["id"]) == set(WORDS["en"]) == set(WORDS[LANGUAGES[0]])


def test_callouts_of_one_height_are_spread_and_keep_their_order():
    boxes = [Box(0, 100, 50, 10), Box(0, 102, 50, 10), Box(0, 101, 50, 10), Box(0, 20, 50, 10)]
    svg = parsed(f"<svg>{callouts(boxes, height=200)}</svg>")
    heights = {
        number.text: float(ring.get("cy"))
        for ring, number in zip(svg.iter(f"{SVG}circle"), svg.iter(f"{SVG}text"), strict=True)
    }
    assert list(heights) == ["1", "2", "3", "4"]
    assert heights["4"] < heights["1"] < heights["3"] < heights["2"]


def test_callouts_at_the_foot_move_up():
    boxes = [Box(0, 190, 50, 10)] * 3
    svg = parsed(f"<svg>{callouts(boxes, height=200)}</svg>")
    rings = [float(ring.get("cy")) for ring in svg.iter(f"{SVG}circle")]
    assert max(rings) <= 189
    assert min(high - low for low, high in itertools.pairwise(rings)) >= 22


def test_wrap_breaks_between_words_only():
    assert wrap("satu dua tiga", 10, 45) == ["satu dua", "tiga"]
    assert wrap("x" * 80, 10, 45) == ["x" * 80]
    assert wrap("", 10, 45) == [""]
