"""What an innovation brings, its break-even and the best choice, held against the index worked out anew from a facts document."""

from __future__ import annotations

import json
from fractions import Fraction
from itertools import combinations
from pathlib import Path
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from innovations.models import Innovation
from innovations.queries.portfolio import Candidate, Portfolio, worth_beside
from scoring.core.formula import Sums, totals_of
from scoring.core.instrument import parse_instrument
from scoring.core.score import score

INSTRUMENT = parse_instrument(
    json.loads((Path(__file__).parents[2] / "scoring/instruments/2026.json").read_text())
)
YANDAS = [entry for entry in INSTRUMENT.urusan if entry.is_yandas]
OTHER = next(entry for entry in INSTRUMENT.urusan if not entry.is_yandas)

entries = st.lists(
    st.tuples(
        st.lists(st.integers(0, 3), min_size=20, max_size=20),
        st.sampled_from([*YANDAS, OTHER]),
        st.sampled_from(["verified", "verified", "verified", "sent"]),
        st.booleans(),  # inside the window
    ),
    min_size=1,
    max_size=22,
)


def made(drawn: list[Any], spd: int) -> tuple[Portfolio, dict[int, dict[str, Any]]]:
    """A portfolio, and the facts of each innovation by id."""
    candidates, facts = [], {}
    for key, (levels, urusan, state, inside) in enumerate(drawn, start=1):
        by_row = {row.code: level for row, level in zip(INSTRUMENT.sid_rows, levels, strict=True)}
        maturity = sum(
            row.weight_hundredths * level for row, level in zip(INSTRUMENT.sid_rows, levels, strict=True)
        )
        innovation = Innovation(pk=key, name=f"Inovasi {key}", state=state)
        candidates.append(
            Candidate(
                innovation,
                maturity,
                () if inside else ("window",),
                urusan.name if urusan.is_yandas else "",
            )
        )
        facts[key] = {
            "id": str(key),
            "stage": "penerapan",
            "urusan": urusan.name,
            "implemented": "2024-05-06" if inside else "2020-05-06",
            "developed": None,
            "levels": by_row,
        }
    row = INSTRUMENT.spd_rows[0]
    return Portfolio(candidates, row.points_hundredths(spd), INSTRUMENT), facts


def index_of(facts: dict[int, dict[str, Any]], ids: set[int], spd: int) -> Fraction:
    """The exact index from a facts document: nothing of the portfolio's own arithmetic."""
    document = {
        "instrument": INSTRUMENT.year,
        "spd": {INSTRUMENT.spd_rows[0].code: spd},
        "innovations": [facts[key] for key in sorted(ids)],
    }
    return score(document, INSTRUMENT).totals.index


@settings(max_examples=60, deadline=None)
@given(drawn=entries, spd=st.integers(0, 3), data=st.data())
def test_worth_is_the_difference_of_two_recomputed_indices(drawn: list[Any], spd: int, data: Any) -> None:
    portfolio, facts = made(drawn, spd)
    sent = {entry.key for entry in portfolio.sent}
    chosen = {entry.key for entry in portfolio.open if data.draw(st.booleans())}
    choice = portfolio.choice(chosen)
    assert choice.totals.index == index_of(facts, sent | chosen, spd)
    for entry in portfolio.open:
        worth = choice.worth(entry)
        others = sent | chosen - {entry.key}
        gain = index_of(facts, others | {entry.key}, spd) - index_of(facts, others, spd)
        if worth is None:
            assert gain == 0
            continue
        assert worth.gain == gain == worth.by_mean + worth.by_count
        # On either side of the break-even it helps, or harms.
        assert (Fraction(entry.maturity_hundredths, 100) >= worth.break_even) is (gain >= 0)


@settings(max_examples=40, deadline=None)
@given(
    maturities=st.lists(st.integers(0, 11100), min_size=0, max_size=220),
    yandas=st.integers(0, 6),
    new=st.booleans(),
)
def test_break_even_is_where_the_index_neither_rises_nor_falls(
    maturities: list[int], yandas: int, new: bool
) -> None:
    covered = min(yandas, len(maturities))
    without = Sums(0, sum(maturities), len(maturities), covered)
    is_new = new and covered < 6
    worth = worth_beside(without, maturity_hundredths=0, new_yandas=is_new, instrument=INSTRUMENT)
    assert 0 <= worth.break_even <= 111
    printed = int(worth.break_even_printed * 100)
    at = worth_beside(without, maturity_hundredths=printed, new_yandas=is_new, instrument=INSTRUMENT)
    assert at.gain >= 0
    if printed:
        below = worth_beside(
            without, maturity_hundredths=printed - 1, new_yandas=is_new, instrument=INSTRUMENT
        )
        assert below.gain < 0
    assert totals_of(without, INSTRUMENT).index >= 0


@settings(max_examples=25, deadline=None)
@given(drawn=entries.filter(lambda found: len(found) <= 9), spd=st.just(1), data=st.data())
def test_best_choice_is_the_best_of_all_choices(drawn: list[Any], spd: int, data: Any) -> None:
    portfolio, _facts = made(drawn, spd)
    fates = {
        entry.key: data.draw(st.sampled_from(["keep", "free", "free", "no"])) for entry in portfolio.open
    }
    keep = {key for key, fate in fates.items() if fate == "keep"}
    free = {key for key, fate in fates.items() if fate == "free"}
    best = portfolio.best(keep=keep, free=free)
    assert best <= free
    every = (set(some) for size in range(len(free) + 1) for some in combinations(sorted(free), size))
    highest = max(portfolio.choice(keep | some).totals.index for some in every)
    assert portfolio.choice(keep | best).totals.index == highest


def test_weak_ones_are_taken_where_they_open_the_gate() -> None:
    """Twenty strong ones in one yandas and four weak ones in four others: the gate is worth more than the mean loses."""
    strong = [([3] * 20, YANDAS[0], "verified", True)] * 20
    weak = [([0] * 20, yandas, "verified", True) for yandas in YANDAS[1:5]]
    portfolio, _facts = made([*strong, *weak], 0)
    everything = {entry.key for entry in portfolio.open}
    # 20 x 111 / 24 + 24 x 0,38 = 101,62 against 111: the gate does not pay.
    assert portfolio.best(keep=(), free=everything) == frozenset(range(1, 21))
    half = [([2] * 20, yandas, "verified", True) for yandas in YANDAS[1:5]]
    portfolio, _facts = made([*strong, *half], 0)
    # (20 x 111 + 4 x 74) / 24 + 9,12 = 113,95 against 111: it does, though each of the four alone lowers the mean.
    assert portfolio.best(keep=(), free=everything) == frozenset(everything)
