"""Computing again: once a version, never backwards, in many processes at once, and after everything that may break.

With real connections, a real broker and real workers: what is shown here cannot be shown inside one rolled-back transaction.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import psutil
import psycopg
import pytest
from celery import current_app
from celery.contrib.testing.worker import start_worker
from django.conf import settings
from django.db import IntegrityError, connection, transaction

from iga_portal.tenancy.scope import scope
from regions.domain.versions import NUDGE_DELAY, raise_content_version
from regions.enums import Basis
from regions.models import RegionPeriod
from scoring import recompute as recompute_module
from scoring.models import CurrentFacts, Result
from scoring.recompute import recompute_region
from scoring.tasks import sweep
from tests.cast import BENGKULU, KOTIM, Cast, make_cast, region_period
from tests.scoring.support import compute, standing

ROOT = Path(__file__).resolve().parents[2]
PATIENCE = 60.0


def versions(region_id: int = KOTIM) -> list[tuple[str, int]]:
    with scope({region_id}):
        return list(
            Result.objects.filter(region_id=region_id)
            .order_by("content_version", "basis")
            .values_list("basis", "content_version")
        )


def change(cast: Cast, *, region_id: int = KOTIM) -> int:
    """One committed change that can move a score."""
    with scope({region_id}):
        row = region_period(cast, region_id)
        return raise_content_version(row.pk, region_id=region_id, period_id=cast.period.pk)


def state(cast: Cast, region_id: int = KOTIM) -> RegionPeriod:
    with scope({region_id}):
        return region_period(cast, region_id)


def eventually(condition: Callable[[], bool], *, within: float = PATIENCE) -> None:
    """Wait until the condition holds."""
    started = time.monotonic()
    while not condition():
        assert time.monotonic() - started < within, "it did not come about"
        time.sleep(0.05)


# In one process ---------------------------------------------------------------------------------------------------


def test_computation_stores_three_bases_of_the_version_and_keeps_the_old_ones(cast: Cast) -> None:
    with scope({KOTIM}):
        standing(cast, name="Satu")
        standing(cast, name="Dua")
    compute(cast)
    change(cast)
    compute(cast)
    # Two changes are one computation at version 2; the third is another at version 3.
    assert versions() == [(basis, version) for version in (2, 3) for basis in sorted(Basis.values)]
    with scope({KOTIM}):
        assert set(Result.objects.filter(is_current=True).values_list("content_version", flat=True)) == {3}
        assert CurrentFacts.objects.count() == 3
        row = region_period(cast)
        assert (row.content_version, row.scored_version, row.nudged_at) == (3, 3, None)


def test_region_that_is_up_to_date_costs_nothing(cast: Cast) -> None:
    change(cast)
    assert len(recompute_region(KOTIM, period_id=cast.period.pk)) == 1
    assert recompute_region(KOTIM, period_id=cast.period.pk) == []


def test_database_refuses_a_second_result_for_a_version(cast: Cast) -> None:
    change(cast)
    compute(cast)
    with scope({KOTIM}):
        twin = Result.objects.get(basis=Basis.CLAIMED)
        twin.pk, twin.is_current = None, False
        with pytest.raises(IntegrityError, match="scoring_one_result_a_version"), transaction.atomic():
            twin.save(force_insert=True)


def test_scored_version_never_runs_ahead(cast: Cast) -> None:
    change(cast)
    with (
        scope({KOTIM}),
        pytest.raises(IntegrityError, match="regions_scored_not_ahead"),
        transaction.atomic(),
    ):
        RegionPeriod.objects.filter(pk=region_period(cast).pk).update(scored_version=2)


def test_computation_of_one_region_leaves_the_others_alone(cast: Cast) -> None:
    change(cast)
    change(cast, region_id=BENGKULU)
    compute(cast)
    assert (state(cast).is_scored, state(cast, BENGKULU).is_scored) == (True, False)


def test_sweep_asks_for_regions_that_lag_and_that_nobody_was_asked_for(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[tuple[str, int]] = []
    monkeypatch.setattr(
        "scoring.tasks.send", lambda name, **kwargs: asked.append((name, kwargs["region_id"])) or True
    )
    change(cast)
    change(cast, region_id=BENGKULU)
    with scope({BENGKULU}):
        # Its worker was asked a moment ago: the sweep gives it time.
        assert state(cast, BENGKULU).nudged_at is not None
    with scope({KOTIM}):
        RegionPeriod.objects.filter(region_id=KOTIM).update(nudged_at=None)
    assert sweep() == 1
    assert asked == [("scoring.recompute_region", KOTIM)]


# In several connections -------------------------------------------------------------------------------------------


@pytest.fixture
def live_cast(live_db: str) -> Iterator[Cast]:
    """The cast in a database where transactions commit, and a broker that holds no message of an earlier test."""
    assert current_app.main == "iga_portal", "an earlier test left another Celery application behind"
    current_app.control.purge()
    yield make_cast()
    current_app.control.purge()


def in_threads(*works: Callable[[], object]) -> None:
    """Run each work in a thread with a connection of its own; the first failure is raised here."""
    faults: list[BaseException] = []

    def guarded(work: Callable[[], object]) -> None:
        try:
            work()
        except BaseException as fault:
            faults.append(fault)
        finally:
            connection.close()

    threads = [threading.Thread(target=guarded, args=(work,)) for work in works]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(PATIENCE)
    if faults:
        raise faults[0]


def test_workers_at_once_store_one_result_a_version(live_cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("iga_portal.tenancy.tasks.send", lambda *_args, **_kwargs: True)
    read = recompute_module.read_region

    def slowly(*args: object, **kwargs: object) -> object:
        time.sleep(0.02)
        return read(*args, **kwargs)  # type: ignore[arg-type]

    monkeypatch.setattr(recompute_module, "read_region", slowly)
    computed: list[int] = []

    def worker() -> None:
        for _again in range(12):
            found = recompute_region(KOTIM, period_id=live_cast.period.pk)
            computed.extend(step.content_version for step in found)

    in_threads(worker, worker, worker, *[lambda: [change(live_cast) for _ in range(15)]] * 2)
    recompute_region(KOTIM, period_id=live_cast.period.pk)
    stored = versions()
    assert len(stored) == len(set(stored))
    assert len(stored) % 3 == 0
    # No version was computed twice, and the last one is that of the last change.
    assert len(computed) == len(set(computed))
    assert (state(live_cast).content_version, state(live_cast).scored_version) == (30, 30)
    assert stored[-1][1] == 30
    with scope({KOTIM}):
        moments = list(
            Result.objects.filter(basis="claimed")
            .order_by("computed_at")
            .values_list("content_version", flat=True)
        )
    assert moments == sorted(moments)


def test_second_worker_leaves_at_once_while_one_is_computing(
    live_cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It neither computes too nor stands in line: workers are there for other regions."""
    monkeypatch.setattr("iga_portal.tenancy.tasks.send", lambda *_args, **_kwargs: True)
    change(live_cast)
    computing, may_end = threading.Event(), threading.Event()
    read = recompute_module.read_region

    def until_told(*args: object, **kwargs: object) -> object:
        computing.set()
        assert may_end.wait(PATIENCE)
        return read(*args, **kwargs)  # type: ignore[arg-type]

    monkeypatch.setattr(recompute_module, "read_region", until_told)
    period_id = live_cast.period.pk
    first = threading.Thread(target=in_threads, args=(lambda: recompute_region(KOTIM, period_id=period_id),))
    first.start()
    assert computing.wait(PATIENCE)
    answers: list[object] = []
    in_threads(lambda: answers.append(recompute_region(KOTIM, period_id=period_id)))
    assert answers == [[]]
    may_end.set()
    first.join(PATIENCE)
    assert state(live_cast).is_scored


def test_change_beside_a_computation_waits_for_it_and_is_computed_next(
    live_cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The change takes the row that the computation holds: it commits after it, with a version that is not yet computed."""
    monkeypatch.setattr("iga_portal.tenancy.tasks.send", lambda *_args, **_kwargs: True)
    change(live_cast)
    beside: list[threading.Thread] = []
    read = recompute_module.read_region

    def with_a_change_beside(*args: object, **kwargs: object) -> object:
        if not beside:
            beside.append(threading.Thread(target=in_threads, args=(lambda: change(live_cast),)))
            beside[0].start()
            time.sleep(0.2)
        return read(*args, **kwargs)  # type: ignore[arg-type]

    monkeypatch.setattr(recompute_module, "read_region", with_a_change_beside)
    first = recompute_region(KOTIM, period_id=live_cast.period.pk)
    beside[0].join(PATIENCE)
    # What the change's own nudge would do; nothing is left when the call above already saw it.
    second = recompute_region(KOTIM, period_id=live_cast.period.pk)
    assert [step.content_version for step in first + second] == [1, 2]
    assert state(live_cast).is_scored


# With the broker and workers --------------------------------------------------------------------------------------


@contextmanager
def worker_thread() -> Iterator[None]:
    """A Celery worker of two threads in this process, on the test's own database and broker."""
    with start_worker(
        current_app, pool="threads", concurrency=2, perform_ping_check=False, shutdown_timeout=20
    ):
        yield


def test_burst_of_changes_costs_few_computations_and_the_index_follows(live_cast: Cast) -> None:
    with worker_thread():
        started = time.monotonic()
        for _change in range(60):
            change(live_cast)
        lasted = time.monotonic() - started
        eventually(lambda: state(live_cast).is_scored)
        computations = len(versions()) // 3
        # A change by itself is computed too: nobody sweeps here, so it was the change that asked for it.
        change(live_cast)
        eventually(lambda: state(live_cast).is_scored)
    assert state(live_cast).scored_version == 61
    # Not a computation a change but at most one in NUDGE_DELAY seconds, however long the burst lasts on this machine.
    assert computations <= 2 + lasted / NUDGE_DELAY
    assert computations < 60


@contextmanager
def no_broker() -> Iterator[None]:
    """A broker address behind which nobody listens."""
    app = current_app._get_current_object()
    before = app.conf.broker_url
    app.conf.broker_url = "redis://127.0.0.1:1/0"
    _forget_connections(app)
    try:
        yield
    finally:
        app.conf.broker_url = before
        _forget_connections(app)


def _forget_connections(app) -> None:  # type: ignore[no-untyped-def]
    # Not closed: the pool of the other address is kept by kombu and taken up again.
    app._pool = None
    app.amqp._producer_pool = None


def test_dead_broker_breaks_no_saving_and_the_sweep_repairs(live_cast: Cast) -> None:
    with no_broker():
        started = time.monotonic()
        assert change(live_cast) == 1
        assert time.monotonic() - started < 30
    assert not state(live_cast).is_scored
    forget_nudge(live_cast)
    with worker_thread():
        assert sweep() == 1
        eventually(lambda: state(live_cast).is_scored)
    assert versions() == [(basis, 1) for basis in sorted(Basis.values)]


def forget_nudge(cast: Cast) -> None:
    """As if the ten seconds had passed after which the sweep no longer waits for a nudge."""
    with scope({KOTIM}):
        RegionPeriod.objects.filter(region_id=KOTIM).update(nudged_at=None)


@contextmanager
def worker_process() -> Iterator[subprocess.Popen[bytes]]:
    """A Celery worker as a process of its own, as the portal runs it."""
    url = os.environ["DATABASE_URL"].rpartition("/")[0] + "/" + str(settings.DATABASES["default"]["NAME"])
    process = subprocess.Popen(
        [sys.executable, "-m", "celery", "-A", "iga_portal", "worker", "-c", "1", "-l", "warning",
         "--without-gossip", "--without-mingle"],
        cwd=ROOT,
        env={**os.environ, "DATABASE_URL": url},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )  # fmt: skip
    try:
        yield process
    finally:
        for child in psutil.Process(process.pid).children(recursive=True) if process.poll() is None else []:
            child.kill()
        process.kill()
        process.wait()


def test_worker_killed_in_the_middle_loses_nothing(live_cast: Cast) -> None:
    url = (
        os.environ["DATABASE_OWNER_URL"].rpartition("/")[0] + "/" + str(settings.DATABASES["default"]["NAME"])
    )
    change(live_cast)
    with psycopg.connect(url) as holder, worker_process() as process:
        # The owner holds the row, so that the worker stands in the middle of its transaction when it dies.
        holder.execute("SELECT set_config('iga.regions', %s, true)", [str(KOTIM)])
        holder.execute("SELECT 1 FROM regions_regionperiod WHERE region_id = %s FOR UPDATE", [KOTIM])
        eventually(lambda: waits_for_a_lock(url), within=180)
        for child in psutil.Process(process.pid).children(recursive=True):
            child.send_signal(signal.SIGKILL)
        process.kill()
        process.wait()
    assert versions() == []
    assert not state(live_cast).is_scored
    forget_nudge(live_cast)
    with worker_thread():
        sweep()
        eventually(lambda: state(live_cast).is_scored)
    assert versions() == [(basis, 1) for basis in sorted(Basis.values)]


def waits_for_a_lock(url: str) -> bool:
    with psycopg.connect(url, autocommit=True) as watching:
        row = watching.execute(
            "SELECT count(*) FROM pg_locks JOIN pg_stat_activity USING (pid) "
            "WHERE NOT granted AND datname = current_database()"
        ).fetchone()
    return row is not None and row[0] > 0
