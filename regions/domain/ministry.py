"""Kemendagri's own admins. No page appoints them: whoever runs the portal does, from its command line."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass

from allauth.account import app_settings
from allauth.account.models import EmailAddress
from allauth.account.utils import user_pk_to_url_str
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from iga_portal.refusals import Refused
from iga_portal.tenancy.scope import NATION
from regions.domain.opds import end_at_once
from regions.enums import Role
from regions.models import Membership, Person
from regions.queries.people import standing

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Appointment:
    """`link` is where the person sets a first password, "" for an account that has one; `changed`: the role began now."""

    person: Person
    link: str
    changed: bool


def appoint_ministry_admin(*, email: str, name: str, link_of: Callable[[str], str]) -> Appointment:
    """Give a person the role of a Kemendagri admin from today, with an account when the address has none.

    `link_of` makes a whole address from the path of the link, which works once and for
    settings.PASSWORD_RESET_TIMEOUT. Asked again, nothing changes but the link, as long as no password is set. `name` is for
    a new account and otherwise ignored. Raises ValidationError by field (email, name), Refused (inactive).
    """
    email, name = email.strip().lower(), " ".join(name.split())
    try:
        validate_email(email)
    except ValidationError as error:
        raise ValidationError({"email": error.messages}) from error
    with transaction.atomic():
        person = Person.objects.select_for_update(no_key=True).filter(email=email).first()
        if person is None:
            person = _new_account(email, name)
        if not person.is_active:
            raise Refused("inactive", _("Akun ini dinonaktifkan."))
        changed = not _standing().filter(person=person).exists()
        if changed:
            _begin(person)
            logger.warning("%s is a Kemendagri admin from now on", email)
    return Appointment(person, _first_password(person, link_of), changed)


def end_ministry_admin(*, email: str) -> bool:
    """End the role at this moment; False when the address does not hold it."""
    with transaction.atomic():
        held = list(
            _standing()
            .select_for_update(of=("self",), no_key=True)
            .filter(person__email=email.strip().lower())
        )
        for membership in held:
            end_at_once(membership)
    if held:
        logger.warning("%s is no Kemendagri admin any more", email)
    return bool(held)


def ministry_admins() -> list[Person]:
    """Who holds the role today, by address."""
    return [row.person for row in _standing().select_related("person").order_by("person__email")]


def _standing() -> QuerySet[Membership]:
    return standing(NATION).filter(role=Role.MINISTRY_ADMIN)


def _new_account(email: str, name: str) -> Person:
    if not name:
        raise ValidationError({"name": [_("Tuliskan nama orang yang diundang.")]})
    person = Person.objects.create_user(email, None, name=name[:120])
    # Who types the address on the server vouches for it.
    EmailAddress.objects.create(user=person, email=email, verified=True, primary=True)
    return person


def _begin(person: Person) -> None:
    """A membership from today on; one that was begun and ended today goes on."""
    day = timezone.localdate()
    own = Membership.objects.filter(person=person, role=Role.MINISTRY_ADMIN, region_id=NATION, valid_from=day)
    if not own.update(valid_until=None):
        Membership.objects.create(person=person, role=Role.MINISTRY_ADMIN, region_id=NATION, valid_from=day)


def _first_password(person: Person, link_of: Callable[[str], str]) -> str:
    if person.has_usable_password():
        return ""
    key = app_settings.PASSWORD_RESET_TOKEN_GENERATOR().make_token(person)
    path = reverse(
        "account_reset_password_from_key", kwargs={"uidb36": user_pk_to_url_str(person), "key": key}
    )
    return link_of(path)
