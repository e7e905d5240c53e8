"""How a person comes to a role: accounts exist by invitation only."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from enum import StrEnum

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from iga_portal.refusals import Refused
from iga_portal.tenancy.scope import NATION
from regions.access import Actor
from regions.domain.invitation_mail import send_invitation, send_invitations
from regions.domain.people import at_opd, holds, permit, refuse_conflict
from regions.enums import OPD_ROLES, Role
from regions.models import Invitation, Opd, Person, Region
from regions.queries.accounts import invitations_since, open_invitations

VALID_FOR = timedelta(days=14)
SENDINGS_PER_ADDRESS = 4
SENDINGS_PER_PERSON = 120
"""In an hour: to one address in one region, and by one person. Enough for a region of 60 OPD in one sitting."""
SENDING_WINDOW = timedelta(hours=1)


class InvitationState(StrEnum):
    OPEN = "open"
    ACCEPTED = "accepted"
    REVOKED = "revoked"
    EXPIRED = "expired"


@dataclass(frozen=True, slots=True)
class Invited:
    """`link` holds the secret and is known only now; `mailed` is False when the mail server did not take the letter."""

    invitation: Invitation
    link: str
    mailed: bool


def invite(
    *,
    actor: Actor,
    email: str,
    name: str,
    role: Role,
    region_id: int,
    link_of: Callable[[str], str],
    opd_id: int | None = None,
    valid_until: date | None = None,
) -> Invited:
    """Invite a person by e-mail to a role; `link_of` makes the address from the secret.

    Stores only the secret's hash, valid 14 days, and writes the e-mail. Answers the same whether or not the address has an
    account; one that was closed is opened again. Raises Refused (role, not_yours, held, pending, conflict, often), or ValidationError by field.
    """
    wanted = Wanted(email=email, name=name, role=role, opd_id=opd_id, valid_until=valid_until)
    return _mailed(_made(wanted, actor=actor, region_id=region_id, link_of=link_of))


@dataclass(frozen=True, slots=True)
class Wanted:
    """One invitation as it is asked for."""

    email: str
    name: str
    role: Role
    opd_id: int | None = None
    valid_until: date | None = None


@dataclass(frozen=True, slots=True)
class Many:
    """What became of a list: every invitation in its order, or the faults by the place in the list and nothing written."""

    invited: Sequence[Invited] = ()
    faults: Mapping[int, Refused | ValidationError] = field(default_factory=dict)


def invite_many(
    wanted: Sequence[Wanted],
    *,
    actor: Actor,
    region_id: int,
    link_of: Callable[[str], str],
    is_trial: bool = False,
) -> Many:
    """Invite a list of people, all or nobody: each through the same checks as a single one, in their order.

    A trial goes the whole way and takes everything back, so that it knows what the real one knows: a person named twice, the
    number that may go out in an hour. The letters leave last, over one connection to the mail server; where it does not take
    them `mailed` is False and the invitation can be sent again.
    """
    faults: dict[int, Refused | ValidationError] = {}
    made: list[Invited] = []
    with transaction.atomic():
        for place, entry in enumerate(wanted):
            try:
                with transaction.atomic():
                    made.append(_made(entry, actor=actor, region_id=region_id, link_of=link_of))
            except (Refused, ValidationError) as fault:
                faults[place] = fault
        if faults or is_trial:
            transaction.set_rollback(True)
    if faults or is_trial:
        return Many(made if not faults else (), faults)
    taken = send_invitations([(entry.invitation, entry.link) for entry in made])
    return Many([replace(entry, mailed=mailed) for entry, mailed in zip(made, taken, strict=True)])


def _made(wanted: Wanted, *, actor: Actor, region_id: int, link_of: Callable[[str], str]) -> Invited:
    """The invitation stored, its letter not written yet."""
    role, opd_id = wanted.role, wanted.opd_id
    permit(actor, role=role, region_id=region_id)
    email, name = wanted.email.strip().lower(), " ".join(wanted.name.split())
    region = _checked(
        email=email, name=name, role=role, region_id=region_id, opd_id=opd_id, until=wanted.valid_until
    )
    _refuse_held(email, role=role, region_id=region_id, opd_id=opd_id)
    waiting = open_invitations(region_id=region_id, roles=[role]).filter(
        email=email, expires_at__gt=timezone.now()
    )
    if at_opd(waiting, opd_id).exists():
        raise Refused(
            "pending",
            _("Undangan yang sama masih menunggu jawaban. Gunakan “Kirim ulang” pada daftar undangan."),
        )
    invitation = Invitation(
        email=email,
        name=name,
        role=role,
        region=region,
        opd_id=opd_id,
        valid_until=wanted.valid_until,
        invited_by_id=actor.person_id,
    )
    # An account that was closed gives no role by being open; without it nobody could take up this one.
    Person.objects.filter(email=email, is_active=False).update(is_active=True)
    return _stored(invitation, actor=actor, link_of=link_of)


def resend_invitation(invitation_id: int, *, actor: Actor, link_of: Callable[[str], str]) -> Invited:
    """Send an open or expired invitation again, with a new link and 14 new days; the old link is revoked."""
    old = _own_invitation(invitation_id, actor)
    if state_of(old) in {InvitationState.ACCEPTED, InvitationState.REVOKED}:
        raise Refused("closed", _("Undangan ini sudah diterima atau dicabut; buat undangan baru bila perlu."))
    _checked(
        email=old.email,
        name=old.name,
        role=Role(old.role),
        region_id=old.region_id,
        opd_id=old.opd_id,
        until=old.valid_until,
    )
    new = Invitation(
        email=old.email,
        name=old.name,
        role=old.role,
        region=old.region,
        opd_id=old.opd_id,
        valid_until=old.valid_until,
        invited_by_id=actor.person_id,
    )
    invited = _mailed(_stored(new, actor=actor, link_of=link_of))
    old.revoked_at = timezone.now()
    old.save(update_fields=["revoked_at"])
    return invited


def revoke_invitation(invitation_id: int, *, actor: Actor) -> bool:
    """Take an invitation back; True when this press did it. Raises Refused once it is accepted."""
    invitation = _own_invitation(invitation_id, actor)
    if invitation.revoked_at is not None:
        return False
    if invitation.accepted_at is not None:
        raise Refused("accepted", _("Undangan ini sudah diterima. Akhiri perannya pada daftar orang."))
    invitation.revoked_at = timezone.now()
    invitation.save(update_fields=["revoked_at"])
    return True


def hash_of(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()


def find_invitation(secret: str) -> Invitation | None:
    """The invitation behind a link, whatever became of it."""
    return (
        Invitation.objects.select_related("region", "invited_by").filter(secret_hash=hash_of(secret)).first()
    )


def state_of(invitation: Invitation) -> InvitationState:
    if invitation.accepted_at is not None:
        return InvitationState.ACCEPTED
    if invitation.revoked_at is not None:
        return InvitationState.REVOKED
    return InvitationState.EXPIRED if invitation.expires_at <= timezone.now() else InvitationState.OPEN


def _own_invitation(invitation_id: int, actor: Actor) -> Invitation:
    invitation = (
        Invitation.objects.select_for_update(of=("self",), no_key=True)
        .select_related("region")
        .get(pk=invitation_id)
    )
    permit(actor, role=Role(invitation.role), region_id=invitation.region_id)
    return invitation


def _checked(
    *, email: str, name: str, role: Role, region_id: int, opd_id: int | None, until: date | None
) -> Region:
    """The region of an invitation whose parts fit together; an evaluator may be invited to the ministry itself. Raises ValidationError by field."""
    errors: dict[str, list[str]] = {}
    try:
        validate_email(email)
    except ValidationError:
        errors["email"] = [_("Tuliskan alamat e-mail yang lengkap, misalnya nama@daerah.go.id.")]
    if not name:
        errors["name"] = [_("Tuliskan nama orang yang diundang.")]
    region: Region | None
    if role is Role.EVALUATOR and region_id == NATION:
        region = Region.objects.get(pk=NATION)  # the pool that samples are shared out to
    else:
        region = Region.objects.filter(pk=region_id, participates=True).exclude(pk=NATION).first()
    if region is None:
        errors["region"] = [_("Pilih daerah dari daftar.")]
    opd = Opd.objects.filter(pk=opd_id, region_id=region_id, is_active=True).first() if opd_id else None
    if role in OPD_ROLES and opd is None:
        errors["opd"] = [_("Pilih OPD yang aktif untuk peran ini.")]
    elif role not in OPD_ROLES and opd_id is not None:
        errors["opd"] = [_("Peran ini berlaku untuk seluruh daerah; kosongkan OPD.")]
    if until is not None and region is not None and until < timezone.now().astimezone(region.zone).date():
        errors["valid_until"] = [_("Hari terakhir tidak boleh di masa lalu.")]
    if errors:
        raise ValidationError(errors)
    assert region is not None
    return region


def _refuse_held(email: str, *, role: Role, region_id: int, opd_id: int | None) -> None:
    """Told to an admin who sees the members of the region anyway; nothing is said about accounts elsewhere."""
    person_id = Person.objects.filter(email=email).values_list("pk", flat=True).first()
    if person_id is None:
        return
    if holds(person_id, role=role, region_id=region_id, opd_id=opd_id):
        raise Refused("held", _("Orang ini sudah memegang peran tersebut."))
    if role is Role.EVALUATOR:
        refuse_conflict(person_id, role=role, region_id=region_id)


def _stored(invitation: Invitation, *, actor: Actor, link_of: Callable[[str], str]) -> Invited:
    now = timezone.now()
    _refuse_often(invitation, actor=actor, now=now)
    secret = secrets.token_urlsafe(32)
    invitation.secret_hash = hash_of(secret)
    invitation.expires_at = now + VALID_FOR
    invitation.save()
    return Invited(invitation, link=link_of(secret), mailed=False)


def _mailed(made: Invited) -> Invited:
    return replace(made, mailed=send_invitation(made.invitation, link=made.link))


def _refuse_often(invitation: Invitation, *, actor: Actor, now: datetime) -> None:
    since = now - SENDING_WINDOW
    to_address = invitations_since(since, email=invitation.email, region_id=invitation.region_id)
    if (
        to_address >= SENDINGS_PER_ADDRESS
        or invitations_since(since, person_id=actor.person_id) >= SENDINGS_PER_PERSON
    ):
        raise Refused("often", _("Terlalu banyak undangan dikirim dalam satu jam. Coba lagi nanti."))
