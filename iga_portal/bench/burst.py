"""Many changes in one region at once: how many computations a real worker makes of them, and when the index is there."""

from __future__ import annotations

import time
from collections.abc import Iterator
from typing import Any

from iga_portal.bench.changes import change_answer, versions, wait_scored
from iga_portal.bench.ground import average_region
from iga_portal.bench.worker import celery_worker
from iga_portal.tenancy.scope import scope
from regions.enums import Basis
from regions.queries.periods import current_period
from scoring.models import Result
from scoring.recompute import recompute_region

CHANGES = 500


def run(*, changes: int = CHANGES) -> Iterator[dict[str, Any]]:
    """Yield one line: seconds of the changes, seconds until the last is in the stored result, computations done.

    The ratio is that of the whole to the changes alone: what scoring adds to the wait of the last person.
    """
    period = current_period()
    assert period is not None
    ground = average_region(period)
    with celery_worker():
        recompute_region(ground.region_id, period_id=period.pk)
        change_answer(ground, 1)
        wait_scored(ground)
        before = _computations(ground.region_id, period.pk)
        first_version = versions(ground)[0]
        started = time.perf_counter()
        for number in range(changes):
            change_answer(ground, number)
        changed = time.perf_counter() - started
        wait_scored(ground)
        seconds = time.perf_counter() - started
        made = versions(ground)[0] - first_version
        computations = _computations(ground.region_id, period.pk) - before
    yield {
        "bench": "burst",
        "case": "changes",
        "innovations": ground.innovations,
        "changes": made,
        "computations": computations,
        "changes_a_computation": round(made / computations, 1),
        "seconds_changing": round(changed, 3),
        "seconds_until_scored": round(seconds, 3),
        "changes_a_second": round(made / changed, 1),
        "times_changing": round(seconds / changed, 3),
    }


def _computations(region_id: int, period_id: int) -> int:
    with scope({region_id}, role="bench"):
        return Result.objects.filter(region_period__period_id=period_id, basis=Basis.CLAIMED).count()
