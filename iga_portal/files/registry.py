"""Who wants to know that a file was refused after it had been taken in. Rooms above register; this room knows no documents."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from iga_portal.files.models import StoredFile

Listener = Callable[[Sequence[StoredFile]], None]

_LISTENERS: list[Listener] = []


def when_refused(listener: Listener) -> Listener:
    """Have `listener` told in the transaction that refuses files, with its scope: rows of one region with the same bytes."""
    if listener not in _LISTENERS:
        _LISTENERS.append(listener)
    return listener


def tell_refused(files: Sequence[StoredFile]) -> None:
    for listener in _LISTENERS:
        listener(files)
