"""Changing one answer of one region, as its OPD does, and waiting for the index."""

from __future__ import annotations

import time

from iga_portal.bench.ground import Ground
from iga_portal.tenancy.scope import scope
from innovations.domain.answers import set_answer
from innovations.models import Answer
from regions.models import RegionPeriod

POLL = 0.002


def change_answer(ground: Ground, number: int) -> None:
    """Claim another level on the open row; every number is a change against the one before."""
    with scope({ground.region_id}, actor_id=ground.actor.person_id, role=ground.actor.role):
        set_answer(ground.innovation_id, row=ground.row, actor=ground.actor, level=1 + number % 3)


def plain_update(ground: Ground, number: int) -> None:
    """The yardstick: one bare UPDATE of the same row in a transaction of its own; nothing is checked, nothing counted."""
    with scope({ground.region_id}, role="bench"):
        Answer.objects.filter(innovation_id=ground.innovation_id, row=ground.row).update(
            claimed_level=1 + number % 3
        )


def versions(ground: Ground) -> tuple[int, int]:
    """Content version and scored version of the region, as committed."""
    with scope({ground.region_id}, role="bench"):
        row = RegionPeriod.objects.get(region_id=ground.region_id, period=ground.period)
        return row.content_version, row.scored_version


def wait_scored(ground: Ground, *, within: float = 60.0) -> None:
    """Return when the stored results are up to date. Raises TimeoutError."""
    deadline = time.monotonic() + within
    while time.monotonic() < deadline:
        content, scored = versions(ground)
        if content == scored:
            return
        time.sleep(POLL)
    raise TimeoutError(f"region {ground.region_id} was not scored within {within:.0f} s")
