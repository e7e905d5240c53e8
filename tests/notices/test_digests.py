"""The digest: once a person, region and day, at 07.30 of the region's clock; what is unread and no mail has carried yet."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext

from iga_portal.notices.digests import morning_of
from iga_portal.notices.domain import mark_all_read
from iga_portal.notices.models import ByMail, Mail
from iga_portal.notices.tasks import deliver, digests
from iga_portal.tenancy.scope import scope
from regions.models import Membership, Person
from tests.cast import JAYAPURA, KOTIM, NOON, Cast
from tests.notices.mail_server import MailServer
from tests.notices.support import choose, mails, told

WIB, WIT = ZoneInfo("Asia/Jakarta"), ZoneInfo("Asia/Jayapura")
EVE = NOON
MORNING = datetime(2026, 7, 8, 7, 30, tzinfo=WIB)


@pytest.fixture(autouse=True)
def _own_marks(settings: Any) -> None:
    """The marks of mornings that were seen through are the test's own."""
    settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
    cache.clear()


def at(moment: datetime) -> Any:
    return time_machine.travel(moment, tick=True)


def of_sari(cast: Cast, kind: str = "verify", **more: Any) -> None:
    told(cast.sari, kind=kind, path=f"/d/{KOTIM}/opd/{cast.health.pk}/", **more)


def run(region_id: int = KOTIM) -> int:
    digests()
    return deliver(region_id=region_id)


def plain(server: MailServer, index: int = -1) -> str:
    body = server.messages[index].get_body(("plain",))
    assert body is not None
    return str(body.get_content())  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("zone", "utc"),
    [("WIB", (7, 0, 30)), ("WITA", (6, 23, 30)), ("WIT", (6, 22, 30))],
)
@pytest.mark.parametrize("month", [1, 3, 7, 10])
def test_morning_is_half_past_seven_in_each_zone_all_year(
    zone: str, utc: tuple[int, int, int], month: int
) -> None:
    # 04.00 UTC of the 7th is the 7th in all three zones.
    moment = datetime(2026, month, 7, 4, 0, tzinfo=UTC)
    assert morning_of(moment, zone=zone) == datetime(2026, month, *utc, tzinfo=UTC)


def test_digest_goes_out_in_the_morning_of_its_region(cast: Cast, mail_server: MailServer) -> None:
    told(cast.yosef, kind="invitation_accepted", region_id=JAYAPURA, path=f"/d/{JAYAPURA}/daerah/")
    of_sari(cast)
    with at(datetime(2026, 7, 8, 7, 29, tzinfo=WIT)):
        assert (run(JAYAPURA), run(KOTIM)) == (0, 0)
    with at(datetime(2026, 7, 8, 7, 30, 5, tzinfo=WIT)):  # 05.30 in Kotawaringin Timur
        assert (run(JAYAPURA), run(KOTIM)) == (1, 0)
    with at(MORNING + timedelta(seconds=5)):
        assert (run(JAYAPURA), run(KOTIM)) == (0, 1)
    assert mail_server.recipients == ["yosef@contoh.go.id", "sari@contoh.go.id"]


def test_once_a_day_however_often_the_sweep_runs_and_later_news_waits(
    cast: Cast, mail_server: MailServer
) -> None:
    of_sari(cast)
    with at(MORNING + timedelta(minutes=1)):
        assert (run(), run()) == (1, 0)
        cache.clear()
        assert run() == 0
        of_sari(cast, kind="send")
    with at(MORNING + timedelta(hours=3)):
        cache.clear()
        assert run() == 0
    with at(MORNING + timedelta(days=1, minutes=1)):
        assert run() == 1
    # The second carries the second notice only.
    assert [message["subject"].count("Ringkasan") for message in mail_server.messages] == [1, 1]
    assert [plain(mail_server, index).count("Antrean Daring") for index in (0, 1)] == [1, 1]


def test_what_was_mailed_at_once_what_was_read_and_what_is_muted_is_not_in_it(
    cast: Cast, mail_server: MailServer
) -> None:
    of_sari(cast, kind="return", message="%(x)s", values={"x": "segera"})
    of_sari(cast, message="%(x)s", values={"x": "ringkas"})
    choose(cast.sari, "deadline", ByMail.NEVER)
    of_sari(cast, kind="deadline", message="%(x)s", values={"x": "bungkam"})
    told(cast.joko, kind="verify", path=f"/d/{KOTIM}/kepala-opd/{cast.health.pk}/")
    with scope({KOTIM}):
        mark_all_read(cast.joko.pk)
    with at(MORNING + timedelta(minutes=1)):
        run()
    assert mail_server.recipients == ["sari@contoh.go.id"] * 2
    assert ["segera" in plain(mail_server, 0), "ringkas" in plain(mail_server, 0)] == [True, False]
    assert [word in plain(mail_server, 1) for word in ("segera", "ringkas", "bungkam")] == [
        False,
        True,
        False,
    ]


def test_nothing_unread_is_no_mail_also_when_it_was_read_meanwhile(
    cast: Cast, mail_server: MailServer
) -> None:
    with at(MORNING + timedelta(minutes=1)):
        assert (run(), mails()) == (0, [])
    cache.clear()
    of_sari(cast)
    with at(MORNING + timedelta(minutes=2)):
        digests()
        with scope({KOTIM}):
            mark_all_read(cast.sari.pk)
        assert deliver(region_id=KOTIM) == 0
    assert [(mail.kind, mail.state) for mail in mails()] == [("digest", "dropped"), ("verify", "gathered")]
    assert mail_server.received == []


def test_digest_of_a_day_on_which_the_portal_was_down_comes_late_that_day(
    cast: Cast, mail_server: MailServer
) -> None:
    of_sari(cast)
    with at(MORNING + timedelta(hours=6)):
        of_sari(cast, message="%(x)s", values={"x": "siang"})
        assert run() == 1
    assert "siang" not in plain(mail_server)


def test_digest_is_gathered_by_opd_and_names_the_rest_by_number(cast: Cast, mail_server: MailServer) -> None:
    for number in range(70):
        opd = "Dinas Sosial" if number % 2 else "Dinas Arsip"
        of_sari(cast, message="%(x)s", values={"x": f"Inovasi {number:02}", "opd": opd})
    with at(MORNING + timedelta(minutes=1)):
        assert run() == 1
    text = plain(mail_server)
    assert "70 pemberitahuan belum dibaca" in text
    assert "Dan 10 lagi di portal." in text
    assert (
        text.index("Dinas Arsip")
        < text.index("Inovasi 00")
        < text.index("Dinas Sosial")
        < text.index("Inovasi 01")
    )
    assert text.count("Dinas Arsip") == 1


def test_place_that_closed_overnight_is_not_told_of(cast: Cast, mail_server: MailServer) -> None:
    of_sari(cast)
    with at(MORNING + timedelta(minutes=1)):
        digests()
        Membership.objects.filter(person=cast.sari).update(valid_until=EVE.date())
        assert deliver(region_id=KOTIM) == 0
    assert mail_server.received == []


def test_region_of_a_thousand_costs_a_few_statements(cast: Cast) -> None:
    crowd = Person.objects.bulk_create(
        Person(email=f"orang{number}@contoh.go.id", name="Orang") for number in range(1000)
    )
    told(*crowd, kind="verify")
    told(*crowd, kind="send")
    with at(MORNING + timedelta(minutes=1)):
        with CaptureQueriesContext(connection) as seen:
            assert digests() == 1000
        with scope({KOTIM}):
            assert Mail.objects.filter(kind="digest").count() == 1000
            assert Mail.objects.filter(state="gathered").count() == 2000
    # Six inserts of mails among them; the rest are the settings of the scopes and three looks.
    assert len(seen) <= 30
