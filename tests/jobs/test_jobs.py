"""A job: asked for once, claimed once, taken up again when its worker died, given up after three tries."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.utils import timezone

from iga_portal.files.domain import store_bytes
from iga_portal.jobs import registry
from iga_portal.jobs.domain import (
    MOST_TRIES,
    SILENT_FOR,
    Progress,
    claim_job,
    request_job,
    retry_job,
    waiting_jobs,
)
from iga_portal.jobs.models import Job, JobState
from iga_portal.jobs.registry import JobRefused, Outcome, does
from iga_portal.jobs.tasks import run_job, sweep_jobs
from iga_portal.tenancy.scope import scope
from tests.cast import BENGKULU, KOTIM, Cast, make_cast
from tests.scoring.test_recompute import in_threads

KIND = "tests.work"


@pytest.fixture
def works() -> Iterator[list[Any]]:
    """What the work of the test's own kind of job does, one entry a try: an exception to raise, or the message to leave."""
    outcomes: list[Any] = []

    def work(job: Job, progress: Progress) -> Outcome:
        outcome = outcomes.pop(0)
        if isinstance(outcome, Exception):
            raise outcome
        progress.tell(1, message="separuh")
        return Outcome(outcome)

    does(KIND, title=lambda job: "Pekerjaan uji")(work)
    yield outcomes
    registry._KINDS.pop(KIND)


def ask(*, region_id: int = KOTIM, once: str = "satu", person_id: int | None = None) -> tuple[Job, bool]:
    with scope({region_id}):
        return request_job(
            region_id=region_id,
            kind=KIND,
            arguments={"a": 1},
            once=once,
            person_id=person_id,
            total=2,
        )


def found(job: Job) -> Job:
    with scope({job.region_id}):
        return Job.objects.get(pk=job.pk)


def run(job: Job) -> str:
    return run_job(region_id=job.region_id, job_id=job.pk)


def test_asking_twice_is_one_job_until_it_ends(cast: Cast, works: list[Any]) -> None:
    works.append("selesai")
    first, new = ask()
    assert new
    again, new = ask()
    assert (again.pk, new) == (first.pk, False)
    assert run(first) == "done"
    later, new = ask()
    assert (later.pk != first.pk, new) == (True, True)


def test_same_thing_in_another_region_is_another_job(cast: Cast) -> None:
    assert ask()[0].pk != ask(region_id=BENGKULU)[0].pk


def test_done_job_tells_what_it_left(cast: Cast, works: list[Any]) -> None:
    works.append("dua berkas")
    job, _new = ask()
    assert run(job) == "done"
    job = found(job)
    assert (job.state, job.done, job.total, job.message, job.tries) == (
        JobState.DONE, 2, 2, "dua berkas", 1,
    )  # fmt: skip


def test_second_message_for_a_job_finds_it_taken(cast: Cast, works: list[Any]) -> None:
    works.append("selesai")
    job, _new = ask()
    with scope({KOTIM}):
        assert claim_job(job.pk) is not None
    assert run(job) == "taken"
    assert found(job).tries == 1


def test_refused_job_fails_at_once_with_its_reason(cast: Cast, works: list[Any]) -> None:
    works.append(JobRefused("Belum ada indeks."))
    job, _new = ask()
    assert run(job) == "refused"
    job = found(job)
    assert (job.state, job.message, job.tries) == (JobState.FAILED, "Belum ada indeks.", 1)


def test_failing_job_is_tried_three_times_and_then_fails_with_words(cast: Cast, works: list[Any]) -> None:
    works += [RuntimeError("a"), RuntimeError("b"), RuntimeError("c")]
    job, _new = ask()
    states = []
    for _try in range(MOST_TRIES):
        assert run(job) == "failed"
        states.append(found(job).state)
    assert states == [JobState.QUEUED, JobState.QUEUED, JobState.FAILED]
    assert found(job).message.startswith("Gagal setelah 3 kali dicoba.")
    assert run(job) == "taken"


def test_job_that_lost_its_worker_is_taken_up_again(cast: Cast, works: list[Any]) -> None:
    works.append("selesai")
    job, _new = ask()
    with scope({KOTIM}):
        assert claim_job(job.pk) is not None  # by a worker that dies now
        assert claim_job(job.pk) is None
    with time_machine.travel(timezone.now() + SILENT_FOR + timedelta(seconds=1)):
        assert run(job) == "done"
    assert (found(job).state, found(job).tries) == (JobState.DONE, 2)


def test_sign_of_life_keeps_a_long_job_from_being_taken(cast: Cast) -> None:
    job, _new = ask()
    with scope({KOTIM}):
        claim_job(job.pk)
    with time_machine.travel(timezone.now() + SILENT_FOR - timedelta(seconds=1)):
        Progress(KOTIM, job.pk, total=2).tell(1)
    with time_machine.travel(timezone.now() + SILENT_FOR + timedelta(seconds=1)), scope({KOTIM}):
        assert claim_job(job.pk) is None


def test_sweep_sends_again_what_nobody_works_at(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    sent: list[int] = []
    monkeypatch.setattr(
        "iga_portal.jobs.tasks.send", lambda name, **kwargs: sent.append(kwargs["job_id"]) or True
    )
    lost, _new = ask(once="hilang")
    silent, _new = ask(once="senyap", region_id=BENGKULU)
    with scope({BENGKULU}):
        claim_job(silent.pk)
    with time_machine.travel(timezone.now() + timedelta(seconds=11)):
        fresh, _new = ask(once="baru")
        assert sweep_jobs() == 1
    assert sent == [lost.pk]
    with time_machine.travel(timezone.now() + SILENT_FOR + timedelta(seconds=1)):
        sweep_jobs()
    assert sent == [lost.pk, lost.pk, silent.pk, fresh.pk]


def test_job_lost_in_its_last_try_fails_instead_of_running_for_ever(cast: Cast) -> None:
    job, _new = ask()
    now = timezone.now()
    for number in range(MOST_TRIES):
        with time_machine.travel(now + number * (SILENT_FOR + timedelta(seconds=1))), scope({KOTIM}):
            assert claim_job(job.pk) is not None
    with time_machine.travel(now + MOST_TRIES * (SILENT_FOR + timedelta(seconds=1))):
        with scope({KOTIM}):
            assert claim_job(job.pk) is None
            assert waiting_jobs() == []
        assert found(job).state == JobState.RUNNING
        sweep_jobs()
        assert found(job).state == JobState.FAILED
        assert found(job).message.startswith("Gagal setelah 3 kali dicoba.")
        # The thing itself can be asked for again.
        assert ask()[1]


def test_retry_asks_for_the_same_thing_again(cast: Cast, works: list[Any]) -> None:
    works += [JobRefused("tidak"), "selesai"]
    job, _new = ask(person_id=cast.hendra.pk)
    run(job)
    with scope({KOTIM}):
        again, new = retry_job(found(job), person_id=cast.hendra.pk)
    assert (new, again.arguments, again.once, again.total) == (True, {"a": 1}, "satu", 2)
    assert run(again) == "done"


def test_progress_is_seen_while_the_work_goes_on(cast: Cast) -> None:
    job, _new = ask()
    with scope({KOTIM}):
        claim_job(job.pk)
    progress = Progress(KOTIM, job.pk, total=2)
    progress.tell(1, message="separuh")
    assert (found(job).done, found(job).percent, found(job).message) == (1, 50, "separuh")
    # The last step is told however soon it follows.
    progress.tell(2)
    assert found(job).done == 2


def test_two_presses_at_the_same_moment_are_one_job(live_db: str) -> None:
    make_cast()
    asked: list[tuple[Job, bool]] = []
    in_threads(*[lambda: asked.append(ask())] * 4)
    assert len({job.pk for job, _new in asked}) == 1
    assert sorted(new for _job, new in asked) == [False, False, False, True]


def test_file_of_a_job_belongs_to_its_region(cast: Cast) -> None:
    from django.db import IntegrityError, connection, transaction

    with scope({KOTIM, BENGKULU}), pytest.raises(IntegrityError), transaction.atomic():
        file = store_bytes(
            b"x", region_id=BENGKULU, person_id=None, name="x.pdf", media_type="application/pdf"
        )
        job, _new = request_job(region_id=KOTIM, kind=KIND, arguments={}, once="berkas", person_id=None)
        Job.objects.filter(pk=job.pk).update(result_file=file)
        connection.check_constraints()
