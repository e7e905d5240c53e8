"""What a list is: its columns, who may have it, and where its rows come from."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any, Final, TypeVar

from django.http import QueryDict
from django.utils.functional import Promise

from regions.access import Actor
from regions.enums import Role
from regions.models import Period, Region

Found = TypeVar("Found")


class ColumnType(StrEnum):
    TEXT = "text"
    WHOLE = "whole"
    NUMBER = "number"
    DATE = "date"
    MOMENT = "moment"


TEXT: Final = ColumnType.TEXT
WHOLE: Final = ColumnType.WHOLE
NUMBER: Final = ColumnType.NUMBER
DATE: Final = ColumnType.DATE
MOMENT: Final = ColumnType.MOMENT


@dataclass(frozen=True, slots=True)
class Column:
    """One column. `width` in characters; `places` are the decimals shown of a NUMBER (the cell holds all of them).

    A MOMENT's heading gets the region's zone behind it.
    """

    heading: str | Promise
    width: int = 14
    type: ColumnType = TEXT
    places: int = 2


@dataclass(frozen=True, slots=True)
class Asked:
    """Who asks for a list, where, with which filters, and the moment for which it is made."""

    actor: Actor
    region: Region
    period: Period
    filters: QueryDict
    now: datetime
    kept: dict[str, Any] = field(default_factory=dict, compare=False, repr=False)

    def once(self, name: str, make: Callable[[], Found]) -> Found:
        """What counting, describing and writing all need, made once for this list."""
        if name not in self.kept:
            self.kept[name] = make()
        found: Found = self.kept[name]
        return found


@dataclass(frozen=True, slots=True)
class ListKind:
    """A kind of list. `rows` yields one sequence of values a line, in the order of `columns`; None is an empty cell."""

    name: str
    title: str | Promise
    roles: frozenset[Role]
    columns: Sequence[Column]
    rows: Callable[[Asked], Iterable[Sequence[object]]]
    count: Callable[[Asked], int] | None = None
    about: Callable[[Asked], Iterable[str]] | None = None


_KINDS: dict[str, ListKind] = {}


def register(kind: ListKind) -> ListKind:
    if kind.name in _KINDS:
        raise RuntimeError(f"two lists are called {kind.name}")
    _KINDS[kind.name] = kind
    return kind


def list_kind(name: str) -> ListKind | None:
    return _KINDS.get(name)
