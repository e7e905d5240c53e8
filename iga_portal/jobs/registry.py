"""What each kind of job does. Rooms above register their work here; this room knows no reports and no exports."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.functional import Promise

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


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of job: its work, what one is called on a page, and the page that lists what it makes ("" for none)."""

    work: Work
    title: Callable[[Job], str]
    results_page: str = ""
    results_title: str | Promise = ""
    personal: bool = False
    """What it makes is for who asked alone, who has pages of their own for it."""


_KINDS: dict[str, Kind] = {}


def does(
    kind: str,
    *,
    title: Callable[[Job], str],
    results_page: str = "",
    results_title: str | Promise = "",
    personal: bool = False,
) -> Callable[[Work], Work]:
    """Register the work of a kind of job. It runs outside any transaction, opens its own scopes and is safe to repeat."""

    def register(work: Work) -> Work:
        if kind in _KINDS:
            raise RuntimeError(f"two kinds of work are called {kind}")
        if bool(results_page) != bool(results_title):
            raise RuntimeError(
                f"{kind}: the page of its results and the words that lead there belong together"
            )
        _KINDS[kind] = Kind(work, title, results_page, results_title, personal)
        return work

    return register


def work_of(kind: str) -> Work:
    """The work of a kind. Raises KeyError for one that no room registered."""
    return _KINDS[kind].work


def kind_of(job: Job) -> Kind | None:
    """What a job is, for a page; None for a kind that is no longer made."""
    return _KINDS.get(job.kind)
