"""The handbook's pages: open to anybody, in both languages, light, with few queries, and true to the instrument."""

from __future__ import annotations

import gzip
import html
import re
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from innovations.guide import guide_for
from innovations.guide.guides import guide_of
from innovations.guide.handbook import entries_of, groups_of, parts_of, steps_of
from innovations.guide.loading import indicators, text_of
from regions.models import Period
from scoring.instruments import load_instrument
from tests.cast import KOTIM, Cast

LATER_VIEW = 20_000
KEYS = list(indicators())
RULES = load_instrument(2026)


def visitor(language: str = "id") -> Client:
    return Client(headers={"accept-language": language})


def page_of(address: str, language: str = "id") -> str:
    response = visitor(language).get(address)
    assert response.status_code == 200
    return response.content.decode()


def words_of(page: str) -> str:
    main = page.split("<main", 1)[1].split("</main>", 1)[0]
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", main)).split())


@pytest.mark.parametrize("language", ["id", "en"])
@pytest.mark.parametrize("key", KEYS)
def test_page_of_an_indicator_has_everything(db, key, language):
    page = page_of(f"/panduan/{key}/", language)
    text, guide = text_of(key, language), guide_of(key, lang=language, year=2026)
    words = words_of(page)
    told = [*guide.meaning, guide.good, *guide.marks, *guide.looks_for]
    told += [entry for pair in guide.mistakes for entry in pair]
    told += [entry for group in guide.levels for _level, entry in group.texts]
    for row in RULES.rows:
        if row.code in indicators()[key].rows:
            told += [row.name, *row.evidence.guidance, *(level.text for level in row.levels)]
            told += [level.text for basis in row.bases for level in basis.levels]
    # Official words may have double spaces in print; a page shows one.
    assert [entry for entry in told if " ".join(entry.split()) not in words] == []
    assert guide.picture in page
    assert text.good.picture_title in html.unescape(page)
    assert page.count("<h1") == 1
    assert len(gzip.compress(page.encode(), 6)) < LATER_VIEW


@pytest.mark.parametrize("key", KEYS)
def test_page_obeys_the_content_security_policy_and_has_no_id_twice(db, key):
    page = page_of(f"/panduan/{key}/")
    assert re.findall(r"<[^>]+\sstyle=|<[^>]+\son[a-z]+=", page) == []
    ids = re.findall(r'\sid="([^"]+)"', page)
    assert sorted(ids) == sorted(set(ids))
    pointed = {
        name
        for group in re.findall(r'aria-(?:describedby|labelledby)="([^"]+)"', page)
        for name in group.split()
    }
    assert pointed - set(ids) == set()


def test_points_of_levels_are_weight_times_level(db):
    # Row 16 has weight 3: 3, 6 and 9 points; rows 5a and 5b have 0.75 each: 0.75, 1.5 and 2.25.
    def points(key: str) -> list[str]:
        return re.findall(r'<span class="num">([\d,]+) poin</span>', page_of(f"/panduan/{key}/"))

    assert points("sid-16") == ["3", "6", "9"]
    assert points("spd-5") == ["0,75", "1,5", "2,25"] * 2
    assert points("sid-33") == ["3", "6", "9"] * 6
    assert points("jumlah-inovasi") == []


def test_list_names_every_indicator_in_its_group(db):
    page = page_of("/panduan/")
    assert re.findall(r'href="/panduan/([a-z]+-[a-z0-9]+)/"', page) == [
        entry.key
        for group in groups_of(entries_of(RULES))
        for section in group.sections
        for entry in section.entries
    ]
    assert page.count('<span class="tag">wajib</span>') == sum(
        entry.mandatory for entry in entries_of(RULES)
    ) == 15  # fmt: skip
    assert len(gzip.compress(page.encode(), 6)) < LATER_VIEW


def test_groups_are_spd_the_variables_of_sid_and_the_count():
    spd, sid, count = groups_of(entries_of(RULES))
    assert [len(group.sections) for group in (spd, sid, count)] == [1, 5, 1]
    assert [section.variable for section in sid.sections] == list(
        dict.fromkeys(row.variable for row in RULES.sid_rows)
    )
    assert sum(len(section.entries) for section in (*spd.sections, *sid.sections, *count.sections)) == 36


def test_maxima_of_the_list_are_those_of_the_guideline():
    entries = entries_of(RULES)
    sums = {aspect: sum(e.maximum for e in entries if e.aspect == aspect) for aspect in ("SPD", "SID", "")}
    assert sums == {"SPD": 63, "SID": 111, "": 76}


def test_previous_and_next_lead_through_all(db):
    seen, address = [], "/panduan/spd-1/"
    while address:
        page = page_of(address)
        seen.append(address.split("/")[2])
        after = re.search(r'href="([^"]+)" rel="next"', page)
        address = after[1] if after else ""
    assert seen == KEYS


def test_bases_of_row_33_stand_with_their_own_proofs():
    entry = next(entry for entry in entries_of(RULES) if entry.key == "sid-33")
    parts = parts_of(entry, guide_of("sid-33"), language="id")
    assert [part.code for part in parts] == list("abcdef")
    assert all(card.proof and card.words for part in parts for card in part.cards)


def test_official_words_are_marked_as_indonesian_for_the_reader_of_english(db):
    page = page_of("/panduan/sid-16/", "en")
    assert '<html lang="en">' in page
    assert "Regulation of the innovation" in page.split("</h1>")[0]
    assert 'lang="id">Regulasi Inovasi Daerah<' in page
    assert re.search(r'<p class="guide-words" lang="id">Peraturan Daerah</p>', page)


def test_years_are_those_of_the_instrument(db):
    assert "2024 (T-2)" in page_of("/panduan/sid-18/")
    later = guide_for(18, year=2027)
    assert "2025 (T-2)" in later.meaning[0]
    assert "2025, 2026, dan 2027" in later.levels[0].texts[2][1]


def test_no_text_names_a_year_of_its_own():
    """Years come from the instrument; only the invented example pages have their own."""
    for key in KEYS:
        for language in ("id", "en"):
            text = text_of(key, language)
            told = [
                *text.meaning,
                text.good.text,
                *text.looks_for,
                *(e for pair in text.mistakes for e in pair),
            ]
            told += [entry for levels in text.levels.values() for entry in levels]
            assert re.findall(r"\b202[3-9]\b", " ".join(told)) == [], (key, language)


def test_steps_of_the_index_have_the_figures_of_the_instrument(db):
    steps = " ".join(steps_of(RULES, language="id"))
    assert "{" not in steps
    for figure in (
        "20 baris",
        "63",
        "111",
        "12",
        "0,38",
        "200 inovasi",
        "76 poin",
        "5 dari 6",
        "250",
        "1 Januari 2024",
    ):
        assert figure in steps
    page = words_of(page_of("/panduan/indeks/"))
    assert all(step in page for step in steps_of(RULES, language="id"))
    assert "÷ 250 × 100" in page


def test_without_a_period_the_newest_official_rules_are_shown(db):
    Period.objects.update(is_current=False)
    page = page_of("/panduan/indeks/")
    assert "Indeks Inovasi Daerah 2026" in page
    assert "prognosis" not in page


@pytest.mark.parametrize(
    "address", ["/panduan/spd-99/", "/panduan/x/", "/panduan/handbook/", "/panduan/SPD-1/"]
)
def test_unknown_indicator_is_not_found(db, address):
    assert visitor().get(address).status_code == 404


@pytest.mark.parametrize(
    "address", ["/panduan/", "/panduan/sid-16/", "/panduan/istilah/", "/panduan/indeks/"]
)
def test_handbook_is_for_reading(db, address):
    assert visitor().post(address).status_code == 405
    assert visitor().head(address).status_code == 200


# Search ------------------------------------------------------------------------------------------------------------


def test_search_shows_what_was_found_with_the_word_marked(db):
    page = page_of("/panduan/?q=Anggaran")
    assert 'value="Anggaran"' in page
    assert "<mark>anggaran</mark>" in page
    assert page.index("/panduan/sid-18/") < page.index("/panduan/spd-2/")


def test_search_without_an_answer_says_what_to_do_next(db):
    page = page_of("/panduan/?q=qwertyuiop")
    words = words_of(page)
    assert "Tidak ada yang memuat “qwertyuiop”" in words
    assert "Coba satu kata saja" in words
    assert "Lihat semua indikator" in words


def test_search_suggests_the_nearest_word(db):
    assert 'href="?q=sertifikat%20haki"' in page_of("/panduan/?q=sertifkat+haki")


def test_hostile_question_is_shown_as_text(db):
    page = page_of("/panduan/?q=%3Cscript%3Ealert(1)%3C/script%3E%22%3E")
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert(1)" in page
    assert visitor().get("/panduan/", {"q": "x" * 20_000}).status_code == 200
    assert visitor().get("/panduan/?q=obat%00").status_code == 400


# Light and for everybody -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "address", ["/panduan/", "/panduan/?q=laporan", "/panduan/sid-33/", "/panduan/istilah/"]
)
def test_page_needs_no_session_and_hardly_a_query(db, address):
    visitor().get(address)  # the instrument is parsed once a process
    client = visitor()
    with CaptureQueriesContext(connection) as captured:
        response = client.get(address)
    asked = [query["sql"] for query in captured.captured_queries if query["sql"].startswith("SELECT")]
    assert len(asked) <= 2  # the period for the page, and for its frame
    assert all("regions_period" in sql for sql in asked)
    assert settings.SESSION_COOKIE_NAME not in response.cookies
    assert response["Cache-Control"] == "private, max-age=300"
    assert {"Cookie", "Accept-Language"} <= {entry.strip() for entry in response["Vary"].split(",")}


def test_who_is_signed_in_gets_a_fresh_page(cast: Cast):
    client = visitor()
    client.force_login(cast.sari)
    response = client.get("/panduan/")
    assert "Cache-Control" not in response
    assert str(cast.sari) in response.content.decode()


def test_first_view_stays_under_sixty_kilobytes(db):
    page = page_of("/panduan/sid-33/")
    parts = re.findall(r'(?:href|src)="/static/([^"?]+\.(?:css|js|svg))"', page)
    assert "css/guide.css" in parts
    from django.contrib.staticfiles import finders

    sizes = [len(gzip.compress(Path(finders.find(part)).read_bytes(), 6)) for part in parts]
    assert len(parts) >= 4
    assert sum(sizes) + len(gzip.compress(page.encode(), 6)) < 60_000


def test_language_of_the_visitor_is_followed_and_kept(db):
    client = visitor("id")
    assert "Apa artinya" in client.get("/panduan/sid-16/").content.decode()
    client.post("/bahasa/", {"language": "en", "next": "/panduan/sid-16/"})
    page = client.get("/panduan/sid-16/").content.decode()
    assert guide_of("sid-16", lang="en").meaning[0] in html.unescape(page)


# Where it is linked ------------------------------------------------------------------------------------------------


def test_handbook_is_linked_from_the_way_in_and_the_front_door(db):
    assert 'href="/panduan/"' in page_of("/akun/login/").split("<footer")[0]
    assert 'href="/panduan/"' in page_of("/").split("<footer")[0]
    assert 'href="/panduan/"' in page_of("/akun/login/").split("<footer")[1]


def test_handbook_is_in_the_rail_of_the_opd(cast: Cast):
    client = visitor()
    client.force_login(cast.sari)
    address = reverse("opd:home", kwargs={"region_id": KOTIM, "opd_id": cast.health.pk})
    rail = re.search(r'<nav class="rail rail--wide".*?</nav>', client.get(address).content.decode(), re.S)[0]
    assert rail.count('href="/panduan/"') == 1


def test_guide_stands_folded_on_the_page_of_an_spd_row(cast: Cast, settings):
    settings.SECOND_FACTOR_REQUIRED = False
    client = visitor()
    client.force_login(cast.hendra)
    page = client.get(reverse("daerah:spd_row", kwargs={"region_id": KOTIM, "row": "5b"})).content.decode()
    guide = guide_for("5b", lang="id")
    assert '<details class="guide-fold' in page
    assert guide.picture in page
    assert [text for _level, text in guide.levels[0].texts if text not in html.unescape(page)] == []
    assert text_of("spd-5", "id").levels["5a"][0] not in html.unescape(page)
    assert 'href="/panduan/spd-5/" target="_blank" rel="noopener"' in page


# The part beside a form --------------------------------------------------------------------------------------------


def test_fragment_shows_the_parts_of_a_row_with_their_names():
    from django.template.loader import render_to_string

    row = RULES.row("33")
    whole = render_to_string("innovations/guide/_guide.html", {"guide": guide_for("33", row=row)})
    one = render_to_string("innovations/guide/_guide.html", {"guide": guide_for("33", row=row, basis="c")})
    assert [basis.name in html.unescape(whole) for basis in row.bases] == [True] * 6
    assert one.count('<h3 class="guide-part">') == 0
    assert whole.count('<h3 class="guide-part">') == 6
    assert len(gzip.compress(whole.encode(), 6)) < 6_000


def test_fragment_of_nothing_is_nothing():
    from django.template.loader import render_to_string

    assert render_to_string("innovations/guide/_guide.html", {"guide": None}).strip() == ""


def test_fragment_unfolds_what_is_asked_for():
    from django.template.loader import render_to_string

    shut = render_to_string("innovations/guide/_guide.html", {"guide": guide_for(16)})
    unfolded = render_to_string("innovations/guide/_guide.html", {"guide": guide_for(16), "open": "level"})
    assert (shut.count("<details open>"), unfolded.count("<details open>")) == (0, 1)
