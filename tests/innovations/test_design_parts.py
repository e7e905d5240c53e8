"""The design as parts and as one text: each way and back, whatever people type."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from innovations.domain.design import (
    CODES,
    OTHER,
    PARTS,
    design_words,
    join_design,
    split_design,
    with_part,
    words_in,
)

HEADINGS = [f"{letter}. {part.heading}" for letter, part in zip("abcdefg", PARTS, strict=True)]
LINES = st.one_of(
    st.text(st.characters(exclude_characters="\n\r", exclude_categories=("Cs",)), max_size=20),
    st.sampled_from([*HEADINGS, *(f" {line}" for line in HEADINGS), f"   {HEADINGS[1]}", ""]),
)
TEXTS = st.lists(LINES, max_size=8).map("\n".join)
STORED = TEXTS.map(str.strip)
"""What `clean_text` leaves: nothing around it."""


@given(st.fixed_dictionaries(dict.fromkeys(CODES, STORED)))
@example({code: HEADINGS[number] for number, code in enumerate(CODES)})
def test_parts_come_back_as_they_were_written(parts: dict[str, str]) -> None:
    assert split_design(join_design(parts)) == parts


@given(st.lists(st.text(st.characters(exclude_categories=("Cs",)), max_size=40), max_size=5).map("\n".join))
def test_a_text_without_headings_is_one_part_and_stays_untouched(text: str) -> None:
    parts = split_design(text)
    assert parts[OTHER] == text
    if text.strip():
        assert join_design(parts) == text


@given(TEXTS)
def test_splitting_and_joining_settle_at_once(text: str) -> None:
    once = join_design(split_design(text))
    assert join_design(split_design(once)) == once


@given(TEXTS)
def test_no_word_is_lost(text: str) -> None:
    kept = sorted(word for words in split_design(text).values() for word in words.split())
    headings = sorted(word for line in text.split("\n") if line in HEADINGS for word in line.split())
    given_words = sorted(text.split())
    for word in kept:
        given_words.remove(word)
    # What is gone are words of headings, and nothing else.
    for word in given_words:
        headings.remove(word)


@given(st.fixed_dictionaries(dict.fromkeys(CODES, STORED)), st.sampled_from(CODES), STORED)
def test_writing_one_part_leaves_the_others(parts: dict[str, str], code: str, words: str) -> None:
    assert split_design(with_part(join_design(parts), code=code, words=words)) == {**parts, code: words}


def test_the_text_reads_well_anywhere() -> None:
    parts = {"hukum": "Perda 3/2024", "isu": "Angka stunting\nnaik", OTHER: "Terima kasih"}
    assert join_design(parts) == (
        "a. Dasar Hukum Inovasi\nPerda 3/2024\n\nc. Isu Strategis\nAngka stunting\nnaik\n\ng. Uraian Lain\nTerima kasih"
    )


def test_a_heading_named_twice_is_text() -> None:
    text = "a. Dasar Hukum Inovasi\nSatu\na. Dasar Hukum Inovasi\nDua"
    assert split_design(text)["hukum"] == "Satu\na. Dasar Hukum Inovasi\nDua"


def test_words_of_headings_do_not_count() -> None:
    parts = {"hukum": "satu dua", "metode": "tiga - empat", OTHER: "lima."}
    assert design_words(join_design(parts)) == 5
    assert design_words("kata " * 300) == 300


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("", 0),
        ("satu", 1),
        ("a - b", 2),
        ("3.000 orang/bulan", 2),
        ("• butir", 1),
        ("satu\u00a0dua", 2),
        ("…", 0),
        ("½", 1),
    ],
)
def test_words_are_counted_by_letters_and_digits(text: str, number: int) -> None:
    assert words_in(text) == number


def test_an_unknown_part_is_an_error() -> None:
    with pytest.raises(KeyError):
        with_part("", code="penutup", words="x")
