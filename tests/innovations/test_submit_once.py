"""One press submits once, whatever happens: double click, two tabs, two people, an answer that was lost."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.db import connection

from iga_portal.notices.models import Notice
from iga_portal.refusals import Refused, StaleVersion, TransitionRefused
from iga_portal.tenancy.scope import scope
from innovations.domain import transitions
from innovations.domain.answers import set_answer
from innovations.domain.transitions import Outcome, take_step
from innovations.enums import State
from innovations.models import Innovation, Receipt, Transition
from innovations.workflow import Action
from regions.access import Actor
from regions.enums import Role
from regions.models import Membership, Person, Region
from tests.cast import KOTIM, Cast, make_complete, region_period, submit, verify

PATIENCE = 300.0


def colleague(cast: Cast) -> Actor:
    """A second operator of Sari's agency."""
    person = Person.objects.create(email="dimas@contoh.go.id", name="Dimas")
    Membership.objects.create(
        person=person, role=Role.OPERATOR, region=Region(pk=KOTIM), opd=cast.health, valid_from=date(2025, 1, 1)
    )  # fmt: skip
    return Actor(person.pk, Role.OPERATOR, KOTIM, cast.actor("sari").opd_ids)


def press(innovation: Innovation, actor: Actor, *, seen: int, action: Action = Action.SUBMIT) -> Outcome:
    return take_step(innovation.pk, action=action, actor=actor, seen_version=seen)


def counted() -> tuple[int, int]:
    submissions = Transition.objects.filter(action__in=["submit", "resubmit"])
    return submissions.count(), Receipt.objects.filter(kind="submission").count()


def send_back(innovation: Innovation, cast: Cast) -> None:
    innovation.refresh_from_db()
    take_step(
        innovation.pk,
        action=Action.RETURN,
        actor=cast.actor("budi"),
        seen_version=innovation.version,
        row_reasons={16: "SK tidak terbaca."},
    )
    innovation.refresh_from_db()


# One after the other ----------------------------------------------------------------------------------------------


def test_second_press_leads_to_the_receipt_of_the_first(cast: Cast) -> None:
    sari = cast.actor("sari")
    with scope({KOTIM}):
        innovation = make_complete(sari, opd=cast.health, period=cast.period)
        seen = innovation.version
        first, second = press(innovation, sari, seen=seen), press(innovation, sari, seen=seen)
        assert (first.changed, second.changed) == (True, False)
        assert first.receipt is not None and first.receipt == second.receipt
        assert counted() == (1, 1)
        assert Notice.objects.filter(kind="submit").count() == 1
        assert region_period(cast).content_version == 1


def test_colleague_who_presses_too_gets_the_same_receipt(cast: Cast) -> None:
    sari = cast.actor("sari")
    with scope({KOTIM}):
        innovation = make_complete(sari, opd=cast.health, period=cast.period)
        seen = innovation.version
        first = press(innovation, sari, seen=seen)
        for version in (seen, seen - 1, 0):  # the same page, an older one, nonsense
            again = press(innovation, colleague(cast) if version == seen else sari, seen=version)
            assert (again.changed, again.receipt) == (False, first.receipt)
        assert counted() == (1, 1)


@pytest.mark.parametrize("later", ["returned", "verified", "withdrawn", "taken up again"])
def test_lost_answer_repeated_much_later_changes_nothing(cast: Cast, later: str) -> None:
    """The browser was closed on a press without an answer and repeats it when it is opened again."""
    sari, budi = cast.actor("sari"), cast.actor("budi")
    with scope({KOTIM}):
        innovation = make_complete(sari, opd=cast.health, period=cast.period)
        seen = innovation.version
        first = press(innovation, sari, seen=seen)
        if later == "returned":
            send_back(innovation, cast)
        elif later == "verified":
            verify(innovation, budi)
        else:
            innovation.refresh_from_db()
            take_step(
                innovation.pk,
                action=Action.WITHDRAW,
                actor=sari,
                seen_version=innovation.version,
                reason="Ganda.",
            )
            if later == "taken up again":
                press(innovation, sari, seen=innovation.version + 1, action=Action.TAKE_UP)
        innovation.refresh_from_db()
        state, version = innovation.state, innovation.version
        again = press(innovation, sari, seen=seen)
        innovation.refresh_from_db()
        assert (again.changed, again.receipt) == (False, first.receipt)
        assert (innovation.state, innovation.version) == (state, version)
        assert counted() == (1, 1)


def test_each_resubmission_has_a_receipt_of_its_own(cast: Cast) -> None:
    sari = cast.actor("sari")
    with scope({KOTIM}):
        innovation = make_complete(sari, opd=cast.health, period=cast.period)
        outcomes = [press(innovation, sari, seen=innovation.version)]
        for level in (1, 3):
            send_back(innovation, cast)
            set_answer(innovation.pk, row=16, actor=sari, level=level)
            innovation.refresh_from_db()
            seen = innovation.version
            outcomes.append(press(innovation, sari, seen=seen, action=Action.RESUBMIT))
            assert press(innovation, sari, seen=seen, action=Action.RESUBMIT).receipt == outcomes[-1].receipt
        receipts = [outcome.receipt for outcome in outcomes]
        assert len({receipt.code for receipt in receipts if receipt}) == 3
        assert len({receipt.sha256 for receipt in receipts if receipt}) == 3
        assert counted() == (3, 3)


def test_page_that_is_out_of_date_submits_nothing(cast: Cast) -> None:
    sari = cast.actor("sari")
    with scope({KOTIM}):
        innovation = make_complete(sari, opd=cast.health, period=cast.period)
        seen = innovation.version
        set_answer(innovation.pk, row=20, actor=sari, level=1)
        with pytest.raises(StaleVersion):
            press(innovation, sari, seen=seen)
        assert counted() == (0, 0)


def test_press_for_an_innovation_at_the_desk_by_the_system_is_no_repetition(cast: Cast) -> None:
    """Verified, then a judged part changed: it lies at the desk, but nobody of the OPD submitted it from this page."""
    sari, budi = cast.actor("sari"), cast.actor("budi")
    with scope({KOTIM}):
        innovation = verify(submit(make_complete(sari, opd=cast.health, period=cast.period), sari), budi)
        innovation.refresh_from_db()
        transitions.reopen_rows(innovation, because="Dokumen diganti.")
        with pytest.raises(TransitionRefused):
            press(innovation, sari, seen=innovation.version)


@pytest.mark.parametrize("name", ["dewi", "joko", "budi", "wati"])
def test_press_of_somebody_else_learns_nothing_of_the_receipt(cast: Cast, name: str) -> None:
    sari = cast.actor("sari")
    with scope({KOTIM}):
        innovation = make_complete(sari, opd=cast.health, period=cast.period)
        seen = innovation.version
        press(innovation, sari, seen=seen)
        with pytest.raises(Refused) as refused:
            press(innovation, cast.actor(name), seen=seen)
        assert refused.value.code in {"role", "not_yours"}


# At the same moment -----------------------------------------------------------------------------------------------


@pytest.fixture
def live_cast(committed_cast: Cast, monkeypatch: pytest.MonkeyPatch) -> Cast:
    monkeypatch.setattr("iga_portal.tenancy.tasks.send", lambda *_args, **_kwargs: True)
    return committed_cast


def in_threads(*works: Callable[[], object]) -> list[Any]:
    """Run each work in a thread with a connection of its own; what each gave, in their order."""
    answers: list[Any] = [None] * len(works)

    def guarded(place: int) -> None:
        try:
            answers[place] = works[place]()
        except BaseException as fault:
            answers[place] = fault
        finally:
            connection.close()

    threads = [threading.Thread(target=guarded, args=(place,)) for place in range(len(works))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(PATIENCE)
    return answers


def wait_for_somebody_in_line() -> None:
    """Until another connection waits for a lock; the transaction of this thread holds it."""
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        with connection.cursor() as cursor:
            # Inside a transaction the first look is kept, and every further one would show the same.
            cursor.execute("SELECT pg_stat_clear_snapshot()")
            # In this database: in those beside it other tests wait for locks of their own.
            cursor.execute(
                "SELECT count(*) FROM pg_stat_activity"
                " WHERE wait_event_type = 'Lock' AND datname = current_database()"
            )
            if cursor.fetchone()[0]:
                return
        time.sleep(0.01)
    raise AssertionError("nobody came to the same innovation")


def test_two_transactions_at_once_submit_once(live_cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    """The first transaction stays open until the second waits for the innovation: neither sees the other's result beforehand."""
    sari, dimas = live_cast.actor("sari"), colleague(live_cast)
    with scope({KOTIM}):
        innovation = make_complete(sari, opd=live_cast.health, period=live_cast.period)
    seen = innovation.version
    told = transitions.notify_about

    def slowly(*args: Any, **kwargs: Any) -> None:
        wait_for_somebody_in_line()
        told(*args, **kwargs)

    monkeypatch.setattr(transitions, "notify_about", slowly)

    def work(actor: Actor) -> Callable[[], Outcome]:
        def act() -> Outcome:
            with scope({KOTIM}, actor_id=actor.person_id):
                return press(innovation, actor, seen=seen)

        return act

    first, second = in_threads(work(sari), work(dimas))
    assert isinstance(first, Outcome) and isinstance(second, Outcome), (first, second)
    assert sorted([first.changed, second.changed]) == [False, True]
    assert first.receipt is not None and first.receipt == second.receipt
    with scope({KOTIM}):
        assert counted() == (1, 1)
        assert Innovation.objects.get().state == State.SUBMITTED
        assert Notice.objects.filter(kind="submit").count() == 1
        assert region_period(live_cast).content_version == 1


def test_transaction_that_fails_after_the_step_leaves_no_receipt(
    live_cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    sari = live_cast.actor("sari")
    with scope({KOTIM}):
        innovation = make_complete(sari, opd=live_cast.health, period=live_cast.period)

    def broken(*_args: Any, **_kwargs: Any) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(transitions, "notify_about", broken)
    with pytest.raises(ZeroDivisionError), scope({KOTIM}):
        press(innovation, sari, seen=innovation.version)
    with scope({KOTIM}):
        assert counted() == (0, 0)
        assert Innovation.objects.get().state == State.DRAFT
