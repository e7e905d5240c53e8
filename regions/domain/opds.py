"""The agencies of a region and their units."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from iga_portal.refusals import Refused
from regions.access import Actor
from regions.domain.role_notices import tell_ended
from regions.models import Membership, Opd
from regions.queries.people import standing
from regions.rules import can_manage_opds


def add_opd(
    *,
    actor: Actor,
    name: str,
    short_name: str = "",
    parent_id: int | None = None,
    latitude: Decimal | None = None,
    longitude: Decimal | None = None,
    is_desk: bool = False,
) -> Opd:
    """Add an agency, or with `parent_id` a unit of one. Raises Refused, or ValidationError by field."""
    opd = Opd(region_id=actor.region_id)
    return _write(
        opd,
        actor=actor,
        name=name,
        short_name=short_name,
        parent_id=parent_id,
        latitude=latitude,
        longitude=longitude,
        is_desk=is_desk,
    )


def change_opd(
    opd_id: int,
    *,
    actor: Actor,
    name: str,
    short_name: str = "",
    parent_id: int | None = None,
    latitude: Decimal | None = None,
    longitude: Decimal | None = None,
    is_desk: bool = False,
) -> Opd:
    """Mend what is written about an agency. Raises Opd.DoesNotExist, Refused, or ValidationError by field."""
    return _write(
        Opd.objects.locked().get(pk=opd_id),
        actor=actor,
        name=name,
        short_name=short_name,
        parent_id=parent_id,
        latitude=latitude,
        longitude=longitude,
        is_desk=is_desk,
    )


def deactivate_opd(opd_id: int, *, actor: Actor) -> int:
    """Close an agency: nobody acts for it any more, nobody is invited to it; returns how many memberships ended.

    What it entered stays, and its people are told. Raises Refused while active units hang under it. A second press ends nothing more.
    """
    opd = Opd.objects.locked().get(pk=opd_id)
    _refuse_foreign(actor, opd)
    if Opd.objects.filter(parent=opd, is_active=True).exists():
        raise Refused("units", _("Nonaktifkan atau pindahkan dahulu unit-unit di bawah OPD ini."))
    ended = 0
    for membership in members_of_closing_opd(opd):
        end_at_once(membership)
        tell_ended(membership, actor=actor)
        ended += 1
    if opd.is_active:
        opd.is_active = False
        opd.save(update_fields=["is_active"])
    return ended


def reactivate_opd(opd_id: int, *, actor: Actor) -> Opd:
    """Open an agency again; its people are invited anew."""
    opd = Opd.objects.locked().get(pk=opd_id)
    _refuse_foreign(actor, opd)
    if opd.parent is not None and not opd.parent.is_active:
        raise Refused("parent", _("Aktifkan dahulu OPD induknya, atau pindahkan unit ini."))
    if not opd.is_active:
        opd.is_active = True
        opd.save(update_fields=["is_active"])
    return opd


def members_of_closing_opd(opd: Opd) -> list[Membership]:
    """The memberships that end with an agency: those that hold today, and those that begin later."""
    holding = set(standing(opd.region_id).filter(opd_id=opd.pk).values_list("pk", flat=True))
    later = set(
        Membership.objects.filter(
            region_id=opd.region_id, opd_id=opd.pk, valid_from__gt=timezone.localdate()
        ).values_list("pk", flat=True)
    )
    return list(
        Membership.objects.select_related("person", "region").filter(pk__in=holding | later).order_by("pk")
    )


def end_at_once(membership: Membership) -> bool:
    """The role no longer holds from this moment on; False when it was over already.

    A span counts whole days, so its last day is yesterday. One that began today is kept as held yesterday: for 24 months it
    tells who may not judge here, and who held a role for an hour held it. One that never began is taken away.
    """
    # In WIB, the zone in which a day begins last: yesterday there is yesterday in every region.
    yesterday = timezone.localdate() - timedelta(days=1)
    if membership.valid_until is not None and membership.valid_until <= yesterday:
        return False
    if membership.valid_from > yesterday:
        if _is_trace_needed(membership, yesterday=yesterday):
            membership.valid_from = membership.valid_until = yesterday
            membership.save(update_fields=["valid_from", "valid_until"])
        else:
            membership.delete()
        return True
    membership.valid_until = yesterday
    membership.save(update_fields=["valid_until"])
    return True


def _is_trace_needed(membership: Membership, *, yesterday: date) -> bool:
    """Whether a role that has no whole day behind it was held at all, and no other row says so already."""
    if not membership.holds_on(timezone.now().astimezone(membership.region.zone).date()):
        return False
    same = Membership.objects.filter(
        person_id=membership.person_id,
        role=membership.role,
        region_id=membership.region_id,
        valid_from=yesterday,
    )
    same = same.filter(opd_id=membership.opd_id) if membership.opd_id else same.filter(opd__isnull=True)
    return not same.exists()


def _write(
    opd: Opd,
    *,
    actor: Actor,
    name: str,
    short_name: str,
    parent_id: int | None,
    latitude: Decimal | None,
    longitude: Decimal | None,
    is_desk: bool,
) -> Opd:
    _refuse_foreign(actor, opd)
    opd.name, opd.short_name = " ".join(name.split()), " ".join(short_name.split())
    opd.latitude, opd.longitude, opd.is_desk = latitude, longitude, is_desk
    errors = _parent_errors(opd, parent_id)
    opd.parent_id = parent_id
    try:
        opd.clean_fields(exclude={"region", "parent"})
    except ValidationError as error:
        errors |= error.message_dict
    if Opd.objects.filter(region_id=opd.region_id, name__iexact=opd.name).exclude(pk=opd.pk).exists():
        errors["name"] = [_("OPD dengan nama ini sudah ada di daerah ini.")]
    if (latitude is None) != (longitude is None):
        errors["longitude" if longitude is None else "latitude"] = [_("Isi lintang dan bujur, keduanya.")]
    if errors:
        raise ValidationError(errors)
    opd.save()
    return opd


def _parent_errors(opd: Opd, parent_id: int | None) -> dict[str, list[str]]:
    """One level, no deeper: a unit hangs under an agency, and an agency with units hangs under none."""
    if parent_id is None:
        return {}
    parent = Opd.objects.filter(pk=parent_id).first()
    if parent is None or parent.pk == opd.pk or (not parent.is_active and parent.pk != opd.parent_id):
        return {"parent": [_("Pilih OPD induk yang aktif dari daftar.")]}
    if parent.parent_id is not None:
        return {"parent": [_("Unit tidak dapat menjadi induk unit lain; pilih OPD-nya.")]}
    if opd.pk and Opd.objects.filter(parent=opd).exists():
        return {"parent": [_("OPD ini punya unit, jadi tidak dapat menjadi unit OPD lain.")]}
    return {}


def _refuse_foreign(actor: Actor, opd: Opd) -> None:
    ruling = can_manage_opds(actor, opd.region_id)
    if not ruling:
        raise Refused(ruling.code, ruling.reason)
