"""Places in a ranking: equal indices share a place, and the places after them are left out (1, 2, 2, 4).

The guideline does not say how equals are ordered. The portal gives them the same place, marks it, and lists them by region
code, which favours nobody's number and is the same on every day.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Generic, TypeVar

Key = TypeVar("Key")


@dataclass(frozen=True, slots=True)
class Ranked(Generic[Key]):
    """One place: `rank` from 1; `tied` others hold the same one."""

    key: Key
    index: Decimal
    rank: int
    tied: int


def ranked(entries: Iterable[tuple[Key, Decimal, str]]) -> list[Ranked[Key]]:
    """Rank entries of (key, index, code) by index, highest first; equals stand in the order of their codes."""
    ordered = sorted(entries, key=lambda entry: (-entry[1], entry[2]))
    sharing = Counter(index for _key, index, _code in ordered)
    places: list[Ranked[Key]] = []
    for position, (key, index, _code) in enumerate(ordered, start=1):
        same = bool(places) and places[-1].index == index
        places.append(Ranked(key, index, places[-1].rank if same else position, sharing[index] - 1))
    return places
