"""What waits at the desk: the clock and its questions, points at stake, known documents, filters, views; twelve queries for two thousand."""

from __future__ import annotations

import io
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook

from iga_portal.jobs.models import Job
from iga_portal.jobs.tasks import run_job
from iga_portal.tenancy.scope import scope
from innovations.domain.verdicts import judge_row
from innovations.enums import AssignmentOrigin
from innovations.models import Answer, Assignment, Citation, Innovation, Lease, RowQuestion, SavedView
from innovations.queries.queue import (
    Desk,
    Filters,
    Waiting,
    chosen_of,
    lines_of,
    open_work,
    read_filters,
    waiting_at,
)
from regions.models import Opd, RegionPeriod
from regions.queries.instruments import instrument_of
from tests.cast import KOTIM, NOON, Cast, make_cast, make_complete, make_document, region_period, submit
from tests.innovations.desk_support import admin, desk, seen, signed_in
from tests.innovations.queue_support import fill_queue
from tests.innovations.test_desk_queue import MOST_QUERIES, names, reads


def desk_of(cast: Cast, *, person: str = "budi") -> Desk:
    found = region_period(cast)
    return Desk(found, instrument_of(found.period), NOON, getattr(cast, person).pk)


def ask(innovation_id: int, row: int, *, cast: Cast, asked: int, replied: int | None = None) -> RowQuestion:
    """A question so many hours before NOON, answered so many hours before it."""
    return RowQuestion.objects.create(
        region_id=KOTIM,
        answer=Answer.objects.get(innovation_id=innovation_id, row=row),
        text="Halaman berapa?",
        asked_by=cast.budi,
        asked_at=NOON - timedelta(hours=asked),
        **({"reply": "3", "replied_at": NOON - timedelta(hours=replied)} if replied is not None else {}),
    )


def only(cast: Cast) -> Waiting:
    [entry] = waiting_at(desk_of(cast))
    return entry


# The clock ---------------------------------------------------------------------------------------------------------------


def test_clock_stands_while_a_question_is_open_and_overlapping_ones_count_once(cast: Cast) -> None:
    with scope({KOTIM}):
        [number] = fill_queue(cast, 1, days=10)
        assert (only(cast).age(NOON), only(cast).stood, only(cast).asked) == (10, timedelta(0), False)
        assert only(cast).promise == NOON - timedelta(days=3)  # promised within 7 days of 10 days ago
        assert only(cast).is_overdue(NOON)
        ask(number, 16, cast=cast, asked=100, replied=52)  # 48 hours
        ask(number, 17, cast=cast, asked=76, replied=28)  # its second half is new: 24 hours
        ask(number, 18, cast=cast, asked=70, replied=60)  # wholly inside
        assert (only(cast).stood, only(cast).asked) == (timedelta(hours=72), False)
        assert (only(cast).age(NOON), only(cast).promise) == (7, NOON)
        ask(number, 19, cast=cast, asked=24)  # still open
        entry = only(cast)
        assert (entry.stood, entry.asked, entry.age(NOON)) == (timedelta(hours=96), True, 6)
        assert entry.promise == NOON + timedelta(days=1)
        assert not entry.is_overdue(NOON)


def test_question_of_an_earlier_round_does_not_stop_the_clock_of_this_one(cast: Cast) -> None:
    with scope({KOTIM}):
        [number] = fill_queue(cast, 1, days=2)
        ask(
            number, 16, cast=cast, asked=240, replied=24
        )  # 24 hours of it lie after the submission two days ago
        ask(number, 17, cast=cast, asked=240, replied=60)  # over before it
        assert only(cast).stood == timedelta(hours=24)


def test_oldest_promise_is_on_top_also_when_a_question_moved_it(cast: Cast) -> None:
    with scope({KOTIM}):
        first, second, third = fill_queue(cast, 3, days=9)  # 9, 6 and 3 days ago
        assert [entry.pk for entry in waiting_at(desk_of(cast))] == [first, second, third]
        ask(first, 16, cast=cast, asked=5 * 24)
        assert [entry.pk for entry in waiting_at(desk_of(cast))] == [second, first, third]


# What is at stake -----------------------------------------------------------------------------------------------------------


def test_open_points_are_those_claimed_for_rows_without_a_verdict(cast: Cast) -> None:
    sari, budi = cast.actor("sari"), cast.actor("budi")
    with scope({KOTIM}):
        innovation = submit(make_complete(sari, opd=cast.health, period=cast.period, level=2), sari)
        found = open_work(desk_of(cast))[innovation.pk]
        # All rows at 2 of 3: two thirds of the 111 points.
        assert (found.rows, found.points) == (20, 7400)
        row = instrument_of(cast.period).row("29")
        answer = Answer.objects.get(innovation=innovation, row=29)
        judge_row(answer.pk, reviewer=budi, level=2, seen_hash=seen(innovation, 29))
        found = open_work(desk_of(cast))[innovation.pk]
        assert (found.rows, found.points) == (19, 7400 - 2 * row.weight_hundredths)
        line: Any = lines_of([innovation.pk], desk_of(cast))[innovation.pk]
        assert (line.open_rows, line.points_open) == (found.rows, found.points)
        Answer.objects.filter(innovation=innovation, row=16).update(claimed_level=None)
        weight = instrument_of(cast.period).row("16").weight_hundredths
        assert open_work(desk_of(cast))[innovation.pk].points == found.points - 2 * weight


def test_document_that_is_judged_elsewhere_is_known(cast: Cast) -> None:
    sari, budi, dewi = cast.actor("sari"), cast.actor("budi"), cast.actor("dewi")
    with scope({KOTIM}):
        first = submit(make_complete(sari, opd=cast.health, period=cast.period, name="Pertama"), sari)
        second = submit(make_complete(sari, opd=cast.health, period=cast.period, name="Kedua"), sari)
        other = submit(make_complete(dewi, opd=cast.education, period=cast.period, name="Lain"), dewi)

        def known(innovation: Innovation) -> int:
            line: Any = lines_of([innovation.pk], desk_of(cast))[innovation.pk]
            return int(line.rows_known)

        shared = Citation.objects.filter(answer__innovation=first).first()
        assert shared is not None
        Citation.objects.filter(answer__innovation=second, answer__row__in=[20, 21]).update(
            document=shared.document_id
        )
        assert (known(first), known(second), known(other)) == (0, 0, 0)  # nothing is judged yet
        answer = Answer.objects.get(innovation=first, row=16)
        judge_row(answer.pk, reviewer=budi, level=2, seen_hash=seen(first, 16))
        # Its own 19 open rows cite the same document, and so do two rows of the second.
        assert (known(first), known(second), known(other)) == (19, 2, 0)
        assert [
            entry.name
            for entry in chosen_of(
                waiting_at(desk_of(cast), condition="dikenal"), Filters(condition="dikenal"), desk_of(cast), opds={}
            )
        ] == ["Pertama", "Kedua"]  # fmt: skip
        # Another agency's own copy of the same file is the same document to the desk.
        copy = make_document(dewi, opd=cast.education, subject="SK Pertama")
        Citation.objects.filter(answer__innovation=other, answer__row=30).update(document=copy)
        assert known(other) == 1


# Filters, and the page -----------------------------------------------------------------------------------------------------


def lend(innovation_id: int, cast: Cast, *, person: str, minutes: int) -> None:
    now = datetime.now(UTC)
    Lease.objects.create(
        region_id=KOTIM, innovation_id=innovation_id, holder=getattr(cast, person), taken_at=now, beat_at=now,
        expires_at=now + timedelta(minutes=minutes),
    )  # fmt: skip


def give(innovation_id: int, cast: Cast, *, person: str) -> None:
    Assignment.objects.create(
        region_id=KOTIM,
        innovation_id=innovation_id,
        reviewer=getattr(cast, person),
        origin=AssignmentOrigin.HAND,
    )


def test_page_narrows_by_reader_and_condition_and_shows_who_has_it_open(
    cast: Cast, frozen_noon: None
) -> None:
    with scope({KOTIM}):
        mine, others, late, asked, held = fill_queue(cast, 5, days=5)
        give(mine, cast, person="budi")
        give(others, cast, person="indah")
        Answer.objects.filter(innovation_id=late).update(verified_level=1)
        connection.cursor().execute(
            "UPDATE innovations_transition SET at = at - interval '9 days' WHERE innovation_id = %s", [late]
        )
        ask(asked, 16, cast=cast, asked=2)
        lend(held, cast, person="indah", minutes=2)
        lend(mine, cast, person="indah", minutes=-2)  # run out
        called = dict(Innovation.objects.values_list("pk", "name"))
    client = signed_in(cast.budi)

    def shown(**query: str) -> list[str]:
        return names(client.get(desk("home"), query).text)

    assert shown(penelaah="saya") == [called[mine]]
    assert shown(penelaah=str(cast.indah.pk)) == [called[others]]
    assert shown(penelaah="tanpa") == [called[late], called[asked], called[held]]
    assert shown(keadaan="terlambat") == [called[late]]
    assert shown(keadaan="tanya") == [called[asked]]
    assert shown(keadaan="dibuka") == [called[held]]
    assert shown(keadaan="dikenal") == []
    assert (
        len(shown(keadaan="apa saja", penelaah="x", opd="9" * 40)) == 5
    )  # what no page offers is passed over
    page = client.get(desk("home")).text
    assert page.count("sedang dibuka Indah") == 1
    # The first that is free: what is late is nobody's; what Indah reads or holds is not offered.
    start = page[: page.index("Periksa yang teratas")]
    with scope({KOTIM}):
        assert str(Innovation.objects.get(pk=late).public_id) in start


def test_sorting_by_points_takes_all_pages_into_account(cast: Cast) -> None:
    with scope({KOTIM}):
        ids = fill_queue(cast, 30)
        Answer.objects.filter(innovation_id=ids[-1]).update(claimed_level=3)
        top = Innovation.objects.get(pk=ids[-1]).name
    page = signed_in(cast.budi).get(desk("home"), {"urut": "-poin"}).text
    assert names(page)[0] == top
    assert "111,00" in page and "74,00" in page


QUERIES = ({}, {"urut": "-poin", "keadaan": "dikenal"}, {"penelaah": "tanpa", "cari": "ino"})


@pytest.mark.slow
def test_queries_are_at_most_twelve_and_as_many_for_ten_as_for_two_thousand(cast: Cast) -> None:
    clients = {desk("home"): signed_in(cast.budi), admin("assignments"): signed_in(cast.hendra)}

    def asked() -> list[int]:
        counts = []
        for address, client in clients.items():
            for query in QUERIES:
                with CaptureQueriesContext(connection) as captured:
                    assert client.get(address, {"semua": "1", **query}).status_code == 200
                counts.append(len(reads(captured)))
        return counts

    with scope({KOTIM}):
        fill_queue(cast, 10)
        SavedView.objects.create(region_id=KOTIM, person=cast.budi, name="x", query="keadaan=tanya")
    for address, client in clients.items():
        client.get(address, {"semua": "1"})  # what a process reads once
    few = asked()
    with scope({KOTIM}):
        # Two rows each: forty thousand answers would be most of what this test costs.
        fill_queue(cast, 1990, opd=cast.education, rows=2)
    assert asked() == few
    assert max(few) <= MOST_QUERIES, few


def test_filters_are_read_from_any_query_without_harm() -> None:
    assert read_filters({}) == Filters()
    hostile = {
        "opd": "1 OR 1=1",
        "urusan": "';--",
        "penelaah": "²",
        "keadaan": "terlambat'",
        "cari": "x" * 500,
    }
    assert read_filters(hostile) == Filters(search="x" * 100)
    assert read_filters({"opd": "12", "penelaah": "7", "keadaan": "lagi"}) == Filters(
        opd_id=12, reader="7", condition="lagi"
    )


# Saved views ---------------------------------------------------------------------------------------------------------------


def test_view_is_saved_renamed_made_the_first_and_deleted(cast: Cast) -> None:
    client = signed_in(cast.budi)
    answer = client.post(
        desk("views"), {"nama": "Terlambat saya", "saringan": "keadaan=terlambat&penelaah=saya&halaman=3&x=1"}
    )
    assert answer["Location"] == desk("home") + "?penelaah=saya&keadaan=terlambat"
    with scope({KOTIM}):
        view = SavedView.objects.get()
        assert (view.person, view.query) == (cast.budi, "penelaah=saya&keadaan=terlambat")
    assert "Terlambat saya" in client.get(desk("home")).text

    def change(**given: str) -> None:
        client.post(desk("view_change", view.pk), given)
        with scope({KOTIM}):
            view.refresh_from_db()

    change(langkah="nama", nama="  Yang lewat  ")
    assert view.name == "Yang lewat"
    change(langkah="awal")
    assert client.get(desk("home"))["Location"] == desk("home") + "?penelaah=saya&keadaan=terlambat"
    assert client.get(desk("home"), {"semua": "1"}).status_code == 200  # the way out of it
    change(langkah="bukan-awal")
    assert client.get(desk("home")).status_code == 200
    client.post(desk("view_change", view.pk), {"langkah": "hapus"})
    with scope({KOTIM}):
        assert not SavedView.objects.exists()


def test_view_of_somebody_else_is_neither_shown_nor_changed(cast: Cast) -> None:
    from tests.innovations.assign_support import make_reviewer

    rival = make_reviewer("Rival")
    with scope({KOTIM}):
        view = SavedView.objects.create(region_id=KOTIM, person=rival, name="Rahasia", query="cari=x")
    client = signed_in(cast.budi)
    assert "Rahasia" not in client.get(desk("home")).text + client.get(desk("views")).text
    for step in ("nama", "hapus", "awal", "apa"):
        client.post(desk("view_change", view.pk), {"langkah": step, "nama": "Diambil"})
    with scope({KOTIM}):
        view.refresh_from_db()
        assert (view.name, view.is_default) == ("Rahasia", False)
    for given in ({"nama": "", "saringan": "cari=x"}, {"nama": "Kosong", "saringan": "apa=1"}):
        client.post(desk("views"), given)
    with scope({KOTIM}):
        assert SavedView.objects.count() == 1


# To take along ------------------------------------------------------------------------------------------------------------


def test_queue_is_taken_along_as_xlsx_with_its_filters(live_db: str, frozen_noon: None) -> None:
    cast = make_cast()
    with scope({KOTIM}):
        fill_queue(cast, 3, days=9)
        [other] = fill_queue(cast, 1, opd=cast.education, days=3)
        give(other, cast, person="budi")
        RegionPeriod.objects.filter(pk=region_period(cast).pk).update(desk_days=2)
    client = signed_in(cast.budi)
    query = f"opd={cast.education.pk}&urut=-poin"
    client.post(desk("list_order", "antrean"), {"saringan": query})
    with scope({KOTIM}):
        job = Job.objects.get(kind="regions.list")
    assert run_job(region_id=KOTIM, job_id=job.pk) == "done"
    response = client.get(desk("list_file", job.public_id))
    book = load_workbook(io.BytesIO(b"".join(response)))  # type: ignore[arg-type]
    head, *rows = [[cell.value for cell in row] for row in book["Daftar"].iter_rows()]
    assert head[:7] == [
        "Inovasi",
        "OPD",
        "Urusan",
        "Masuk ke desk (WIB)",
        "Umur (hari)",
        "Janji",
        "Lewat janji",
    ]
    assert rows == [
        [
            "Inovasi 0001", "Dinas Pendidikan", "Kesehatan", datetime(2026, 7, 4, 12), 3, datetime(2026, 7, 6), "ya",
            None, None, 20, 74, 0, "Budi", None, None,
        ]
    ]  # fmt: skip
    about = [row[0].value for row in book["Keterangan"].iter_rows()]
    assert about[-1] == "OPD: Dinas Pendidikan"
    with scope({KOTIM}):
        assert Opd.objects.filter(name="Dinas Pendidikan").exists()
