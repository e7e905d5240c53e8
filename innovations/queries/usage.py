"""How the portal is used, in counts without a name: for the regional admin to see where OPD need help.

Times and autosaves are told of the region as a whole only: an OPD often has one operator, and a number of that person's own
would measure a person.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from statistics import median

from django.db.models import Avg, Count, Exists, F, Min, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from innovations.enums import CLAIMED_STATES, State
from innovations.models import Innovation, Transition
from innovations.workflow import Action
from regions.models import Opd, RegionPeriod

FEWEST = 3
"""A median of fewer first submissions than this is not told: it would be somebody's own time."""


@dataclass(frozen=True)
class OpdUsage:
    """One OPD with its units. `returns` per submitted innovation, None while nothing was submitted."""

    name: str
    entered: int
    drafts: int
    submitted: int
    returns: Decimal | None


@dataclass(frozen=True)
class Usage:
    """Of one region and period. `to_first` is the median time from creating an innovation to submitting it first; `autosaves`
    the mean number of automatic saves an innovation; None where too little is there to tell."""

    entered: int
    first_submissions: int
    to_first: timedelta | None
    autosaves: Decimal | None
    returned: int
    returns: Decimal | None
    opds: Sequence[OpdUsage]


def usage_of(region_period: RegionPeriod) -> Usage:
    """Three queries, however many innovations."""
    own = Innovation.objects.filter(region_period=region_period)
    steps = Transition.objects.filter(innovation__region_period=region_period)
    firsts = [
        submitted - created
        for created, submitted in steps.filter(action=Action.SUBMIT)
        .order_by()
        .values("innovation_id")
        .annotate(first=Min("at"), created=Min("innovation__created_at"))
        .values_list("created", "first")
    ]
    sums = own.aggregate(entered=Count("pk"), autosaves=Avg("autosaves"))
    opds = _by_opd(own)
    returned = sum(entry.returned for entry in opds)
    submitted = sum(entry.ever for entry in opds)
    return Usage(
        entered=sums["entered"],
        first_submissions=len(firsts),
        to_first=median(firsts) if len(firsts) >= FEWEST else None,
        autosaves=None if sums["autosaves"] is None else Decimal(str(round(sums["autosaves"], 1))),
        returned=returned,
        returns=_ratio(returned, submitted),
        opds=[
            OpdUsage(
                entry.name,
                entered=entry.entered,
                drafts=entry.drafts,
                submitted=entry.submitted,
                returns=_ratio(entry.returned, entry.ever),
            )
            for entry in opds
        ],
    )


@dataclass(frozen=True)
class _Opd:
    name: str
    entered: int
    drafts: int
    submitted: int
    ever: int
    returned: int


def _by_opd(own: QuerySet[Innovation]) -> list[_Opd]:
    """Every active OPD with its units' innovations counted with it; also the one that has none."""
    returns = (
        Transition.objects.filter(innovation=OuterRef("pk"), action=Action.RETURN)
        .order_by()
        .values("innovation")
        .annotate(n=Count("pk"))
        .values("n")
    )
    ever = Transition.objects.filter(innovation=OuterRef("pk"), action=Action.SUBMIT)
    counted: dict[int, list[int]] = {}
    rows = (
        own.annotate(
            belongs_to=Coalesce(F("opd__parent_id"), F("opd_id")),
            returns=Coalesce(Subquery(returns), 0),
            was_submitted=Exists(ever),
        )
        .order_by()
        .values_list("belongs_to", "state", "returns", "was_submitted")
    )
    for opd_id, state, returned, was_submitted in rows:
        entry = counted.setdefault(opd_id, [0, 0, 0, 0, 0])
        entry[0] += 1
        entry[1] += state == State.DRAFT
        entry[2] += state in CLAIMED_STATES
        entry[3] += was_submitted
        entry[4] += returned
    return [
        _Opd(opd.name, *counted.get(opd.pk, [0, 0, 0, 0, 0]))
        for opd in Opd.objects.filter(Q(is_active=True) | Q(pk__in=counted), parent=None).order_by("name")
    ]


def _ratio(part: int, whole: int) -> Decimal | None:
    return Decimal(part) / Decimal(whole) if whole else None
