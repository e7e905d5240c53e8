"""The ministry's cockpit: counts, forecast, regions at risk with the reason, and a number of statements that does not grow."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from fractions import Fraction

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from iga_portal.jobs.models import Job
from iga_portal.tenancy.scope import scope
from iga_portal.tenancy.tasks import region_ids
from innovations.enums import State
from innovations.models import Innovation
from regions.domain.versions import raise_content_version
from regions.models import RegionPeriod
from regions.queries.instruments import instrument_of
from scoring.queries.nation import WIB, Course, Nation, forecast_of, nation_of
from scoring.recompute import recompute_region
from tests.cast import BENGKULU, JAYAPURA, KOTIM, NOON, Cast, region_period

PAGE = reverse("pusat:control")


@pytest.fixture(autouse=True)
def _nation(cast: Cast) -> Iterator[None]:
    with time_machine.travel(NOON, tick=False), scope(region_ids()):
        yield


def make(cast: Cast, region_id: int, state: str, number: int, *, urusan: str = "A01") -> None:
    """Innovations of a state, submitted yesterday (the sent ones sent today)."""
    opd = {KOTIM: cast.health, BENGKULU: cast.bengkulu_opd}[region_id]
    period = region_period(cast, region_id)
    is_in = state not in {State.DRAFT, State.WITHDRAWN}
    Innovation.objects.bulk_create(
        Innovation(
            region_id=region_id, opd=opd, region_period=period, name=f"{state} {step}", state=state,
            stage="penerapan", urusan=urusan, implemented_on=date(2025, 3, 1),
            submitted_at=NOON - timedelta(days=1) if is_in else None,
            sent_at=NOON if state == State.SENT else None,
        )
        for step in range(number)
    )  # fmt: skip
    if state == State.SENT:
        RegionPeriod.objects.filter(pk=period.pk).update(sent_at=NOON)


def nation(cast: Cast) -> Nation:
    return nation_of(cast.period, instrument=instrument_of(cast.period), now=NOON)


def test_counts_follow_the_steps_of_the_season(cast: Cast) -> None:
    make(cast, KOTIM, State.DRAFT, 2)
    make(cast, KOTIM, State.VERIFIED, 3, urusan="A02")
    make(cast, KOTIM, State.SENT, 4)
    make(cast, BENGKULU, State.WITHDRAWN, 1)
    found = nation(cast)
    assert (found.regions_begun, found.regions_sent) == (1, 1)
    assert found.innovations((State.SENT,)) == 4
    spread = {entry.code: (entry.handed_in, entry.sent, entry.regions) for entry in found.spread}
    assert (spread["A01"], spread["A02"], spread["A03"]) == ((4, 4, 1), (3, 0, 1), (0, 0, 0))
    assert (found.course.handed_in[-2:], found.course.sent[-2:]) == ([7, 7], [0, 4])


def test_each_region_at_risk_has_its_gravest_reason(cast: Cast) -> None:
    def reasons() -> dict[int, str]:
        return {risk.line.region.pk: risk.code for risk in nation(cast).risks}

    assert set(reasons().values()) == {"belum-mulai"}
    for state, code in (
        (State.WITHDRAWN, "belum-mulai"),
        (State.DRAFT, "belum-mengajukan"),
        (State.SUBMITTED, "belum-terverifikasi"),
        (State.VERIFIED, "belum-mengirim"),
    ):
        make(cast, KOTIM, state, 1)
        assert reasons()[KOTIM] == code
        assert reasons()[JAYAPURA] == "belum-mulai"
    make(cast, KOTIM, State.SENT, 5)
    raise_content_version(region_period(cast).pk, region_id=KOTIM, period_id=cast.period.pk)
    recompute_region(KOTIM, period_id=cast.period.pk)
    risk = next(risk for risk in nation(cast).risks if risk.line.region.pk == KOTIM)
    # All of one urusan: one yandas of the five that open the score for the number.
    assert (risk.code, "1 dari 5" in risk.words) == ("yandas", True)


def course(*handed_in: int) -> Course:
    last = NOON.astimezone(WIB).date()
    days = [last - timedelta(days=back) for back in reversed(range(len(handed_in)))]
    return Course(days, handed_in, [0] * len(handed_in))


def test_forecast_carries_the_last_whole_days_on() -> None:
    # Seven whole days from 10 to 45: five a day; today's two do not slow it. 7 July to 17 July: ten days, 47 + 50.
    found = forecast_of(course(10, 15, 20, 25, 30, 35, 40, 45, 47), until=NOON + timedelta(days=10), now=NOON)
    assert found is not None
    assert (found.a_day, found.days_left, found.at_the_end) == (Fraction(5), 10, 97)
    assert forecast_of(course(5, 7), until=NOON + timedelta(days=10), now=NOON) is None
    assert forecast_of(course(5, 7, 9), until=NOON - timedelta(seconds=1), now=NOON) is None


def test_page_asks_the_same_however_much_there_is_and_only_the_ministry_reads_it(cast: Cast) -> None:
    client = Client()
    client.force_login(cast.rina)
    counts = []
    for number in (1, 300):
        for region_id in (KOTIM, BENGKULU):
            make(cast, region_id, State.SUBMITTED, number)
        Job.objects.create(region_id=KOTIM, kind="report", once=str(number))
        with CaptureQueriesContext(connection) as found:
            page = client.get(PAGE)
        assert page.status_code == 200
        counts.append(len(found))
    assert counts[0] == counts[1] <= 15
    assert page.context["nation"].machines.queued == 2
    words = page.content.decode()
    assert "Kabupaten Kotawaringin Timur" in words
    filtered = client.get(PAGE, {"risiko": "belum-terverifikasi"})
    assert {risk.line.region.pk for risk, _url in filtered.context["risks"]} == {KOTIM, BENGKULU}
    assert client.get(PAGE, {"risiko": "<script>"}).status_code == 200
    outsider = Client()
    outsider.force_login(cast.hendra)
    assert outsider.get(PAGE).status_code == 404
