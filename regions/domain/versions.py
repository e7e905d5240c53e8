"""Content versions: how a change tells the scoring room that a region's numbers are out of date."""

from __future__ import annotations

from datetime import timedelta

from django.db import connection
from django.utils import timezone

from iga_portal.tenancy.tasks import nudge

RECOMPUTE_TASK = "scoring.recompute_region"
NUDGE_DELAY = 0.3
"""Seconds between the first change and the computation; what changes meanwhile is computed with it."""
NUDGE_STALE = timedelta(seconds=5)
"""A worker that has not begun after so long was not reached; the next change asks again (and so does the sweep)."""


def raise_content_version(region_period_id: int, *, region_id: int, period_id: int) -> int:
    """Count a change that can move a score; returns the new version.

    Call it last in the transaction: it locks the (region, period) row until the commit, and the computation, which takes the
    same lock, therefore never sees a version without its facts. The first of a burst asks a worker after the commit.
    """
    now = timezone.now()
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE regions_regionperiod SET content_version = content_version + 1, "
            "nudged_at = CASE WHEN nudged_at IS NULL OR nudged_at < %s THEN %s ELSE nudged_at END "
            "WHERE id = %s AND region_id = %s RETURNING content_version, nudged_at = %s",
            [now - NUDGE_STALE, now, region_period_id, region_id, now],
        )
        row = cursor.fetchone()
    if row is None:
        raise LookupError(
            f"No (region, period) row {region_period_id} in region {region_id} within the scope."
        )
    version, first = row
    if first:
        nudge(RECOMPUTE_TASK, countdown=NUDGE_DELAY, region_id=region_id, period_id=period_id)
    return int(version)
