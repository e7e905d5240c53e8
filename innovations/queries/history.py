"""Earlier versions of a long text of the proposal, read from the audit history.

A text that saves itself is written every few seconds: what one person wrote within ten minutes is one version, shown as it stood
at the end of them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models.functions import MD5

from innovations.domain.design import design_words, split_design, words_in
from innovations.domain.items import LONG_TEXTS
from innovations.models import Innovation
from innovations.queries.changes import names_of

TOGETHER = timedelta(minutes=10)
FARTHEST = 5000
"""Writings looked back at most; the oldest of a text that was written more often are left out."""


@dataclass(frozen=True)
class Version:
    """One version of a text. `number` finds it again; `words` are counted as the rule counts; `come` and `gone` against now."""

    number: int
    at: datetime
    by: str
    words: int = 0
    come: int = 0
    gone: int = 0
    is_now: bool = False
    text: str = ""


@dataclass(frozen=True)
class _Writing:
    number: int
    actor: int | None
    at: datetime
    digest: str


def versions_of(innovation: Innovation, name: str, *, first: int, most: int) -> tuple[list[Version], int]:
    """Versions of the text `name`, newest first, from the `first` on (0 is what stands now), and how many there are in all.

    Three queries, however often the text was written: when and by whom, the texts of those asked for, names. Raises KeyError for
    what is no long text.
    """
    if name not in LONG_TEXTS:
        raise KeyError(name)
    found = _coalesced(_writings(innovation, name))[::-1]
    asked = found[first : first + most]
    texts = dict(
        _events(innovation).filter(pgh_id__in=[entry.number for entry in asked]).values_list("pgh_id", name)
    )
    names = names_of({entry.actor for entry in asked})
    now = Counter(_plain(name, getattr(innovation, name)).split())
    versions = []
    for place, entry in enumerate(asked, start=first):
        words = Counter(_plain(name, texts[entry.number]).split())
        versions.append(
            Version(
                entry.number,
                entry.at,
                names.get(entry.actor, ""),
                words=count_words(name, texts[entry.number]),
                come=(now - words).total(),
                gone=(words - now).total(),
                is_now=place == 0,
                text=texts[entry.number],
            )
        )
    return versions, len(found)


def version_text(innovation: Innovation, name: str, *, number: int) -> str | None:
    """The text of one version; None when there is no such version of this innovation. One query."""
    found: str | None = _events(innovation).filter(pgh_id=number).values_list(name, flat=True).first()
    return found


def count_words(name: str, text: str) -> int:
    return design_words(text) if name == "design" else words_in(text)


def _plain(name: str, text: str) -> str:
    """The words that people wrote, without the headings that the portal writes."""
    return "\n".join(split_design(text).values()) if name == "design" else text


def _events(innovation: Innovation) -> Any:
    # The model of the history is made by pghistory's decorator, which type checkers do not see.
    return Innovation.pgh_event_model.objects.filter(pgh_obj_id=innovation.pk)  # type: ignore[attr-defined]


def _writings(innovation: Innovation, name: str) -> list[_Writing]:
    """Every event of the innovation, oldest first, with a digest of the text instead of the text."""
    rows = (
        _events(innovation)
        .order_by("-pgh_id")
        .values_list("pgh_id", "pgh_context", "changed_at", MD5(name))[:FARTHEST]
    )
    return [
        _Writing(number, (context or {}).get("actor"), at, digest) for number, context, at, digest in rows
    ][::-1]


def _coalesced(writings: Iterable[_Writing]) -> Sequence[_Writing]:
    """The last of each run of changes by one person within `TOGETHER`. A text that began empty has no version of that."""
    found: list[_Writing] = []
    begun: datetime | None = None
    digest = EMPTY_DIGEST
    for writing in writings:
        if writing.digest == digest:
            continue
        digest = writing.digest
        if begun is not None and found[-1].actor == writing.actor and writing.at - begun <= TOGETHER:
            found[-1] = writing
        else:
            found.append(writing)
            begun = writing.at
    return found


EMPTY_DIGEST = "d41d8cd98f00b204e9800998ecf8427e"
"""MD5 of an empty text."""
