"""The roles of people: who can be given one, how long it lasts, how it ends. How they come to one: `regions.domain.invitations`."""

from __future__ import annotations

from datetime import date
from typing import Any, TypeVar

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from iga_portal.refusals import Refused
from regions.access import Actor
from regions.domain.opds import end_at_once
from regions.enums import Role
from regions.models import Membership
from regions.queries.accounts import conflict_since, held_since
from regions.queries.people import standing
from regions.rules import can_give_role

Rows = TypeVar("Rows", bound=QuerySet[Any])


def set_membership_end(membership_id: int, *, actor: Actor, last_day: date | None) -> Membership:
    """Set the last day of a membership (included); None: without an end. Raises Refused."""
    membership = _own_membership(membership_id, actor)
    today = timezone.now().astimezone(membership.region.zone).date()
    if last_day is not None and last_day < today:
        raise Refused(
            "past", _("Hari terakhir tidak boleh di masa lalu. Untuk menghentikan sekarang, akhiri perannya.")
        )
    if last_day is not None and last_day < membership.valid_from:
        raise Refused("before_start", _("Hari terakhir tidak boleh sebelum hari mulai."))
    if membership.valid_until is not None and membership.valid_until < today:
        raise Refused("ended", _("Peran ini sudah berakhir. Undang orangnya lagi."))
    membership.valid_until = last_day
    membership.save(update_fields=["valid_until"])
    return membership


def end_membership(membership_id: int, *, actor: Actor) -> Membership:
    """End a membership at this moment; the next request of that person there finds no role. Raises Refused."""
    membership = _own_membership(membership_id, actor)
    end_at_once(membership)
    return membership


def _own_membership(membership_id: int, actor: Actor) -> Membership:
    membership = (
        Membership.objects.select_for_update(of=("self",), no_key=True)
        .select_related("region", "person")
        .get(pk=membership_id)
    )
    permit(actor, role=Role(membership.role), region_id=membership.region_id)
    return membership


def permit(actor: Actor, *, role: Role, region_id: int) -> None:
    """Raises Refused for whoever may not give this role here."""
    ruling = can_give_role(actor, role=role, region_id=region_id)
    if not ruling:
        raise Refused(ruling.code, ruling.reason)


def holds(person_id: int, *, role: Role, region_id: int, opd_id: int | None) -> bool:
    """Whether the person holds the role today, in the OPD (None: a role of the whole region)."""
    return at_opd(standing(region_id).filter(person_id=person_id, role=role), opd_id).exists()


def refuse_conflict(person_id: int, *, role: Role, region_id: int) -> None:
    """Guideline: who evaluates a region has held no role there for 24 months, and takes none up while evaluating."""
    since = conflict_since(timezone.localdate())
    held = held_since(person_id, region_id=region_id, since=since)
    if role is Role.EVALUATOR and held.exclude(role=Role.EVALUATOR).exists():
        raise Refused(
            "conflict",
            _(
                "Orang ini memegang peran di daerah tersebut dalam 24 bulan terakhir dan tidak dapat menjadi penilainya."
            ),
        )
    if (
        role is not Role.EVALUATOR
        and standing(region_id).filter(person_id=person_id, role=Role.EVALUATOR).exists()
    ):
        raise Refused(
            "conflict",
            _("Selama menjadi evaluator daerah ini, seseorang tidak dapat memegang peran lain di sini."),
        )


def at_opd(rows: Rows, opd_id: int | None) -> Rows:
    """Those of one OPD; None: those of the whole region."""
    return rows.filter(opd__isnull=True) if opd_id is None else rows.filter(opd_id=opd_id)
