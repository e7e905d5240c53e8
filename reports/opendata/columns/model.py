"""What a column is, and words in two languages."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

Type = Literal["text", "integer", "decimal", "boolean", "date-time", "uuid"]


@dataclass(frozen=True, slots=True)
class Words:
    """The same in Indonesian and in English."""

    id: str
    en: str

    def in_language(self, language: str) -> str:
        return self.en if language.startswith("en") else self.id

    def as_document(self) -> dict[str, str]:
        return {"id": self.id, "en": self.en}


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """One column. `source` is where the snapshot keeps it ("" for the name itself, None for what is put in while writing).

    `places`: decimals of a decimal, which is written as text in JSON, so that no reader makes a float of it. `values`: the words
    that can stand here, where they are a closed list. `empty`: what an empty cell means; "" where there is none.
    """

    name: str
    type: Type
    words: Words
    example: Any
    source: str | None = ""
    places: int = 0
    values: Mapping[str, Words] = field(default_factory=dict)
    empty: Words | None = None

    @property
    def path(self) -> str:
        return self.source or self.name

    def as_document(self) -> dict[str, Any]:
        """The column in the machine-readable dictionary."""
        found: dict[str, Any] = {
            "name": self.name,
            "type": self.type,
            "description": self.words.as_document(),
            "may_be_empty": self.empty is not None,
            "example": self.example,
        }
        if self.type == "decimal":
            found["decimals"] = self.places
        if self.empty is not None:
            found["empty_means"] = self.empty.as_document()
        if self.values:
            found["values"] = {value: words.as_document() for value, words in self.values.items()}
        return found
