"""What a page showed, as a short hash a field: how somebody's second writing is told from somebody's first.

A page sends along, beside each field, the hash of the value that it showed. Under the lock the stored value still has that
hash: nobody wrote in between. Pure; nothing here knows a model or a request.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Any

LENGTH = 16
"""Hexadecimal digits of a hash: 64 bits, against accident; the hash guards nothing secret."""
PREFIX = "terlihat-"
"""Name of the hidden input beside a field: this, and the field's name."""


class Fate(StrEnum):
    """What becomes of one value that somebody sends."""

    SAME = "same"
    """Already stored so: nothing to write, nothing in conflict."""
    UNTOUCHED = "untouched"
    """Sent back as it was shown, while somebody else wrote: theirs stays."""
    WRITE = "write"
    CONFLICT = "conflict"
    """Somebody else stored another value since the page showed its own."""


def field_hash(value: Any) -> str:
    """Hash a value of a field as stored, as typed or as shown: the same for the same content.

    Nothing is nothing, be it None, an empty text or an empty list. Line ends and white space around a text do not count, for a
    browser gives them back as it likes; nor do trailing zeros of a number and the order of a list of choices. A tuple is
    ordered (a point). A row of the database counts by its id. Raises TypeError for what no field holds (float among it).
    """
    text = json.dumps(_canonical(value), ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:LENGTH]


def fate_of(value: Any, *, stored: Any, seen: str | None) -> Fate:
    """Decide on one value. `seen` is the hash of what the page showed; without one, only what is still empty is written."""
    seen = seen or NOTHING
    sent, now = field_hash(value), field_hash(stored)
    if sent == now:
        return Fate.SAME
    if sent == seen:
        return Fate.UNTOUCHED
    return Fate.WRITE if seen == now else Fate.CONFLICT


def _canonical(value: Any) -> Any:
    if value is None or value == "" or value == [] or value == ():
        return None
    if isinstance(value, str):
        return value.replace("\r\n", "\n").replace("\r", "\n").strip() or None
    if isinstance(value, bool):
        return value
    if isinstance(value, int | Decimal):
        number = format(Decimal(value), "f")
        number = number.rstrip("0").rstrip(".") if "." in number else number
        return "0" if number == "-0" else number
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, tuple):
        ordered = [_canonical(entry) for entry in value]
        return None if all(entry is None for entry in ordered) else ordered
    if isinstance(value, list | set | frozenset):
        return _sorted(_canonical(entry) for entry in value)
    if hasattr(value, "pk"):
        return _canonical(value.pk)
    raise TypeError(f"not a value of a field: {type(value).__name__}")


def _sorted(values: Iterable[Any]) -> list[Any]:
    return sorted(values, key=lambda value: json.dumps(value, ensure_ascii=False))


NOTHING = field_hash(None)
"""The hash of an empty field."""
