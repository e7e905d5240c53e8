"""Who may act where: from a signed-in person and an address to a grant, and from a grant to an actor."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from collections.abc import Set as AbstractSet
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.utils import timezone

from iga_portal.tenancy.scope import NATION
from iga_portal.tenancy.tasks import region_ids
from regions.enums import Role
from regions.models import Membership, Opd, Person, Region

ACTING_ROLES: dict[str, Role] = {
    "opd": Role.OPERATOR,
    "kepala-opd": Role.OPD_HEAD,
    "desk": Role.REVIEWER,
    "daerah": Role.REGIONAL_ADMIN,
    "kepala-daerah": Role.REGION_HEAD,
    "pusat": Role.MINISTRY_ADMIN,
    "penilai": Role.EVALUATOR,
    "panel": Role.EVALUATOR,
}
"""The word in the address -> the role acted in."""

PANEL = "panel"
"""The place of the award panel: evaluators and admins of the ministry come in, with the rows of the nation and no region. Whether
somebody sits on the panel is asked by its pages."""
PANEL_ROLES = (Role.EVALUATOR, Role.MINISTRY_ADMIN)


class OpdIds(AbstractSet[int]):
    """An OPD and its units by id. That the OPD itself is among them is known; its units are read when somebody asks for more."""

    def __init__(self, own: int, read: Callable[[], Iterable[int]]) -> None:
        self._own = own
        self._read = read

    @cached_property
    def _all(self) -> frozenset[int]:
        return frozenset({self._own, *self._read()})

    def __contains__(self, opd_id: object) -> bool:
        return opd_id == self._own or opd_id in self._all

    def __iter__(self) -> Iterator[int]:
        return iter(self._all)

    def __len__(self) -> int:
        return len(self._all)

    def __hash__(self) -> int:
        return hash(self._all)

    def __repr__(self) -> str:
        return f"OpdIds({self._own})"

    @classmethod
    def _from_iterable(cls, found: Iterable[Any]) -> frozenset[Any]:
        return frozenset(found)


@dataclass(frozen=True, slots=True)
class Actor:
    """Who acts, as the domain functions and rules see it. `opd_ids` holds the OPD and its units, for OPD roles only."""

    person_id: int
    role: Role
    region_id: int
    opd_ids: AbstractSet[int] = frozenset()

    @property
    def is_ministry(self) -> bool:
        return self.role is Role.MINISTRY_ADMIN


@dataclass(frozen=True)
class Grant:
    """A membership that holds today, and the regions that it opens."""

    person: Person
    membership: Membership
    acting: str
    regions: frozenset[int]
    region: Region

    @property
    def role(self) -> Role:
        return ACTING_ROLES[self.acting]

    @property
    def opd_id(self) -> int | None:
        return self.membership.opd_id

    @cached_property
    def _opds(self) -> dict[int, Opd]:
        """The OPD and its units by id, in one query."""
        own = Q(pk=self.opd_id) | Q(parent_id=self.opd_id)
        return {opd.pk: opd for opd in Opd.objects.filter(own)} if self.opd_id else {}

    @property
    def opd(self) -> Opd | None:
        return self._opds[self.opd_id] if self.opd_id else None

    @cached_property
    def actor(self) -> Actor:
        return Actor(
            person_id=self.person.pk,
            role=self.role,
            region_id=self.region.pk,
            opd_ids=OpdIds(self.opd_id, lambda: self._opds) if self.opd_id else frozenset(),
        )

    def actor_for(self, opd: Opd) -> Actor:
        """The actor as far as one OPD is concerned, without asking which other units there are."""
        own = {self.opd_id} if self.opd_id is not None else set()
        if opd.parent_id in own:
            own |= {opd.pk}
        return Actor(
            person_id=self.person.pk, role=self.role, region_id=self.region.pk, opd_ids=frozenset(own)
        )


_address: ContextVar[Mapping[str, Any] | None] = ContextVar("iga_address", default=None)


@contextmanager
def addressed(kwargs: Mapping[str, Any]) -> Iterator[None]:
    """While signing a person in for an address, their memberships there are read along with them: one statement for both."""
    token = _address.set(kwargs)
    try:
        yield
    finally:
        _address.reset(token)


def person_at_address(person_id: Any) -> Person | None:
    """The person with their memberships at the address of `addressed`; None without an address, or without a membership there."""
    kwargs = _address.get()
    role = ACTING_ROLES.get(str(kwargs.get("acting"))) if kwargs else None
    if kwargs is None or role is None:
        return None
    found = list(_memberships(role, kwargs).select_related("person").filter(person_id=person_id))
    if not found:
        return None
    person = found[0].person
    person.memberships_here = (dict(kwargs), found)  # type: ignore[attr-defined]
    return person


def _memberships(role: Role, kwargs: Mapping[str, Any]) -> QuerySet[Membership]:
    if kwargs.get("acting") == PANEL:
        return Membership.objects.select_related("region").filter(
            role__in=PANEL_ROLES, region_id=NATION, person__is_active=True
        )
    memberships = Membership.objects.select_related("region").filter(role=role, person__is_active=True)
    if _is_all_of_an_evaluator(role, kwargs):
        return memberships.order_by("region_id", "pk")
    region_id = NATION if role is Role.MINISTRY_ADMIN else int(kwargs["region_id"])
    memberships = memberships.filter(region_id=region_id)
    return memberships.filter(opd_id=kwargs["opd_id"]) if "opd_id" in kwargs else memberships


def _is_all_of_an_evaluator(role: Role, kwargs: Mapping[str, Any]) -> bool:
    """The evaluator's own page over all regions that are open to them: an address without a region."""
    return role is Role.EVALUATOR and kwargs["acting"] != PANEL and "region_id" not in kwargs


def grant_for(person: Person, kwargs: Mapping[str, Any]) -> Grant | None:
    """The grant behind an address, or None: no membership of that role there, or not today.

    `kwargs` are the address's: `acting`, `region_id` (absent for the ministry, and on the page of an evaluator over all their
    regions) and, for OPD roles, `opd_id`. The day is the region's own.
    """
    role = ACTING_ROLES.get(str(kwargs.get("acting")))
    if role is None:
        return None
    address, found = getattr(person, "memberships_here", (None, ()))
    memberships = found if address == kwargs else _memberships(role, kwargs).filter(person=person)
    if _is_all_of_an_evaluator(role, kwargs):
        return _evaluator_grant(person, [entry for entry in memberships if _holds_now(entry)], kwargs)
    for membership in memberships:
        if _holds_now(membership):
            regions = (
                frozenset(region_ids()) if role is Role.MINISTRY_ADMIN else frozenset({membership.region_id})
            )
            return Grant(
                person=person,
                membership=membership,
                acting=str(kwargs["acting"]),
                regions=regions,
                region=membership.region,
            )
    return None


def _holds_now(membership: Membership) -> bool:
    return membership.holds_on(timezone.now().astimezone(membership.region.zone).date())


def _evaluator_grant(
    person: Person, memberships: list[Membership], kwargs: Mapping[str, Any]
) -> Grant | None:
    """An evaluator at the ministry: exactly the regions assigned to them, and never the rows of the nation.

    Somebody of the pool to whom nothing is assigned comes in as well, and finds nothing.
    """
    if not memberships:
        return None
    seats = {membership.region_id: membership for membership in memberships}
    return Grant(
        person=person,
        membership=memberships[0],
        acting=str(kwargs["acting"]),
        regions=frozenset(seats) - {NATION},
        region=seats[NATION].region if NATION in seats else Region.objects.get(pk=NATION),
    )


def actor_of(request: HttpRequest) -> Actor:
    """The actor of a request inside a scope; an address without `acting` has none and is a programming error here."""
    grant: Grant = request.grant  # type: ignore[attr-defined]
    return grant.actor
