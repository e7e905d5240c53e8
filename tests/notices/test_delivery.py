"""Each mail once: handed over to a real server that refuses, breaks off or stands still, by workers that die."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.conf import settings as conf
from django.core.cache import cache
from django.utils import timezone

from iga_portal.notices import delivery
from iga_portal.notices.delivery import (
    AT_A_TIME,
    AWAY_KEY,
    CLAIM_LASTS,
    MOST_TRIES,
    PAUSES,
    claim_due,
    deliver_due,
)
from iga_portal.notices.models import Mail
from iga_portal.notices.tasks import deliver, sweep
from iga_portal.tenancy.scope import scope
from regions.models import Membership, Person
from tests.cast import DAY, KOTIM, NOON, Cast, make_cast
from tests.conftest import with_database
from tests.notices.mail_server import BREAK, STAND, MailServer
from tests.notices.support import mails, told


@pytest.fixture
def live_cast(live_db: str) -> Iterator[Cast]:
    with time_machine.travel(NOON, tick=True):
        yield make_cast()


def states() -> list[str]:
    return [mail.state for mail in mails()]


def owe(cast: Cast, *names: str) -> None:
    told(
        *(getattr(cast, name) for name in names), path=f"/d/{KOTIM}/opd/{cast.health.pk}/", kind="role_ended"
    )


def later(pause: timedelta) -> Any:
    return time_machine.travel(timezone.now() + pause, tick=True)


def test_each_mail_is_sent_once_over_one_connection(cast: Cast, mail_server: MailServer) -> None:
    owe(cast, "sari", "joko", "budi")
    assert deliver(region_id=KOTIM) == 3
    assert deliver(region_id=KOTIM) == 0
    assert mail_server.recipients == ["sari@contoh.go.id", "joko@contoh.go.id", "budi@contoh.go.id"]
    assert (states(), mail_server.connections) == (["sent"] * 3, 1)
    assert all(mail.sent_at and mail.tries == 1 for mail in mails())


def test_mail_that_is_not_due_waits_for_its_moment(cast: Cast, mail_server: MailServer) -> None:
    told(cast.sari, kind="role_ended", due=timezone.now() + timedelta(hours=1))
    assert deliver(region_id=KOTIM) == 0
    with later(timedelta(hours=1, seconds=1)):
        assert deliver(region_id=KOTIM) == 1


def test_server_away_keeps_mails_queued_and_back_again_sends_them_once(
    cast: Cast, mail_server: MailServer, settings: Any
) -> None:
    owe(cast, "sari", "joko")
    there = settings.EMAIL_PORT
    settings.EMAIL_PORT = 1  # nobody listens
    assert deliver(region_id=KOTIM) == 0
    assert [(mail.state, mail.tries) for mail in mails()] == [("queued", 0)] * 2
    settings.EMAIL_PORT = there
    assert deliver(region_id=KOTIM) == 0  # not yet: another task has just found the server away
    cache.delete(AWAY_KEY)
    with later(timedelta(minutes=3)):
        assert deliver(region_id=KOTIM) == 2
        assert deliver(region_id=KOTIM) == 0
    assert sorted(mail_server.recipients) == ["joko@contoh.go.id", "sari@contoh.go.id"]


def test_server_away_for_days_makes_old_news_fail(cast: Cast, mail_server: MailServer, settings: Any) -> None:
    owe(cast, "sari")
    settings.EMAIL_PORT = 1
    with later(timedelta(days=3, minutes=1)):
        deliver(region_id=KOTIM)
    [mail] = mails()
    assert mail.state == "failed"
    assert "refused" in mail.note


@pytest.mark.parametrize("command", ["MAIL", "RCPT", "DATA", "content"])
def test_no_for_now_is_asked_again_later_and_sent_once(
    cast: Cast, mail_server: MailServer, command: str
) -> None:
    mail_server.say(command, "451 coba lagi nanti")
    owe(cast, "sari", "joko")
    assert deliver(region_id=KOTIM) == 1
    assert states() == ["queued", "sent"]
    assert mails()[0].note == "451 coba lagi nanti"
    with later(PAUSES[0] + timedelta(seconds=1)):
        assert deliver(region_id=KOTIM) == 1
    assert sorted(mail_server.recipients) == ["joko@contoh.go.id", "sari@contoh.go.id"]


@pytest.mark.parametrize("command", ["MAIL", "RCPT", "DATA", "content"])
def test_no_for_good_fails_at_once_with_what_the_server_said(
    cast: Cast, mail_server: MailServer, command: str
) -> None:
    mail_server.say(command, "550 alamat tidak dikenal")
    owe(cast, "sari", "joko")
    deliver(region_id=KOTIM)
    assert [(mail.state, mail.note) for mail in mails()] == [
        ("failed", "550 alamat tidak dikenal"),
        ("sent", ""),
    ]
    assert mail_server.recipients == ["joko@contoh.go.id"]


def test_no_for_now_is_given_up_after_so_many_tries_with_growing_pauses(
    cast: Cast, mail_server: MailServer
) -> None:
    assert list(PAUSES) == sorted(set(PAUSES))
    mail_server.say("RCPT", *["450 kotak surat penuh"] * MOST_TRIES)
    owe(cast, "sari")
    waited = timedelta()
    for number, pause in enumerate([*PAUSES, None], start=1):
        with later(waited + timedelta(seconds=number)):
            deliver(region_id=KOTIM)
        [mail] = mails()
        assert (mail.state, mail.tries) == ("queued" if pause else "failed", number)
        waited += (pause or timedelta()) + timedelta(seconds=2)
    assert mail_server.received == []


@pytest.mark.parametrize("command", ["MAIL", "RCPT", "DATA"])
def test_connection_that_breaks_before_the_content_is_tried_again(
    cast: Cast, mail_server: MailServer, command: str
) -> None:
    mail_server.say(command, BREAK)
    owe(cast, "sari", "joko")
    assert deliver(region_id=KOTIM) == 1
    with later(PAUSES[0] + timedelta(seconds=1)):
        assert deliver(region_id=KOTIM) == 1
    assert sorted(mail_server.recipients) == ["joko@contoh.go.id", "sari@contoh.go.id"]


def test_connection_that_breaks_after_the_content_is_never_repeated(
    cast: Cast, mail_server: MailServer
) -> None:
    mail_server.say("content", BREAK)
    owe(cast, "sari", "joko")
    assert deliver(region_id=KOTIM) == 1
    assert states() == ["uncertain", "sent"]
    with later(timedelta(days=2)):
        sweep()
        assert deliver(region_id=KOTIM) == 0
    # The server had it after all: a second try would have been a second mail.
    assert mail_server.recipients == ["sari@contoh.go.id", "joko@contoh.go.id"]


def test_two_workers_share_and_never_double(cast: Cast, mail_server: MailServer) -> None:
    owe(cast, "sari", "joko")
    held = claim_due(KOTIM)
    assert (len(held), deliver_due(KOTIM).sent) == (2, 0)
    with later(CLAIM_LASTS + timedelta(seconds=1)):
        assert deliver_due(KOTIM).sent == 2
        # The first worker wakes up: its claims are gone, and it hands over nothing.
        with delivery.post() as opened:
            opened.open()
            assert [delivery._deliver(opened, mail) for mail in held] == [False, False]
    assert len(mail_server.received) == 2


WORKER = """
import django; django.setup()
import time_machine
from iga_portal.notices.tasks import deliver
with time_machine.travel({now!r}, tick=True):
    deliver(region_id={region})
"""


def worker_until_it_stands(live_db: str, server: MailServer) -> None:
    """A worker process that is killed while it waits for the server's answer."""
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "iga_portal.settings",
        "DATABASE_URL": with_database(os.environ["DATABASE_URL"], live_db),
        "EMAIL_URL": f"smtp://127.0.0.1:{server.port}",
    }
    command = [sys.executable, "-c", WORKER.format(now=timezone.now().isoformat(), region=KOTIM)]
    process = subprocess.Popen(command, env=environment, cwd=conf.BASE_DIR)
    try:
        assert server.standing.wait(300)
        assert process.poll() is None
    finally:
        process.send_signal(signal.SIGKILL)
        process.wait()
    server.go.set()


def test_worker_killed_before_it_hands_over_costs_a_delay_and_nothing_else(
    live_cast: Cast, live_db: str, mail_server: MailServer
) -> None:
    owe(live_cast, "sari", "joko")
    mail_server.say("greeting", STAND)
    worker_until_it_stands(live_db, mail_server)
    assert states() == ["claimed", "claimed"]
    assert deliver(region_id=KOTIM) == 0
    with later(CLAIM_LASTS + timedelta(seconds=5)):
        assert sweep() == 1
        assert deliver(region_id=KOTIM) == 2
        assert deliver(region_id=KOTIM) == 0
    assert mail_server.recipients == ["sari@contoh.go.id", "joko@contoh.go.id"]


def test_worker_killed_while_it_hands_over_leaves_what_is_never_sent_by_itself(
    live_cast: Cast, live_db: str, mail_server: MailServer
) -> None:
    owe(live_cast, "sari", "joko")
    mail_server.say("content", STAND)
    worker_until_it_stands(live_db, mail_server)
    assert states() == ["handing", "claimed"]
    for _time in range(2):
        with later(CLAIM_LASTS + timedelta(seconds=5)):
            sweep()
            deliver(region_id=KOTIM)
    assert states() == ["uncertain", "sent"]
    # Sari's had arrived when the worker died.
    assert mail_server.recipients == ["sari@contoh.go.id", "joko@contoh.go.id"]


def test_dead_broker_costs_nothing_but_the_wait_for_the_sweep(
    cast: Cast, mail_server: MailServer, django_capture_on_commit_callbacks: Any
) -> None:
    owe(cast, "sari")  # the callback after the commit never ran: nobody was asked
    with scope({KOTIM}):
        assert delivery.regions_with_due_mails(timezone.now()) == [KOTIM]
    assert sweep() == 1
    assert deliver(region_id=KOTIM) == 1


def test_address_of_the_moment_counts_and_a_closed_account_gets_nothing(
    cast: Cast, mail_server: MailServer
) -> None:
    owe(cast, "sari", "joko")
    Person.objects.filter(pk=cast.sari.pk).update(email="sari.baru@contoh.go.id")
    Person.objects.filter(pk=cast.joko.pk).update(is_active=False)
    deliver(region_id=KOTIM)
    assert mail_server.recipients == ["sari.baru@contoh.go.id"]
    assert [(mail.state, mail.note) for mail in mails()] == [("sent", ""), ("dropped", "account closed")]


def test_role_that_ended_gets_no_news_of_the_region_but_the_end_itself(
    cast: Cast, mail_server: MailServer
) -> None:
    path = f"/d/{KOTIM}/opd/{cast.health.pk}/"
    told(cast.sari, kind="return", path=path)
    told(cast.sari, kind="role_ended", path=path)
    Membership.objects.filter(person=cast.sari).update(valid_until=DAY - timedelta(days=1))
    deliver(region_id=KOTIM)
    assert [(mail.state, mail.note) for mail in mails()] == [("dropped", "role ended"), ("sent", "")]
    [message] = mail_server.messages
    assert "Peran berakhir" in str(message["subject"])
    # No way into a place that is closed to her.
    body = message.get_body(("plain",)).get_content()  # type: ignore[union-attr]
    assert (path in body, "https://iga.contoh.go.id/" in body) == (False, True)


def test_mail_that_cannot_be_written_holds_up_nobody(
    cast: Cast, mail_server: MailServer, caplog: pytest.LogCaptureFixture
) -> None:
    owe(cast, "sari", "joko")
    Person.objects.filter(pk=cast.sari.pk).update(email="sari@contoh.go.id\nbcc: semua@contoh.go.id")
    assert deliver(region_id=KOTIM) == 1
    assert (states()[1], mail_server.recipients) == ("sent", ["joko@contoh.go.id"])
    assert states()[0] in {"queued", "failed"}


def test_long_queue_is_taken_in_turns_over_few_connections(
    cast: Cast, mail_server: MailServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(delivery, "AT_MOST", 2 * AT_A_TIME)
    crowd = Person.objects.bulk_create(
        Person(email=f"orang{number}@contoh.go.id", name="Orang") for number in range(45)
    )
    told(*crowd, kind="role_ended")
    first = deliver_due(KOTIM)
    assert (first.sent, first.more) == (40, True)
    second = deliver_due(KOTIM)
    assert (second.sent, second.more) == (5, False)
    assert (len(set(mail_server.recipients)), len(mail_server.received)) == (45, 45)
    assert mail_server.connections == 2
    with scope({KOTIM}):
        assert Mail.objects.filter(state="sent").count() == 45
