"""What the awards are decided from, read for one period. The ministry's alone: runs in a scope that holds all regions."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef, Q, QuerySet, Subquery, TextField
from django.db.models.functions import Cast, JSONObject
from django.utils import timezone

from innovations import reference
from innovations.enums import FINAL_STATES
from innovations.models import Innovation
from regions.enums import Basis, Role
from regions.models import Membership, Period, Region
from regions.queries.accounts import conflict_since
from regions.queries.instruments import instrument_of
from regions.queries.regions import participants
from reports.awards import (
    Arrival,
    Assessment,
    Candidate,
    Decision,
    Given,
    Member,
    Part,
    Plan,
    Standing,
    assessments_of,
    decide,
)
from reports.awards.plans import plan_from
from reports.models import AwardPlan, Nominee, PanelMember, PanelScore, Publication, PublishedRegion
from scoring.core.compact import NOT_YANDAS
from scoring.models import Result
from scoring.queries.past import past_results
from scoring.recompute import tables_of

KINDS = ("provinsi", "kabupaten", "kota")


def decision_of(period: Period) -> Decision:
    """The awards of a period as they stand now: final index, plan, nominees, panel. Nothing is written.

    Raises AwardsInvalid when the stored plan does not add up, which its domain functions never let happen.
    """
    return decided_from(period, plan=award_plan(period), regions=regions_with_index(period))


def decided_from(period: Period, *, plan: AwardPlan | None, regions: Iterable[Region]) -> Decision:
    """The same for whoever has read the plan and the regions (`regions_with_index`) already. Six queries."""
    found = standings(period, regions=regions)
    return decide(found, plan_for(period, plan), candidates=candidates(plan))


def assessments_for(period: Period, *, plan: AwardPlan, nominees: Sequence[Nominee]) -> dict[int, Assessment]:
    """The final assessments of some nominees by region, which rest on nothing of the other regions. Three queries."""
    indices = Result.objects.filter(
        _FINAL, region_period__period=period, region_id__in=[row.candidate_id for row in nominees]
    )
    index = dict(indices.exclude(maturities={}).order_by().values_list("region_id", "index"))
    own = [_standing(row.candidate, index=index.get(row.candidate_id)) for row in nominees]
    return assessments_of(own, plan_for(period, plan), candidates=candidates(plan, nominees=nominees))


def award_plan(period: Period) -> AwardPlan | None:
    return AwardPlan.objects.filter(period=period).first()


def plan_for(period: Period, plan: AwardPlan | None) -> Plan:
    """The plan for the library; without a stored one, the guideline's categories with the index alone."""
    instrument = instrument_of(period)
    return plan_from(
        year=period.year,
        opens_at=period.input_opens,
        settings=plan.categories if plan else {},
        criteria=plan.criteria if plan else {},
        weights=(plan.index_weight, plan.presentation_weight, plan.field_weight) if plan else None,
        border=plan.border_regions if plan else (),
        border_confirmed=plan is not None and plan.border_confirmed_at is not None,
        predicate_from={entry.name: Decimal(entry.low_hundredths) / 100 for entry in instrument.predicates},
        konkuren_total=sum(entry.is_konkuren for entry in reference.urusan()),
    )


# Regions -----------------------------------------------------------------------------------------------------------


@dataclass(slots=True)
class _Sent:
    arrivals: list[Arrival] = field(default_factory=list)
    konkuren: set[str] = field(default_factory=set)


_FINAL = Q(basis=Basis.FINAL, is_current=True)


def regions_with_index(period: Period) -> list[Region]:
    """Every participating region by code, with `final`: its index as text and its predicate, None without one. One query."""
    own = Result.objects.filter(_FINAL, region_period__period=period, region_id=OuterRef("pk")).exclude(
        maturities={}
    )
    told = JSONObject(index=Cast("index", TextField()), predicate="predicate")
    return list(participants().annotate(final=Subquery(own.values_list(told)[:1])).order_by("code"))


def standings(period: Period, *, regions: Iterable[Region]) -> list[Standing]:
    """The regions with their final index, last year's, and what their counted innovations say. Two queries.

    `regions` are those of `regions_with_index`. Of an innovation that was given back and sent anew, the sending counts by which
    it stands.
    """
    sent = _sent(period)
    last = last_indices(period.year - 1)
    found = []
    for region in regions:
        final: dict[str, str] | None = getattr(region, "final")  # noqa: B009 - an annotation
        own = sent.get(region.pk) or _Sent()
        found.append(
            _standing(
                region,
                index=Decimal(final["index"]) if final else None,
                predicate=final["predicate"] if final else "",
                last_index=last.indices.get(region.code),
                last_known=last.is_complete or region.code in last.indices,
                arrivals=tuple(sorted(own.arrivals, key=lambda entry: (entry.at, entry.urusan))),
                konkuren=frozenset(own.konkuren),
            )
        )
    return found


def _standing(region: Region, *, index: Decimal | None, **more: Any) -> Standing:
    return Standing(region.pk, region.code, region.name, region.kind, region.iga_regional, index, **more)


def _sent(period: Period) -> dict[int, _Sent]:
    """The counted innovations of the final basis by region. One query, however many innovations."""
    tables = tables_of(instrument_of(period))
    konkuren = {entry.code for entry in reference.urusan() if entry.is_konkuren}
    found: dict[int, _Sent] = defaultdict(_Sent)
    rows = (
        Innovation.objects.filter(region_period__period=period, state__in=FINAL_STATES)
        .order_by()
        .values_list("region_id", "stage", "urusan", "implemented_on", "developed_on", "sent_at")
    )
    for region_id, stage, urusan, implemented, developed, sent_at in rows.iterator(chunk_size=5000):
        if not tables.counts(stage=stage, implemented=implemented, developed=developed):
            continue
        own = found[region_id]
        if urusan in konkuren:
            own.konkuren.add(urusan)
        if sent_at is not None and tables.yandas_by_urusan_code[urusan] != NOT_YANDAS:
            own.arrivals.append(Arrival(sent_at, urusan))
    return found


@dataclass(frozen=True, slots=True)
class LastYear:
    """The indices of a year by region code. `is_complete`: from a publication, so that a region without one had none."""

    year: int
    indices: dict[str, Decimal]
    is_complete: bool


def last_indices(year: int) -> LastYear:
    """From the latest publication of the year, else what published sources print. One query."""
    latest = Publication.objects.filter(period__year=year).order_by("-revision").values("pk")[:1]
    rows = list(
        PublishedRegion.objects.filter(publication_id=Subquery(latest))
        .order_by()
        .values_list("code", "index")
    )
    if not rows:  # a publication lists every region, also those without an index
        printed = {
            row.code: row.index for row in past_results() if row.year == year and row.index is not None
        }
        return LastYear(year, printed, is_complete=False)
    return LastYear(year, {code: index for code, index in rows if index is not None}, is_complete=True)


# The panel ---------------------------------------------------------------------------------------------------------


def candidates(plan: AwardPlan | None, *, nominees: Sequence[Nominee] | None = None) -> list[Candidate]:
    """The nominees (all of the plan, unless given) with those who score them and what they gave. At most three queries.

    Members with a tie to the region are left out.
    """
    if plan is None:
        return []
    if nominees is None:
        nominees = list(Nominee.objects.filter(plan=plan))
    ties = ArraySubquery(_ties().filter(person_id=OuterRef("person_id")).values("region_id"))
    sitting = PanelMember.objects.filter(plan=plan, ended_at__isnull=True).select_related("person")
    members = [(entry, frozenset(entry.ties)) for entry in sitting.annotate(ties=ties)]
    given: dict[int, list[Given]] = defaultdict(list)
    scores = PanelScore.objects.filter(nominee__in=[row.pk for row in nominees]).order_by()
    for nominee_id, member_id, part, criterion, score in scores.values_list(
        "nominee_id", "member_id", "part", "criterion", "score"
    ):
        given[nominee_id].append(Given(member_id, Part(part), criterion, score))
    return [
        Candidate(
            region=nominee.candidate_id,
            categories=frozenset(nominee.categories),
            is_withdrawn=nominee.withdrawn_at is not None,
            members=tuple(
                Member(entry.pk, str(entry.person))
                for entry, tied in members
                if nominee.candidate_id not in tied
            ),
            given=tuple(given[nominee.pk]),
            is_recommended=nominee.is_recommended,
            recommendation=nominee.recommendation,
        )
        for nominee in nominees
    ]


def tied_to(person_ids: Collection[int], region_ids: Collection[int]) -> set[tuple[int, int]]:
    """(person, region) where the person holds or held a role of the region within 24 months. One query."""
    rows = _ties().filter(person_id__in=person_ids, region_id__in=region_ids)
    return set(rows.values_list("person_id", "region_id"))


def _ties() -> QuerySet[Membership]:
    """Roles that were held within 24 months. Being an evaluator of a region is the ministry's task and no role of the region."""
    today = timezone.localdate()
    return Membership.objects.filter(
        Q(valid_until__isnull=True) | Q(valid_until__gte=conflict_since(today)), valid_from__lte=today
    ).exclude(role=Role.EVALUATOR)
