"""The region's own dates inside the national ones, and more time for one OPD.

People type a day and a minute; "23.59" means that whole minute, so its last second is stored.
"""

from __future__ import annotations

from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from iga_portal.notices.domain import tell
from iga_portal.notices.words import at_moment
from iga_portal.refusals import Refused
from iga_portal.web.formats import moment as moment_words
from regions.access import Actor
from regions.enums import Phase, Role
from regions.models import Opd, OpdExtension, RegionPeriod
from regions.queries.deadlines import LAST_SECOND, deadline_for
from regions.queries.people import standing
from regions.rules import can_set_local_dates

LONGEST_REASON = 1000


def whole_minute(day: date, at: time, *, zone: ZoneInfo) -> datetime:
    """The last second of a minute that was typed in the region's zone."""
    return datetime.combine(day, at.replace(second=59, microsecond=0), tzinfo=zone)


def set_local_dates(
    *,
    actor: Actor,
    region_period_id: int,
    submit_until: datetime | None,
    desk_until: datetime | None,
    desk_days: int,
) -> RegionPeriod:
    """Set by when the OPD submit, by when the desk has read, and the desk's promise in days (1 to 60); the OPD are told.

    None gives a date up: the national one holds. A date that is not changed may lie in the past; a new one may not, because it
    would shut every OPD out at once. Raises Refused, or ValidationError by field.
    """
    found = _locked(region_period_id)
    _permit(actor, found.region_id)
    errors: dict[str, list[str]] = {}
    for field, value in (("submit_until", submit_until), ("desk_until", desk_until)):
        if value is not None and value != getattr(found, field):
            errors |= _outside(found, field, value)
    if submit_until and desk_until and desk_until < submit_until and "desk_until" not in errors:
        errors["desk_until"] = [_("Batas pemeriksaan desk tidak boleh sebelum batas pengajuan OPD.")]
    if not 1 <= desk_days <= 60:
        errors["desk_days"] = [_("Isi 1 sampai 60 hari.")]
    if errors:
        raise ValidationError(errors)
    is_moved = found.submit_until != submit_until
    found.submit_until, found.desk_until, found.desk_days = submit_until, desk_until, desk_days
    found.save(update_fields=["submit_until", "desk_until", "desk_days"])
    if is_moved:
        _tell_moved(found)
    return found


def extend_opd(
    *, actor: Actor, region_period_id: int, opd_id: int, until: datetime, reason: str
) -> OpdExtension:
    """Give one OPD (and its units) more time to submit, with the reason; its operators are told.

    The latest extension counts, so that a mistaken one is mended by another. Asked for the same again by a second press, the
    standing one is returned. Raises Refused (role, no_local_date, closed), or ValidationError by field.
    """
    found = _locked(region_period_id)
    _permit(actor, found.region_id)
    now = timezone.now()
    if found.phase_at(now) is not Phase.INPUT:
        raise Refused("closed", _("Penjaringan sedang tidak dibuka; perpanjangan tidak dapat diberikan."))
    if found.submit_until is None:
        raise Refused(
            "no_local_date",
            _("Daerah tidak memakai batas sendiri: semua OPD dapat mengajukan sampai batas nasional."),
        )
    reason = " ".join(reason.split())
    errors: dict[str, list[str]] = {}
    opd = Opd.objects.filter(pk=opd_id, region_id=found.region_id, is_active=True).first()
    if opd is None:
        errors["opd"] = [_("Pilih OPD yang aktif dari daftar.")]
    if not reason:
        errors["reason"] = [_("Tuliskan alasan perpanjangan.")]
    elif len(reason) > LONGEST_REASON:
        errors["reason"] = [_("Ringkas alasannya: paling banyak %(n)d karakter.") % {"n": LONGEST_REASON}]
    errors |= _outside(found, "until", until)
    if "until" not in errors and until <= found.submit_until:
        errors["until"] = [
            _("Batas untuk semua OPD adalah %(when)s; perpanjangan harus sesudahnya.")
            % {"when": _words(found, found.submit_until)}
        ]
    if errors:
        raise ValidationError(errors)
    assert opd is not None
    standing_one = (
        OpdExtension.objects.filter(region_period=found, opd=opd).order_by("-granted_at", "-pk").first()
    )
    if standing_one is not None and standing_one.until == until and standing_one.reason == reason:
        return standing_one
    made = OpdExtension.objects.create(
        region_id=found.region_id,
        region_period=found,
        opd=opd,
        until=until,
        reason=reason,
        granted_by_id=actor.person_id,
    )
    _tell_extended(found, opd, deadline_for(opd, found).until)
    return made


def _tell_extended(region_period: RegionPeriod, opd: Opd, until: datetime) -> None:
    """One notice for each operator of the OPD and of its units."""
    units = Opd.objects.filter(parent=opd, is_active=True).values_list("pk", flat=True)
    paths = _homes(region_period.region_id, opd_ids={opd.pk, *units})
    tell(
        region_id=region_period.region_id,
        person_ids=paths,
        kind="extension",
        message=gettext_noop("Batas pengajuan %(opd)s diperpanjang sampai %(until)s."),
        values={"opd": opd.name, "until": at_moment(until, zone=region_period.region.time_zone)},
        path=paths,
    )


def _tell_moved(region_period: RegionPeriod) -> None:
    """Every operator of the region hears that the date by which the OPD submit is another one."""
    paths = _homes(region_period.region_id)
    zone = region_period.region.time_zone
    if region_period.submit_until is None:
        message = gettext_noop(
            "Daerah tidak lagi memakai batas sendiri: OPD dapat mengajukan sampai %(until)s."
        )
    else:
        message = gettext_noop("Batas OPD mengajukan ke desk kini %(until)s.")
    until = region_period.submit_until or region_period.input_until
    tell(
        region_id=region_period.region_id,
        person_ids=paths,
        kind="dates_changed",
        message=message,
        values={"until": at_moment(until, zone=zone)},
        path=paths,
    )


def _homes(region_id: int, *, opd_ids: set[int] | None = None) -> dict[int, str]:
    """Operator -> the home of (one of) their OPD."""
    members = standing(region_id).filter(role=Role.OPERATOR)
    if opd_ids is not None:
        members = members.filter(opd_id__in=opd_ids)
    return {
        person_id: reverse("opd:home", args=[region_id, opd_id])
        for person_id, opd_id in members.order_by("pk").values_list("person_id", "opd_id")
    }


def _outside(region_period: RegionPeriod, field: str, value: datetime) -> dict[str, list[str]]:
    """What is wrong with a new date: outside of the national input, or over already."""
    period = region_period.period
    if value > region_period.input_until:
        words = _("Batas nasional adalah %(when)s; pilih waktu sebelum atau sama dengan itu.")
        return {field: [words % {"when": _words(region_period, region_period.input_until)}]}
    if value < period.input_opens:
        words = _("Penjaringan baru dibuka %(when)s; pilih waktu sesudahnya.")
        return {field: [words % {"when": _words(region_period, period.input_opens)}]}
    if value + LAST_SECOND <= timezone.now():
        return {field: [_("Waktu ini sudah lewat; pilih waktu yang akan datang.")]}
    return {}


def _words(region_period: RegionPeriod, value: datetime) -> str:
    return moment_words(value, zone=region_period.region.time_zone)


def _locked(region_period_id: int) -> RegionPeriod:
    return RegionPeriod.objects.locked().select_related("period", "region").get(pk=region_period_id)


def _permit(actor: Actor, region_id: int) -> None:
    ruling = can_set_local_dates(actor, region_id)
    if not ruling:
        raise Refused(ruling.code, ruling.reason)
