"""Finding an indicator by what one would call it: a small ranked search over three dozen texts, in memory.

Case and accents do not matter, every word of the question must occur, and a word also finds what it begins or, from four
letters on, what it stands in: Indonesian builds words at both ends, so that `anggaran` finds penganggaran, and `dianggarkan`
finds anggaran by its root.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import get_close_matches

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from innovations.guide.handbook import Entry, entries_of, guide_to, parts_of
from innovations.guide.loading import handbook_of
from innovations.guide.model import Term
from scoring.core.model import Instrument

MOST_WORDS, MOST_LETTERS = 8, 100
SNIPPET = 170
TITLE, KEYWORD, BODY = 12, 7, 1
WORD = re.compile(r"\w+")
BEFORE = re.compile(r"^(?:memper|menye|meny|meng|men|mem|me|diper|di|ber|peng|peny|pen|pem|per|pe|ter|se|ke)")
AFTER = re.compile(r"(?:kannya|annya|nya|kan|an|lah|kah|i)$")
OFFICIAL = "id"
"""The language of the guideline's own words."""


@dataclass(frozen=True, slots=True)
class Field:
    """A text that is searched. Hidden ones (row codes, keywords) are found but not quoted."""

    text: str
    weight: int
    language: str
    words: frozenset[str]
    hidden: bool = False


@dataclass(frozen=True, slots=True)
class Hit:
    """An indicator that was found, with a passage in which the words asked for are marked."""

    entry: Entry
    title: SafeString
    snippet: SafeString
    snippet_language: str
    score: int


@dataclass(frozen=True, slots=True)
class Found:
    """The answer to a question. `suggestion` is a word that exists, where one that was asked for does not."""

    words: tuple[str, ...]
    hits: tuple[Hit, ...]
    terms: tuple[tuple[SafeString, SafeString], ...]
    suggestion: str


def fold(text: str) -> tuple[str, list[int]]:
    """A text without case and accents, and for each letter of it the place in the text it came from."""
    letters: list[str] = []
    places: list[int] = []
    for place, letter in enumerate(text):
        for part in unicodedata.normalize("NFKD", letter).casefold():
            if not unicodedata.combining(part):
                letters.append(part)
                places.append(place)
    return "".join(letters), places


def words_of(text: str) -> list[str]:
    return WORD.findall(fold(text)[0])


def root_of(word: str) -> str:
    """What is left of an Indonesian word without its affixes, roughly; the word itself when too little would be left."""
    for pattern in (AFTER, BEFORE):
        shorter = pattern.sub("", word)
        if len(shorter) >= 4:
            word = shorter
    return word


def strength(asked: str, word: str) -> int:
    """How well a word answers: 4 the same, 3 begins with it, 2 has it inside, 1 has its root; else 0."""
    if asked == word:
        return 4
    if asked.isdecimal() or len(asked) < 2:
        return 0
    if word.startswith(asked):
        return 3
    if len(asked) >= 4 and asked in word:
        return 2
    root = root_of(asked)
    return 1 if len(root) >= 4 and root != asked and root in word else 0


# The index ---------------------------------------------------------------------------------------------------------

_indexes: dict[tuple[str, str], tuple[tuple[Entry, tuple[Field, ...]], ...]] = {}


def index_of(instrument: Instrument, *, language: str) -> tuple[tuple[Entry, tuple[Field, ...]], ...]:
    """Every indicator with its searched texts. Made once a process for each instrument and language."""
    key = (instrument.fingerprint, language)
    if key not in _indexes:
        if len(_indexes) >= 8:
            _indexes.clear()
        _indexes[key] = tuple(
            (entry, tuple(_fields(entry, instrument, language))) for entry in entries_of(instrument)
        )
    return _indexes[key]


def _fields(entry: Entry, instrument: Instrument, language: str) -> Iterator[Field]:
    guide = guide_to(entry, instrument=instrument, language=language)
    numbers = " ".join(f"baris {code} row {code}" for code in entry.codes)
    yield _field(entry.name, TITLE, OFFICIAL)
    yield _field(
        f"{entry.name_en} {entry.aspect} indikator indicator {entry.number} {numbers}",
        TITLE,
        "en",
        hidden=True,
    )
    for keyword in guide.keywords:
        yield _field(keyword, KEYWORD, language, hidden=True)
    for text in (*guide.meaning, guide.good):
        yield _field(text, BODY, language)
    for part in parts_of(entry, guide, language=language):
        if part.name:
            yield _field(part.name, KEYWORD, OFFICIAL)
        for card in part.cards:
            yield _field(card.words, BODY, OFFICIAL)
            yield _field(card.proof, BODY, language)
        for text in (part.definition, *part.rule.guidance):
            yield _field(text, BODY, OFFICIAL)
    if entry.variable:
        yield _field(entry.variable, BODY, OFFICIAL)
    for mistake, instead in guide.mistakes:
        yield _field(f"{mistake} {instead}", BODY, language)
    for text in guide.looks_for:
        yield _field(text, BODY, language)


def _field(text: str, weight: int, language: str, *, hidden: bool = False) -> Field:
    return Field(text, weight, language, frozenset(words_of(text)), hidden)


# Asking ------------------------------------------------------------------------------------------------------------


def search(question: str, *, instrument: Instrument, language: str) -> Found:
    """The indicators in which every word of the question occurs, the best first; nothing for an empty question."""
    asked = tuple(dict.fromkeys(words_of(question[:MOST_LETTERS])))[:MOST_WORDS]
    if not asked:
        return Found((), (), (), "")
    index = index_of(instrument, language=language)
    hits = [hit for entry, fields in index if (hit := _hit(entry, fields, asked))]
    hits.sort(key=lambda hit: -hit.score)  # stable: equals stay in the order of the guideline
    terms = tuple(_term(term, asked) for term in handbook_of(language).glossary if _is_about(term, asked))
    suggestion = "" if hits or terms else _suggest(asked, index)
    return Found(asked, tuple(hits), terms, suggestion)


def _hit(entry: Entry, fields: Sequence[Field], asked: Sequence[str]) -> Hit | None:
    score = 0
    for word in asked:
        best = max(
            (
                field.weight * max((strength(word, other) for other in field.words), default=0)
                for field in fields
            ),
            default=0,
        )
        if not best:
            return None
        score += best
    score += max(_as_a_whole(asked, field) for field in fields)
    quoted = max(
        (field for field in fields if not field.hidden and field.weight < TITLE),
        key=lambda field: sum(_answers(word, field.words) for word in asked),
    )
    return Hit(
        entry,
        title=marked(entry.name, asked),
        snippet=snippet(quoted.text, asked),
        snippet_language=quoted.language,
        score=score,
    )


def _as_a_whole(asked: Sequence[str], field: Field) -> int:
    """What it adds that title or keyword is the very question, or begins with it."""
    if field.weight <= BODY:
        return 0
    question, told = " ".join(asked), " ".join(words_of(field.text))
    if told == question:
        return 5 * field.weight
    return 3 * field.weight if told.startswith(f"{question} ") else 0


def _answers(asked: str, words: Iterable[str]) -> bool:
    return any(strength(asked, word) for word in words)


def _is_about(term: Term, asked: Sequence[str]) -> bool:
    words = words_of(term.word)
    return all(_answers(word, words) for word in asked)


def _term(term: Term, asked: Sequence[str]) -> tuple[SafeString, SafeString]:
    return marked(term.word, asked), marked(term.meaning, asked)


def _suggest(asked: Sequence[str], index: Sequence[tuple[Entry, tuple[Field, ...]]]) -> str:
    """The question with each unknown word replaced by the nearest one of titles and keywords; "" without any."""
    known = sorted(
        {word for _entry, fields in index for field in fields if field.weight > BODY for word in field.words}
    )
    better = [
        word if _answers(word, known) else next(iter(get_close_matches(word, known, n=1, cutoff=0.7)), "")
        for word in asked
    ]
    return " ".join(better) if all(better) and tuple(better) != tuple(asked) else ""


# Showing -----------------------------------------------------------------------------------------------------------


def spans(text: str, asked: Sequence[str]) -> list[tuple[int, int]]:
    """Where the words of a text stand that answer the question."""
    folded, places = fold(text)
    return [
        (places[found.start()], places[found.end() - 1] + 1)
        for found in WORD.finditer(folded)
        if any(strength(word, found[0]) for word in asked)
    ]


def marked(text: str, asked: Sequence[str]) -> SafeString:
    """The text with <mark> around the words asked for, everything else escaped."""
    told, end = "", 0
    for start, stop in spans(text, asked):
        told += f"{escape(text[end:start])}<mark>{escape(text[start:stop])}</mark>"
        end = stop
    return mark_safe(told + escape(text[end:]))  # noqa: S308 - every piece of it is escaped


def snippet(text: str, asked: Sequence[str], *, length: int = SNIPPET) -> SafeString:
    """A passage around the first hit, cut at words, with its hits marked."""
    found = spans(text, asked)
    first = found[0][0] if found else 0
    if len(text) <= length:
        return marked(text, asked)
    start = max(0, min(first - length // 3, len(text) - length))
    if start:
        start = text.find(" ", start) + 1
    end = len(text) if start + length >= len(text) else text.rfind(" ", start, start + length)
    piece = text[start:end].strip()
    return mark_safe(  # noqa: S308 - as above
        ("… " if start else "") + marked(piece, asked) + (" …" if end < len(text) else "")
    )
