"""As much of JSON Schema as the schema of the package uses; an unknown word in it is an error, so that nothing goes unchecked."""

from __future__ import annotations

import re
from typing import Any

TYPES: dict[str, tuple[type, ...]] = {
    "object": (dict,), "array": (list,), "string": (str,), "integer": (int,), "boolean": (bool,), "null": (type(None),),
}  # fmt: skip
TOLD = {"$schema", "title", "$defs"}


def faults(value: Any, schema: dict[str, Any], *, root: dict[str, Any], path: str = "$") -> list[str]:
    """Where a value breaks the schema; empty when it does not."""
    found: list[str] = []
    for word, wanted in schema.items():
        if word in TOLD:
            continue
        found += [f"{path}: {fault}" for fault in _broken(word, wanted, value)]
        if word == "$ref":
            target = root["$defs"][wanted.removeprefix("#/$defs/")]
            found += faults(value, target, root=root, path=path)
        elif word == "anyOf" and all(faults(value, one, root=root, path=path) for one in wanted):
            found.append(f"{path}: fits none of {len(wanted)}")
        elif word == "items" and isinstance(value, list):
            for place, entry in enumerate(value):
                found += faults(entry, wanted, root=root, path=f"{path}[{place}]")
        elif word == "properties" and isinstance(value, dict):
            if schema.get("additionalProperties") is False:
                found += [f"{path}: unknown {key}" for key in value if key not in wanted]
            for key, inner in wanted.items():
                if key in value:
                    found += faults(value[key], inner, root=root, path=f"{path}.{key}")
    return found


def _broken(word: str, wanted: Any, value: Any) -> list[str]:
    match word:
        case "type":
            kinds = tuple(
                kind for name in ([wanted] if isinstance(wanted, str) else wanted) for kind in TYPES[name]
            )
            fits = isinstance(value, kinds) and not (isinstance(value, bool) and bool not in kinds)
        case "const":
            fits = value == wanted
        case "enum":
            fits = value in wanted and not isinstance(value, bool)
        case "pattern":
            fits = not isinstance(value, str) or re.search(wanted, value) is not None
        case "required":
            fits = all(key in value for key in wanted)
        case "$ref" | "anyOf" | "items" | "properties" | "additionalProperties":
            fits = True
        case _:
            raise AssertionError(f"the validator does not know {word}")
    return [] if fits else [f"{word} {wanted!r} against {str(value)[:60]!r}"]
