"""The ministry's periods: made, moved, opened, closed, and more time for one region; every change with its history."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from iga_portal.notices.models import Notice
from iga_portal.refusals import Refused
from iga_portal.tenancy.scope import NATION, scope
from iga_portal.tenancy.tasks import region_ids
from regions.domain.local_dates import set_local_dates
from regions.domain.periods import (
    Dates,
    change_dates,
    close_period,
    dates_of,
    make_current,
    make_period,
    seen_of,
    set_switches,
)
from regions.domain.region_extensions import extend_region
from regions.models import Instrument, Period, PeriodChange, RegionExtension, RegionPeriod
from tests.cast import BENGKULU, JAYAPURA, KOTIM, NOON, Cast, region_period

SECOND = timedelta(seconds=1)
WIB = ZoneInfo("Asia/Jakarta")
LIST = reverse("pusat:periods")


@pytest.fixture(autouse=True)
def _nation(cast: Cast) -> Iterator[None]:
    with time_machine.travel(NOON, tick=False), scope(region_ids()):
        yield


def rina(cast: Cast) -> Client:
    client = Client()
    client.force_login(cast.rina)
    return client


def moved(period: Period, **shift: timedelta) -> Dates:
    now = dates_of(period)
    values = {name: getattr(now, name) for name in Dates.__dataclass_fields__}
    return Dates(
        **{name: value + shift.get(name, timedelta(0)) if value else None for name, value in values.items()}
    )


def change(cast: Cast, dates: Dates, *, reason: str = "Gempa di tiga provinsi") -> Period:
    period = Period.objects.get(pk=cast.period.pk)
    return change_dates(
        actor=cast.actor("rina"), period_id=period.pk, dates=dates, reason=reason, seen=seen_of(period)
    )


def next_year(cast: Cast) -> Period:
    instrument = Instrument.objects.get(year=2027)
    return make_period(
        actor=cast.actor("rina"),
        year=2027,
        name="IGA 2027",
        instrument_id=instrument.pk,
        dates=moved(cast.period, **dict.fromkeys(Dates.__dataclass_fields__, timedelta(days=365))),
    )


# Dates ------------------------------------------------------------------------------------------------------------


def test_moving_dates_keeps_who_what_and_why_and_tells_every_region(cast: Cast) -> None:
    before = cast.period.input_closes
    change(cast, moved(cast.period, input_closes=timedelta(days=7)))
    kept = PeriodChange.objects.get()
    assert (kept.region_id, kept.act, kept.made_by_id) == (NATION, "dates", cast.rina.pk)
    assert kept.reason == "Gempa di tiga provinsi"
    assert {name: datetime.fromisoformat(value) for name, value in kept.before.items()} == {
        "input_closes": before
    }
    told = Notice.objects.filter(kind="period_dates")
    assert set(told.values_list("person_id", "region_id")) == {
        (cast.hendra.pk, KOTIM), (cast.indah.pk, KOTIM), (cast.yosef.pk, JAYAPURA),
    }  # fmt: skip
    assert "Gempa di tiga provinsi" in told[0].text
    # A region's scope holds nothing of the history, which names the grace among others.
    with scope({KOTIM}):
        assert not PeriodChange.objects.exists()


@pytest.mark.parametrize(
    ("shift", "field"),
    [
        ({"input_closes": timedelta(days=-200)}, "input_closes"),
        ({"measurement_ends": timedelta(days=-60)}, "measurement_ends"),
        ({"quality_control_ends": timedelta(days=-60)}, "quality_control_ends"),
    ],
)
def test_dates_out_of_order_are_refused_at_their_field(cast: Cast, shift: dict[str, Any], field: str) -> None:
    with pytest.raises(ValidationError) as refused:
        change(cast, moved(cast.period, **shift))
    assert set(refused.value.message_dict) == {field}
    assert dates_of(Period.objects.get(pk=cast.period.pk)) == dates_of(cast.period)
    assert not PeriodChange.objects.exists()


@pytest.mark.parametrize("field", ["input_opens", "quality_control_ends", "publishes_at"])
@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31"])
def test_day_at_the_end_of_the_calendar_is_refused_at_its_field(cast: Cast, field: str, day: str) -> None:
    """Such a day has no moment after it, or none in another zone."""
    page = reverse("pusat:period_dates", args=[2026])
    form = rina(cast).get(page).context["form"]
    typed = {name: form[name].value() or "" for name in form.fields}
    typed = {
        name: f"{value:%H.%M}" if isinstance(value, time) else str(value) for name, value in typed.items()
    }
    typed |= {f"{field}_day": day, f"{field}_time": "23.59", "reason": "Salah ketik"}
    answer = rina(cast).post(page, typed)
    assert answer.status_code == 422
    assert answer.context["form"].errors == {f"{field}_day": ["Tulis tanggal yang ada, misalnya 31/12/2026."]}
    until = {"region": str(KOTIM), "until_day": day, "until_time": "23.59", "reason": "Salah ketik"}
    answer = rina(cast).post(reverse("pusat:period_extend", args=[2026]), until)
    assert (answer.status_code, [*answer.context["form"].errors]) == (422, ["until_day"])


def test_running_period_is_not_moved_without_a_reason(cast: Cast) -> None:
    with pytest.raises(ValidationError) as refused:
        change(cast, moved(cast.period, input_closes=timedelta(days=7)), reason=" \u200b ")
    assert set(refused.value.message_dict) == {"reason"}


def test_second_admin_does_not_write_over_the_first_unseen(cast: Cast) -> None:
    seen = seen_of(cast.period)
    change(cast, moved(cast.period, input_closes=timedelta(days=7)))
    with pytest.raises(Refused) as refused:
        change_dates(
            actor=cast.actor("rina"),
            period_id=cast.period.pk,
            dates=moved(cast.period, input_closes=timedelta(days=9)),
            reason="Lain",
            seen=seen,
        )
    assert refused.value.code == "stale"


def test_page_shows_what_would_change_before_anything_is_stored(cast: Cast) -> None:
    client, url = rina(cast), reverse("pusat:period_dates", args=[cast.period.year])
    page = client.get(url)
    typed = {name: value for name, value in page.context["form"].initial.items() if value is not None}
    typed = {
        name: f"{value:%H.%M}" if name.endswith("_time") else str(value) for name, value in typed.items()
    }
    # 21 August 2026, 12.00 exclusive is told as 11.59; five days on, to midnight.
    assert (typed["input_closes_day"], typed["input_closes_time"]) == ("2026-08-21", "11.59")
    typed |= {"input_closes_day": "2026-08-26", "input_closes_time": "23.59", "reason": "Banjir"}
    set_local_dates(
        actor=cast.actor("hendra"), region_period_id=region_period(cast).pk,
        submit_until=NOON + timedelta(days=20), desk_until=None, desk_days=7,
    )  # fmt: skip
    shown = client.post(url, typed)
    words = shown.content.decode()
    assert "21 Agustus 2026 11.59 WIB" in words
    assert "26 Agustus 2026 23.59 WIB" in words
    assert "Admin setiap daerah diberi tahu" in words
    assert Period.objects.get(pk=cast.period.pk).input_closes == cast.period.input_closes
    assert not Notice.objects.filter(kind="period_dates").exists()
    assert client.post(url, typed | {"konfirmasi": "1"}).status_code == 302
    assert Period.objects.get(pk=cast.period.pk).input_closes == datetime(2026, 8, 27, tzinfo=WIB)
    # A year that shuts everybody out at once says so.
    earlier = typed | {
        "seen": seen_of(Period.objects.get(pk=cast.period.pk)),
        "input_closes_day": "2026-07-06",
    }
    words = client.post(url, earlier).content.decode()
    assert "dari Penjaringan menjadi Pengukuran" in words
    assert "Batas OPD di 1 daerah lebih lambat" in words
    # Quality control would end before a region's more time does.
    ends = Period.objects.get(pk=cast.period.pk).quality_control_ends
    RegionPeriod.objects.filter(region_id=KOTIM).update(more_until=ends - SECOND)
    ends -= timedelta(days=1)
    shorter = typed | {"seen": seen_of(Period.objects.get(pk=cast.period.pk))}
    shorter |= {"quality_control_ends_day": f"{ends.astimezone(WIB):%Y-%m-%d}"}
    words = client.post(url, shorter).content.decode()
    assert "Perpanjangan 1 daerah berakhir bersama quality control." in words


def test_grace_is_read_on_the_ministrys_page_only_and_nobody_is_told(cast: Cast) -> None:
    set_switches(
        actor=cast.actor("rina"), period_id=cast.period.pk, name=cast.period.name, grace_minutes=37,
        shows_running_place=True, instrument_id=cast.period.instrument_id, reason="", seen=seen_of(cast.period),
    )  # fmt: skip
    assert PeriodChange.objects.get().after == {"grace_minutes": 37, "shows_running_place": True}
    assert not Notice.objects.exists()
    assert "37" in rina(cast).get(reverse("pusat:period", args=[cast.period.year])).content.decode()
    for who, place in (
        ("hendra", f"/d/{KOTIM}/daerah/jadwal/"),
        ("sari", f"/d/{KOTIM}/opd/{cast.health.pk}/jadwal/"),
    ):
        client = Client()
        client.force_login(getattr(cast, who))
        page = client.get(place).content.decode()
        assert "Penjaringan ditutup" in page
        assert "kelonggaran" not in page.lower()


def test_instrument_of_an_opened_period_stays(cast: Cast) -> None:
    other = Instrument.objects.get(year=2027)
    with pytest.raises(ValidationError) as refused:
        set_switches(
            actor=cast.actor("rina"), period_id=cast.period.pk, name="IGA", grace_minutes=0,
            shows_running_place=False, instrument_id=other.pk, reason="", seen=seen_of(cast.period),
        )  # fmt: skip
    assert set(refused.value.message_dict) == {"instrument"}


# Opening and closing -----------------------------------------------------------------------------------------------


def test_opening_needs_an_approved_instrument_and_the_old_period_past_quality_control(cast: Cast) -> None:
    new = next_year(cast)
    assert not RegionPeriod.objects.filter(period=new).exists()
    actor = cast.actor("rina")
    with pytest.raises(Refused, match="belum disetujui"):
        make_current(actor=actor, period_id=new.pk)
    now = timezone.now()
    Instrument.objects.filter(pk=new.instrument_id).update(
        approved_by=cast.rina, approved_at=now, frozen_at=now
    )
    with pytest.raises(Refused, match="masih berjalan"):
        make_current(actor=actor, period_id=new.pk)
    assert Period.objects.get(is_current=True) == cast.period
    with time_machine.travel(cast.period.quality_control_ends, tick=False):
        # The pages of its result follow the period that is open: the page says so before it is too late.
        page = rina(cast).get(reverse("pusat:period_open", args=[2027]))
        assert "Hasil IGA 2026 belum diterbitkan" in page.text
        make_current(actor=actor, period_id=new.pk)
        make_current(actor=actor, period_id=new.pk)
    assert Period.objects.get(is_current=True) == new
    assert (
        RegionPeriod.objects.filter(period=new).count()
        == RegionPeriod.objects.filter(period=cast.period).count()
    )
    assert PeriodChange.objects.filter(act="opened").count() == 1
    assert Notice.objects.filter(kind="period_opened").count() == 3


def test_period_is_closed_after_its_publication_and_for_good(cast: Cast) -> None:
    from tests.reports.published import example_facts, publish_example

    actor = cast.actor("rina")
    with pytest.raises(Refused, match="setelah quality control"):
        close_period(actor=actor, period_id=cast.period.pk, reason="")
    with time_machine.travel(cast.period.quality_control_ends, tick=False):
        with pytest.raises(Refused, match="belum diterbitkan"):
            close_period(actor=actor, period_id=cast.period.pk, reason="")
        publish_example(cast.period, {KOTIM: example_facts(KOTIM)})
        close_period(actor=actor, period_id=cast.period.pk, reason="Selesai")
        close_period(actor=actor, period_id=cast.period.pk, reason="Sekali lagi")
        assert PeriodChange.objects.get(act="closed").reason == "Selesai"
        told = Notice.objects.filter(kind="period_closed").order_by("person__name")
        assert [(row.person.name, row.text) for row in told] == [
            (name, "IGA 2026 ditutup. Yang sudah terbit tetap dapat dibaca.")
            for name in ("Hendra", "Indah", "Yosef")
        ]
        with pytest.raises(Refused) as refused:
            change(cast, moved(cast.period, input_closes=timedelta(days=900)))
        assert refused.value.code == "closed"


def test_new_period_comes_from_the_last_one_and_nobody_sees_it(cast: Cast) -> None:
    client = rina(cast)
    form = client.get(reverse("pusat:period_new")).context["form"]
    assert (form.initial["year"], str(form.initial["input_closes_day"])) == (2027, "2027-08-21")
    typed = {
        name: f"{value:%H.%M}" if name.endswith("_time") else str(value)
        for name, value in form.initial.items()
    }
    answer = client.post(reverse("pusat:period_new"), typed)
    assert answer.status_code == 302
    assert not Period.objects.get(year=2027).is_current
    assert client.post(reverse("pusat:period_new"), typed).status_code == 422
    assert Period.objects.filter(year=2027).count() == 1


# More time for a region --------------------------------------------------------------------------------------------


def extend(
    cast: Cast, until: datetime, *, region_id: int = KOTIM, reason: str = "Listrik padam"
) -> RegionExtension:
    return extend_region(
        actor=cast.actor("rina"), period_id=cast.period.pk, region_id=region_id, until=until, reason=reason
    )


def test_latest_extension_counts_and_its_people_are_told(cast: Cast) -> None:
    end = cast.period.input_until
    extend(cast, end + timedelta(days=5))
    extend(cast, end + timedelta(days=5))
    assert RegionExtension.objects.count() == 1
    with time_machine.travel(NOON + timedelta(minutes=1), tick=False):
        extend(cast, end + timedelta(days=2))
    assert region_period(cast).input_until == end + timedelta(days=2)
    assert region_period(cast, BENGKULU).input_until == end
    told = Notice.objects.filter(kind="region_extended", text__contains="23 Agustus")
    assert {notice.person.name for notice in told.select_related("person")} == {
        "Hendra",
        "Indah",
        "Budi",
        "Sari",
        "Dewi",
    }
    # The region's own dates may now lie inside the new end, and no further.
    for days, allowed in ((1, True), (3, False)):
        submit_until = end + timedelta(days=days)
        try:
            set_local_dates(
                actor=cast.actor("hendra"), region_period_id=region_period(cast).pk,
                submit_until=submit_until, desk_until=None, desk_days=7,
            )  # fmt: skip
        except ValidationError:
            assert not allowed
        else:
            assert allowed
    assert region_period(cast).submit_until == end + timedelta(days=1)


@pytest.mark.parametrize(
    ("shift", "region_id", "reason", "field"),
    [
        (timedelta(0), KOTIM, "Banjir", "until"),
        (timedelta(days=60), KOTIM, "Banjir", "until"),
        (timedelta(days=1), KOTIM, "  ", "reason"),
        (timedelta(days=1), 3101, "Banjir", "region"),
        (timedelta(days=1), NATION, "Banjir", "region"),
    ],
)
def test_bad_extension_is_refused_at_its_field(
    cast: Cast, shift: timedelta, region_id: int, reason: str, field: str
) -> None:
    with pytest.raises(ValidationError) as refused:
        extend(cast, cast.period.input_until + shift, region_id=region_id, reason=reason)
    assert set(refused.value.message_dict) == {field}
    assert not RegionExtension.objects.exists()


def test_regional_admin_may_do_none_of_it(cast: Cast) -> None:
    hendra = cast.actor("hendra")
    for act in (
        lambda: extend_region(
            actor=hendra, period_id=cast.period.pk, region_id=KOTIM,
            until=cast.period.input_until + timedelta(days=1), reason="Saya minta",
        ),
        lambda: make_current(actor=hendra, period_id=cast.period.pk),
        lambda: close_period(actor=hendra, period_id=cast.period.pk, reason=""),
    ):  # fmt: skip
        with pytest.raises(Refused) as refused:
            act()
        assert refused.value.code == "role"


def test_period_page_asks_the_same_for_one_extension_and_for_many(cast: Cast) -> None:
    client, url = rina(cast), reverse("pusat:period", args=[cast.period.year])
    counts = []
    for number in (1, 24):
        for step in range(number):
            extend(
                cast, cast.period.input_until + timedelta(hours=1 + step + number), reason=f"{number} {step}"
            )
        client.get(url)
        with CaptureQueriesContext(connection) as found:
            assert client.get(url).status_code == 200
        counts.append(len(found))
    assert counts[0] == counts[1] <= 12
