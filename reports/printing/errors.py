"""Why a document could not be printed. Apart from the printer, so that naming an error does not load it.

What these say is English and for the log; `reports.domain.fault_words` has the words for people.
"""

from __future__ import annotations

from collections.abc import Collection


class FontMissing(RuntimeError):
    """A face that the documents are set in is not installed."""


class TextUnprintable(FontMissing):
    """A finished document holds text that the faces of documents do not carry; `characters` of it, where they are known."""

    def __init__(self, message: str, *, characters: Collection[str] = ()) -> None:
        super().__init__(message)
        self.characters = tuple(sorted(characters))


class PrintError(RuntimeError):
    """A document could not be made."""


class FactsDisagree(RuntimeError):
    """The facts do not give the numbers that were published or stored with them. That cannot be, and must not be printed."""
