"""Telling people what became of their role, and the other regional admins what a colleague did with it.

In the transaction of the change and inside a scope that holds the region. Who acted is not told of their own act.
"""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_noop

from iga_portal.notices.domain import tell
from iga_portal.notices.words import on_day, phrase
from iga_portal.tenancy.scope import NATION
from regions.access import Actor
from regions.enums import Role
from regions.models import Membership, Person
from regions.queries.people import members_with_role, place_of


def tell_given(membership: Membership) -> None:
    """The person holds the role from now on. Told also of an invitation they took up themselves: whoever has their mailbox could."""
    if membership.valid_until is None:
        message = gettext_noop("Anda kini %(role)s di %(where)s.")
    else:
        message = gettext_noop("Anda kini %(role)s di %(where)s, sampai dengan %(last)s.")
    tell(
        region_id=membership.region_id,
        person_ids=[membership.person_id],
        kind="role_given",
        message=message,
        values=_values(membership),
        path=place_of(membership),
    )


def tell_changed(membership: Membership, *, actor: Actor) -> None:
    """The first or the last day of the role is another one."""
    if membership.valid_until is None:
        message = gettext_noop(
            "Peran Anda sebagai %(role)s di %(where)s berlaku mulai %(first)s, tanpa batas akhir."
        )
        to_others = gettext_noop(
            "%(who)s mengubah masa peran %(name)s sebagai %(role)s: mulai %(first)s, tanpa batas akhir."
        )
    else:
        message = gettext_noop(
            "Peran Anda sebagai %(role)s di %(where)s berlaku %(first)s sampai dengan %(last)s."
        )
        to_others = gettext_noop("%(who)s mengubah masa peran %(name)s sebagai %(role)s: %(first)s sampai dengan %(last)s.")  # fmt: skip
    if membership.person_id != actor.person_id:
        tell(
            region_id=membership.region_id,
            person_ids=[membership.person_id],
            kind="role_changed",
            message=message,
            values=_values(membership),
            path=place_of(membership),
        )
    tell_colleagues(membership, actor=actor, message=to_others)


def tell_ended(membership: Membership, *, actor: Actor) -> None:
    """The role holds no longer."""
    if membership.person_id != actor.person_id:
        tell(
            region_id=membership.region_id,
            person_ids=[membership.person_id],
            kind="role_ended",
            message=gettext_noop("Peran Anda sebagai %(role)s di %(where)s sudah berakhir."),
            values=_values(membership),
            path=reverse("roles"),
        )
    tell_colleagues(
        membership, actor=actor, message=gettext_noop("%(who)s mengakhiri peran %(name)s sebagai %(role)s.")
    )


def tell_colleagues(membership: Membership, *, actor: Actor, message: str, **values: Any) -> None:
    """The regional admins of the place besides who acted and whom it is about: they answer for its people together."""
    if membership.region_id == NATION:
        return
    admins = members_with_role(membership.region_id, role=Role.REGIONAL_ADMIN)
    others = [person_id for person_id in admins if person_id not in {actor.person_id, membership.person_id}]
    if not others:
        return
    tell(
        region_id=membership.region_id,
        person_ids=others,
        kind="people_changed",
        message=message,
        values={
            **_values(membership),
            "who": str(Person.objects.get(pk=actor.person_id)),
            "name": str(membership.person),
            **values,
        },
        path=reverse("daerah:people", args=[membership.region_id]),
    )


def _values(membership: Membership) -> dict[str, Any]:
    """What the sentences name. The mail's subject names the OPD, where there is one."""
    values: dict[str, Any] = {
        "role": phrase(Role(membership.role).label),
        "where": membership.region.name,
        "first": on_day(membership.valid_from),
    }
    if membership.opd is not None:
        values |= {"where": membership.opd.name, "opd": membership.opd.name}
    if membership.valid_until is not None:
        values["last"] = on_day(membership.valid_until)
    return values
