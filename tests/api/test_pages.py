"""Open data for people: pages made from the same source as the files and the interface, told to search engines as datasets."""

from __future__ import annotations

import re
from html import unescape

import pytest
from django.conf import settings
from django.test import Client

from reports.api import problems
from reports.api.operations import OPERATIONS
from reports.models import Publication
from reports.opendata.sets import OF_PUBLICATION, SETS
from tests.cast import KOTIM, Cast
from tests.reports.published import example_facts, publish_example

pytestmark = pytest.mark.django_db


@pytest.fixture
def publication(cast: Cast) -> Publication:
    publish_example(cast.period, {KOTIM: example_facts(KOTIM)})
    return publish_example(cast.period, {KOTIM: example_facts(KOTIM)}, supersedes=1, reason="Salah baca.")


def visit(path: str) -> str:
    response = Client().get(path)
    assert response.status_code == 200, path
    return unescape(response.content.decode())


def test_every_link_to_a_file_leads_to_one(publication: Publication) -> None:
    page = visit("/data-terbuka/")
    links = set(re.findall(r'href="(/data/[^"]+)"', page))
    expected = {
        f"/data/{number}/{data.name}.{form}"
        for number in (1, 2)
        for data in OF_PUBLICATION
        for form in data.forms
    }
    expected |= {
        f"/data/{data.name}.{form}"
        for data in SETS.values()
        if not data.of_publication
        for form in data.forms
    }
    expected |= {f"/data/{number}/{name}.json" for number in (1, 2) for name in ("content", "instrument")}
    assert links == {*expected, "/data/dictionary.json"}
    for link in links:
        response = Client().get(link)
        assert response.status_code == 200, link
        assert b"".join(response), link
    # The one in force comes first; the other one says what superseded it.
    assert page.index('id="publikasi-2"') < page.index('id="publikasi-1"')
    assert "Berkas publikasi 2 yang menggantikannya" in page and "CONTOH" in page
    assert f"PORTAL:-{settings.PORTAL_ADDRESS}" in page and "NUMBER:-2" in page
    # Each publication offers its own files too.
    assert set(re.findall(r'href="(/data/1/[^"]+)"', visit("/publikasi/1/"))) == {
        f"/data/1/{data.name}.{form}" for data in OF_PUBLICATION for form in data.forms
    }


def test_publications_are_told_to_search_engines_as_datasets_without_a_script(
    publication: Publication,
) -> None:
    page = visit("/data-terbuka/")
    assert "<script" not in page
    datasets = re.findall(r'itemtype="https://schema.org/Dataset">(.*?)</section>', page, re.S)
    assert len(datasets) == 2
    for number, text in zip((2, 1), datasets, strict=True):
        properties = set(re.findall(r'itemprop="(\w+)"', text))
        assert {
            "name",
            "description",
            "license",
            "creator",
            "datePublished",
            "temporalCoverage",
            "distribution",
        } <= properties
        address = f"{settings.PORTAL_ADDRESS}/data/{number}/regions.csv"
        assert (
            f'<meta itemprop="encodingFormat" content="text/csv"><link itemprop="contentUrl" href="{address}">'
            in text
        )
        # A description that search engines take has at least 50 characters.
        assert (
            len(re.sub(r"<[^>]+>", "", text.partition('itemprop="description">')[2].partition("</p>")[0]))
            >= 50
        )


@pytest.mark.parametrize(
    ("path", "language"), [("/data-terbuka/kamus/", "id"), ("/en/data-terbuka/kamus/", "en")]
)
def test_dictionary_page_says_every_column_in_the_reader_s_language(path: str, language: str) -> None:
    page = visit(path)
    for data in SETS.values():
        section = page.partition(f'<section class="panel" id="{data.name}"')[2].partition("</section>")[0]
        assert re.findall(r'<th scope="row"><code>(.*?)</code>', section) == [
            column.name for column in data.columns
        ]
        for column in data.columns:
            assert column.words.in_language(language) in section, column.name
            assert all(f'<code lang="id">{value}</code>' in section for value in column.values)


@pytest.mark.parametrize(
    ("path", "language"), [("/data-terbuka/api/", "id"), ("/en/data-terbuka/api/", "en")]
)
def test_interface_page_explains_every_operation_and_every_problem(path: str, language: str) -> None:
    page = visit(path)
    assert "<script" not in page
    for name, words in OPERATIONS.items():
        article = page.partition(f'id="op-{name}"')[2].partition("</article>")[0]
        assert words.title.in_language(language) in article and words.words.in_language(language) in article
        assert words.example in article
    # The address in `type` of a problem leads to where it is explained.
    for kind in problems.KINDS:
        assert f'<div id="{kind.code}">' in page and kind.detail.in_language(language) in page


def test_pages_stand_before_anything_is_published(cast: Cast) -> None:
    assert "Belum ada hasil yang diterbitkan" in visit("/data-terbuka/")
    assert "dictionary" in visit("/data-terbuka/kamus/") and "GET /api/v1/publications" in visit(
        "/data-terbuka/api/"
    )
    assert Client().get("/api/v1/publications/latest").status_code == 404
    assert Client().get("/api/v1/publications").json()["items"] == []
