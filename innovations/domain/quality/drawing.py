"""Drawing samples: seen before, done once, and kept with everything that is needed to draw again."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from django.utils import timezone
from django.utils.translation import gettext as _

from iga_portal.refusals import Refused, StaleVersion
from iga_portal.tenancy.scope import NATION
from innovations.domain.quality.choosing import (
    LONGEST_SEED,
    MOST_EACH,
    MOST_RANDOM,
    MOST_SHARE,
    Rule,
    Selection,
    Settings,
    draw,
)
from innovations.domain.quality.guards import locked, refuse_closed, refuse_role
from innovations.domain.texts import clean_line
from innovations.models import Innovation, QualityDraw, QualitySample
from innovations.queries.quality import population, regions_open
from regions.access import Actor
from regions.models import Period


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
    regions = set(regions_open(period).values_list("pk", flat=True))
    return Plan(settings, seed, selection, len(set(selection.chosen) - sampled), len(regions - spd))


def draw_samples(
    period: Period, *, actor: Actor, settings: Settings, seed: str, seen_hash: str = ""
) -> Drawn:
    """Draw, keep how it was drawn, and make a sample of every innovation chosen and of the SPD rows of every region that sent and is not closed.

    A later drawing adds; what is a sample stays one with whoever reads it. `seen_hash` is the fingerprint of the population that
    the preview showed: StaleVersion when another one is there now. Raises Refused (role, seed, settings, nothing) and
    TransitionRefused outside of the months of quality control.
    """
    seed = _checked(actor, settings=settings, seed=seed)
    period = locked(period)
    refuse_closed(period)
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
    regions = {row.pk: row.region_id for row in regions_open(period)}
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
    refuse_role(actor)
    seed = clean_line(seed, longest=LONGEST_SEED)
    if not seed:
        raise Refused("seed", _("Isi benih undian, supaya penarikan ini dapat diulang siapa pun."))
    limits = {"share": MOST_SHARE, "claims": MOST_EACH, "difference": MOST_EACH, "random": MOST_RANDOM}
    for name, most in limits.items():
        if not 0 <= getattr(settings, name) <= most:
            raise Refused(name, _("Isi angka 0 sampai %(most)d.") % {"most": most})
    return seed
