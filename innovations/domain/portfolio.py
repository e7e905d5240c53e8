"""Deciding which verified innovations go: saved one by one, and never over somebody else's decision unseen."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils import timezone
from django.utils.translation import gettext as _

from iga_portal.refusals import Refused
from innovations.enums import State
from innovations.models import Innovation, PortfolioChoice
from innovations.rules import can_manage_region
from regions.access import Actor
from regions.models import RegionPeriod


@dataclass(frozen=True, slots=True)
class Wish:
    """What a person wants for one innovation, and what the page had shown: True goes, False stays, None undecided."""

    wanted: bool | None
    seen: bool | None


@dataclass(frozen=True, slots=True)
class Conflict:
    """A decision that was not written: somebody else decided meanwhile, or the innovation can no longer be chosen.

    `stands` is what stands, `by` who decided it ("" when the innovation itself moved).
    """

    innovation: Innovation
    wanted: bool | None
    stands: bool | None
    by: str


@dataclass(frozen=True, slots=True)
class Decided:
    """`written` counts the decisions that were changed."""

    written: int
    conflicts: Sequence[Conflict]


def decide(region_period_id: int, *, actor: Actor, wishes: Mapping[int, Wish]) -> Decided:
    """Write what is wanted for innovations (by id), each for itself: one conflict does not hold up the others.

    A wish that differs from what the page had shown is written, unless what stands differs from what was shown too; a wish that
    is as it was shown touches nothing, so that an old page cannot undo what a colleague decided. Locks the (region, period) row,
    as sending does. Raises Refused with nothing written.
    """
    region_period = RegionPeriod.objects.locked().get(pk=region_period_id)
    ruling = can_manage_region(actor, region_period.region_id)
    if not ruling:
        raise Refused(ruling.code, ruling.reason)
    changed = {key: wish for key, wish in wishes.items() if wish.wanted != wish.seen}
    found = Innovation.objects.filter(pk__in=changed, region_period=region_period).only(
        "pk", "name", "state", "public_id", "region"
    )
    innovations = {entry.pk: entry for entry in found}
    if len(innovations) != len(changed):
        raise Refused("unknown", _("Ada pilihan yang tidak dikenal di daerah ini. Muat ulang halaman."))
    standing = {
        entry.innovation_id: entry
        for entry in PortfolioChoice.objects.filter(innovation_id__in=changed).select_related("chosen_by")
    }
    written, conflicts = 0, []
    for key in sorted(changed):
        wish, entry, innovation = changed[key], standing.get(key), innovations[key]
        stands = entry.is_chosen if entry else None
        if innovation.state != State.VERIFIED:
            conflicts.append(Conflict(innovation, wish.wanted, stands, ""))
        elif stands == wish.wanted:
            continue
        elif stands != wish.seen:
            conflicts.append(Conflict(innovation, wish.wanted, stands, str(entry.chosen_by) if entry else ""))
        else:
            _write(innovation, wish.wanted, actor=actor)
            written += 1
    return Decided(written, conflicts)


def _write(innovation: Innovation, wanted: bool | None, *, actor: Actor) -> None:
    if wanted is None:
        PortfolioChoice.objects.filter(innovation=innovation).delete()
        return
    PortfolioChoice.objects.update_or_create(
        region_id=innovation.region_id,
        innovation=innovation,
        defaults={"is_chosen": wanted, "chosen_by_id": actor.person_id, "chosen_at": timezone.now()},
    )
