"""Taking up the role of an invitation, with an account or by making it."""

from __future__ import annotations

from dataclasses import dataclass

from allauth.account.models import EmailAddress
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, gettext_noop
from django.utils.translation import gettext as _

from iga_portal.notices.domain import tell
from iga_portal.refusals import Refused
from iga_portal.tenancy.scope import NATION, scope
from regions.domain.invitations import InvitationState, hash_of, state_of
from regions.domain.people import begin_membership, holds, refuse_conflict
from regions.domain.role_notices import tell_given
from regions.enums import Role
from regions.models import Invitation, Person


@dataclass(frozen=True, slots=True)
class Acceptance:
    """`changed` is False when this person had accepted before."""

    invitation: Invitation
    changed: bool


def accept_invitation(secret: str, *, person_id: int) -> Acceptance:
    """Take up the role of an invitation with the account it was sent to. A second press changes nothing.

    The role begins today. Raises Invitation.DoesNotExist for an unknown secret; Refused (expired,
    revoked, accepted, other_person, conflict).
    """
    with transaction.atomic():
        invitation = (
            Invitation.objects.select_for_update(of=("self",), no_key=True)
            .select_related("region")
            .get(secret_hash=hash_of(secret))
        )
        person = Person.objects.get(pk=person_id)
        if invitation.accepted_at is not None and invitation.accepted_by_id == person_id:
            return Acceptance(invitation, changed=False)
        _refuse_closed(invitation)
        if person.email != invitation.email:
            raise Refused("other_person", _("Undangan ini ditujukan kepada alamat e-mail lain."))
        # In the person's own name: so the history of the role says who took it up.
        with scope({invitation.region_id}, actor_id=person.pk, role="invited"):
            _take_up(invitation, person)
        _tell_inviter(invitation, person)
    return Acceptance(invitation, changed=True)


def _take_up(invitation: Invitation, person: Person) -> None:
    role = Role(invitation.role)
    refuse_conflict(person.pk, role=role, region_id=invitation.region_id)
    if not holds(person.pk, role=role, region_id=invitation.region_id, opd_id=invitation.opd_id):
        membership = begin_membership(
            person,
            role=role,
            region_id=invitation.region_id,
            opd_id=invitation.opd_id,
            until=invitation.valid_until,
        )
        tell_given(membership)
    invitation.accepted_at, invitation.accepted_by = timezone.now(), person
    invitation.save(update_fields=["accepted_at", "accepted_by"])


def accept_with_new_account(secret: str, *, name: str, password: str) -> tuple[Person, Acceptance]:
    """Make the account that an invitation was sent to, and take up the role.

    The link reached the address, so the address counts as proved. Raises Refused (also `exists`: sign in instead), or
    ValidationError by field (name, password).
    """
    with transaction.atomic():
        invitation = Invitation.objects.select_for_update(no_key=True).get(secret_hash=hash_of(secret))
        _refuse_closed(invitation)
        if account_exists(invitation):
            raise Refused(
                "exists", _("Alamat ini sudah punya akun. Masuk dengan akun itu untuk menerima undangan.")
            )
        name = " ".join(name.split())
        if not name:
            raise ValidationError({"name": [_("Tuliskan nama Anda.")]})
        # Mails follow the page on which the account was made, until its owner chooses.
        language = "en" if (get_language() or "id").startswith("en") else "id"
        person = Person(email=invitation.email, name=name[:120], language=language)
        try:
            validate_password(password, person)
        except ValidationError as error:
            raise ValidationError({"password": error.messages}) from error
        person.set_password(password)
        try:
            with transaction.atomic():
                person.save()
        except IntegrityError as error:  # two presses at once, in two invitations of the same address
            raise Refused(
                "exists", _("Alamat ini sudah punya akun. Masuk untuk menerima undangan.")
            ) from error
        EmailAddress.objects.create(user=person, email=person.email, verified=True, primary=True)
        return person, accept_invitation(secret, person_id=person.pk)


def account_exists(invitation: Invitation) -> bool:
    return Person.objects.filter(email=invitation.email).exists()


def _refuse_closed(invitation: Invitation) -> None:
    words = {
        InvitationState.ACCEPTED: _("Undangan ini sudah dipakai."),
        InvitationState.REVOKED: _("Undangan ini sudah dicabut atau diganti dengan yang lebih baru."),
        InvitationState.EXPIRED: _("Undangan ini sudah lewat masa berlakunya."),
    }
    state = state_of(invitation)
    if state in words:
        raise Refused(state, words[state])


def _tell_inviter(invitation: Invitation, person: Person) -> None:
    region_id, page = (
        (NATION, reverse("pusat:people"))
        if invitation.role in {Role.REGIONAL_ADMIN, Role.EVALUATOR}
        else (invitation.region_id, reverse("daerah:people", args=[invitation.region_id]))
    )
    with scope({region_id}, actor_id=person.pk, role="invited"):
        tell(
            region_id=region_id,
            person_ids=[invitation.invited_by_id],
            kind="invitation_accepted",
            message=gettext_noop("%(name)s menerima undangan sebagai %(role)s, %(region)s."),
            values={
                "name": str(person),
                "role": Role(invitation.role).label,
                "region": invitation.region.name,
            },
            path=page,
        )
