"""The dates of the season as a person of a region reads them, in order of time."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from regions.access import Grant
from regions.enums import OPD_ROLES
from regions.models import OpdExtension, RegionPeriod
from regions.queries.deadlines import Deadline, DeadlineKind, deadline_for

LAST_SECOND = timedelta(seconds=1)


@dataclass(frozen=True, slots=True)
class Milestone:
    """One date. `key` names it for ever; `until` its last second; `owner` who set it, in words."""

    key: str
    title: str
    note: str
    until: datetime
    owner: str
    is_own: bool = False


def milestones(grant: Grant, region_period: RegionPeriod) -> list[Milestone]:
    """What concerns the role: an OPD's own end first among equals; the desk's date for those who share its work.

    At most two queries. `region_period` has its period at hand.
    """
    period = region_period.period
    nation, region = _("Kemendagri"), _("daerah")
    opd_id = grant.opd_id if grant.role in OPD_ROLES else None
    found: list[Milestone] = []
    deadline = deadline_for(grant.opd or opd_id, region_period) if opd_id else _local(region_period)
    if deadline is not None and deadline.is_local:
        found.append(_submission(deadline, for_opd=opd_id is not None, owner=region))
    if region_period.desk_until is not None and opd_id is None:
        found.append(
            Milestone(
                "desk",
                _("Desk selesai memeriksa"),
                _("Semua yang diajukan sudah dibaca, dikembalikan, atau diverifikasi."),
                region_period.desk_until,
                region,
            )
        )
    closing = (
        _("Batas terakhir mengajukan ke desk, memperbaiki, dan mengirim ke Kemendagri.")
        if deadline is None or not deadline.is_local
        else _("Batas terakhir untuk perbaikan yang diminta desk dan pengiriman ke Kemendagri.")
    )
    if region_period.input_until > period.input_until:
        extended = _("Diperpanjang untuk daerah ini.")
        closing = f"{extended} {closing}"
    found += [
        Milestone("penjaringan", _("Penjaringan ditutup"), closing, region_period.input_until, nation),
        Milestone("pengukuran", _("Pengukuran berakhir"), "", period.measurement_ends - LAST_SECOND, nation),
        Milestone("qc", _("Quality control berakhir"), "", period.quality_control_ends - LAST_SECOND, nation),
    ]
    if period.publishes_at is not None:
        # A moment and no end: the second that is named is the one at which it happens.
        found.append(Milestone("pengumuman", _("Hasil diumumkan"), "", period.publishes_at, nation))
    return sorted(found, key=lambda entry: entry.until)


def _submission(deadline: Deadline, *, for_opd: bool, owner: str) -> Milestone:
    note = _("Yang sudah dikembalikan desk tetap dapat diperbaiki sampai penjaringan ditutup.")
    if deadline.kind is DeadlineKind.EXTENSION:
        extended = _("Diperpanjang untuk OPD ini.")
        note = f"{extended} {note}"
    return Milestone("pengajuan", _("OPD mengajukan ke desk"), note, deadline.until, owner, is_own=for_opd)


def _local(region_period: RegionPeriod) -> Deadline | None:
    if region_period.submit_until is None:
        return None
    return Deadline(
        DeadlineKind.LOCAL,
        region_period.submit_until,
        region_period.input_until,
        region_period.period.input_opens,
    )


def extensions(region_period: RegionPeriod) -> QuerySet[OpdExtension]:
    """Every extension given in a period, newest first, with OPD and who gave it."""
    return (
        OpdExtension.objects.filter(region_period=region_period)
        .select_related("opd", "granted_by")
        .order_by("-granted_at", "-pk")
    )
