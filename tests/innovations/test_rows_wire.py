"""What an autosave of a row costs on the wire to the database: every statement, transaction and settings included."""

from __future__ import annotations

import re
import statistics
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from psycopg import pq

from iga_portal.tenancy.scope import scope
from innovations.domain.answers import set_answer
from innovations.models import Innovation
from regions.access import Actor
from regions.enums import Role
from tests.cast import KOTIM, Cast, make_complete
from tests.innovations.opd_support import signed_in
from tests.innovations.rows_support import autosave, claim, colleague, hashes, judged_and_returned

MOST = 9
"""Ten with the question whether a kept connection still lives, which the test client does not ask."""


@contextmanager
def wire() -> Iterator[list[str]]:
    """The statements that the connection sends, as libpq itself records them."""
    sent: list[str] = []
    connection.ensure_connection()
    pgconn = connection.connection.pgconn
    with tempfile.TemporaryFile("w+") as file:
        pgconn.trace(file.fileno())
        pgconn.set_trace_flags(pq.Trace.SUPPRESS_TIMESTAMPS)
        yield sent
        assert connection.connection.pgconn is pgconn
        pgconn.untrace()
        file.seek(0)
        sent += re.findall(r"^F\t\d+\t(?:Query|Parse)\t *(.*)", file.read(), re.MULTILINE)


@pytest.fixture
def world(committed_cast: Cast, monkeypatch: pytest.MonkeyPatch) -> Cast:
    """The cast in a database where transactions really begin and commit, on a connection that stays as it does in service."""
    monkeypatch.setitem(connection.settings_dict, "CONN_MAX_AGE", None)
    connection.close()
    return committed_cast


@pytest.fixture
def sari(world: Cast) -> Client:
    return signed_in(world.sari)


def counted(save: Callable[[], Any], *, status: int = 200) -> int:
    with wire() as sent:
        answer = save()
    assert answer.status_code == status, answer.content
    assert '"BEGIN"' in sent
    assert '"COMMIT"' in sent
    return len(sent)


def test_autosave_of_a_draft_takes_at_most_ten_statements(world: Cast, sari: Client) -> None:
    with scope({KOTIM}):
        draft = make_complete(world.actor("sari"), opd=world.health, period=world.period)
    autosave(sari, world, draft, 20, "level", "1")  # whatever is read once a process
    for row, field, value in (
        (16, "level", "3"),
        (17, "measured", "45"),
        (16, "note", "Perbup 12"),
        (33, "basis", "c"),
    ):
        shown = hashes(draft, row)[f"terlihat-{field}"]
        save = partial(autosave, sari, world, draft, row, field, value, seen=shown)
        assert counted(save) <= MOST, (row, field)


def test_autosave_of_a_returned_row_takes_at_most_ten_statements(world: Cast, sari: Client) -> None:
    """Also the first one, by which a verdict falls and the scores are asked anew."""
    returned = judged_and_returned(world, rows={16: "x", 17: "y"})
    autosave(sari, world, returned, 17, "level", "3")
    for value in ("3", "1"):
        shown = hashes(returned, 16)["terlihat-level"]
        save = partial(autosave, sari, world, returned, 16, "level", value, seen=shown)
        assert counted(save) <= MOST
    assert claim(returned, 16)[0] == 1


def test_conflict_and_refusal_take_at_most_ten_statements(world: Cast, sari: Client) -> None:
    returned = judged_and_returned(world, rows={16: "x"})
    shown = hashes(returned, 16)["terlihat-level"]
    autosave(signed_in(colleague(world)), world, returned, 16, "level", "3")
    conflict = partial(autosave, sari, world, returned, 16, "level", "1", seen=shown)
    assert counted(conflict, status=409) <= MOST
    locked = hashes(returned, 18)["terlihat-level"]
    assert counted(lambda: autosave(sari, world, returned, 18, "level", "1", seen=locked), status=423) <= MOST
    assert counted(lambda: autosave(sari, world, returned, 16, "level", "9", seen=shown), status=422) <= MOST


def yardstick() -> float:
    """Seconds of a core for a fixed piece of work: some ten milliseconds, more where neighbours share the core's caches."""
    began = time.process_time()
    counts: dict[str, int] = {}
    for number in range(30_000):
        word = f"{number % 997}:{number}"
        counts[word] = counts.get(word, 0) + len(word.split(":"))
    sorted(counts)
    return time.process_time() - began


def test_autosave_takes_little_time(world: Cast, sari: Client) -> None:
    """At most 50 ms of server work at the median, or five times the yardstick where the core itself is slow just now.

    Its own time, so that waiting for a busy machine does not fail it.
    """
    with scope({KOTIM}):
        draft = make_complete(world.actor("sari"), opd=world.health, period=world.period)
    times, yardsticks = [], []
    for number in range(21):
        yardsticks.append(yardstick())
        shown = hashes(draft, 16)["terlihat-level"]
        began = time.process_time()
        answer = autosave(sari, world, draft, 16, "level", str(1 + number % 3), seen=shown)
        times.append(time.process_time() - began)
        assert answer.status_code == 200
    assert statistics.median(times) < max(0.05, 5 * statistics.median(yardsticks))


def test_error_after_the_write_takes_everything_back(
    world: Cast, sari: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    """There is no savepoint inside the scope's transaction: nothing half-done may be committed all the same."""
    from innovations.domain import answers

    returned = judged_and_returned(world, rows={16: "x"})

    def fail(innovation: Innovation) -> None:
        raise RuntimeError("the line to the scores broke")

    monkeypatch.setattr(answers, "touch_scores", fail)
    sari.raise_request_exception = False
    assert autosave(sari, world, returned, 16, "level", "3").status_code == 500
    assert claim(returned, 16)[0] == 2
    with scope({KOTIM}):
        now = Innovation.objects.get(pk=returned.pk)
    assert (now.version, now.autosaves) == (returned.version, 0)


def test_colleague_who_is_just_writing_is_waited_for_and_not_overwritten(world: Cast, sari: Client) -> None:
    """Two real connections: Putri's level is written and not yet committed when Sari's arrives."""
    with scope({KOTIM}):
        draft = make_complete(world.actor("sari"), opd=world.health, period=world.period)
    shown = hashes(draft, 16)["terlihat-level"]
    putri = Actor(colleague(world).pk, Role.OPERATOR, KOTIM, frozenset({world.health.pk}))
    answers: list[Any] = []

    def save() -> None:
        try:
            answers.append(autosave(sari, world, draft, 16, "level", "1", seen=shown))
        finally:
            connection.close()

    with scope({KOTIM}, actor_id=putri.person_id, role="operator"):
        set_answer(draft.pk, row=16, actor=putri, level=3)
        thread = threading.Thread(target=save)
        thread.start()
        thread.join(timeout=1.5)
        # It has read the row as it was, and waits for the innovation.
        assert thread.is_alive()
    thread.join(timeout=300)
    assert [answer.status_code for answer in answers] == [409]
    assert claim(draft, 16)[0] == 3
