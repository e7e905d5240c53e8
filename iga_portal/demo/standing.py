"""How the nation stands: mean index and predicates by basis, over the regions that take part with content."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.db.models import Avg, Count

from iga_portal.tenancy.scope import scope
from iga_portal.tenancy.tasks import region_ids
from regions.enums import Basis
from regions.models import Period
from scoring.models import Result


def standing(period: Period) -> dict[str, Any]:
    """By basis: regions with a result, mean index (two decimals, as a string), number of regions by predicate."""
    found = {}
    with scope(region_ids(), role="scoring"):
        for basis in Basis:
            results = Result.objects.filter(region_period__period=period, basis=basis, is_current=True)
            numbers = results.aggregate(regions=Count("pk"), mean=Avg("index"))
            predicates = results.values_list("predicate").annotate(number=Count("pk")).order_by("predicate")
            found[basis.value] = {
                "regions": numbers["regions"],
                "mean_index": str((numbers["mean"] or Decimal(0)).quantize(Decimal("0.01"))),
                "predicates": dict(predicates),
            }
    return found
