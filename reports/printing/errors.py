"""Why a document could not be printed. Apart from the printer, so that naming an error does not load it."""

from __future__ import annotations


class FontMissing(RuntimeError):
    """A face that the documents are set in is not installed, or a text fell through to another one."""


class PrintError(RuntimeError):
    """A document could not be made."""
