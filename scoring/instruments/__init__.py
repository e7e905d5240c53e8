"""The instruments by year: `<year>.json` beside this file, read strictly by the core.

A year may take keys over from another (`"inherit"`), as a prognosis does with the rows it has no words for yet. What a
period freezes, and what the fingerprint covers, is the resolved document: it stands on its own.

Standard library only: `./portal score` runs on this without a framework.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

from scoring.core.errors import InstrumentError
from scoring.core.instrument import parse_instrument
from scoring.core.jsontext import read_json
from scoring.core.model import Instrument
from scoring.core.strict import Node

FOLDER = Path(__file__).resolve().parent


class UnknownInstrument(LookupError):
    """There is no instrument of that year."""

    def __init__(self, year: int) -> None:
        known = ", ".join(str(entry) for entry in available_years())
        super().__init__(f"there is no instrument of {year}; there are: {known}")
        self.year = year


@lru_cache(maxsize=1)
def available_years() -> tuple[int, ...]:
    """The years with an instrument, ascending."""
    return tuple(sorted(int(path.stem) for path in FOLDER.glob("[0-9][0-9][0-9][0-9].json")))


def load_document(year: int) -> dict[str, Any]:
    """The resolved document of a year, fresh for every caller. Raises UnknownInstrument, InstrumentError."""
    document = _read(year)
    if "inherit" not in document:
        return document
    return resolve(document, base_of=_read)


def resolve(document: Mapping[str, Any], *, base_of: Callable[[int], Mapping[str, Any]]) -> dict[str, Any]:
    """Fill in the keys that `inherit` names from the instrument of another year (`base_of(year)` gives its document).

    `inherit` itself stays, as the record of where they came from. Raises InstrumentError for a key that both have or
    that the other lacks, and for a chain.
    """
    inherit = Node(document, error=InstrumentError).members()["inherit"]
    fields = inherit.fields(required=("year", "keys", "reason", "reason_en"))
    base = base_of(fields["year"].integer(least=2000, most=2999))
    if "inherit" in base:
        fields["year"].fail("inherits itself; take over from the year that has the words")
    resolved = dict(document)
    for key_node in fields["keys"].items(at_least=1):
        key = key_node.text()
        if key not in base:
            key_node.fail("is not in the instrument it is taken from")
        if key in document:
            key_node.fail("is both taken over and given here")
        resolved[key] = base[key]
    return resolved


@lru_cache(maxsize=8)
def load_instrument(year: int) -> Instrument:
    """The instrument of a year, validated. Raises UnknownInstrument, InstrumentError."""
    return parse_instrument(load_document(year))


def _read(year: int) -> dict[str, Any]:
    path = FOLDER / f"{year:04d}.json"
    if year not in available_years():
        raise UnknownInstrument(year)
    document = read_json(path.read_bytes(), error=InstrumentError)
    if not isinstance(document, dict):
        raise InstrumentError("", "an instrument is a JSON object")
    return document
