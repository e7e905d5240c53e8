"""More people at the desk."""

from __future__ import annotations

from datetime import date

from innovations.models import Absence
from regions.enums import Role
from regions.models import Membership, Opd, Person
from tests.cast import DAY, KOTIM, password_hash


def make_reviewer(name: str) -> Person:
    person = Person(email=f"{name.lower()}@contoh.go.id", name=name)
    person.password = password_hash()
    person.save()
    Membership.objects.create(person=person, role=Role.REVIEWER, region_id=KOTIM, valid_from=date(2025, 1, 1))
    return person


def tie(person: Person, opd: Opd) -> None:
    """A role in an OPD that still holds."""
    Membership.objects.create(
        person=person, role=Role.OPERATOR, region_id=KOTIM, opd=opd, valid_from=date(2025, 1, 1)
    )


def away(person: Person, *, first: date = DAY, last: date = DAY) -> Absence:
    return Absence.objects.create(region_id=KOTIM, person=person, first_day=first, last_day=last)
