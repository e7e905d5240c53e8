"""Reads the files of the guide, once a process, and says exactly where one of them is at fault.

Strict on purpose: a key too many is as wrong as one too few, because it is a text that nobody would ever read.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import replace
from functools import lru_cache
from pathlib import Path
from typing import Any

from innovations.guide.model import EFFORT_LABELS, Effort, Good, Handbook, Indicator, Mark, Term, Text

FOLDER = Path(__file__).resolve().parent
LANGUAGES = ("id", "en")
WHOLE = ""
"""The part of an indicator whose levels are not divided."""
MISTAKES = 3
LEVELS = ("1", "2", "3")
YEAR = re.compile(r"\{T-([0-3])\}")
"""How a text names a year, so that it holds in the next one: `{T-1}`."""
MARK = re.compile(r"@(title|head|signature|footer|line[1-8])\s+")


class GuideError(ValueError):
    """A file of the guide is not what it must be."""

    def __init__(self, place: str, fault: str) -> None:
        super().__init__(f"{place}: {fault}")


class Node:
    """A value of a file together with where it stands, so that a fault can be named:
    `texts/en/spd-1.toml: good.marks[2]`."""

    def __init__(self, value: Any, place: str) -> None:
        self.value = value
        self.place = place

    def fail(self, fault: str) -> GuideError:
        return GuideError(self.place, fault)

    def table(self, *keys: str) -> dict[str, Node]:
        """A table with exactly these keys."""
        found = self.members()
        if missing := [key for key in keys if key not in found]:
            raise self.fail(f"lacks {', '.join(missing)}")
        if surplus := [key for key in found if key not in keys]:
            raise self.fail(f"has {', '.join(surplus)}, which nothing reads")
        return {key: found[key] for key in keys}

    def members(self) -> dict[str, Node]:
        if not isinstance(self.value, dict):
            raise self.fail("is not a table")
        joint = ": " if self.place.endswith(".toml") else "."
        return {key: Node(value, f"{self.place}{joint}{key}") for key, value in self.value.items()}

    def items(self, *, least: int, most: int) -> list[Node]:
        if not isinstance(self.value, list):
            raise self.fail("is not a list")
        if not least <= len(self.value) <= most:
            raise self.fail(f"has {len(self.value)} entries, not {least} to {most}")
        return [Node(value, f"{self.place}[{number}]") for number, value in enumerate(self.value, 1)]

    def text(self) -> str:
        if not isinstance(self.value, str) or not self.value.strip():
            raise self.fail("is not a text")
        return " ".join(self.value.split())

    def texts(self, *, least: int, most: int) -> tuple[str, ...]:
        return tuple(entry.text() for entry in self.items(least=least, most=most))

    def paragraphs(self, *, most: int) -> tuple[str, ...]:
        if not isinstance(self.value, str):
            raise self.fail("is not a text")
        found = tuple(" ".join(part.split()) for part in re.split(r"\n\s*\n", self.value) if part.strip())
        if not 1 <= len(found) <= most:
            raise self.fail(f"has {len(found)} paragraphs, not 1 to {most}")
        return found


def read(name: str) -> Node:
    """A file below this folder. Raises GuideError when it is not there or is no TOML."""
    try:
        return Node(tomllib.loads((FOLDER / name).read_text(encoding="utf-8")), name)
    except OSError as error:
        raise GuideError(name, "cannot be read") from error
    except ValueError as error:
        raise GuideError(name, str(error)) from error


@lru_cache(maxsize=1)
def indicators() -> Mapping[str, Indicator]:
    """Every indicator by its key, in the order of the guideline. Raises GuideError."""
    found = {key: _indicator(key, node) for key, node in read("indicators.toml").members().items()}
    rows = [row for entry in found.values() for row in entry.rows]
    if len(set(rows)) != len(rows):
        raise GuideError("indicators.toml", "explains a row twice")
    return found


def _indicator(key: str, node: Node) -> Indicator:
    fields = {"parts": Node([], f"{node.place}.parts")} | node.members()
    found = Node({name: field.value for name, field in fields.items()}, node.place).table(
        "rows", "parts", "picture", "name_en", "effort", "reason"
    )
    reasons = found["reason"].table(*LANGUAGES)
    if found["effort"].text() not in EFFORT_LABELS:
        raise found["effort"].fail(f"is none of {', '.join(EFFORT_LABELS)}")
    return Indicator(
        key,
        rows=found["rows"].texts(least=0, most=2),
        parts=found["parts"].texts(least=0, most=6),
        picture=found["picture"].text(),
        name_en=found["name_en"].text(),
        effort=Effort(
            found["effort"].text(), {language: reason.text() for language, reason in reasons.items()}
        ),
    )


@lru_cache(maxsize=len(LANGUAGES) * 64)
def text_of(key: str, language: str) -> Text:
    """The guide to an indicator. Raises KeyError for an unknown key, GuideError for a file at fault."""
    indicator = indicators()[key]
    fields = read(f"texts/{language}/{key}.toml").table(
        "meaning", "levels", "good", "mistakes", "reviewer", "keywords"
    )
    mistakes = fields["mistakes"].table("items")["items"].items(least=MISTAKES, most=MISTAKES)
    return Text(
        key,
        language,
        meaning=fields["meaning"].paragraphs(most=3),
        levels=_levels(fields["levels"], indicator),
        good=_good(fields["good"]),
        mistakes=tuple(_pair(entry) for entry in mistakes),
        looks_for=fields["reviewer"].table("looks_for")["looks_for"].texts(least=3, most=5),
        keywords=fields["keywords"].texts(least=3, most=40),
    )


def in_year(text: Text, year: int) -> Text:
    """The text with the years of an assessment put in: `{T-0}` is `year`, `{T-1}` the one before it."""

    def put(told: str) -> str:
        found = YEAR.sub(lambda found: str(year - int(found[1])), told)
        if "{" in found:
            raise GuideError(
                f"texts/{text.language}/{text.key}.toml", f"names no year: {found[found.index('{') :][:20]}"
            )
        return found

    return replace(
        text,
        meaning=tuple(map(put, text.meaning)),
        levels={part: (put(one), put(two), put(three)) for part, (one, two, three) in text.levels.items()},
        good=replace(text.good, text=put(text.good.text)),
        mistakes=tuple((put(mistake), put(instead)) for mistake, instead in text.mistakes),
        looks_for=tuple(map(put, text.looks_for)),
    )


def _levels(node: Node, indicator: Indicator) -> Mapping[str, tuple[str, str, str]]:
    parts = node.table(*indicator.parts) if indicator.parts else {WHOLE: node}
    found = {}
    for part, levels in parts.items():
        one, two, three = (entry.text() for entry in levels.table(*LEVELS).values())
        found[part] = (one, two, three)
    return found


def _good(node: Node) -> Good:
    fields = node.table("text", "marks", "picture_title", "picture_alt", "picture_lines")
    lines = fields["picture_lines"].texts(least=4, most=8)
    return Good(
        text=fields["text"].text(),
        marks=tuple(_mark(entry, lines) for entry in fields["marks"].items(least=3, most=5)),
        picture_title=fields["picture_title"].text(),
        picture_alt=fields["picture_alt"].text(),
        picture_lines=lines,
    )


def _mark(node: Node, lines: tuple[str, ...]) -> Mark:
    text = node.text()
    found = MARK.match(text)
    if text.startswith("@") and found is None:
        raise node.fail(f"points to a place there is not: {text.split()[0]}")
    if found is None:
        return Mark("", text)
    place = found[1]
    if place.startswith("line") and int(place.removeprefix("line")) > len(lines):
        raise node.fail(f"points to a line there is not: {place}")
    return Mark(place, text[found.end() :])


def _pair(node: Node) -> tuple[str, str]:
    mistake, instead = node.texts(least=2, most=2)
    return mistake, instead


@lru_cache(maxsize=len(LANGUAGES))
def handbook_of(language: str) -> Handbook:
    """Glossary and steps of the handbook. Raises GuideError."""
    fields = read(f"texts/{language}/handbook.toml").table("steps", "glossary")
    terms = []
    for entry in fields["glossary"].items(least=1, most=60):
        word, meaning = entry.texts(least=2, most=2)
        terms.append(Term(word, meaning))
    return Handbook(language, glossary=tuple(terms), steps=fields["steps"].texts(least=5, most=12))
