"""Giving samples to evaluators: by the portal, evenly, or by hand; taking them back."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from iga_portal.notices.domain import tell
from iga_portal.notices.words import plural
from iga_portal.refusals import Refused
from innovations.domain.quality.balancing import Bundle, balance
from innovations.domain.quality.guards import locked, refuse_closed, refuse_role
from innovations.domain.quality.seats import end_unneeded, open_regions
from innovations.models import Lease, QualitySample
from innovations.queries.quality import Pool, evaluator_pool, open_samples_by_person, open_seats, short_seats
from regions.access import Actor
from regions.models import Period


@dataclass(frozen=True, slots=True)
class Shared:
    """Samples given out, to how many evaluators, and the regions for which nobody is free."""

    samples: int
    people: int
    left: tuple[int, ...]
    renewed: int = 0
    """Seats that were too short, and reach the end now."""


def share_out(period: Period, *, actor: Actor) -> Shared:
    """Give every open sample that nobody has to an evaluator: a region in one hand, loads even, nobody with ties of 24 months.

    Opens each region to its evaluator until quality control ends, and tells them. What is given already stays, unless who has it
    can no longer read there (role ended, account closed, a role in the region since): then it is given anew. Where the end was
    moved, those who read already are let in until the new one. Raises Refused (role, nobody), TransitionRefused. A second press
    finds nothing to give.
    """
    refuse_role(actor)
    period = locked(period)
    refuse_closed(period)
    pool = evaluator_pool()
    if not pool.people:
        raise Refused("nobody", _("Belum ada evaluator. Undang evaluator di halaman Akun daerah dulu."))
    seats = open_seats(period)
    stranded = pool.stranded(seats)
    waiting = _waiting(period, stranded)
    renewed = short_seats(seats - stranded, pool, period=period)
    open_regions(renewed, period=period)
    if not waiting:
        return Shared(0, 0, (), len(renewed))
    by_region: dict[int, list[QualitySample]] = defaultdict(list)
    for sample in waiting:
        by_region[sample.region_id].append(sample)
    keepers = _keepers(period, pool)
    loads = dict.fromkeys(pool.people, 0) | {
        person_id: count
        for person_id, count in open_samples_by_person(period).items()
        if person_id in pool.people
    }
    given = balance(
        (Bundle(region_id, len(own), keepers.get(region_id)) for region_id, own in by_region.items()),
        loads=loads,
        admitted=pool.admits,
    )
    _give(
        period,
        {sample: given[region_id] for region_id, own in by_region.items() if region_id in given for sample in own},
        actor=actor,
        pool=pool,
    )  # fmt: skip
    Lease.objects.filter(
        innovation_id__in=[entry.innovation_id for entry in waiting if entry.innovation_id]
    ).delete()
    end_unneeded(period, stranded, pool=pool)
    return Shared(
        sum(len(by_region[region_id]) for region_id in given),
        len(set(given.values())),
        tuple(sorted(set(by_region) - set(given))),
        len(renewed),
    )


def _waiting(period: Period, stranded: Collection[tuple[int | None, int]]) -> list[QualitySample]:
    """Open samples that nobody has, or of whom the seat (person, region) is stranded; locked, by region."""
    people, regions = {person for person, _region in stranded}, {region for _person, region in stranded}
    found = (
        QualitySample.objects.locked()
        .filter(
            Q(evaluator__isnull=True) | Q(evaluator_id__in=people, region_id__in=regions),
            region_period__period=period,
            closed_at__isnull=True,
        )
        .order_by("region_id", "pk")
    )
    return [
        entry
        for entry in found
        if entry.evaluator_id is None or (entry.evaluator_id, entry.region_id) in stranded
    ]


def assign_samples(
    period: Period, *, actor: Actor, sample_ids: Collection[int], evaluator_id: int | None
) -> int:
    """Give open samples to one evaluator by hand, or (None) take them back; how many changed.

    All or none. What was decided stays, also when somebody else goes on. Raises Refused (role, empty, unknown, nobody,
    conflict, closed), TransitionRefused.
    """
    refuse_role(actor)
    period = locked(period)
    refuse_closed(period)
    if not sample_ids:
        raise Refused("empty", _("Tandai sedikitnya satu sampel."))
    found = list(
        QualitySample.objects.locked()
        .filter(region_period__period=period, pk__in=list(sample_ids))
        .select_related("region")
        .order_by("region_id", "pk")
    )
    if len(found) != len(set(sample_ids)):
        raise Refused("unknown", _("Ada sampel yang tidak dikenal. Muat ulang halaman."))
    closed = next((sample for sample in found if sample.closed_at is not None), None)
    if closed is not None:
        raise Refused(
            "closed",
            _("Ada sampel %(region)s yang sudah selesai; yang selesai tidak dibagikan lagi.")
            % {"region": closed.region.name},
        )
    changing = [sample for sample in found if sample.evaluator_id != evaluator_id]
    pool = evaluator_pool()
    if evaluator_id is not None:
        _refuse_evaluator(pool, evaluator_id, changing)
    before = {(sample.evaluator_id, sample.region_id) for sample in changing if sample.evaluator_id}
    if evaluator_id is None:
        for sample in changing:
            sample.evaluator, sample.assigned_at, sample.assigned_by = None, None, None
        QualitySample.objects.bulk_update(changing, ["evaluator", "assigned_at", "assigned_by"])
    else:
        _give(period, dict.fromkeys(changing, evaluator_id), actor=actor, pool=pool)
    Lease.objects.filter(
        innovation_id__in=[sample.innovation_id for sample in changing if sample.innovation_id]
    ).delete()
    end_unneeded(period, before, pool=pool)
    return len(changing)


def _refuse_evaluator(pool: Pool, evaluator_id: int, samples: Iterable[QualitySample]) -> None:
    person = pool.people.get(evaluator_id)
    if person is None:
        raise Refused(
            "nobody", _("Orang ini bukan evaluator, atau perannya sudah berakhir. Muat ulang halaman.")
        )
    for sample in samples:
        if (evaluator_id, sample.region_id) in pool.ruled_out:
            raise Refused(
                "conflict",
                _(
                    "%(name)s memegang peran di %(region)s dalam 24 bulan terakhir dan tidak dapat menjadi penilainya."
                )
                % {"name": person, "region": sample.region.name},
            )
        if not pool.admits(evaluator_id, sample.region_id):
            raise Refused(
                "elsewhere",
                _("%(name)s hanya diundang untuk daerah lain; %(region)s tidak termasuk.")
                % {"name": person, "region": sample.region.name},
            )


def _keepers(period: Period, pool: Pool) -> dict[int, int]:
    """Who reads in a region already, by region id: whoever has most open samples there."""
    found = QualitySample.objects.filter(
        region_period__period=period, evaluator__isnull=False, closed_at__isnull=True
    ).order_by("region_id", "evaluator_id")
    count: dict[tuple[int, int], int] = defaultdict(int)
    for region_id, person_id in found.values_list("region_id", "evaluator_id"):
        if person_id in pool.people and pool.admits(person_id, region_id):
            count[region_id, person_id] += 1
    keepers: dict[int, int] = {}
    for (region_id, person_id), _number in sorted(count.items(), key=lambda entry: -entry[1]):
        keepers.setdefault(region_id, person_id)
    return keepers


def _give(period: Period, given: Mapping[QualitySample, int], *, actor: Actor, pool: Pool) -> None:
    """Write who reads what, open the regions, tell the evaluators (once a region)."""
    now = timezone.now()
    for sample, person_id in given.items():
        sample.evaluator_id = person_id
        sample.assigned_at, sample.assigned_by_id = now, actor.person_id
    QualitySample.objects.bulk_update(
        list(given), ["evaluator", "assigned_at", "assigned_by"], batch_size=1000
    )
    counts: dict[tuple[int, int], int] = defaultdict(int)
    for sample, person_id in given.items():
        counts[person_id, sample.region_id] += 1
    open_regions(set(counts), period=period)
    for (person_id, region_id), count in sorted(counts.items()):
        tell(
            region_id=region_id,
            person_ids=[person_id],
            kind="quality_assigned",
            message=gettext_noop("%(count)s dibagikan kepada Anda untuk quality control."),
            values={"count": plural("%(count)s sampel", "%(count)s sampel", count)},
            path=reverse("penilai:quality", args=[region_id]),
        )
