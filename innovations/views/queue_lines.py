"""What the desk's queue and the regional admin's sharing page have in common: the same list, read once, chosen, sorted, cut."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from functools import cached_property
from typing import Any
from uuid import UUID

from django.contrib.postgres.expressions import ArraySubquery
from django.core.paginator import Page
from django.db.models import Count, OuterRef
from django.db.models.functions import JSONObject
from django.http import Http404, HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _

from iga_portal.web.tables import Sorting, page_of, sorting
from innovations import reference
from innovations.enums import AssignmentOrigin
from innovations.models import Innovation
from innovations.queries.conflicts import Ties, opds_held, touched_by
from innovations.queries.forecast import SPANS
from innovations.queries.queue import (
    AGAIN,
    DEFAULT_SORT,
    SORTS,
    Desk,
    Filters,
    Waiting,
    Work,
    chosen_of,
    lines_of,
    open_work,
    read_filters,
    sorted_by,
    ties_on_page,
    waiting_at,
)
from innovations.queries.reviewers import Reviewer, reviewers_of
from innovations.rules import can_review
from innovations.views.desk_common import hundredths
from innovations.workflow import Action
from regions.access import Actor
from regions.models import Opd, RegionPeriod
from regions.queries.instruments import instrument_of

PAST_ABSENCES = timedelta(days=max(SPANS) + 1)
"""The pace of the last days looks at absences that are over."""
BY_WORK = frozenset({"terbuka", "poin"})


@dataclass(frozen=True, slots=True)
class Line:
    """One innovation as the table shows it. `blocked` says why this reviewer may not judge it, "" when they may."""

    pk: int
    public_id: UUID
    name: str
    opd: str
    urusan: str
    since: datetime
    age: int
    promise: datetime
    overdue: bool
    asked: bool
    mark: str
    rows: int
    points: Decimal
    rows_known: int
    reader: str
    reader_id: int | None
    reader_note: str
    """How the reader came about, where it matters: appointed and why, or away."""
    holder: str
    is_held_by_other: bool
    blocked: str


@dataclass
class QueueOf:
    """The queue of a request: read lazily, each part once."""

    desk: Desk
    actor: Actor
    filters: Filters
    order: Sorting
    opds: Mapping[int, Opd]
    reviewers: Sequence[Reviewer]
    request: HttpRequest | None = None

    @cached_property
    def waiting(self) -> list[Waiting]:
        return waiting_at(self.desk, condition=self.filters.condition)

    @cached_property
    def work(self) -> dict[int, Work]:
        """Of everything that waits."""
        return open_work(self.desk)

    @cached_property
    def names(self) -> dict[int, str]:
        return {reviewer.person_id: reviewer.name for reviewer in self.reviewers}

    @cached_property
    def chosen(self) -> list[Waiting]:
        found = chosen_of(self.waiting, self.filters, self.desk, opds=self.opds)
        return sorted_by(
            found,
            self.order.key,
            descending=self.order.descending,
            opds=self.opds,
            names=self.names,
            work=self.work if self.order.key in BY_WORK else {},
        )

    def page(self) -> Page[Waiting]:
        assert self.request is not None
        return page_of(self.request, self.chosen)

    def lines(self, entries: Iterable[Waiting]) -> list[Line]:
        """The entries as lines; two queries, one for the regional admin."""
        entries = list(entries)
        ids = [entry.pk for entry in entries]
        if not ids:
            return []
        rows = lines_of(ids, self.desk)
        ties = None
        if self.desk.person_id is not None:
            own = opds_held(self.desk.person_id, region_id=self.actor.region_id)
            pairs = [(opd.pk, opd.parent_id) for opd in self.opds.values()]
            touching = frozenset(touched_by(own, pairs))
            ties = ties_on_page(rows.values(), person_id=self.desk.person_id, touching=touching)
        return [self._line(entry, rows[entry.pk], ties=ties) for entry in entries if entry.pk in rows]

    def _line(self, entry: Waiting, row: Any, *, ties: Ties | None) -> Line:
        now = self.desk.now
        blocked = ""
        if ties is not None:
            ruling = can_review(self.actor, row, ties=ties)
            blocked = "" if ruling else ruling.reason
        return Line(
            pk=entry.pk,
            public_id=row.public_id,
            name=entry.name,
            opd=self.opds[entry.opd_id].name,
            urusan=reference.urusan_names().get(entry.urusan, ""),
            since=entry.since,
            age=entry.age(now),
            promise=entry.promise,
            overdue=entry.is_overdue(now),
            asked=entry.asked,
            mark=mark_of(entry),
            rows=row.open_rows,
            points=hundredths(row.points_open),
            rows_known=row.rows_known,
            reader=self.names.get(row.reader_id) or row.reader_name or "",
            reader_id=row.reader_id,
            reader_note=self._note(row),
            holder=row.holder_name or "",
            is_held_by_other=row.holder_id is not None and row.holder_id != self.desk.person_id,
            blocked=blocked,
        )

    def _note(self, row: Any) -> str:
        if row.reader_id is None:
            return ""
        if row.reader_origin == AssignmentOrigin.APPOINTED:
            return _("ditunjuk: %(reason)s") % {"reason": row.reader_reason}
        if row.reader_id not in self.names:
            return _("tidak lagi penelaah")
        return _("berhalangan") if row.reader_away else ""

    @property
    def today(self) -> date:
        return self.desk.now.astimezone(self.desk.region_period.region.zone).date()


def mark_of(entry: Waiting) -> str:
    if entry.came_by not in AGAIN:
        return ""
    return _("diajukan kembali") if entry.came_by == Action.RESUBMIT else _("bukti berubah")


def region_period_or_404(request: HttpRequest, region_id: int) -> RegionPeriod:
    """The region in the current period, with how many innovations stand in each state (`state_counts`); the period is left on the request, so that the frame of the page need not ask again."""
    states = Innovation.objects.filter(region_period=OuterRef("pk")).order_by().values("state")
    found = (
        RegionPeriod.objects.select_related("region", "period__instrument")
        .defer("period__instrument__document")
        .annotate(
            states=ArraySubquery(states.annotate(n=Count("pk")).values(one=JSONObject(state="state", n="n")))
        )
        .filter(region_id=region_id, period__is_current=True)
        .first()
    )
    if found is None:
        raise Http404("no current period")
    request.period = found.period  # type: ignore[attr-defined]
    return found


def state_counts(region_period: RegionPeriod) -> dict[str, int]:
    """Innovations by state, from what `region_period_or_404` brought along."""
    return {entry["state"]: entry["n"] for entry in region_period.states}  # type: ignore[attr-defined]


def queue_for(request: HttpRequest, actor: Actor, *, as_reviewer: bool, absences: bool = True) -> QueueOf:
    """The queue of a page: four queries (three without the `absences` of the reviewers), whatever waits; the list itself is read when it is asked for."""
    region_period = region_period_or_404(request, actor.region_id)
    return queue_at(
        region_period,
        actor,
        query=request.GET,
        as_reviewer=as_reviewer,
        now=timezone.now(),
        order=sorting(request, allowed={key: key for key in SORTS}, default=DEFAULT_SORT),
        request=request,
        absences=absences,
    )


def queue_at(
    region_period: RegionPeriod,
    actor: Actor,
    *,
    query: Mapping[str, str],
    as_reviewer: bool,
    now: datetime,
    order: Sorting,
    request: HttpRequest | None = None,
    absences: bool = False,
) -> QueueOf:
    desk = Desk(
        region_period,
        instrument_of(region_period.period),
        now,
        actor.person_id if as_reviewer else None,
    )
    today = now.astimezone(region_period.region.zone).date()
    return QueueOf(
        desk=desk,
        actor=actor,
        filters=read_filters(query),
        order=order,
        opds={opd.pk: opd for opd in Opd.objects.select_related("parent")},
        reviewers=reviewers_of(region_period.region, since=today - PAST_ABSENCES if absences else None),
        request=request,
    )
