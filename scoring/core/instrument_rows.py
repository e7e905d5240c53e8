"""Reading the rows of an instrument: levels, bases, what is measured, what evidence is asked for.

Raises InstrumentError with the path.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final, cast

from scoring.core.consistency import check_measure
from scoring.core.exact import HUNDREDTH_PLACES
from scoring.core.instrument_parts import (
    YEAR_NAMES,
    hundredths,
    notes,
    optional_decision,
    pages,
    positive,
    text_or_empty,
)
from scoring.core.model import (
    TOP_LEVEL,
    Aspect,
    Band,
    Basis,
    EvidenceRule,
    Level,
    Measure,
    MeasureInput,
    MeasureKind,
    PrintedRange,
    Row,
)
from scoring.core.strict import Node

ASPECTS: Final = ("SPD", "SID")
FORMATS: Final = ("pdf", "jpg", "jpeg", "png", "mp4", "link")
_TWO_INPUT_KINDS: Final = ("growth_percent", "drop_points", "rise_points")
INPUT_KEYS: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType(
    {**dict.fromkeys(_TWO_INPUT_KINDS, ("t2", "t1")), "latest": ("t1",), "value": ("value",)}
)
_COMPARATORS: Final = ("at_least", "above", "at_most", "otherwise")


def read_row(node: Node) -> Row:
    """One row of the SPD or SID aspect: with levels of its own, or with bases that have them."""
    fields = node.fields(
        required=(
            "code",
            "indicator",
            "aspect",
            "variable",
            "name",
            "weight",
            "mandatory",
            "evidence",
            "pages",
        ),
        optional=("part", "definition", "levels", "measure", "bases", "notes"),
    )
    bases, bases_rule = _bases(fields["bases"]) if "bases" in fields else ((), "")
    if bool(bases) == ("levels" in fields):
        node.fail("needs either levels or bases that have them")
    return Row(
        code=fields["code"].text(),
        indicator=fields["indicator"].integer(least=1, most=999),
        aspect=cast(Aspect, fields["aspect"].choice(ASPECTS)),
        variable=fields["variable"].text(),
        name=fields["name"].text(),
        part=text_or_empty(fields, "part"),
        definition=text_or_empty(fields, "definition"),
        weight_hundredths=positive(fields["weight"]),
        mandatory=fields["mandatory"].flag(),
        levels=() if bases else _levels(fields["levels"]),
        measure=_measure(fields["measure"]) if "measure" in fields else None,
        bases=bases,
        bases_rule=bases_rule,
        evidence=_evidence(fields["evidence"]),
        notes=notes(fields),
        pages=pages(fields["pages"]),
    )


def _levels(node: Node) -> tuple[Level, ...]:
    names = tuple(str(number) for number in range(1, TOP_LEVEL + 1))
    fields = node.fields(required=names)
    levels = []
    for name in names:
        parts = fields[name].fields(required=("text",), optional=("example",))
        levels.append(
            Level(level=int(name), text=parts["text"].text(), example=text_or_empty(parts, "example"))
        )
    return tuple(levels)


def _evidence(node: Node) -> EvidenceRule:
    fields = node.fields(required=("guidance", "formats"), optional=("time", "decided"))
    formats = tuple(entry.choice(FORMATS) for entry in fields["formats"].items(at_least=1))
    if len(set(formats)) < len(formats):
        fields["formats"].fail("names a format twice")
    return EvidenceRule(
        guidance=fields["guidance"].texts(at_least=1),
        formats=formats,
        time=text_or_empty(fields, "time"),
        decision=optional_decision(fields),
    )


def _bases(node: Node) -> tuple[tuple[Basis, ...], str]:
    fields = node.fields(required=("rule", "choices"))
    bases = tuple(_basis(entry) for entry in fields["choices"].items(at_least=2))
    if len({basis.code for basis in bases}) < len(bases):
        fields["choices"].fail("two bases have the same code")
    return bases, fields["rule"].text()


def _basis(node: Node) -> Basis:
    fields = node.fields(
        required=("code", "name", "levels", "evidence"), optional=("definition", "measure", "notes")
    )
    return Basis(
        code=fields["code"].text(),
        name=fields["name"].text(),
        definition=text_or_empty(fields, "definition"),
        levels=_levels(fields["levels"]),
        evidence=_evidence(fields["evidence"]),
        measure=_measure(fields["measure"]) if "measure" in fields else None,
        notes=notes(fields),
    )


def _measure(node: Node) -> Measure:
    fields = node.fields(
        required=("kind", "unit", "decimals", "inputs", "bands", "printed"), optional=("decided",)
    )
    kind = fields["kind"].choice(tuple(INPUT_KEYS))
    inputs = fields["inputs"].fields(required=INPUT_KEYS[kind])
    measure = Measure(
        kind=cast(MeasureKind, kind),
        unit=fields["unit"].text(),
        decimals=fields["decimals"].integer(most=HUNDREDTH_PLACES),
        inputs=tuple(_measure_input(inputs[key], key=key) for key in INPUT_KEYS[kind]),
        bands=tuple(_band(entry) for entry in fields["bands"].items(at_least=2)),
        printed=tuple(_printed(entry) for entry in fields["printed"].items(at_least=TOP_LEVEL)),
        decision=optional_decision(fields),
    )
    check_measure(measure, path=node.path)
    return measure


def _measure_input(node: Node, *, key: str) -> MeasureInput:
    fields = node.fields(required=("label",), optional=("year", "series"))
    return MeasureInput(
        key=key,
        label=fields["label"].text(),
        year=fields["year"].choice(YEAR_NAMES) if "year" in fields else "",
        series=text_or_empty(fields, "series"),
    )


def _band(node: Node) -> Band:
    fields = node.fields(required=("level",), optional=_COMPARATORS)
    named = [name for name in _COMPARATORS if name in fields]
    if len(named) != 1:
        node.fail(f"needs exactly one of: {', '.join(_COMPARATORS)}")
    comparator = named[0]
    bound = 0
    if comparator != "otherwise":
        bound = hundredths(fields[comparator])
    elif not fields[comparator].flag():
        fields[comparator].fail("must be true")
    return Band(
        level=fields["level"].integer(most=TOP_LEVEL),
        comparator=comparator,
        bound_hundredths=bound,
    )


def _printed(node: Node) -> PrintedRange:
    fields = node.fields(required=("level",), optional=("from", "to"))
    if "from" not in fields and "to" not in fields:
        node.fail("needs from, to, or both")
    return PrintedRange(
        level=fields["level"].integer(least=1, most=TOP_LEVEL),
        low_hundredths=hundredths(fields["from"]) if "from" in fields else None,
        high_hundredths=hundredths(fields["to"]) if "to" in fields else None,
    )
