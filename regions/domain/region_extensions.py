"""More time for one region, beyond the national end of the input."""

from __future__ import annotations

from datetime import datetime

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from iga_portal.refusals import Refused
from iga_portal.web.formats import moment as moment_words
from regions.access import Actor
from regions.domain.local_dates import LONGEST_REASON
from regions.domain.period_notices import tell_extended
from regions.enums import AFTER_QUALITY_CONTROL, Phase
from regions.models import RegionExtension, RegionPeriod
from regions.queries.deadlines import LAST_SECOND
from regions.rules import can_manage_periods


def extend_region(
    *, actor: Actor, period_id: int, region_id: int, until: datetime, reason: str
) -> RegionExtension:
    """Give one region time until `until` (its last second), with the reason; its admins, desk and operators are told.

    It lies after the national end and before that of quality control; the latest one counts, so that a mistaken one is mended by
    another. Asked for the same again by a second press, the standing one is returned. The region's own dates stay as they are:
    its admin may move them inside the new end. Raises Refused (role, closed), or ValidationError by field.
    """
    ruling = can_manage_periods(actor)
    if not ruling:
        raise Refused(ruling.code, ruling.reason)
    found = (
        RegionPeriod.objects.locked()
        .select_related("period", "region")
        .filter(region_id=region_id, period_id=period_id, region__participates=True)
        .first()
    )
    if found is None:
        raise ValidationError({"region": [_("Pilih daerah dari daftar.")]})
    now = timezone.now()
    if found.period.phase_at(now) in {Phase.REFINEMENT, *AFTER_QUALITY_CONTROL}:
        raise Refused(
            "closed", _("Perpanjangan diberikan sejak penjaringan dibuka sampai quality control berakhir.")
        )
    if found.assessed_at is not None:
        raise Refused(
            "closed",
            _("Quality control %(region)s sudah ditutup; tidak ada lagi yang dapat dikirimnya.")
            % {"region": found.region.name},
        )
    reason = " ".join(reason.split())
    errors = _errors(found, until, reason=reason, now=now)
    if errors:
        raise ValidationError(errors)
    latest = RegionExtension.objects.filter(region_period=found).order_by("-granted_at", "-pk").first()
    if latest is not None and (latest.until, latest.reason) == (until, reason):
        return latest
    made = RegionExtension.objects.create(
        region_id=region_id,
        region_period=found,
        until=until,
        reason=reason,
        granted_by_id=actor.person_id,
    )
    found.more_until = until
    found.save(update_fields=["more_until"])
    tell_extended(
        found,
        message=gettext_noop("Kemendagri memberi daerah Anda waktu sampai %(until)s. Alasan: %(reason)s"),
        values={"reason": reason},
    )
    return made


def _errors(found: RegionPeriod, until: datetime, *, reason: str, now: datetime) -> dict[str, list[str]]:
    errors: dict[str, list[str]] = {}
    national = found.period.input_until
    ends = found.period.quality_control_ends - LAST_SECOND

    def words(value: datetime) -> dict[str, str]:
        return {"when": moment_words(value, zone="WIB")}

    if until <= national:
        errors["until"] = [_("Batas nasional %(when)s; perpanjangan harus sesudahnya.") % words(national)]
    elif until >= ends:
        errors["until"] = [_("Quality control berakhir %(when)s; pilih waktu sebelumnya.") % words(ends)]
    elif until <= now:
        errors["until"] = [_("Waktu ini sudah lewat; pilih waktu yang akan datang.")]
    if not reason:
        errors["reason"] = [_("Tuliskan alasan perpanjangan.")]
    elif len(reason) > LONGEST_REASON:
        errors["reason"] = [_("Ringkas alasannya: paling banyak %(n)d huruf.") % {"n": LONGEST_REASON}]
    return errors
