"""A trace holds every step of an index with the region's own numbers, worked out here by hand."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest

from scoring.core.errors import FactsError
from scoring.core.score import Evidence, score
from scoring.instruments import load_instrument
from scoring.traces import digits_of, trace_of

INSTRUMENT = load_instrument(2026)
SID = [row.code for row in INSTRUMENT.sid_rows]


def facts(**changes: Any) -> dict[str, Any]:
    document: dict[str, Any] = {
        "instrument": 2026,
        "spd": {"1": 3, "5a": {"t2": "4.46", "t1": "4.10"}, "3": {"t2": "40000", "t1": "43268"}},
        "innovations": [
            innovation("A", urusan="Kesehatan", levels=dict.fromkeys(SID, 3)),
            innovation("B", urusan="Pendidikan", levels={"16": 2}),
            innovation("C", urusan="Sosial", implemented="2022-03-01", levels={"16": 1}),
            innovation("D", urusan="Sosial", stage="uji_coba", levels={"16": 1}),
        ],
    }
    return {**document, **changes}


def innovation(name: str, *, levels: dict[str, int], **more: Any) -> dict[str, Any]:
    return {"id": name, "stage": "penerapan", "implemented": "2024-05-06", "levels": levels, **more}


def test_steps_are_those_of_the_guideline_with_the_regions_numbers() -> None:
    trace = trace_of(facts(), INSTRUMENT)
    numbers = trace.result.numbers
    # SPD: row 1 1 x 3 = 3; row 5a 0.75 x 3 = 2.25 (drop 0.36); row 3 growth 8.17 %: 1 x 3 = 3; together 8.25.
    assert numbers.spd == Decimal("8.25")
    # Maturities: A 37 x 3 = 111; B row 16 has weight 3: 6. Sum 117, divisor 12, mean 9.75. Two yandas: no count score.
    assert (numbers.maturity_sum, numbers.divisor, numbers.maturity_mean) == (
        Decimal("117.00"),
        12,
        Decimal("9.7500"),
    )
    assert (trace.gate_open, numbers.count_score) == (False, Decimal("0.00"))
    # (8.25 + 9.75) / 250 x 100 = 7.20
    assert (numbers.total, numbers.index) == (Decimal("18.0000"), Decimal("7.20"))
    assert [str(part.printed) for part in trace.parts] == ["3.30", "3.90", "0.00"]


def test_innovations_that_do_not_count_are_shown_with_their_reason_and_maturity() -> None:
    trace = trace_of(facts(), INSTRUMENT)
    assert [entry.id for entry in trace.counted] == ["A", "B"]
    assert [(entry.id, entry.reasons, entry.maturity) for entry in trace.excluded] == [
        ("C", ("window",), Decimal("3.00")),
        ("D", ("stage",), Decimal("3.00")),
    ]


def test_counted_maturities_are_those_of_the_core() -> None:
    trace = trace_of(facts(), INSTRUMENT)
    result = score(facts(), INSTRUMENT)
    assert {entry.id: entry.maturity for entry in trace.counted} == {
        entry.id: entry.maturity for entry in result.innovations
    }
    assert tuple(line.trace for line in trace.counted[1].lines) == result.innovations[1].rows


def test_yandas_count_the_innovations_that_count() -> None:
    assert list(trace_of(facts(), INSTRUMENT).yandas_counts.values()) == [1, 1, 0, 0, 0, 0]


def test_measured_row_tells_its_figures_years_and_value() -> None:
    line = next(line for line in trace_of(facts(), INSTRUMENT).spd if line.row.code == "3")
    assert [(figure.year, figure.value) for figure in line.figures] == [
        (2024, Decimal(40000)),
        (2025, Decimal(43268)),
    ]
    # (43268 - 40000) / 40000 x 100 = 8.17
    assert (line.value, line.unit, line.ground) == (Decimal("8.17"), "%", "")


def test_value_on_a_border_names_both_levels_and_the_portals_decision() -> None:
    trace = trace_of(facts(), INSTRUMENT)
    line = next(line for line in trace.spd if line.row.code == "5a")
    # 4.46 - 4.10 = 0.36, printed under parameter 2 and parameter 3.
    assert (line.ground, line.printed_levels, line.trace.level) == ("border", (2, 3), 3)
    assert [key for key, _decision in trace.decisions] == ["rounding", "borders", "5a"]


def test_numbers_without_a_border_rest_on_the_rounding_alone() -> None:
    trace = trace_of(facts(spd={"1": 3}), INSTRUMENT)
    assert [key for key, _decision in trace.decisions] == ["rounding"]


def test_evidence_stands_at_its_row_and_moves_no_number() -> None:
    evidence = Evidence(spd={"1": ["9"]}, innovations={"B": {"16": ["7", "8"]}})
    trace = trace_of(facts(), INSTRUMENT, evidence=evidence)
    assert trace.spd[0].trace.evidence == ("9",)
    found = trace.innovation("B")
    assert found is not None
    assert [line.trace.evidence for line in found.lines][:2] == [("7", "8"), ()]
    assert trace.result.numbers == trace_of(facts(), INSTRUMENT).result.numbers


def test_unknown_innovation_has_no_trace() -> None:
    assert trace_of(facts(), INSTRUMENT).innovation("Z") is None


def test_bad_facts_are_refused_with_their_path() -> None:
    with pytest.raises(FactsError, match=r"innovations\[0\].levels.16"):
        trace_of(facts(innovations=[innovation("A", urusan="Sosial", levels={"16": 4})]), INSTRUMENT)


@pytest.mark.parametrize(
    ("value", "digits", "goes_on"),
    [
        (Fraction(45), "45", False),
        (Fraction("33.816"), "33.816", False),
        (Fraction(100, 3), "33.333333", True),
        (Fraction(0), "0", False),
        # Cut, not rounded: 2/3 does not become 0.666667.
        (Fraction(2, 3), "0.666666", True),
    ],
)
def test_exact_digits_are_cut_and_say_when_more_follow(value: Fraction, digits: str, goes_on: bool) -> None:
    assert digits_of(value) == (Decimal(digits), goes_on)
