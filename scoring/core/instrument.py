"""Reading an instrument strictly: unknown keys, floats and sums that miss the printed maxima never get in.

The document is a plain mapping, as read from `scoring/instruments/<year>.json` or from the frozen copy of a period. What
each field means is told in `scoring.core.model`; what must agree with what, in `scoring.core.consistency`.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, Final

from scoring.core.canonical import fingerprint
from scoring.core.consistency import check_instrument
from scoring.core.errors import InstrumentError
from scoring.core.exact import HUNDREDTH_PLACES
from scoring.core.formula import FORMULAS
from scoring.core.instrument_parts import (
    YEAR_NAMES,
    decision,
    hundredths,
    notes,
    optional_decision,
    pages,
    positive,
)
from scoring.core.instrument_rows import read_row
from scoring.core.model import (
    CountIndicator,
    Decision,
    Eligibility,
    Formula,
    FormulaParameters,
    Instrument,
    Maxima,
    Predicate,
    Source,
    Urusan,
)
from scoring.core.strict import Node

SCHEMA: Final = 1
STATUSES: Final = ("official", "prognosis")
YANDAS_GROUP: Final = "wajib_pelayanan_dasar"
URUSAN_GROUPS: Final = (YANDAS_GROUP, "wajib_non_pelayanan_dasar", "pilihan", "fungsi_penunjang")
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
    rows = tuple(read_row(node) for node in fields["rows"].items(at_least=1))
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
        notes=notes(fields),
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
        spd_hundredths=positive(fields["spd"]),
        maturity_hundredths=positive(fields["maturity"]),
        count_hundredths=positive(fields["count"]),
        total_hundredths=positive(fields["total"]),
    )


def _formula(node: Node) -> Formula:
    fields = node.fields(required=("name", "divisor_minimum", "count_weight", "count_cap", "yandas_minimum"))
    return Formula(
        name=fields["name"].choice(tuple(FORMULAS)),
        parameters=FormulaParameters(
            divisor_minimum=fields["divisor_minimum"].integer(least=1, most=10_000),
            count_weight_hundredths=positive(fields["count_weight"]),
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
        pages=pages(fields["pages"]),
    )


def _rounding(node: Node) -> Decision:
    """The core knows one way to round; the file must say that it wants this one."""
    fields = node.fields(required=("mode", "measured_places", "index_places", "predicate_from", "decided"))
    fields["mode"].choice(("half-up",))
    fields["measured_places"].integer(least=HUNDREDTH_PLACES, most=HUNDREDTH_PLACES)
    fields["index_places"].integer(least=HUNDREDTH_PLACES, most=HUNDREDTH_PLACES)
    fields["predicate_from"].choice(("printed-index",))
    return decision(fields["decided"])


def _borders(node: Node) -> Decision:
    fields = node.fields(required=("rule", "decided"))
    fields["rule"].choice(("higher-level",))
    return decision(fields["decided"])


def _predicate(node: Node) -> Predicate:
    fields = node.fields(required=("name", "from", "to", "printed"))
    return Predicate(
        name=fields["name"].text(),
        low_hundredths=hundredths(fields["from"]),
        high_hundredths=hundredths(fields["to"]),
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
        decision=optional_decision(fields),
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
