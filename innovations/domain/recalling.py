"""Giving what was sent back to its region: by Kemendagri alone, with a reason, and the region is told."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from iga_portal.notices.domain import tell
from iga_portal.notices.words import plural
from iga_portal.refusals import Refused
from innovations.domain.quality.falls import fall_quality, fall_quality_of_spd
from innovations.domain.texts import LONGEST_NOTE, clean_text
from innovations.domain.transitions import take_step_for_all
from innovations.enums import FINAL_STATES
from innovations.models import Innovation
from innovations.workflow import Action
from regions.access import Actor
from regions.enums import Role
from regions.models import RegionPeriod
from regions.queries.people import members_with_role


@dataclass(frozen=True, slots=True)
class Recalled:
    """`changed` counts what went back with this press; `reopened` says that the SPD rows and the form are open again."""

    changed: int
    reopened: bool


def recall_portfolio(
    region_period_id: int, *, actor: Actor, chosen: Mapping[int, int], reason: str
) -> Recalled:
    """Give sent innovations (id -> version the person saw) back to their region, all or none; receipts stay as history.

    When nothing of the region is left with Kemendagri, `sent_at` is taken back too, so that SPD rows and integrity form are open for
    the sending that follows; while anything is left they stay locked, because it was sent with them. OPD are told of their
    innovations by the workflow, the regional admins once. A second press changes nothing. Raises Refused, TransitionRefused,
    StaleVersion with nothing recalled.
    """
    if actor.role is not Role.MINISTRY_ADMIN:
        raise Refused("role", _("Hanya Kemendagri yang dapat mengembalikan yang sudah terkirim."))
    reason = clean_text(reason, longest=LONGEST_NOTE)
    if not reason:
        raise Refused("reason", _("Tuliskan alasannya."))
    if not chosen:
        raise Refused("empty", _("Pilih sedikitnya satu inovasi yang dikembalikan."))
    # In the order of `send_portfolio`: innovations, then the row of the region.
    innovations = list(
        Innovation.objects.locked()
        .select_related("region_period__period", "opd")
        .filter(pk__in=chosen, region_period_id=region_period_id)
        .order_by("pk")
    )
    region_period = RegionPeriod.objects.locked().select_related("period").get(pk=region_period_id)
    if len(innovations) != len(chosen):
        raise Refused("unknown", _("Ada pilihan yang tidak dikenal di daerah ini. Muat ulang halaman."))
    changed = len(
        take_step_for_all(innovations, action=Action.RECALL, actor=actor, seen=chosen, reason=reason)
    )
    if not changed:
        return Recalled(0, reopened=False)
    fall_quality([entry.pk for entry in innovations])
    left = Innovation.objects.filter(region_period=region_period, state__in=FINAL_STATES).exists()
    if not left:
        region_period.sent_at = None
        region_period.save(update_fields=["sent_at"])
        fall_quality_of_spd(region_period)
    _tell(region_period, count=changed, reason=reason)
    return Recalled(changed, reopened=not left)


def _tell(region_period: RegionPeriod, *, count: int, reason: str) -> None:
    tell(
        region_id=region_period.region_id,
        person_ids=members_with_role(region_period.region_id, role=Role.REGIONAL_ADMIN),
        kind=Action.RECALL,
        message=gettext_noop("Kemendagri mengembalikan %(count)s dari pengiriman. Alasan: %(reason)s"),
        values={"count": plural("%(count)s inovasi", "%(count)s inovasi", count), "reason": reason},
        path=reverse("daerah:portfolio", args=[region_period.region_id]),
    )
