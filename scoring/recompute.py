"""Bringing `scored_version` up to `content_version`: the index of a region, in all three bases at once.

Never two computations of one region at a time (advisory lock), never two results for one version (unique constraint), never
backwards (the version is read under the row lock that every change of a fact takes last).
"""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db import connection

from iga_portal.tenancy.scope import scope
from regions.enums import Basis
from regions.models import RegionPeriod
from regions.queries.instruments import instrument_of
from scoring.core.canonical import fingerprint
from scoring.core.compact import CompactResult, Tables, build_tables, score_compact
from scoring.core.model import Instrument
from scoring.documents import facts_document
from scoring.models import CurrentFacts, Result
from scoring.reading import STATES_OF_BASIS, RegionFacts, read_region, spd_packed

LOCK_SPACE = 0x1AA  # keeps these advisory locks apart from any other use
MOST_ROUNDS = 20
"""Computations in one call at most; what changes after that is found by the next nudge or the sweep."""


@dataclass(frozen=True, slots=True)
class Computed:
    """One computation: the version it stored and how long reading and scoring took, in microseconds."""

    content_version: int
    duration_us: int


def recompute_region(region_id: int, *, period_id: int, rounds: int = MOST_ROUNDS) -> list[Computed]:
    """Compute until the region is up to date, at most `rounds` times; the list is empty when it was, or when another worker
    is at it.

    Opens its own scope, one transaction a computation. Losing the lock is safe: the change that this call was asked for was
    committed before the call, so the holder of the lock sees it when it looks again after its commit.
    """
    done: list[Computed] = []
    for _round in range(rounds):
        with scope({region_id}, role="scoring"):
            computed = _compute_once(region_id, period_id)
        if computed is None:
            break
        done.append(computed)
    return done


def _compute_once(region_id: int, period_id: int) -> Computed | None:
    if not _lock(region_id, period_id):
        return None
    row = (
        RegionPeriod.objects.locked()
        .select_related("period", "region")
        .filter(region_id=region_id, period_id=period_id)
        .first()
    )
    if row is None or row.is_scored:
        return None
    started = time.perf_counter()
    tables = tables_of(instrument_of(row.period))
    facts = read_region(region_id, region_period_id=row.pk)
    results = {basis: score_basis(facts, basis=basis, tables=tables) for basis in Basis}
    duration_us = round((time.perf_counter() - started) * 1_000_000)
    _store(row, facts=facts, results=results, tables=tables, duration_us=duration_us)
    return Computed(row.content_version, duration_us)


def _lock(region_id: int, period_id: int) -> bool:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_try_advisory_xact_lock(hashtextextended(%s, %s))",
            [f"{region_id}/{period_id}", LOCK_SPACE],
        )
        return bool(cursor.fetchone()[0])


_TABLES: dict[str, Tables] = {}


def tables_of(instrument: Instrument) -> Tables:
    """The fast path's tables, built once a process and instrument (the fingerprint stands for its content)."""
    if instrument.fingerprint not in _TABLES:
        _TABLES[instrument.fingerprint] = build_tables(instrument)
    return _TABLES[instrument.fingerprint]


def score_basis(facts: RegionFacts, *, basis: Basis, tables: Tables) -> CompactResult:
    """The numbers of one basis; maturities in the order of the basis's innovations."""
    states = STATES_OF_BASIS[basis]
    return score_compact(
        spd_packed(facts, basis=basis, tables=tables),
        (
            (
                tables.counts(stage=row.stage, implemented=row.implemented, developed=row.developed),
                tables.yandas_by_urusan_code[row.urusan],
                row.packed(basis),
            )
            for row in facts.innovations
            if row.state in states
        ),
        tables,
    )


def _store(
    row: RegionPeriod,
    *,
    facts: RegionFacts,
    results: Mapping[Basis, CompactResult],
    tables: Tables,
    duration_us: int,
) -> None:
    documents = {
        basis: facts_document(facts, region=row.region, basis=basis, tables=tables) for basis in results
    }
    hashes = {basis: fingerprint(document) for basis, document in documents.items()}
    Result.objects.filter(region_period=row, is_current=True).update(is_current=False)
    Result.objects.bulk_create(
        Result(
            region_id=row.region_id,
            region_period=row,
            basis=basis,
            content_version=row.content_version,
            instrument_fingerprint=tables.instrument.fingerprint,
            facts_hash=hashes[basis],
            maturities=maturities_of(facts, result=result, basis=basis),
            duration_us=duration_us,
            **numbers(result),
        )
        for basis, result in results.items()
    )
    CurrentFacts.objects.bulk_create(
        [
            CurrentFacts(
                region_id=row.region_id,
                region_period=row,
                basis=basis,
                content_version=row.content_version,
                facts=documents[basis],
                facts_hash=hashes[basis],
            )
            for basis in results
        ],
        update_conflicts=True,
        unique_fields=["region_period", "basis"],
        update_fields=["content_version", "facts", "facts_hash"],
    )
    RegionPeriod.objects.filter(pk=row.pk).update(scored_version=row.content_version, nudged_at=None)


def numbers(result: CompactResult) -> dict[str, Any]:
    """The columns of a stored result."""
    found = result.numbers
    return {
        "spd": found.spd,
        "innovations_counted": found.innovations_counted,
        "divisor": found.divisor,
        "maturity_sum": found.maturity_sum,
        "maturity_mean": found.maturity_mean,
        "yandas": found.yandas,
        "count_score": found.count_score,
        "sid": found.sid,
        "total": found.total,
        "index": found.index,
        "predicate": found.predicate,
    }


def maturities_of(facts: RegionFacts, *, result: CompactResult, basis: Basis) -> dict[str, str]:
    """Maturity by innovation id, as printed, for every innovation of the basis, whether it counts or not."""
    rows = [row for row in facts.innovations if row.state in STATES_OF_BASIS[basis]]
    return {
        row.public_id: f"{points // 100}.{points % 100:02d}"
        for row, points in zip(rows, result.maturities, strict=True)
    }
