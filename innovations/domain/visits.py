"""The bookmark of a person's visits to an OPD's home."""

from __future__ import annotations

from datetime import datetime, timedelta

from innovations.models import Visit
from regions.access import Actor

SAME_VISIT = timedelta(minutes=30)
"""Pages opened within this time of each other belong to one visit."""


def note_visit(*, actor: Actor, opd_id: int, now: datetime) -> datetime | None:
    """Note that the person looks at the home of an OPD now; returns when they were last here before this visit.

    None on the first visit. Two pages opened at once note one visit: the row is unique to person and OPD. Every look is written,
    so that the page takes as many statements however soon after the last one it is opened.
    """
    visit, is_first = Visit.objects.get_or_create(
        opd_id=opd_id, person_id=actor.person_id, defaults={"region_id": actor.region_id, "at": now}
    )
    if is_first:
        return visit.before
    if now - visit.at > SAME_VISIT:
        visit.before = visit.at
    visit.at = now
    visit.save(update_fields=["at", "before"])
    return visit.before
