"""After a file arrived: the malware scan, and the pictures of its pages. Done by a worker, once for the same bytes.

The row is the truth: what has no `examined_at` is taken up again by the sweep, whatever became of message and worker. Nothing
here holds a transaction while somebody else works (scanner, child); findings are written in one short transaction.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta

from django.core.cache import cache
from django.core.files.storage import default_storage
from django.db import connection
from django.utils import timezone

from iga_portal.files import pictures, registry, scanning
from iga_portal.files.apart.client import LookFailed
from iga_portal.files.models import FileState, StoredFile
from iga_portal.files.words import BEYOND_SCANNER
from iga_portal.tenancy.scope import scope

logger = logging.getLogger(__name__)

SWEEP_AFTER = timedelta(seconds=30)
"""What arrived so long ago was not reached by its message."""
SWEEP_AT_MOST = 50
LOCK_CLASS = 0x49474146  # "IGAF": one worker at a time with the same bytes
SHORTEST_WAIT, LONGEST_WAIT = 30, 3600
"""Seconds until a file that could not be finished is tried again: doubled each time, between these."""
MOST_DRAWINGS = 5
"""A worker that was ended so often while it drew the same file is not given it again."""
AWAY = "files:scanner-away"


def examine_file(region_id: int, *, file_id: int) -> str:
    """Scan a file where scanning is on, then draw its pages; returns how it ended, in a word for the log.

    Idempotent. `done` also when it had been done before, `busy` when another worker is at the same bytes, `waiting` while
    there is no verdict, `later` after a failure of the portal itself.
    """
    stored = _current(region_id, file_id)
    if stored is None or stored.examined_at is not None:
        return "done"
    with _alone_with(stored.key) as alone:
        if not alone:
            return "busy"
        # Again: it may have been finished between the reading and the lock.
        stored = _current(region_id, file_id)
        if stored is None or stored.examined_at is not None:
            return "done"
        try:
            return _examine(stored)
        except (OSError, LookFailed) as error:
            logger.exception("file %s could not be examined: %s", stored.pk, error)
            _try_later(stored.key)
            return "later"


def _examine(stored: StoredFile) -> str:
    if stored.state == FileState.WAITING:
        stored.state = _verdict(stored)
    if stored.state == FileState.WAITING:
        return "waiting"
    if stored.state == FileState.REFUSED:
        # The row says so already: nobody is given the bytes while they go.
        pictures.remove_bytes(stored.key)
        _finish(stored, pictured=0)
        return "refused"
    drawings = _count(stored.key)
    if drawings > MOST_DRAWINGS:
        logger.error("file %s: its pages were begun %d times and never finished", stored.pk, drawings - 1)
        _finish(stored, pictured=0)
        return "done"
    _finish(stored, pictured=pictures.make_pictures(stored.key, stored.media_type))
    return "done"


def _current(region_id: int, file_id: int) -> StoredFile | None:
    with scope({region_id}, role="files"):
        return StoredFile.objects.filter(pk=file_id).first()


@contextmanager
def _alone_with(key: str) -> Iterator[bool]:
    """A lock of the session, not of a transaction: it goes with a worker that dies, and nothing is held open meanwhile."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s, hashtext(%s))", [LOCK_CLASS, key])
        alone = bool(cursor.fetchone()[0])
    try:
        yield alone
    finally:
        if alone:
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_unlock(%s, hashtext(%s))", [LOCK_CLASS, key])


# Scanning ----------------------------------------------------------------------------------------------------------


def _verdict(stored: StoredFile) -> str:
    """The state after the scan; WAITING while there is no word to rely on."""
    if not scanning.scanning_is_on():
        # Whoever runs the portal has turned scanning off, and with it the waiting for it.
        return _settle(stored, state=FileState.READY)
    if (earlier := _refused_before(stored)) is not None:
        return _settle(stored, state=FileState.REFUSED, finding=earlier)
    if cache.get(AWAY):
        return FileState.WAITING
    try:
        with default_storage.open(stored.key, "rb") as file:
            finding = scanning.scan(file)
    except scanning.ScannerAway as error:
        _note_away(stored.key, error)
        return FileState.WAITING
    cache.delete(f"{AWAY}:times")
    if finding.verdict is scanning.Verdict.CLEAN:
        return _settle(stored, state=FileState.READY)
    if finding.verdict is scanning.Verdict.INFECTED:
        return _settle(stored, state=FileState.REFUSED, finding=finding.name)
    logger.error("file %s is beyond a limit of the scanner (%s); it waits", stored.pk, finding.name)
    _try_later(stored.key)
    return _settle(stored, state=FileState.WAITING, finding=BEYOND_SCANNER)


def _refused_before(stored: StoredFile) -> str | None:
    """What was found in these bytes, for a row that came while they were refused; they are gone from the store."""
    with scope({stored.region_id}, role="files"):
        twins = StoredFile.objects.filter(sha256=stored.sha256, size=stored.size, key=stored.key)
        return twins.filter(state=FileState.REFUSED).values_list("finding", flat=True).first()


def _settle(stored: StoredFile, *, state: str, finding: str = "") -> str:
    """Write a verdict on bytes to every row of them. A refusal also takes back what an older verdict let through."""
    with scope({stored.region_id}, role="files"):
        rows = StoredFile.objects.filter(sha256=stored.sha256, size=stored.size, key=stored.key)
        if state != FileState.REFUSED:
            rows = rows.filter(state=FileState.WAITING)
        touched = list(rows.order_by("pk"))
        rows.update(state=state, finding=finding[:300])
        if state == FileState.REFUSED:
            for row in touched:
                row.state, row.finding = state, finding[:300]
            registry.tell_refused(touched)
    return state


def refuse_bytes(stored: StoredFile, *, finding: str) -> None:
    """Refuse bytes that were ready: a later scan knew more. The caller has the scope of their region."""
    _settle(stored, state=FileState.REFUSED, finding=finding)
    pictures.remove_bytes(stored.key)
    _finish(stored, pictured=0)


def _note_away(key: str, error: scanning.ScannerAway) -> None:
    """Wait longer each time: with the one file when the scanner is there, with all when it is not."""
    logger.warning("no verdict of the scanner: %s", error)
    try:
        scanning.ping()
    except scanning.ScannerAway:
        cache.set(AWAY, True, timeout=_wait(_counted(f"{AWAY}:times")))
    else:
        _try_later(key)


# Findings and waiting ----------------------------------------------------------------------------------------------


def _finish(stored: StoredFile, *, pictured: int) -> None:
    """The end of it for every row of these bytes that shares this verdict."""
    with scope({stored.region_id}, role="files"):
        StoredFile.objects.filter(
            sha256=stored.sha256, size=stored.size, key=stored.key, state=stored.state
        ).update(pictured=pictured, examined_at=timezone.now())
    for name in ("later", "times", "drawings"):
        cache.delete(f"files:{name}:{stored.key}")


def _try_later(key: str) -> None:
    cache.set(f"files:later:{key}", True, timeout=_wait(_counted(f"files:times:{key}")))


def _count(key: str) -> int:
    return _counted(f"files:drawings:{key}")


def _counted(name: str) -> int:
    """Add one to a counter that forgets after a day. 1 while the cache is down: then nothing is put off for long."""
    cache.add(name, 0, timeout=24 * 3600)
    try:
        return int(cache.incr(name))
    except ValueError:  # it went between the two
        return 1


def _wait(times: int) -> int:
    return min(SHORTEST_WAIT * 2 ** min(times - 1, 10), LONGEST_WAIT)


# Sweeping ----------------------------------------------------------------------------------------------------------


def files_to_examine(now: datetime) -> list[tuple[int, int]]:
    """(region, file) of what no worker has finished, the oldest first, one for the same bytes; what is put off, later.

    The caller has the scope of all regions.
    """
    waiting = StoredFile.objects.filter(examined_at__isnull=True, created_at__lt=now - SWEEP_AFTER)
    if scanning.scanning_is_on() and cache.get(AWAY):
        waiting = waiting.exclude(state=FileState.WAITING)
    found: dict[str, tuple[int, int]] = {}
    batch, after = 4 * SWEEP_AT_MOST, 0
    while len(found) < SWEEP_AT_MOST:
        rows = list(waiting.filter(pk__gt=after).order_by("pk").values_list("key", "region_id", "pk")[:batch])
        put_off = cache.get_many([f"files:later:{key}" for key, _region, _pk in rows])
        for key, region_id, pk in rows:
            if f"files:later:{key}" not in put_off:
                found.setdefault(key, (region_id, pk))
        if len(rows) < batch:
            break
        after = rows[-1][2]
    return list(found.values())[:SWEEP_AT_MOST]
