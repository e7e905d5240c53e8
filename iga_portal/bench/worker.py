"""A real Celery worker for the time of a measurement."""

from __future__ import annotations

import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager

from iga_portal.celery import app

READY_WITHIN = 60.0


@contextmanager
def celery_worker(*, processes: int = 2) -> Iterator[None]:
    """Start a worker as `./portal up` does, wait until it answers, end it afterwards. Old messages are dropped first."""
    app.control.purge()
    name = f"bench-{time.time_ns()}@localhost"
    with tempfile.TemporaryFile() as log:
        child = subprocess.Popen(  # noqa: S603 - our own words
            [sys.executable, "-m", "celery", "-A", "iga_portal", "worker", "--concurrency", str(processes),
             "--loglevel", "WARNING", "--hostname", name, "--without-gossip", "--without-mingle"],
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
        )  # fmt: skip
        try:
            _wait_ready(child, name)
            yield
        finally:
            child.terminate()
            try:
                child.wait(20)
            except subprocess.TimeoutExpired:
                child.kill()
                child.wait()


def _wait_ready(child: subprocess.Popen[bytes], name: str) -> None:
    deadline = time.monotonic() + READY_WITHIN
    while time.monotonic() < deadline:
        if child.poll() is not None:
            raise RuntimeError(f"the worker ended with {child.returncode} while starting")
        if app.control.ping(destination=[name], timeout=0.5):
            return
    raise RuntimeError(f"the worker did not answer within {READY_WITHIN:.0f} s")
