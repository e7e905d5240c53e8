"""Samples of quality control: drawn, shared out, taken back, closed. The judgements are in `innovations.domain.verdicts`."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from iga_portal.notices.domain import tell
from iga_portal.notices.words import plural
from iga_portal.refusals import Refused, StaleVersion, TransitionRefused
from iga_portal.tenancy.scope import NATION
from innovations.domain.quality_draw import (
    LONGEST_SEED,
    MOST_EACH,
    MOST_RANDOM,
    MOST_SHARE,
    Bundle,
    Rule,
    Selection,
    Settings,
    balance,
    draw,
)
from innovations.domain.texts import LONGEST_NOTE, clean_line, clean_text
from innovations.models import Innovation, Lease, QualityDraw, QualitySample
from innovations.quality_season import quality_is_open
from innovations.queries.quality import (
    Pool,
    evaluator_pool,
    open_samples_by_person,
    open_seats,
    population,
    progress_of,
    regions_sent,
    short_seats,
)
from innovations.rules import can_assess
from regions.access import Actor
from regions.domain.opds import end_at_once
from regions.domain.people import begin_membership
from regions.enums import Role
from regions.models import Membership, Period, Person
from regions.queries.people import standing

# Drawing -----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Plan:
    """What a drawing would come to: the choice, and of it what is not a sample yet."""

    settings: Settings
    seed: str
    selection: Selection
    fresh: int
    fresh_regions: int
    """SPD of regions that become samples."""


@dataclass(frozen=True, slots=True)
class Drawn:
    """`changed` is False when exactly this drawing had been made already: a second press, a second tab."""

    drawing: QualityDraw
    changed: bool


def plan_draw(period: Period, *, actor: Actor, settings: Settings, seed: str) -> Plan:
    """What a drawing would take now; nothing is written. Raises Refused (role, seed, settings)."""
    seed = _checked(actor, settings=settings, seed=seed)
    selection = draw(population(period), settings=settings, seed=seed)
    sampled, spd = _sampled(period)
    regions = set(regions_sent(period).values_list("pk", flat=True))
    return Plan(settings, seed, selection, len(set(selection.chosen) - sampled), len(regions - spd))


def draw_samples(
    period: Period, *, actor: Actor, settings: Settings, seed: str, seen_hash: str = ""
) -> Drawn:
    """Draw, keep how it was drawn, and make a sample of every innovation chosen and of the SPD rows of every region that sent.

    A later drawing adds; what is a sample stays one with whoever reads it. `seen_hash` is the fingerprint of the population that
    the preview showed: StaleVersion when another one is there now. Raises Refused (role, seed, settings, nothing) and
    TransitionRefused outside of the months of quality control.
    """
    seed = _checked(actor, settings=settings, seed=seed)
    # Two presses at once: the second waits here, and finds what the first has drawn.
    period = Period.objects.select_for_update(no_key=True).get(pk=period.pk)
    _refuse_closed(period)
    selection = draw(population(period), settings=settings, seed=seed)
    latest = QualityDraw.objects.filter(region_id=NATION, period=period).order_by("-number").first()
    if latest and (latest.seed, latest.rules, latest.population_hash) == (
        seed, settings.as_rules(), selection.population_hash,
    ):  # fmt: skip
        return Drawn(latest, changed=False)
    if seen_hash and seen_hash != selection.population_hash:
        raise StaleVersion(
            _("Yang terkirim berubah sejak pratinjau. Lihat pratinjau yang baru, lalu tarik."), current=0
        )
    made = _new_samples(period, selection, number=(latest.number if latest else 0) + 1)
    if not made:
        raise Refused(
            "nothing",
            _("Tidak ada sampel baru: yang terpilih menurut aturan ini semuanya sudah menjadi sampel."),
        )
    QualitySample.objects.bulk_create(made, batch_size=2000)
    drawing = QualityDraw.objects.create(
        region_id=NATION,
        period=period,
        number=made[0].draw,
        seed=seed,
        rules=settings.as_rules(),
        population_hash=selection.population_hash,
        population=selection.population,
        drawn=len(made),
        drawn_by_id=actor.person_id,
        drawn_at=timezone.now(),
    )
    return Drawn(drawing, changed=True)


def _new_samples(period: Period, selection: Selection, *, number: int) -> list[QualitySample]:
    sampled, spd = _sampled(period)
    regions = {row.pk: row.region_id for row in regions_sent(period)}
    own = {region_id: row_id for row_id, region_id in regions.items()}
    fresh = {
        innovation_id: rules
        for innovation_id, rules in selection.chosen.items()
        if innovation_id not in sampled
    }
    places = dict(_region_of(fresh))
    return [
        QualitySample(region_id=region_id, region_period_id=row_id, draw=number, rules=[Rule.SPD])
        for row_id, region_id in sorted(regions.items(), key=lambda entry: entry[1])
        if row_id not in spd
    ] + [
        QualitySample(
            region_id=places[innovation_id],
            region_period_id=own[places[innovation_id]],
            innovation_id=innovation_id,
            draw=number,
            rules=list(rules),
        )
        for innovation_id, rules in sorted(fresh.items(), key=lambda entry: (places[entry[0]], entry[0]))
        if places[innovation_id] in own
    ]


def _region_of(ids: Collection[int]) -> Iterable[tuple[int, int]]:
    return Innovation.objects.filter(pk__in=list(ids)).values_list("pk", "region_id")


def _sampled(period: Period) -> tuple[set[int], set[int]]:
    """Innovations, and rows of regions whose SPD, are samples already."""
    found = QualitySample.objects.filter(region_period__period=period).order_by()
    pairs = list(found.values_list("innovation_id", "region_period_id"))
    return (
        {innovation_id for innovation_id, _row in pairs if innovation_id},
        {row_id for innovation_id, row_id in pairs if innovation_id is None},
    )


def _checked(actor: Actor, *, settings: Settings, seed: str) -> str:
    _refuse_role(actor)
    seed = clean_line(seed, longest=LONGEST_SEED)
    if not seed:
        raise Refused("seed", _("Isi benih undian, supaya penarikan ini dapat diulang siapa pun."))
    limits = {"share": MOST_SHARE, "claims": MOST_EACH, "difference": MOST_EACH, "random": MOST_RANDOM}
    for name, most in limits.items():
        if not 0 <= getattr(settings, name) <= most:
            raise Refused(name, _("Isi angka 0 sampai %(most)d.") % {"most": most})
    return seed


def _refuse_role(actor: Actor) -> None:
    if not actor.is_ministry:
        raise Refused("role", _("Quality control diatur oleh Kemendagri."))


def _refuse_closed(period: Period) -> None:
    if not quality_is_open(period, now=timezone.now()):
        raise TransitionRefused(
            "closed",
            _(
                "Sampel ditarik dan dibagikan sejak penjaringan ditutup sampai quality control berakhir. Ubah jadwal periode bila waktunya perlu diperpanjang."
            ),
        )


# Sharing out -------------------------------------------------------------------------------------------------------


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
    _refuse_role(actor)
    _refuse_closed(period)
    pool = evaluator_pool()
    if not pool.people:
        raise Refused("nobody", _("Belum ada evaluator. Undang evaluator di halaman Akun daerah dulu."))
    seats = open_seats(period)
    stranded = pool.stranded(seats)
    waiting = _waiting(period, stranded)
    renewed = short_seats(seats - stranded, pool, until=last_day(period))
    open_regions(renewed, people=pool.people, until=last_day(period))
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
    _end_unneeded(period, stranded, pool=pool)
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
    _refuse_role(actor)
    _refuse_closed(period)
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
    _end_unneeded(period, before, pool=pool)
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
    open_regions(set(counts), people=pool.people, until=last_day(period))
    for (person_id, region_id), count in sorted(counts.items()):
        tell(
            region_id=region_id,
            person_ids=[person_id],
            kind="quality_assigned",
            message=gettext_noop("%(count)s dibagikan kepada Anda untuk quality control."),
            values={"count": plural("%(count)s sampel", "%(count)s sampel", count)},
            path=reverse("penilai:quality", args=[region_id]),
        )


def last_day(period: Period) -> date:
    """The last day of quality control; in WIB, where a day ends last."""
    return timezone.localtime(period.quality_control_ends - timedelta(seconds=1)).date()


def open_regions(seats: Collection[tuple[int, int]], *, people: Mapping[int, Person], until: date) -> None:
    """Memberships by which (person, region) may be entered until a day, included. One that reaches further stays."""
    today = timezone.localdate()
    held = {
        (row.person_id, row.region_id): row
        for row in Membership.objects.filter(
            role=Role.EVALUATOR,
            person_id__in={person_id for person_id, _region in seats},
            valid_from__lte=today,
        ).order_by("valid_from")
        if row.valid_until is None or row.valid_until >= today
    }
    short = []
    for seat in sorted(seats):
        row = held.get(seat)
        if row is None:
            begin_membership(
                people[seat[0]], role=Role.EVALUATOR, region_id=seat[1], opd_id=None, until=until
            )
        elif row.valid_until is not None and row.valid_until < until:
            row.valid_until = until
            short.append(row)
    Membership.objects.bulk_update(short, ["valid_until"])


def _end_unneeded(period: Period, seats: Collection[tuple[int | None, int]], *, pool: Pool) -> None:
    """End the memberships of people of the pool in regions where nothing open is left to them.

    Somebody who was invited to the region itself keeps what the invitation gave.
    """
    for person_id, region_id in seats:
        if person_id is None or person_id not in pool.anywhere:
            continue
        left = QualitySample.objects.filter(
            region_period__period=period, region_id=region_id, evaluator_id=person_id, closed_at__isnull=True
        ).exists()
        if not left:
            for row in (
                standing(region_id).filter(person_id=person_id, role=Role.EVALUATOR).select_related("region")
            ):
                end_at_once(row)


# The evaluator's end of it -----------------------------------------------------------------------------------------


def close_sample(
    sample_id: int, *, evaluator: Actor, note: str = "", rest_stands: bool = False
) -> QualitySample:
    """The evaluator is done with a sample: every row decided, or (`rest_stands`) what is left keeps the level it has.

    A second press changes nothing. Raises Refused (role, not_yours, open_rows), TransitionRefused.
    """
    sample = _own_sample(sample_id, evaluator=evaluator)
    if sample.closed_at is not None:
        return sample
    progress = progress_of([sample]).get(sample.pk)
    if not rest_stands and (progress is None or not progress.is_whole):
        raise Refused(
            "open_rows",
            _(
                "Masih ada baris yang belum diputuskan. Putuskan, atau nyatakan bahwa sisanya tetap seperti adanya."
            ),
        )
    sample.note = clean_text(note, longest=LONGEST_NOTE)
    sample.closed_at, sample.closed_by_id = timezone.now(), evaluator.person_id
    sample.save(update_fields=["note", "closed_at", "closed_by"])
    if sample.innovation_id:
        Lease.objects.filter(innovation_id=sample.innovation_id).delete()
    return sample


def reopen_sample(sample_id: int, *, evaluator: Actor) -> QualitySample:
    """Go on with a sample that one had closed, while quality control of the region goes on."""
    sample = _own_sample(sample_id, evaluator=evaluator)
    if sample.closed_at is not None:
        sample.closed_at, sample.closed_by = None, None
        sample.save(update_fields=["closed_at", "closed_by"])
    return sample


def _own_sample(sample_id: int, *, evaluator: Actor) -> QualitySample:
    sample = (
        QualitySample.objects.locked()
        .select_related("region_period__period", "evaluator", "innovation")
        .get(pk=sample_id)
    )
    ruling = can_assess(evaluator, sample, now=timezone.now(), also_closed=True)
    if not ruling:
        raise TransitionRefused(ruling.code, ruling.reason)
    return sample
