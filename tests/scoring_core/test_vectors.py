"""The worked vectors of the contract, exactly; and what the result carries beyond the contract."""

from __future__ import annotations

import json
from typing import Any

import pytest

from scoring.core.canonical import canonical_json, fingerprint
from scoring.core.score import Evidence, score
from tests.scoring_core.support import YANDAS, facts, innovation, instrument, vectors

CONTRACT_KEYS = {
    *(
        "spd",
        "innovations_counted",
        "divisor",
        "maturity_sum",
        "maturity_mean",
        "yandas",
        "count_score",
        "sid",
    ),
    *("total", "index", "predicate", "innovations", "excluded"),
}


@pytest.mark.parametrize("vector", vectors(), ids=lambda vector: vector["name"])
def test_vector_gives_exactly_the_printed_numbers(vector: dict[str, Any]) -> None:
    result = score(vector["facts"], instrument()).as_document()

    assert {key: result[key] for key in vector["expected"]} == vector["expected"]


def test_all_twelve_vectors_are_here() -> None:
    assert len(vectors()) == 12


def test_result_has_the_keys_of_the_contract_and_the_announced_more() -> None:
    result = score(facts(innovation(), region={"code": "62.02"}, basis="final", period=2026), instrument())

    document = result.as_document()

    assert set(document) == CONTRACT_KEYS | {
        *("instrument", "region", "basis", "period", "instrument_fingerprint", "facts_hash", "trace"),
    }
    assert (document["region"], document["basis"], document["period"]) == ({"code": "62.02"}, "final", 2026)
    assert "trace" not in result.as_document(with_trace=False)
    assert json.loads(json.dumps(document)) == document


def test_innovations_are_listed_with_their_maturity_in_the_order_of_the_input() -> None:
    # Row 16 weighs 3, row 35 weighs 4: 3 x 2 = 6 and 4 x 1 = 4.
    document = facts(innovation("B", levels={"16": 2}), innovation("A", levels={"35": 1}))

    result = score(document, instrument()).as_document()

    assert result["innovations"] == [{"id": "B", "maturity": "6.00"}, {"id": "A", "maturity": "4.00"}]


def test_trace_tells_how_each_row_came_about() -> None:
    document = facts(
        innovation("INV-7", levels={"16": 2, "33": 0}),
        spd={"2a": 1, "3": {"t2": "40000", "t1": "19868"}},
    )
    evidence = Evidence(spd={"2a": ["doc-1"]}, innovations={"INV-7": {"16": ["doc-2", "doc-3"]}})

    trace = score(document, instrument(), evidence=evidence).as_document()["trace"]

    spd = {row["code"]: row for row in trace["spd"]}
    assert spd["1"] == {"code": "1", "weight": "1.00", "level": 0, "points": "0.00", "how": "unanswered"}
    assert spd["2a"] == {
        "code": "2a",
        "weight": "1.00",
        "level": 1,
        "points": "1.00",
        "how": "level",
        "evidence": ["doc-1"],
    }
    # (19868 - 40000) / 40000 x 100 = -50.33: printed under parameter 1 and parameter 2, the higher one holds.
    assert spd["3"] == {
        "code": "3",
        "weight": "1.00",
        "level": 2,
        "points": "2.00",
        "how": "measured",
        "measured": {
            "kind": "growth_percent",
            "inputs": {"t2": "40000", "t1": "19868"},
            "value": "-50.33",
            "border": True,
            "printed_levels": [1, 2],
        },
    }
    (entry,) = trace["innovations"]
    rows = {row["code"]: row for row in entry["rows"]}
    assert len(rows) == 20
    assert rows["16"] == {
        "code": "16",
        "weight": "3.00",
        "level": 2,
        "points": "6.00",
        "how": "level",
        "evidence": ["doc-2", "doc-3"],
    }
    assert rows["33"]["how"] == "level"
    assert rows["34"] == {"code": "34", "weight": "2.00", "level": 0, "points": "0.00", "how": "unanswered"}


@pytest.mark.parametrize(("covered", "is_open"), [(4, False), (5, True), (6, True)])
def test_trace_tells_how_the_count_score_came_about(covered: int, is_open: bool) -> None:
    entries = [innovation(f"I-{place}", urusan=name) for place, name in enumerate(YANDAS[:covered])]

    trace = score(facts(*entries), instrument()).as_document()["trace"]

    assert (trace["formula"], trace["divisor_minimum"]) == ("iid-2026", 12)
    assert trace["count"] == {
        "counted": covered,
        "cap": 200,
        "weight": "0.38",
        "yandas_minimum": 5,
        "yandas_covered": list(YANDAS[:covered]),
        "gate_open": is_open,
    }


def test_trace_adds_up_to_the_numbers() -> None:
    for vector in vectors():
        result = score(vector["facts"], instrument())
        assert sum(row.points for row in result.spd_rows) == result.numbers.spd
        for entry in result.innovations:
            assert sum(row.points for row in entry.rows) == entry.maturity
        assert sum(entry.maturity for entry in result.innovations) == result.numbers.maturity_sum


def test_evidence_moves_no_number_and_no_hash() -> None:
    document = facts(innovation(levels={"16": 2}))
    evidence = Evidence(innovations={"INV-1": {"16": ["doc-2"]}})

    plain, cited = score(document, instrument()), score(document, instrument(), evidence=evidence)

    assert plain.as_document(with_trace=False) == cited.as_document(with_trace=False)


def test_hash_is_over_canonical_json() -> None:
    # Keys sorted, no spaces, numbers as strings, UTF-8.
    assert (
        canonical_json({"b": [1, "1", None, True], "a": "é"}) == '{"a":"é","b":["1","1",null,true]}'.encode()
    )
    assert fingerprint({"t1": 5, "a": {}}) == fingerprint({"a": {}, "t1": "5"})
    result = score(facts(), instrument())
    # printf '{"innovations":[],"instrument":"2026","spd":{}}' | sha256sum
    assert result.facts_hash == "1930f99fe5799017916daadb22b1d45c1e248538aa18ffb81aa04c1a12f921f4"


def test_a_float_has_no_canonical_form() -> None:
    with pytest.raises(TypeError, match="float"):
        canonical_json({"a": 1.5})
