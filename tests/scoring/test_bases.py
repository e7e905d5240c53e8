"""What enters which basis: the table of the guideline, chapter XI, state by state and level by level."""

from __future__ import annotations

from decimal import Decimal

import pytest

from iga_portal.tenancy.scope import scope
from innovations.domain.transitions import take_step
from innovations.enums import State
from innovations.models import Answer, Innovation, RegionAnswer
from innovations.workflow import Action
from regions.domain.versions import raise_content_version
from regions.enums import Basis
from scoring.models import Result
from tests.cast import KOTIM, Cast, make_complete, region_period
from tests.scoring.support import compute, current, ids, send, spd_row, submitted, verified


def step(innovation: Innovation, action: Action, actor: object, **more: object) -> Innovation:
    innovation.refresh_from_db()
    return take_step(
        innovation.pk,
        action=action,
        actor=actor,  # type: ignore[arg-type]
        seen_version=innovation.version,
        **more,  # type: ignore[arg-type]
    ).innovation


@pytest.fixture
def one_of_each(cast: Cast) -> dict[State, Innovation]:
    """An innovation in every state, each brought there by the steps that people take. Claimed 2, the desk says 1."""
    sari, budi, rina = cast.actor("sari"), cast.actor("budi"), cast.actor("rina")
    with scope({KOTIM}):
        made = {
            State.DRAFT: make_complete(sari, opd=cast.health, period=cast.period, name="draf"),
            State.SUBMITTED: submitted(cast, name="diajukan"),
            State.RETURNED: submitted(cast, name="dikembalikan"),
            State.DECLINED: submitted(cast, name="tidak dilanjutkan"),
            State.WITHDRAWN: submitted(cast, name="ditarik"),
            State.VERIFIED: verified(cast, name="terverifikasi", desk_level=1),
            State.SENT: verified(cast, name="terkirim", desk_level=1),
            State.ASSESSED: verified(cast, name="dinilai", desk_level=1),
        }
        step(made[State.RETURNED], Action.RETURN, budi, row_reasons={16: "SK tidak terbaca."})
        step(made[State.DECLINED], Action.DECLINE, budi, reason="Bukan inovasi.")
        step(made[State.WITHDRAWN], Action.WITHDRAW, sari, reason="Salah isi.")
        send(cast, made[State.SENT], made[State.ASSESSED])
        step(made[State.ASSESSED], Action.ASSESS, rina)
        for state, innovation in made.items():
            innovation.refresh_from_db()
            assert innovation.state == state
    compute(cast)
    return made


IN_BASIS = {
    Basis.CLAIMED: {State.SUBMITTED, State.RETURNED, State.VERIFIED, State.SENT, State.ASSESSED},
    Basis.VERIFIED: {State.VERIFIED, State.SENT, State.ASSESSED},
    Basis.FINAL: {State.SENT, State.ASSESSED},
}
# 37 is the sum of the SID weights: 37 x 2 claimed, 37 x 1 by the desk, which is also final without an evaluator.
MATURITY = {Basis.CLAIMED: "74.00", Basis.VERIFIED: "37.00", Basis.FINAL: "37.00"}


def test_basis_holds_exactly_its_states_at_its_levels(one_of_each: dict[State, Innovation]) -> None:
    sent = str(one_of_each[State.SENT].public_id)
    with scope({KOTIM}):
        for basis, states in IN_BASIS.items():
            result = current(basis)
            assert set(result.maturities) == ids(*(one_of_each[state] for state in states)), basis
            assert result.innovations_counted == len(states)
            assert result.maturities[sent] == MATURITY[basis]


def test_final_level_is_the_evaluators_where_there_is_one(cast: Cast) -> None:
    with scope({KOTIM}):
        sent = verified(cast, name="terkirim", desk_level=1)
        send(cast, sent)
        # Row 16 weighs 3: raised by the evaluator from 1 to 3; row 17 weighs 2: rejected, 0 and not "no verdict".
        Answer.objects.filter(innovation=sent, row=16).update(final_level=3)
        Answer.objects.filter(innovation=sent, row=17).update(final_level=0)
    compute(cast)
    with scope({KOTIM}):
        # 37 + 3 x 2 - 2 x 1 = 41; the verified basis does not see the evaluator.
        assert current(Basis.FINAL).maturities == {str(sent.public_id): "41.00"}
        assert current(Basis.VERIFIED).maturities == {str(sent.public_id): "37.00"}


def test_row_without_a_standing_verdict_counts_nothing_beyond_the_claim(cast: Cast) -> None:
    with scope({KOTIM}):
        chosen = verified(cast, name="terverifikasi", desk_level=1)
        Answer.objects.filter(innovation=chosen, row=16).update(verified_level=None)
        touch(cast)
    compute(cast)
    with scope({KOTIM}):
        # 37 - row 16 (weight 3, level 1) = 34
        assert current(Basis.VERIFIED).maturities == {str(chosen.public_id): "34.00"}
        assert current(Basis.CLAIMED).maturities == {str(chosen.public_id): "74.00"}


def touch(cast: Cast) -> None:
    row = region_period(cast)
    raise_content_version(row.pk, region_id=KOTIM, period_id=cast.period.pk)


def test_spd_row_counts_when_confirmed_or_judged(cast: Cast) -> None:
    with scope({KOTIM}):
        spd_row(cast, "1", confirmed=True, level=3)  # weight 1: 3.00
        spd_row(cast, "8", confirmed=False, level=3)  # weight 1.5: 4.50, entered by one person only
        judged = spd_row(cast, "9", confirmed=False, level=3)  # weight 1: the evaluator says 2
        RegionAnswer.objects.filter(pk=judged.pk).update(final_level=2)
        lowered = spd_row(cast, "12", confirmed=True, level=3)  # weight 2: the evaluator says 1
        RegionAnswer.objects.filter(pk=lowered.pk).update(final_level=1)
    compute(cast)
    with scope({KOTIM}):
        assert {basis: current(basis).spd for basis in Basis} == {
            Basis.CLAIMED: Decimal("16.50"),  # 3 + 4.5 + 3 + 6
            Basis.VERIFIED: Decimal("9.00"),  # 3 + 6
            Basis.FINAL: Decimal("7.00"),  # 3 + 9: 1 x 2 + 12: 2 x 1
        }


def test_figures_of_a_measured_row_are_worked_out_on_every_basis(cast: Cast) -> None:
    with scope({KOTIM}):
        # Growth (43268 - 40000) / 40000 = 8.17 %: level 3, weight 1.
        spd_row(cast, "3", confirmed=True, previous=Decimal(40000), latest=Decimal(43268))
        # Lower than the year before by 4.00 - 4.46 = drop 0.46: level 3, weight 0.75; not confirmed.
        spd_row(cast, "5a", confirmed=False, previous=Decimal("4.46"), latest=Decimal("4.00"))
    compute(cast)
    with scope({KOTIM}):
        assert [current(basis).spd for basis in Basis] == [
            Decimal("5.25"),
            Decimal("3.00"),
            Decimal("3.00"),
        ]


@pytest.mark.parametrize(
    ("proposal", "counted"),
    [
        ({}, 1),
        ({"stage": "uji_coba"}, 0),
        ({"stage": "inisiatif"}, 0),
    ],
)
def test_only_applied_innovations_are_in_n(cast: Cast, proposal: dict[str, object], counted: int) -> None:
    with scope({KOTIM}):
        innovation = submitted(cast, **proposal)
    compute(cast)
    with scope({KOTIM}):
        result = current(Basis.CLAIMED)
        # Recorded, with a maturity, whether it counts or not.
        assert (result.innovations_counted, set(result.maturities)) == (counted, ids(innovation))


def test_taking_an_innovation_out_brings_the_index_back(cast: Cast) -> None:
    with scope({KOTIM}):
        spd_row(cast, "1", confirmed=True, level=3)
    compute(cast)
    with scope({KOTIM}):
        before = current(Basis.CLAIMED).index
        innovation = submitted(cast)
    compute(cast)
    with scope({KOTIM}):
        assert current(Basis.CLAIMED).index > before
        step(innovation, Action.WITHDRAW, cast.actor("sari"), reason="Salah isi.")
    compute(cast)
    with scope({KOTIM}):
        assert current(Basis.CLAIMED).index == before
        # Three computations, three bases each: the course of the index stays.
        assert Result.objects.count() == 9
