"""The region's own dates inside the national ones: one function for every page and guard, in every zone."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse

from iga_portal.notices.models import Notice
from iga_portal.refusals import Refused, TransitionRefused
from iga_portal.tenancy.scope import scope
from innovations.domain.transitions import take_step
from innovations.enums import State
from innovations.workflow import Action
from regions.domain.local_dates import extend_opd, set_local_dates, whole_minute
from regions.models import Opd, OpdExtension, RegionPeriod
from regions.queries.deadlines import DeadlineKind, deadline_for, deadline_here, deadlines_of
from tests.cast import JAYAPURA, KOTIM, NOON, Cast, make_complete, region_period, submit

WIB, WIT = ZoneInfo("Asia/Jakarta"), ZoneInfo("Asia/Jayapura")
LOCAL = whole_minute(date(2026, 7, 20), time(23, 59), zone=WIB)


@pytest.fixture(autouse=True)
def _in_both(cast: Cast) -> Iterator[None]:
    with time_machine.travel(NOON, tick=False), scope({KOTIM, JAYAPURA}):
        yield


def local_date(cast: Cast, until: datetime | None = LOCAL, *, who: str = "hendra") -> RegionPeriod:
    actor = cast.actor(who)
    found = region_period(cast, actor.region_id)
    return set_local_dates(
        actor=actor, region_period_id=found.pk, submit_until=until, desk_until=None, desk_days=7
    )


def extend(
    cast: Cast, opd: Opd, until: datetime, *, reason: str = "Banjir", who: str = "hendra"
) -> OpdExtension:
    return extend_opd(
        actor=cast.actor(who),
        region_period_id=region_period(cast).pk,
        opd_id=opd.pk,
        until=until,
        reason=reason,
    )


def test_a_minute_is_meant_whole_and_in_the_regions_zone() -> None:
    # 23.59 WIT is 14.59 UTC, two hours before the same words in WIB; its last second still counts.
    assert whole_minute(date(2026, 8, 15), time(23, 59), zone=WIT) == datetime(
        2026, 8, 15, 14, 59, 59, tzinfo=UTC
    )
    assert whole_minute(date(2026, 8, 15), time(23, 59), zone=WIB) == datetime(
        2026, 8, 15, 16, 59, 59, tzinfo=UTC
    )


def test_indonesias_zones_keep_their_hours_all_year() -> None:
    for zone, hours in ((WIB, 7), (ZoneInfo("Asia/Makassar"), 8), (WIT, 9)):
        offsets = {datetime(2026, month, 15, tzinfo=zone).utcoffset() for month in range(1, 13)}
        assert offsets == {timedelta(hours=hours)}


def test_national_end_holds_where_the_region_has_none(cast: Cast) -> None:
    found = region_period(cast)
    deadline = deadline_for(cast.health, found)
    assert (deadline.kind, deadline.until) == (DeadlineKind.NATIONAL, cast.period.input_until)
    assert deadline_here(cast.period, region_id=KOTIM, opd_id=cast.health.pk) == deadline


def test_one_answer_from_every_side(cast: Cast) -> None:
    local_date(cast)
    later = LOCAL + timedelta(days=5)
    extend(cast, cast.health, later)
    found = region_period(cast)
    every = deadlines_of(found)
    # A unit has the time of its OPD; another OPD has not.
    for opd, until in ((cast.health, later), (cast.clinic, later), (cast.education, LOCAL)):
        answers = {
            deadline_for(opd, found),
            deadline_for(opd.pk, found),
            deadline_here(cast.period, region_id=KOTIM, opd_id=opd.pk),
            every.of(opd),
        }
        assert [answer.until for answer in answers] == [until]


def test_latest_extension_counts_and_none_takes_time_away(cast: Cast) -> None:
    local_date(cast)
    extend(cast, cast.health, LOCAL + timedelta(days=9))
    with time_machine.travel(NOON + timedelta(minutes=1), tick=False):
        extend(cast, cast.health, LOCAL + timedelta(days=2))
        assert deadline_for(cast.health, region_period(cast)).until == LOCAL + timedelta(days=2)
        local_date(cast, LOCAL + timedelta(days=20))
    deadline = deadline_for(cast.health, region_period(cast))
    assert (deadline.kind, deadline.until) == (DeadlineKind.LOCAL, LOCAL + timedelta(days=20))


def test_nothing_goes_beyond_a_national_end_that_was_moved_forward(cast: Cast) -> None:
    local_date(cast)
    extend(cast, cast.health, LOCAL + timedelta(days=20))
    type(cast.period).objects.filter(pk=cast.period.pk).update(input_closes=LOCAL - timedelta(days=1))
    deadline = deadline_for(cast.health, region_period(cast))
    assert deadline.until == LOCAL - timedelta(days=1, seconds=1)
    assert deadline.kind is DeadlineKind.NATIONAL


@pytest.mark.parametrize(
    ("until", "words"),
    [
        (NOON + timedelta(days=46), "Batas nasional"),
        (NOON - timedelta(days=31), "Penjaringan baru dibuka"),
        (NOON - timedelta(days=1), "sudah lewat"),
    ],
)
def test_local_date_stays_inside_the_national_ones(cast: Cast, until: datetime, words: str) -> None:
    with pytest.raises(ValidationError) as refused:
        local_date(cast, until)
    assert words in refused.value.message_dict["submit_until"][0]
    assert region_period(cast).submit_until is None
    local_date(cast)
    with pytest.raises(ValidationError):
        extend(cast, cast.health, until)
    assert not OpdExtension.objects.exists()


def test_desk_reads_after_the_opd_submitted(cast: Cast) -> None:
    found = region_period(cast)
    with pytest.raises(ValidationError) as refused:
        set_local_dates(
            actor=cast.actor("hendra"),
            region_period_id=found.pk,
            submit_until=LOCAL,
            desk_until=LOCAL - timedelta(days=1),
            desk_days=61,
        )
    assert set(refused.value.message_dict) == {"desk_until", "desk_days"}


@pytest.mark.parametrize("who", ["sari", "budi", "tiur", "yosef", "rina"])
def test_only_the_regions_admin_sets_dates(cast: Cast, who: str) -> None:
    found = local_date(cast)
    with pytest.raises(Refused):
        extend(cast, cast.health, LOCAL + timedelta(days=2), who=who)
    with pytest.raises(Refused):
        set_local_dates(
            actor=cast.actor(who),
            region_period_id=found.pk,
            submit_until=LOCAL + timedelta(days=1),
            desk_until=None,
            desk_days=7,
        )
    assert region_period(cast).submit_until == LOCAL
    assert not OpdExtension.objects.exists()


def test_extension_needs_a_reason_and_a_local_date(cast: Cast) -> None:
    with pytest.raises(Refused) as refused:
        extend(cast, cast.health, LOCAL)
    assert refused.value.code == "no_local_date"
    local_date(cast)
    for fault in ({"reason": "  "}, {"until": LOCAL}, {"opd": cast.bengkulu_opd}):
        wanted = {"opd": cast.health, "until": LOCAL + timedelta(days=2), "reason": "Banjir"} | fault
        with pytest.raises(ValidationError):
            extend(cast, wanted["opd"], wanted["until"], reason=str(wanted["reason"]))  # type: ignore[arg-type]
    assert not OpdExtension.objects.exists()


def test_second_press_gives_one_extension_and_one_notice(cast: Cast) -> None:
    local_date(cast)
    first = extend(cast, cast.health, LOCAL + timedelta(days=2))
    assert extend(cast, cast.health, LOCAL + timedelta(days=2)).pk == first.pk
    told = Notice.objects.filter(kind="extension")
    assert list(told.values_list("person", flat=True)) == [cast.sari.pk]


def test_operators_hear_that_the_date_moved(cast: Cast) -> None:
    local_date(cast)
    local_date(cast)
    told = Notice.objects.filter(kind="dates_changed").order_by("person__name")
    assert [(notice.person.name, notice.text) for notice in told] == [
        ("Dewi", "Batas OPD mengajukan ke desk kini 20 Juli 2026 23.59 WIB."),
        ("Sari", "Batas OPD mengajukan ke desk kini 20 Juli 2026 23.59 WIB."),
    ]


def test_submitting_ends_with_the_local_date_to_the_second(cast: Cast) -> None:
    sari = cast.actor("sari")
    one = make_complete(sari, opd=cast.health, period=cast.period, name="Satu")
    two = make_complete(sari, opd=cast.health, period=cast.period, name="Dua")
    local_date(cast)
    with time_machine.travel(LOCAL + timedelta(microseconds=999_999), tick=False):
        assert submit(one, sari).state == State.SUBMITTED
    with time_machine.travel(LOCAL + timedelta(seconds=1), tick=False):
        with pytest.raises(TransitionRefused) as refused:
            submit(two, sari)
        assert refused.value.code == "late"
        assert "20 Juli 2026 23.59 WIB" in refused.value.message
        assert "perpanjangan" in refused.value.message
        two.refresh_from_db()
        assert two.state == State.DRAFT
        extend(cast, cast.health, LOCAL + timedelta(days=2))
        assert submit(two, sari).state == State.SUBMITTED


def test_what_the_desk_returned_is_mended_until_the_national_end(cast: Cast) -> None:
    sari, budi = cast.actor("sari"), cast.actor("budi")
    found = submit(make_complete(sari, opd=cast.health, period=cast.period), sari)
    local_date(cast)
    with time_machine.travel(LOCAL + timedelta(days=3), tick=False):
        found = take_step(
            found.pk,
            action=Action.RETURN,
            actor=budi,
            seen_version=found.version,
            row_reasons={16: "Halaman pengesahan belum ada."},
        ).innovation
        step = {"action": Action.RESUBMIT, "actor": sari, "seen_version": found.version}
        assert take_step(found.pk, **step).innovation.state == State.SUBMITTED  # type: ignore[arg-type]


# Pages --------------------------------------------------------------------------------------------------------------


def client_of(cast: Cast, who: str) -> Client:
    client = Client()
    client.force_login(getattr(cast, who))
    return client


def test_admin_types_dates_in_the_regions_zone(cast: Cast) -> None:
    client = client_of(cast, "yosef")
    page = reverse("daerah:local_dates", args=[JAYAPURA])
    typed = {"submit_day": "2026-08-01", "submit_time": "23.59", "desk_day": "2026-08-10", "desk_days": "5"}
    assert client.post(page, typed).status_code == 302
    found = region_period(cast, JAYAPURA)
    assert found.submit_until == datetime(2026, 8, 1, 14, 59, 59, tzinfo=UTC)
    assert found.desk_until == datetime(2026, 8, 10, 14, 59, 59, tzinfo=UTC)
    shown = client.get(page).text
    assert 'value="2026-08-01"' in shown
    assert 'value="23.59"' in shown
    assert "1 Agustus 2026 23.59 WIT" in client.get(reverse("daerah:schedule", args=[JAYAPURA])).text
    refused = client.post(page, typed | {"submit_day": "2026-12-24"})
    assert refused.status_code == 422
    assert "Batas nasional" in refused.text
    assert region_period(cast, JAYAPURA).submit_until == found.submit_until


def test_opd_reads_its_own_deadline_everywhere(cast: Cast) -> None:
    sari = cast.actor("sari")
    draft = make_complete(sari, opd=cast.health, period=cast.period)
    local_date(cast)
    client, place = client_of(cast, "sari"), [KOTIM, cast.health.pk]
    home, submitting = (
        reverse("opd:home", args=place),
        reverse("opd:submit", args=[*place, draft.public_id]),
    )
    for page in (home, submitting, reverse("opd:innovation", args=[*place, draft.public_id])):
        text = client.get(page).text
        assert "Pengajuan ke desk ditutup 20 Juli 2026 23.59 WIB, 13 hari lagi" in text, page
    extend(cast, cast.health, LOCAL + timedelta(days=5))
    assert "diperpanjang untuk OPD ini sampai 25 Juli 2026 23.59 WIB" in client.get(home).text
    with time_machine.travel(LOCAL + timedelta(days=6), tick=False):
        client = client_of(cast, "sari")
        assert "perbaikan yang diminta desk diterima sampai 21 Agustus 2026" in client.get(home).text
        text = client.get(submitting).text
        assert "mintalah perpanjangan kepada admin daerah" in text
        assert "Ajukan ke desk</button>" not in text
    # The desk and the admin go on reading the national end.
    assert (
        "Pengisian ditutup 21 Agustus 2026"
        in client_of(cast, "budi").get(reverse("desk:home", args=[KOTIM])).text
    )


def test_extension_page_gives_time_and_says_to_whom(cast: Cast) -> None:
    client = client_of(cast, "hendra")
    page = reverse("daerah:extension", args=[KOTIM])
    typed = {
        "opd": cast.health.pk,
        "until_day": "2026-07-25",
        "until_time": "12:00",
        "reason": "Banjir di Baamang",
    }
    refused = client.post(page, typed)
    assert (refused.status_code, "tidak memakai batas sendiri" in refused.text) == (422, True)
    local_date(cast)
    assert client.post(page, typed | {"reason": ""}).status_code == 422
    assert client.post(page, typed | {"opd": cast.bengkulu_opd.pk}).status_code == 422
    assert client.post(page, typed).status_code == 302
    [made] = OpdExtension.objects.all()
    assert (made.opd_id, made.until) == (cast.health.pk, datetime(2026, 7, 25, 5, 0, 59, tzinfo=UTC))
    listed = client.get(reverse("daerah:schedule", args=[KOTIM])).text
    assert "Banjir di Baamang" in listed
    assert "25 Juli 2026 12.00 WIB" in listed
