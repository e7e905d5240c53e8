"""What the cockpit's lists stand on: the boards of the region that asks."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from regions.enums import Basis, Role
from regions.lists.kinds import Asked
from regions.models import RegionPeriod
from scoring.board import Board
from scoring.queries.cockpit import boards_of
from scoring.queries.results import current_results, leading_basis
from scoring.words import basis_or_none

READERS = frozenset({Role.REGIONAL_ADMIN, Role.REGION_HEAD, Role.REVIEWER})
"""The region's own people above its agencies."""


@dataclass(frozen=True)
class Ground:
    region_period: RegionPeriod
    basis: Basis
    boards: Mapping[Basis, Board]


def ground_of(asked: Asked) -> Ground | None:
    """None before the first computation."""
    row = RegionPeriod.objects.select_related("period", "region").get(
        region_id=asked.region.pk, period=asked.period
    )
    results = current_results(row)
    if not results:
        return None
    basis = basis_or_none(asked.filters.get("dasar", "")) or leading_basis(results)
    return Ground(row, basis, boards_of(row))
