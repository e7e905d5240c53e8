"""The workflow table and its one writer: who may take which step from where, once."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine

from iga_portal.notices.models import Notice
from iga_portal.refusals import Refused, StaleVersion, TransitionRefused
from iga_portal.tenancy.scope import scope
from innovations.domain.answers import set_answer
from innovations.domain.innovations import change_proposal
from innovations.domain.transitions import take_step
from innovations.enums import State
from innovations.models import Answer, Innovation, ReturnReason, Transition
from innovations.workflow import BY_ACTION, STEPS, Action
from regions.enums import Role
from tests.cast import KOTIM, NOON, Cast, judge_all, make_complete, make_draft, region_period, submit, verify

# The table of the architecture, written down a second time by hand: (from, action, to, role).
TABLE = [
    ("draft", "submit", "submitted", "operator"),
    ("returned", "resubmit", "submitted", "operator"),
    ("submitted", "return", "returned", "reviewer"),
    ("submitted", "verify", "verified", "reviewer"),
    ("submitted", "decline", "declined", "reviewer"),
    ("declined", "reopen", "draft", "regional_admin"),
    ("draft", "withdraw", "withdrawn", "operator"),
    ("submitted", "withdraw", "withdrawn", "operator"),
    ("returned", "withdraw", "withdrawn", "operator"),
    ("verified", "withdraw", "withdrawn", "operator"),
    ("withdrawn", "take_up", "draft", "operator"),
    ("verified", "reopen_rows", "submitted", None),
    ("verified", "send", "sent", "regional_admin"),
    ("sent", "recall", "verified", "ministry_admin"),
    ("sent", "assess", "assessed", "ministry_admin"),
]


def test_table_is_the_one_of_the_architecture() -> None:
    assert sorted(
        (str(source), str(step.action), str(step.target), str(step.role) if step.role else None)
        for step in STEPS
        for source in step.sources
    ) == sorted(TABLE, key=lambda row: (row[0], row[1]))


PEOPLE = ["sari", "dewi", "joko", "budi", "hendra", "tiur", "wati", "yosef", "arif", "rina"]
OWNERS = {
    Role.OPERATOR: "sari",
    Role.REVIEWER: "budi",
    Role.REGIONAL_ADMIN: "hendra",
    Role.MINISTRY_ADMIN: "rina",
}


@pytest.mark.parametrize("action", [step.action for step in STEPS if step.role is not None])
def test_step_is_refused_to_everybody_but_its_role_in_its_place(cast: Cast, action: Action) -> None:
    step = BY_ACTION[action]
    with scope({KOTIM}):
        innovation = make_draft(cast.actor("sari"), opd=cast.health, period=cast.period)
        Innovation.objects.filter(pk=innovation.pk).update(
            state=min(step.sources), stage="penerapan", urusan="A02"
        )
        assert step.role is not None
        for name in set(PEOPLE) - {OWNERS[step.role]}:
            with pytest.raises(Refused) as refused:
                take_step(
                    innovation.pk,
                    action=action,
                    actor=cast.actor(name),
                    seen_version=innovation.version,
                    reason="x",
                )
            assert refused.value.code in {"role", "not_yours"}, name
        innovation.refresh_from_db()
        assert innovation.state == min(step.sources)
        assert Transition.objects.filter(innovation=innovation).count() == 1  # its creation


UNNAMED = [
    (state, step.action)
    for step in STEPS
    if step.role is not None
    for state in State
    if state not in step.sources
]


@pytest.mark.parametrize(("state", "action"), UNNAMED)
def test_step_is_refused_from_every_state_the_table_does_not_name(
    cast: Cast, state: State, action: Action
) -> None:
    step = BY_ACTION[action]
    assert step.role is not None
    with scope({KOTIM}):
        innovation = make_draft(cast.actor("sari"), opd=cast.health, period=cast.period)
        Innovation.objects.filter(pk=innovation.pk).update(state=state, stage="penerapan", urusan="A02")
        with pytest.raises(TransitionRefused) as refused:
            take_step(
                innovation.pk,
                action=action,
                actor=cast.actor(OWNERS[step.role]),
                seen_version=innovation.version,
                reason="alasan",
                row_reasons={16: "alasan"},
            )
        assert refused.value.code == "state"


def test_second_press_of_submit_changes_nothing_and_says_so(cast: Cast) -> None:
    sari = cast.actor("sari")
    with scope({KOTIM}):
        innovation = make_complete(sari, opd=cast.health, period=cast.period)
        seen = innovation.version
        first = take_step(innovation.pk, action=Action.SUBMIT, actor=sari, seen_version=seen)
        second = take_step(innovation.pk, action=Action.SUBMIT, actor=sari, seen_version=seen)
        assert (first.changed, second.changed) == (True, False)
        assert Transition.objects.filter(innovation=innovation, action="submit").count() == 1
        assert region_period(cast).content_version == 1


def test_step_on_a_page_that_is_out_of_date_is_refused(cast: Cast) -> None:
    sari = cast.actor("sari")
    with scope({KOTIM}):
        innovation = make_complete(sari, opd=cast.health, period=cast.period)
        seen = innovation.version
        set_answer(innovation.pk, row=20, actor=sari, level=1)
        with pytest.raises(StaleVersion) as stale:
            take_step(innovation.pk, action=Action.SUBMIT, actor=sari, seen_version=seen)
        assert stale.value.current == seen + 1


def test_incomplete_innovation_is_not_submitted(cast: Cast) -> None:
    sari = cast.actor("sari")
    with scope({KOTIM}):
        innovation = make_draft(sari, opd=cast.health, period=cast.period)
        with pytest.raises(TransitionRefused) as refused:
            take_step(innovation.pk, action=Action.SUBMIT, actor=sari, seen_version=innovation.version)
        assert refused.value.code == "incomplete"


@pytest.mark.parametrize(("offset", "allowed"), [(timedelta(seconds=-1), True), (timedelta(0), False)])
def test_input_closes_at_its_moment(cast: Cast, offset: timedelta, allowed: bool) -> None:
    sari = cast.actor("sari")
    with scope({KOTIM}):
        innovation = make_complete(sari, opd=cast.health, period=cast.period)
        with time_machine.travel(cast.period.input_closes + offset, tick=False):
            if allowed:
                assert submit(innovation, sari).state == State.SUBMITTED
            else:
                with pytest.raises(TransitionRefused) as refused:
                    submit(innovation, sari)
                assert refused.value.code == "closed"


def test_return_unlocks_exactly_the_named_rows_and_resubmit_locks_them(cast: Cast) -> None:
    sari, budi = cast.actor("sari"), cast.actor("budi")
    with scope({KOTIM}):
        innovation = submit(make_complete(sari, opd=cast.health, period=cast.period), sari)
        take_step(
            innovation.pk,
            action=Action.RETURN,
            actor=budi,
            seen_version=innovation.version,
            row_reasons={17: "SK tidak memuat peran.", 33: "Daftar tidak ditandatangani.", 18: "  "},
        )
        innovation.refresh_from_db()
        assert innovation.state == State.RETURNED
        assert sorted(Answer.objects.filter(is_unlocked=True).values_list("row", flat=True)) == [17, 33]
        assert sorted(ReturnReason.objects.values_list("row", flat=True)) == [17, 33]
        with pytest.raises(TransitionRefused, match="tetap terkunci"):
            set_answer(innovation.pk, row=16, actor=sari, level=1)
        with pytest.raises(TransitionRefused, match="Profil tidak diminta"):
            change_proposal(innovation.pk, actor=sari, seen=None, changes={"aim": "Lain"})
        set_answer(innovation.pk, row=17, actor=sari, level=1)
        innovation.refresh_from_db()
        take_step(innovation.pk, action=Action.RESUBMIT, actor=sari, seen_version=innovation.version)
        assert not Answer.objects.filter(is_unlocked=True).exists()


def test_return_that_names_the_proposal_unlocks_it_but_not_the_scored_blanks(cast: Cast) -> None:
    from django.core.exceptions import ValidationError

    sari, budi = cast.actor("sari"), cast.actor("budi")
    with scope({KOTIM}):
        innovation = submit(make_complete(sari, opd=cast.health, period=cast.period), sari)
        take_step(
            innovation.pk,
            action=Action.RETURN,
            actor=budi,
            seen_version=innovation.version,
            row_reasons={None: "Perjelas tujuan."},
        )
        innovation.refresh_from_db()
        changed = change_proposal(innovation.pk, actor=sari, seen=None, changes={"aim": "Lebih jelas"})
        assert changed.innovation.aim == "Lebih jelas"
        with pytest.raises(ValidationError):
            change_proposal(innovation.pk, actor=sari, seen=None, changes={"urusan": ""})


def test_return_without_any_reason_is_refused(cast: Cast) -> None:
    sari, budi = cast.actor("sari"), cast.actor("budi")
    with scope({KOTIM}):
        innovation = submit(make_complete(sari, opd=cast.health, period=cast.period), sari)
        with pytest.raises(TransitionRefused) as refused:
            take_step(
                innovation.pk,
                action=Action.RETURN,
                actor=budi,
                seen_version=innovation.version,
                row_reasons={16: " "},
            )
        assert refused.value.code == "row_reasons"


def test_verify_needs_a_verdict_on_every_row(cast: Cast) -> None:
    sari, budi = cast.actor("sari"), cast.actor("budi")
    with scope({KOTIM}):
        innovation = submit(make_complete(sari, opd=cast.health, period=cast.period), sari)
        with pytest.raises(TransitionRefused) as refused:
            take_step(innovation.pk, action=Action.VERIFY, actor=budi, seen_version=innovation.version)
        assert refused.value.code == "open_rows"
        judge_all(innovation, budi)
        innovation.refresh_from_db()
        assert take_step(
            innovation.pk, action=Action.VERIFY, actor=budi, seen_version=innovation.version
        ).changed


def test_people_concerned_are_told_and_nobody_else(cast: Cast) -> None:
    sari, budi = cast.actor("sari"), cast.actor("budi")
    with scope({KOTIM}):
        innovation = submit(make_complete(sari, opd=cast.health, period=cast.period), sari)
        assert sorted(Notice.objects.values_list("person__name", flat=True)) == ["Budi"]
        verify(innovation, budi)
        assert sorted(Notice.objects.values_list("person__name", "kind")) == [
            ("Budi", "submit"),
            ("Sari", "verify"),
        ]


def test_withdrawn_innovation_leaves_the_index_and_can_be_taken_up_again(cast: Cast) -> None:
    sari = cast.actor("sari")
    with scope({KOTIM}):
        innovation = submit(make_complete(sari, opd=cast.health, period=cast.period), sari)
        with pytest.raises(Refused, match="alasannya"):
            take_step(innovation.pk, action=Action.WITHDRAW, actor=sari, seen_version=innovation.version)
        take_step(
            innovation.pk,
            action=Action.WITHDRAW,
            actor=sari,
            seen_version=innovation.version,
            reason="Ganda.",
        )
        assert region_period(cast).content_version == 2
        innovation.refresh_from_db()
        take_step(innovation.pk, action=Action.TAKE_UP, actor=sari, seen_version=innovation.version)
        assert region_period(cast).content_version == 2  # withdrawn to draft: neither counts
        innovation.refresh_from_db()
        assert innovation.state == State.DRAFT


def test_operator_of_the_parent_agency_acts_for_its_unit_and_a_stranger_does_not(cast: Cast) -> None:
    with scope({KOTIM}):
        innovation = make_draft(
            cast.actor("sari"), opd=cast.clinic, period=cast.period, name="Posyandu Digital"
        )
        assert innovation.opd == cast.clinic
        with pytest.raises(Refused):
            make_draft(cast.actor("dewi"), opd=cast.clinic, period=cast.period)


def test_new_innovation_is_refused_while_input_is_closed(cast: Cast) -> None:
    with scope({KOTIM}), pytest.raises(Refused) as refused:
        make_draft(cast.actor("sari"), opd=cast.health, period=cast.period, now=NOON + timedelta(days=60))
    assert refused.value.code == "closed"
