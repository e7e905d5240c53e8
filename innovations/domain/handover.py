"""Handing over: the work of somebody who leaves goes to a successor in one act, and the leaver's access ends.

Innovations belong to their OPD, so that a successor in the role finds every draft; what hangs on the person are the queue, the
rules that fill it, and what is unread.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from iga_portal.notices.domain import tell
from iga_portal.notices.models import Mail, MailState, Notice
from iga_portal.notices.words import on_day, phrase
from iga_portal.refusals import Refused
from innovations.enums import AssignmentOrigin, State
from innovations.models import Assignment, AssignmentRule, Innovation, Lease
from innovations.queries.conflicts import ties_of
from innovations.rules import can_review
from regions.access import Actor
from regions.domain.opds import end_at_once
from regions.domain.people import begin_membership, holds, own_membership, refuse_conflict
from regions.domain.role_notices import tell_colleagues
from regions.enums import OPD_ROLES, Role
from regions.models import HandOver, Membership, Person
from regions.queries.people import place_of, standing


@dataclass(frozen=True, slots=True)
class KeptBack:
    """An innovation that the successor may not judge: it is unassigned now. `code` is that of the rule."""

    innovation_id: int
    code: str


@dataclass(frozen=True, slots=True)
class Waiting:
    """What would go over, for the page that asks: drafts of the OPD, the reviewer's queue and rules, unread notices."""

    drafts: int
    queue: int
    rules: int
    notices: int


def waiting_of(membership: Membership) -> Waiting:
    """Four counts at most."""
    return Waiting(
        drafts=_drafts(membership).count() if membership.role in OPD_ROLES else 0,
        queue=_queue(membership).count() if membership.role == Role.REVIEWER else 0,
        rules=_rules(membership).count() if membership.role == Role.REVIEWER else 0,
        notices=_unread(membership).count(),
    )


NEVER_SUCCESSORS = (Role.REGION_HEAD, Role.EVALUATOR)
"""A head of region answers for the whole and does no desk work; an evaluator takes up no role of the region that they evaluate."""


def successors_of(membership: Membership) -> list[Person]:
    """Who may take over: everybody else with a role in the region today, but for `NEVER_SUCCESSORS`, by name."""
    there = standing(membership.region_id)
    barred = there.filter(role__in=NEVER_SUCCESSORS).values("person_id")
    people = there.exclude(person_id=membership.person_id).exclude(person_id__in=barred).values("person_id")
    return list(Person.objects.filter(pk__in=people).order_by("name", "pk"))


def hand_over(
    membership_id: int, *, actor: Actor, successor_id: int, last_day: date
) -> tuple[HandOver, bool]:
    """Give the work of a membership to a successor; returns the record, and False for a press that was made before.

    In order: locks the membership; gives the successor the role from today on; moves the queue, as far as the rules of conflict
    let the successor judge it (the rest becomes unassigned and is named), the rules of distribution and the unread notices of that
    place; ends the leaver's role with `last_day` in the region's own calendar, at this moment when that is today; records; tells
    both. Raises Membership.DoesNotExist, Refused (role, not_yours, ended, never_successor, conflict), or ValidationError by field.
    """
    membership = own_membership(membership_id, actor)
    now = timezone.now()
    today = now.astimezone(membership.region.zone).date()
    earlier = _earlier(membership, successor_id=successor_id, last_day=last_day)
    if earlier is not None:
        return earlier, False
    if membership.valid_until is not None and membership.valid_until < today:
        raise Refused("ended", _("Peran ini sudah berakhir; tidak ada yang diserahkan."))
    _refuse_successor(membership, successor_id)
    successor = _checked(membership, successor_id=successor_id, last_day=last_day, today=today)
    role = Role(membership.role)
    refuse_conflict(successor.pk, role=role, region_id=membership.region_id)
    if not holds(successor.pk, role=role, region_id=membership.region_id, opd_id=membership.opd_id):
        begin_membership(
            successor, role=role, region_id=membership.region_id, opd_id=membership.opd_id, until=None
        )
    moved: dict[str, Any] = {"drafts": _drafts(membership).count() if role in OPD_ROLES else 0}
    if role is Role.REVIEWER:
        moved |= _move_queue(membership, successor, actor=actor, now=now)
    moved["notices"] = _move_notices(membership, successor)
    record = HandOver.objects.create(
        region_id=membership.region_id,
        leaver_id=membership.person_id,
        successor=successor,
        role=role,
        opd_id=membership.opd_id,
        last_day=last_day,
        moved=moved,
        handed_by_id=actor.person_id,
    )
    _end(membership, last_day=last_day, today=today)
    _tell(record, membership, actor=actor)
    return record, True


def kept_back(record: HandOver) -> list[KeptBack]:
    return [KeptBack(int(entry[0]), str(entry[1])) for entry in record.moved.get("kept_back", [])]


def _earlier(membership: Membership, *, successor_id: int, last_day: date) -> HandOver | None:
    """The record of the same press, made before.

    While the role holds beyond that day, it was given back in between: then this is another press, and another hand-over.
    """
    if membership.valid_until is None or membership.valid_until > last_day:
        return None
    return HandOver.objects.filter(
        leaver_id=membership.person_id,
        successor_id=successor_id,
        role=membership.role,
        last_day=last_day,
        **({"opd_id": membership.opd_id} if membership.opd_id else {"opd__isnull": True}),
    ).first()


def _refuse_successor(membership: Membership, successor_id: int) -> None:
    held = standing(membership.region_id).filter(person_id=successor_id, role__in=NEVER_SUCCESSORS)
    barring = held.select_related("person").order_by("role").first()
    if barring is not None:
        raise Refused(
            "never_successor",
            _("%(name)s bertugas sebagai %(role)s dan tidak dapat menjadi penerus. Pilih orang lain.")
            % {"name": barring.person, "role": Role(barring.role).label},
        )


def _checked(membership: Membership, *, successor_id: int, last_day: date, today: date) -> Person:
    errors: dict[str, list[str]] = {}
    successor = next((entry for entry in successors_of(membership) if entry.pk == successor_id), None)
    if successor is None:
        errors["successor"] = [_("Pilih penerus dari daftar. Bila belum ada, undang orangnya dahulu.")]
    if last_day < today:
        errors["last_day"] = [_("Hari terakhir tidak boleh di masa lalu.")]
    elif last_day < membership.valid_from:
        errors["last_day"] = [_("Hari terakhir tidak boleh sebelum hari mulai.")]
    elif membership.valid_until is not None and last_day > membership.valid_until:
        errors["last_day"] = [
            _("Peran ini sendiri berakhir lebih dahulu; pilih hari sampai hari terakhirnya.")
        ]
    if errors:
        raise ValidationError(errors)
    assert successor is not None
    return successor


def _drafts(membership: Membership) -> Any:
    """What the leaver began in that OPD and is not handed in. It stays the OPD's; the count is told."""
    return Innovation.objects.filter(
        opd_id=membership.opd_id or 0,
        created_by_id=membership.person_id,
        region_period__period__is_current=True,
        state__in=[State.DRAFT, State.RETURNED],
    )


def _queue(membership: Membership) -> Any:
    return Assignment.objects.filter(
        region_id=membership.region_id, reviewer_id=membership.person_id, is_current=True
    )


def _rules(membership: Membership) -> Any:
    return AssignmentRule.objects.filter(region_id=membership.region_id, reviewer_id=membership.person_id)


def _move_queue(membership: Membership, successor: Person, *, actor: Actor, now: datetime) -> dict[str, Any]:
    """Each assignment ends; where the successor may judge, a new one stands in its place."""
    as_reviewer = Actor(successor.pk, Role.REVIEWER, membership.region_id)
    current = list(_queue(membership).locked().select_related("innovation").order_by("pk"))
    innovations = [assignment.innovation for assignment in current]
    ties = ties_of(successor.pk, region_id=membership.region_id, innovations=innovations)
    given: list[Assignment] = []
    kept: list[tuple[int, str]] = []
    for assignment in current:
        ruling = can_review(as_reviewer, assignment.innovation, ties=ties)
        if ruling:
            given.append(
                Assignment(
                    region_id=assignment.region_id,
                    innovation_id=assignment.innovation_id,
                    reviewer=successor,
                    origin=AssignmentOrigin.HANDED,
                    assigned_by_id=actor.person_id,
                )
            )
        else:
            kept.append((assignment.innovation_id, ruling.code))
    _queue(membership).filter(pk__in=[row.pk for row in current]).update(is_current=False, ended_at=now)
    Assignment.objects.bulk_create(given)
    rules = _rules(membership).update(reviewer=successor)
    # A tab that the leaver has open holds nothing any more.
    Lease.objects.filter(region_id=membership.region_id, holder_id=membership.person_id).delete()
    return {"queue": len(given), "kept_back": kept, "rules": rules}


def _unread(membership: Membership) -> Any:
    """Unread notices of the place that this role acts in; another role's stay with the person."""
    return Notice.objects.filter(
        region_id=membership.region_id,
        person_id=membership.person_id,
        read_at__isnull=True,
        path__startswith=place_of(membership),
    )


def _move_notices(membership: Membership, successor: Person) -> int:
    """What the successor was told already is not told twice; mails that wait follow their notices."""
    known = Notice.objects.filter(region_id=membership.region_id, person=successor).exclude(once="")
    rows = _unread(membership).exclude(once__in=known.values("once"))
    ids = list(rows.values_list("pk", flat=True))
    waiting = Mail.objects.filter(
        region_id=membership.region_id, notice_id__in=ids, state=MailState.QUEUED
    ).exclude(once__in=Mail.objects.filter(region_id=membership.region_id, person=successor).values("once"))
    waiting.order_by().update(person=successor)
    return int(Notice.objects.filter(pk__in=ids).order_by().update(person=successor))


def _end(membership: Membership, *, last_day: date, today: date) -> None:
    if last_day == today:
        end_at_once(membership)
        return
    membership.valid_until = last_day
    membership.save(update_fields=["valid_until"])


def _tell(record: HandOver, membership: Membership, *, actor: Actor) -> None:
    role = phrase(Role(record.role).label)
    tell(
        region_id=record.region_id,
        person_ids=[record.successor_id],
        kind="handed_over",
        message=gettext_noop("Pekerjaan %(leaver)s sebagai %(role)s diserahkan kepada Anda."),
        values={"leaver": str(membership.person), "role": role},
        path=place_of(membership),
    )
    tell(
        region_id=record.region_id,
        person_ids=[record.leaver_id],
        kind="role_ended",
        message=gettext_noop(
            "Peran Anda sebagai %(role)s diserahkan kepada %(successor)s; hari terakhir %(day)s."
        ),
        values={"role": role, "successor": str(record.successor), "day": on_day(record.last_day)},
        path=reverse("roles"),
    )
    tell_colleagues(
        membership,
        actor=actor,
        message=gettext_noop("%(who)s menyerahkan pekerjaan %(name)s sebagai %(role)s kepada %(successor)s."),
        successor=str(record.successor),
    )


REASONS: dict[str, str] = {
    "own_innovation": gettext_noop("Penerus yang membuat isiannya."),
    "own_opd": gettext_noop("Penerus memegang peran di OPD itu dalam 24 bulan terakhir."),
    "coached": gettext_noop("Penerus mendampingi OPD menyusunnya."),
}
"""Why the successor may not judge an innovation, by the code of the rule."""


def why_kept(entry: KeptBack) -> str:
    return _(REASONS.get(entry.code, gettext_noop("Aturan benturan kepentingan tidak mengizinkannya.")))


def innovations_kept_back(record: HandOver) -> Sequence[tuple[Innovation, str]]:
    """What became unassigned, each with the reason, by name."""
    entries = {entry.innovation_id: entry for entry in kept_back(record)}
    rows = Innovation.objects.filter(pk__in=entries).select_related("opd").order_by("name", "pk")
    return [(row, why_kept(entries[row.pk])) for row in rows]
