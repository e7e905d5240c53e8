"""The ministry's hand on a period: made, moved, opened, closed. Every change is kept with who made it and why (`PeriodChange`).

What a page shows before a change is worked out by `regions.queries.period_effects`; here it is done, under the period's lock.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from datetime import UTC, datetime
from itertools import pairwise
from typing import Any

from django.apps import apps
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from iga_portal.refusals import Refused
from iga_portal.tenancy.scope import NATION
from regions.access import Actor
from regions.domain.period_notices import tell_admins
from regions.enums import AFTER_QUALITY_CONTROL, PeriodAct, Phase
from regions.models import Instrument, Period, PeriodChange, RegionPeriod
from regions.queries.regions import participants
from regions.rules import can_manage_periods
from scoring.core.canonical import fingerprint

LONGEST_REASON = 1000
LONGEST_GRACE = 180
"""Minutes; the database holds the same bound."""


@dataclass(frozen=True, slots=True)
class Dates:
    """The moments of a period, aware. An end is the first moment after the phase; `publishes_at` None: not announced."""

    input_opens: datetime
    input_closes: datetime
    measurement_ends: datetime
    quality_control_ends: datetime
    publishes_at: datetime | None = None


DATE_FIELDS = tuple(entry.name for entry in fields(Dates))


def dates_of(period: Period) -> Dates:
    return Dates(**{name: getattr(period, name) for name in DATE_FIELDS})


def seen_of(period: Period) -> str:
    """What a page showed of a period, as a hash that its form sends back: nobody writes over a colleague unseen."""
    return fingerprint({name: _plain(getattr(period, name)) for name in _KEPT})


_KEPT = (
    *DATE_FIELDS,
    "name",
    "instrument_id",
    "grace_minutes",
    "shows_running_place",
    "is_current",
    "closed_at",
)


def is_approved(instrument: Instrument) -> bool:
    """Approved by a second person, or used by a period already, which froze it."""
    return instrument.approved_at is not None or instrument.frozen_at is not None


# Making and moving --------------------------------------------------------------------------------------------------


def make_period(*, actor: Actor, year: int, name: str, instrument_id: int, dates: Dates) -> Period:
    """Prepare a period that nobody sees until it is opened. Raises Refused, or ValidationError by field."""
    _permit(actor)
    errors = date_errors(dates)
    name = " ".join(name.split())
    if not name:
        errors["name"] = [_("Tuliskan nama periode.")]
    if Period.objects.filter(year=year).exists():
        errors["year"] = [_("Tahun %(year)d sudah mempunyai periode.") % {"year": year}]
    instrument = Instrument.objects.filter(pk=instrument_id).first()
    if instrument is None or instrument.year != year:
        errors["instrument"] = [_("Pilih instrumen tahun yang sama.")]
    if errors:
        raise ValidationError(errors)
    period, is_new = Period.objects.get_or_create(
        year=year, defaults={"name": name, "instrument_id": instrument_id, **asdict(dates)}
    )
    if not is_new:  # a colleague was quicker by a moment
        raise ValidationError({"year": [_("Tahun %(year)d sudah mempunyai periode.") % {"year": year}]})
    _keep(period, PeriodAct.MADE, before={}, actor=actor, reason="")
    return period


def change_dates(*, actor: Actor, period_id: int, dates: Dates, reason: str, seen: str) -> Period:
    """Move the moments of a period; the regional admins are told when it is the current one. Nothing differs: nothing is done.

    The current period asks for a reason, which every region reads. Raises Refused (closed, stale), or ValidationError by field.
    """
    period = _locked(period_id, actor=actor, seen=seen)
    before = _state(period)
    if dates == dates_of(period):
        return period
    reason = _clean_reason(reason)
    errors = date_errors(dates)
    if period.is_current and not reason:
        errors["reason"] = [_("Tuliskan alasannya: periode ini sedang berjalan dan daerah membacanya.")]
    if errors:
        raise ValidationError(errors)
    ends_move = {**asdict(dates_of(period)), "publishes_at": None} != {**asdict(dates), "publishes_at": None}
    for name, value in asdict(dates).items():
        setattr(period, name, value)
    period.save(update_fields=DATE_FIELDS)
    act = PeriodAct.DATES if ends_move else PeriodAct.ANNOUNCED
    change = _keep(period, act, before=before, actor=actor, reason=reason)
    if change is not None and period.is_current:
        tell_admins(
            change,
            kind="period_dates",
            message=gettext_noop("Kemendagri mengubah jadwal %(period)s. Alasan: %(reason)s"),
            values={"period": period.name, "reason": reason},
        )
    return period


def set_switches(
    *,
    actor: Actor,
    period_id: int,
    name: str,
    grace_minutes: int,
    shows_running_place: bool,
    instrument_id: int,
    reason: str,
    seen: str,
) -> Period:
    """The settings beside the dates: name, grace, whether regions see their running place, and before the opening the instrument.

    Nobody is told of them. Raises Refused (closed, stale), or ValidationError by field.
    """
    period = _locked(period_id, actor=actor, seen=seen)
    before, errors = _state(period), {}
    name = " ".join(name.split())
    if not name:
        errors["name"] = [_("Tuliskan nama periode.")]
    if not 0 <= grace_minutes <= LONGEST_GRACE:
        errors["grace_minutes"] = [_("Isi 0 sampai %(most)d menit.") % {"most": LONGEST_GRACE}]
    changes_rules = instrument_id != period.instrument_id
    if changes_rules:
        errors |= _instrument_errors(period, instrument_id)
    if errors:
        raise ValidationError(errors)
    period.name, period.grace_minutes = name, grace_minutes
    period.shows_running_place, period.instrument_id = shows_running_place, instrument_id
    period.save(update_fields=["name", "grace_minutes", "shows_running_place", "instrument"])
    act = PeriodAct.INSTRUMENT if changes_rules else PeriodAct.SWITCHED
    _keep(period, act, before=before, actor=actor, reason=_clean_reason(reason))
    return period


def _instrument_errors(period: Period, instrument_id: int) -> dict[str, list[str]]:
    if was_opened(period):
        return {"instrument": [_("Periode ini sudah pernah dibuka; instrumennya tetap.")]}
    if not Instrument.objects.filter(pk=instrument_id, year=period.year).exists():
        return {"instrument": [_("Pilih instrumen tahun yang sama.")]}
    return {}


def was_opened(period: Period) -> bool:
    """Regions have a row in it since its first opening; what they did rests on its instrument. In a scope of all regions."""
    return RegionPeriod.objects.filter(period=period).exists()


# Opening and closing -----------------------------------------------------------------------------------------------


def why_not_open(period: Period, *, now: datetime) -> str:
    """Why a period cannot be made the current one, "" when it can."""
    if period.is_current:
        return _("Periode ini sudah menjadi periode berjalan.")
    if period.closed_at is not None:
        return _("Periode ini sudah ditutup.")
    if not is_approved(period.instrument):
        return _("Instrumennya belum disetujui orang kedua. Setujui dulu di halaman instrumen.")
    current = Period.objects.filter(is_current=True).first()
    if current is not None and current.phase_at(now) not in {Phase.REFINEMENT, *AFTER_QUALITY_CONTROL}:
        return _("%(period)s masih berjalan (%(phase)s). Periode baru dapat dibuka setelah quality control-nya berakhir.") % {
            "period": current.name,
            "phase": current.phase_at(now).label,
        }  # fmt: skip
    return ""


def make_current(*, actor: Actor, period_id: int) -> Period:
    """Open a period: it becomes the one that everybody works in, every participating region gets its row, the instrument is frozen.

    Asked again by a second press, nothing changes. Raises Refused (not_open) with the reason of `why_not_open`.
    """
    _permit(actor)
    # Both the old and the new one, in the order of their ids, so that two openings wait for each other.
    rows = {row.pk: row for row in Period.objects.select_for_update(no_key=True).order_by("pk")}
    period = rows[period_id]
    if period.is_current:
        return period
    refusal = why_not_open(period, now=timezone.now())
    if refusal:
        raise Refused("not_open", refusal)
    before = _state(period)
    Period.objects.filter(is_current=True).update(is_current=False)
    period.is_current = True
    period.save(update_fields=["is_current"])
    Instrument.objects.filter(pk=period.instrument_id, frozen_at__isnull=True).update(
        frozen_at=timezone.now()
    )
    RegionPeriod.objects.bulk_create(
        [RegionPeriod(region_id=region_id, period=period) for region_id in participants().values_list("pk", flat=True)],
        ignore_conflicts=True,
    )  # fmt: skip
    change = _keep(period, PeriodAct.OPENED, before=before, actor=actor, reason="")
    if change is not None:
        tell_admins(
            change,
            kind="period_opened",
            message=gettext_noop("%(period)s dibuka. Jadwalnya ada di halaman Jadwal."),
            values={"period": period.name},
        )
    return period


def why_not_close(period: Period, *, now: datetime) -> str:
    """Why a period cannot be closed, "" when it can: after quality control, and once its result is published."""
    phase = period.phase_at(now)
    if phase is Phase.CLOSED:
        return _("Periode ini sudah ditutup.")
    if phase is not Phase.PUBLICATION:
        return _("Periode ditutup setelah quality control berakhir; fasenya sekarang %(phase)s.") % {
            "phase": phase.label
        }
    if not is_published(period):
        return _("Hasil periode ini belum diterbitkan. Terbitkan dulu, lalu tutup.")
    return ""


def close_period(*, actor: Actor, period_id: int, reason: str) -> Period:
    """Close a period for good: nothing in it is taken any more, and the regional admins are told. A second press changes nothing.

    Raises Refused (not_closed).
    """
    _permit(actor)
    period = Period.objects.select_for_update(no_key=True).get(pk=period_id)
    if period.closed_at is not None:
        return period
    now = timezone.now()
    refusal = why_not_close(period, now=now)
    if refusal:
        raise Refused("not_closed", refusal)
    before = _state(period)
    period.closed_at = now
    period.save(update_fields=["closed_at"])
    change = _keep(period, PeriodAct.CLOSED, before=before, actor=actor, reason=_clean_reason(reason))
    if change is not None:
        tell_admins(
            change,
            kind="period_closed",
            message=gettext_noop("%(period)s ditutup. Yang sudah terbit tetap dapat dibaca."),
            values={"period": period.name},
        )
    return period


def is_published(period: Period) -> bool:
    """Whether a result of the period is out. Read by name: publications live in a room above."""
    found: QuerySet[Any] = apps.get_model("reports", "Publication").objects.filter(period=period)
    return found.exists()


# Parts --------------------------------------------------------------------------------------------------------------


def date_errors(dates: Dates) -> dict[str, list[str]]:
    """What is wrong with the order of the moments, by field."""
    order = ("input_opens", "input_closes", "measurement_ends", "quality_control_ends", "publishes_at")
    words = {
        "input_closes": _("Penjaringan harus berakhir sesudah dibuka."),
        "measurement_ends": _("Pengukuran tidak boleh berakhir sebelum penjaringan."),
        "quality_control_ends": _("Quality control tidak boleh berakhir sebelum pengukuran."),
        "publishes_at": _("Pengumuman tidak boleh sebelum quality control berakhir."),
    }
    errors: dict[str, list[str]] = {}
    for earlier, later in pairwise(order):
        first, second = getattr(dates, earlier), getattr(dates, later)
        if second is not None and (second < first or (later == "input_closes" and second == first)):
            errors[later] = [words[later]]
    return errors


def _permit(actor: Actor) -> None:
    ruling = can_manage_periods(actor)
    if not ruling:
        raise Refused(ruling.code, ruling.reason)


def _locked(period_id: int, *, actor: Actor, seen: str) -> Period:
    _permit(actor)
    period = Period.objects.select_for_update(no_key=True).get(pk=period_id)
    if period.closed_at is not None:
        raise Refused("closed", _("Periode ini sudah ditutup; tidak ada yang dapat diubah lagi."))
    if seen != seen_of(period):
        raise Refused(
            "stale", _("Periode ini baru saja diubah orang lain. Muat ulang halaman, lalu periksa lagi.")
        )
    return period


def _clean_reason(reason: str) -> str:
    reason = "".join(letter for letter in " ".join(reason.split()) if letter.isprintable())
    if len(reason) > LONGEST_REASON:
        raise ValidationError(
            {"reason": [_("Ringkas alasannya: paling banyak %(n)d huruf.") % {"n": LONGEST_REASON}]}
        )
    return reason


def _state(period: Period) -> dict[str, Any]:
    return {name: _plain(getattr(period, name)) for name in _KEPT}


def _plain(value: Any) -> Any:
    return value.astimezone(UTC).isoformat() if isinstance(value, datetime) else value


def _keep(
    period: Period, act: PeriodAct, *, before: Mapping[str, Any], actor: Actor, reason: str
) -> PeriodChange | None:
    """The history's row, of the fields that differ; None where none does."""
    after = _state(period)
    changed = [name for name in _KEPT if before.get(name) != after[name]]
    if not changed:
        return None
    return PeriodChange.objects.create(
        region_id=NATION,
        period=period,
        act=act,
        before={name: before[name] for name in changed if name in before},
        after={name: after[name] for name in changed},
        reason=reason,
        made_by_id=actor.person_id,
    )
