"""The fast path gives the numbers of the full one, for any facts."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring.core.compact import NOT_YANDAS, build_tables, pack_levels, score_compact, unpack_levels
from scoring.core.score import score
from scoring.core.strict import iso_date
from tests.scoring_core.strategies import LEVELS, facts_documents
from tests.scoring_core.support import SID_CODES, SPD_CODES, YANDAS, instrument, vectors

TABLES = build_tables(instrument())


def compact(document: dict[str, Any]) -> Any:
    """Score facts over the fast path, packing them the way a query would."""
    full = score(document, instrument())
    spd = pack_levels({row.code: row.level for row in full.spd_rows}, TABLES.spd_positions)
    entries = []
    for entry in document["innovations"]:
        dates = [iso_date(text) if text else None for text in (entry["implemented"], entry["developed"])]
        counts = TABLES.counts(stage=entry["stage"], implemented=dates[0], developed=dates[1])
        packed = pack_levels(entry["levels"], TABLES.sid_positions)
        entries.append((counts, TABLES.yandas_by_urusan[entry["urusan"]], packed))
    return score_compact(spd, entries, TABLES)


@given(facts_documents())
def test_compact_equals_full(document: dict[str, Any]) -> None:
    full, fast = score(document, instrument()), compact(document)

    assert fast.numbers == full.numbers
    assert fast.sums == full.sums
    counted = {entry.id: entry.maturity_hundredths for entry in full.innovations}
    by_id = dict(zip([entry["id"] for entry in document["innovations"]], fast.maturities, strict=True))
    assert {identity: by_id[identity] for identity in counted} == counted


@pytest.mark.parametrize("vector", vectors(), ids=lambda vector: vector["name"])
def test_compact_equals_the_vectors(vector: dict[str, Any]) -> None:
    numbers = compact(vector["facts"]).numbers.as_document()

    assert numbers == {key: vector["expected"][key] for key in numbers}


def test_row_16_sits_in_the_lowest_bits() -> None:
    # 16 at level 2 -> 2; 17 at level 3 -> 3 << 2 = 12; 35, the twentieth row, at level 1 -> 1 << 38.
    assert pack_levels({"16": 2, "17": 3, "35": 1}, TABLES.sid_positions) == 2 + 12 + (1 << 38)
    # 3 x 2 + 2 x 3 + 4 x 1 = 16 points, in hundredths.
    assert score_compact(0, [(True, NOT_YANDAS, 2 + 12 + (1 << 38))], TABLES).maturities == [1600]


def test_all_bits_set_is_the_maximum_of_both_aspects() -> None:
    result = score_compact((1 << 40) - 1, [(True, 0, (1 << 40) - 1)], TABLES)

    assert (result.sums.spd_hundredths, result.maturities) == (6300, [11100])


@given(st.dictionaries(st.sampled_from(SID_CODES), LEVELS))
def test_unpacking_undoes_packing(levels: dict[str, int]) -> None:
    packed = pack_levels(levels, TABLES.sid_positions)

    assert unpack_levels(packed, TABLES.sid_positions) == {code: levels.get(code, 0) for code in SID_CODES}


@pytest.mark.parametrize("packed", [1 << 40, -1, -(1 << 39)])
def test_bits_without_a_row_are_refused(packed: int) -> None:
    with pytest.raises(ValueError, match="20 rows"):
        score_compact(0, [(True, NOT_YANDAS, packed)], TABLES)
    with pytest.raises(ValueError, match="20 rows"):
        score_compact(packed, [], TABLES)


@pytest.mark.parametrize("levels", [{"16": 4}, {"16": -1}])
def test_a_level_outside_0_to_3_is_not_packed(levels: dict[str, int]) -> None:
    with pytest.raises(ValueError, match=r"a level is 0\.\.3"):
        pack_levels(levels, TABLES.sid_positions)


def test_a_row_of_the_other_aspect_is_not_packed() -> None:
    with pytest.raises(KeyError):
        pack_levels({"2a": 1}, TABLES.sid_positions)


def test_yandas_are_known_by_name_and_by_code() -> None:
    assert [TABLES.yandas_by_urusan[name] for name in YANDAS] == [0, 1, 2, 3, 4, 5]
    assert [TABLES.yandas_by_urusan_code[f"A0{place}"] for place in range(1, 7)] == [0, 1, 2, 3, 4, 5]
    assert TABLES.yandas_by_urusan["Pangan"] == NOT_YANDAS
    assert len(TABLES.yandas_by_urusan) == len(TABLES.yandas_by_urusan_code) == 38


def test_positions_follow_the_order_of_the_instrument() -> None:
    assert tuple(TABLES.sid_positions) == SID_CODES
    assert tuple(TABLES.spd_positions) == SPD_CODES
    assert list(TABLES.sid_positions.values()) == list(TABLES.spd_positions.values()) == list(range(20))
