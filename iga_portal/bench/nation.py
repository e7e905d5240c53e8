"""The index of every region from the raw answers, against plain SQL that sums weight x level over the same rows.

Both run as the application role, under row-level security, in one transaction, turn and turn about.
"""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from decimal import Decimal
from typing import Any

from django.db import connection

from iga_portal.tenancy.scope import scope
from iga_portal.tenancy.tasks import region_ids
from regions.enums import Basis
from regions.models import Region, RegionPeriod
from regions.queries.instruments import instrument_of
from regions.queries.periods import current_period
from scoring.core.compact import Tables
from scoring.core.model import Instrument
from scoring.core.score import score
from scoring.documents import facts_document
from scoring.models import Result
from scoring.reading import read_regions
from scoring.recompute import score_basis, tables_of

ROUNDS = 7
TRACE_ROUNDS = 2
Indices = dict[tuple[int, str], Decimal]


class Nation:
    """The work itself, inside an open scope of all regions."""

    def __init__(self) -> None:
        period = current_period()
        assert period is not None
        self.period = period
        self.instrument: Instrument = instrument_of(period)
        self.tables: Tables = tables_of(self.instrument)
        self.regions = Region.objects.in_bulk()
        self.region_periods = list(
            RegionPeriod.objects.filter(period=period, content_version__gt=0)
            .order_by("region_id")
            .values_list("region_id", "pk")
        )

    def plain(self) -> int:
        """The yardstick: one sum per region, no rules, no innovations, no figures."""
        weights = ", ".join(f"({row.code}, {row.weight_hundredths})" for row in self.instrument.sid_rows)
        with connection.cursor() as cursor:
            # Numbers of our own instrument, nobody's input.
            cursor.execute(
                "SELECT a.region_id, sum(w.weight * a.claimed_level) FROM innovations_answer a "  # noqa: S608 - numbers of our own instrument
                f'JOIN (VALUES {weights}) AS w("row", weight) ON w."row" = a."row" GROUP BY a.region_id'
            )
            return len(cursor.fetchall())

    def one_basis(self, basis: Basis = Basis.CLAIMED) -> Indices:
        return {
            (facts.region_id, basis.value): score_basis(facts, basis=basis, tables=self.tables).numbers.index
            for facts in read_regions(self.region_periods)
        }

    def three_bases(self) -> Indices:
        return {
            (facts.region_id, basis.value): score_basis(facts, basis=basis, tables=self.tables).numbers.index
            for facts in read_regions(self.region_periods)
            for basis in Basis
        }

    def one_basis_with_traces(self, basis: Basis = Basis.CLAIMED) -> Indices:
        """The same through the facts document and the full core: each row of each innovation with its points."""
        found = {}
        for facts in read_regions(self.region_periods):
            document = facts_document(
                facts, region=self.regions[facts.region_id], basis=basis, tables=self.tables
            )
            found[facts.region_id, basis.value] = score(document, self.instrument).index
        return found

    def stored(self) -> Indices:
        current = Result.objects.filter(region_period__period=self.period, is_current=True)
        return {
            (region, basis): index
            for region, basis, index in current.values_list("region_id", "basis", "index")
        }


CASES = ("plain", "one_basis", "three_bases", "one_basis_with_traces")


def run(*, rounds: int = ROUNDS, trace_rounds: int = TRACE_ROUNDS) -> Iterator[dict[str, Any]]:
    """Yield one line per case: best and median seconds of the rounds, and the ratio to the plain sums of the same run."""
    with scope(region_ids(), role="bench"):
        nation = Nation()
        times: dict[str, list[float]] = {case: [] for case in CASES}
        answers: dict[str, Any] = {}
        for number in range(rounds):
            for case in CASES:
                if case != "one_basis_with_traces" or number < trace_rounds:
                    seconds, answers[case] = _timed(getattr(nation, case))
                    times[case].append(seconds)
        stored = nation.stored()
        counts = _counts()
    best = {case: min(values) for case, values in times.items()}
    for case in CASES:
        yield {
            "bench": "nation",
            "case": case,
            **counts,
            "seconds": round(best[case], 4),
            "median_seconds": round(sorted(times[case])[len(times[case]) // 2], 4),
            "rounds": len(times[case]),
            "times_plain": round(best[case] / best["plain"], 2),
        }
    yield {
        "bench": "nation",
        "case": "agreement",
        "three_bases_equal_stored": answers["three_bases"] == stored,
        "one_basis_equals_traces": answers["one_basis"] == answers["one_basis_with_traces"],
        "compared": len(stored),
    }
    for case in ("one_basis", "three_bases"):
        yield {"bench": "nation", "case": f"memory_{case}", **_memory_of(case)}


def _timed(work: Callable[[], Any]) -> tuple[float, Any]:
    started = time.perf_counter()
    answer = work()
    return time.perf_counter() - started, answer


def _counts() -> dict[str, int]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(DISTINCT region_id), count(DISTINCT innovation_id), count(*) FROM innovations_answer"
        )
        regions, innovations, answers = cursor.fetchone()
    return {"regions": regions, "innovations": innovations, "answers": answers}


def _memory_of(case: str) -> dict[str, Any]:
    """Peak resident memory of a process that does nothing else: all of it, and before it began."""
    done = subprocess.run(  # noqa: S603 - our own words
        [sys.executable, "-m", "iga_portal.bench.memory", case], check=True, stdout=subprocess.PIPE, text=True
    )
    found: dict[str, Any] = json.loads(done.stdout)
    return found
