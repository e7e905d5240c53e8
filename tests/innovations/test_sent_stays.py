"""What was sent stays as it was sent, whoever writes at the same moment or afterwards in something that it rests on."""

from __future__ import annotations

import threading
import uuid
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from iga_portal.files.domain import take_in
from iga_portal.files.models import StoredFile
from iga_portal.notices.models import Mail, Notice
from iga_portal.refusals import StaleVersion
from iga_portal.tenancy.scope import scope
from innovations.domain import reminders, sending
from innovations.domain.documents import replace_document
from innovations.domain.integrity import add_integrity_form
from innovations.domain.recalling import recall_portfolio
from innovations.domain.sending import SendOutcome, send_portfolio
from innovations.domain.spd import cite_for_region, confirm_region_answer, set_region_answer
from innovations.domain.transitions import take_step
from innovations.enums import State
from innovations.models import Innovation, IntegrityForm, RegionAnswer, RegionCitation, Reminder, Sending
from innovations.workflow import Action
from regions.access import Actor
from tests.cast import KOTIM, Cast, make_document, pdf_bytes, region_period
from tests.innovations.test_sending import ready
from tests.innovations.test_submit_once import in_threads, live_cast, wait_for_somebody_in_line

__all__ = ["live_cast"]


def new_bytes(actor: Actor, text: str = "versi baru") -> StoredFile:
    upload = SimpleUploadedFile("baru.pdf", pdf_bytes(text), content_type="application/pdf")
    return take_in(upload, region_id=actor.region_id, person_id=actor.person_id)


def evidenced(cast: Cast, *, row: str = "3") -> tuple[RegionAnswer, RegionCitation]:
    """A row of the region with a document of the region, confirmed by the second admin."""
    hendra, indah = cast.actor("hendra"), cast.actor("indah")
    answer = set_region_answer(region_period(cast), row=row, actor=hendra, seen_version=1, level=3)
    document = make_document(hendra, opd=None, subject="RKPD 2026")
    citation = cite_for_region(answer.pk, actor=hendra, document_id=document.pk, pages="4")
    answer.refresh_from_db()
    return confirm_region_answer(answer.pk, actor=indah, seen_version=answer.version), citation


# The region's rows and their documents -----------------------------------------------------------------------------


def test_document_of_a_row_that_was_sent_keeps_its_version_and_its_confirmation(cast: Cast) -> None:
    hendra = cast.actor("hendra")
    with scope({KOTIM}):
        answer, citation = evidenced(cast)
        send_portfolio(region_period(cast).pk, actor=hendra, chosen=ready(cast, "Satu"))
        before = region_period(cast).content_version
        new = replace_document(citation.document_id, actor=hendra, file=new_bytes(hendra))
        answer.refresh_from_db()
        assert answer.confirmed_by_id == cast.indah.pk  # nobody could confirm it again: the row is locked
        assert RegionCitation.objects.get(pk=citation.pk).document_id == citation.document_id != new.pk
        assert region_period(cast).content_version == before


def test_document_replaced_between_reading_and_confirming_is_not_confirmed_unseen(cast: Cast) -> None:
    hendra, indah = cast.actor("hendra"), cast.actor("indah")
    with scope({KOTIM}):
        answer, citation = evidenced(cast)
        new = replace_document(citation.document_id, actor=hendra, file=new_bytes(hendra))
        stands = RegionAnswer.objects.get(pk=answer.pk)
        assert (stands.confirmed_by_id, stands.confirmed_at) == (None, None)
        assert RegionCitation.objects.get(pk=citation.pk).document_id == new.pk
        with pytest.raises(StaleVersion):  # from the page that showed the old document
            confirm_region_answer(answer.pk, actor=indah, seen_version=answer.version)
        confirmed = confirm_region_answer(answer.pk, actor=indah, seen_version=stands.version)
        assert confirmed.confirmed_by_id == cast.indah.pk


# At the same moment as the sending ---------------------------------------------------------------------------------


def test_what_is_written_while_the_portfolio_goes_is_refused(
    live_cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Pages opened before the sending and saved while it runs: nothing of what is sent moves behind its back."""
    cast = live_cast
    hendra, indah = cast.actor("hendra"), cast.actor("indah")
    with scope({KOTIM}):
        chosen = ready(cast, "Satu")
        seen = region_period(cast)
        answer = set_region_answer(seen, row="3", actor=hendra, seen_version=1, level=2)
        document = make_document(hendra, opd=None, subject="Baru")
        seen = region_period(cast)
        forms = IntegrityForm.objects.count()
    look, begun = sending.first_block, threading.Event()

    def slowly(findings: Any) -> Any:
        begun.set()
        wait_for_somebody_in_line()
        return look(findings)

    monkeypatch.setattr(sending, "first_block", slowly)

    def send() -> SendOutcome:
        with scope({KOTIM}, actor_id=hendra.person_id):
            return send_portfolio(seen.pk, actor=hendra, chosen=chosen)

    def meanwhile(write: Callable[[], object]) -> Callable[[], object]:
        def act() -> object:
            begun.wait(300)
            with scope({KOTIM}, actor_id=indah.person_id):
                return write()

        return act

    outcome, *written = in_threads(
        send,
        meanwhile(
            lambda: set_region_answer(seen, row="3", actor=indah, seen_version=answer.version, level=3)
        ),
        meanwhile(lambda: confirm_region_answer(answer.pk, actor=indah, seen_version=answer.version)),
        meanwhile(lambda: cite_for_region(answer.pk, actor=indah, document_id=document.pk)),
        meanwhile(
            lambda: add_integrity_form(
                seen, actor=indah, document_id=document.pk, signed_by="Drs. Ahmad", signed_on=date(2026, 7, 2)
            )
        ),
    )
    assert isinstance(outcome, SendOutcome) and outcome.changed, outcome
    assert [getattr(fault, "code", fault) for fault in written] == ["sent"] * 4
    with scope({KOTIM}):
        stands = RegionAnswer.objects.get(pk=answer.pk)
        assert (stands.level, stands.confirmed_by_id, stands.version) == (2, None, answer.version)
        assert not RegionCitation.objects.exists()
        assert IntegrityForm.objects.count() == forms


def test_step_beside_a_sending_or_a_recall_ends_in_words_and_not_in_a_deadlock(live_cast: Cast) -> None:
    """In one second an OPD withdraws and the admin sends; later two people of Kemendagri give the same one back."""
    cast = live_cast
    sari, hendra, rina = cast.actor("sari"), cast.actor("hendra"), cast.actor("rina")
    with scope({KOTIM}):
        chosen = ready(cast, "Satu", "Dua")
        key = region_period(cast).pk
        one, two = Innovation.objects.get(name="Satu"), Innovation.objects.get(name="Dua")

    def beside(
        actor: Actor, innovation: Innovation, action: Action, whole: Callable[[], object]
    ) -> list[Any]:
        """The step has the innovation and goes on when `whole` waits for it."""
        held = threading.Event()

        def step() -> object:
            with scope({KOTIM}, actor_id=actor.person_id):
                seen = Innovation.objects.locked().get(pk=innovation.pk).version
                held.set()
                wait_for_somebody_in_line()
                return take_step(
                    innovation.pk, action=action, actor=actor, seen_version=seen, reason="Ganda."
                ).changed

        def other() -> object:
            held.wait(300)
            with scope({KOTIM}):
                return whole()

        return in_threads(step, other)

    withdrawn, refused = beside(
        sari, two, Action.WITHDRAW, lambda: send_portfolio(key, actor=hendra, chosen=chosen)
    )
    assert (withdrawn, getattr(refused, "code", refused)) == (True, "not_verified")
    with scope({KOTIM}):
        states = dict(Innovation.objects.values_list("name", "state"))
        assert states == {"Satu": State.VERIFIED, "Dua": State.WITHDRAWN}
        assert not Sending.objects.exists() and region_period(cast).sent_at is None
        send_portfolio(key, actor=hendra, chosen={one.pk: chosen[one.pk]})
        seen = Innovation.objects.get(pk=one.pk).version
    recalled, again = beside(
        rina,
        one,
        Action.RECALL,
        lambda: recall_portfolio(key, actor=rina, chosen={one.pk: seen}, reason="Salah.").changed,
    )
    assert (recalled, again) == (True, 0)


# Reminders -----------------------------------------------------------------------------------------------------------


def test_reminder_pressed_twice_at_the_same_moment_goes_out_once(
    live_cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A double click: the second press waits for the first, finds its batch, and sends nothing. Another press is another batch."""
    cast = live_cast
    with scope({KOTIM}):
        key = region_period(cast).pk
    batch, first = uuid.uuid4(), threading.Event()
    told = reminders.tell

    def slowly(**given: Any) -> int:
        if not first.is_set():
            first.set()
            wait_for_somebody_in_line()
        return told(**given)

    monkeypatch.setattr(reminders, "tell", slowly)

    def press(name: str, number: uuid.UUID) -> Callable[[], Any]:
        actor = cast.actor(name)

        def act() -> reminders.Sent:
            with scope({KOTIM}, actor_id=actor.person_id):
                return reminders.remind_opds(
                    actor=actor,
                    region_period_id=key,
                    opd_ids=[cast.health.pk],
                    text="Mohon diajukan.",
                    batch=number,
                )

        return act

    answers = in_threads(press("hendra", batch), press("hendra", batch))
    assert sorted(answer.changed for answer in answers) == [False, True], answers
    with scope({KOTIM}):
        assert Reminder.objects.count() == 1
        assert sorted(Notice.objects.filter(kind="reminder").values_list("person__name", flat=True)) == [
            "Joko",
            "Sari",
        ]
        assert Mail.objects.filter(kind="reminder").count() == 2
    assert press("indah", uuid.uuid4())().changed
