"""The portfolio is sent once, whole, as it was."""

from __future__ import annotations

import hashlib
import io
import threading
from decimal import Decimal

import pytest
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext

from iga_portal.notices.models import Notice
from iga_portal.refusals import Refused, StaleVersion, TransitionRefused
from iga_portal.tenancy.scope import scope
from innovations.domain.answers import set_answer
from innovations.domain.documents import replace_document
from innovations.domain.recalling import recall_portfolio
from innovations.domain.sending import send_portfolio
from innovations.domain.transitions import take_step, take_step_for_all
from innovations.enums import State
from innovations.models import Answer, Citation, Innovation, Receipt, Sending, SendingItem, Transition
from innovations.workflow import Action
from scoring.models import Result
from scoring.recompute import recompute_region
from tests.cast import (
    KOTIM,
    NOON,
    Cast,
    make_cast,
    make_complete,
    make_sendable,
    region_period,
    submit,
    verify,
)
from tests.innovations.desk_support import many_submitted


def ready(cast: Cast, *names: str, form: bool = True) -> dict[int, int]:
    """Verified innovations and an integrity form; id -> version."""
    sari, budi = cast.actor("sari"), cast.actor("budi")
    made = [
        verify(submit(make_complete(sari, opd=cast.health, period=cast.period, name=name), sari), budi)
        for name in names
    ]
    if form:
        make_sendable(cast)
    return {innovation.pk: innovation.version for innovation in made}


def test_sending_locks_and_enters_the_final_index(cast: Cast) -> None:
    hendra = cast.actor("hendra")
    with scope({KOTIM}):
        chosen = ready(cast, "Satu", "Dua")
        outcome = send_portfolio(region_period(cast).pk, actor=hendra, chosen=chosen)
        assert outcome.changed
        assert set(Innovation.objects.values_list("state", flat=True)) == {State.SENT}
        assert outcome.sending.number == 1
        assert len(outcome.sending.receipt) == 64
        assert region_period(cast).sent_at is not None
    recompute_region(KOTIM, period_id=cast.period.pk)
    with scope({KOTIM}):
        # two of maturity 74: 148 / 12 = 12.3333; / 250 x 100 = 4.9333
        assert Result.objects.get(basis="final", is_current=True).index == Decimal("4.93")


def test_receipt_of_a_sending_is_checked_by_anybody(cast: Cast, settings) -> None:
    settings.SECOND_FACTOR_REQUIRED = False
    with scope({KOTIM}):
        chosen = ready(cast, "Satu", "Dua")
        sending = send_portfolio(region_period(cast).pk, actor=cast.actor("hendra"), chosen=chosen).sending
        code = Receipt.objects.get(kind="sending").code
    hendra = Client()
    hendra.force_login(cast.hendra)
    base = f"/d/{KOTIM}/daerah/portofolio/pengiriman/1/"
    page = hendra.get(base).text
    assert code in page
    content = hendra.get(f"{base}isi/").content
    assert hashlib.sha256(content).hexdigest() == sending.receipt
    # In the hands of anybody: what it is and of which region, no innovation by name.
    told = Client().get(f"/tanda-terima/{code.lower()}/").text
    for words in ("Pengiriman portofolio", sending.receipt, "masih terkirim, tanpa perubahan"):
        assert words in told
    assert "Satu" not in told
    compared = Client().post(f"/tanda-terima/{code}/", {"berkas": io.BytesIO(content)})
    assert "Sama: berkas ini adalah yang diterima portal." in compared.text
    # The ministry gives one back: the receipt stays, and says so.
    with scope({KOTIM}):
        Innovation.objects.filter(name="Dua").update(state=State.VERIFIED)
    told = Client().get(f"/tanda-terima/{code}/").text
    assert "sudah membuka kembali" in told
    assert "Dua" not in told


def test_second_press_sends_nothing_and_finds_the_first(cast: Cast) -> None:
    hendra = cast.actor("hendra")
    with scope({KOTIM}):
        chosen = ready(cast, "Satu")
        first = send_portfolio(region_period(cast).pk, actor=hendra, chosen=chosen)
        second = send_portfolio(region_period(cast).pk, actor=hendra, chosen=chosen)
        assert (second.changed, second.sending) == (False, first.sending)
        assert (Sending.objects.count(), SendingItem.objects.count()) == (1, 1)


def test_two_presses_at_once_send_once(live_db: str, monkeypatch: pytest.MonkeyPatch) -> None:
    import time_machine

    with time_machine.travel(NOON):
        cast = make_cast()
        with scope({KOTIM}):
            chosen = ready(cast, "Satu", "Dua")
            key = region_period(cast).pk
        hendra = cast.actor("hendra")
        answers: list[bool] = []
        barrier = threading.Barrier(2)

        def press() -> None:
            try:
                barrier.wait()
                with scope({KOTIM}):
                    answers.append(send_portfolio(key, actor=hendra, chosen=chosen).changed)
            finally:
                connection.close()

        threads = [threading.Thread(target=press) for _ in range(2)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert sorted(answers) == [False, True]
    with scope({KOTIM}):
        assert (Sending.objects.count(), SendingItem.objects.count()) == (1, 2)


def test_one_unverified_choice_stops_the_whole_sending(cast: Cast) -> None:
    sari, hendra = cast.actor("sari"), cast.actor("hendra")
    with scope({KOTIM}):
        chosen = ready(cast, "Satu")
        waiting = submit(make_complete(sari, opd=cast.health, period=cast.period, name="Tiga"), sari)
        with pytest.raises(TransitionRefused, match="Tiga"):
            send_portfolio(
                region_period(cast).pk, actor=hendra, chosen={**chosen, waiting.pk: waiting.version}
            )
        assert not Sending.objects.exists()


def test_sending_without_integrity_form_writes_nothing(cast: Cast) -> None:
    with pytest.raises(TransitionRefused, match="form integritas"), scope({KOTIM}):
        chosen = ready(cast, "Satu", form=False)
        send_portfolio(region_period(cast).pk, actor=cast.actor("hendra"), chosen=chosen)
    with scope({KOTIM}):
        assert not Sending.objects.exists()


def test_empty_and_foreign_choices_are_refused(cast: Cast) -> None:
    with scope({KOTIM}):
        key = region_period(cast).pk
        with pytest.raises(Refused, match="sedikitnya satu"):
            send_portfolio(key, actor=cast.actor("hendra"), chosen={})
        with pytest.raises(Refused, match="tidak dikenal"):
            send_portfolio(key, actor=cast.actor("hendra"), chosen={999_999: 1})
        for name in ("sari", "budi", "tiur", "yosef", "rina"):
            with pytest.raises(Refused):
                send_portfolio(key, actor=cast.actor(name), chosen={1: 1})


def test_what_was_sent_keeps_the_document_it_was_sent_with(cast: Cast) -> None:
    sari = cast.actor("sari")
    with scope({KOTIM}):
        chosen = ready(cast, "Satu")
        send_portfolio(region_period(cast).pk, actor=cast.actor("hendra"), chosen=chosen)
        old = Citation.objects.filter(answer__row=16).get().document
        replace_document(old.pk, actor=sari, link="https://contoh.go.id/baru")
        assert Citation.objects.filter(answer__row=16).get().document == old
        assert Innovation.objects.get().state == State.SENT
        with pytest.raises(Refused, match="terkunci"):
            set_answer(Innovation.objects.get().pk, row=16, actor=sari, level=1)


def test_later_sending_adds_and_recall_is_the_ministrys(cast: Cast) -> None:
    hendra, rina = cast.actor("hendra"), cast.actor("rina")
    with scope({KOTIM}):
        chosen = ready(cast, "Satu", "Dua")
        (one, version), (two, other) = chosen.items()
        send_portfolio(region_period(cast).pk, actor=hendra, chosen={one: version})
        second = send_portfolio(region_period(cast).pk, actor=hendra, chosen={two: other})
        assert second.sending.number == 2
        innovation = Innovation.objects.get(pk=one)
        with pytest.raises(Refused):
            take_step(
                one, action=Action.RECALL, actor=hendra, seen_version=innovation.version, reason="Salah."
            )
        take_step(
            one,
            action=Action.RECALL,
            actor=rina,
            seen_version=innovation.version,
            reason="Permintaan daerah.",
        )
        assert Innovation.objects.get(pk=one).state == State.VERIFIED


def test_sending_that_dies_in_the_middle_leaves_nothing_and_is_made_again(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    from innovations.domain import transitions as module

    hendra = cast.actor("hendra")

    def dies(*_args: object, **_kwargs: object) -> None:
        assert (
            Innovation.objects.filter(state="sent").count() == 3
        )  # the states are written, the telling is not
        raise SystemExit("killed")

    with scope({KOTIM}):
        chosen = ready(cast, "Satu", "Dua", "Tiga")
        key = region_period(cast).pk
        with monkeypatch.context() as patched:
            patched.setattr(module, "notify_about_all", dies)
            with pytest.raises(SystemExit), transaction.atomic():
                send_portfolio(key, actor=hendra, chosen=chosen)
        assert (Sending.objects.count(), SendingItem.objects.count()) == (0, 0)
        assert region_period(cast).sent_at is None
        assert set(Innovation.objects.values_list("state", flat=True)) == {State.VERIFIED}
        outcome = send_portfolio(key, actor=hendra, chosen=chosen)
        assert (outcome.changed, outcome.sending.number) == (True, 1)


def send_and_recall(cast: Cast, count: int) -> tuple[int, int]:
    """How many statements it takes to send so many, and to give them back."""
    hendra, rina = cast.actor("hendra"), cast.actor("rina")
    made = many_submitted(cast, count, state="verified")
    Answer.objects.filter(innovation__in=made).update(verified_level=2)
    key, chosen = region_period(cast).pk, {entry.pk: entry.version for entry in made}
    with CaptureQueriesContext(connection) as sending:
        send_portfolio(key, actor=hendra, chosen=chosen)
    sent = dict(Innovation.objects.filter(pk__in=chosen).values_list("pk", "version"))
    with CaptureQueriesContext(connection) as recalling:
        assert recall_portfolio(key, actor=rina, chosen=sent, reason="Salah pilih.").changed == count
    return len(sending), len(recalling)


def test_large_portfolio_takes_as_many_statements_as_a_small_one_and_tells_each_agency_once(
    cast: Cast,
) -> None:
    with scope({KOTIM}):
        make_sendable(cast)
        few = send_and_recall(cast, 3)
        Notice.objects.all().delete()
        assert send_and_recall(cast, 120) == few
        assert max(few) <= 35
        assert set(Innovation.objects.values_list("state", flat=True)) == {State.VERIFIED}
        told = Notice.objects.filter(person=cast.sari).order_by("pk")
        assert [(row.kind, row.words, row.path) for row in told] == [
            (
                "send",
                "Dinas Kesehatan: daerah mengirim 120 inovasi ke Kemendagri.",
                f"/d/{KOTIM}/opd/{cast.health.pk}/",
            ),
            (
                "recall",
                "Dinas Kesehatan: Kemendagri mengembalikan 120 inovasi ke daerah. Alasan: Salah pilih.",
                f"/d/{KOTIM}/opd/{cast.health.pk}/",
            ),
        ]
        assert Transition.objects.filter(action="send", from_state="verified", to_state="sent").count() == 123
        versions = Innovation.objects.values_list("version", flat=True)
        assert set(versions) == {3}  # sent, and given back


@pytest.mark.parametrize("fault", ["stale", "not verified", "role"])
def test_one_that_cannot_go_stops_all(cast: Cast, fault: str) -> None:
    with scope({KOTIM}):
        chosen = ready(cast, "Satu", "Dua")
        last = max(chosen)
        if fault == "stale":
            chosen[last] -= 1
        if fault == "not verified":
            Innovation.objects.filter(pk=last).update(state="submitted")
        actor = cast.actor("yosef" if fault == "role" else "hendra")
        with pytest.raises((Refused, TransitionRefused, StaleVersion)), transaction.atomic():
            send_portfolio(region_period(cast).pk, actor=actor, chosen=chosen)
        assert not Innovation.objects.filter(state="sent").exists()
        assert not Sending.objects.exists()


def test_only_steps_of_a_portfolio_are_taken_for_all(cast: Cast) -> None:
    with scope({KOTIM}):
        chosen = ready(cast, "Satu")
        with pytest.raises(ValueError, match="one innovation at a time"):
            take_step_for_all(
                list(Innovation.objects.all()), action=Action.VERIFY, actor=cast.actor("budi"), seen=chosen
            )
