"""Every indicator is explained, completely and alike in both languages; a file at fault is named."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from innovations.guide import effort_of, guide_for, handbook_url, key_of, loading
from innovations.guide.loading import (
    FOLDER,
    LANGUAGES,
    GuideError,
    Node,
    handbook_of,
    indicators,
    read,
    text_of,
)
from innovations.guide.model import EFFORT_LABELS
from scoring.instruments import load_instrument

KEYS = [
    *(f"spd-{number}" for number in range(1, 16)),
    *(f"sid-{number}" for number in range(16, 36)),
    "jumlah-inovasi",
]
every_text = pytest.mark.parametrize(("key", "language"), [(key, lang) for key in KEYS for lang in LANGUAGES])


def test_all_36_indicators_are_there_in_the_order_of_the_guideline():
    assert list(indicators()) == KEYS


@pytest.mark.parametrize("language", LANGUAGES)
def test_there_is_a_file_for_each_and_no_other(language):
    files = {path.stem for path in (FOLDER / "texts" / language).iterdir()}
    assert files == {*KEYS, "handbook"}


def test_rows_and_parts_are_those_of_the_instrument():
    rows = load_instrument(2026).rows
    by_indicator: dict[int, list[str]] = {}
    for row in rows:
        by_indicator.setdefault(row.indicator, []).append(row.code)
    assert {key: list(entry.rows) for key, entry in indicators().items()} == {
        **{f"{'spd' if number < 16 else 'sid'}-{number}": codes for number, codes in by_indicator.items()},
        "jumlah-inovasi": [],
    }
    for entry in indicators().values():
        bases = [basis.code for row in rows if row.code in entry.rows for basis in row.bases]
        assert list(entry.parts) == (bases or (list(entry.rows) if len(entry.rows) > 1 else []))


@every_text
def test_text_is_complete(key, language):
    text = text_of(key, language)
    assert 1 <= len(text.meaning) <= 3
    assert tuple(text.levels) == (indicators()[key].parts or ("",))
    assert len(text.mistakes) == 3
    # Sentences end as sentences do; labels of callouts do not.
    sentences = [*text.meaning, text.good.text, text.good.picture_alt]
    sentences += [entry for levels in text.levels.values() for entry in levels]
    sentences += [entry for pair in text.mistakes for entry in pair] + list(text.looks_for)
    assert [entry for entry in sentences if entry[-1] not in ".?!"] == []
    assert [mark.label for mark in text.good.marks if mark.label.endswith(".")] == []


@pytest.mark.parametrize("key", KEYS)
def test_both_languages_have_the_same_structure(key):
    one, other = (text_of(key, language) for language in LANGUAGES)

    def shape(text):
        lines = [(line.startswith("* "), line.count("|")) for line in text.good.picture_lines]
        return (
            list(text.levels),
            [mark.place for mark in text.good.marks],
            lines,
            len(text.looks_for),
        )

    assert shape(one) == shape(other)
    # Translated, not copied.
    assert one.meaning != other.meaning
    assert one.mistakes != other.mistakes


@every_text
def test_text_carries_no_official_sentence(key, language):
    """The words of the law come from the instrument; the guide explains in its own."""
    text = text_of(key, language)
    instrument = load_instrument(2026)
    official = [
        words
        for row in instrument.rows
        if row.code in indicators()[key].rows
        for words in (
            row.definition,
            *row.evidence.guidance,
            *(level.text for level in row.levels),
            *(level.text for basis in row.bases for level in basis.levels),
        )
        if len(words.split()) >= 8
    ]
    own = " ".join([*text.meaning, *(entry for levels in text.levels.values() for entry in levels)])
    folded = re.sub(r"\W+", " ", own).casefold()
    assert [words for words in official if re.sub(r"\W+", " ", words).strip().casefold() in folded] == []


@every_text
def test_text_does_not_go_to_the_bounds_of_a_year(key, language):
    """Bounds of measured rows are the instrument's; a text that repeats one is wrong in the next year."""
    text = text_of(key, language)
    own = " ".join([*text.meaning, *(entry for levels in text.levels.values() for entry in levels)])
    numbers = set(re.findall(r"\d+[.,]\d{2}", own.replace(".", ",")))
    bounds = {
        number.replace(".", ",")
        for row in load_instrument(2026).spd_rows
        if row.code in indicators()[key].rows and row.measure
        for level in row.levels
        for number in re.findall(r"\d+[.,]\d{2}", level.text)
    }
    assert numbers & bounds == set()


def test_handbook_is_alike_in_both_languages():
    one, other = (handbook_of(language) for language in LANGUAGES)
    assert len(one.glossary) == len(other.glossary) >= 25
    holders = [[sorted(set(re.findall(r"{(\w+)}", step))) for step in entry.steps] for entry in (one, other)]
    assert holders[0] == holders[1]


# What other rooms use ----------------------------------------------------------------------------------------------


def test_effort_is_known_for_every_row_of_the_instrument():
    rows = load_instrument(2026).rows
    found = {row.code: effort_of(row.code) for row in rows}
    assert {effort.code for effort in found.values()} == set(EFFORT_LABELS)
    assert [effort_of(code).rank for code in ("16", "17", "31")] == [2, 1, 3]
    assert found["17"].label == "ringan"
    assert effort_of(17) == found["17"]
    assert effort_of("99") is None


def test_rows_with_parts_share_a_guide_and_show_their_own_part():
    assert (key_of("5a"), key_of("5b"), key_of(33), key_of("nothing")) == ("spd-5", "spd-5", "sid-33", None)
    assert [group.code for group in guide_for("5b").levels] == ["5b"]
    assert [group.code for group in guide_for(33, basis="d").levels] == ["d"]
    assert [group.code for group in guide_for(30).levels] == ["digital", "nondigital"]
    assert [group.code for group in guide_for(16).levels] == [""]


def test_parts_take_their_official_names_from_the_instrument():
    row = load_instrument(2026).row("33")
    groups = guide_for("33", row=row).levels
    assert [group.name for group in groups] == [basis.name for basis in row.bases]
    assert all(group.name for group in groups)


def test_unknown_basis_shows_all_parts():
    assert len(guide_for("33", basis="z").levels) == 6


def test_unknown_row_has_no_guide_and_no_address():
    assert guide_for("99") is None
    assert handbook_url("99") == ""
    assert handbook_url("2b") == "/panduan/spd-2/"


def test_language_is_the_one_asked_for_else_indonesian():
    assert guide_for("1", lang="en").meaning == text_of("spd-1", "en").meaning
    assert guide_for("1", lang="fr").meaning == text_of("spd-1", "id").meaning


# Files at fault ----------------------------------------------------------------------------------------------------


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """A copy of one good file that a test may spoil."""
    for name in ("indicators.toml", "texts/en/spd-1.toml"):
        copy = tmp_path / name
        copy.parent.mkdir(parents=True, exist_ok=True)
        copy.write_text((FOLDER / name).read_text())
    monkeypatch.setattr(loading, "FOLDER", tmp_path)
    for cached in (loading.indicators, loading.text_of):
        cached.cache_clear()
    yield tmp_path
    monkeypatch.undo()
    for cached in (loading.indicators, loading.text_of):
        cached.cache_clear()


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ("[reviewer]", "[reader]", "en/spd-1.toml: lacks reviewer"),
        ('[good]\ntext = "', '[good]\nmore = "x"\ntext = "', "good: has more, which nothing reads"),
        ('2 = "The RPJMD page', '4 = "The RPJMD page', "levels: lacks 2"),
        ('"@line5 The mission', '"@line9 The mission', "good.marks[3]: points to a place there is not: @line9"),
        ('"@line5 The mission', '"@line7 The mission', "good.marks[3]: points to a line there is not: line7"),
        ('text = "A few', 'text = "  "\nold = "A few', "good: has old, which nothing reads"),
        ('picture_title = "', 'picture_title = 7 # "', "good.picture_title: is not a text"),
        ("items = [\n  [", 'items = [\n  ["a", "b"],\n  [', "mistakes.items: has 4 entries, not 3 to 3"),
        ('", "Upload the page of enactment', ', Upload', "en/spd-1.toml: mistakes.items[1]: has 1 entries, not 2 to 2"),
        ("keywords = [", 'keywords = ["a"] # [', "keywords: has 1 entries, not 3 to 40"),
    ],
)  # fmt: skip
def test_fault_names_file_and_key(folder: Path, old, new, fault):
    path = folder / "texts/en/spd-1.toml"
    assert old in path.read_text()
    assert text_of("spd-1", "en")
    loading.text_of.cache_clear()
    path.write_text(path.read_text().replace(old, new, 1))
    with pytest.raises(GuideError) as caught:
        text_of("spd-1", "en")
    assert fault in str(caught.value)


def test_missing_file_is_named(folder: Path):
    with pytest.raises(GuideError, match=r"texts/id/spd-1\.toml: cannot be read"):
        text_of("spd-1", "id")


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ('effort = "berat"', 'effort = "leicht"', "is none of ringan, sedang, berat"),
        ('rows = ["1"]', 'rows = ["3"]', "explains a row twice"),
        ('picture = "planning_page"', "", "lacks picture"),
    ],
)
def test_fault_of_the_table_is_named(folder: Path, old, new, fault):
    path = folder / "indicators.toml"
    path.write_text(path.read_text().replace(old, new, 1))
    with pytest.raises(GuideError, match=fault):
        indicators()


def test_more_than_three_paragraphs_are_refused():
    assert Node("one\n\ntwo", "x").paragraphs(most=3) == ("one", "two")
    with pytest.raises(GuideError, match="x: has 4 paragraphs"):
        Node("1\n\n2\n\n3\n\n4", "x").paragraphs(most=3)


def test_files_are_read_once():
    assert indicators() is indicators()
    assert text_of("spd-1", "id") is text_of("spd-1", "id")
    assert read("indicators.toml") is not read("indicators.toml")
