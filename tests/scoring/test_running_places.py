"""A region's own running place: computed over all regions, written on its own row, shown only where the period allows it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection

from iga_portal.tenancy.scope import scope
from iga_portal.tenancy.tasks import region_ids
from innovations.enums import State
from regions.models import Period, RegionPeriod
from scoring.running import write_running_places
from tests.cast import BENGKULU, JAYAPURA, KOTIM, NOON, Cast
from tests.scoring.support import compute, signed_in, standing
from tests.scoring.test_pages import made_up, text_of

PADANG, BANDA_ACEH = 1371, 1171


def allow(cast: Cast, *, shown: bool = True) -> None:
    Period.objects.filter(pk=cast.period.pk).update(shows_running_place=shown)


def write(now=NOON) -> int:  # type: ignore[no-untyped-def]
    with scope(region_ids(), role="test"):
        return write_running_places(now=now)


def places() -> dict[int, int]:
    with scope(region_ids(), role="test"):
        rows = RegionPeriod.objects.filter(running_place__isnull=False)
        return dict(rows.values_list("region_id", "running_place"))


def test_places_are_those_among_the_regions_of_a_kind_and_equals_share_one(cast: Cast) -> None:
    allow(cast)
    made_up(
        cast, {PADANG: "70.00", BANDA_ACEH: "60.00", BENGKULU: "60.00", JAYAPURA: "50.00", KOTIM: "10.00"}
    )
    assert write() == 5
    # Four kota, and one kabupaten that is the first of its kind with the lowest index of all.
    assert places() == {PADANG: 1, BANDA_ACEH: 2, BENGKULU: 2, JAYAPURA: 4, KOTIM: 1}
    # Nothing changed: nothing is written.
    assert write() == 0


def test_no_place_is_written_unless_the_period_shows_it_and_it_goes_when_it_no_longer_does(
    cast: Cast,
) -> None:
    made_up(cast, {PADANG: "70.00", BENGKULU: "60.00"})
    assert (write(), places()) == (0, {})
    allow(cast)
    assert (write(), places()) == (2, {PADANG: 1, BENGKULU: 2})
    allow(cast, shown=False)
    assert (write(), places()) == (2, {})


def test_once_the_ministry_checks_only_what_was_sent_is_placed(cast: Cast) -> None:
    allow(cast)
    made_up(cast, {PADANG: "70.00"}, sent=False)
    made_up(cast, {BENGKULU: "60.00"})
    write()
    assert places() == {PADANG: 1, BENGKULU: 2}
    write(NOON + timedelta(days=80))  # quality control: the final basis
    assert places() == {BENGKULU: 1}


def test_a_place_is_no_change_of_facts_and_leaves_no_trail(cast: Cast) -> None:
    allow(cast)
    made_up(cast, {PADANG: "70.00"})
    with scope({PADANG}), connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM regions_regionperiodtenantevent WHERE region_id = %s", [PADANG])
        before = cursor.fetchone()
        versions = RegionPeriod.objects.values_list("content_version", "scored_version").get()
    write()
    with scope({PADANG}), connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM regions_regionperiodtenantevent WHERE region_id = %s", [PADANG])
        assert cursor.fetchone() == before
        assert RegionPeriod.objects.values_list("content_version", "scored_version").get() == versions


@pytest.mark.parametrize("shown", [True, False])
def test_region_sees_its_own_place_where_allowed_and_nobody_elses_number(cast: Cast, shown: bool) -> None:
    allow(cast)
    made_up(cast, {6201: "77.77", 6203: "66.66"})  # two other kabupaten of Kalimantan Tengah
    with scope({KOTIM}):
        standing(cast, name="Satu", state=State.VERIFIED)
    compute(cast)
    write()
    allow(cast, shown=shown)  # the page obeys at once, the worker within a minute
    for client, path in (
        (signed_in(cast.hendra), f"/d/{KOTIM}/daerah/"),
        (signed_in(cast.tiur), f"/d/{KOTIM}/kepala-daerah/"),
    ):
        words = text_of(client.get(path))
        assert ("3 di antara 415 kabupaten peserta" in words) is shown
        assert ("Peringkat berjalan" in words) is shown
        assert "77,77" not in words
        assert "66,66" not in words
