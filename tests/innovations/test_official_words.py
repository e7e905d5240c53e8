"""Official wording on English pages says that it is Indonesian; nothing else of the page is told so by the way.

The words are those of the instrument and of the reference lists themselves, looked for in every text of a page.
"""

from __future__ import annotations

from collections.abc import Iterator
from html.parser import HTMLParser

import pytest
from django.test import Client

from iga_portal.tenancy.scope import scope
from innovations import reference
from innovations.domain.answers import set_answer
from innovations.domain.innovations import change_proposal
from innovations.models import Innovation
from regions.queries.instruments import instrument_of
from scoring.core.model import EvidenceRule, Instrument, Row
from tests.cast import KOTIM, Cast, make_complete, make_draft
from tests.innovations.opd_support import address, head_address
from tests.innovations.rows_support import hashes

VOID = {"area", "base", "br", "col", "hr", "img", "input", "link", "meta", "source", "wbr"}


class Texts(HTMLParser):
    """The texts inside <main>, each with the language it is told to be in. Those of a <select> cannot carry one of their own."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: list[tuple[str, str]] = []
        self.open: list[tuple[str, str]] = [("html", "en")]
        self.feed(page.split("<main", 1)[1].split(">", 1)[1].split("</main>", 1)[0])

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in VOID:
            self.open.append((tag, dict(attrs).get("lang") or self.open[-1][1]))

    def handle_endtag(self, tag: str) -> None:
        while len(self.open) > 1 and self.open.pop()[0] != tag:
            pass

    def handle_data(self, data: str) -> None:
        text = " ".join(data.split())
        if text:
            self.found.append((text, self.open[-1][1]))


def rule_words(rule: EvidenceRule) -> Iterator[str]:
    yield from rule.guidance
    yield rule.time or ""


def row_words(row: Row) -> Iterator[str]:
    yield from (row.title, row.name, row.variable, row.definition)
    yield from rule_words(row.evidence)
    for basis in row.bases:
        yield from (basis.name, basis.definition)
        yield from rule_words(basis.evidence)
    for code in ("", *(basis.code for basis in row.bases)):
        if code or not row.bases:
            for level in row.levels_of(code):
                yield from (level.text, level.example)


def official_words(rules: Instrument) -> set[str]:
    """Everything official that can be told from what the portal says itself: two words or more, or the name of an affair."""
    found = {" ".join(word.split()) for row in rules.rows_by_code.values() for word in row_words(row)}
    found |= set(reference.urusan_names().values())
    return {word for word in found if len(word.split()) > 1 or word in reference.urusan_names().values()}


def unmarked(page: str, words: set[str]) -> list[str]:
    return [
        text
        for text, language in Texts(page).found
        if language == "en" and (text in words or any(len(w.split()) > 2 and w in text for w in words))
    ]


def marked(page: str) -> set[str]:
    return {text for text, language in Texts(page).found if language == "id"}


@pytest.fixture
def rules(cast: Cast) -> Instrument:
    return instrument_of(cast.period)


@pytest.fixture
def sari(cast: Cast) -> Client:
    client = Client(headers={"accept-language": "en"})
    client.force_login(cast.sari)
    return client


@pytest.fixture
def complete(cast: Cast) -> Innovation:
    with scope({KOTIM}):
        return make_complete(cast.actor("sari"), opd=cast.health, period=cast.period)


@pytest.fixture
def draft(cast: Cast) -> Innovation:
    with scope({KOTIM}):
        return make_draft(cast.actor("sari"), opd=cast.health, period=cast.period, name="Belum lengkap")


def page_of(client: Client, url: str) -> str:
    response = client.get(url)
    assert response.status_code == 200
    page = response.content.decode()
    assert '<html lang="en">' in page
    return page


def test_every_row_tells_the_language_of_its_official_words(
    cast: Cast, sari: Client, complete: Innovation, rules: Instrument
) -> None:
    words = official_words(rules)
    basis_of = {"30": complete.kind, "33": rules.row("33").bases[0].code}
    with scope({KOTIM}):
        # A chosen basis and a number bring the words that a first look at row 33 and row 29 does not show.
        for row, basis in ((33, basis_of["33"]), (29, "")):
            measure = rules.row(str(row)).measure_of(basis)
            set_answer(
                complete.pk, row=row, actor=cast.actor("sari"), level=None if measure else 1, basis=basis,
                measured=measure and 95,
            )  # fmt: skip
    for row in rules.sid_rows:
        page = page_of(sari, address("row", cast.health, public_id=complete.public_id, row=int(row.code)))
        assert unmarked(page, words) == []
        found = marked(page)
        assert {row.title, row.variable} <= found
        assert {level.text for level in row.levels_of(basis_of.get(row.code, ""))} <= found


def test_lists_home_and_looking_over_tell_the_language_of_official_words(
    cast: Cast, sari: Client, complete: Innovation, draft: Innovation, rules: Instrument
) -> None:
    words, titles = official_words(rules), {row.title for row in rules.sid_rows}
    mandatory = {row.title for row in rules.sid_rows if row.mandatory}
    with scope({KOTIM}):
        change_proposal(complete.pk, actor=cast.actor("sari"), changes={"urusan": "A02"}, seen=None)
    urusan = reference.urusan_names()["A02"]
    own, empty = {"public_id": complete.public_id}, {"public_id": draft.public_id}
    pages = {
        "rows": (address("rows", cast.health, **own), titles),
        "library": (address("row_library", cast.health, **own, row=16), {rules.row("16").title}),
        "list of innovations": (address("innovations", cast.health), {urusan}),
        "overview": (address("innovation", cast.health, **empty), mandatory),
        "submit": (address("submit", cast.health, **empty), mandatory),
        "home": (address("home", cast.health), set()),
    }
    for name, (url, wanted) in pages.items():
        page = page_of(sari, url)
        assert (name, unmarked(page, words)) == (name, [])
        assert (name, wanted - marked(page)) == (name, set())
    assert marked(page_of(sari, address("home", cast.health))) & titles
    head = Client(headers={"accept-language": "en"})
    head.force_login(cast.joko)
    page = page_of(head, head_address("home", cast.health))
    assert (unmarked(page, words), marked(page)) == ([], {urusan})


def test_public_handbook_tells_the_language_of_official_words(cast: Cast, rules: Instrument) -> None:
    words, visitor = official_words(rules), Client(headers={"accept-language": "en"})
    for url in ("/panduan/", "/panduan/indeks/", "/panduan/sid-16/", "/panduan/sid-33/", "/panduan/spd-1/"):
        page = page_of(visitor, url)
        assert (url, unmarked(page, words)) == (url, [])
        assert marked(page) or url == "/panduan/indeks/"


def test_the_same_eyes_see_words_that_are_not_marked(
    cast: Cast, sari: Client, complete: Innovation, rules: Instrument
) -> None:
    """On the Indonesian page nothing is marked, so all of it shows up as unmarked here."""
    sari.defaults["HTTP_ACCEPT_LANGUAGE"] = "id"
    url = address("row", cast.health, public_id=complete.public_id, row=16)
    page = sari.get(url).content.decode()
    assert '<html lang="id">' in page
    assert len(unmarked(page, official_words(rules))) > 5
    assert marked(page) == set()


def test_what_a_number_gives_is_told_with_the_official_words_marked(
    cast: Cast, sari: Client, complete: Innovation, rules: Instrument
) -> None:
    url = address("row", cast.health, public_id=complete.public_id, row=29)
    sent = {"measured": "95", "level": "2", "note": "", "aksi": "simpan", **hashes(complete, 29)}
    page = sari.post(url, sent, follow=True).content.decode()
    third = next(level.text for level in rules.row("29").levels if level.level == 3)
    assert f'“<span lang="id">{third}</span>”' in page
    assert "&lt;span" not in page
