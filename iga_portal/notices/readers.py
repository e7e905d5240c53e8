"""Who reads a notice, and where. The room of regions knows people and roles; it is asked through `settings.NOTICES_READER`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from django.conf import settings
from django.urls import reverse
from django.utils.module_loading import import_string


@dataclass(frozen=True, slots=True)
class Place:
    """Where somebody acts: the namespace of its addresses and what they carry."""

    namespace: str
    carried: Mapping[str, Any]

    def url(self, name: str, **more: Any) -> str:
        return reverse(f"{self.namespace}:{name}", kwargs={**self.carried, **more})


@dataclass(frozen=True, slots=True)
class Reader:
    """A person with an open account, as a mail needs them. `zone` is WIB, WITA or WIT: the region's.

    `places` holds, for each path that was asked for, the place in which the person may open it today; a path that has closed to
    them is missing.
    """

    email: str
    name: str
    language: str
    region: str
    zone: str
    places: Mapping[str, Place]


class ReaderOf(Protocol):
    def __call__(self, person_id: int, *, region_id: int, paths: Sequence[str]) -> Reader | None: ...


def reader_of(person_id: int, *, region_id: int, paths: Sequence[str]) -> Reader | None:
    """The reader of notices that lead to `paths`; None when the account is closed. Inside a scope that holds the region."""
    ask: ReaderOf = import_string(settings.NOTICES_READER)
    return ask(person_id, region_id=region_id, paths=paths)
