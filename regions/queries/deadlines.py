"""By when an OPD hands in: the national end, the region's own date inside it, and more time for one OPD.

The one place where these are put together; the workflow's guard, the frame, the pages and the calendar ask here.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from django.db.models import OuterRef, Subquery

from regions.enums import Phase
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

    @property
    def closes(self) -> datetime:
        """The first moment at which it is too late."""
        return self.until + LAST_SECOND

    @property
    def is_local(self) -> bool:
        return self.kind is not DeadlineKind.NATIONAL

    def is_past(self, moment: datetime) -> bool:
        return moment >= self.closes


def deadline_for(opd: Opd | int, region_period: RegionPeriod) -> Deadline:
    """By when this OPD submits to the desk in this period. One query where the region has a date of its own, else none.

    `region_period` has its period at hand. An extension of an OPD holds for its units too.
    """
    if region_period.submit_until is None:
        return _put_together(region_period.period, None, None)
    opd_id, parent_id = _ids(opd)
    granted = extensions_of(region_period, opd_ids={opd_id, parent_id} - {0})
    return _put_together(
        region_period.period, region_period.submit_until, _later(granted.get(opd_id), granted.get(parent_id))
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
        .values_list("submit_until", "own", "parents")
        .first()
    )
    local, own, parents = found or (None, None, None)
    return _put_together(period, local, _later(own, parents))


@dataclass(frozen=True, slots=True)
class Deadlines:
    """The ends of all OPD of a region, read at once."""

    period: Period
    local: datetime | None
    granted: Mapping[int, datetime]

    def of(self, opd: Opd) -> Deadline:
        mine = _later(self.granted.get(opd.pk), self.granted.get(opd.parent_id or 0))
        return _put_together(self.period, self.local, mine)


def deadlines_of(region_period: RegionPeriod) -> Deadlines:
    """For a list of OPD: one query where the region has a date of its own, else none."""
    granted = extensions_of(region_period) if region_period.submit_until else {}
    return Deadlines(region_period.period, region_period.submit_until, granted)


def extensions_of(region_period: RegionPeriod, *, opd_ids: set[int] | None = None) -> dict[int, datetime]:
    """OPD id -> until when its latest extension goes."""
    rows = OpdExtension.objects.filter(region_period=region_period)
    if opd_ids is not None:
        rows = rows.filter(opd_id__in=opd_ids)
    return dict(rows.order_by("granted_at", "pk").values_list("opd_id", "until"))


def may_submit_at(moment: datetime, *, deadline: Deadline, period: Period) -> bool:
    """The national input is open and the OPD's own end has not come."""
    return period.phase_at(moment) is Phase.INPUT and not deadline.is_past(moment)


def _ids(opd: Opd | int) -> tuple[int, int]:
    if isinstance(opd, Opd):
        return opd.pk, opd.parent_id or 0
    return opd, Opd.objects.filter(pk=opd).values_list("parent_id", flat=True).first() or 0


def _later(one: datetime | None, other: datetime | None) -> datetime | None:
    return max(filter(None, (one, other)), default=None)


def _put_together(period: Period, local: datetime | None, extension: datetime | None) -> Deadline:
    """An extension only ever gives time, and nothing goes beyond the national end."""
    national = period.input_until
    kind, until = DeadlineKind.NATIONAL, national
    if local is not None:
        kind, until = DeadlineKind.LOCAL, local
        if extension is not None and extension > local:
            kind, until = DeadlineKind.EXTENSION, extension
        if until >= national:
            # A national end that was moved forward afterwards comes first.
            kind, until = DeadlineKind.NATIONAL, national
    return Deadline(kind, until, national)
