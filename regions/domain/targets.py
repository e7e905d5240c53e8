"""What a region aims at this year: an index, a place among the regions of its kind, or both."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

from iga_portal.refusals import Refused
from regions.access import Actor
from regions.models import RegionPeriod
from regions.queries.regions import participants
from regions.rules import can_set_target


@dataclass(frozen=True, slots=True)
class Target:
    """Index 0.01 to 100.00 with two decimals, place from 1; None where none is set."""

    index: Decimal | None = None
    rank: int | None = None


def target_of(region_period: RegionPeriod) -> Target:
    return Target(region_period.target_index, region_period.target_rank)


def set_target(region_period_id: int, *, actor: Actor, seen: Target, wanted: Target) -> RegionPeriod:
    """Set or clear the region's target. It moves no number, so no content version is raised.

    `seen` is what the page showed: raises Refused("stale") when somebody set another target meanwhile; Refused("range") for a
    value outside its bounds, Refused("role") for anybody but the regional admin.
    """
    row = RegionPeriod.objects.locked().select_related("region").get(pk=region_period_id)
    ruling = can_set_target(actor, row.region_id)
    if not ruling:
        raise Refused(ruling.code, ruling.reason)
    _refuse_out_of_range(wanted, row)
    if target_of(row) == wanted:
        return row
    if target_of(row) != seen:
        raise Refused(
            "stale",
            _(
                "Sasaran baru saja diubah orang lain. Periksa sasaran yang berlaku, lalu simpan lagi bila masih perlu."
            ),
        )
    row.target_index, row.target_rank = wanted.index, wanted.rank
    row.save(update_fields=["target_index", "target_rank"])
    return row


def _refuse_out_of_range(wanted: Target, row: RegionPeriod) -> None:
    if wanted.index is not None and not Decimal("0.01") <= wanted.index <= 100:
        raise Refused("range", _("Indeks sasaran berada antara 0,01 dan 100."))
    if wanted.rank is None:
        return
    size = participants().filter(kind=row.region.kind).count()
    if not 1 <= wanted.rank <= size:
        raise Refused(
            "range",
            _("Peringkat sasaran berada antara 1 dan %(size)d, banyaknya %(kind)s peserta.")
            % {"size": size, "kind": str(row.region.get_kind_display()).lower()},
        )
