"""The course of a period to the second: in three zones, with and without more time for a region, with and without grace."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from iga_portal.refusals import Refused
from iga_portal.tenancy.scope import NATION, scope
from innovations.domain.innovations import create_innovation
from innovations.domain.sending import send_portfolio
from innovations.enums import State
from innovations.models import Innovation, Sending
from regions.enums import Phase
from regions.models import Period, RegionPeriod
from regions.queries.deadlines import deadline_for, still_taken
from scoring.queries.ranking import usual_basis
from tests.cast import JAYAPURA, KOTIM, NOON, Cast, make_complete, make_sendable, submit, verify

SECOND = timedelta(seconds=1)
WIB, WITA, WIT = (ZoneInfo(name) for name in ("Asia/Jakarta", "Asia/Makassar", "Asia/Jayapura"))
# Midnight in Jakarta is 01.00 in Makassar and 02.00 in Jayapura.
COURSE = {
    Phase.INPUT: datetime(2026, 6, 1, tzinfo=WIB),
    Phase.MEASUREMENT: datetime(2026, 9, 1, tzinfo=WIB),
    Phase.QUALITY_CONTROL: datetime(2026, 10, 1, tzinfo=WIB),
    Phase.PUBLICATION: datetime(2026, 11, 1, tzinfo=WIB),
    Phase.CLOSED: datetime(2027, 1, 15, 12, tzinfo=WIB),
}
PERIOD = Period(
    input_opens=COURSE[Phase.INPUT],
    input_closes=COURSE[Phase.MEASUREMENT],
    measurement_ends=COURSE[Phase.QUALITY_CONTROL],
    quality_control_ends=COURSE[Phase.PUBLICATION],
    closed_at=COURSE[Phase.CLOSED],
)
BEFORE = dict(zip(COURSE, [Phase.REFINEMENT, *COURSE], strict=False))


@pytest.mark.parametrize(("zone", "hours"), [(WIB, 0), (WITA, 1), (WIT, 2)], ids=["WIB", "WITA", "WIT"])
@pytest.mark.parametrize("phase", COURSE)
def test_each_boundary_to_the_second_on_every_clock(phase: Phase, zone: ZoneInfo, hours: int) -> None:
    # The boundary as a clock on that wall shows it, put together from its digits: not merely the same instant again.
    shown = COURSE[phase].replace(tzinfo=None) + timedelta(hours=hours)
    at = shown.replace(tzinfo=zone)
    region = RegionPeriod(period=PERIOD)
    for moment, expected in ((at - SECOND, BEFORE[phase]), (at, phase), (at + SECOND, phase)):
        assert PERIOD.phase_at(moment) is expected
        assert region.phase_at(moment) is expected


def test_publication_lasts_until_the_ministry_closes() -> None:
    going_on = Period(**{**_moments(PERIOD), "closed_at": None})
    assert going_on.phase_at(datetime(2031, 1, 1, tzinfo=WIB)) is Phase.PUBLICATION


def _moments(period: Period) -> dict[str, datetime]:
    names = ("input_opens", "input_closes", "measurement_ends", "quality_control_ends")
    return {name: getattr(period, name) for name in names}


@pytest.mark.parametrize(("zone", "hours"), [(WIB, 0), (WITA, 1), (WIT, 2)], ids=["WIB", "WITA", "WIT"])
@pytest.mark.parametrize("grace", [0, 15])
@pytest.mark.parametrize("more", [None, "day", "overtaken"])
def test_end_of_input_with_and_without_grace_and_more_time(
    zone: ZoneInfo, hours: int, grace: int, more: str | None
) -> None:
    national = datetime(2026, 9, 1, hours, tzinfo=zone)
    ends = {None: national, "day": national + timedelta(days=3), "overtaken": national}[more]
    until = {None: None, "day": ends - SECOND, "overtaken": national - timedelta(days=1)}[more]
    period = Period(**_moments(PERIOD), grace_minutes=grace)
    region = RegionPeriod(period=period, more_until=until)
    assert (region.input_until, region.input_closes) == (ends - SECOND, ends)
    for moment, phase in (
        (ends - SECOND, Phase.INPUT),
        (ends, Phase.MEASUREMENT),
        (ends + SECOND, Phase.MEASUREMENT),
    ):
        assert region.phase_at(moment) is phase
    # Whoever has no more time is measured from the national end on.
    assert RegionPeriod(period=period).phase_at(national) is Phase.MEASUREMENT
    over = ends + timedelta(minutes=grace)
    taken = [still_taken(region, moment) for moment in (over - SECOND, over, over + SECOND)]
    assert taken == [True, False, False]
    assert not still_taken(region, period.input_opens - SECOND)
    # Neither of the two moves what people are told.
    assert deadline_for(1, region).until == ends - SECOND


def test_closed_period_takes_nothing_however_much_time_a_region_had() -> None:
    closed = Period(**_moments(PERIOD), grace_minutes=180, closed_at=COURSE[Phase.MEASUREMENT])
    region = RegionPeriod(period=closed, more_until=COURSE[Phase.MEASUREMENT] + timedelta(days=2))
    assert region.phase_at(COURSE[Phase.MEASUREMENT]) is Phase.CLOSED
    assert not still_taken(region, COURSE[Phase.MEASUREMENT])


def test_nothing_is_taken_once_quality_control_is_over() -> None:
    """An end of quality control that was moved over a region's more time, or that the grace would outlast."""
    ends = COURSE[Phase.PUBLICATION]
    period = Period(**_moments(PERIOD), grace_minutes=180)
    overtaken = RegionPeriod(period=period, more_until=ends + timedelta(days=3))
    to_the_end = RegionPeriod(period=period, more_until=ends - timedelta(minutes=1))
    assert overtaken.input_until == ends - SECOND
    for region in (overtaken, to_the_end):
        assert still_taken(region, ends - SECOND)
        for late in (ends, ends + SECOND, ends + timedelta(days=3)):
            assert not still_taken(region, late)
            assert region.phase_at(late) is Phase.PUBLICATION


# With database and pages --------------------------------------------------------------------------------------------


@pytest.fixture
def _kotim(cast: Cast) -> Iterator[None]:
    with time_machine.travel(NOON, tick=False), scope({KOTIM, JAYAPURA, NATION}):
        yield


def _give(cast: Cast, *, grace: int = 0, more: timedelta | None = None) -> datetime:
    """Grace for all, more time for Kotawaringin Timur; returns the first moment after its input."""
    Period.objects.filter(pk=cast.period.pk).update(grace_minutes=grace)
    cast.period.refresh_from_db()
    if more is None:
        return cast.period.input_closes
    until = cast.period.input_until + more
    RegionPeriod.objects.filter(region_id=KOTIM, period=cast.period).update(more_until=until)
    return until + SECOND


@pytest.mark.parametrize(
    ("grace", "more"), [(0, None), (15, timedelta(days=2))], ids=["bare", "grace and more"]
)
def test_handing_in_has_the_grace_and_beginning_has_not(
    cast: Cast, _kotim: None, client: Client, grace: int, more: timedelta | None
) -> None:
    sari, hendra = cast.actor("sari"), cast.actor("hendra")
    closes = _give(cast, grace=grace, more=more)
    over = closes + timedelta(minutes=grace)
    mine, late = (make_complete(sari, opd=cast.health, period=cast.period) for _ in range(2))
    checked = [
        verify(submit(make_complete(sari, opd=cast.health, period=cast.period), sari), cast.actor("budi"))
        for _ in range(2)
    ]
    make_sendable(cast)

    def send(innovation: Innovation) -> Sending:
        return send_portfolio(
            innovation.region_period_id, actor=hendra, chosen={innovation.pk: innovation.version}
        ).sending

    def begin() -> Innovation:
        now = timezone.now()
        return create_innovation(actor=sari, opd_id=cast.health.pk, name="Baru", period=cast.period, now=now)

    with time_machine.travel(closes - SECOND, tick=False):
        assert begin().state == State.DRAFT
    with time_machine.travel(over - SECOND, tick=False):
        assert submit(mine, sari).state == State.SUBMITTED
        assert send(checked[0]).number == 1
    with time_machine.travel(over, tick=False):
        for step in (lambda: submit(late, sari), lambda: send(checked[1]), begin):
            with pytest.raises(Refused) as refused:
                step()
            assert refused.value.code == "closed"
    with time_machine.travel(closes, tick=False):
        with pytest.raises(Refused) as refused:
            begin()
        assert refused.value.code == "closed"
        # The page says the plain truth of the date, and holds no button and no word of the grace.
        client.force_login(cast.sari)
        page = client.get(f"/d/{KOTIM}/opd/{cast.health.pk}/inovasi/{late.public_id}/ajukan/")
        words = page.content.decode()
        assert "Penjaringan sedang tidak dibuka" in words
        assert 'name="langkah"' not in words


def test_more_time_moves_every_page_of_its_region_and_no_other(
    cast: Cast, _kotim: None, client: Client
) -> None:
    closes = _give(cast, grace=15, more=timedelta(days=2))
    assert closes == NOON + timedelta(days=47)
    with time_machine.travel(NOON + timedelta(days=46), tick=False):
        # 23 August, 11.59 WIB is 13.59 WIT; the grace stands nowhere.
        for who, place, shown in (
            (cast.sari, f"/d/{KOTIM}/opd/{cast.health.pk}/", "11.59 WIB"),
            (cast.budi, f"/d/{KOTIM}/desk/", "11.59 WIB"),
            (cast.hendra, f"/d/{KOTIM}/daerah/jadwal/", "Diperpanjang untuk daerah ini."),
        ):
            client.force_login(who)
            words = client.get(place).content.decode()
            assert shown in words
            assert "12.14" not in words
        client.force_login(cast.yosef)
        theirs = client.get(f"/d/{JAYAPURA}/daerah/jadwal/").content.decode()
        assert "Diperpanjang untuk daerah ini." not in theirs
        assert "13.59 WIT" in theirs
        calendar = client.get(f"/d/{JAYAPURA}/daerah/jadwal/kalender.ics").content.decode()
        assert "DTSTART:20260821T045900Z" in calendar  # 21 August, 11.59 WIB


@pytest.mark.parametrize(("days", "basis"), [(74, "verified"), (76, "final"), (106, "final"), (400, "final")])
def test_ranking_shows_the_final_basis_from_quality_control_on(days: int, basis: str, cast: Cast) -> None:
    assert usual_basis(cast.period, now=NOON + timedelta(days=days)) == basis
