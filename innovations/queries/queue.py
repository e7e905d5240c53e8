"""The desk's queue: everything that waits, oldest promise first, with what one needs to choose the next.

The promise to an OPD is submission + `RegionPeriod.desk_days`; while a question to the OPD is open and unanswered the clock
stands: that time counts neither as age nor towards the promise (several questions at once stop it once). The deadline is the
same for all: `RegionPeriod.desk_until`, or the end of the national input.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from django.db.models import (
    Case,
    CharField,
    Count,
    Exists,
    F,
    FilteredRelation,
    IntegerField,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Sum,
    Value,
    When,
)
from django.db.models.functions import Coalesce, JSONObject
from django.utils.dateparse import parse_datetime

from innovations import reference
from innovations.enums import AssignmentOrigin, State
from innovations.models import Absence, Answer, Citation, Coaching, Innovation, Lease, RowQuestion, Transition
from innovations.queries.conflicts import STEPS_OF_THE_OPD, Ties
from innovations.workflow import Action
from regions.models import Opd, RegionPeriod
from scoring.core.model import Instrument

AGAIN: Final = frozenset({Action.RESUBMIT.value, Action.REOPEN_ROWS.value})
MINE, NOBODY = "saya", "tanpa"
OVERDUE, RETURNED, ASKED, HELD, KNOWN = "terlambat", "lagi", "tanya", "dibuka", "dikenal"
CONDITIONS: Final = (OVERDUE, RETURNED, ASKED, HELD, KNOWN)
SORTS: Final = ("janji", "umur", "nama", "opd", "urusan", "terbuka", "poin", "penelaah")
DEFAULT_SORT: Final = "janji"


@dataclass(frozen=True, slots=True)
class Filters:
    """What a queue is narrowed to. Anything that no page offers is passed over."""

    search: str = ""
    opd_id: int | None = None
    urusan: str = ""
    reader: str = ""
    """MINE, NOBODY, the id of a reviewer as text, or "" for everybody's."""
    condition: str = ""
    """One of CONDITIONS or ""."""

    @property
    def any(self) -> bool:
        return bool(self.search or self.opd_id or self.urusan or self.reader or self.condition)


def read_filters(query: Mapping[str, str]) -> Filters:
    """From the query string of a page: cari, opd, urusan, penelaah, keadaan."""
    opd, urusan, reader, condition = (
        query.get(key, "").strip() for key in ("opd", "urusan", "penelaah", "keadaan")
    )
    return Filters(
        search=query.get("cari", "").strip()[:100],
        opd_id=_number(opd),
        urusan=urusan if urusan in reference.urusan_codes() else "",
        reader=reader if reader in {MINE, NOBODY} or _number(reader) is not None else "",
        condition=condition if condition in CONDITIONS else "",
    )


def _number(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 10 else None


@dataclass(frozen=True, slots=True)
class Desk:
    """Whose queue, of which region and period, at which moment."""

    region_period: RegionPeriod
    instrument: Instrument
    now: datetime
    person_id: int | None = None
    """The reviewer who looks, for "mine" and for what they may not judge; None for the regional admin."""

    @property
    def deadline(self) -> datetime:
        """The moment by which everything is read: the region's own, or the last second of the national input."""
        return self.region_period.desk_until or self.region_period.input_until


@dataclass(frozen=True, slots=True)
class Waiting:
    """One innovation that waits, as far as choosing and sorting need it."""

    pk: int
    name: str
    opd_id: int
    urusan: str
    since: datetime
    """When it came to the desk."""
    came_by: str
    """The step that brought it there."""
    stood: timedelta
    """How long questions have stopped the clock since."""
    asked: bool
    """A question is open: the clock stands now."""
    reader_id: int | None
    promise: datetime
    holds: bool = True
    """A condition that the database has to look up (held open, known documents) is true of it."""

    def age(self, now: datetime) -> int:
        """Whole days that count."""
        return max(0, (now - self.since - self.stood).days)

    def is_overdue(self, now: datetime) -> bool:
        return self.promise < now


@dataclass(frozen=True, slots=True)
class Work:
    """What is still to do in an innovation: rows without a verdict (0..20), and the points claimed for them, in hundredths."""

    rows: int = 0
    points: int = 0


NO_WORK: Final = Work()


def waiting_at(desk: Desk, *, condition: str = "") -> list[Waiting]:
    """Everything that waits, oldest promise first; `condition` is looked up for each (`holds`). Two queries, one plain row a thing."""
    latest = Transition.objects.filter(innovation=OuterRef("pk")).order_by("-at", "-id")
    rows = (
        Innovation.objects.filter(region_period=desk.region_period, state=State.SUBMITTED)
        .annotate(
            came=Subquery(latest.values(step=JSONObject(at="at", by="action"))[:1]),
            current=FilteredRelation("assignments", condition=Q(assignments__is_current=True)),
            holds=_condition(condition, desk),
        )
        .order_by()
        .values_list("pk", "name", "opd_id", "urusan", "came", "current__reviewer_id", "holds")
    )
    spans = _question_spans(desk)
    days = timedelta(days=desk.region_period.desk_days)
    found = []
    for pk, name, opd_id, urusan, came, reader_id, holds in rows:
        since = parse_datetime(came["at"])
        assert since is not None
        stood, asked = _stood_still(spans.get(pk, ()), since=since, now=desk.now)
        found.append(
            Waiting(
                pk=pk, name=name, opd_id=opd_id, urusan=urusan, since=since, came_by=came["by"], stood=stood, asked=asked,
                reader_id=reader_id, promise=since + stood + days, holds=holds,
            )
        )  # fmt: skip
    return sorted(found, key=lambda entry: (entry.promise, entry.pk))


def _condition(condition: str, desk: Desk) -> Any:
    """Whether an innovation is held open now, or cites what is judged elsewhere; true where the filters do not ask."""
    if condition == HELD:
        held = Lease.objects.filter(innovation__region_period=desk.region_period, expires_at__gt=desk.now)
        return Q(pk__in=held.values("innovation_id"))
    if condition == KNOWN:
        cited = Citation.objects.filter(
            answer__innovation__region_period=desk.region_period, answer__innovation__state=State.SUBMITTED
        )
        return Q(pk__in=_known_citations(cited).order_by().values("answer__innovation_id"))
    return Value(True)


Span = tuple[datetime, datetime | None]


def _question_spans(desk: Desk) -> dict[int, list[Span]]:
    """By innovation: from when to when each question kept the clock still; None for one that still does."""
    questions = (
        RowQuestion.objects.filter(
            answer__innovation__region_period=desk.region_period,
            answer__innovation__state=State.SUBMITTED,
        )
        .order_by("asked_at", "pk")
        .values_list("answer__innovation_id", "asked_at", Coalesce("replied_at", "closed_at"))
    )
    found: dict[int, list[Span]] = defaultdict(list)
    for innovation_id, asked_at, ended_at in questions:
        found[innovation_id].append((asked_at, ended_at))
    return found


def _stood_still(spans: Iterable[Span], *, since: datetime, now: datetime) -> tuple[timedelta, bool]:
    """How long the clock stood between two moments, overlapping questions counted once; and whether it stands now."""
    total, reached, asked = timedelta(0), since, False
    for began, ended in spans:
        asked = asked or ended is None
        start, stop = max(began, reached), min(ended or now, now)
        if stop > start:
            total += stop - start
            reached = stop
    return total, asked


def open_work(desk: Desk) -> dict[int, Work]:
    """Rows without a verdict and the points claimed for them, by innovation, of everything that waits. One query."""
    rows = Answer.objects.filter(
        innovation__region_period=desk.region_period,
        innovation__state=State.SUBMITTED,
        verified_level__isnull=True,
    )
    found = (
        rows.order_by()
        .values("innovation_id")
        .annotate(count=Count("pk"), points=Sum(_weight(desk.instrument) * Coalesce("claimed_level", 0)))
    )
    return {entry["innovation_id"]: Work(entry["count"], entry["points"]) for entry in found}


def _weight(instrument: Instrument) -> Case:
    """The weight of a row of `Answer` in hundredths of a point, from the instrument."""
    return Case(
        *(When(row=int(row.code), then=Value(row.weight_hundredths)) for row in instrument.sid_rows),
        default=Value(0),
        output_field=IntegerField(),
    )


def chosen_of(
    waiting: Sequence[Waiting], filters: Filters, desk: Desk, *, opds: Mapping[int, Opd]
) -> list[Waiting]:
    """Those that the filters leave, of what was read with their condition."""
    words = [word.casefold() for word in filters.search.split()]
    reader = desk.person_id if filters.reader == MINE else _number(filters.reader)

    def fits(entry: Waiting) -> bool:
        opd = opds.get(entry.opd_id)
        if filters.opd_id is not None and filters.opd_id not in {entry.opd_id, opd and opd.parent_id}:
            return False  # an OPD stands for its units as well
        if filters.urusan and entry.urusan != filters.urusan:
            return False
        if filters.reader == NOBODY and entry.reader_id is not None:
            return False
        if filters.reader not in {"", NOBODY} and entry.reader_id != reader:
            return False
        text = f"{entry.name} {opd.name if opd else ''}".casefold()
        if not all(word in text for word in words):
            return False
        match filters.condition:
            case "terlambat":
                return entry.is_overdue(desk.now)
            case "lagi":
                return entry.came_by in AGAIN
            case "tanya":
                return entry.asked
            case _:
                return entry.holds

    return [entry for entry in waiting if fits(entry)]


def sorted_by(
    waiting: Sequence[Waiting],
    key: str,
    *,
    descending: bool = False,
    opds: Mapping[int, Opd],
    names: Mapping[int, str],
    work: Mapping[int, Work],
) -> list[Waiting]:
    """In the order of a column; equals stay in the order of their promises."""

    def rank(entry: Waiting) -> Any:
        match key:
            case "umur":
                return entry.since + entry.stood
            case "nama":
                return entry.name.casefold()
            case "opd":
                return opds[entry.opd_id].name.casefold()
            case "urusan":
                return reference.urusan_names().get(entry.urusan, "")
            case "terbuka":
                return work.get(entry.pk, NO_WORK).rows
            case "poin":
                return work.get(entry.pk, NO_WORK).points
            case "penelaah":
                return names.get(entry.reader_id or 0, "").casefold()
        return entry.promise

    return sorted(waiting, key=rank, reverse=descending)


# What the lines of one page show besides -----------------------------------------------------------------------------------


def lines_of(ids: Collection[int], desk: Desk) -> dict[int, Innovation]:
    """The innovations of a page by id, each with `open_rows` and `points_open` (as `Work`), `rows_known` (open rows that cite
    a document on which a verdict stands elsewhere), `reader_away` (today), `reader_id`, `reader_name`, `reader_origin`, `reader_reason`, `holder_id` and `holder_name` (who has it open now), and for a
    reviewer `entered` and `coached`. One query.
    """
    held = Lease.objects.filter(innovation=OuterRef("pk"), expires_at__gt=desk.now)
    known = (
        _known_citations(Citation.objects.filter(answer__innovation=OuterRef("pk")))
        .order_by()
        .values("answer__innovation")
        .annotate(rows=Count("answer", distinct=True))
        .values("rows")
    )
    todo = (
        Answer.objects.filter(innovation=OuterRef("pk"), verified_level__isnull=True)
        .order_by()
        .values("innovation")
        .annotate(count=Count("pk"), points=Sum(_weight(desk.instrument) * Coalesce("claimed_level", 0)))
    )
    today = desk.now.astimezone(desk.region_period.region.zone).date()
    away = Absence.objects.filter(
        person=OuterRef("current__reviewer_id"), first_day__lte=today, last_day__gte=today
    )
    rows = (
        Innovation.objects.filter(pk__in=ids)
        # Long texts that no list shows.
        .defer("design", "aim", "benefit", "result", "development_note")
        .annotate(
            current=FilteredRelation("assignments", condition=Q(assignments__is_current=True)),
            open_rows=Coalesce(Subquery(todo.values("count"), output_field=IntegerField()), 0),
            points_open=Coalesce(Subquery(todo.values("points"), output_field=IntegerField()), 0),
            reader_away=Exists(away),
            reader_id=F("current__reviewer_id"),
            reader_name=F("current__reviewer__name"),
            reader_origin=F("current__origin"),
            reader_reason=F("current__reason"),
            rows_known=Coalesce(Subquery(known, output_field=IntegerField()), 0),
            holder_id=Subquery(held.values("holder_id")[:1]),
            holder_name=Subquery(held.values("holder__name")[:1], output_field=CharField()),
        )
    )
    if desk.person_id is not None:
        steps = Transition.objects.filter(
            innovation=OuterRef("pk"), actor_id=desk.person_id, role=STEPS_OF_THE_OPD
        )
        coached = Coaching.objects.filter(innovation=OuterRef("pk"), person_id=desk.person_id)
        rows = rows.annotate(entered=Exists(steps), coached=Exists(coached))
    return {row.pk: row for row in rows}


def _known_citations(cited: QuerySet[Citation]) -> QuerySet[Citation]:
    """Those of open rows whose document, or a file of the same bytes, is cited by a row with a standing verdict."""
    judged = Citation.objects.filter(answer__verified_level__isnull=False)
    same_bytes = judged.filter(
        document__file__isnull=False, document__file__sha256=OuterRef("document__file__sha256")
    )
    return cited.filter(answer__verified_level__isnull=True).filter(
        Exists(judged.filter(document=OuterRef("document"))) | Exists(same_bytes)
    )


def ties_on_page(rows: Iterable[Any], *, person_id: int, touching: frozenset[int]) -> Ties:
    """The ties of a reviewer to the lines of a page, from what `lines_of` brought along. No query."""
    rows = list(rows)
    return Ties(
        opds=touching,
        entered=frozenset(row.pk for row in rows if row.entered or row.created_by_id == person_id),
        coached=frozenset(row.pk for row in rows if row.coached),
        appointed=frozenset(
            row.pk
            for row in rows
            if row.reader_id == person_id and row.reader_origin == AssignmentOrigin.APPOINTED
        ),
    )
