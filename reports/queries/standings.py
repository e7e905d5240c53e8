"""What the awards are decided from, read for one period. The ministry's alone: runs in a scope that holds all regions."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass, field
from decimal import Decimal

from django.db.models import Q
from django.utils import timezone

from innovations import reference
from innovations.enums import FINAL_STATES
from innovations.models import Innovation
from regions.enums import Basis, Role
from regions.models import Membership, Period
from regions.queries.accounts import conflict_since
from regions.queries.instruments import instrument_of
from regions.queries.regions import participants
from reports.awards import Arrival, Candidate, Decision, Given, Member, Part, Plan, Standing, decide
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
    plan = award_plan(period)
    return decide(standings(period), plan_for(period, plan), candidates=candidates(plan))


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


def standings(period: Period, *, with_innovations: bool = True) -> list[Standing]:
    """Every participating region with its final index, last year's, and what its counted innovations say. Six queries.

    Of an innovation that was given back and sent anew, the sending counts by which it stands.
    """
    indices = {
        region_id: (index, predicate)
        for region_id, index, predicate in Result.objects.filter(
            region_period__period=period, basis=Basis.FINAL, is_current=True
        )
        .exclude(maturities={})
        .order_by()
        .values_list("region_id", "index", "predicate")
    }
    sent = _sent(period) if with_innovations else {}
    last = last_indices(period.year - 1)
    found = []
    for region in participants().order_by("code"):
        index, predicate = indices.get(region.pk, (None, ""))
        own = sent.get(region.pk) or _Sent()
        found.append(
            Standing(
                id=region.pk,
                code=region.code,
                name=region.name,
                kind=region.kind,
                regional=region.iga_regional,
                index=index,
                predicate=predicate,
                last_index=last.indices.get(region.code),
                last_known=last.is_complete or region.code in last.indices,
                arrivals=tuple(sorted(own.arrivals, key=lambda entry: (entry.at, entry.urusan))),
                konkuren=frozenset(own.konkuren),
            )
        )
    return found


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
    """From the latest publication of the year, else what published sources print. At most two queries."""
    publication = Publication.objects.filter(period__year=year).order_by("-revision").first()
    if publication is None:
        printed = {
            row.code: row.index for row in past_results() if row.year == year and row.index is not None
        }
        return LastYear(year, printed, is_complete=False)
    rows = PublishedRegion.objects.filter(publication=publication).order_by().values_list("code", "index")
    return LastYear(year, {code: index for code, index in rows if index is not None}, is_complete=True)


# The panel ---------------------------------------------------------------------------------------------------------


def candidates(plan: AwardPlan | None) -> list[Candidate]:
    """The nominees with those who score them and what they gave. Four queries. Members with a tie to the region are left out."""
    if plan is None:
        return []
    nominees = list(Nominee.objects.filter(plan=plan))
    members = list(PanelMember.objects.filter(plan=plan, ended_at__isnull=True).select_related("person"))
    tied = tied_to([entry.person_id for entry in members], [entry.candidate_id for entry in nominees])
    given: dict[int, list[Given]] = defaultdict(list)
    scores = PanelScore.objects.filter(nominee__plan=plan).order_by()
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
                for entry in members
                if (entry.person_id, nominee.candidate_id) not in tied
            ),
            given=tuple(given[nominee.pk]),
            is_recommended=nominee.is_recommended,
            recommendation=nominee.recommendation,
        )
        for nominee in nominees
    ]


def tied_to(person_ids: Collection[int], region_ids: Collection[int]) -> set[tuple[int, int]]:
    """(person, region) where the person holds or held a role of the region within 24 months. One query.

    Being an evaluator of a region is the ministry's task and no role of the region.
    """
    today = timezone.localdate()
    rows = Membership.objects.filter(
        Q(valid_until__isnull=True) | Q(valid_until__gte=conflict_since(today)),
        person_id__in=person_ids,
        region_id__in=region_ids,
        valid_from__lte=today,
    ).exclude(role=Role.EVALUATOR)
    return set(rows.values_list("person_id", "region_id"))
