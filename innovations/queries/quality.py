"""Reads of quality control: what there is to draw from, samples with their progress, who may look at what, and how far it is."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from zoneinfo import ZoneInfo

from django.db import connection
from django.db.models import Count, F, Q, QuerySet
from django.utils import timezone

from iga_portal.tenancy.scope import NATION
from innovations.domain.quality.choosing import Candidate
from innovations.enums import FINAL_STATES, Decision, State, VerdictStage
from innovations.models import Answer, Innovation, QualityDraw, QualitySample, RegionAnswer, Verdict
from innovations.queries.opd import Window, window_of
from regions.enums import Role
from regions.models import Membership, Period, Person, RegionPeriod
from regions.queries.accounts import conflict_since
from regions.queries.instruments import instrument_of

# What there is to draw from ------------------------------------------------------------------------------------------


def population(period: Period) -> list[Candidate]:
    """Sent innovations that count in an index: stage Penerapan, inside the window. Two statements for the whole nation."""
    instrument = instrument_of(period)
    found = Innovation.objects.filter(region_period__period=period, state=State.SENT).only(
        "region_id", "public_id", "stage", "implemented_on", "developed_on"
    )
    counting = [entry for entry in found if window_of(entry, instrument.eligibility) is Window.INSIDE]
    weights = {int(row.code): row.points_hundredths(1) for row in instrument.sid_rows}
    sums = _maturities([entry.pk for entry in counting], weights)
    return [
        Candidate(entry.region_id, entry.pk, str(entry.public_id), *sums.get(entry.pk, (0, 0)))
        for entry in counting
    ]


def _maturities(ids: Sequence[int], weights: Mapping[int, int]) -> dict[int, tuple[int, int]]:
    """(claimed, verified) in hundredths of points by innovation id. The scope's row-level security applies."""
    if not ids:
        return {}
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT a.innovation_id, sum(w.weight * coalesce(a.claimed_level, 0)), sum(w.weight * coalesce(a.verified_level, 0))
            FROM innovations_answer a JOIN unnest(%s::int[], %s::int[]) AS w ("row", weight) ON w."row" = a."row"
            WHERE a.innovation_id = ANY(%s::bigint[])
            GROUP BY a.innovation_id
            """,
            [list(weights), list(weights.values()), list(ids)],
        )
        return {number: (int(claimed), int(verified)) for number, claimed, verified in cursor.fetchall()}


def regions_sent(period: Period) -> QuerySet[RegionPeriod]:
    """Regions that lie with Kemendagri: sent, and not taken back."""
    return RegionPeriod.objects.filter(period=period, sent_at__isnull=False).exclude(region_id=NATION)


def regions_open(period: Period) -> QuerySet[RegionPeriod]:
    """Of these the ones whose quality control goes on: nothing becomes a sample any more in a region that was closed."""
    return regions_sent(period).filter(assessed_at__isnull=True)


def draws(period: Period) -> QuerySet[QualityDraw]:
    return QualityDraw.objects.filter(period=period, region_id=NATION).select_related("drawn_by")


# Evaluators ------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Pool:
    """Who may be given samples: `anywhere` are those of the ministry's pool, `invited` the regions of the others, by person id."""

    people: Mapping[int, Person]
    anywhere: frozenset[int]
    invited: Mapping[int, frozenset[int]]
    ruled_out: frozenset[tuple[int, int]]
    """(person, region) where somebody holds or held another role within 24 months."""
    reach: Mapping[tuple[int, int], date] = field(default_factory=dict)
    """The last day on which (person, region) may be entered."""
    zones: Mapping[int, ZoneInfo] = field(default_factory=dict)
    """Of these regions, by id."""

    def admits(self, person_id: int, region_id: int) -> bool:
        if (person_id, region_id) in self.ruled_out:
            return False
        return person_id in self.anywhere or region_id in self.invited.get(person_id, frozenset())

    def stranded(self, seats: Iterable[tuple[int | None, int]]) -> set[tuple[int | None, int]]:
        """Of (person, region) pairs with open samples those in which the person can no longer read."""
        return {seat for seat in seats if seat[0] is None or not self.admits(seat[0], seat[1])}


def evaluator_pool() -> Pool:
    """Evaluators who may act today: those of the ministry's pool, and those invited to single regions. One query.

    Who is ruled out where is decided as in `regions.domain.people.refuse_conflict`.
    """
    today = timezone.localdate()
    standing = Q(valid_until__isnull=True) | Q(valid_until__gte=today)
    acting = Membership.objects.filter(
        standing, role=Role.EVALUATOR, valid_from__lte=today, person__is_active=True
    )
    held = (
        Membership.objects.filter(
            Q(valid_until__isnull=True) | Q(valid_until__gte=conflict_since(today)),
            person_id__in=acting.order_by().values("person_id"),
            valid_from__lte=today,
        )
        .exclude(role=Role.MINISTRY_ADMIN)
        .select_related("person", "region")
        .order_by("person__name", "person_id")
    )
    people: dict[int, Person] = {}
    reach: dict[tuple[int, int], date] = {}
    zones: dict[int, ZoneInfo] = {}
    ruled_out: set[tuple[int, int]] = set()
    for row in held:
        people[row.person_id] = row.person
        seat, until = (row.person_id, row.region_id), row.valid_until or date.max
        if row.role != Role.EVALUATOR:
            ruled_out.add(seat)
        elif until >= today:
            reach[seat] = max(until, reach.get(seat, until))
            zones[row.region_id] = row.region.zone
    invited: dict[int, set[int]] = defaultdict(set)
    for person_id, region_id in reach:
        if region_id != NATION:
            invited[person_id].add(region_id)
    return Pool(
        people=people,
        anywhere=frozenset(person_id for person_id, region_id in reach if region_id == NATION),
        invited={person_id: frozenset(regions) for person_id, regions in invited.items()},
        ruled_out=frozenset(ruled_out),
        reach=reach,
        zones=zones,
    )


def open_samples_by_person(period: Period) -> dict[int, int]:
    """Open samples by evaluator: the load that sharing out evens."""
    found = (
        QualitySample.objects.filter(
            region_period__period=period, closed_at__isnull=True, evaluator__isnull=False
        )
        .order_by()
        .values_list("evaluator_id")
        .annotate(Count("pk"))
    )
    return {person_id: count for person_id, count in found if person_id}


def open_seats(period: Period) -> set[tuple[int | None, int]]:
    """(person, region) of the open samples that somebody has. One query."""
    return set(
        QualitySample.objects.filter(
            region_period__period=period, closed_at__isnull=True, evaluator__isnull=False
        )
        .order_by()
        .values_list("evaluator_id", "region_id")
        .distinct()
    )


def short_seats(
    given: Iterable[tuple[int | None, int]], pool: Pool, *, period: Period
) -> set[tuple[int, int]]:
    """Of (person, region) pairs those in which the person may not enter the region, or not until the last day: the end was moved.

    Whether somebody still is an evaluator is asked elsewhere (`Pool.stranded`).
    """
    seats = {(person_id or 0, region_id) for person_id, region_id in given}
    return {
        seat
        for seat in seats
        if seat not in pool.reach or pool.reach[seat] < last_day(period, zone=pool.zones[seat[1]])
    }


def last_day(period: Period, *, zone: ZoneInfo) -> date:
    """The last day of quality control on a region's own calendar, by which roles hold: midnight in Jakarta is 02.00 in Jayapura."""
    return (period.quality_control_ends - timedelta(seconds=1)).astimezone(zone).date()


# Samples ---------------------------------------------------------------------------------------------------------------


def samples(period: Period) -> QuerySet[QualitySample]:
    """Samples of a period with region, innovation, OPD and evaluator at hand; the SPD rows of a region first."""
    return (
        QualitySample.objects.filter(region_period__period=period)
        .select_related("region", "region_period", "innovation__opd", "evaluator")
        .defer(*(f"innovation__{name}" for name in ("design", "aim", "benefit", "result")))
        .order_by("region_id", F("innovation__name").asc(nulls_first=True), "pk")
    )


def samples_awaited(period: Period) -> QuerySet[QualitySample]:
    """Open samples of what lies with Kemendagri: for these closing and publishing wait.

    One that was given back to its region waits for the region. Perhaps it never comes again, and nobody can decide it meanwhile.
    """
    return QualitySample.objects.filter(
        Q(innovation__state__in=FINAL_STATES)
        | Q(innovation__isnull=True, region_period__sent_at__isnull=False),
        region_period__period=period,
        closed_at__isnull=True,
    )


@dataclass(frozen=True, slots=True)
class Progress:
    """Rows of a sample that quality control has decided, of `rows`, and how many of them it changed."""

    judged: int
    rows: int
    changed: int

    @property
    def is_whole(self) -> bool:
        return self.judged >= self.rows


NOTHING = Progress(0, 0, 0)


def progress_of(shown: Iterable[QualitySample]) -> dict[int, Progress]:
    """How far each sample is, by sample id: four queries for any number."""
    found = list(shown)
    innovations = {entry.innovation_id: entry.pk for entry in found if entry.innovation_id}
    regions = {entry.region_period_id: entry.pk for entry in found if not entry.innovation_id}
    judged: dict[int, list[int]] = {}
    for answers, key, keys in (
        (Answer.objects.all(), "innovation_id", innovations),
        (RegionAnswer.objects.filter(level__isnull=False), "region_period_id", regions),
    ):
        if not keys:
            continue
        counted = answers.filter(**{f"{key}__in": list(keys)}).order_by().values_list(key)
        for number, rows, done in counted.annotate(Count("pk"), Count("final_level")):
            judged[keys[number]] = [done, rows, 0]
    changed = Verdict.objects.filter(stage=VerdictStage.QUALITY_CONTROL, stands=True).exclude(
        decision=Decision.ACCEPT
    )
    for path, keys in (("answer__innovation_id", innovations), ("region_answer__region_period_id", regions)):
        if not keys:
            continue
        for number, count in (
            changed.filter(**{f"{path}__in": list(keys)}).order_by().values_list(path).annotate(Count("pk"))
        ):
            judged.setdefault(keys[number], [0, 0, 0])[2] = count
    return {sample_id: Progress(*numbers) for sample_id, numbers in judged.items()}


def sample_of(innovation: Innovation) -> QualitySample | None:
    """The sample of an innovation with its evaluator at hand; None when it was not drawn."""
    return (
        QualitySample.objects.filter(innovation=innovation)
        .select_related("evaluator", "innovation", "region_period__period")
        .first()
    )


def spd_sample_of(region_period: RegionPeriod) -> QualitySample | None:
    return (
        QualitySample.objects.filter(region_period=region_period, innovation__isnull=True)
        .select_related("evaluator", "innovation", "region_period__period")
        .first()
    )
