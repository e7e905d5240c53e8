"""One innovation's way from draft to sent, and the index it moves."""

from __future__ import annotations

from decimal import Decimal

import pytest

from iga_portal.tenancy.scope import scope
from innovations.enums import State
from innovations.models import Transition
from scoring.models import Result
from scoring.recompute import recompute_region
from tests.cast import KOTIM, Cast, make_complete, region_period, submit, verify


def index(basis: str) -> Decimal:
    return Result.objects.get(basis=basis, is_current=True).index


def test_innovation_goes_from_draft_to_verified_and_moves_both_indices(cast: Cast) -> None:
    sari, budi = cast.actor("sari"), cast.actor("budi")
    with scope({KOTIM}):
        innovation = make_complete(sari, opd=cast.health, period=cast.period, level=2)
        assert region_period(cast).content_version == 0  # a draft counts nowhere
        innovation = submit(innovation, sari)
        assert innovation.state == State.SUBMITTED
        assert region_period(cast).content_version == 1
    assert [step.content_version for step in recompute_region(KOTIM, period_id=cast.period.pk)] == [1]
    with scope({KOTIM}):
        # maturity 37 x 2 = 74 (the 20 weights sum to 37); 74 / 12 = 6.1667; / 250 x 100 = 2.4667 -> 2.47
        assert index("claimed") == Decimal("2.47")
        assert index("verified") == Decimal("0.00")
        innovation = verify(innovation, budi, level=1)
        assert innovation.state == State.VERIFIED
    assert len(recompute_region(KOTIM, period_id=cast.period.pk)) == 1
    with scope({KOTIM}):
        assert index("claimed") == Decimal("2.47")
        # 37 x 1 / 12 / 250 x 100 = 1.2333
        assert index("verified") == Decimal("1.23")
        assert list(Transition.objects.values_list("action", flat=True)) == ["verify", "submit", "create"]
    assert recompute_region(KOTIM, period_id=cast.period.pk) == []


@pytest.mark.parametrize("basis", ["claimed", "verified", "final"])
def test_stored_result_equals_the_core_on_its_own_facts(cast: Cast, basis: str) -> None:
    from regions.queries.instruments import instrument_of
    from scoring.core.score import score
    from scoring.models import CurrentFacts

    sari, budi = cast.actor("sari"), cast.actor("budi")
    with scope({KOTIM}):
        verify(submit(make_complete(sari, opd=cast.health, period=cast.period, level=3), sari), budi, level=2)
    recompute_region(KOTIM, period_id=cast.period.pk)
    with scope({KOTIM}):
        stored = Result.objects.get(basis=basis, is_current=True)
        facts = CurrentFacts.objects.get(basis=basis)
        result = score(facts.facts, instrument_of(cast.period))
        assert (stored.index, stored.spd, stored.total) == (
            result.index,
            result.numbers.spd,
            result.numbers.total,
        )
        assert stored.facts_hash == facts.facts_hash == result.facts_hash
        assert stored.maturities == {entry.id: str(entry.maturity) for entry in result.innovations}
