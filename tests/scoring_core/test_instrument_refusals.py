"""An instrument that is not exactly right never scores anybody: one case a refusal, each with its path."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

from scoring.core.errors import InstrumentError
from scoring.core.instrument import parse_instrument
from scoring.core.jsontext import read_json
from scoring.instruments import load_document

Change = Callable[[dict[str, Any]], None]
ROW = {row["code"]: place for place, row in enumerate(load_document(2026)["rows"])}


def row(code: str) -> str:
    return f"rows[{ROW[code]}]"


def put(*where: str | int, value: Any) -> Change:
    def change(document: dict[str, Any]) -> None:
        target: Any = document
        for key in where[:-1]:
            target = target[key]
        target[where[-1]] = value

    return change


def drop(*where: str | int) -> Change:
    def change(document: dict[str, Any]) -> None:
        target: Any = document
        for key in where[:-1]:
            target = target[key]
        del target[where[-1]]

    return change


def in_row(code: str, *where: str | int, value: Any) -> Change:
    return put("rows", ROW[code], *where, value=value)


def shift_predicate(place: int, key: str, value: str) -> Change:
    return put("predicates", place, key, value=value)


def repeat_row(document: dict[str, Any]) -> None:
    document["rows"].append(document["rows"][3])


def repeat_urusan(document: dict[str, Any]) -> None:
    document["urusan"][7] = document["urusan"][7] | {"name": document["urusan"][2]["name"]}


def only_spd(document: dict[str, Any]) -> None:
    document["rows"] = [entry for entry in document["rows"] if entry["aspect"] == "SPD"]


def bases_in_spd(document: dict[str, Any]) -> None:
    entry = document["rows"][ROW["8"]]
    del entry["levels"]
    entry["bases"] = document["rows"][ROW["30"]]["bases"]


def measure_moved(source: str, target: str) -> Change:
    def change(document: dict[str, Any]) -> None:
        document["rows"][ROW[target]]["measure"] = document["rows"][ROW[source]]["measure"]

    return change


def basis_measured_by_years(document: dict[str, Any]) -> None:
    document["rows"][ROW["33"]]["bases"]["choices"][0]["measure"] = document["rows"][ROW["3"]]["measure"]


CASES: list[tuple[Change, str]] = [
    # keys
    (put("extra", value=1), "extra"),
    (in_row("16", "weigth", value="3"), f"{row('16')}.weigth"),
    (in_row("16", "evidence", "size", value=10), f"{row('16')}.evidence.size"),
    (drop("maxima"), "maxima"),
    (drop("maxima", "count"), "maxima.count"),
    (drop("rows", ROW["16"], "weight"), f"{row('16')}.weight"),
    (drop("rows", ROW["16"], "levels"), row("16")),
    (drop("rows", ROW["16"], "levels", "2"), f"{row('16')}.levels.2"),
    (in_row("30", "levels", value={}), row("30")),
    # types
    (put("schema", value=2), "schema"),
    (put("year", value="2026"), "year"),
    (put("year", value=2026.0), "year"),
    (put("status", value="draft"), "status"),
    (put("source", "date", value="29 April 2026"), "source.date"),
    (put("rows", value={}), "rows"),
    (put("rows", value=[]), "rows"),
    (in_row("16", "mandatory", value=1), f"{row('16')}.mandatory"),
    (in_row("16", "aspect", value="sid"), f"{row('16')}.aspect"),
    (in_row("16", "name", value=" "), f"{row('16')}.name"),
    (in_row("16", "pages", value=[]), f"{row('16')}.pages"),
    (in_row("16", "evidence", "formats", value=["doc"]), f"{row('16')}.evidence.formats[0]"),
    (in_row("16", "evidence", "formats", value=["pdf", "pdf"]), f"{row('16')}.evidence.formats"),
    (in_row("16", "evidence", "formats", value="pdf"), f"{row('16')}.evidence.formats"),
    (in_row("2b", "evidence", "decided", "decision", value="law"), f"{row('2b')}.evidence.decided.decision"),
    (in_row("11b", "notes", 0, "kind", value="typo"), f"{row('11b')}.notes[0].kind"),
    # numbers
    (in_row("16", "weight", value=3.0), f"{row('16')}.weight"),
    (in_row("16", "weight", value="3.001"), f"{row('16')}.weight"),
    (in_row("16", "weight", value="3,0"), f"{row('16')}.weight"),
    (in_row("16", "weight", value="0"), f"{row('16')}.weight"),
    (in_row("16", "weight", value="-3"), f"{row('16')}.weight"),
    (in_row("16", "weight", value=True), f"{row('16')}.weight"),
    (put("formula", "count_weight", value=0.38), "formula.count_weight"),
    (put("formula", "count_cap", value="200"), "formula.count_cap"),
    (put("formula", "divisor_minimum", value=0), "formula.divisor_minimum"),
    (put("formula", "name", value="iid-2099"), "formula.name"),
    # sums against the printed maxima
    (in_row("16", "weight", value="3.01"), "maxima.maturity"),
    (in_row("1", "weight", value="1.01"), "maxima.spd"),
    (put("maxima", "spd", value="64"), "maxima.spd"),
    (put("maxima", "maturity", value="112"), "maxima.maturity"),
    (put("maxima", "count", value="75"), "maxima.count"),
    (put("formula", "count_cap", value=201), "maxima.count"),
    (put("formula", "count_weight", value="0.39"), "maxima.count"),
    (put("maxima", "total", value="251"), "maxima.total"),
    # repeated names
    (repeat_row, "rows[3].code"),
    (repeat_urusan, "urusan[2].name"),
    (put("urusan", 0, "code", value="A02"), "urusan[0].code"),
    (put("urusan", 0, "group", value="yandas"), "urusan[0].group"),
    (shift_predicate(1, "name", "Sangat Inovatif"), "predicates[0].name"),
    # predicates
    (shift_predicate(0, "to", "99.99"), "predicates[0].to"),
    (shift_predicate(1, "to", "64.99"), "predicates[1].to"),
    (shift_predicate(1, "to", "65.01"), "predicates[1].to"),
    (shift_predicate(1, "from", "40.02"), "predicates[2].to"),
    (shift_predicate(1, "from", "40.00"), "predicates[2].to"),
    (shift_predicate(2, "from", "0.02"), "predicates[3].to"),
    (shift_predicate(0, "from", "100.01"), "predicates[0].from"),
    (drop("predicates", 3), "predicates[2].from"),
    (put("predicates", value=[]), "predicates"),
    # eligibility, years, yandas
    (put("eligibility", "stage", value="selesai"), "eligibility.stage"),
    (put("eligibility", "window", "to", value="2023-12-31"), "eligibility.window.to"),
    (put("eligibility", "window", "from", value="2024-02-30"), "eligibility.window.from"),
    (put("years", "T-1", value=2024), "years.T-1"),
    (drop("years", "T-2"), "years.T-2"),
    (put("formula", "yandas_minimum", value=7), "formula.yandas_minimum"),
    # rounding and borders as the core does them
    (put("rounding", "mode", value="half-even"), "rounding.mode"),
    (put("rounding", "index_places", value=3), "rounding.index_places"),
    (put("rounding", "predicate_from", value="exact-index"), "rounding.predicate_from"),
    (drop("rounding", "decided"), "rounding.decided"),
    (put("borders", "rule", value="lower-level"), "borders.rule"),
    # bases
    (in_row("33", "bases", "choices", 1, "code", value="a"), f"{row('33')}.bases.choices"),
    (bases_in_spd, f"{row('8')}.bases"),
    (basis_measured_by_years, f"{row('33')}.bases.choices[0].measure.kind"),
    (only_spd, "rows"),
    # measures
    (measure_moved("20", "8"), f"{row('8')}.measure.kind"),
    (measure_moved("3", "20"), f"{row('20')}.measure.kind"),
    (in_row("3", "measure", "kind", value="ratio"), f"{row('3')}.measure.kind"),
    (in_row("3", "measure", "kind", value="latest"), f"{row('3')}.measure.inputs.t2"),
    (drop("rows", ROW["3"], "measure", "inputs", "t2"), f"{row('3')}.measure.inputs.t2"),
    (drop("rows", ROW["3"], "measure", "bands", 2), f"{row('3')}.measure.bands[1]"),
    (
        in_row("3", "measure", "bands", 2, value={"level": 1, "at_least": "-99"}),
        f"{row('3')}.measure.bands[2]",
    ),
    (
        in_row("3", "measure", "bands", 0, value={"level": 3, "otherwise": True}),
        f"{row('3')}.measure.bands[0]",
    ),
    (
        in_row("3", "measure", "bands", 2, value={"level": 1, "otherwise": False}),
        f"{row('3')}.measure.bands[2].otherwise",
    ),
    (in_row("3", "measure", "bands", 2, value={"level": 1}), f"{row('3')}.measure.bands[2]"),
    (
        in_row("3", "measure", "bands", 1, value={"level": 2, "at_least": "1", "above": "1"}),
        f"{row('3')}.measure.bands[1]",
    ),
    (
        in_row("3", "measure", "bands", 1, value={"level": 3, "at_least": "-50.33"}),
        f"{row('3')}.measure.bands[1].level",
    ),
    (
        in_row("3", "measure", "bands", 1, value={"level": 2, "at_most": "-50.33"}),
        f"{row('3')}.measure.bands[1]",
    ),
    (in_row("3", "measure", "bands", 1, value={"level": 2, "at_least": "9"}), f"{row('3')}.measure.bands[1]"),
    (
        in_row("5b", "measure", "bands", 1, value={"level": 2, "at_most": "2"}),
        f"{row('5b')}.measure.bands[1]",
    ),
    (in_row("3", "measure", "bands", 0, value={"level": 3, "at_least": "8.18"}), f"{row('3')}.measure.bands"),
    (in_row("3", "measure", "bands", 0, value={"level": 3, "above": "8.17"}), f"{row('3')}.measure.bands"),
    (
        in_row("3", "measure", "bands", 1, value={"level": 2, "at_least": "-50.32"}),
        f"{row('3')}.measure.bands",
    ),
    (in_row("3", "measure", "bands", 0, "at_least", value=8.17), f"{row('3')}.measure.bands[0].at_least"),
    (in_row("3", "measure", "bands", 0, "at_least", value="8.175"), f"{row('3')}.measure.bands[0].at_least"),
    (in_row("17", "measure", "bands", 0, "level", value=2), f"{row('17')}.measure.bands[1].level"),
    (drop("rows", ROW["17"], "measure", "bands", 0), f"{row('17')}.measure.bands[0].level"),
    (in_row("3", "measure", "printed", 1, "to", value="8.15"), f"{row('3')}.measure.printed"),
    (in_row("3", "measure", "printed", 1, "to", value="-60"), f"{row('3')}.measure.printed[1].to"),
    (in_row("3", "measure", "printed", 1, "level", value=1), f"{row('3')}.measure.printed"),
    (in_row("3", "measure", "printed", 0, value={"level": 1}), f"{row('3')}.measure.printed[0]"),
    (drop("rows", ROW["3"], "measure", "decided"), f"{row('3')}.measure.decided"),
    (drop("rows", ROW["28"], "measure", "decided"), f"{row('28')}.measure.decided"),
]


@pytest.mark.parametrize(
    ("change", "path"), CASES, ids=[f"{place}-{path}" for place, (_, path) in enumerate(CASES)]
)
def test_refusal_names_its_path(change: Change, path: str) -> None:
    document = load_document(2026)
    change(document)

    with pytest.raises(InstrumentError) as refusal:
        parse_instrument(document)

    assert refusal.value.path == path
    assert refusal.value.message


def test_the_document_the_cases_start_from_is_good() -> None:
    assert parse_instrument(load_document(2026)).year == 2026


def test_a_float_in_the_text_of_an_instrument_is_refused() -> None:
    text = json.dumps(load_document(2026)).replace('"count_weight": "0.38"', '"count_weight": 0.38')

    with pytest.raises(InstrumentError) as refusal:
        parse_instrument(read_json(text, error=InstrumentError))

    assert refusal.value.path == "formula.count_weight"


def test_a_repeated_key_in_the_text_of_an_instrument_is_refused() -> None:
    text = json.dumps(load_document(2026)).replace('"year": 2026', '"year": 2026, "year": 2026')

    with pytest.raises(InstrumentError) as refusal:
        parse_instrument(read_json(text, error=InstrumentError))

    assert refusal.value.path == "year"


def test_a_whole_number_may_be_a_json_integer_and_is_the_same_instrument() -> None:
    document = load_document(2026)
    document["rows"][ROW["16"]]["weight"] = 3
    document["maxima"]["spd"] = 63

    assert parse_instrument(document) == parse_instrument(load_document(2026))


def test_a_window_of_one_day_is_a_window() -> None:
    document = load_document(2026)
    document["eligibility"]["window"]["to"] = document["eligibility"]["window"]["from"]

    assert (
        parse_instrument(document).eligibility.window_to == parse_instrument(document).eligibility.window_from
    )


@pytest.mark.parametrize("document", [None, [], "2026", 2026])
def test_an_instrument_that_is_no_object_is_refused(document: Any) -> None:
    with pytest.raises(InstrumentError) as refusal:
        parse_instrument(document)

    assert refusal.value.path == ""
