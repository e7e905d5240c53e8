"""What the pages of the SPD say of a row: how figures became a level, on which side of which border, what it brings, whether it can move."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from iga_portal.web.formats import number
from iga_portal.web.official import official, told
from innovations.forms_region import plain
from innovations.queries.spd import SpdLine
from innovations.queries.spd_border import Border, standing_of
from innovations.spd_season import MOVER_WORDS, SEASON, Mover
from scoring.core.explain import with_level
from scoring.core.formula import Sums, totals_of
from scoring.core.model import TOP_LEVEL, Instrument, Row

FORMULAS = {
    "growth_percent": "({t1} − {t2}) ÷ {t2} × 100",
    "drop_points": "{t2} − {t1}",
    "rise_points": "{t1} − {t2}",
    "latest": "{t1}",
}
"""How a measure is worked out, as the guideline prints it, with the figures put in."""

NOTHING = Sums(spd_hundredths=0, maturity_hundredths=0, counted=0, yandas=0)


@dataclass(frozen=True, slots=True)
class RowWorth:
    """What a row brings to the index, in index points, exact: as it is entered, and with the next level (None at the highest).

    The SPD enters the index as a sum, so that neither depends on any other row.
    """

    now: Fraction
    following: Fraction | None

    @property
    def now_printed(self) -> Decimal:
        return _decimal(self.now)

    @property
    def following_printed(self) -> Decimal | None:
        return None if self.following is None else _decimal(self.following)


def worth_of(row: Row, *, level: int | None, instrument: Instrument) -> RowWorth:
    base, stands = totals_of(NOTHING, instrument).index, level or 0

    def index(new: int) -> Fraction:
        return totals_of(with_level(NOTHING, row=row, old=0, new=new), instrument).index

    following = index(stands + 1) - index(stands) if stands < TOP_LEVEL else None
    return RowWorth(now=index(stands) - base, following=following)


def _decimal(value: Fraction) -> Decimal:
    return (Decimal(value.numerator) / Decimal(value.denominator)).quantize(Decimal("0.01"))


@dataclass(frozen=True, slots=True)
class Season:
    """Whether a row can still move this season: a short word, its tone, and the sentence."""

    word: str
    tone: str
    words: str


TONES: Mapping[Mover, str] = {Mover.DOCUMENT: "good", Mover.OVER: "", Mover.OTHERS: "wait"}


def season_of(row: Row) -> Season | None:
    """None for a row that the table does not know (an instrument of another year)."""
    found = SEASON.get(row.code)
    if found is None:
        return None
    return Season(str(MOVER_WORDS[found.mover]), TONES[found.mover], str(found.words))


def worked_out(line: SpdLine) -> dict[str, Any] | None:
    """The computation in full: figures in the printed formula, value, level, borders, and what a border or gap decided."""
    measured, measure = line.measured, line.row.measure
    if measured is None or measure is None:
        return None
    figures = {key: number(plain(Decimal(value))) for key, value in measured.inputs}
    placement = measured.placement
    standing = standing_of(measure, placement)
    unit = official(measure.unit)
    return {
        "formula": FORMULAS[measure.kind].format(**figures),
        "value": number(placement.value),
        "unit": measure.unit,
        "level": placement.level,
        "words": level_words(line.row, placement.level),
        "reached": _reached(standing.reached, unit=unit),
        "following": _following(standing.following, unit=unit),
        "special": placement.on_border or placement.in_gap,
        "on_border": placement.on_border,
        "printed": list(placement.printed_levels),
        "decision": measure.decision.reason if measure.decision else "",
    }


def _reached(border: Border | None, *, unit: str) -> SafeString | str:
    """On which side of the border that gave the level the value lies, and by how much."""
    if border is None:
        return ""
    values = _values(border, unit=unit)
    if not border.distance:
        return told(
            _("Tepat pada batas tingkat %(level)s, %(bound)s %(unit)s: batasnya sendiri masih masuk."), values
        )
    if border.upward:
        return told(
            _("%(distance)s %(unit)s di atas batas bawah tingkat %(level)s, yaitu %(bound)s."), values
        )
    return told(_("%(distance)s %(unit)s di bawah batas atas tingkat %(level)s, yaitu %(bound)s."), values)


def _following(border: Border | None, *, unit: str) -> SafeString | str:
    """How far the next level is."""
    if border is None:
        return ""
    values = _values(border, unit=unit)
    if border.upward:
        return told(
            _("Kurang %(distance)s %(unit)s lagi untuk tingkat %(level)s, yang mulai dari %(bound)s."), values
        )
    return told(
        _("Lebih %(distance)s %(unit)s untuk tingkat %(level)s, yang paling tinggi %(bound)s."), values
    )


def _values(border: Border, *, unit: str) -> dict[str, Any]:
    return {
        "distance": number(border.distance, places=2),
        "bound": number(border.bound, places=2),
        "level": border.level,
        "unit": unit,
    }


def level_words(row: Row, level: int) -> str:
    return next((entry.text for entry in row.levels if entry.level == level), "")
