"""Snapshots to JSON and back, so that an issued document keeps what it was made from.

Strict: an unknown or missing key, a number that is no string where a Decimal belongs, are refused.
`load(dump(s)) == s`.
"""

import json
import types
from collections.abc import Mapping
from dataclasses import MISSING, fields, is_dataclass
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from enum import Enum
from typing import Any, TypeVar, Union, get_args, get_origin, get_type_hints

from reports.printing.snapshot import SnapshotInvalid

T = TypeVar("T")


def dump(snapshot: object) -> str:
    """Canonical JSON of a snapshot: keys sorted, no spaces, Decimals as strings, dates in ISO form."""
    return json.dumps(
        _plain(snapshot), sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False
    )


def load(kind: type[T], text: str) -> T:
    """The snapshot of class `kind` that `dump` wrote. Raises SnapshotInvalid with the path of what does not
    fit.
    """
    try:
        document = json.loads(text)
    except ValueError as error:
        raise SnapshotInvalid(f"no JSON: {error}") from error
    built: T = _build(kind, document, kind.__name__)
    return built


def _plain(value: Any) -> Any:
    if is_dataclass(value) and not isinstance(value, type):
        return {entry.name: _plain(getattr(value, entry.name)) for entry in fields(value)}
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, Decimal):
        return str(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Mapping):
        return {key: _plain(member) for key, member in value.items()}
    if isinstance(value, tuple | list):
        return [_plain(member) for member in value]
    return value


def _build(kind: Any, value: Any, path: str) -> Any:
    origin = get_origin(kind)
    if origin in {Union, types.UnionType}:
        if value is None:
            return None
        return _build(next(option for option in get_args(kind) if option is not type(None)), value, path)
    if origin is tuple:
        member = get_args(kind)[0]
        return tuple(
            _build(member, item, f"{path}[{place}]") for place, item in enumerate(_typed(value, list, path))
        )
    if origin is not None and issubclass(origin, Mapping):
        return _typed(value, dict, path)
    if is_dataclass(kind):
        return _build_dataclass(kind, _typed(value, dict, path), path)
    return _build_leaf(kind, value, path)


def _build_dataclass(kind: Any, members: dict[str, Any], path: str) -> Any:
    known = {entry.name: entry for entry in fields(kind)}
    strange = members.keys() - known.keys()
    missing = {name for name, entry in known.items() if entry.default is MISSING} - members.keys()
    if strange or missing:
        raise SnapshotInvalid(f"{path}: unknown {sorted(strange)}, missing {sorted(missing)}")
    hints = get_type_hints(kind)
    return kind(**{name: _build(hints[name], member, f"{path}.{name}") for name, member in members.items()})


def _build_leaf(kind: Any, value: Any, path: str) -> Any:
    try:
        if kind is Decimal:
            return Decimal(_typed(value, str, path))
        if kind is datetime:
            return datetime.fromisoformat(_typed(value, str, path))
        if kind is date:
            return date.fromisoformat(_typed(value, str, path))
        if issubclass(kind, Enum):
            return kind(value)
    except (ValueError, InvalidOperation) as error:
        raise SnapshotInvalid(f"{path}: {value!r}") from error
    return _typed(value, kind, path)


def _typed(value: Any, kind: Any, path: str) -> Any:
    if type(value) is not kind:  # a bool is an int to Python, not to us
        raise SnapshotInvalid(f"{path}: {kind.__name__} needed, got {value!r}")
    return value
