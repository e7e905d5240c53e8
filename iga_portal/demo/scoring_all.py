"""Scoring every region that lags, by the real path, in several processes."""

from __future__ import annotations

import time
from dataclasses import dataclass

from django.db.models import F

from iga_portal.demo.children import PROCESSES, score_regions, share_out
from iga_portal.tenancy.scope import scope
from iga_portal.tenancy.tasks import region_ids
from regions.models import Period, RegionPeriod

CHUNK = 8


@dataclass(frozen=True, slots=True)
class ScoringRun:
    regions: int
    computations: int
    seconds: float

    @property
    def regions_per_second(self) -> float:
        return round(self.regions / self.seconds, 1) if self.seconds else 0.0


def lagging_regions(period: Period) -> list[int]:
    """Regions whose stored results are behind their content, in order of their ids."""
    with scope(region_ids(), role="scoring"):
        return list(
            RegionPeriod.objects.filter(period=period, scored_version__lt=F("content_version"))
            .order_by("region_id")
            .values_list("region_id", flat=True)
        )


def score_lagging(period: Period, *, processes: int = PROCESSES) -> ScoringRun:
    """Bring every lagging region up to date by `recompute_region`; the seconds include starting the processes."""
    regions = lagging_regions(period)
    tasks = [(period.pk, regions[start : start + CHUNK]) for start in range(0, len(regions), CHUNK)]
    started = time.perf_counter()
    computations = sum(share_out(score_regions, tasks, processes=processes))
    return ScoringRun(len(regions), computations, round(time.perf_counter() - started, 2))
