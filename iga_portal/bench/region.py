"""From one changed answer to the stored result, in a region of average size: in process, and through a real worker."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from typing import Any

from iga_portal.bench.changes import change_answer, plain_update, wait_scored
from iga_portal.bench.ground import Ground, average_region, milliseconds, percentile
from iga_portal.bench.worker import celery_worker
from regions.domain.versions import NUDGE_DELAY
from regions.queries.periods import current_period
from scoring.recompute import recompute_region

ROUNDS = 50


def run(*, rounds: int = ROUNDS, with_worker: bool = True) -> Iterator[dict[str, Any]]:
    """Yield p50 and p95 in milliseconds: the change with its commit, the computation, both; ratio to one bare UPDATE."""
    period = current_period()
    assert period is not None
    ground = average_region(period)
    recompute_region(ground.region_id, period_id=period.pk)
    plain: list[float] = []
    changed: list[float] = []
    computed: list[float] = []
    reading_us: list[float] = []
    for number in range(rounds):
        plain.append(_timed(lambda number=number: plain_update(ground, number)))
        changed.append(_timed(lambda number=number: change_answer(ground, number + 1)))
        started = time.perf_counter()
        done = recompute_region(ground.region_id, period_id=period.pk)
        computed.append(time.perf_counter() - started)
        reading_us.append(done[0].duration_us)
    yardstick = percentile(plain, 0.5)
    both = [first + second for first, second in zip(changed, computed, strict=True)]
    common = {"innovations": ground.innovations, "rounds": rounds}
    yield _line("plain_update", plain, yardstick, common)
    yield _line("change", changed, yardstick, common)
    yield {
        **_line("recompute", computed, yardstick, common),
        "read_and_score_p50_ms": round(percentile(reading_us, 0.5) / 1000, 2),
    }
    yield _line("change_to_result", both, yardstick, common)
    if with_worker:
        yield _through_worker(ground, rounds, yardstick, common)


def _through_worker(ground: Ground, rounds: int, yardstick: float, common: dict[str, int]) -> dict[str, Any]:
    with celery_worker():
        # The first task of each process opens its connection.
        for number in range(4):
            change_answer(ground, number)
            wait_scored(ground)
        times = []
        for number in range(rounds):
            started = time.perf_counter()
            change_answer(ground, number)
            wait_scored(ground)
            times.append(time.perf_counter() - started)
    return {
        **_line("change_to_result_by_worker", times, yardstick, common),
        # Waited on purpose, so that what changes meanwhile is computed together.
        "of_which_delay_ms": NUDGE_DELAY * 1000,
    }


def _line(case: str, times: list[float], yardstick: float, common: dict[str, int]) -> dict[str, Any]:
    return {
        "bench": "region",
        "case": case,
        **common,
        **milliseconds(times),
        "times_plain_update": round(percentile(times, 0.5) / yardstick, 1),
    }


def _timed(work: Callable[[], Any]) -> float:
    started = time.perf_counter()
    work()
    return time.perf_counter() - started
