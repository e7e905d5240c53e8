"""Reading an instrument strictly: unknown keys, floats and sums that miss the printed maxima never get in.

The document is a plain mapping, as read from `scoring/instruments/<year>.json` or from the frozen copy of a period. What
each field means is told in `scoring.core.model`; what must agree with what, in `scoring.core.consistency`.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, Final, cast

from scoring.core.canonical import fingerprint
from scoring.core.consistency import check_instrument, check_measure
from scoring.core.errors import InstrumentError
from scoring.core.exact import HUNDREDTH_PLACES
from scoring.core.formula import FORMULAS
from scoring.core.model import (
    TOP_LEVEL,
    Aspect,
    Band,
    Basis,
    CountIndicator,
    Decision,
    Eligibility,
    EvidenceRule,
    Formula,
    FormulaParameters,
    Instrument,
    Level,
    Maxima,
    Measure,
    MeasureInput,
    MeasureKind,
    Note,
    Predicate,
    PrintedRange,
    Row,
    Source,
    Urusan,
)
from scoring.core.strict import Node

SCHEMA: Final = 1
ASPECTS: Final = ("SPD", "SID")
STATUSES: Final = ("official", "prognosis")
NOTE_KINDS: Final = ("misprint", "contradiction", "inference", "source")
FORMATS: Final = ("pdf", "jpg", "jpeg", "png", "mp4", "link")
YEAR_NAMES: Final = ("T-0", "T-1", "T-2")
YANDAS_GROUP: Final = "wajib_pelayanan_dasar"
URUSAN_GROUPS: Final = (YANDAS_GROUP, "wajib_non_pelayanan_dasar", "pilihan", "fungsi_penunjang")
_TWO_INPUT_KINDS: Final = ("growth_percent", "drop_points", "rise_points")
INPUT_KEYS: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType(
    {**dict.fromkeys(_TWO_INPUT_KINDS, ("t2", "t1")), "latest": ("t1",), "value": ("value",)}
)
_COMPARATORS: Final = ("at_least", "above", "at_most", "otherwise")
_TOP_REQUIRED: Final = (
    "schema", "year", "status", "title", "source", "maxima", "formula", "count_indicator", "rounding", "borders",
    "predicates", "eligibility", "years", "urusan", "rows",
)  # fmt: skip


def parse_instrument(document: Mapping[str, Any]) -> Instrument:
    """Read an instrument. Raises InstrumentError, with the path, on anything that is not exactly as it should be."""
    root = Node(document, error=InstrumentError)
    fields = root.fields(required=_TOP_REQUIRED, optional=("notes", "inherit"))
    fields["schema"].integer(least=SCHEMA, most=SCHEMA)
    if "inherit" in fields:
        _check_inherit(fields["inherit"])
    year = fields["year"].integer(least=2000, most=2999)
    rows = tuple(_row(node) for node in fields["rows"].items(at_least=1))
    urusan = tuple(_urusan(node) for node in fields["urusan"].items(at_least=1))
    instrument = Instrument(
        year=year,
        status=fields["status"].choice(STATUSES),
        title=fields["title"].text(),
        source=_source(fields["source"]),
        maxima=_maxima(fields["maxima"]),
        formula=_formula(fields["formula"]),
        count_indicator=_count_indicator(fields["count_indicator"]),
        rounding=_rounding(fields["rounding"]),
        borders=_borders(fields["borders"]),
        predicates=tuple(_predicate(node) for node in fields["predicates"].items(at_least=1)),
        eligibility=_eligibility(fields["eligibility"]),
        years=_years(fields["years"], year=year),
        urusan=urusan,
        rows=rows,
        notes=_notes(fields),
        fingerprint=fingerprint(document),
        spd_rows=tuple(row for row in rows if row.aspect == "SPD"),
        sid_rows=tuple(row for row in rows if row.aspect == "SID"),
        rows_by_code=MappingProxyType({row.code: row for row in rows}),
        urusan_by_name=MappingProxyType({entry.name: entry for entry in urusan}),
    )
    check_instrument(instrument)
    return instrument


def _check_inherit(node: Node) -> None:
    """Where a resolved document took some of its keys from; told for the reader, without effect on the rules."""
    fields = node.fields(required=("year", "keys", "reason", "reason_en"))
    fields["year"].integer(least=2000, most=2999)
    fields["keys"].texts(at_least=1)
    fields["reason"].text()
    fields["reason_en"].text()


def _hundredths(node: Node) -> int:
    return node.scaled(places=HUNDREDTH_PLACES)


def _positive(node: Node) -> int:
    value = _hundredths(node)
    if value <= 0:
        node.fail("must be more than 0")
    return value


def _decision(node: Node) -> Decision:
    fields = node.fields(required=("decision", "reason", "reason_en"))
    fields["decision"].choice(("portal",))
    return Decision(reason=fields["reason"].text(), reason_en=fields["reason_en"].text())


def _optional_decision(fields: Mapping[str, Node]) -> Decision | None:
    return _decision(fields["decided"]) if "decided" in fields else None


def _note(node: Node) -> Note:
    fields = node.fields(required=("kind", "text", "text_en"))
    return Note(
        kind=fields["kind"].choice(NOTE_KINDS), text=fields["text"].text(), text_en=fields["text_en"].text()
    )


def _notes(fields: Mapping[str, Node]) -> tuple[Note, ...]:
    return tuple(_note(node) for node in fields["notes"].items()) if "notes" in fields else ()


def _text_or_empty(fields: Mapping[str, Node], key: str) -> str:
    return fields[key].text() if key in fields else ""


def _pages(node: Node) -> tuple[int, ...]:
    return tuple(page.integer(least=1, most=999) for page in node.items(at_least=1))


def _source(node: Node) -> Source:
    fields = node.fields(required=("document", "number", "date", "parts"))
    return Source(
        document=fields["document"].text(),
        number=fields["number"].text(),
        day=fields["date"].day(),
        parts=fields["parts"].texts(at_least=1),
    )


def _maxima(node: Node) -> Maxima:
    fields = node.fields(required=("spd", "maturity", "count", "total"))
    return Maxima(
        spd_hundredths=_positive(fields["spd"]),
        maturity_hundredths=_positive(fields["maturity"]),
        count_hundredths=_positive(fields["count"]),
        total_hundredths=_positive(fields["total"]),
    )


def _formula(node: Node) -> Formula:
    fields = node.fields(required=("name", "divisor_minimum", "count_weight", "count_cap", "yandas_minimum"))
    return Formula(
        name=fields["name"].choice(tuple(FORMULAS)),
        parameters=FormulaParameters(
            divisor_minimum=fields["divisor_minimum"].integer(least=1, most=10_000),
            count_weight_hundredths=_positive(fields["count_weight"]),
            count_cap=fields["count_cap"].integer(least=1, most=100_000),
            yandas_minimum=fields["yandas_minimum"].integer(least=0, most=100),
        ),
    )


def _count_indicator(node: Node) -> CountIndicator:
    fields = node.fields(
        required=("indicator", "variable", "name", "definition", "parameter", "guidance", "pages")
    )
    return CountIndicator(
        indicator=fields["indicator"].integer(least=1, most=999),
        variable=fields["variable"].text(),
        name=fields["name"].text(),
        definition=fields["definition"].text(),
        parameter=fields["parameter"].text(),
        guidance=fields["guidance"].text(),
        pages=_pages(fields["pages"]),
    )


def _rounding(node: Node) -> Decision:
    """The core knows one way to round; the file must say that it wants this one."""
    fields = node.fields(required=("mode", "measured_places", "index_places", "predicate_from", "decided"))
    fields["mode"].choice(("half-up",))
    fields["measured_places"].integer(least=HUNDREDTH_PLACES, most=HUNDREDTH_PLACES)
    fields["index_places"].integer(least=HUNDREDTH_PLACES, most=HUNDREDTH_PLACES)
    fields["predicate_from"].choice(("printed-index",))
    return _decision(fields["decided"])


def _borders(node: Node) -> Decision:
    fields = node.fields(required=("rule", "decided"))
    fields["rule"].choice(("higher-level",))
    return _decision(fields["decided"])


def _predicate(node: Node) -> Predicate:
    fields = node.fields(required=("name", "from", "to", "printed"))
    return Predicate(
        name=fields["name"].text(),
        low_hundredths=_hundredths(fields["from"]),
        high_hundredths=_hundredths(fields["to"]),
        printed=fields["printed"].text(),
    )


def _eligibility(node: Node) -> Eligibility:
    fields = node.fields(
        required=("stage", "stages", "window", "rule", "design_minimum_words", "development_required_before"),
        optional=("decided",),
    )
    stages = fields["stages"].texts(at_least=1)
    window = fields["window"].fields(required=("from", "to"))
    start, end = window["from"].day(), window["to"].day()
    if start > end:
        window["to"].fail("lies before the start of the window")
    return Eligibility(
        stage=fields["stage"].choice(stages),
        stages=stages,
        window_from=start,
        window_to=end,
        rule=fields["rule"].text(),
        design_minimum_words=fields["design_minimum_words"].integer(most=100_000),
        development_required_before=fields["development_required_before"].day(),
        decision=_optional_decision(fields),
    )


def _years(node: Node, *, year: int) -> Mapping[str, int]:
    fields = node.fields(required=YEAR_NAMES)
    for back, name in enumerate(YEAR_NAMES):
        fields[name].integer(least=year - back, most=year - back)
    return MappingProxyType({name: year - back for back, name in enumerate(YEAR_NAMES)})


def _urusan(node: Node) -> Urusan:
    fields = node.fields(required=("code", "name", "group"))
    group = fields["group"].choice(URUSAN_GROUPS)
    return Urusan(
        code=fields["code"].text(),
        name=fields["name"].text(),
        group=group,
        is_yandas=group == YANDAS_GROUP,
    )


def _row(node: Node) -> Row:
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
        part=_text_or_empty(fields, "part"),
        definition=_text_or_empty(fields, "definition"),
        weight_hundredths=_positive(fields["weight"]),
        mandatory=fields["mandatory"].flag(),
        levels=() if bases else _levels(fields["levels"]),
        measure=_measure(fields["measure"]) if "measure" in fields else None,
        bases=bases,
        bases_rule=bases_rule,
        evidence=_evidence(fields["evidence"]),
        notes=_notes(fields),
        pages=_pages(fields["pages"]),
    )


def _levels(node: Node) -> tuple[Level, ...]:
    names = tuple(str(number) for number in range(1, TOP_LEVEL + 1))
    fields = node.fields(required=names)
    levels = []
    for name in names:
        parts = fields[name].fields(required=("text",), optional=("example",))
        levels.append(
            Level(level=int(name), text=parts["text"].text(), example=_text_or_empty(parts, "example"))
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
        time=_text_or_empty(fields, "time"),
        decision=_optional_decision(fields),
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
        definition=_text_or_empty(fields, "definition"),
        levels=_levels(fields["levels"]),
        evidence=_evidence(fields["evidence"]),
        measure=_measure(fields["measure"]) if "measure" in fields else None,
        notes=_notes(fields),
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
        decision=_optional_decision(fields),
    )
    check_measure(measure, path=node.path)
    return measure


def _measure_input(node: Node, *, key: str) -> MeasureInput:
    fields = node.fields(required=("label",), optional=("year", "series"))
    return MeasureInput(
        key=key,
        label=fields["label"].text(),
        year=fields["year"].choice(YEAR_NAMES) if "year" in fields else "",
        series=_text_or_empty(fields, "series"),
    )


def _band(node: Node) -> Band:
    fields = node.fields(required=("level",), optional=_COMPARATORS)
    named = [name for name in _COMPARATORS if name in fields]
    if len(named) != 1:
        node.fail(f"needs exactly one of: {', '.join(_COMPARATORS)}")
    comparator = named[0]
    bound = 0
    if comparator != "otherwise":
        bound = _hundredths(fields[comparator])
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
        low_hundredths=_hundredths(fields["from"]) if "from" in fields else None,
        high_hundredths=_hundredths(fields["to"]) if "to" in fields else None,
    )
