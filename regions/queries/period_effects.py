"""What a change of a period's dates would do, in words, before it is stored. Reads only; in a scope that holds all regions."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from iga_portal.web.formats import end_moment, moment
from regions.domain.periods import Dates, dates_of
from regions.models import Period, RegionPeriod
from regions.queries.deadlines import LAST_SECOND

ZONE = "WIB"
"""The ministry's clock."""


@dataclass(frozen=True, slots=True)
class Moved:
    """One moment that would change: its name and both values as they are told ("-" for none)."""

    label: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Effects:
    moved: tuple[Moved, ...]
    sentences: tuple[str, ...]


def told_moment(field: str, value: datetime | None) -> str:
    """A moment as people are told it: an end by its last minute, a beginning and the announcement by themselves."""
    if value is None:
        return _("belum ditetapkan")
    if field in {"input_opens", "publishes_at"}:
        return moment(value, zone=ZONE)
    return end_moment(value, zone=ZONE)


def labels() -> dict[str, str]:
    return {
        "input_opens": _("Penjaringan dibuka"),
        "input_closes": _("Penjaringan berakhir"),
        "measurement_ends": _("Pengukuran berakhir"),
        "quality_control_ends": _("Quality control berakhir"),
        "publishes_at": _("Hasil diumumkan"),
    }


def effects_of(period: Period, dates: Dates, *, now: datetime) -> Effects:
    """Which moments would move, and what follows from it at once. At most three queries."""
    before = dates_of(period)
    moved = tuple(
        Moved(label, told_moment(field, getattr(before, field)), told_moment(field, getattr(dates, field)))
        for field, label in labels().items()
        if getattr(before, field) != getattr(dates, field)
    )
    if not moved:
        return Effects((), ())
    then = Period(year=period.year, closed_at=period.closed_at, **{f: getattr(dates, f) for f in labels()})
    sentences = []
    if period.phase_at(now) is not then.phase_at(now):
        sentences.append(
            _("Fase berubah saat disimpan: dari %(before)s menjadi %(after)s.")
            % {"before": period.phase_at(now).label, "after": then.phase_at(now).label}
        )
    if before.input_closes != dates.input_closes:
        sentences += _of_the_end(period, dates)
    if before.quality_control_ends != dates.quality_control_ends:
        sentences += _of_quality_control(period, dates)
    if period.is_current:
        sentences.append(_("Admin setiap daerah diberi tahu dengan alasan yang Anda tuliskan."))
    else:
        sentences.append(_("Periode ini belum dibuka; tidak ada yang diberi tahu."))
    return Effects(moved, tuple(sentences))


def _of_the_end(period: Period, dates: Dates) -> list[str]:
    """Regions whose own date or more time meets the new national end."""
    until = dates.input_closes - LAST_SECOND
    rows = RegionPeriod.objects.filter(period=period)
    own = rows.filter(submit_until__gt=until).count()
    overtaken = rows.filter(more_until__isnull=False, more_until__lte=until).count()
    found = []
    if own:
        found.append(
            ngettext(
                "Batas OPD di %(count)d daerah lebih lambat; di sana batas nasional yang baru berlaku.",
                "Batas OPD di %(count)d daerah lebih lambat; di sana batas nasional yang baru berlaku.",
                own,
            )
            % {"count": own}
        )
    if overtaken:
        found.append(
            ngettext(
                "Perpanjangan %(count)d daerah tidak lagi berarti: batas nasional yang baru lebih lambat.",
                "Perpanjangan %(count)d daerah tidak lagi berarti: batas nasional yang baru lebih lambat.",
                overtaken,
            )
            % {"count": overtaken}
        )
    return found


def _of_quality_control(period: Period, dates: Dates) -> list[str]:
    """Regions whose more time would reach past the new end of quality control."""
    rows = RegionPeriod.objects.filter(period=period, more_until__gte=dates.quality_control_ends)
    count = rows.count()
    if not count:
        return []
    return [
        ngettext(
            "Perpanjangan %(count)d daerah berakhir bersama quality control.",
            "Perpanjangan %(count)d daerah berakhir bersama quality control.",
            count,
        )
        % {"count": count}
    ]
