"""By when an OPD hands in: the national end, more time for the region, the region's own date inside, and more time for one OPD.

The one place where these are put together; the workflow's guard, the frame, the pages and the calendar ask here. The silent grace
is here too (`still_taken`): no page, countdown or calendar counts it (decision 0018).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from django.db.models import OuterRef, Subquery

from regions.enums import AFTER_QUALITY_CONTROL, Phase
from regions.models import Opd, OpdExtension, Period, RegionPeriod

LAST_SECOND = timedelta(seconds=1)


class DeadlineKind(StrEnum):
    NATIONAL = "national"
    LOCAL = "local"
    EXTENSION = "extension"


@dataclass(frozen=True, slots=True)
class Deadline:
    """The end that holds for an OPD. `until` is its last second, as people are told it; both moments are aware."""

    kind: DeadlineKind
    until: datetime
    national_until: datetime
    """The end of the region's input: the national one, or later where the ministry gave the region more time."""
    opens: datetime

    @property
    def closes(self) -> datetime:
        """The first moment at which it is too late."""
        return self.until + LAST_SECOND

    @property
    def is_local(self) -> bool:
        return self.kind is not DeadlineKind.NATIONAL

    def is_past(self, moment: datetime) -> bool:
        return moment >= self.closes

    def input_is_open(self, moment: datetime) -> bool:
        """Whether the region's input is open, whatever the OPD's own end."""
        return self.opens <= moment < self.national_until + LAST_SECOND


def deadline_for(opd: Opd | int, region_period: RegionPeriod) -> Deadline:
    """By when this OPD submits to the desk in this period. One query where the region has a date of its own, else none.

    `region_period` has its period at hand. An extension of an OPD holds for its units too.
    """
    if region_period.submit_until is None:
        return _put_together(region_period, None, None)
    opd_id, parent_id = _ids(opd)
    granted = extensions_of(region_period, opd_ids={opd_id, parent_id} - {0})
    return _put_together(
        region_period, region_period.submit_until, _later(granted.get(opd_id), granted.get(parent_id))
    )


def deadline_here(period: Period, *, region_id: int, opd_id: int) -> Deadline:
    """The same from ids alone, for the frame of a page: one query."""
    latest = OpdExtension.objects.filter(region_period=OuterRef("pk")).order_by("-granted_at", "-pk")
    parent = Opd.objects.filter(pk=opd_id).values("parent_id")[:1]
    found = (
        RegionPeriod.objects.filter(region_id=region_id, period=period)
        .annotate(
            own=Subquery(latest.filter(opd_id=opd_id).values("until")[:1]),
            parents=Subquery(latest.filter(opd_id=Subquery(parent)).values("until")[:1]),
        )
        .values_list("more_until", "submit_until", "own", "parents")
        .first()
    )
    more, local, own, parents = found or (None, None, None, None)
    here = RegionPeriod(region_id=region_id, period=period, more_until=more)
    return _put_together(here, local, _later(own, parents))


@dataclass(frozen=True, slots=True)
class Deadlines:
    """The ends of all OPD of a region, read at once."""

    region_period: RegionPeriod
    local: datetime | None
    granted: Mapping[int, datetime]

    def of(self, opd: Opd) -> Deadline:
        mine = _later(self.granted.get(opd.pk), self.granted.get(opd.parent_id or 0))
        return _put_together(self.region_period, self.local, mine)


def deadlines_of(region_period: RegionPeriod) -> Deadlines:
    """For a list of OPD: one query where the region has a date of its own, else none."""
    granted = extensions_of(region_period) if region_period.submit_until else {}
    return Deadlines(region_period, region_period.submit_until, granted)


def extensions_of(region_period: RegionPeriod, *, opd_ids: set[int] | None = None) -> dict[int, datetime]:
    """OPD id -> until when its latest extension goes."""
    rows = OpdExtension.objects.filter(region_period=region_period)
    if opd_ids is not None:
        rows = rows.filter(opd_id__in=opd_ids)
    return dict(rows.order_by("granted_at", "pk").values_list("opd_id", "until"))


# The silent grace ---------------------------------------------------------------------------------------------------


def still_taken(region_period: RegionPeriod, moment: datetime) -> bool:
    """Whether what was begun in time is taken at a moment: the region's input is open, or over for less than the grace.

    For the steps that hand in, and for them only: an OPD submitting to its desk, a region sending. What begins something new asks
    `RegionPeriod.phase_at`, and so does everything that tells people a date. Once quality control is over nothing is taken: what
    came then would be looked at by nobody, and the result may be out.
    """
    phase = region_period.phase_at(moment)
    if phase is Phase.INPUT:
        return True
    if phase in AFTER_QUALITY_CONTROL:
        return False
    return timedelta(0) <= moment - region_period.input_closes < _grace(region_period)


def is_too_late(deadline: Deadline, region_period: RegionPeriod, moment: datetime) -> bool:
    """Whether an OPD's first submission comes too late. The grace is the ministry's and follows its end, not the region's own date."""
    if deadline.is_local:
        return deadline.is_past(moment)
    return not still_taken(region_period, moment)


def _grace(region_period: RegionPeriod) -> timedelta:
    return timedelta(minutes=region_period.period.grace_minutes)


# -------------------------------------------------------------------------------------------------------------------


def _ids(opd: Opd | int) -> tuple[int, int]:
    if isinstance(opd, Opd):
        return opd.pk, opd.parent_id or 0
    return opd, Opd.objects.filter(pk=opd).values_list("parent_id", flat=True).first() or 0


def _later(one: datetime | None, other: datetime | None) -> datetime | None:
    return max(filter(None, (one, other)), default=None)


def _put_together(
    region_period: RegionPeriod, local: datetime | None, extension: datetime | None
) -> Deadline:
    """An extension only ever gives time, and nothing goes beyond the end of the region's input."""
    national = region_period.input_until
    kind, until = DeadlineKind.NATIONAL, national
    if local is not None:
        kind, until = DeadlineKind.LOCAL, local
        if extension is not None and extension > local:
            kind, until = DeadlineKind.EXTENSION, extension
        if until >= national:
            # A national end that was moved forward afterwards comes first.
            kind, until = DeadlineKind.NATIONAL, national
    return Deadline(kind, until, national, region_period.period.input_opens)
