"""What each kind of job does. Rooms above register their work here; this room knows no reports and no exports."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from iga_portal.files.models import StoredFile
from iga_portal.jobs.domain import Progress
from iga_portal.jobs.models import Job


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a job leaves: a file to download, and one line for the person who asked."""

    message: str
    file: StoredFile | None = None


class JobRefused(Exception):
    """The job cannot succeed however often it is tried; `str()` says why and what to do."""


Work = Callable[[Job, Progress], Outcome]
_WORK: dict[str, Work] = {}


def does(kind: str) -> Callable[[Work], Work]:
    """Register the work of a kind of job. It runs outside any transaction, opens its own scopes and is safe to repeat."""

    def register(work: Work) -> Work:
        if kind in _WORK:
            raise RuntimeError(f"two kinds of work are called {kind}")
        _WORK[kind] = work
        return work

    return register


def work_of(kind: str) -> Work:
    return _WORK[kind]
