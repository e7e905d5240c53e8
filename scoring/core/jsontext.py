"""JSON read exactly: what JSON lets through but the documents refuse is kept as a marker, so that the refusal can name
its path. Markers are no str, int, bool, None, list or plain object, hence no reader takes them for a value.
"""

from __future__ import annotations

import json
from typing import Any, Final

from scoring.core.errors import DocumentError, readable, step

_LONGEST_DIGITS: Final = 19  # a sign and 18 digits


class Inexact:
    """A number that the documents do not take: a fraction, an exponent, NaN, an infinity or more than 18 digits."""

    __slots__ = ("text",)

    def __init__(self, text: str) -> None:
        self.text = text

    def __str__(self) -> str:
        return self.text


class RepeatedKey(dict[str, Any]):
    """An object in which a key stands twice; which of the two was meant, nobody can say."""

    __slots__ = ("repeated",)

    def __init__(self, pairs: list[tuple[str, Any]], repeated: str) -> None:
        super().__init__(pairs)
        self.repeated = repeated


def _integer(digits: str) -> Any:
    return int(digits) if len(digits) <= _LONGEST_DIGITS else Inexact(digits)


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    members = dict(pairs)
    if len(members) == len(pairs):
        return members
    seen: set[str] = set()
    for key, _ in pairs:
        if key in seen:
            return RepeatedKey(pairs, key)
        seen.add(key)
    raise AssertionError("fewer members than pairs, and yet no key twice")


def read_json(data: bytes | str, *, error: type[DocumentError]) -> Any:
    """Read one JSON document, exactly. Raises `error` with path "" when it is none.

    A byte order mark at the start is passed over. Repeated keys and inexact numbers come back as markers.
    """
    try:
        text = data.decode("utf-8-sig") if isinstance(data, bytes) else data.removeprefix("\ufeff")
    except UnicodeDecodeError as fault:
        raise error(
            "", f"this is not UTF-8 text (byte {fault.start + 1}); save the document as UTF-8"
        ) from fault
    if not text.strip(" \t\r\n"):
        raise error("", "there is no JSON document here, only empty space")
    try:
        return json.loads(
            text,
            parse_float=Inexact,
            parse_constant=Inexact,
            parse_int=_integer,
            object_pairs_hook=_object,
        )
    except json.JSONDecodeError as fault:
        where = f"line {fault.lineno}, column {fault.colno}"
        raise error("", f"this is not JSON: {readable(fault.msg)} ({where})") from fault
    except RecursionError as fault:
        raise error("", "this JSON is nested far deeper than any document of this kind") from fault


def refuse_repeated(members: object, *, path: str, error: type[DocumentError]) -> None:
    """Raise `error` when the object was read with a key standing twice."""
    if isinstance(members, RepeatedKey):
        raise error(step(path, members.repeated), "this key stands twice in the same object; keep one")
