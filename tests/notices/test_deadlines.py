"""Deadlines 14, 7, 3 days and one day ahead: at 07.30 of the region's clock, to those who have something left to do."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.core.cache import cache
from django.test import Client
from django.utils import timezone, translation

from iga_portal.notices.models import ByMail, Notice
from iga_portal.notices.tasks import deliver, digests, sweep
from iga_portal.tenancy.scope import scope
from innovations.domain import deadlines
from innovations.domain.deadlines import tell_deadlines
from innovations.models import Assignment, Innovation, PortfolioChoice
from innovations.tasks import tell_of_deadlines
from regions.enums import Role
from regions.models import Membership, Opd, OpdExtension, Region, RegionPeriod
from tests.cast import JAYAPURA, KOTIM, NOON, Cast, make_draft
from tests.innovations.assign_support import away, make_reviewer, tie
from tests.notices.mail_server import MailServer
from tests.notices.support import choose, mails, notices

WIB, WIT = ZoneInfo("Asia/Jakarta"), ZoneInfo("Asia/Jayapura")
# The cast's input closes 45 days after noon of 7 July: on 21 August 11.59.59 WIB, which is 13.59.59 WIT of the same day.
LAST_DAY = date(2026, 8, 21)


@pytest.fixture(autouse=True)
def _own_marks(settings: Any) -> None:
    """The marks of mornings that were seen through are the test's own."""
    settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
    cache.clear()


def on(days: int, hour: int, minute: int, zone: ZoneInfo = WIB) -> datetime:
    return datetime.combine(LAST_DAY - timedelta(days=days), datetime.min.time(), tzinfo=zone).replace(
        hour=hour, minute=minute
    )


def at(moment: datetime) -> Any:
    return time_machine.travel(moment, tick=True)


def told_in(region_id: int = KOTIM) -> list[tuple[str, str]]:
    """(name, kind) of every deadline that was told."""
    with scope({region_id}):
        rows = Notice.objects.filter(kind__startswith="deadline").order_by("person__name", "pk")
        return list(rows.values_list("person__name", "kind"))


def row_of(cast: Cast, region_id: int = KOTIM) -> RegionPeriod:
    with scope({region_id}):
        return RegionPeriod.objects.select_related("region", "period").get(
            region_id=region_id, period=cast.period
        )


def words_for(name: str) -> list[str]:
    with scope({KOTIM}):
        return [
            row.words
            for row in Notice.objects.filter(person__name=name, kind__startswith="deadline").order_by("pk")
        ]


@pytest.fixture
def season(cast: Cast) -> Cast:
    """Kotawaringin Timur: the health agency has one verified and one draft, education has nothing, one waits at the desk."""
    sari = cast.actor("sari")
    with scope({KOTIM}):
        # What stands where is all that counts here; the way there has tests of its own.
        for name, opd, state in (
            ("Satu", cast.health, "verified"),
            ("Dua", cast.clinic, "draft"),
            ("Tiga", cast.health, "submitted"),
        ):
            made = make_draft(sari, opd=opd, period=cast.period, name=name)
            Innovation.objects.filter(pk=made.pk).update(state=state, stage="penerapan", urusan="A02")
        # In Bapperida nobody acts; what its admins are told of that has a test of its own.
        Opd.objects.filter(is_desk=True).update(is_active=False)
        Notice.objects.all().delete()
    return cast


def test_only_the_four_days_are_told(season: Cast) -> None:
    told: dict[int, list[tuple[str, str]]] = {}
    for days in range(16):
        with at(on(days, 8, 0)):
            tell_of_deadlines()
        told[days] = told_in()
        with scope({KOTIM}):
            Notice.objects.all().delete()
    everybody = ["Budi", "Dewi", "Hendra", "Indah", "Joko", "Sari"]
    assert {days: found for days, found in told.items() if found} == {
        1: [(name, "deadline_last") for name in everybody],
        3: [(name, "deadline") for name in everybody],
        7: [(name, "deadline") for name in everybody],
        14: [(name, "deadline") for name in everybody],
    }


def test_each_is_told_of_what_they_have_left(season: Cast) -> None:
    with at(on(7, 7, 25)):
        tell_of_deadlines()
    until = "21 Agustus 2026 11.59 WIB, 7 hari lagi"
    assert words_for("Sari") == [f"Batas pengajuan ke desk {until}. Dinas Kesehatan: 1 draf belum diajukan."]
    assert words_for("Joko") == words_for("Sari")  # the head of the agency answers for the same
    assert words_for("Dewi") == [
        f"Batas pengajuan ke desk {until}. Dinas Pendidikan: kewajiban mengajukan 1 inovasi belum terpenuhi."
    ]
    assert words_for("Budi") == [f"Batas desk memeriksa {until}: 1 inovasi belum diputuskan."]
    assert words_for("Hendra") == [f"Penjaringan ditutup {until}: 1 inovasi terverifikasi belum dikirim."]
    with translation.override("en"):
        assert "21 August 2026 11:59 WIB" in words_for("Sari")[0]


def test_who_has_nothing_left_is_left_alone(season: Cast) -> None:
    with scope({KOTIM}):
        Innovation.objects.filter(name="Dua").update(state="withdrawn")
        Innovation.objects.filter(name="Tiga").update(state="verified")
        for innovation in Innovation.objects.exclude(name="Dua"):
            PortfolioChoice.objects.create(
                region_id=KOTIM,
                innovation=innovation,
                is_chosen=False,
                chosen_by=season.hendra,
                chosen_at=NOON,
            )
        Opd.objects.filter(pk=season.education.pk).update(is_active=False)
    with at(on(3, 8, 0)):
        tell_of_deadlines()
    assert told_in() == []


def test_sweep_twice_and_side_by_side_tells_once(season: Cast) -> None:
    with at(on(7, 8, 0)):
        assert tell_of_deadlines() == 8  # Wati in Kota Bengkulu and Yosef in Kota Jayapura among them
        assert tell_of_deadlines() == 0
        cache.clear()  # what the cache forgot is looked at again, and nobody hears it twice
        assert tell_of_deadlines() == 0
    assert (len(notices()), len(mails())) == (6, 6)


def test_morning_is_that_of_the_region(cast: Cast, mail_server: MailServer) -> None:
    with scope({JAYAPURA}):
        bureau = Opd.objects.get()
    Membership.objects.create(
        person=cast.nobody, role=Role.OPERATOR, region=Region(pk=JAYAPURA), opd=bureau, valid_from=NOON.date()
    )
    with at(on(7, 7, 19, WIT)):
        tell_of_deadlines()
        assert told_in(JAYAPURA) == []
    with at(on(7, 7, 21, WIT)):  # 05.21 in Kotawaringin Timur
        tell_of_deadlines()
        assert told_in(JAYAPURA) == [("Nobody", "deadline")]
        assert told_in(KOTIM) == []
        [mail] = mails(JAYAPURA)
        assert mail.due_at == on(7, 7, 30, WIT)
        assert deliver(region_id=JAYAPURA) == 0
    with at(on(7, 7, 30, WIT)):
        assert deliver(region_id=JAYAPURA) == 1
    assert mail_server.recipients == ["nobody@contoh.go.id"]
    with scope({JAYAPURA}):
        assert "21 Agustus 2026 13.59 WIT, 7 hari lagi" in Notice.objects.get().words


def test_day_is_that_of_the_region_also_past_midnight(cast: Cast) -> None:
    # 23.59.59 WIB is 01.59.59 of the next day in Jayapura: there one day more is left.
    closes = datetime(2026, 8, 22, 0, 0, tzinfo=WIB)
    cast.period.input_closes = closes
    cast.period.measurement_ends = cast.period.quality_control_ends = closes + timedelta(days=60)
    cast.period.save()
    days = {}
    for region_id in (KOTIM, JAYAPURA):
        row = row_of(cast, region_id)
        days[region_id] = deadlines.Morning(row, on(7, 12, 0)).days_to(row.period.input_until)
    assert days == {KOTIM: 7, JAYAPURA: 8}


def test_local_date_and_extension_are_told_by_their_own_days(season: Cast) -> None:
    row = row_of(season)
    until = datetime(2026, 8, 10, 16, 0, tzinfo=WIB)
    with scope({KOTIM}):
        RegionPeriod.objects.filter(pk=row.pk).update(submit_until=until)
        OpdExtension.objects.create(
            region_id=KOTIM, region_period=row, opd=season.education, until=until + timedelta(days=4),
            reason="Gangguan jaringan.", granted_by=season.hendra,
        )  # fmt: skip
    with at(datetime(2026, 8, 7, 8, 0, tzinfo=WIB)):
        # Three days before the local date; seven before education's; fourteen before the national end.
        tell_of_deadlines()
    assert words_for("Sari") == [
        "Batas pengajuan ke desk 10 Agustus 2026 16.00 WIB, 3 hari lagi. Dinas Kesehatan: 1 draf belum diajukan."
    ]
    assert words_for("Dewi") == [
        "Batas pengajuan ke desk 14 Agustus 2026 16.00 WIB, 7 hari lagi. "
        "Dinas Pendidikan: kewajiban mengajukan 1 inovasi belum terpenuhi."
    ]


def test_returned_item_is_told_by_the_national_end_where_the_local_date_has_passed(season: Cast) -> None:
    row = row_of(season)
    with scope({KOTIM}):
        RegionPeriod.objects.filter(pk=row.pk).update(submit_until=NOON)
        Innovation.objects.filter(name="Tiga").update(state="returned")
    with at(on(1, 8, 0)):
        tell_of_deadlines()
    assert words_for("Sari") == [
        "Penjaringan ditutup 21 Agustus 2026 11.59 WIB, besok. Dinas Kesehatan: 1 inovasi perlu diperbaiki."
    ]


def test_moved_date_is_told_anew(season: Cast) -> None:
    row = row_of(season)
    with at(on(7, 8, 0)):
        tell_of_deadlines()
        before = len(told_in())
        with scope({KOTIM}):
            RegionPeriod.objects.filter(pk=row.pk).update(submit_until=timezone.now() + timedelta(days=3))
            row = RegionPeriod.objects.select_related("region", "period").get(pk=row.pk)
            assert tell_deadlines(row, now=timezone.now()) == 3  # Sari, Joko and Dewi, of the new date
    assert len(told_in()) == before + 3


def test_after_input_nobody_is_told(season: Cast) -> None:
    row = row_of(season)
    with scope({KOTIM}):
        RegionPeriod.objects.filter(pk=row.pk).update(desk_until=NOON + timedelta(days=52))
    with at(NOON + timedelta(days=49)):  # three days before the desk's date, four after input
        tell_of_deadlines()
    assert told_in() == []


def test_who_chose_the_digest_finds_the_deadline_in_that_of_the_same_morning(
    season: Cast, mail_server: MailServer
) -> None:
    choose(season.sari, "deadline", ByMail.DIGEST)
    with at(on(7, 7, 22)):
        tell_of_deadlines()
    with at(on(7, 7, 31)):
        digests()
        sweep()
        deliver(region_id=KOTIM)
    [message] = [message for message in mail_server.messages if message["to"] == "sari@contoh.go.id"]
    assert "Ringkasan 14 Agustus 2026" in str(message["subject"])


def test_head_is_led_to_their_own_place_and_who_works_there_too_to_the_workplace(season: Cast) -> None:
    Membership.objects.create(
        person=season.dewi, role=Role.OPD_HEAD, region=Region(pk=KOTIM), opd=season.education, valid_from=NOON.date()
    )  # fmt: skip
    with at(on(7, 8, 0)):
        tell_of_deadlines()
    with scope({KOTIM}):
        paths = dict(
            Notice.objects.filter(kind="deadline", person__in=[season.joko, season.dewi]).values_list(
                "person__name", "path"
            )
        )
    assert paths == {
        "Joko": f"/d/{KOTIM}/kepala-opd/{season.health.pk}/",
        "Dewi": f"/d/{KOTIM}/opd/{season.education.pk}/",
    }


def test_who_is_away_is_left_alone_and_what_nobody_may_read_is_the_admins(season: Cast) -> None:
    """Budi is on leave and Ani held a role in the health agency: nobody who is there may read what waits."""
    ani = make_reviewer("Ani")
    with scope({KOTIM}):
        Assignment.objects.create(
            region_id=KOTIM,
            innovation=Innovation.objects.get(name="Tiga"),
            reviewer=season.budi,
            origin="hand",
        )
        leave = away(season.budi, first=LAST_DAY - timedelta(days=9), last=LAST_DAY)
        tie(ani, season.health)
    with at(on(7, 8, 0)):
        tell_of_deadlines()
    until = "21 Agustus 2026 11.59 WIB, 7 hari lagi"
    assert words_for("Budi") == []
    assert [words for words in words_for("Ani") if "memeriksa" in words] == []
    assert words_for("Hendra")[0] == (
        f"Batas desk memeriksa {until}: 1 inovasi belum diputuskan, dan tidak ada penelaah yang hadir dan bebas. "
        "Bagikan atau tunjuk penelaah."
    )
    with scope({KOTIM}):
        Notice.objects.all().delete()
        leave.delete()
    with at(on(3, 8, 0)):
        cache.clear()
        tell_of_deadlines()
    assert "1 inovasi belum diputuskan" in words_for("Budi")[0]
    assert len(words_for("Hendra")) == 1  # of the sending only


def test_what_a_colleague_on_leave_holds_is_told_to_whoever_may_take_it(season: Cast) -> None:
    make_reviewer("Ani")
    with scope({KOTIM}):
        Assignment.objects.create(
            region_id=KOTIM,
            innovation=Innovation.objects.get(name="Tiga"),
            reviewer=season.budi,
            origin="hand",
        )
        away(season.budi, first=LAST_DAY - timedelta(days=9), last=LAST_DAY)
    with at(on(7, 8, 0)):
        tell_of_deadlines()
    assert "1 inovasi belum diputuskan" in words_for("Ani")[0]
    assert words_for("Budi") == []


def test_admins_hear_of_opd_in_which_nobody_could_be_told(season: Cast) -> None:
    """A unit is its agency's; a date of one OPD's own is told by its own days; who has nothing left is not named."""
    with scope({KOTIM}):
        Membership.objects.filter(opd__in=[season.education, season.health]).delete()
        Innovation.objects.filter(name="Dua").update(state="submitted")
        Opd.objects.filter(is_desk=True).update(is_active=True)
        for name in ("Dinas Sosial", "Dinas Pasar"):
            Opd.objects.create(region_id=KOTIM, name=name)
    with at(on(14, 8, 0)):
        tell_of_deadlines()
    [unreached] = [words for words in words_for("Hendra") if "pemberitahuan" in words]
    assert unreached == (
        "Batas pengajuan ke desk 21 Agustus 2026 11.59 WIB, 14 hari lagi. 4 OPD belum punya pengguna, jadi tidak ada yang "
        "menerima pemberitahuan ini: Bapperida, Dinas Pasar, Dinas Pendidikan, dan 1 OPD lain. Undang operatornya."
    )
    assert unreached in words_for("Indah")
    with scope({KOTIM}):
        [path] = set(Notice.objects.filter(once__contains=":unreached:").values_list("path", flat=True))
    client = Client()
    with at(on(14, 9, 0)):
        client.force_login(season.hendra)
        listed = client.get(path).text.partition("<tbody>")[2]
    # Where the notice leads: everybody without people, also the health agency, which has nothing left to do.
    assert [name in listed for name in ("Dinas Pasar", "Dinas Pendidikan", "Dinas Kesehatan")] == [True] * 3


# The beginning of the input ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("region_id", "zone"), [(KOTIM, WIB), (JAYAPURA, WIT)], ids=["WIB", "WIT"])
def test_first_morning_tells_everybody_of_the_region_that_the_input_is_open(
    cast: Cast, region_id: int, zone: ZoneInfo
) -> None:
    """Midnight in Jakarta; told at 07.30 of the region's clock, once, and nobody on the mornings around it."""
    opens = datetime(2026, 6, 1, tzinfo=WIB)
    with scope({region_id}):
        type(cast.period).objects.filter(pk=cast.period.pk).update(input_opens=opens)

    def told() -> list[tuple[str, str]]:
        with scope({region_id}):
            rows = Notice.objects.filter(kind="input_opened").order_by("person__name")
            return [(row.person.name, row.path) for row in rows]

    first = datetime(2026, 6, 1, 7, 19, tzinfo=zone)
    for before in (first - timedelta(days=1, minutes=-10), first):
        with at(before):
            tell_of_deadlines()
        assert told() == []
    for when in (first + timedelta(minutes=1), first + timedelta(hours=3)):
        with at(when):
            tell_of_deadlines()
            with scope({region_id}):
                tell_deadlines(row_of(cast, region_id), now=when)
    people = {
        KOTIM: [
            ("Budi", "/d/6202/desk/"),
            ("Dewi", f"/d/6202/opd/{cast.education.pk}/"),
            ("Hendra", "/d/6202/daerah/"),
            ("Indah", "/d/6202/daerah/"),
            ("Joko", f"/d/6202/kepala-opd/{cast.health.pk}/"),
            ("Sari", f"/d/6202/opd/{cast.health.pk}/"),
            ("Tiur", "/d/6202/kepala-daerah/"),
        ],
        JAYAPURA: [("Yosef", f"/d/{JAYAPURA}/daerah/")],
    }
    assert told() == people[region_id]
    with scope({region_id}):
        words = Notice.objects.filter(kind="input_opened")[0].words
    until = {KOTIM: "11.59 WIB", JAYAPURA: "13.59 WIT"}[region_id]
    assert words == f"Penjaringan IGA 2026 dibuka. Batasnya 21 Agustus 2026 {until}."
    with at(first + timedelta(days=1, minutes=5)):
        tell_of_deadlines()
    assert len(told()) == len(people[region_id])
