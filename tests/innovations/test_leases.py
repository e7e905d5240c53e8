"""One innovation, one tab: who holds it, for how long, and who may take it."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import UUID, uuid4

import pytest
import time_machine

from iga_portal.tenancy.scope import scope
from innovations.domain.leases import LIFE, Held, beat, lease_on, leave, take_lease
from innovations.domain.transitions import take_step
from innovations.domain.verdicts import JudgedMeanwhile, Page, judge_row
from innovations.models import Absence, Answer, Innovation, Lease, Verdict
from innovations.workflow import Action
from regions.access import Actor
from regions.enums import Role
from regions.models import Membership, Person
from tests.cast import KOTIM, NOON, Cast, make_complete, submit
from tests.innovations.desk_support import seen


@pytest.fixture
def innovation(cast: Cast) -> Innovation:
    sari = cast.actor("sari")
    with scope({KOTIM}):
        return submit(make_complete(sari, opd=cast.health, period=cast.period), sari)


@pytest.fixture
def ani(cast: Cast) -> Actor:
    """A second reviewer of the same desk."""
    person = Person.objects.create(email="ani@contoh.go.id", name="Ani")
    Membership.objects.create(person=person, role=Role.REVIEWER, region_id=KOTIM, valid_from=date(2025, 1, 1))
    return Actor(person.pk, Role.REVIEWER, KOTIM)


def judge(
    innovation: Innovation, reviewer: Actor, *, row: int = 16, level: int = 2, **page: object
) -> Verdict:
    answer = Answer.objects.get(innovation=innovation, row=row)
    return judge_row(
        answer.pk, reviewer=reviewer, level=level, seen_hash=seen(innovation, row), reason="Kurang.",
        page=Page(**page),  # type: ignore[arg-type]
    )  # fmt: skip


def test_second_reviewer_waits_and_is_told_who_reads(cast: Cast, innovation: Innovation, ani: Actor) -> None:
    budi, his, hers = cast.actor("budi"), uuid4(), uuid4()
    with scope({KOTIM}):
        judge(innovation, budi, tab=his)
        with pytest.raises(Held, match=r"Budi sedang memeriksa inovasi ini sejak 12\.00 WIB") as held:
            judge(innovation, ani, row=17, tab=hers, force=True)
        assert (held.value.code, held.value.own) == ("held", False)
        assert list(Verdict.objects.values_list("answer__row", flat=True)) == [16]
        assert leave(innovation.pk, reviewer=budi, tab=his)
        assert judge(innovation, ani, row=17, tab=hers).reviewer_id == ani.person_id


def test_tab_that_gives_no_sign_of_life_loses_it_after_three_minutes(
    cast: Cast, innovation: Innovation, ani: Actor
) -> None:
    budi, his, hers = cast.actor("budi"), uuid4(), uuid4()
    with scope({KOTIM}), time_machine.travel(NOON, tick=False) as clock:
        take_lease(innovation.pk, reviewer=budi, tab=his)
        clock.shift(LIFE - timedelta(seconds=1))
        assert beat(innovation.pk, reviewer=budi, tab=his)
        clock.shift(LIFE - timedelta(seconds=1))
        with pytest.raises(Held):
            take_lease(innovation.pk, reviewer=ani, tab=hers)
        clock.shift(timedelta(seconds=1))
        take_lease(innovation.pk, reviewer=ani, tab=hers)
        assert not beat(innovation.pk, reviewer=budi, tab=his)
        with pytest.raises(Held, match="Ani sedang memeriksa"):
            judge(innovation, budi, tab=his)
        assert not leave(innovation.pk, reviewer=budi, tab=his)  # another tab's lease stays
        assert Lease.objects.get().holder_id == ani.person_id


def test_lease_that_ran_out_lives_again_while_nobody_took_it(cast: Cast, innovation: Innovation) -> None:
    budi, tab = cast.actor("budi"), uuid4()
    with scope({KOTIM}), time_machine.travel(NOON, tick=False) as clock:
        take_lease(innovation.pk, reviewer=budi, tab=tab)
        clock.shift(timedelta(minutes=20))
        assert lease_on(innovation) is None
        assert beat(innovation.pk, reviewer=budi, tab=tab)
        assert lease_on(innovation) is not None


def test_two_tabs_of_one_person_never_both_store(cast: Cast, innovation: Innovation) -> None:
    budi, first, second, third = cast.actor("budi"), uuid4(), uuid4(), uuid4()
    with scope({KOTIM}):
        stored = judge(innovation, budi, tab=first, saw=0)
        with pytest.raises(Held) as held:
            judge(innovation, budi, level=1, tab=second, saw=0)
        assert (held.value.code, held.value.own) == ("held_by_you", True)
        # Going on in the second tab: it has to look at what the first one decided.
        with pytest.raises(JudgedMeanwhile) as judged:
            judge(innovation, budi, level=1, tab=second, saw=0, force=True)
        assert judged.value.verdict == stored
        judge(innovation, budi, level=1, tab=second, saw=stored.pk, force=True)
        with pytest.raises(Held):
            judge(innovation, budi, row=17, tab=first)
        # The next page of the second tab follows it; a copy of that page comes too late.
        judge(innovation, budi, row=17, tab=third, follows=second)
        with pytest.raises(Held):
            judge(innovation, budi, row=18, tab=uuid4(), follows=second)
        assert list(Verdict.objects.filter(stands=True).values_list("answer__row", "level").order_by("answer__row")) == [
            (16, 1), (17, 2),
        ]  # fmt: skip


@pytest.mark.parametrize("ending", ["role", "absence", "inactive"])
def test_holder_who_is_gone_keeps_nobody_out(
    cast: Cast, innovation: Innovation, ani: Actor, ending: str
) -> None:
    with scope({KOTIM}):
        take_lease(innovation.pk, reviewer=cast.actor("budi"), tab=uuid4())
        if ending == "role":
            Membership.objects.filter(person=cast.budi).update(valid_until=date(2026, 7, 6))
        elif ending == "absence":
            Absence.objects.create(
                region_id=KOTIM, person=cast.budi, first_day=date(2026, 7, 7), last_day=date(2026, 7, 7)
            )
        else:
            Person.objects.filter(pk=cast.budi.pk).update(is_active=False)
        assert take_lease(innovation.pk, reviewer=ani, tab=uuid4()).holder_id == ani.person_id


def test_nobody_settles_what_a_colleague_reads_and_the_lease_ends_with_the_desk(
    cast: Cast, innovation: Innovation, ani: Actor
) -> None:
    budi = cast.actor("budi")
    with scope({KOTIM}):
        take_lease(innovation.pk, reviewer=budi, tab=uuid4())
        with pytest.raises(Held):
            take_step(
                innovation.pk, action=Action.RETURN, actor=ani, seen_version=innovation.version,
                row_reasons={16: "Kurang."},
            )  # fmt: skip
        take_step(
            innovation.pk, action=Action.RETURN, actor=budi, seen_version=innovation.version,
            row_reasons={16: "Kurang."},
        )  # fmt: skip
        assert not Lease.objects.exists()


@pytest.mark.parametrize("name", ["sari", "hendra", "wati", "rina"])
def test_only_who_may_judge_holds(cast: Cast, innovation: Innovation, name: str) -> None:
    from iga_portal.refusals import Refused

    with scope({KOTIM}):
        with pytest.raises(Refused):
            take_lease(innovation.pk, reviewer=cast.actor(name), tab=UUID(int=5))
        assert not Lease.objects.exists()
