"""Who can sign in to the demonstration, and everybody else who has done something in it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cache

from allauth.account.models import EmailAddress
from django.contrib.auth.hashers import make_password
from django.utils.text import slugify

from iga_portal.tenancy.scope import NATION
from regions.access import Actor
from regions.enums import Role
from regions.models import Membership, Opd, Period, Person

PASSWORD = "contoh-iga-2026"  # noqa: S105 - told to everybody who starts the demonstration
"""Printed beside the address: no secret, and made only where settings.DEMO holds."""
DOMAIN = "contoh.go.id"


@dataclass(frozen=True, slots=True)
class Account:
    """A person who can sign in, with one role at one place. `agency` is the short name of an agency or the name of a unit."""

    first_name: str
    role: Role
    region_id: int
    agency: str = ""

    @property
    def email(self) -> str:
        return f"{self.first_name.lower()}@{DOMAIN}"


ACCOUNTS = (
    Account("Sari", Role.OPERATOR, 6202, "Dinkes"),
    Account("Dewi", Role.OPERATOR, 6202, "Disdik"),
    Account("Mega", Role.OPERATOR, 6202, "Puskesmas Baamang I"),
    Account("Joko", Role.OPD_HEAD, 6202, "Dinkes"),
    Account("Budi", Role.REVIEWER, 6202),
    Account("Galih", Role.REVIEWER, 6202),
    Account("Hendra", Role.REGIONAL_ADMIN, 6202),
    Account("Indah", Role.REGIONAL_ADMIN, 6202),
    Account("Tiur", Role.REGION_HEAD, 6202),
    Account("Wati", Role.OPERATOR, 1771, "Dinkes"),
    Account("Yosef", Role.REGIONAL_ADMIN, 9171),
    Account("Arif", Role.EVALUATOR, 6202),
    Account("Arif", Role.EVALUATOR, 1771),
    Account("Rina", Role.MINISTRY_ADMIN, NATION),
    Account("Laras", Role.MINISTRY_ADMIN, NATION),
)
"""Arif evaluates two regions: one that has not sent yet, and one that has. What Rina prepares, Laras publishes."""


@cache
def password_hash() -> str:
    return make_password(PASSWORD)


def find_person(email: str, *, name: str, can_sign_in: bool) -> Person:
    """The person of an address, made when missing; who cannot sign in has no password that fits."""
    found = Person.objects.filter(email=email).first()
    if found is not None:
        return found
    person = Person(email=email, name=name)
    person.password = password_hash() if can_sign_in else make_password(None)
    person.save()
    EmailAddress.objects.create(user=person, email=email, verified=True, primary=True)
    return person


def give_role(person: Person, *, role: Role, region_id: int, opd: Opd | None, since: date) -> None:
    Membership.objects.get_or_create(
        person=person, role=role, region_id=region_id, opd=opd, defaults={"valid_from": since}
    )


def since_of(period: Period) -> date:
    """From when the memberships of the demonstration hold: a month before input opens."""
    return (period.input_opens - timedelta(days=30)).date()


def make_ministry(period: Period) -> None:
    """The ministry's own people; they belong to no region's transaction."""
    for account in ACCOUNTS:
        if account.role in (Role.MINISTRY_ADMIN, Role.EVALUATOR):
            person = find_person(account.email, name=account.first_name, can_sign_in=True)
            give_role(
                person, role=account.role, region_id=account.region_id, opd=None, since=since_of(period)
            )


@dataclass
class Staff:
    """The people of one region as actors: two admins, one or two reviewers, the ministry's admin and evaluator, operators by agency."""

    region_id: int
    since: date
    admin: Actor = field(init=False)
    second_admin: Actor = field(init=False)
    reviewers: list[Actor] = field(init=False)
    reviewer: Actor = field(init=False)
    ministry: Actor = field(init=False)
    evaluator_id: int = field(init=False)

    def __post_init__(self) -> None:
        admins = self._all(Role.REGIONAL_ADMIN, ["admin1", "admin2"], "Admin daerah")
        self.admin, self.second_admin = (
            Actor(person.pk, Role.REGIONAL_ADMIN, self.region_id) for person in admins[:2]
        )
        self.reviewers = [
            Actor(person.pk, Role.REVIEWER, self.region_id)
            for person in self._all(Role.REVIEWER, ["desk"], "Penelaah desk")
        ]
        self.reviewer = self.reviewers[0]
        self._all(Role.REGION_HEAD, ["kepala"], "Kepala daerah")
        self.ministry = Actor(Person.objects.get(email=f"rina@{DOMAIN}").pk, Role.MINISTRY_ADMIN, NATION)
        self.evaluator_id = Person.objects.get(email=f"arif@{DOMAIN}").pk

    def _all(self, role: Role, others: list[str], title: str) -> list[Person]:
        """Named accounts of a role first, then unnamed ones up to the number wanted."""
        named = [
            find_person(account.email, name=account.first_name, can_sign_in=True)
            for account in ACCOUNTS
            if account.role is role and account.region_id == self.region_id
        ]
        unnamed = [
            find_person(f"{word}.{self.region_id}@{DOMAIN}", name=f"{title} (contoh)", can_sign_in=False)
            for word in others[len(named) :]
        ]
        for person in named + unnamed:
            give_role(person, role=role, region_id=self.region_id, opd=None, since=self.since)
        return named + unnamed

    def join_agency(self, key: str, opd: Opd, *, units: list[int], needs_operator: bool) -> Actor | None:
        """Give an agency its people; returns its operator, or None when it needs none and has none."""
        operator: Person | None = None
        for account in ACCOUNTS:
            if account.region_id == self.region_id and account.agency == key:
                person = find_person(account.email, name=account.first_name, can_sign_in=True)
                give_role(person, role=account.role, region_id=self.region_id, opd=opd, since=self.since)
                operator = person if account.role is Role.OPERATOR else operator
        if operator is None and needs_operator:
            operator = find_person(
                f"{slugify(key)}.{self.region_id}@{DOMAIN}",
                name=f"Operator {key} (contoh)",
                can_sign_in=False,
            )
            give_role(operator, role=Role.OPERATOR, region_id=self.region_id, opd=opd, since=self.since)
        if operator is None:
            return None
        return Actor(operator.pk, Role.OPERATOR, self.region_id, frozenset({opd.pk, *units}))
