"""Batches in a database where transactions commit: a dead broker, a killed worker, two who press at once."""

from __future__ import annotations

import os
import signal
from collections import Counter
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import connections
from django.utils import timezone

from iga_portal.refusals import Refused
from iga_portal.tenancy.scope import NATION, scope
from reports.batch_tasks import sweep_batches
from reports.domain import batch_work, issue_papers
from reports.domain.batches import pause_batch, resume_batch
from reports.models import BatchSlice, BatchState, DocumentBatch, DocumentKind, Publication
from tests.cast import BENGKULU, JAYAPURA, KOTIM, Cast, make_cast
from tests.reports.batching import again, counts, order, published_documents, work_all
from tests.reports.published import example_facts, publish_example
from tests.reports.support import everywhere
from tests.scoring.test_recompute import in_threads, no_broker

CERTIFICATES = [DocumentKind.CERTIFICATE]
REGIONS = (KOTIM, BENGKULU, JAYAPURA, 1171, 1371)


@pytest.fixture
def cast(live_db: str, monkeypatch: pytest.MonkeyPatch) -> Cast:
    """What papers look like is looked at elsewhere; a slice holds two regions."""
    monkeypatch.setattr(issue_papers, "rendered", lambda document: b"%PDF-" + document.number.encode())
    monkeypatch.setattr(batch_work, "the_signer", lambda: None)
    monkeypatch.setattr("reports.domain.batches.REGIONS_A_SLICE", 2)
    return make_cast()


@pytest.fixture
def publication(cast: Cast) -> Publication:
    return publish_example(cast.period, {region_id: example_facts(region_id) for region_id in REGIONS})


def quiet(monkeypatch: pytest.MonkeyPatch) -> None:
    """No message goes out: the test is the worker."""
    monkeypatch.setattr("iga_portal.tenancy.tasks.send", lambda *_args, **_options: True)


def whole() -> None:
    """Every region has exactly one certificate with a file, and the numbers have no gap."""
    documents = published_documents()
    assert Counter(row.region_id for row in documents) == dict.fromkeys(REGIONS, 1)
    assert all(row.file_hash for row in documents)
    assert sorted(row.number.rpartition("/")[2] for row in documents) == [
        f"{place:04d}" for place in range(1, len(REGIONS) + 1)
    ]


def test_dead_broker_loses_nothing(cast: Cast, publication: Publication) -> None:
    rina = cast.actor("rina")
    with no_broker():
        batch = order(cast, publication, kinds=CERTIFICATES)
        assert again(batch).state == BatchState.RUNNING
        assert sweep_batches() == 0  # nobody takes the message; nothing is raised
        with everywhere():
            pause_batch(batch.pk, actor=rina)
        with everywhere():
            resume_batch(batch.pk, actor=rina)
        # A worker that still holds a message cannot send it round either: it ends its slice all the same.
        assert batch_work.work_slice(batch.pk) == "done"
        assert sweep_batches() == 0
    assert again(batch).state == BatchState.RUNNING
    with scope({NATION}):
        assert [entry.state for entry in BatchSlice.objects.order_by("position")] == [
            "done",
            "waiting",
            "waiting",
        ]
    assert work_all(batch).state == BatchState.DONE
    assert counts(batch) == (len(REGIONS), 0, 0)
    whole()


def in_a_child(work: Callable[[], object]) -> int:
    """Run it in a process of its own; the signal that ended it, 0 for none."""
    connections.close_all()
    child = os.fork()
    if child == 0:  # pragma: no cover - the child
        try:
            work()
        finally:
            os._exit(0)
    _pid, status = os.waitpid(child, 0)
    return os.WTERMSIG(status) if os.WIFSIGNALED(status) else 0


@pytest.mark.parametrize("moment", ["printing", "storing"])
def test_killed_worker_loses_nothing_and_makes_nothing_twice(
    cast: Cast, publication: Publication, monkeypatch: pytest.MonkeyPatch, moment: str
) -> None:
    quiet(monkeypatch)
    batch = order(cast, publication, kinds=CERTIFICATES)
    real, stored = issue_papers.rendered, issue_papers.store_bytes
    seen: list[int] = []

    def die(*arguments: object, **options: object) -> object:
        seen.append(1)
        if len(seen) == 2:
            os.kill(os.getpid(), signal.SIGKILL)
        call = real if moment == "printing" else stored
        return call(*arguments, **options)  # type: ignore[arg-type]

    with monkeypatch.context() as patch:
        patch.setattr(issue_papers, "rendered" if moment == "printing" else "store_bytes", die)
        assert in_a_child(lambda: work_all(batch)) == signal.SIGKILL
    half = published_documents()
    assert [bool(row.file_hash) for row in half] == [True, False]
    # Nobody else takes the slice before the worker is known to be silent.
    with scope({NATION}):
        assert BatchSlice.objects.get(batch=batch, state="working").tries == 1
    with scope({NATION}):
        BatchSlice.objects.filter(state="working").update(beat_at=timezone.now() - timedelta(hours=1))
    assert sweep_batches() >= 1
    assert work_all(batch).state == BatchState.DONE
    made, unchanged, failed = counts(batch)
    assert (made + unchanged, failed) == (len(REGIONS), 0)
    assert {row.pk: row.number for row in half}.items() <= {
        row.pk: row.number for row in published_documents()
    }.items()
    whole()


def test_two_who_order_at_once_order_once(
    cast: Cast, publication: Publication, monkeypatch: pytest.MonkeyPatch
) -> None:
    quiet(monkeypatch)
    refused: list[str] = []

    def press() -> None:
        try:
            order(cast, publication, kinds=CERTIFICATES)
        except Refused as refusal:
            refused.append(refusal.code)

    in_threads(*[press] * 4)
    assert refused == ["open"] * 3
    with scope({NATION}):
        (batch,) = DocumentBatch.objects.all()
        assert BatchSlice.objects.filter(batch=batch).count() == 3
    # Three workers at once take different slices, and no number twice.
    in_threads(*[lambda: work_all(batch)] * 3)
    work_all(batch)
    assert again(batch).state == BatchState.DONE
    whole()


def test_pausing_while_it_ends_leaves_it_paused_or_done_and_never_in_between(
    cast: Cast, publication: Publication, monkeypatch: pytest.MonkeyPatch
) -> None:
    quiet(monkeypatch)
    batch = order(cast, publication, kinds=CERTIFICATES, region_ids=[KOTIM])
    rina = cast.actor("rina")

    def pause() -> None:
        try:
            with everywhere():
                pause_batch(batch.pk, actor=rina)
        except Refused as refusal:
            assert refusal.code == "ended"

    in_threads(lambda: work_all(batch), pause)
    if again(batch).state == BatchState.PAUSED:
        with everywhere():
            resume_batch(batch.pk, actor=rina)
    assert work_all(batch).state == BatchState.DONE
    (document,) = published_documents()
    assert (document.number, bool(document.file_hash)) == ("PGM/62.02/2026/0001", True)
