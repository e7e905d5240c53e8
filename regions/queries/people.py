"""Who holds which role where. Memberships are not under row-level security: always asked with a region."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils import timezone

from iga_portal.tenancy.scope import NATION, scope
from regions.enums import Role
from regions.models import Membership, Opd


def standing(region_id: int) -> QuerySet[Membership]:
    """Memberships of a region that hold today."""
    today = timezone.localdate()
    return Membership.objects.filter(
        region_id=region_id, valid_from__lte=today, person__is_active=True
    ).filter(Q(valid_until__isnull=True) | Q(valid_until__gte=today))


def members_with_role(region_id: int, *, role: Role) -> list[int]:
    """Ids of the people who hold a role in the region today."""
    return list(standing(region_id).filter(role=role).values_list("person_id", flat=True).distinct())


def members_of_opd(region_id: int, *, opd_id: int) -> list[tuple[int, int]]:
    """(person id, OPD id of the membership) of the operators of an OPD and of its parent."""
    parent_id = Opd.objects.filter(pk=opd_id).values_list("parent_id", flat=True).first()
    return list(
        standing(region_id)
        .filter(role=Role.OPERATOR, opd_id__in=[opd_id, *([parent_id] if parent_id else [])])
        .values_list("person_id", "opd_id")
    )


@dataclass(frozen=True, slots=True)
class Place:
    """Somewhere a person may act: the role and place in words, and the address."""

    role: str
    where: str
    url: str


# The word of each role's namespace in iga_portal/urls.py.
NAMESPACES = {
    Role.OPERATOR: "opd",
    Role.OPD_HEAD: "kepala_opd",
    Role.REVIEWER: "desk",
    Role.REGIONAL_ADMIN: "daerah",
    Role.REGION_HEAD: "kepala_daerah",
    Role.MINISTRY_ADMIN: "pusat",
    Role.EVALUATOR: "penilai",
}


def place_of(membership: Membership) -> str:
    """The beginning of every address of the role: `/d/6202/opd/12/`."""
    address: dict[str, int] = {}
    if membership.role != Role.MINISTRY_ADMIN:
        address["region_id"] = membership.region_id
    if membership.opd_id:
        address["opd_id"] = membership.opd_id
    return reverse(f"{NAMESPACES[Role(membership.role)]}:home", kwargs=address)


def memberships_of(person_id: int) -> list[Membership]:
    """Memberships of a person that hold today (in WIB), nearest first by region, role and OPD."""
    today = timezone.localdate()
    return list(
        Membership.objects.filter(person_id=person_id, valid_from__lte=today)
        .filter(Q(valid_until__isnull=True) | Q(valid_until__gte=today))
        .select_related("region")
        .order_by("region_id", "role", "opd_id")
    )


def places_of(person_id: int) -> list[Place]:
    """Where a person may act today. OPD names are tenant rows: read in a scope of just these regions."""
    memberships = memberships_of(person_id)
    with scope({membership.region_id for membership in memberships}, actor_id=person_id, role="choose"):
        names = dict(
            Opd.objects.filter(pk__in=[entry.opd_id for entry in memberships if entry.opd_id]).values_list(
                "pk", "name"
            )
        )
    places = []
    in_pool = any(entry.role == Role.EVALUATOR and entry.region_id == NATION for entry in memberships)
    for membership in memberships:
        role = Role(membership.role)
        if role is Role.EVALUATOR and in_pool:
            # Assigned regions come and go; one page holds them all.
            if membership.region_id == NATION:
                places.append(Place(str(role.label), membership.region.name, reverse("penilaian:home")))
            continue
        address: dict[str, int] = {}
        if role is not Role.MINISTRY_ADMIN:
            address["region_id"] = membership.region_id
        if membership.opd_id:
            address["opd_id"] = membership.opd_id
        where = ", ".join(filter(None, [names.get(membership.opd_id or 0), membership.region.name]))
        places.append(Place(str(role.label), where, reverse(f"{NAMESPACES[role]}:home", kwargs=address)))
    return places


def holders_by_region(roles: Iterable[Role], *, region_ids: Iterable[int]) -> dict[int, dict[int, Role]]:
    """By region: person id -> the role they hold there today; of several roles the first in `roles`. One query."""
    today = timezone.localdate()
    order = list(roles)
    rows = (
        Membership.objects.filter(
            region_id__in=region_ids, role__in=order, valid_from__lte=today, person__is_active=True
        )
        .filter(Q(valid_until__isnull=True) | Q(valid_until__gte=today))
        .values_list("region_id", "person_id", "role")
    )
    found: dict[int, dict[int, Role]] = {}
    for region_id, person_id, role in sorted(rows, key=lambda row: order.index(Role(row[2]))):
        found.setdefault(region_id, {}).setdefault(person_id, Role(role))
    return found
