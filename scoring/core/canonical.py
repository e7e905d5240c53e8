"""Canonical JSON and the fingerprint over it.

UTF-8, keys sorted, no spaces, numbers as strings: two documents that say the same have the same fingerprint whatever
wrote them, and 12 and "12" are the same number.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from typing import Any


def canonical_json(document: Any) -> bytes:
    """The canonical bytes of a JSON document. Raises TypeError for a float or anything else that is not exact JSON."""
    prepared = _prepared(document)
    return json.dumps(prepared, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


def fingerprint(document: Any) -> str:
    """SHA-256 of the canonical JSON, 64 hexadecimal digits."""
    return hashlib.sha256(canonical_json(document)).hexdigest()


def _prepared(value: Any) -> Any:
    if value is None or isinstance(value, str | bool):
        return value
    if isinstance(value, int):
        return str(value)
    if isinstance(value, Mapping):
        for key in value:
            if not isinstance(key, str):
                raise TypeError(f"a key of a document must be a string, not {key!r}")
        return {key: _prepared(member) for key, member in value.items()}
    if isinstance(value, list | tuple):
        return [_prepared(member) for member in value]
    raise TypeError(f"{type(value).__name__} has no exact place in a document")
