"""The desk's queue: order, filters, tabs, marks, and as many queries for thirty as for one."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
import time_machine
from django.db import connection
from django.http import QueryDict
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from iga_portal.tenancy.scope import scope
from innovations.domain.transitions import take_step
from innovations.models import Innovation
from innovations.workflow import Action
from regions.lists.kinds import Asked, list_kind
from regions.models import Region
from tests.cast import KOTIM, NOON, Cast, make_complete, submit
from tests.innovations.desk_support import desk, many_submitted, signed_in

MOST_QUERIES = 12


def names(html: str) -> list[str]:
    return re.findall(r'desk/inovasi/[0-9a-f-]+/">([^<]+)</a>', html)


def reads(captured: CaptureQueriesContext) -> list[str]:
    """The SELECTs of the page; settings of the scope and savepoints ask the database for nothing."""
    return [
        query["sql"]
        for query in captured.captured_queries
        if query["sql"].startswith("SELECT") and "set_config" not in query["sql"]
    ]


@pytest.mark.parametrize("tab", ["antrean", "terverifikasi"])
def test_page_asks_the_same_for_one_as_for_thirty(cast: Cast, tab: str) -> None:
    state = {"antrean": "submitted", "terverifikasi": "verified"}[tab]
    client = signed_in(cast.budi)
    with scope({KOTIM}):
        many_submitted(cast, 1, state=state)
    client.get(desk("home"))  # what a process reads once
    with CaptureQueriesContext(connection) as one:
        response = client.get(desk("home"), {"tab": tab})
    assert len(names(response.text)) == 1
    with scope({KOTIM}):
        many_submitted(cast, 29, state=state, opd=cast.education)
    with CaptureQueriesContext(connection) as thirty:
        response = client.get(desk("home"), {"tab": tab})
    assert len(names(response.text)) == 25  # a page
    assert len(reads(thirty)) == len(reads(one))
    assert len(reads(one)) <= MOST_QUERIES, reads(one)


def test_oldest_waits_on_top_and_the_second_page_goes_on(cast: Cast) -> None:
    with scope({KOTIM}):
        for name, days in (("Kedua", 2), ("Pertama", 5), ("Ketiga", 1)):
            with time_machine.travel(NOON - timedelta(days=days)):
                submit(
                    make_complete(cast.actor("sari"), opd=cast.health, period=cast.period, name=name),
                    cast.actor("sari"),
                )
    response = signed_in(cast.budi).get(desk("home"))
    assert names(response.text) == ["Pertama", "Kedua", "Ketiga"]
    assert "5 hari" in response.text
    assert names(signed_in(cast.budi).get(desk("home"), {"urut": "-janji"}).text) == [
        "Ketiga", "Kedua", "Pertama",
    ]  # fmt: skip
    with scope({KOTIM}):
        many_submitted(cast, 26)
    assert len(names(signed_in(cast.budi).get(desk("home"), {"halaman": "2"}).text)) == 4


def test_filters_stand_in_the_address(cast: Cast) -> None:
    with scope({KOTIM}):
        many_submitted(cast, 2)
        [other] = many_submitted(cast, 1, opd=cast.education)
        Innovation.objects.filter(pk=other.pk).update(name="Rapor Daring", urusan="A01")
        [unit] = many_submitted(cast, 1, opd=cast.clinic)
        Innovation.objects.filter(pk=unit.pk).update(name="Posyandu Malam")
    client = signed_in(cast.budi)

    def shown(**query: str) -> list[str]:
        return sorted(names(client.get(desk("home"), query).text))

    assert shown(opd=str(cast.education.pk)) == ["Rapor Daring"]
    # An OPD stands for its units as well.
    assert shown(opd=str(cast.health.pk)) == ["Inovasi 000", "Inovasi 001", "Posyandu Malam"]
    assert shown(urusan="A01") == ["Rapor Daring"]
    assert shown(cari="rapor dinas") == ["Rapor Daring"]
    assert shown(cari="rapor kesehatan") == []
    assert shown(opd="bukan", urusan="ZZZ") == [
        "Inovasi 000",
        "Inovasi 001",
        "Posyandu Malam",
        "Rapor Daring",
    ]


def test_tabs_count_and_hold_their_states(cast: Cast) -> None:
    with scope({KOTIM}):
        for state in (
            "draft",
            "submitted",
            "returned",
            "verified",
            "declined",
            "sent",
            "assessed",
            "withdrawn",
        ):
            many_submitted(cast, 1, state=state)
    client = signed_in(cast.budi)
    counted = dict(re.findall(r">([A-Z][a-z ]+) <small>(\d+)</small>", client.get(desk("home")).text))
    assert counted == {
        "Antrean": "1", "Perbaikan": "1", "Terverifikasi": "1", "Tidak dilanjutkan": "1", "Terkirim": "2",
    }  # fmt: skip
    assert len(names(client.get(desk("home"), {"tab": "terkirim"}).text)) == 2


def test_resubmitted_innovation_is_marked(cast: Cast) -> None:
    sari, budi = cast.actor("sari"), cast.actor("budi")
    with scope({KOTIM}):
        innovation = submit(make_complete(sari, opd=cast.health, period=cast.period), sari)
    client = signed_in(cast.budi)
    assert "diajukan kembali" not in client.get(desk("home")).text
    with scope({KOTIM}):
        innovation = take_step(
            innovation.pk, action=Action.RETURN, actor=budi, seen_version=innovation.version,
            row_reasons={16: "SK tidak memuat nama inovasi."},
        ).innovation  # fmt: skip
        take_step(innovation.pk, action=Action.RESUBMIT, actor=sari, seen_version=innovation.version)
    assert "diajukan kembali" in client.get(desk("home")).text


def test_innovation_of_the_reviewers_own_opd_is_named_and_not_offered(cast: Cast) -> None:
    from regions.enums import Role
    from regions.models import Membership

    with scope({KOTIM}):
        [first] = many_submitted(cast, 1)
        [second] = many_submitted(cast, 1, opd=cast.education)
    start = "Periksa yang teratas"
    page = signed_in(cast.budi).get(desk("home")).text
    assert str(first.public_id) in page[: page.index(start)]
    Membership.objects.create(
        person=cast.budi, role=Role.OPERATOR, region_id=KOTIM, opd=cast.health, valid_from="2025-01-01"
    )
    page = signed_in(cast.budi).get(desk("home")).text
    assert "penelaah lain yang memeriksa" in page
    assert str(first.public_id) not in page[: page.index(start)]
    assert str(second.public_id) in page[: page.index(start)]


def test_empty_queue_and_empty_filter_say_what_next(cast: Cast) -> None:
    client = signed_in(cast.budi)
    assert "Antrean kosong" in client.get(desk("home")).text
    assert "Hapus saringan" in client.get(desk("home"), {"cari": "xyz"}).text


def test_list_to_take_along_reads_the_queue_once(cast: Cast) -> None:
    """Counting, describing and writing ask for the same queue; what waits is read by one of them and kept."""
    kind = list_kind("antrean")
    assert kind is not None and kind.count is not None and kind.about is not None
    with scope({KOTIM}):
        many_submitted(cast, 3)
        region = Region.objects.get(pk=KOTIM)
        asked = Asked(cast.actor("hendra"), region, cast.period, QueryDict("cari=Inovasi"), timezone.now())
        with CaptureQueriesContext(connection) as seen:
            counted, rows = kind.count(asked), list(kind.rows(asked))
            about = list(kind.about(asked))
    assert (counted, len(rows), about[-1]) == (3, 3, "Dicari: Inovasi")
    read = [query["sql"] for query in seen if 'FROM "regions_opd"' in query["sql"]]
    assert len(read) == 1, read
