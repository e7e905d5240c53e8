"""Who may do what with the people and agencies of a region: allowed, or refused with a reason that a page can show."""

from __future__ import annotations

from django.utils.translation import gettext as _

from iga_portal.refusals import ALLOWED, Ruling, refuse
from regions.access import Actor
from regions.enums import Role

ROLES_OF_THE_REGION = (Role.OPERATOR, Role.OPD_HEAD, Role.REVIEWER, Role.REGION_HEAD)
"""Given and ended by the regional admin."""
ROLES_OF_THE_MINISTRY = (Role.REGIONAL_ADMIN, Role.EVALUATOR)
"""Given and ended by Kemendagri, in any region."""


def roles_given_by(actor: Actor) -> tuple[Role, ...]:
    """The roles that an actor may invite to and end, in the order in which pages offer them."""
    if actor.role is Role.REGIONAL_ADMIN:
        return ROLES_OF_THE_REGION
    return ROLES_OF_THE_MINISTRY if actor.is_ministry else ()


def can_manage_opds(actor: Actor, region_id: int) -> Ruling:
    if actor.role is Role.REGIONAL_ADMIN and actor.region_id == region_id:
        return ALLOWED
    return refuse("role", _("Hanya admin daerah yang mengelola daftar OPD."))


def can_set_target(actor: Actor, region_id: int) -> Ruling:
    """The index and the place that a region aims at."""
    if actor.role is Role.REGIONAL_ADMIN and actor.region_id == region_id:
        return ALLOWED
    return refuse("role", _("Sasaran daerah ditetapkan oleh admin daerah."))


def can_give_role(actor: Actor, *, role: Role, region_id: int) -> Ruling:
    """Inviting to a role, taking an invitation back, setting the end of a membership."""
    if role not in roles_given_by(actor):
        return refuse(
            "role",
            _("Peran “%(role)s” diberikan dan diakhiri oleh %(who)s.")
            % {
                "role": role.label,
                "who": _("Kemendagri") if role in ROLES_OF_THE_MINISTRY else _("admin daerah"),
            },
        )
    if not actor.is_ministry and actor.region_id != region_id:
        return refuse("not_yours", _("Peran ini berada di daerah lain."))
    return ALLOWED


def can_manage_periods(actor: Actor) -> Ruling:
    """Periods, their instruments, and more time for a region."""
    if actor.is_ministry:
        return ALLOWED
    return refuse("role", _("Periode dan instrumen diatur oleh Kemendagri."))


def can_set_local_dates(actor: Actor, region_id: int) -> Ruling:
    """The region's own dates inside the national ones, and more time for one OPD."""
    if actor.role is Role.REGIONAL_ADMIN and actor.region_id == region_id:
        return ALLOWED
    return refuse("role", _("Hanya admin daerah yang mengatur jadwal daerah."))
