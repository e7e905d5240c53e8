"""What a guide is: one indicator explained in one language, as frozen data."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

EFFORT_LABELS = {"ringan": _("ringan"), "sedang": _("sedang"), "berat": _("berat")}
"""The three steps of the estimate, the lightest first."""


@dataclass(frozen=True, slots=True)
class Effort:
    """The work it takes to raise a row by one level. The portal's own estimate; the guideline has none."""

    code: str
    reasons: Mapping[str, str]
    """One line by language."""

    @property
    def rank(self) -> int:
        """1 (ringan) to 3 (berat), for sorting."""
        return list(EFFORT_LABELS).index(self.code) + 1

    @property
    def label(self) -> str:
        return str(EFFORT_LABELS[self.code])


@dataclass(frozen=True, slots=True)
class Indicator:
    """What is known of an indicator in no language: rows of the instrument, parts of its levels, kind of picture."""

    key: str
    rows: tuple[str, ...]
    parts: tuple[str, ...]
    """How its levels are divided: rows a and b, or the bases of a row; empty where they are not."""
    picture: str
    name_en: str
    effort: Effort


@dataclass(frozen=True, slots=True)
class Mark:
    """A callout of the example picture. `place` says what it points to, "" leaves it to the order of the lines."""

    place: str
    label: str


@dataclass(frozen=True, slots=True)
class Good:
    """A good piece of evidence, and the page that is drawn as its example."""

    text: str
    marks: tuple[Mark, ...]
    picture_title: str
    picture_alt: str
    picture_lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Text:
    """The guide to one indicator in one language, as its file has it."""

    key: str
    language: str
    meaning: tuple[str, ...]
    levels: Mapping[str, tuple[str, str, str]]
    """By part ("" where there are none): which document proves level 1, 2 and 3."""
    good: Good
    mistakes: tuple[tuple[str, str], ...]
    """Three of them: what goes wrong, what to do instead."""
    looks_for: tuple[str, ...]
    keywords: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Term:
    """An entry of the glossary."""

    word: str
    meaning: str


@dataclass(frozen=True, slots=True)
class Handbook:
    """What the handbook says beside the indicators: its glossary, and the index in a few steps.

    The steps hold placeholders for the figures of an instrument (`{divisor}`, `{total}`, ...), so that no figure of a
    year stands in a text.
    """

    language: str
    glossary: tuple[Term, ...]
    steps: tuple[str, ...]
