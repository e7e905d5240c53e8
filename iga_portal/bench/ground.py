"""What the database benchmarks stand on: a seeded, scored nation, and the region that stands for an average one."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import Count

from iga_portal.demo.nation.load import PEOPLE
from iga_portal.demo.nation.shape import INNOVATIONS, REGIONS
from iga_portal.tenancy.scope import scope
from iga_portal.tenancy.tasks import region_ids
from innovations.enums import State
from innovations.models import Answer, Innovation
from regions.access import Actor
from regions.enums import Role
from regions.models import Period, Person

AVERAGE = 69
"""Innovations of an average region in 2025: 36,742 in 531 regions."""


def ensure_nation() -> Iterator[dict[str, Any]]:
    """Seed and score the nation unless it is there; what the two commands say becomes lines of the report."""
    with scope(region_ids(), role="bench"):
        there = Innovation.objects.count()
    if there >= INNOVATIONS:
        return
    print("seeding the nation", file=sys.stderr, flush=True)
    owner = {**os.environ, "PORTAL_DB_ROLE": "owner"}
    done = subprocess.run(
        [sys.executable, "-m", "django", "seed_nation"],
        env=owner,
        check=True,
        stdout=subprocess.PIPE,
        text=True,
    )
    yield {"bench": "seed", **_last(done.stdout)}
    # Scored by the plain role, as workers do it.
    done = subprocess.run(
        [sys.executable, "-m", "django", "score_all"], check=True, stdout=subprocess.PIPE, text=True
    )
    yield {"bench": "seed", **_last(done.stdout)}


def _last(text: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(text.strip().splitlines()[-1])
    return found


@dataclass(frozen=True, slots=True)
class Ground:
    """One region to change: its number of innovations, a returned innovation with an open row, and who may change it."""

    period: Period
    region_id: int
    innovations: int
    innovation_id: int
    row: int
    actor: Actor


def average_region(period: Period) -> Ground:
    """The region nearest to the average among those with a returned innovation; opens one of its rows to its OPD."""
    with scope(region_ids(), role="bench"):
        sizes = dict(
            Innovation.objects.filter(region_period__period=period)
            .values_list("region_id")
            .annotate(number=Count("pk"))
            .order_by()
        )
        returned = Innovation.objects.filter(region_period__period=period, state=State.RETURNED)
        able = sorted(
            set(returned.values_list("region_id", flat=True)),
            key=lambda region: (abs(sizes[region] - AVERAGE), region),
        )
        innovation = returned.filter(region_id=able[0]).order_by("pk")[0]
    with scope({able[0]}, role="bench"):
        answer = Answer.objects.filter(innovation=innovation, claimed_level__gte=1).exclude(row=33)[0]
        Answer.objects.filter(pk=answer.pk).update(is_unlocked=True)
    person = Person.objects.get(email=PEOPLE[0][0])
    return Ground(
        period=period,
        region_id=able[0],
        innovations=sizes[able[0]],
        innovation_id=innovation.pk,
        row=answer.row,
        actor=Actor(person.pk, Role.OPERATOR, able[0], frozenset({innovation.opd_id})),
    )


def percentile(values: list[float], share: float) -> float:
    """The value below which a share of the values lies (nearest rank)."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]


def milliseconds(values: list[float]) -> dict[str, float]:
    """p50 and p95 of seconds, in milliseconds."""
    return {
        "p50_ms": round(percentile(values, 0.50) * 1000, 2),
        "p95_ms": round(percentile(values, 0.95) * 1000, 2),
    }


__all__ = [
    "AVERAGE",
    "INNOVATIONS",
    "REGIONS",
    "Ground",
    "average_region",
    "ensure_nation",
    "milliseconds",
    "percentile",
]
