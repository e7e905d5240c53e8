"""Reminding OPD of their duty: one press is one batch, and each OPD of it has a row with the text that was sent."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from iga_portal.notices.domain import tell
from iga_portal.refusals import Refused
from innovations.domain.texts import clean_text
from innovations.models import Reminder
from innovations.rules import can_manage_region
from regions.access import Actor
from regions.enums import OPD_ROLES, Role
from regions.models import Opd, RegionPeriod
from regions.queries.people import standing

LONGEST_REMINDER: Final = 1000


@dataclass(frozen=True, slots=True)
class Reach:
    """Who of an OPD would be told, or was: operators and the head."""

    opd: Opd
    operators: int
    people: int


@dataclass(frozen=True, slots=True)
class Sent:
    """`reminded` OPD have a row now; in `unreached` nobody acts, so that nothing was sent. A press repeated is not `changed`."""

    reminded: Sequence[Opd]
    unreached: Sequence[Opd]
    people: int
    changed: bool


def reach_of(opds: Collection[Opd], *, region_id: int) -> list[Reach]:
    """How many people of each OPD hold a role there today. One query."""
    roles: dict[int, set[tuple[int, str]]] = {opd.pk: set() for opd in opds}
    for opd_id, person_id, role in _members(region_id, opds):
        roles[opd_id].add((person_id, role))
    return [
        Reach(
            opd,
            operators=sum(role == Role.OPERATOR for _person, role in roles[opd.pk]),
            people=len({person for person, _role in roles[opd.pk]}),
        )
        for opd in opds
    ]


def remind_opds(
    *, actor: Actor, region_period_id: int, opd_ids: Collection[int], text: str, batch: UUID
) -> Sent:
    """Remind OPD by a notice (and the mail that follows from it) to their operators and heads.

    In order: locks the region's row; finds the batch, when this press was made before, and changes nothing; writes a row for each
    OPD in which somebody acts; tells everybody once. OPD in which nobody acts come back by name. Raises Refused (role, opd,
    nobody), or ValidationError by field; then nothing is written.
    """
    region_period = RegionPeriod.objects.locked().get(pk=region_period_id)
    ruling = can_manage_region(actor, region_period.region_id)
    if not ruling:
        raise Refused(ruling.code, ruling.reason)
    before = list(Reminder.objects.filter(batch=batch).select_related("opd").order_by("opd__name"))
    if before:
        return Sent([row.opd for row in before], [], sum(row.people for row in before), changed=False)
    text = clean_text(text, longest=LONGEST_REMINDER)
    if not text:
        raise ValidationError({"text": [_("Tuliskan pesannya.")]})
    wanted = set(opd_ids)
    opds = list(Opd.objects.filter(pk__in=wanted, is_active=True).order_by("name", "pk"))
    if not wanted or len(opds) != len(wanted):
        raise Refused("opd", _("Pilih OPD yang aktif dari daftar. Tidak ada yang dikirim."))
    reach = {entry.opd.pk: entry for entry in reach_of(opds, region_id=region_period.region_id)}
    reached = [opd for opd in opds if reach[opd.pk].people]
    if not reached:
        raise Refused(
            "nobody", _("Belum ada orang yang bertugas di OPD yang dipilih. Undang operatornya dahulu.")
        )
    now = timezone.now()
    rows = Reminder.objects.bulk_create(
        Reminder(
            region_id=region_period.region_id,
            region_period=region_period,
            opd=opd,
            batch=batch,
            text=text,
            people=reach[opd.pk].people,
            sent_by_id=actor.person_id,
            sent_at=now,
        )
        for opd in reached
    )
    paths = _paths(region_period.region_id, rows)
    tell(
        region_id=region_period.region_id,
        person_ids=paths,
        kind="reminder",
        message=gettext_noop("Pengingat dari admin daerah: %(text)s"),
        values={"text": text},
        path=paths,
    )
    return Sent(reached, [opd for opd in opds if opd not in reached], len(paths), changed=True)


def _paths(region_id: int, rows: Sequence[Reminder]) -> dict[int, str]:
    """Person -> the reminder in the place where they act; an operator's place before a head's."""
    by_opd = {row.opd_id: row for row in rows}
    found: dict[int, str] = {}
    members = sorted(
        _members(region_id, [row.opd for row in rows]), key=lambda member: member[2] == Role.OPERATOR
    )
    for opd_id, person_id, role in members:
        place = "opd" if role == Role.OPERATOR else "kepala_opd"
        found[person_id] = reverse(f"{place}:reminder", args=[region_id, opd_id, by_opd[opd_id].pk])
    return found


def _members(region_id: int, opds: Collection[Opd]) -> list[tuple[int, int, str]]:
    rows = standing(region_id).filter(role__in=OPD_ROLES, opd_id__in=[opd.pk for opd in opds])
    return list(rows.order_by("pk").values_list("opd_id", "person_id", "role"))
