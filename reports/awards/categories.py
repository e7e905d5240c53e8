"""The categories of chapter XI.F, from the data file of a year, and what a period sets differently."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

from reports.awards.model import AwardsInvalid, Category, Rule

FOLDER = Path(__file__).resolve().parent
MOST_WINNERS = 600
SETTINGS = {"winners", "nominees", "is_awarded", "accepts_gaps"}
_KEYS = {
    "code", "name", "name_en", "rule", "regional", "kinds", "predicate", "needed", "winners", "nominees",
}  # fmt: skip


def years() -> tuple[int, ...]:
    """The years with a file of categories, ascending."""
    return tuple(
        sorted(int(path.stem.removeprefix("categories_")) for path in FOLDER.glob("categories_*.json"))
    )


def categories_for(year: int) -> tuple[Category, ...]:
    """The categories of a year: of its own file, or of the latest before it (the first file for a year before all of them)."""
    known = years()
    return _load(max((entry for entry in known if entry <= year), default=known[0]))


def positions(year: int) -> Mapping[str, int]:
    """Where each category stands in the guideline's list of a year, from 0; a list of winners is told in this order."""
    return {category.code: place for place, category in enumerate(categories_for(year))}


@cache
def _load(year: int) -> tuple[Category, ...]:
    document = json.loads((FOLDER / f"categories_{year}.json").read_text(encoding="utf-8"))
    return read_categories(document["categories"])


def read_categories(rows: list[dict[str, Any]]) -> tuple[Category, ...]:
    """Read a list of categories strictly. Raises AwardsInvalid for an unknown key or rule, or a code that comes twice."""
    found: dict[str, Category] = {}
    for row in rows:
        unknown = set(row) - _KEYS
        if unknown:
            raise AwardsInvalid("category", f"unknown keys {sorted(unknown)}")
        try:
            rule = Rule(row["rule"])
            category = Category(**{**row, "rule": rule, "kinds": frozenset(row.get("kinds", ()))})
        except (KeyError, TypeError, ValueError) as error:
            raise AwardsInvalid("category", f"cannot read {row.get('code')!r}") from error
        if not category.code or category.code in found:
            raise AwardsInvalid("category", f"{category.code!r} is empty or comes twice")
        found[category.code] = _checked(category)
    return tuple(found.values())


def with_settings(categories: tuple[Category, ...], settings: Mapping[str, Any]) -> tuple[Category, ...]:
    """The categories with a period's settings by code: winners, nominees, is_awarded, accepts_gaps.

    Raises AwardsInvalid for a code or a setting that does not exist, or a value out of range.
    """
    unknown = set(settings) - {category.code for category in categories}
    if unknown:
        raise AwardsInvalid("category", f"no such categories: {sorted(unknown)}")
    found = []
    for category in categories:
        own = settings.get(category.code, {})
        if not isinstance(own, Mapping) or set(own) - SETTINGS:
            raise AwardsInvalid("setting", f"unknown settings of {category.code}")
        found.append(_checked(replace(category, **own)))
    return tuple(found)


def _checked(category: Category) -> Category:
    winners, nominees = category.winners, category.nominees
    if winners is None:
        if category.rule is not Rule.PREDICATE:
            raise AwardsInvalid("winners", f"{category.code} needs a number of winners")
    elif category.rule is Rule.PREDICATE or isinstance(winners, bool) or not _within(winners, 1):
        raise AwardsInvalid("winners", f"winners of {category.code} must be 1 to {MOST_WINNERS}")
    if isinstance(nominees, bool) or not _within(nominees, 1 if category.is_presented else 0):
        raise AwardsInvalid("nominees", f"nominees of {category.code} must be up to {MOST_WINNERS}")
    if not isinstance(category.is_awarded, bool) or not isinstance(category.accepts_gaps, bool):
        raise AwardsInvalid("setting", f"a setting of {category.code} is neither yes nor no")
    if category.rule is Rule.EARLIEST and category.needed < 1:
        raise AwardsInvalid("needed", f"{category.code} needs a number of affairs")
    return category


def _within(value: object, least: int) -> bool:
    return isinstance(value, int) and least <= value <= MOST_WINNERS
