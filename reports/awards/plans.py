"""From a plan as it is stored (JSON, text numbers) to the library's own, and the border list that the portal proposes."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

from reports.awards.categories import categories_for, with_settings
from reports.awards.model import AwardsInvalid, Criterion, Part, Plan, Weights
from reports.awards.preset import PRESET
from scoring.core.exact import NUMBER_PATTERN

PROPOSAL = Path(__file__).resolve().parent / "border_proposal.json"


def plan_from(
    *,
    year: int,
    opens_at: datetime,
    settings: Mapping[str, Any],
    criteria: Mapping[str, Any],
    weights: tuple[Decimal, Decimal, Decimal] | None,
    border: Iterable[int],
    border_confirmed: bool,
    predicate_from: Mapping[str, Decimal],
    konkuren_total: int,
) -> Plan:
    """The plan of a period; what is not stored yet is the guideline's and the preset's. Raises AwardsInvalid."""
    return Plan(
        year=year,
        opens_at=opens_at,
        categories=with_settings(categories_for(year), settings),
        weights=Weights(*weights) if weights else Weights(),
        criteria=read_criteria(criteria),
        border=frozenset(border),
        border_confirmed=border_confirmed,
        predicate_from=predicate_from,
        konkuren_total=konkuren_total,
    )


def read_criteria(stored: Mapping[str, Any]) -> dict[Part, tuple[Criterion, ...]]:
    """The criteria by part; the preset for a part that nobody has set. Raises AwardsInvalid for an unknown part or a broken row."""
    unknown = set(stored) - {str(part) for part in Part}
    if unknown:
        raise AwardsInvalid("part", f"unknown parts {sorted(unknown)}")
    return {part: _criteria(stored[part]) if part in stored else PRESET[part] for part in Part}


def _criteria(rows: Sequence[Mapping[str, Any]]) -> tuple[Criterion, ...]:
    found = []
    for row in rows:
        weight = row.get("weight")
        if set(row) != {"code", "name", "weight"} or not isinstance(weight, str):
            raise AwardsInvalid("criteria", "a criterion has code, name and weight, the weight as text")
        if NUMBER_PATTERN.fullmatch(weight) is None or not row["code"] or not row["name"]:
            raise AwardsInvalid(
                "criteria", "a criterion without code or name, or with a weight that is no number"
            )
        found.append(Criterion(row["code"], row["name"], Decimal(weight)))
    return tuple(found)


def stored_criteria(criteria: Sequence[Criterion]) -> list[dict[str, str]]:
    """As they are kept in JSON."""
    return [{"code": entry.code, "name": entry.name, "weight": str(entry.weight)} for entry in criteria]


@dataclass(frozen=True, slots=True)
class BorderProposal:
    """Region codes that a source names as border regions; `is_complete` is False while the sources do not name them all."""

    codes: tuple[str, ...]
    source: str
    is_complete: bool


@cache
def border_proposal() -> BorderProposal:
    document = json.loads(PROPOSAL.read_text(encoding="utf-8"))
    return BorderProposal(
        codes=tuple(row["code"] for row in document["regions"]),
        source=document["source"],
        is_complete=document["is_complete"],
    )
