"""How fast the scoring core is: full results with trace, packed levels, and a plain sum as the yardstick.

All candidates take turns in one run, so a busy machine slows them alike and the ratios stay true. Nothing is asserted.
"""

from __future__ import annotations

import json
import random
import time
from collections.abc import Callable, Iterator
from typing import Any

from scoring.core.compact import CompactInnovation, build_tables, pack_levels, score_compact
from scoring.core.model import Instrument
from scoring.core.score import score
from scoring.instruments import load_instrument

INNOVATIONS = 69  # of an average region in 2025: 36,742 in 531 regions
REGIONS = 531
NATION = 36_742
ROUNDS = 15
SEED = 2026


def run() -> Iterator[dict[str, Any]]:
    """Yield one JSON-able line per measurement. Times are the best of the rounds, in milliseconds or seconds."""
    instrument = load_instrument(2026)
    facts = region_facts(instrument, random.Random(SEED))
    tables = build_tables(instrument)
    packed = packed_region(facts, instrument)
    spd = pack_levels(facts["spd"], tables.spd_positions)
    weights = [row.weight_hundredths for row in instrument.sid_rows]
    codes = [row.code for row in instrument.sid_rows]
    levels = [[entry["levels"].get(code, 0) for code in codes] for entry in facts["innovations"]]
    candidates: dict[str, Callable[[], Any]] = {
        "plain_sum": lambda: plain_sum(levels, weights),
        "compact": lambda: score_compact(spd, packed, tables),
        "full": lambda: score(facts, instrument),
        "full_document": lambda: score(facts, instrument).as_document(),
        "full_json": lambda: json.dumps(score(facts, instrument).as_document()),
    }
    best = best_times(candidates)
    for name, seconds in best.items():
        yield {
            "bench": "core",
            "case": name,
            "innovations": INNOVATIONS,
            "milliseconds": round(seconds * 1000, 4),
            "results_per_second": round(1 / seconds),
            "times_plain_sum": round(seconds / best["plain_sum"], 2),
            "times_compact": round(seconds / best["compact"], 2),
        }
    yield {
        "bench": "core",
        "case": "agreement",
        "equal": score(facts, instrument).numbers == score_compact(spd, packed, tables).numbers,
    }
    yield nation(spd, packed, levels, weights, instrument)


def region_facts(instrument: Instrument, chance: random.Random) -> dict[str, Any]:
    """A region of average size in which every row is answered."""
    urusan = [entry.name for entry in instrument.urusan]
    return {
        "instrument": instrument.year,
        "region": {"code": "62.02"},
        "spd": {row.code: chance.randint(0, 3) for row in instrument.spd_rows},
        "innovations": [
            {
                "id": f"INV-{place:03d}",
                "stage": "penerapan",
                "urusan": chance.choice(urusan),
                "implemented": "2024-05-06",
                "developed": None,
                "levels": {row.code: chance.randint(0, 3) for row in instrument.sid_rows},
            }
            for place in range(INNOVATIONS)
        ],
    }


def packed_region(facts: dict[str, Any], instrument: Instrument) -> list[CompactInnovation]:
    tables = build_tables(instrument)
    return [
        (True, tables.yandas_by_urusan[entry["urusan"]], pack_levels(entry["levels"], tables.sid_positions))
        for entry in facts["innovations"]
    ]


def plain_sum(levels: list[list[int]], weights: list[int]) -> int:
    """The yardstick: weight x level over all rows, with no index, no rules and no trace."""
    return sum(sum(map(int.__mul__, weights, row)) for row in levels)


def best_times(candidates: dict[str, Callable[[], Any]]) -> dict[str, float]:
    """The best time of one call for each candidate, in seconds; they take turns."""
    best = dict.fromkeys(candidates, float("inf"))
    for _ in range(ROUNDS):
        for name, call in candidates.items():
            best[name] = min(best[name], timed(call))
    return best


def timed(call: Callable[[], Any]) -> float:
    """Seconds of one call, averaged over as many as fill some 20 ms."""
    calls, elapsed = 1, 0.0
    while True:
        start = time.perf_counter()
        for _ in range(calls):
            call()
        elapsed = time.perf_counter() - start
        if elapsed > 0.02:
            return elapsed / calls
        calls *= 2


def nation(
    spd: int,
    packed: list[CompactInnovation],
    levels: list[list[int]],
    weights: list[int],
    instrument: Instrument,
) -> dict[str, Any]:
    """All regions from packed levels, against the plain sum over as many rows."""
    tables = build_tables(instrument)
    sizes = [INNOVATIONS] * (REGIONS - 1)
    sizes.append(NATION - sum(sizes))
    regions = [[packed[place % INNOVATIONS] for place in range(size)] for size in sizes]
    plain = [[levels[place % INNOVATIONS] for place in range(size)] for size in sizes]
    best = best_times(
        {
            "compact": lambda: [score_compact(spd, region, tables) for region in regions],
            "plain_sum": lambda: [plain_sum(region, weights) for region in plain],
        }
    )
    return {
        "bench": "core",
        "case": "nation_compact",
        "regions": REGIONS,
        "innovations": NATION,
        "seconds": round(best["compact"], 4),
        "plain_sum_seconds": round(best["plain_sum"], 4),
        "times_plain_sum": round(best["compact"] / best["plain_sum"], 2),
    }
