"""The facts of one region, read strictly: what enters a published index is exactly what the document says, or nothing.

Every refusal is a FactsError with the path of what was wrong, such as `innovations[3].levels.16`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from scoring.core.errors import FactsError, shown, step
from scoring.core.jsontext import Inexact, refuse_repeated
from scoring.core.measures import Measured, measure_row
from scoring.core.model import TOP_LEVEL, Instrument, Row
from scoring.core.strict import Node, iso_date

_TOP_REQUIRED: Final = ("instrument", "spd", "innovations")
_ECHOED: Final = ("region", "basis", "period")
_INNOVATION_REQUIRED: Final = ("id", "stage", "urusan")
_INNOVATION_OPTIONAL: Final = ("implemented", "developed", "levels")
_INNOVATION_KEYS: Final = frozenset(_INNOVATION_REQUIRED + _INNOVATION_OPTIONAL)


@dataclass(frozen=True, slots=True)
class SpdAnswer:
    """A row of the SPD: its level, and how it was measured when inputs were given."""

    level: int
    measured: Measured | None


@dataclass(frozen=True, slots=True)
class InnovationFacts:
    """One innovation. `levels` stands in the order of the instrument's SID rows; `answered` are the codes given."""

    id: str
    stage: str
    urusan: str
    implemented: date | None
    developed: date | None
    levels: tuple[int, ...]
    answered: frozenset[str]


@dataclass(frozen=True, slots=True)
class Facts:
    """A facts document that was read and found good. `document` is kept for its hash."""

    spd: Mapping[str, SpdAnswer]
    innovations: tuple[InnovationFacts, ...]
    echoed: Mapping[str, Any]
    document: Mapping[str, Any]


def instrument_year(document: Any) -> int:
    """The year of the instrument a facts document names, before anything else of it is read. Raises FactsError."""
    members = Node(document, error=FactsError).members()
    if "instrument" not in members:
        raise FactsError("instrument", "is missing; name the year of the instrument, such as 2026")
    return members["instrument"].integer(least=0, most=9999)


def parse_facts(document: Any, instrument: Instrument) -> Facts:
    """Read a facts document against its instrument. Raises FactsError."""
    fields = Node(document, error=FactsError).fields(required=_TOP_REQUIRED, optional=_ECHOED)
    year = fields["instrument"].integer(least=0, most=9999)
    if year != instrument.year:
        fields["instrument"].fail(f"{year} is not the year of this instrument, {instrument.year}")
    return Facts(
        spd=_spd(fields["spd"], instrument),
        innovations=_innovations(fields["innovations"], instrument),
        echoed={key: _echo(fields[key]) for key in _ECHOED if key in fields},
        document=document,
    )


def _echo(node: Node) -> Any:
    if node.path == "region":
        return {"code": node.fields(required=("code",))["code"].text()}
    if type(node.value) is int:
        return node.integer()
    return node.text()


def read_level(value: Any, *, path: str) -> int:
    """A level 0..3, and nothing that only looks like one: no boolean, no string, no fraction. Raises FactsError."""
    if type(value) is int and 0 <= value <= TOP_LEVEL:
        return value
    if isinstance(value, Inexact):
        raise FactsError(
            path, f"{shown(value)} is not a level: a whole number 0..{TOP_LEVEL}, written without a point"
        )
    raise FactsError(path, f"must be a level, a whole number 0..{TOP_LEVEL}, not {shown(value)}")


def _spd(node: Node, instrument: Instrument) -> Mapping[str, SpdAnswer]:
    answers: dict[str, SpdAnswer] = {}
    for code, member in node.members().items():
        row = instrument.rows_by_code.get(code)
        if row is None or row.aspect != "SPD":
            member.fail(f"there is no SPD row {shown(code)} in the instrument {instrument.year}")
        answers[code] = _spd_answer(member, row)
    return answers


def _spd_answer(node: Node, row: Row) -> SpdAnswer:
    if not isinstance(node.value, Mapping):
        return SpdAnswer(level=read_level(node.value, path=node.path), measured=None)
    if row.measure is None:
        node.fail(f"row {row.code} is not measured: give its level, a whole number 0..{TOP_LEVEL}")
    measured = measure_row(row.measure, node.value, path=node.path)
    return SpdAnswer(level=measured.level, measured=measured)


def _innovations(node: Node, instrument: Instrument) -> tuple[InnovationFacts, ...]:
    if isinstance(node.value, str) or not isinstance(node.value, Sequence):
        node.fail(f"must be a list, not {shown(node.value)}")
    codes = tuple(row.code for row in instrument.sid_rows)
    known = frozenset(codes)
    places: dict[str, int] = {}
    innovations = []
    for position, entry in enumerate(node.value):
        innovation = _innovation(entry, f"{node.path}[{position}]", instrument, codes, known)
        if innovation.id in places:
            raise FactsError(
                f"{node.path}[{position}].id",
                f"{shown(innovation.id)} is already the id of innovations[{places[innovation.id]}]",
            )
        places[innovation.id] = position
        innovations.append(innovation)
    return tuple(innovations)


def _innovation(
    entry: Any, path: str, instrument: Instrument, codes: tuple[str, ...], known: frozenset[str]
) -> InnovationFacts:
    """Read one innovation. Written out by hand rather than with a cursor: this runs for every innovation of the nation."""
    if not isinstance(entry, Mapping):
        raise FactsError(path, f"must be an object, not {shown(entry)}")
    refuse_repeated(entry, path=path, error=FactsError)
    for key in entry:
        if key not in _INNOVATION_KEYS:
            raise FactsError(
                step(path, key), f"unknown key; known here: {', '.join(sorted(_INNOVATION_KEYS))}"
            )
    for key in _INNOVATION_REQUIRED:
        if key not in entry:
            raise FactsError(step(path, key), "is missing")
    identity = Node(entry["id"], path=f"{path}.id", error=FactsError).text()
    stage = entry["stage"]
    if not isinstance(stage, str) or stage not in instrument.eligibility.stages:
        raise FactsError(
            f"{path}.stage", f"{shown(stage)} is not one of: {', '.join(instrument.eligibility.stages)}"
        )
    urusan = entry["urusan"]
    if not isinstance(urusan, str) or urusan not in instrument.urusan_by_name:
        raise FactsError(
            f"{path}.urusan",
            f"{shown(urusan)} is not one of the {len(instrument.urusan)} official urusan, spelled exactly so",
        )
    levels = entry.get("levels", {})
    return InnovationFacts(
        id=identity,
        stage=stage,
        urusan=urusan,
        implemented=_day(entry.get("implemented"), path=f"{path}.implemented"),
        developed=_day(entry.get("developed"), path=f"{path}.developed"),
        levels=_levels(levels, f"{path}.levels", codes, known),
        answered=frozenset(levels),
    )


def _levels(levels: Any, path: str, codes: tuple[str, ...], known: frozenset[str]) -> tuple[int, ...]:
    if not isinstance(levels, Mapping):
        raise FactsError(path, f"must be an object of row codes and levels, not {shown(levels)}")
    refuse_repeated(levels, path=path, error=FactsError)
    for code, level in levels.items():
        if code not in known:
            raise FactsError(
                step(path, code), f"there is no SID row {shown(code)}; they run {codes[0]} to {codes[-1]}"
            )
        if type(level) is not int or not 0 <= level <= TOP_LEVEL:
            read_level(level, path=step(path, code))
    return tuple(levels.get(code, 0) for code in codes)


def _day(value: Any, *, path: str) -> date | None:
    if value is None:
        return None
    if not isinstance(value, str):
        raise FactsError(path, f'must be a date like "2025-03-31" or null, not {shown(value)}')
    try:
        return iso_date(value)
    except ValueError as fault:
        raise FactsError(path, f'{shown(value)} is not a date like "2025-03-31" ({fault})') from fault
