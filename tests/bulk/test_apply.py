"""Applying: all of it or nothing, once, by whoever may, and never over something that moved meanwhile."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.conf import settings

from iga_portal.jobs import telling
from iga_portal.jobs.domain import SILENT_FOR, Progress
from iga_portal.jobs.models import Job, JobState
from iga_portal.jobs.tasks import run_job
from iga_portal.refusals import Refused
from iga_portal.tenancy.scope import scope
from innovations.bulk import adapter, jobs
from innovations.bulk.imports import order_apply
from innovations.domain.innovations import change_proposal
from innovations.domain.transitions import take_step
from innovations.enums import State
from innovations.models import Answer, BulkImport, BulkState, Innovation, Transition
from innovations.workflow import Action
from regions.models import Membership, RegionPeriod
from tests.bulk.support import (
    Pen,
    again,
    applied,
    changes_of,
    faults_of,
    looked_through,
    make_innovation,
    press,
    take_in,
    work_off,
    workbook_of,
)
from tests.cast import DAY, KOTIM, NOON, Cast, make_cast, make_complete, submit
from tests.conftest import ROOT, with_database
from tests.scoring.test_recompute import in_threads


def new_ones(cast: Cast, number: int, *, rows: tuple[int, ...] = (16, 17)) -> bytes:
    """A workbook with so many new innovations, a few rows each."""
    pen = Pen(workbook_of(cast, filled=False, places=number))
    for count in range(1, number + 1):
        key = f"BARU-{count:02d}"
        pen.write(key, {"Nama inovasi": f"Baru {count:02d}", "Urusan utama": "A02"})
        for row in rows:
            pen.write(key, {"Tingkat": 2}, row=row)
    return pen.done()


def names() -> list[str]:
    with scope({KOTIM}):
        return list(Innovation.objects.order_by("name").values_list("name", flat=True))


def test_all_of_it_is_applied_in_the_name_of_who_pressed(cast: Cast) -> None:
    found = looked_through(cast, new_ones(cast, 3))
    done = applied(cast, found)
    assert (done.state, done.applied_at is not None) == (BulkState.APPLIED, True)
    assert names() == ["Baru 01", "Baru 02", "Baru 03"]
    with scope({KOTIM}):
        assert Answer.objects.filter(claimed_level=2).count() == 6
        assert set(Transition.objects.values_list("action", "actor_id")) == {("create", cast.sari.pk)}
        events = Answer.pgh_event_model.objects.filter(claimed_level=2)  # type: ignore[attr-defined]
        assert {event.pgh_context["actor"] for event in events} == {cast.sari.pk}
        job = Job.objects.get(pk=done.job_id)
    assert (job.state, job.message) == (JobState.DONE, "Diterapkan: 3 inovasi baru, 0 diubah.")


def test_failure_at_the_last_row_leaves_nothing_and_says_where(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    with scope({KOTIM}):
        one = make_innovation(cast, name="Ada")
    pen = Pen(new_ones_beside(cast))
    found = looked_through(cast, pen.write(str(one.public_id), {"Tujuan": "Lain"}).done())
    real, calls = adapter.write_claims, []

    def failing(innovation_id: int, **claims: Any) -> Any:
        calls.append(innovation_id)
        if len(calls) == 2:
            raise Refused("x", "Ditolak di baris terakhir.")
        return real(innovation_id, **claims)

    monkeypatch.setattr(adapter, "write_claims", failing)
    press(cast, found)
    assert work_off(found) == "refused"
    assert len(calls) == 2
    done = again(found)
    assert (done.state, done.applied_at) == (BulkState.FAULTY, None)
    assert faults_of(done) == [("", "", "Baru 02: Ditolak di baris terakhir.")]
    assert names() == ["Ada"]
    with scope({KOTIM}):
        now = Innovation.objects.get()
        assert (now.aim, now.version) == (one.aim, one.version)


def new_ones_beside(cast: Cast) -> bytes:
    pen = Pen(workbook_of(cast, places=2))
    for key, name in (("BARU-01", "Baru 01"), ("BARU-02", "Baru 02")):
        pen.write(key, {"Nama inovasi": name}).write(key, {"Tingkat": 2}, row=16).write(
            key, {"Tingkat": 2}, row=17
        )
    return pen.done()


def test_faulty_import_cannot_be_applied(cast: Cast) -> None:
    pen = Pen(new_ones(cast, 1)).write("BARU-01", {"Tahapan": "Selesai"})
    found = looked_through(cast, pen.done())
    with pytest.raises(Refused, match="belum siap"):
        press(cast, found)
    assert names() == []


def test_pressed_twice_and_run_again_it_is_applied_once(cast: Cast) -> None:
    found = looked_through(cast, new_ones(cast, 2))
    press(cast, found)
    first = again(found).job_id
    press(cast, found)
    assert again(found).job_id == first
    work_off(found)
    press(cast, found)  # a third press, after it was done
    assert again(found).state == BulkState.APPLIED
    assert run_job(region_id=KOTIM, job_id=first) == "taken"
    assert names() == ["Baru 01", "Baru 02"]


def test_change_between_looking_and_applying_stops_it_and_it_is_looked_through_again(cast: Cast) -> None:
    with scope({KOTIM}):
        one = make_innovation(cast, name="Satu")
    pen = (
        Pen(workbook_of(cast))
        .write(str(one.public_id), {"Hasil": "Dua aplikasi."})
        .write("BARU-01", {"Nama inovasi": "Baru"})
    )
    found = looked_through(cast, pen.done())
    with scope({KOTIM}):
        change_proposal(one.pk, actor=cast.actor("sari"), changes={"result": "Dari portal."}, seen=None)
    press(cast, found)
    assert work_off(found) == "done"
    stale = again(found)
    assert stale.state == BulkState.STALE
    assert names() == ["Satu"]
    assert work_off(stale) == "done"
    now = again(found)
    assert (now.state, now.report["again"]) == (BulkState.FAULTY, True)
    assert "Dari portal." in faults_of(now)[0][2]


def test_unrelated_change_meanwhile_does_not_stop_it(cast: Cast) -> None:
    with scope({KOTIM}):
        one = make_innovation(cast, name="Satu")
    found = looked_through(cast, Pen(workbook_of(cast)).write(str(one.public_id), {"Hasil": "Dua."}).done())
    with scope({KOTIM}):
        change_proposal(one.pk, actor=cast.actor("sari"), changes={"aim": "Dari portal."}, seen=None)
    assert applied(cast, found).state == BulkState.APPLIED
    with scope({KOTIM}):
        now = Innovation.objects.get()
        assert (now.result, now.aim) == ("Dua.", "Dari portal.")


def test_innovation_submitted_meanwhile_is_not_touched(cast: Cast) -> None:
    sari = cast.actor("sari")
    with scope({KOTIM}):
        one = make_complete(sari, opd=cast.health, period=cast.period)
    found = looked_through(cast, Pen(workbook_of(cast)).write(str(one.public_id), {"Hasil": "Dua."}).done())
    with scope({KOTIM}):
        submit(one, sari)
    press(cast, found)
    work_off(found)
    assert again(found).state == BulkState.STALE
    work_off(found)
    assert "terkunci" in faults_of(again(found))[0][2]


def test_input_that_closed_meanwhile_makes_no_innovation(cast: Cast) -> None:
    found = looked_through(cast, new_ones(cast, 1))
    with time_machine.travel(NOON.replace(year=2027), tick=True):
        press(cast, found)
        work_off(found)
        assert again(found).state == BulkState.STALE
        work_off(found)
        assert "Penjaringan sedang tidak dibuka" in faults_of(again(found))[0][2]
    assert names() == []


def test_person_who_left_the_opd_applies_nothing(cast: Cast) -> None:
    found = looked_through(cast, new_ones(cast, 1))
    press(cast, found)
    Membership.objects.filter(person=cast.sari).update(valid_until=DAY - timedelta(days=1))
    assert work_off(found) == "refused"
    assert (names(), again(found).state) == ([], BulkState.READY)
    with scope({KOTIM}):
        assert (
            Job.objects.get(pk=again(found).job_id).message
            == "Anda tidak lagi bertugas di OPD ini; tidak ada yang diubah."
        )


def test_returned_innovation_is_changed_and_the_region_is_scored_anew(cast: Cast) -> None:
    sari = cast.actor("sari")
    with scope({KOTIM}):
        sent = submit(make_complete(sari, opd=cast.health, period=cast.period), sari)
        take_step(
            sent.pk, action=Action.RETURN, actor=cast.actor("budi"), seen_version=sent.version,
            row_reasons={16: "Kurang.", None: "Tanggal."},
        )  # fmt: skip
        before = RegionPeriod.objects.get(region_id=KOTIM, period=cast.period).content_version
    pen = Pen(workbook_of(cast)).write(str(sent.public_id), {"Tanggal penerapan awal": date(2024, 6, 1)})
    found = looked_through(cast, pen.write(str(sent.public_id), {"Tingkat": 3}, row=16).done())
    assert applied(cast, found).state == BulkState.APPLIED
    with scope({KOTIM}):
        now = Innovation.objects.get()
        assert (now.state, now.implemented_on) == (State.RETURNED, date(2024, 6, 1))
        assert Answer.objects.get(innovation=now, row=16).claimed_level == 3
        assert RegionPeriod.objects.get(region_id=KOTIM, period=cast.period).content_version > before


def test_same_bytes_uploaded_twice_while_looked_through_are_one_import(cast: Cast) -> None:
    content = new_ones(cast, 1)
    first, second = take_in(cast, content), take_in(cast, content)
    assert first.pk == second.pk


def test_same_file_after_it_was_applied_makes_nothing_twice_and_says_so(cast: Cast) -> None:
    content = new_ones(cast, 2)
    applied(cast, looked_through(cast, content))
    found = looked_through(cast, content)
    assert found.state == BulkState.FAULTY
    assert [text.split("(")[0] for _sheet, _cell, text in faults_of(found)] == [
        "Inovasi bernama sama sudah ada "
    ] * 2
    assert found.report["remarks"][0]["text"].startswith(
        "Berkas yang persis sama sudah diterapkan 7 Juli 2026"
    )


def test_what_was_applied_and_exported_again_changes_nothing(cast: Cast) -> None:
    with scope({KOTIM}):
        one = make_innovation(cast, name="Satu")
    pen = Pen(workbook_of(cast)).write(
        str(one.public_id), {"Tujuan": "Baris satu\nBaris dua", "Urusan beririsan": "A06"}
    )
    applied(
        cast, looked_through(cast, pen.write("BARU-01", {"Nama inovasi": "Baru", "Asta Cita": "2"}).done())
    )
    found = looked_through(cast, workbook_of(cast))
    assert (found.state, changes_of(found)) == (BulkState.READY, [])


# With transactions that really commit ------------------------------------------------------------------------------


def told_by(*works: Callable[[], Any]) -> list[Any]:
    """What each work says, run in a thread and connection of its own."""
    told: list[Any] = []
    in_threads(*(lambda work=work: told.append(work()) for work in works))
    return told


def test_two_workers_that_both_hold_the_job_apply_once(live_db: str, frozen_noon: None) -> None:
    """The first seemed dead and was not: both apply the same import at once."""
    cast = make_cast()
    found = looked_through(cast, new_ones(cast, 3))
    press(cast, found)
    with scope({KOTIM}):
        job = Job.objects.get(pk=again(found).job_id)

    def work() -> str:
        return jobs.apply(job, Progress(KOTIM, job.pk, total=0)).message

    assert told_by(work, work) == ["Diterapkan: 3 inovasi baru, 0 diubah."] * 2
    assert names() == ["Baru 01", "Baru 02", "Baru 03"]


def test_two_presses_at_once_are_one_job(live_db: str, frozen_noon: None) -> None:
    cast = make_cast()
    found = looked_through(cast, new_ones(cast, 1))
    actor = cast.actor("sari")

    def ask() -> int | None:
        with scope({KOTIM}, actor_id=actor.person_id):
            return order_apply(found.public_id, actor=actor, opd_id=found.opd_id, language="id").job_id

    told = told_by(ask, ask)
    assert (len(told), len(set(told))) == (2, 1)


WORKER = """
import sys, time, pathlib
import django
django.setup()
from iga_portal.jobs.tasks import run_job
from innovations.bulk import adapter, jobs
real = adapter.write_claims
count = 0
def slow(*args, **claims):
    global count
    count += 1
    if count == 3:
        pathlib.Path(sys.argv[2]).write_text("written")
        time.sleep(600)
    return real(*args, **claims)
adapter.write_claims = slow
import time_machine
with time_machine.travel(sys.argv[3], tick=True):
    run_job(region_id=6202, job_id=int(sys.argv[1]))
"""


@pytest.mark.slow
def test_worker_killed_in_the_middle_leaves_nothing_and_the_next_applies_it_once(
    live_db: str, frozen_noon: None, tmp_path: Path
) -> None:
    cast = make_cast()
    found = looked_through(cast, new_ones(cast, 4))
    press(cast, found)
    job_id = again(found).job_id
    reached = tmp_path / "reached"
    environment = {
        **os.environ,
        "DATABASE_URL": with_database(os.environ["DATABASE_URL"], live_db),
        "DJANGO_SETTINGS_MODULE": "iga_portal.settings",
        "PRIVATE_ROOT": str(settings.STORAGES["default"]["OPTIONS"]["location"]),
    }
    worker = subprocess.Popen(
        [sys.executable, "-c", WORKER, str(job_id), str(reached), NOON.isoformat()], cwd=ROOT, env=environment
    )
    try:
        patiently(lambda: reached.exists() or worker.poll() is not None)
        assert worker.poll() is None, "the worker ended by itself"
        # How far it is shows outside of its transaction, and nothing of what it wrote does.
        assert names() == []
        with scope({KOTIM}):
            assert Job.objects.get(pk=job_id).state == JobState.RUNNING
    finally:
        worker.send_signal(signal.SIGKILL)
        worker.wait()
    assert again(found).state == BulkState.APPLYING
    assert names() == []
    assert run_job(region_id=KOTIM, job_id=job_id) == "taken"  # it may still be at work, for all one knows
    with time_machine.travel(NOON + SILENT_FOR + timedelta(minutes=1), tick=True):
        assert run_job(region_id=KOTIM, job_id=job_id) == "done"
    assert names() == ["Baru 01", "Baru 02", "Baru 03", "Baru 04"]
    assert again(found).state == BulkState.APPLIED


def test_progress_is_seen_while_the_work_is_not(
    live_db: str, frozen_noon: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(telling, "PACE", 0.02)
    cast = make_cast()
    found = looked_through(cast, new_ones(cast, 4))
    press(cast, found)
    job_id = again(found).job_id
    real, seen = adapter.write_claims, []

    def watched(innovation_id: int, **claims: Any) -> Any:
        if len(seen) == 3:
            # Told every now and then from a thread of its own, which the machine may keep waiting.
            patiently(lambda: told_by(lambda: progress_of(job_id))[0][0] >= 2)
        seen.extend(told_by(lambda: (progress_of(job_id), names())))
        return real(innovation_id, **claims)

    monkeypatch.setattr(adapter, "write_claims", watched)
    work_off(found)
    assert all(found_names == [] for _progress, found_names in seen)
    assert len(seen) == 4
    assert max(done for (done, _total), _names in seen) >= 2
    assert {total for (_done, total), _names in seen} <= {0, 4}


def patiently(condition: Callable[[], object]) -> None:
    deadline = time.monotonic() + 300
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.05)


def progress_of(job_id: int | None) -> tuple[int, int]:
    with scope({KOTIM}):
        job = Job.objects.get(pk=job_id)
    return job.done, job.total


def test_import_left_in_the_middle_is_the_same_row(cast: Cast) -> None:
    found = looked_through(cast, new_ones(cast, 1))
    press(cast, found)
    with scope({KOTIM}):
        assert BulkImport.objects.filter(state=BulkState.APPLYING).count() == 1


def test_upload_whose_look_through_failed_is_taken_in_anew(cast: Cast) -> None:
    content = new_ones(cast, 1)
    first = take_in(cast, content)
    with scope({KOTIM}):
        Job.objects.filter(pk=first.job_id).update(state=JobState.FAILED)
    second = take_in(cast, content)
    assert second.pk != first.pk
    assert work_off(second) == "done"
