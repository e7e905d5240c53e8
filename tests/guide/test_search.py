"""The search of the handbook: what is found, in which order, and how it is shown."""

from __future__ import annotations

import time

import pytest

from innovations.guide.loading import LANGUAGES, indicators
from innovations.guide.search import (
    fold,
    index_of,
    marked,
    root_of,
    search,
    snippet,
    strength,
)
from scoring.instruments import load_instrument

RULES = load_instrument(2026)


def found(question: str, language: str = "id") -> list[str]:
    return [hit.entry.key for hit in search(question, instrument=RULES, language=language).hits]


@pytest.mark.parametrize(
    ("question", "first"),
    [
        ("anggaran", "sid-18"),
        ("DUKUNGAN anggaran", "sid-18"),
        ("opini bpk", "spd-8"),
        ("WTP", "spd-8"),
        ("rkpd", "sid-21"),
        ("rencana usulan kegiatan", "sid-21"),
        ("video", "sid-35"),
        ("sertifikat HAKI", "spd-15"),
        ("daftar hadir", "sid-20"),
        ("pengangguran", "spd-5"),
        ("visi", "spd-1"),
        ("jumlah inovasi", "jumlah-inovasi"),
    ],
)
def test_what_one_would_call_it_is_found_first(question, first):
    assert found(question)[0] == first


@pytest.mark.parametrize(
    ("question", "first"),
    [
        ("audit opinion", "spd-8"),
        ("budget support", "sid-18"),
        ("poverty", "spd-10"),
        ("replication", "sid-31"),
    ],
)
def test_english_questions_are_answered_in_english(question, first):
    assert found(question, "en")[0] == first


def test_the_official_indonesian_name_is_found_in_english_too():
    assert found("Kemanfaatan inovasi", "en")[0] == "sid-33"


@pytest.mark.parametrize("key", [key for key, entry in indicators().items() if entry.rows])
def test_number_of_a_row_leads_to_its_indicator(key):
    for code in indicators()[key].rows:
        assert found(f"baris {code}")[0] == key


def test_a_number_is_not_the_beginning_of_another():
    assert (strength("1", "16"), strength("16", "16")) == (0, 4)
    assert found("indikator 1")[0] == "spd-1"


def test_every_word_must_occur():
    assert found("video") != []
    assert found("video qwertyuiop") == []


def test_title_and_keyword_come_before_the_text():
    hits = search("anggaran", instrument=RULES, language="id").hits
    scores = [hit.score for hit in hits]
    assert scores == sorted(scores, reverse=True)
    assert hits[0].score > hits[-1].score


def test_case_and_accents_do_not_matter():
    assert found("Ópini BPK") == found("opini bpk") != []


def test_words_grown_at_both_ends_find_their_root():
    assert "sid-18" in found("penganggaran")
    assert "sid-18" in found("dianggarkan")
    assert root_of("dianggarkan") == "anggar"
    assert root_of("ikan") == "ikan"
    assert [strength(word, "anggaran") for word in ("anggaran", "angg", "garan", "dianggarkan", "x")] == [
        4, 3, 2, 1, 0,
    ]  # fmt: skip


@pytest.mark.parametrize(
    "question", ["", "   ", "!!! ???", "\u0000", "%", "'; drop table", "<script>", "(" * 90]
)
def test_odd_questions_do_no_harm(question):
    result = search(question, instrument=RULES, language="id")
    for hit in result.hits:
        assert "<script>" not in hit.title + hit.snippet


def test_nothing_asked_is_nothing_found():
    result = search(" ?! ", instrument=RULES, language="id")
    assert (result.words, result.hits, result.terms, result.suggestion) == ((), (), (), "")


def test_long_question_is_cut():
    assert len(search("a b c d e f g h i j k l", instrument=RULES, language="id").words) == 8
    assert search("x" * 10_000, instrument=RULES, language="id").words == ("x" * 100,)


def test_misspelt_word_gets_a_suggestion_that_finds_something():
    result = search("sertifkat haki", instrument=RULES, language="id")
    assert (result.hits, result.suggestion) == ((), "sertifikat haki")
    assert found(result.suggestion) != []


def test_nonsense_gets_no_suggestion():
    assert search("qwertyuiop", instrument=RULES, language="id").suggestion == ""


def test_terms_of_the_glossary_are_found():
    terms = search("yandas", instrument=RULES, language="id").terms
    assert [word for word, _meaning in terms] == ["<mark>Yandas</mark>"]


def test_hit_is_marked_and_the_rest_is_escaped():
    assert marked("a <b> Opini & opini-opini", ("opini",)) == (
        "a &lt;b&gt; <mark>Opini</mark> &amp; <mark>opini</mark>-<mark>opini</mark>"
    )


def test_mark_stands_on_the_right_letters_where_folding_changes_the_length():
    folded, places = fold("ﬁle É")
    assert (folded, places) == ("file e", [0, 0, 1, 2, 3, 4])
    assert marked("ﬁle É", ("e",)) == "ﬁle <mark>É</mark>"
    assert marked("ﬁle É", ("file",)) == "<mark>ﬁle</mark> É"


def test_snippet_is_short_cut_at_words_and_holds_the_hit():
    text = "kata " * 60 + "sasaran " + "lain " * 60
    told = snippet(text, ("sasaran",), length=100)
    assert told.startswith("… kata") and told.endswith("lain …")
    assert "<mark>sasaran</mark>" in told
    assert len(told) < 140
    assert snippet("pendek sasaran", ("sasaran",)) == "pendek <mark>sasaran</mark>"


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_hit_quotes_a_word_that_was_asked_for(language):
    for question in ("anggaran", "laporan", "foto", "budget", "letter", "photo"):
        for hit in search(question, instrument=RULES, language=language).hits:
            assert "<mark>" in hit.title + hit.snippet or hit.score >= 4


def test_index_is_made_once_and_a_question_is_quick():
    first = index_of(RULES, language="id")
    assert index_of(RULES, language="id") is first
    began = time.process_time()
    search("laporan hasil pemeriksaan badan keuangan daerah tahun", instrument=RULES, language="id")
    assert time.process_time() - began < 0.5
