"""Guides as pages show them: text, estimate and picture of one indicator in one language."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import lru_cache

from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from innovations.guide.loading import LANGUAGES, in_year, indicators, text_of
from innovations.guide.model import Effort
from innovations.guide.pictures import draw
from scoring.core.model import Instrument, Row
from scoring.instruments import available_years, load_instrument

COUNT_KEY = "jumlah-inovasi"
"""The indicator without a row: the system works it out."""


@dataclass(frozen=True, slots=True)
class LevelGroup:
    """Which document proves which level, for the whole row or for one of its parts (`code` of a row or a basis)."""

    code: str
    name: str
    """The official name of the part where the instrument was at hand, else ""."""
    texts: tuple[tuple[int, str], ...]


@dataclass(frozen=True, slots=True)
class Guide:
    """One indicator explained. `picture` is SVG; `marks` are the labels of its numbered callouts, in order."""

    key: str
    language: str
    rows: tuple[str, ...]
    name_en: str
    meaning: tuple[str, ...]
    levels: tuple[LevelGroup, ...]
    good: str
    marks: tuple[str, ...]
    picture: SafeString
    mistakes: tuple[tuple[str, str], ...]
    looks_for: tuple[str, ...]
    keywords: tuple[str, ...]
    effort: Effort

    @property
    def url(self) -> str:
        return reverse("handbook_indicator", kwargs={"key": self.key})

    @property
    def is_counted(self) -> bool:
        """Has no levels: its three texts are the steps that bring the points."""
        return not self.rows

    @property
    def effort_reason(self) -> str:
        return self.effort.reasons[self.language]


def guide_for(
    row_code: str | int, *, basis: str = "", lang: str = "", row: Row | None = None, year: int = 0
) -> Guide | None:
    """The guide to a row of the instrument; None for a row that the guide does not know (another year's).

    `basis` leaves only that part of the levels (a basis of row 33, digital or nondigital of row 30; rows with a and b
    need none, their code says it). `lang` is `id` or `en`, "" the language of the request. `row` gives the parts their
    official names. `year` is T-0, 0 that of the newest official instrument.
    """
    key = key_of(row_code)
    if key is None:
        return None
    guide = guide_of(key, lang=lang, year=year)
    parts = indicators()[key].parts
    wanted = basis if basis in parts else str(row_code) if str(row_code) in parts else ""
    groups = [group for group in guide.levels if not wanted or group.code == wanted]
    names = {entry.code: entry.name for entry in row.bases} if row else {}
    named = tuple(replace(group, name=names.get(group.code, "")) for group in groups)
    return replace(guide, levels=named)


def guide_of(key: str, *, lang: str = "", year: int = 0) -> Guide:
    """The guide to an indicator by its key, with `year` as T-0. Raises KeyError for an unknown key."""
    return _guide(key, language_of(lang), year or newest_official().years["T-0"])


@lru_cache(maxsize=1)
def newest_official() -> Instrument:
    """The newest rules that are no prognosis; where there are none, the newest at all."""
    known = [load_instrument(year) for year in reversed(available_years())]
    return next((entry for entry in known if not entry.is_prognosis), known[0])


def language_of(lang: str = "") -> str:
    """The language a guide is given in: the one asked for, else the request's, else Indonesian."""
    asked = (lang or get_language() or "").split("-")[0]
    return asked if asked in LANGUAGES else LANGUAGES[0]


@lru_cache(maxsize=256)
def _guide(key: str, language: str, year: int) -> Guide:
    indicator, text = indicators()[key], in_year(text_of(key, language), year)
    svg = draw(text.good, kind=indicator.picture, language=language, name=f"panduan-{key}")
    return Guide(
        key,
        language,
        rows=indicator.rows,
        name_en=indicator.name_en,
        meaning=text.meaning,
        levels=tuple(
            LevelGroup(part, "", tuple(enumerate(levels, 1))) for part, levels in text.levels.items()
        ),
        good=text.good.text,
        marks=tuple(mark.label for mark in text.good.marks),
        # Drawn by pictures, which escapes every text.
        picture=mark_safe(svg),  # noqa: S308
        mistakes=text.mistakes,
        looks_for=text.looks_for,
        keywords=text.keywords,
        effort=indicator.effort,
    )


def effort_of(row_code: str | int) -> Effort | None:
    """The work it takes to raise a row by one level, by the portal's own estimate; None for an unknown row."""
    key = key_of(row_code)
    return indicators()[key].effort if key else None


def key_of(row_code: str | int) -> str | None:
    """The key of the guide that explains a row: `spd-5` for 5a. None for an unknown row."""
    return _keys().get(str(row_code))


def handbook_url(row_code: str | int) -> str:
    """Where the handbook explains a row; "" when it does not."""
    key = key_of(row_code)
    return reverse("handbook_indicator", kwargs={"key": key}) if key else ""


@lru_cache(maxsize=1)
def _keys() -> Mapping[str, str]:
    return {row: key for key, indicator in indicators().items() for row in indicator.rows}
