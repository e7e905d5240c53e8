"""The instruments that are carried: what 2026 says, and in what 2027 differs."""

from __future__ import annotations

from collections import Counter
from datetime import date
from decimal import Decimal

import pytest

from scoring.core.canonical import fingerprint
from scoring.core.errors import InstrumentError
from scoring.core.instrument import parse_instrument
from scoring.core.score import score
from scoring.instruments import UnknownInstrument, available_years, load_document, load_instrument, resolve
from tests.scoring_core.support import SID_CODES, SPD_CODES, YANDAS, facts, innovation, instrument

MANDATORY = {
    *("1", "3", "4", "5a", "5b", "6", "7", "8", "9", "10a", "10b", "11a", "11b"),
    *("16", "17", "32", "33", "35"),
}
MEASURED_SPD = {"3", "4", "5a", "5b", "6", "7", "10a", "10b", "11a", "11b"}


def test_the_years_that_are_there() -> None:
    assert available_years() == (2026, 2027)
    with pytest.raises(UnknownInstrument, match="no instrument of 2028; there are: 2026, 2027"):
        load_instrument(2028)


@pytest.mark.parametrize("year", [2026, 2027])
def test_all_forty_rows_stand_in_the_printed_order(year: int) -> None:
    rules = instrument(year)

    assert tuple(row.code for row in rules.spd_rows) == SPD_CODES
    assert tuple(row.code for row in rules.sid_rows) == SID_CODES
    assert {row.code for row in rules.rows if row.mandatory} == MANDATORY
    assert {row.code for row in rules.spd_rows if row.measure} == MEASURED_SPD
    assert len({row.indicator for row in rules.rows}) == 35
    assert rules.count_indicator.indicator == 36


def test_parameters_of_2026() -> None:
    rules = instrument()

    assert (rules.status, rules.formula.name) == ("official", "iid-2026")
    parameters = rules.formula.parameters
    assert (parameters.divisor_minimum, parameters.count_cap, parameters.yandas_minimum) == (12, 200, 5)
    assert parameters.count_weight_hundredths == 38
    assert (rules.eligibility.window_from, rules.eligibility.window_to) == (
        date(2024, 1, 1),
        date(2025, 12, 31),
    )
    assert dict(rules.years) == {"T-0": 2026, "T-1": 2025, "T-2": 2024}
    assert rules.yandas == YANDAS
    assert Counter(entry.group for entry in rules.urusan) == {
        "wajib_pelayanan_dasar": 6,
        "wajib_non_pelayanan_dasar": 18,
        "pilihan": 8,
        "fungsi_penunjang": 6,
    }


@pytest.mark.parametrize(
    ("index_hundredths", "name"),
    [
        (10000, "Sangat Inovatif"),
        (6501, "Sangat Inovatif"),
        (6500, "Inovatif"),
        (4001, "Inovatif"),
        (4000, "Kurang Inovatif"),
        (1, "Kurang Inovatif"),
        (0, "Tidak Dapat Dinilai"),
    ],
)
def test_predicates_at_their_ends(index_hundredths: int, name: str) -> None:
    assert instrument().predicate_of(index_hundredths).name == name


@pytest.mark.parametrize("index_hundredths", [-1, 10001])
def test_an_index_outside_the_scale_has_no_predicate(index_hundredths: int) -> None:
    with pytest.raises(ValueError, match="no predicate"):
        instrument().predicate_of(index_hundredths)


def test_every_row_has_its_words() -> None:
    for row in instrument().rows:
        bases = [basis.code for basis in row.bases] or [""]
        for basis in bases:
            assert [level.level for level in row.levels_of(basis)] == [1, 2, 3]
            assert row.evidence_of(basis).formats
        assert row.definition or all(basis.definition for basis in row.bases)


def test_rows_with_bases() -> None:
    rows = {row.code: tuple(basis.code for basis in row.bases) for row in instrument().rows if row.bases}

    assert rows == {"30": ("digital", "nondigital"), "33": ("a", "b", "c", "d", "e", "f")}
    assert instrument().row("33").measure_of("a") != instrument().row("33").measure_of("b")
    with pytest.raises(KeyError):
        instrument().row("33").levels_of("g")


def test_a_misprint_is_kept_and_owned_up_to() -> None:
    row = instrument().row("11b")

    assert row.definition == "Capaian IPM dua tahun terakhir (T-1 dikurangi T-2)"
    assert [note.kind for note in row.notes] == ["misprint"]


def test_every_measure_that_decides_says_so() -> None:
    """Of the ten scored measures only 10a and 11b are printed without overlap."""
    undecided = {row.code for row in instrument().spd_rows if row.measure and row.measure.decision is None}

    assert undecided == {"10a", "11b"}


def test_2027_is_a_prognosis_with_the_announced_parameters() -> None:
    now, then = instrument(2026), instrument(2027)

    assert then.is_prognosis
    assert not now.is_prognosis
    assert (then.formula.parameters.divisor_minimum, then.formula.parameters.yandas_minimum) == (14, 6)
    assert (then.eligibility.window_from, then.eligibility.window_to) == (
        date(2025, 1, 1),
        date(2026, 12, 31),
    )
    assert then.eligibility.decision is not None
    assert (then.rows, then.predicates, then.urusan) == (now.rows, now.predicates, now.urusan)
    assert dict(then.years) == {"T-0": 2027, "T-1": 2026, "T-2": 2025}


def test_the_same_portfolio_under_both_years() -> None:
    def portfolio(year: int, yandas: int) -> Decimal:
        # 13 innovations at 40 points: 3 x 3 (row 16) + 2 x 3 x 3 (17, 18, 19) + 4 x 3 (35) + 1 (20) = 40.
        levels = {"16": 3, "17": 3, "18": 3, "19": 3, "35": 3, "20": 1}
        entries = [
            innovation(f"INV-{place}", urusan=YANDAS[place % yandas], implemented="2025-03-01", levels=levels)
            for place in range(13)
        ]
        return score(facts(*entries, year=year), instrument(year)).index

    # 2026: 520 / 13 + 13 x 0.38 = 40 + 4.94 = 44.94, x 0.4 = 17.976.
    assert portfolio(2026, 5) == Decimal("17.98")
    # 2027 with five yandas: 520 / 14 = 37.142857, no count score, x 0.4 = 14.857.
    assert portfolio(2027, 5) == Decimal("14.86")
    # 2027 with six: (37.142857 + 4.94) x 0.4 = 16.833.
    assert portfolio(2027, 6) == Decimal("16.83")


def test_windows_differ_by_a_year() -> None:
    def counted(year: int, day: str) -> int:
        entry = innovation(implemented=day)
        return score(facts(entry, year=year), instrument(year)).numbers.innovations_counted

    assert [counted(2026, day) for day in ("2024-12-31", "2025-01-01", "2026-01-01")] == [1, 1, 0]
    assert [counted(2027, day) for day in ("2024-12-31", "2025-01-01", "2026-01-01", "2027-01-01")] == [
        0,
        1,
        1,
        0,
    ]


def test_a_resolved_document_stands_on_its_own() -> None:
    resolved = load_document(2027)

    assert (
        parse_instrument(resolved).fingerprint == load_instrument(2027).fingerprint == fingerprint(resolved)
    )
    assert load_instrument(2027).fingerprint != load_instrument(2026).fingerprint


def test_the_fingerprint_covers_what_was_taken_over() -> None:
    resolved = load_document(2027)
    resolved["rows"][0]["name"] += "."

    assert parse_instrument(resolved).fingerprint != load_instrument(2027).fingerprint


def test_a_document_is_fresh_for_every_caller() -> None:
    load_document(2027)["rows"].clear()

    assert len(load_document(2027)["rows"]) == 40


INHERIT = {"year": 2026, "keys": ["rows"], "reason": "x", "reason_en": "x"}


@pytest.mark.parametrize(
    ("document", "base", "path"),
    [
        ({"inherit": INHERIT, "rows": []}, {"rows": []}, "inherit.keys[0]"),
        ({"inherit": INHERIT}, {}, "inherit.keys[0]"),
        ({"inherit": INHERIT}, {"rows": [], "inherit": INHERIT}, "inherit.year"),
        ({"inherit": INHERIT | {"more": 1}}, {"rows": []}, "inherit.more"),
        ({"inherit": INHERIT | {"keys": []}}, {"rows": []}, "inherit.keys"),
    ],
)
def test_a_wrong_taking_over_is_refused(
    document: dict[str, object], base: dict[str, object], path: str
) -> None:
    with pytest.raises(InstrumentError) as refusal:
        resolve(document, base_of=lambda year: base)

    assert refusal.value.path == path


def test_an_unresolved_document_is_refused() -> None:
    document = load_document(2027)
    del document["rows"]

    with pytest.raises(InstrumentError) as refusal:
        parse_instrument(document)

    assert refusal.value.path == "rows"
