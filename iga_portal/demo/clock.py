"""The demonstration's own time: what it shows as done weeks ago is written as done weeks ago."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

from django.utils import timezone


@contextmanager
def at(moment: datetime) -> Iterator[None]:
    """Let Django's clock stand at an aware moment, in this process, for the length of the block.

    The domain functions ask `timezone.now()` for whatever they stamp, and check the phase by it: a step of the demonstration
    is thus taken when input was open, not at the second of the first start. The audit history keeps the database's own time.
    For single-threaded commands only.
    """
    real = timezone.now
    timezone.now = lambda: moment
    try:
        yield
    finally:
        timezone.now = real
