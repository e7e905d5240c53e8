"""Mails that did not arrive: the admins of the region see them, and only their explicit act sends one again."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from iga_portal.notices.models import Mail
from iga_portal.notices.tasks import deliver, sweep
from iga_portal.tenancy.scope import scope
from tests.cast import BENGKULU, KOTIM, Cast
from tests.innovations.opd_support import counted, signed_in
from tests.notices.mail_server import BREAK, MailServer
from tests.notices.support import mails, told


@pytest.fixture
def troubled(cast: Cast, mail_server: MailServer) -> MailServer:
    """Sari's mail failed, Joko's is uncertain (and arrived), Budi's was sent."""
    mail_server.say("RCPT", "550 alamat tidak dikenal")
    mail_server.say("content", BREAK)
    told(cast.sari, cast.joko, cast.budi, kind="role_ended")
    deliver(region_id=KOTIM)
    assert [mail.state for mail in mails()] == ["failed", "uncertain", "sent"]
    return mail_server


def client_of(cast: Cast) -> Client:
    return signed_in(cast.hendra)


def again(cast: Cast, mail: Mail) -> str:
    answer = client_of(cast).post(reverse("daerah:mail_again", args=[KOTIM, mail.public_id]), follow=True)
    return answer.content.decode()


def test_admin_sees_who_waits_in_vain_and_why(cast: Cast, troubled: MailServer) -> None:
    page = client_of(cast).get(reverse("daerah:mails", args=[KOTIM])).content.decode()
    assert "550 alamat tidak dikenal" in page
    assert "mungkin sudah sampai" in page
    assert ("sari@contoh.go.id" in page, "joko@contoh.go.id" in page, "budi@contoh.go.id" in page) == (
        True,
        True,
        False,
    )
    notices = client_of(cast).get(reverse("daerah:notices", args=[KOTIM])).content.decode()
    assert "2 e-mail dari daerah ini gagal atau tidak pasti terkirim." in notices
    desk = signed_in(cast.budi).get(reverse("desk:notices", args=[KOTIM])).content.decode()
    assert "gagal atau tidak pasti" not in desk


def test_sending_again_is_one_act_and_one_mail(cast: Cast, troubled: MailServer) -> None:
    sweep()
    assert deliver(region_id=KOTIM) == 0  # never by itself
    failed = mails()[0]
    assert "E-mail dikirim lagi." in again(cast, failed)
    assert "tidak dikirim dua kali" in again(cast, failed)
    assert deliver(region_id=KOTIM) == 1
    assert troubled.recipients[-1] == "sari@contoh.go.id"
    assert "sudah terkirim" in again(cast, failed)
    assert deliver(region_id=KOTIM) == 0


def test_uncertain_one_goes_out_again_under_the_same_message_id(cast: Cast, troubled: MailServer) -> None:
    again(cast, mails()[1])
    assert deliver(region_id=KOTIM) == 1
    first, _budi, second = troubled.messages
    assert (first["to"], second["to"]) == ("joko@contoh.go.id", "joko@contoh.go.id")
    assert first["message-id"] == second["message-id"]


def test_mail_of_another_region_is_not_found_and_stays(cast: Cast, troubled: MailServer) -> None:
    told(cast.wati, kind="role_ended", region_id=BENGKULU)
    with scope({BENGKULU}):
        Mail.objects.update(state="failed")
        [foreign] = Mail.objects.all()
    answer = client_of(cast).post(reverse("daerah:mail_again", args=[KOTIM, foreign.public_id]))
    assert answer.status_code == 404
    page = client_of(cast).get(reverse("daerah:mails", args=[KOTIM])).content.decode()
    assert "wati@contoh.go.id" not in page
    assert mails(BENGKULU)[0].state == "failed"


def test_list_asks_the_same_of_2_and_of_40(cast: Cast, troubled: MailServer) -> None:
    client, url = client_of(cast), reverse("daerah:mails", args=[KOTIM])
    counts = []
    for number in (0, 40):
        with scope({KOTIM}):
            [first, *_others] = Mail.objects.filter(state="failed")
            Mail.objects.bulk_create(
                Mail(
                    region_id=KOTIM, person=cast.dewi, notice=first.notice, kind="return", once=f"x{count}",
                    due_at=first.due_at, state="failed",
                )
                for count in range(number)
            )  # fmt: skip
        client.get(url)
        with counted() as count:
            assert client.get(url).status_code == 200
        counts.append(count.value)
    assert counts[0] == counts[1] <= 12
