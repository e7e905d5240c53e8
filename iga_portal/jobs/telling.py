"""Telling how far a job is while its work is one transaction: what that writes itself, nobody sees before it ends."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connections

from iga_portal.jobs.domain import Progress

PACE = 0.7
"""Seconds between two words about the progress of work that is one transaction."""


class Teller(threading.Thread):
    """Tells how far a transaction is from outside of it.

    A connection of its own, given back when the work is done; it also shows that the worker lives.
    """

    def __init__(self, progress: Progress) -> None:
        super().__init__(daemon=True, name=f"progress-{progress.job_id}")
        self.progress = progress
        self.done = 0
        self._ended = threading.Event()

    def step(self, done: int, total: int) -> None:
        self.done = done
        self.progress.total = total

    def run(self) -> None:
        try:
            while not self._ended.wait(PACE):
                self.progress.tell(self.done)
        finally:
            connections.close_all()

    def end(self) -> None:
        self._ended.set()
        self.join()


@contextmanager
def telling(progress: Progress) -> Iterator[Teller]:
    teller = Teller(progress)
    teller.start()
    try:
        yield teller
    finally:
        teller.end()
