"""People of a region as an admin sees them: memberships, invitations, second factors, and what they rule out.

Memberships and invitations are not under row-level security: every function here asks with a region.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from allauth.mfa.models import Authenticator
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from regions.enums import OPD_ROLES, SECOND_FACTOR_ROLES, Role
from regions.models import Invitation, Membership, Opd, Region
from regions.queries.regions import participants

CONFLICT_YEARS = 2
"""For so long after a role somebody may not judge where they held it (guideline: 24 months)."""


def conflict_since(today: date) -> date:
    """The first day whose roles still matter today."""
    try:
        return today.replace(year=today.year - CONFLICT_YEARS)
    except ValueError:  # 29 February
        return today.replace(year=today.year - CONFLICT_YEARS, day=28)


def held_since(person_id: int, *, region_id: int, since: date) -> QuerySet[Membership]:
    """Memberships of a person in a region that held on some day from `since` until today."""
    return Membership.objects.filter(
        Q(valid_until__isnull=True) | Q(valid_until__gte=since),
        person_id=person_id,
        region_id=region_id,
        valid_from__lte=timezone.localdate(),
    )


def opds_touching(person_id: int, *, region_id: int) -> frozenset[int]:
    """The OPD whose entries a person may not judge: those in which they hold or held an OPD role within 24 months.

    A role in an OPD acts for its units as well, and a unit is a part of its OPD: both count; a sister unit does not.
    Runs in the region's scope.
    """
    since = conflict_since(timezone.localdate())
    own = set(
        held_since(person_id, region_id=region_id, since=since)
        .filter(role__in=OPD_ROLES)
        .values_list("opd_id", flat=True)
    )
    if not own:
        return frozenset()
    related = Opd.objects.filter(Q(pk__in=own) | Q(parent_id__in=own)).values_list("pk", "parent_id")
    found = set(own)
    for opd_id, parent_id in related:
        found.add(opd_id)
        if opd_id in own and parent_id:
            found.add(parent_id)
    return frozenset(number for number in found if number)


@dataclass(frozen=True, slots=True)
class Member:
    """One membership as a list shows it."""

    membership: Membership
    opd_name: str
    second_factor: bool
    holds: bool
    """It holds today (where the region is)."""
    begins_later: bool
    factor_needed: bool
    """The role may not act without a second factor."""


def memberships(region_id: int) -> QuerySet[Membership]:
    """Memberships of a region, present ones and past ones, by name."""
    return (
        Membership.objects.filter(region_id=region_id)
        .select_related("person", "region")
        .order_by("person__name", "person__email", "role", "pk")
    )


def ministry_memberships() -> QuerySet[Membership]:
    """Regional admins and evaluators of all regions: those whom Kemendagri appoints."""
    return (
        Membership.objects.filter(role__in=[Role.REGIONAL_ADMIN, Role.EVALUATOR])
        .select_related("person", "region")
        .order_by("region_id", "role", "person__name", "pk")
    )


def holding(rows: QuerySet[Membership], *, past: bool = False) -> QuerySet[Membership]:
    """Only what holds today or will; with `past` only what has ended."""
    ended = Q(valid_until__lt=timezone.localdate()) | Q(person__is_active=False)
    return rows.filter(ended) if past else rows.exclude(ended)


def matching(rows: QuerySet[Membership], text: str) -> QuerySet[Membership]:
    return rows.filter(Q(person__name__icontains=text) | Q(person__email__icontains=text))


def by_second_factor(rows: QuerySet[Membership], *, has: bool) -> QuerySet[Membership]:
    """Only people with a second factor (an authenticator app or a passkey), or only those without."""
    secured = Exists(
        Authenticator.objects.filter(user_id=OuterRef("person_id")).exclude(
            type=Authenticator.Type.RECOVERY_CODES
        )
    )
    return rows.filter(secured) if has else rows.filter(~secured)


def as_members(rows: Iterable[Membership], *, opd_names: dict[int, str] | None = None) -> list[Member]:
    """Two queries for any number of rows: OPD names (unless handed in) and second factors."""
    found = list(rows)
    if opd_names is None:
        ids = {row.opd_id for row in found if row.opd_id}
        opd_names = dict(Opd.objects.filter(pk__in=ids).values_list("pk", "name")) if ids else {}
    secured = people_with_second_factor(row.person_id for row in found)
    now = timezone.now()
    result = []
    for row in found:
        today = now.astimezone(row.region.zone).date()
        result.append(
            Member(
                membership=row,
                opd_name=opd_names.get(row.opd_id or 0, ""),
                second_factor=row.person_id in secured,
                holds=row.holds_on(today) and row.person.is_active,
                begins_later=row.valid_from > today,
                factor_needed=row.role in SECOND_FACTOR_ROLES,
            )
        )
    return result


def people_with_second_factor(person_ids: Iterable[int]) -> set[int]:
    """Who has an authenticator app or a passkey; recovery codes alone are none."""
    return set(
        Authenticator.objects.filter(user_id__in=set(person_ids))
        .exclude(type=Authenticator.Type.RECOVERY_CODES)
        .values_list("user_id", flat=True)
    )


def open_invitations(*, region_id: int | None = None, roles: Iterable[Role] = ()) -> QuerySet[Invitation]:
    """Invitations that nobody has taken up and nobody took back, also those that have run out, newest first."""
    rows = Invitation.objects.filter(accepted_at__isnull=True, revoked_at__isnull=True)
    if region_id is not None:
        rows = rows.filter(region_id=region_id)
    if roles:
        rows = rows.filter(role__in=list(roles))
    return rows.select_related("region", "invited_by").order_by("-created_at", "-pk")


def invitations_since(
    moment: datetime, *, person_id: int | None = None, email: str = "", region_id: int | None = None
) -> int:
    """How many invitations went out since a moment: by a person, or to an address in a region."""
    rows = Invitation.objects.filter(created_at__gte=moment)
    if person_id is not None:
        rows = rows.filter(invited_by_id=person_id)
    if email and region_id is not None:
        rows = rows.filter(email=email, region_id=region_id)
    return rows.count()


def regions_without_admin() -> QuerySet[Region]:
    """Participating regions in which nobody holds the role of a regional admin today."""
    today = timezone.localdate()
    admins = Membership.objects.filter(
        Q(valid_until__isnull=True) | Q(valid_until__gte=today),
        region=OuterRef("pk"),
        role=Role.REGIONAL_ADMIN,
        valid_from__lte=today,
        person__is_active=True,
    )
    return participants().filter(~Exists(admins)).order_by("pk")
