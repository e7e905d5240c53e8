"""What stands in a mail: the reader's language, where it is about, a link through the notice, no header but its own."""

from __future__ import annotations

import re
from datetime import timedelta
from email.message import EmailMessage

import pytest
import time_machine
from django.utils import timezone, translation

from iga_portal.notices.letters import subject_of
from iga_portal.notices.tasks import deliver
from regions.models import Person
from tests.cast import KOTIM, Cast
from tests.notices.mail_server import MailServer
from tests.notices.support import mails, notices, told

SITE = "https://iga.contoh.go.id"


def parts(message: EmailMessage) -> tuple[str, str]:
    """The plain text and the HTML."""
    plain, html = message.get_body(("plain",)), message.get_body(("html",))
    assert plain is not None and html is not None
    return plain.get_content(), html.get_content()  # type: ignore[attr-defined]


def subject(message: EmailMessage) -> str:
    """As a mail program shows it: a folded header begins with the blank of its fold."""
    return str(message["subject"]).strip()


def sent_to_sari(cast: Cast, server: MailServer, **more: object) -> EmailMessage:
    told(cast.sari, path=f"/d/{KOTIM}/opd/{cast.health.pk}/", **more)
    assert deliver(region_id=KOTIM) == 1
    return server.messages[-1]


def test_mail_says_what_where_and_leads_through_the_notice(cast: Cast, mail_server: MailServer) -> None:
    message = sent_to_sari(cast, mail_server)
    [notice], [mail] = notices(), mails()
    assert subject(message) == (
        "[Portal IGA, CONTOH] Dikembalikan untuk perbaikan: Dinas Kesehatan, Kabupaten Kotawaringin Timur"
    )
    place = f"{SITE}/d/{KOTIM}/opd/{cast.health.pk}/pemberitahuan"
    for body in parts(message):
        assert "Yth. Sari," in body
        assert "Antrean Daring: OPD membalas 2 alasan." in body
        assert f"{place}/{notice.pk}/" in body
        assert f"{place}/pilihan/" in body
        assert "selalu dikirim" in body
        assert "CONTOH" in body
    assert message["message-id"] == f"<{mail.public_id}@iga.contoh.go.id>"
    assert message["list-id"] == f"Portal IGA <pemberitahuan-{KOTIM}.iga.contoh.go.id>"
    assert (message["auto-submitted"], message["to"]) == ("auto-generated", "sari@contoh.go.id")
    assert message.get_content_type() == "multipart/alternative"


def test_html_loads_nothing_and_carries_no_tracking(cast: Cast, mail_server: MailServer) -> None:
    _plain, html = parts(sent_to_sari(cast, mail_server))
    assert re.findall(r"<img|<script|url\(|@import|<link|src=|<form", html) == []
    assert {address.split("/")[2] for address in re.findall(r'href="([^"]+)"', html)} == {"iga.contoh.go.id"}
    assert "width=device-width" in html


def test_mail_is_in_the_language_of_its_reader_whatever_the_actor_and_the_worker_speak(
    cast: Cast, mail_server: MailServer
) -> None:
    Person.objects.filter(pk=cast.sari.pk).update(language="en")
    with translation.override("id"):
        message = sent_to_sari(cast, mail_server, message="%(words)s", values={"words": "x"})
        assert translation.get_language() == "id"
    plain, html = parts(message)
    assert message["content-language"] == "en"
    assert '<html lang="en">' in html
    assert "12:00 WIB" in plain  # the English way to write a time
    told(cast.joko, path=f"/d/{KOTIM}/kepala-opd/{cast.health.pk}/")
    deliver(region_id=KOTIM)
    assert "12.00 WIB" in parts(mail_server.messages[-1])[0]


@pytest.mark.parametrize(
    "hostile",
    ["a\r\nBcc: semua@contoh.go.id", "a\nX-Own: 1\n\nisi", "a\x00b\x1b[31m", "a\u2028Bcc: x", "x" * 900],
)
def test_what_people_typed_cannot_become_a_header(cast: Cast, mail_server: MailServer, hostile: str) -> None:
    message = sent_to_sari(cast, mail_server, message="%(name)s", values={"name": hostile, "opd": hostile})
    assert {name.lower() for name in message} == {
        "content-type", "mime-version", "subject", "from", "to", "date", "message-id", "list-id", "auto-submitted",
        "x-auto-response-suppress", "content-language",
    }  # fmt: skip
    assert mail_server.recipients == ["sari@contoh.go.id"]
    assert len(subject(message)) <= 150
    assert subject(message).isprintable()


def test_html_shows_markup_as_text(cast: Cast, mail_server: MailServer) -> None:
    hostile = "<a href='https://example.org'>klik</a> & \"kutip\""
    plain, html = parts(
        sent_to_sari(cast, mail_server, message="%(name)s", values={"name": hostile, "opd": hostile})
    )
    assert hostile in plain
    assert "<a href='https://example.org'>" not in html
    assert "&lt;a href=&#x27;https://example.org&#x27;&gt;klik&lt;/a&gt; &amp;" in html


def test_second_try_carries_the_same_message_id(cast: Cast, mail_server: MailServer) -> None:
    mail_server.say("content", "451 nanti", "250 diterima")
    told(cast.sari, path=f"/d/{KOTIM}/opd/{cast.health.pk}/")
    deliver(region_id=KOTIM)
    with time_machine.travel(timezone.now() + timedelta(minutes=2), tick=True):
        deliver(region_id=KOTIM)
    [mail] = mails()
    assert [message["message-id"] for message in mail_server.messages] == [
        f"<{mail.public_id}@iga.contoh.go.id>"
    ]


def test_lines_with_a_dot_arrive_as_they_were(cast: Cast, mail_server: MailServer) -> None:
    plain, _html = parts(
        sent_to_sari(cast, mail_server, message="%(name)s", values={"name": ".", "opd": "Dinas"})
    )
    assert "\n.\n" in plain.replace("\r\n", "\n")


def test_subject_without_opd_names_the_region() -> None:
    assert subject_of("Peran berakhir", "", "Kota Jayapura").endswith("] Peran berakhir: Kota Jayapura")
