"""What quality control changed, as the region and its OPD read it; and how far the nation is."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from django.db.models import Count, F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from innovations.enums import Decision, State, VerdictStage
from innovations.models import Innovation, QualitySample, Verdict
from innovations.queries.quality import regions_sent
from regions.models import Period, RegionPeriod


def verdicts_told(region_period: RegionPeriod, *, opds: Collection[int] | None = None) -> QuerySet[Verdict]:
    """Standing verdicts of quality control that say something to the region: a changed level, or a note to it.

    SPD rows first, then by innovation and row. `opds`: only innovations of these, and no SPD rows. Told at once, because the
    final index moves at once; until quality control of the region is closed a verdict may still change.
    """
    found = Verdict.objects.filter(stage=VerdictStage.QUALITY_CONTROL, stands=True).filter(
        ~Q(decision=Decision.ACCEPT) | ~Q(opd_note="")
    )
    own = Q(answer__innovation__region_period=region_period)
    if opds is not None:
        own &= Q(answer__innovation__opd_id__in=list(opds))
    else:
        own |= Q(region_answer__region_period=region_period)
    long_texts = ("design", "aim", "benefit", "result", "development_note")
    return (
        found.filter(own)
        .select_related("answer__innovation__opd", "region_answer")
        .defer(*(f"answer__innovation__{name}" for name in long_texts))
        .order_by(
            F("region_answer_id").asc(nulls_last=True), "answer__innovation__name", "answer__innovation_id", "answer__row",
        )
    )  # fmt: skip


def samples_read(region_period: RegionPeriod) -> int:
    """How many innovations of a region were looked at (samples with at least one verdict)."""
    return (
        Verdict.objects.filter(
            stage=VerdictStage.QUALITY_CONTROL, stands=True, answer__innovation__region_period=region_period
        )
        .order_by()
        .values("answer__innovation_id")
        .distinct()
        .count()
    )


@dataclass(frozen=True, slots=True)
class Standing:
    """How far quality control of a period is."""

    regions: int
    closed_regions: int
    innovations: int
    samples: int
    unassigned: int
    closed_samples: int


@dataclass(frozen=True, slots=True)
class Seat:
    """The samples of one region that one evaluator has, or (`person_id` None) nobody yet."""

    person_id: int | None
    name: str
    region_id: int
    samples: int
    closed: int

    @property
    def open(self) -> int:
        return self.samples - self.closed


def seats_of(period: Period) -> list[Seat]:
    """By evaluator and region: what progress, workloads and seats are read from. One query."""
    found = (
        QualitySample.objects.filter(region_period__period=period)
        .order_by()
        .values("evaluator_id", "evaluator__name", "evaluator__email", "region_id")
        .annotate(every=Count("pk"), closed=Count("pk", filter=Q(closed_at__isnull=False)))
    )
    return [
        Seat(
            row["evaluator_id"],
            row["evaluator__name"] or row["evaluator__email"] or "",
            row["region_id"],
            row["every"],
            row["closed"],
        )
        for row in found
    ]


def standing_of_nation(period: Period, seats: Sequence[Seat]) -> Standing:
    """Two queries."""
    regions = regions_sent(period).aggregate(
        every=Count("pk"), closed=Count("pk", filter=Q(assessed_at__isnull=False))
    )
    sent = Innovation.objects.filter(
        region_period__period=period, state__in=[State.SENT, State.ASSESSED]
    ).count()
    return Standing(
        regions=regions["every"],
        closed_regions=regions["closed"],
        innovations=sent,
        samples=sum(seat.samples for seat in seats),
        unassigned=sum(seat.open for seat in seats if seat.person_id is None),
        closed_samples=sum(seat.closed for seat in seats),
    )


def regions_in_quality(period: Period, *, search: str = "", only: str = "") -> QuerySet[RegionPeriod]:
    """Regions that sent, with `drawn`, `finished` and `unassigned` samples; `only`: "terbuka" or "ditutup"."""

    def count(**which: object) -> Coalesce:
        own = QualitySample.objects.filter(region_period=OuterRef("pk"), **which).order_by()
        return Coalesce(Subquery(own.values("region_period").annotate(count=Count("pk")).values("count")), 0)

    found = (
        regions_sent(period)
        .select_related("region")
        .annotate(
            drawn=count(),
            finished=count(closed_at__isnull=False),
            unassigned=count(evaluator__isnull=True, closed_at__isnull=True),
        )
        .order_by("region_id")
    )
    if only in {"terbuka", "ditutup"}:
        found = found.filter(assessed_at__isnull=only == "terbuka")
    for word in search.split():
        found = found.filter(Q(region__name__icontains=word) | Q(region__code__startswith=word))
    return found


@dataclass(frozen=True, slots=True)
class Workload:
    """One evaluator's samples of a period."""

    name: str
    person_id: int
    regions: int
    samples: int
    closed: int


def workloads(seats: Iterable[Seat]) -> list[Workload]:
    """By evaluator who has samples, in the order of their names."""
    own: dict[int, list[Seat]] = {}
    for seat in seats:
        if seat.person_id is not None:
            own.setdefault(seat.person_id, []).append(seat)
    rows = [
        Workload(
            held[0].name,
            person_id,
            len(held),
            sum(seat.samples for seat in held),
            sum(seat.closed for seat in held),
        )
        for person_id, held in own.items()
    ]
    return sorted(rows, key=lambda entry: (entry.name, entry.person_id))
