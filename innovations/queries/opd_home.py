"""What an operator meets on arriving: what waits, what the desk returned, the duty, and what changed since the last visit."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import Count, Max, Q

from innovations.enums import CLAIMED_STATES, State, VerdictStage
from innovations.models import Document, Innovation, ReturnReason, Transition, Verdict
from innovations.queries.opd import Sheet, open_reasons, own_innovations, sheets_of
from regions.access import Actor
from regions.models import Period, RegionPeriod

DUTY = 1
"""Innovations that every OPD is to submit (its units counted with it): the regions' common rule, "satu OPD satu inovasi"."""


@dataclass(frozen=True)
class Waiting:
    """An innovation that waits for its OPD: returned with reasons, or a draft with what is missing."""

    innovation: Innovation
    sheet: Sheet
    reasons: Sequence[ReturnReason] = ()

    @property
    def missing(self) -> int:
        return len(self.sheet.required)


@dataclass(frozen=True)
class OpdHome:
    """`counts` maps states to numbers, zero left out. `period` and its row of the region came along with the
    innovations; None when there are none.
    """

    returned: Sequence[Waiting]
    drafts: Sequence[Waiting]
    counts: Mapping[str, int] = field(default_factory=dict)
    period: Period | None = None
    region_period: RegionPeriod | None = None

    @property
    def total(self) -> int:
        return sum(count for state, count in self.counts.items() if state != State.WITHDRAWN)

    @property
    def ready(self) -> list[Waiting]:
        return [entry for entry in self.drafts if not entry.missing]

    @property
    def submitted(self) -> int:
        """How many were handed to the desk, wherever they stand now: what the duty asks for."""
        return sum(self.counts.get(state, 0) for state in CLAIMED_STATES)

    @property
    def duty_met(self) -> bool:
        return self.submitted >= DUTY


def opd_home(actor: Actor) -> OpdHome:
    """The current period's. Four queries: innovations, rows and evidence of those that wait, reasons of the returned."""
    innovations = list(
        own_innovations(actor)
        .filter(region_period__period__is_current=True)
        .select_related("opd", "region_period__period")
        .order_by("-changed_at", "-pk")
    )
    waiting = [entry for entry in innovations if entry.state in {State.RETURNED, State.DRAFT}]
    sheets = sheets_of(waiting)
    reasons = open_reasons([entry.pk for entry in waiting if entry.state == State.RETURNED])
    entries = [Waiting(entry, sheets[entry.pk], reasons=reasons.get(entry.pk, ())) for entry in waiting]
    drafts = [entry for entry in entries if entry.innovation.state == State.DRAFT]
    return OpdHome(
        returned=[entry for entry in entries if entry.innovation.state == State.RETURNED],
        drafts=sorted(drafts, key=lambda entry: entry.missing),
        counts=Counter(str(entry.state) for entry in innovations),
        period=innovations[0].region_period.period if innovations else None,
        region_period=innovations[0].region_period if innovations else None,
    )


# Since the last visit ----------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Judged:
    """Rows of one innovation that the desk decided since then; `at` the latest."""

    innovation: Innovation
    rows: int
    at: datetime


@dataclass(frozen=True)
class Since:
    """What others did since the person's last visit, newest first, at most `LIMIT` of each."""

    steps: Sequence[Transition] = ()
    judged: Sequence[Judged] = ()
    documents: Sequence[Document] = ()

    def __bool__(self) -> bool:
        return bool(self.steps or self.judged or self.documents)


LIMIT = 6


def since(actor: Actor, *, moment: datetime) -> Since:
    """Steps, verdicts and new documents of the OPD after `moment`, the person's own left out. Three queries."""
    own = Q(innovation__opd_id__in=actor.opd_ids, innovation__region_period__period__is_current=True)
    steps = (
        Transition.objects.filter(own, at__gt=moment)
        .exclude(actor_id=actor.person_id)
        .select_related("innovation", "actor")
        .order_by("-at", "-pk")[:LIMIT]
    )
    verdicts = (
        Verdict.objects.filter(
            answer__innovation__opd_id__in=actor.opd_ids,
            answer__innovation__region_period__period__is_current=True,
            stage=VerdictStage.DESK,
            stands=True,
            created_at__gt=moment,
        )
        .order_by()
        .values("answer__innovation_id")
        .annotate(rows=Count("pk"), at=Max("created_at"))
        .order_by("-at")[:LIMIT]
    )
    counted = {entry["answer__innovation_id"]: entry for entry in verdicts}
    named = Innovation.objects.in_bulk(list(counted)) if counted else {}
    documents = (
        Document.objects.filter(opd_id__in=actor.opd_ids, is_current=True, created_at__gt=moment)
        .exclude(created_by_id=actor.person_id)
        .select_related("created_by")
        .order_by("-created_at", "-pk")[:LIMIT]
    )
    return Since(
        steps=list(steps),
        judged=[
            Judged(named[pk], rows=entry["rows"], at=entry["at"])
            for pk, entry in counted.items()
            if pk in named
        ],
        documents=list(documents),
    )
