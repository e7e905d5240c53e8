"""Refusals. Each names the path inside the document at which it was found, and says what was expected there."""

from __future__ import annotations

from typing import Final

_LONGEST_STEP: Final = 80


class DocumentError(ValueError):
    """A document was refused. `path` is "" for the document as a whole, else like `innovations[3].levels.16`."""

    def __init__(self, path: str, message: str) -> None:
        super().__init__(f"{path}: {message}" if path else message)
        self.path = path
        self.message = message

    def as_document(self) -> dict[str, str]:
        return {"path": self.path, "message": self.message}


class FactsError(DocumentError):
    """The facts of a region were refused."""


class InstrumentError(DocumentError):
    """An instrument was refused."""


def step(path: str, key: object) -> str:
    """The path of a member of an object."""
    name = readable(str(key))
    return f"{path}.{name}" if path else name


def readable(text: str) -> str:
    """Text from a foreign document, safe to print: no control characters, no lone surrogates, not endless."""
    if len(text) > _LONGEST_STEP:
        text = text[: _LONGEST_STEP - 1] + "…"
    return "".join(char if char.isprintable() else char.encode("unicode_escape").decode() for char in text)


def shown(value: object) -> str:
    """A refused value as a message shows it."""
    if value is None:
        return "null"
    if value is True or value is False:
        return str(value).lower()
    if isinstance(value, str):
        return f'"{readable(value)}"'
    if isinstance(value, int):
        return readable(str(value)) if abs(value) < 10**_LONGEST_STEP else "a very long number"
    if isinstance(value, list | tuple):
        return "a list"
    if isinstance(value, dict):
        return "an object"
    return readable(str(value))
