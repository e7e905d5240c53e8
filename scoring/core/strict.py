"""A cursor over a document that refuses whatever it was not told to expect, and names the path."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from datetime import date
from typing import Any, Final, NoReturn

from scoring.core.errors import DocumentError, shown, step
from scoring.core.exact import LARGEST_INTEGER, parse_scaled
from scoring.core.jsontext import refuse_repeated

_ISO_DATE: Final = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})")


def iso_date(text: str) -> date:
    """Read YYYY-MM-DD and nothing else (the standard library also takes week dates). Raises ValueError."""
    match = _ISO_DATE.fullmatch(text)
    if match is None:
        raise ValueError("not a date of the form YYYY-MM-DD")
    return date(int(match[1]), int(match[2]), int(match[3]))


class Node:
    """One value of a document together with its path. Every accessor raises `error` on what it does not expect."""

    __slots__ = ("error", "path", "value")

    def __init__(self, value: Any, *, path: str = "", error: type[DocumentError]) -> None:
        self.value = value
        self.path = path
        self.error = error

    def fail(self, message: str) -> NoReturn:
        raise self.error(self.path, message)

    def _at(self, value: Any, path: str) -> Node:
        return Node(value, path=path, error=self.error)

    def members(self) -> dict[str, Node]:
        """Every member of an object whose keys are data."""
        if not isinstance(self.value, Mapping):
            self.fail(f"must be an object, not {shown(self.value)}")
        refuse_repeated(self.value, path=self.path, error=self.error)
        for key in self.value:
            if not isinstance(key, str):
                self.fail("every key must be a string")
        return {key: self._at(member, step(self.path, key)) for key, member in self.value.items()}

    def fields(self, *, required: Collection[str], optional: Collection[str] = ()) -> dict[str, Node]:
        """The members of an object with fixed keys: a key too many or too few is refused."""
        found = self.members()
        for key, member in found.items():
            if key not in required and key not in optional:
                known = ", ".join([*required, *optional])
                member.fail(f"unknown key; known here: {known}")
        for key in required:
            if key not in found:
                raise self.error(step(self.path, key), "is missing")
        return found

    def items(self, *, at_least: int = 0) -> list[Node]:
        if isinstance(self.value, str) or not isinstance(self.value, Sequence):
            self.fail(f"must be a list, not {shown(self.value)}")
        if len(self.value) < at_least:
            self.fail(f"must hold at least {at_least}")
        return [self._at(item, f"{self.path}[{position}]") for position, item in enumerate(self.value)]

    def text(self) -> str:
        value = self.value
        if not isinstance(value, str):
            self.fail(f"must be a string, not {shown(value)}")
        if not value.strip():
            self.fail("must not be empty")
        if any("\ud800" <= char <= "\udfff" for char in value):
            self.fail("holds half of a surrogate pair, which is no character")
        return value

    def texts(self, *, at_least: int = 0) -> tuple[str, ...]:
        return tuple(item.text() for item in self.items(at_least=at_least))

    def choice(self, options: Collection[str]) -> str:
        text = self.text()
        if text not in options:
            self.fail(f"{shown(text)} is not one of: {', '.join(options)}")
        return text

    def flag(self) -> bool:
        value = self.value
        if not isinstance(value, bool):
            self.fail(f"must be true or false, not {shown(value)}")
        return value

    def integer(self, *, least: int = 0, most: int = LARGEST_INTEGER) -> int:
        value = self.value
        if isinstance(value, bool) or not isinstance(value, int):
            self.fail(f"must be a whole number, not {shown(value)}")
        if not least <= value <= most:
            self.fail(f"{shown(value)} is outside {least}..{most}")
        return value

    def scaled(self, *, places: int) -> int:
        """A number written as a string (or a JSON integer) as a scaled integer."""
        if type(self.value) is int:
            unit: int = 10**places
            return self.integer(least=-LARGEST_INTEGER) * unit
        text = self.text()
        try:
            return parse_scaled(text, places=places)
        except ValueError as fault:
            self.fail(f"{shown(text)}: {fault}")

    def day(self) -> date:
        text = self.text()
        try:
            return iso_date(text)
        except ValueError as fault:
            self.fail(f"{shown(text)}: {fault}")
