"""Reads of published rows for files and the JSON interface: snapshots only, without a scope."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from reports.models import Publication, PublishedRegion
from reports.queries.face import successor_of

FACTS_AT_ONCE = 50
"""Documents read from the cursor at a time; some 60 kB each at the size of an average region."""


def facts_of(publication: Publication) -> Iterator[dict[str, Any]]:
    """The facts documents of the assessed regions, by code, one statement."""
    rows = PublishedRegion.objects.filter(publication=publication, is_assessed=True).order_by("code")
    for facts in rows.values_list("facts", flat=True).iterator(chunk_size=FACTS_AT_ONCE):
        yield facts or {}


def publication_with_successor(number: int) -> tuple[Publication, int | None, datetime] | None:
    """A publication, the number of what supersedes it (None while it is in force), and since when both are so; None for an unknown
    number. One statement."""
    rows = Publication.objects.select_related("period", "superseded_by").filter(number=number)
    found = rows.first() if 0 < number < 2**31 else None
    if found is None:
        return None
    successor = successor_of(found)
    if successor is None:
        return found, None, found.published_at
    return found, successor.number, successor.published_at
