"""Official words on a page in another language, and the number that a noun is chosen by."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.template import Context, Template
from django.utils import translation
from django.utils.functional import lazystr
from django.utils.html import escape

from iga_portal.web.charts import Band, index_scale
from iga_portal.web.formats import number, plural_of
from iga_portal.web.official import official, told
from iga_portal.web.parts import Light

INDONESIAN = '<span lang="id">Pendidikan &amp; budaya</span>'


def drawn(source: str, **context: object) -> str:
    return Template("{% load i18n portal %}" + source).render(Context(context))


def test_official_words_tell_their_language_only_on_a_page_in_another() -> None:
    with translation.override("en"):
        assert official("Pendidikan & budaya") == INDONESIAN
        assert official(lazystr("Pendidikan & budaya")) == INDONESIAN
        assert drawn("{{ words|resmi }}", words="Pendidikan & budaya") == INDONESIAN
    with translation.override("id"):
        assert official("Pendidikan & budaya") == "Pendidikan & budaya"
        assert drawn("{{ words|resmi }}", words="Pendidikan & budaya") == "Pendidikan &amp; budaya"


@pytest.mark.parametrize("nothing", ["", "–", None])
def test_nothing_is_not_marked(nothing: str | None) -> None:
    with translation.override("en"):
        assert official(nothing) == (nothing or "")


@pytest.mark.parametrize("language", ["id", "en"])
def test_markup_in_official_words_and_around_them_stays_text(language: str) -> None:
    with translation.override(language):
        sentence = told("<i> %(name)s · %(number)d · %(who)s", {
            "name": official("<b>"), "number": 3, "who": "<script>"
        })  # fmt: skip
        marked = '<span lang="id">&lt;b&gt;</span>' if language == "en" else "&lt;b&gt;"
        assert sentence == f"&lt;i&gt; {marked} · 3 · &lt;script&gt;"
        assert escape("<b>") in drawn("{{ words|resmi }}", words="<b>")


def test_predicates_and_affairs_are_marked_in_the_parts_that_draw_them() -> None:
    lights = [Light(name="Kesehatan", lit=False)]
    with translation.override("en"):
        assert 'lang="id"' in drawn("{% predicate_tag 'Sangat Inovatif' %}").split(">", 1)[0]
        assert '<span lang="id">Kesehatan</span>' in drawn("{% yandas_lights lights %}", lights=lights)
    bands = [Band(name="Inovatif", start=Decimal("40.01"))]
    for language, marked in (("en", True), ("id", False)):
        with translation.override(language):
            assert (' lang="id">Inovatif</text>' in index_scale(bands, [])) is marked


@pytest.mark.parametrize(
    ("written", "count"),
    [("1", 1), ("+1", 1), ("−1", 1), ("0", 2), ("2", 2), ("11", 2), ("1.00", 2), ("1,5", 2), ("0.25", 2), ("–", 2)],
)  # fmt: skip
def test_a_noun_is_chosen_by_the_number_as_it_is_written(written: str, count: int) -> None:
    assert plural_of(written) == count


def test_points_are_counted_in_english_as_they_are_read(db: None) -> None:
    source = (
        "{% blocktranslate count n=points|jamak with points=points|angka %}+{{ points }} poin"
        "{% plural %}+{{ points }} poin{% endblocktranslate %}"
    )
    with translation.override("en"):
        assert [drawn(source, points=value) for value in (1, 2, "1.5")] == [
            "+1 point",
            "+2 points",
            "+1.5 points",
        ]
        assert number(1) == "1"
    with translation.override("id"):
        assert [drawn(source, points=value) for value in (1, "1.5")] == ["+1 poin", "+1,5 poin"]
