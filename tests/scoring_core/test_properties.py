"""What must hold for any facts."""

from __future__ import annotations

import copy
from decimal import Decimal
from fractions import Fraction
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from scoring.core.score import score
from tests.scoring_core.strategies import facts_documents, innovations
from tests.scoring_core.support import SID_CODES, SPD_CODES, facts, innovation, instrument


@given(facts_documents(least=1), st.data())
def test_raising_a_level_of_an_innovation_never_lowers_the_index(
    document: dict[str, Any], data: st.DataObject
) -> None:
    raised = copy.deepcopy(document)
    entry = data.draw(st.sampled_from(raised["innovations"]))
    code = data.draw(st.sampled_from(SID_CODES))
    entry["levels"][code] = min(3, entry["levels"].get(code, 0) + 1)

    before, after = score(document, instrument()), score(raised, instrument())

    assert after.totals.index >= before.totals.index
    assert after.index >= before.index


@given(facts_documents(most=3), st.sampled_from(SPD_CODES))
def test_raising_a_level_of_the_region_never_lowers_the_index(document: dict[str, Any], code: str) -> None:
    before = score(document, instrument())
    old = next(row.level for row in before.spd_rows if row.code == code)
    raised = document | {"spd": document["spd"] | {code: min(3, old + 1)}}

    after = score(raised, instrument())

    assert after.totals.index >= before.totals.index


def test_raising_a_level_does_raise_the_index() -> None:
    """The two properties above would also hold for a constant."""
    low, high = (score(facts(innovation(levels={"35": level})), instrument()) for level in (2, 3))
    # Row 35 weighs 4; 4 / 12 x 0.4 = 0.1333.
    assert (low.index, high.index) == (Decimal("0.27"), Decimal("0.40"))


@given(facts_documents(), st.randoms(use_true_random=False))
def test_the_order_of_the_innovations_moves_no_number(document: dict[str, Any], random: Any) -> None:
    shuffled = copy.deepcopy(document)
    random.shuffle(shuffled["innovations"])

    assert score(shuffled, instrument()).numbers == score(document, instrument()).numbers


@given(facts_documents())
def test_the_index_stays_between_0_and_100(document: dict[str, Any]) -> None:
    result = score(document, instrument())

    assert 0 <= result.totals.index <= 100
    assert result.predicate in {predicate.name for predicate in instrument().predicates}


@given(facts_documents(), innovations(counting=False))
def test_an_innovation_that_does_not_count_changes_nothing(
    document: dict[str, Any], entry: dict[str, Any]
) -> None:
    more = document | {"innovations": [*document["innovations"], entry | {"id": "OUTSIDE"}]}

    before, after = score(document, instrument()), score(more, instrument())

    assert after.numbers == before.numbers
    assert after.innovations == before.innovations
    assert [excluded.id for excluded in after.excluded] == [
        *(entry.id for entry in before.excluded),
        "OUTSIDE",
    ]


@given(facts_documents(), innovations(counting=True))
def test_an_innovation_that_counts_is_counted(document: dict[str, Any], entry: dict[str, Any]) -> None:
    """The property above with the one difference that matters."""
    more = document | {"innovations": [*document["innovations"], entry | {"id": "INSIDE"}]}

    before, after = score(document, instrument()), score(more, instrument())

    assert after.numbers.innovations_counted == before.numbers.innovations_counted + 1


@given(facts_documents())
def test_printed_numbers_are_the_exact_ones_rounded_once(document: dict[str, Any]) -> None:
    result = score(document, instrument())

    for printed, exact in (
        (result.numbers.index, result.totals.index),
        (result.numbers.total, result.totals.total),
        (result.numbers.sid, result.totals.sid),
        (result.numbers.maturity_mean, result.totals.maturity_mean),
    ):
        half = Fraction(1, 2 * 10 ** -int(printed.as_tuple().exponent))
        # None of these is negative, so half up means: the exact value lies in [printed - half, printed + half).
        assert -half <= exact - Fraction(printed) < half
