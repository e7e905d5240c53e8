"""The roles of people: who can be given one, how long it lasts, how it ends. How they come to one: `regions.domain.invitations`."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any, TypeVar

from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from iga_portal.refusals import Refused
from regions.access import Actor
from regions.domain.opds import end_at_once
from regions.domain.role_notices import tell_changed, tell_ended
from regions.enums import Role
from regions.models import Membership, Person
from regions.queries.accounts import conflict_since, held_since
from regions.queries.people import standing
from regions.rules import can_give_role

Rows = TypeVar("Rows", bound=QuerySet[Any])


def set_membership_span(
    membership_id: int, *, actor: Actor, last_day: date | None, first_day: date | None = None
) -> Membership:
    """Set the last day of a membership (included; None: without an end), and the first where it has not begun before today.

    Both are days of the region's own calendar. `first_day` None leaves it as it is. Raises Refused (past, before_start, begun,
    ended, overlap).
    """
    membership = own_membership(membership_id, actor)
    today = timezone.now().astimezone(membership.region.zone).date()
    if membership.valid_until is not None and membership.valid_until < today:
        raise Refused("ended", _("Peran ini sudah berakhir. Undang orangnya lagi."))
    first = membership.valid_from if first_day is None else first_day
    if first != membership.valid_from:
        _refuse_first_day(membership, first, today=today)
    if last_day is not None and last_day < today:
        raise Refused(
            "past", _("Hari terakhir tidak boleh di masa lalu. Untuk menghentikan sekarang, akhiri perannya.")
        )
    if last_day is not None and last_day < first:
        raise Refused("before_start", _("Hari terakhir tidak boleh sebelum hari mulai."))
    if (membership.valid_from, membership.valid_until) != (first, last_day):
        membership.valid_from, membership.valid_until = first, last_day
        membership.save(update_fields=["valid_from", "valid_until"])
        tell_changed(membership, actor=actor)
    return membership


def _refuse_first_day(membership: Membership, first: date, *, today: date) -> None:
    """What was done in a role must stay inside its span: a day that has been held is not taken out of it."""
    if membership.valid_from < today:
        raise Refused("begun", _("Peran ini sudah berjalan; hari mulainya tidak dapat diubah."))
    if first < today:
        raise Refused("past", _("Hari mulai tidak boleh di masa lalu."))
    same = Membership.objects.filter(
        person_id=membership.person_id,
        role=membership.role,
        region_id=membership.region_id,
        valid_from=first,
    ).exclude(pk=membership.pk)
    if at_opd(same, membership.opd_id).exists():
        raise Refused("overlap", _("Peran yang sama sudah mulai pada hari itu."))


def end_membership(membership_id: int, *, actor: Actor) -> Membership:
    """End a membership at this moment; the next request of that person there finds no role, and they are told. Raises Refused."""
    membership = own_membership(membership_id, actor)
    if end_at_once(membership):
        tell_ended(membership, actor=actor)
    return membership


def own_membership(membership_id: int, actor: Actor) -> Membership:
    """A membership that the actor may give and end, locked. Raises Membership.DoesNotExist, Refused."""
    membership = (
        Membership.objects.select_for_update(of=("self",), no_key=True)
        .select_related("region", "person")
        .get(pk=membership_id)
    )
    permit(actor, role=Role(membership.role), region_id=membership.region_id)
    return membership


def begin_membership(
    person: Person, *, role: Role, region_id: int, opd_id: int | None, until: date | None
) -> Membership:
    """A role from today on; one that was begun and cut short the same day takes the new end.

    The day in WIB, where it begins last: the role then holds at once in every zone.
    """
    day = timezone.localdate()
    begun = Membership.objects.filter(person=person, role=role, region_id=region_id, valid_from=day)
    membership = at_opd(begun, opd_id).select_related("region").first()
    if membership is None:
        membership = Membership(person=person, role=role, region_id=region_id, opd_id=opd_id, valid_from=day)
    membership.valid_until = until
    membership.save()
    return membership


@dataclass(frozen=True, slots=True)
class Closed:
    """What became of a person who is to leave the region: roles ended, and whether the account was closed with them."""

    person: Person
    ended: int
    is_account_closed: bool


def deactivate_person(membership_id: int, *, actor: Actor) -> Closed:
    """End every role of a person in the region at this moment, and close the account where no other role stands anywhere.

    A closed account is signed out everywhere: every session of it is void at the next request; the next invitation to its address
    opens it again. A person with roles that the actor
    may not end (of another region, or given by Kemendagri) keeps the account and those roles. Raises Refused (role, not_yours,
    yourself). A second press ends nothing more.
    """
    membership = own_membership(membership_id, actor)
    if membership.person_id == actor.person_id:
        raise Refused("yourself", _("Akun sendiri tidak dapat dinonaktifkan; mintalah admin lain."))
    person = Person.objects.select_for_update(no_key=True).get(pk=membership.person_id)
    ended = 0
    for row in _not_over(person.pk).filter(region_id=membership.region_id).select_related("region", "person"):
        if can_give_role(actor, role=Role(row.role), region_id=row.region_id):
            end_at_once(row)
            tell_ended(row, actor=actor)
            ended += 1
    is_closed = not _not_over(person.pk).exists()
    if is_closed and person.is_active:
        person.is_active = False
        person.save(update_fields=["is_active"])
    return Closed(person, ended, is_closed)


def _not_over(person_id: int) -> QuerySet[Membership]:
    """Roles that hold on some day from today on, in the calendar in which today begins last."""
    return Membership.objects.filter(
        Q(valid_until__isnull=True) | Q(valid_until__gte=timezone.localdate()), person_id=person_id
    )


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
