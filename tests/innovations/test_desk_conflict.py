"""Nobody judges what they made, nor the OPD they hold or held a role in."""

from __future__ import annotations

from datetime import date

import pytest
import time_machine

from iga_portal.refusals import Refused
from iga_portal.tenancy.scope import scope
from innovations.domain.transitions import take_step
from innovations.domain.verdicts import citations_of, judge_row, judged_content
from innovations.enums import State
from innovations.models import Answer, Innovation, Verdict
from innovations.rules import can_review
from innovations.workflow import Action
from regions.enums import Role
from regions.models import Membership, Opd, Person
from scoring.core.canonical import fingerprint
from tests.cast import KOTIM, NOON, Cast, make_complete, submit


def hold(person: Person, opd: Opd, *, until: date | None) -> None:
    Membership.objects.create(
        person=person,
        role=Role.OPERATOR,
        region_id=KOTIM,
        opd=opd,
        valid_from=date(2023, 1, 1),
        valid_until=until,
    )


def submitted(cast: Cast) -> Innovation:
    sari = cast.actor("sari")
    return submit(make_complete(sari, opd=cast.health, period=cast.period), sari)


def test_reviewer_without_ties_may_judge(cast: Cast) -> None:
    budi = cast.actor("budi")
    with scope({KOTIM}):
        hold(cast.budi, cast.education, until=None)  # a role, but in another OPD
        assert can_review(budi, submitted(cast))


@pytest.mark.parametrize("agency", ["health", "clinic"])
@pytest.mark.parametrize("until", [None, date(2024, 7, 7)])
def test_role_in_the_opd_or_its_unit_within_24_months_rules_out(
    cast: Cast, agency: str, until: date | None
) -> None:
    budi = cast.actor("budi")
    with scope({KOTIM}):
        innovation = submitted(cast)
        hold(cast.budi, getattr(cast, agency), until=until)
        ruling = can_review(budi, innovation)
        assert (bool(ruling), ruling.code) == (False, "own_opd")


def test_role_in_the_parent_rules_out_its_units_and_a_sister_unit_does_not(cast: Cast) -> None:
    budi = cast.actor("budi")
    with scope({KOTIM}):
        sister = Opd.objects.create(region_id=KOTIM, name="Puskesmas Ketapang", parent=cast.health)
        innovation = submitted(cast)
        Innovation.objects.filter(pk=innovation.pk).update(opd=cast.clinic)
        innovation.refresh_from_db()
        hold(cast.budi, sister, until=None)
        assert can_review(budi, innovation)
        hold(cast.budi, cast.health, until=None)
        assert can_review(budi, innovation).code == "own_opd"


def test_role_ended_more_than_24_months_ago_no_longer_matters(cast: Cast) -> None:
    budi = cast.actor("budi")
    with scope({KOTIM}):
        innovation = submitted(cast)
        hold(cast.budi, cast.health, until=date(2024, 7, 6))  # today is 7 July 2026
        assert can_review(budi, innovation)


def test_24_months_before_a_leap_day(cast: Cast) -> None:
    budi = cast.actor("budi")
    with scope({KOTIM}):
        innovation = submitted(cast)
        hold(cast.budi, cast.health, until=date(2026, 2, 27))
        with time_machine.travel(NOON.replace(year=2028, month=2, day=29)):
            assert can_review(budi, innovation)
        Membership.objects.filter(person=cast.budi, opd=cast.health).update(valid_until=date(2026, 2, 28))
        with time_machine.travel(NOON.replace(year=2028, month=2, day=29)):
            assert can_review(budi, innovation).code == "own_opd"


def test_creator_does_not_judge_own_innovation(cast: Cast) -> None:
    budi = cast.actor("budi")
    with scope({KOTIM}):
        innovation = submitted(cast)
        Innovation.objects.filter(pk=innovation.pk).update(created_by=cast.budi)
        innovation.refresh_from_db()
        assert can_review(budi, innovation).code == "own_innovation"


@pytest.mark.parametrize("action", [Action.VERIFY, Action.RETURN, Action.DECLINE])
def test_the_server_refuses_judging_and_every_step_of_the_desk(cast: Cast, action: Action) -> None:
    budi = cast.actor("budi")
    with scope({KOTIM}):
        innovation = submitted(cast)
        answer = Answer.objects.get(innovation=innovation, row=16)
        seen = fingerprint(judged_content(answer, citations_of(answer)))
        hold(cast.budi, cast.health, until=None)
        with pytest.raises(Refused) as caught:
            judge_row(answer.pk, reviewer=budi, level=2, seen_hash=seen)
        assert caught.value.code == "own_opd"
        with pytest.raises(Refused) as caught:
            take_step(
                innovation.pk, action=action, actor=budi, seen_version=innovation.version, reason="Alasan.",
                row_reasons={16: "Alasan."},
            )  # fmt: skip
        assert caught.value.code == "own_opd"
        innovation.refresh_from_db()
        assert innovation.state == State.SUBMITTED
        assert not Verdict.objects.exists()
        # The same reviewer without the tie is let through.
        Membership.objects.filter(person=cast.budi, opd=cast.health).delete()
        judge_row(answer.pk, reviewer=budi, level=2, seen_hash=seen)
