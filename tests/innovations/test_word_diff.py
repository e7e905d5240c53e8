"""Two texts side by side: each keeps every character of its own, only words are marked, and nothing of it is markup."""

from __future__ import annotations

import re
from html import unescape

import pytest
from hypothesis import given
from hypothesis import strategies as st

from innovations.views import word_diff
from innovations.views.word_diff import word_difference

WORDS = st.lists(
    st.sampled_from(["obat", "tiba", "pada", "hari", "\n", " ", "<b>", "&", "\t", "sama."]), max_size=30
).map("".join)


def plain(marked: str) -> str:
    return unescape(re.sub(r"</?(ins|del)>", "", marked))


@given(WORDS, WORDS)
def test_each_side_keeps_its_text(before: str, after: str) -> None:
    found = word_difference(before, after)
    assert (plain(found.before), plain(found.after)) == (before, after)
    assert "<ins>" not in found.before
    assert "<del>" not in found.after


@given(WORDS)
def test_the_same_text_has_no_mark(text: str) -> None:
    found = word_difference(text, text)
    assert (found.gone, found.come) == (0, 0)
    assert "<ins>" not in found.after


def test_words_are_marked_and_counted() -> None:
    found = word_difference("Obat tiba dua hari kemudian.\nSelesai", "Obat tiba pada hari yang sama. Selesai")
    assert found.before == "Obat tiba <del>dua</del> hari <del>kemudian.</del>\nSelesai"
    assert found.after == "Obat tiba <ins>pada</ins> hari <ins>yang sama.</ins> Selesai"
    assert (found.gone, found.come) == (2, 3)


def test_markup_is_text() -> None:
    found = word_difference("<script>", "</ins><b>")
    assert found.before == "<del>&lt;script&gt;</del>"
    assert found.after == "<ins>&lt;/ins&gt;&lt;b&gt;</ins>"


def test_texts_too_different_are_marked_as_a_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(word_diff, "MOST", 2)
    found = word_difference("sama a b b d ujung", "sama b c b e ujung")
    assert found.before == "sama <del>a b b d</del> ujung"
    assert found.after == "sama <ins>b c b e</ins> ujung"
