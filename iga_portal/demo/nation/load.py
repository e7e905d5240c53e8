"""Writing the nation: one transaction, COPY in the owner's role, audit triggers on."""

from __future__ import annotations

import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import connection
from django.db.models import Count, Model, Sum

from iga_portal.demo.nation.rows import NationRows, Numbering, blocks
from iga_portal.demo.nation.shape import Known, shape_nation
from iga_portal.tenancy.models import is_audit_event, tenant_models
from iga_portal.tenancy.scope import scope
from innovations.enums import State
from innovations.models import Answer, Innovation, RegionAnswer
from regions.enums import Basis
from regions.models import Invitation, Membership, Opd, Period, Person, RegionPeriod
from regions.queries.instruments import instrument_of
from regions.queries.regions import participants
from scoring.models import Result

PEOPLE = (
    ("pengisi@contoh.go.id", "Pengisi SPD (contoh)"),
    ("pemeriksa@contoh.go.id", "Pemeriksa SPD (contoh)"),
)
"""Who entered and who confirmed the SPD rows of the nation. Nobody can sign in as them."""


@dataclass
class Loaded:
    """What was written, and how long each part took."""

    rows: dict[str, int] = field(default_factory=dict)
    seconds: dict[str, float] = field(default_factory=dict)


def seeded_regions(*, besides: Iterable[int]) -> list[int]:
    """Regions that hold agencies or innovations, the demonstration's own excepted."""
    found = set(Opd.objects.values_list("region_id", flat=True).distinct())
    found |= set(Innovation.objects.values_list("region_id", flat=True).distinct())
    return sorted(found - set(besides))


def known_regions(period: Period, region_ids: Sequence[int]) -> Known:
    """The regions of the demonstration that are there: their number of innovations and their stored final index."""
    innovations = Innovation.objects.filter(region_id__in=region_ids, region_period__period=period)
    there = list(Opd.objects.filter(region_id__in=region_ids).values_list("region_id", flat=True).distinct())
    results = Result.objects.filter(
        region_id__in=there, region_period__period=period, basis=Basis.FINAL, is_current=True
    )
    top = instrument_of(period).predicates[0].name
    return Known(
        regions=frozenset(there),
        innovations=innovations.count(),
        index_sum=float(results.aggregate(total=Sum("index"))["total"] or 0),
        very_innovative=results.filter(predicate=top).count(),
    )


def load_nation(
    period: Period, *, regions: int, innovations: int, demonstration: Sequence[int], again: bool
) -> Loaded:
    """Fill the nation up to `regions` regions with `innovations` innovations. All or nothing.

    Raises ValueError when regions hold seeded content already and `again` is not set, or when the numbers do not fit.
    """
    loaded = Loaded()
    everywhere = list(participants().order_by("pk"))
    with scope([region.pk for region in everywhere], role="seed"):
        filled = seeded_regions(besides=demonstration)
        if filled and not again:
            raise ValueError(f"{len(filled)} regions hold content already")
        if filled:
            _timed(loaded, "clear", lambda: _clear(filled))
        shapes = shape_nation(
            [region.pk for region in everywhere],
            regions=regions,
            innovations=innovations,
            known=known_regions(period, demonstration),
        )
        rows = NationRows(
            instrument=instrument_of(period),
            period=period,
            shapes=shapes,
            regions={region.pk: region for region in everywhere},
            region_periods=dict(RegionPeriod.objects.filter(period=period).values_list("region_id", "pk")),
            numbering=_numbering(shapes),
        )
        _copy(loaded, Opd, NationRows.AGENCY_COLUMNS, rows.agencies())
        _copy(loaded, Innovation, NationRows.INNOVATION_COLUMNS, rows.innovations())
        _copy(loaded, Answer, NationRows.ANSWER_COLUMNS, rows.answers())
        _copy(loaded, RegionAnswer, NationRows.SPD_COLUMNS, rows.spd())
        _timed(loaded, "versions", lambda: _raise_versions(period, [shape.region_id for shape in shapes]))
        # Foreign keys are checked here rather than in the commit, so that their seconds have a name.
        _timed(loaded, "foreign_keys", _check_constraints)
    _timed(loaded, "vacuum", _vacuum)
    return loaded


def _timed(loaded: Loaded, name: str, work: Any) -> Any:
    started = time.perf_counter()
    found = work()
    loaded.seconds[name] = round(time.perf_counter() - started, 2)
    return found


def _copy(loaded: Loaded, model: type[Model], columns: Sequence[str], lines: Iterable[str]) -> None:
    table = model._meta.db_table

    def work() -> int:
        quote = connection.ops.quote_name
        names = ", ".join(quote(column) for column in columns)
        with connection.cursor() as cursor:
            with cursor.copy(f"COPY {quote(table)} ({names}) FROM STDIN") as copy:
                for block in blocks(lines):
                    copy.write(block)
            return int(cursor.rowcount)

    loaded.rows[table] = _timed(loaded, table, work)


def _numbering(shapes: Sequence[Any]) -> Numbering:
    people = [Person.objects.get_or_create(email=email, defaults={"name": name, "is_active": False})[0]
              for email, name in PEOPLE]  # fmt: skip
    for person in people:
        if not person.password:
            person.set_unusable_password()
            person.save(update_fields=["password"])
    return Numbering(
        agency=_reserve(Opd, sum(shape.agencies for shape in shapes)),
        innovation=_reserve(Innovation, sum(shape.innovations for shape in shapes)),
        entered_by=people[0].pk,
        confirmed_by=people[1].pk,
    )


def _reserve(model: type[Model], number: int) -> int:
    """Take `number` ids from a table's sequence; returns the first."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_get_serial_sequence(%s, 'id')", [model._meta.db_table])
        sequence = cursor.fetchone()[0]
        cursor.execute("SELECT nextval(%s)", [sequence])
        first = int(cursor.fetchone()[0])
        cursor.execute("SELECT setval(%s, %s)", [sequence, first + number])
    return first


def _raise_versions(period: Period, region_ids: Sequence[int]) -> None:
    """One content version more for every region written: what was loaded is a change like any other."""
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE regions_regionperiod rp SET content_version = content_version + 1, nudged_at = NULL, sent_at = "
            "(SELECT min(i.sent_at) FROM innovations_innovation i WHERE i.region_period_id = rp.id) "
            "WHERE rp.period_id = %s AND rp.region_id = ANY(%s)",
            [period.pk, list(region_ids)],
        )


def _check_constraints() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


def _clear(region_ids: Sequence[int]) -> None:
    """Take the seeded content away, scores included; regions, periods and the audit history stay.

    Order does not matter: the foreign keys are checked at the end.
    """
    Membership.objects.filter(region_id__in=region_ids, opd__isnull=False).delete()
    Invitation.objects.filter(region_id__in=region_ids, opd__isnull=False).delete()
    with connection.cursor() as cursor:
        for model in tenant_models():
            if is_audit_event(model) or model is RegionPeriod:
                continue
            table = connection.ops.quote_name(model._meta.db_table)
            # The name comes from the models, never from input.
            cursor.execute(f"DELETE FROM {table} WHERE region_id = ANY(%s)", [list(region_ids)])  # noqa: S608 - a name of our own models


def _vacuum() -> None:
    """Fresh statistics and visibility for the planner, which else learns of the nation in its own time."""
    if connection.in_atomic_block:
        return
    with connection.cursor() as cursor:
        for model in (Opd, Innovation, Answer, RegionAnswer, RegionPeriod):
            cursor.execute(f"VACUUM (ANALYZE) {connection.ops.quote_name(model._meta.db_table)}")


def contents() -> dict[str, Any]:
    """What the nation holds now, for the report of the command."""
    states = Innovation.objects.values_list("state").annotate(number=Count("pk")).order_by()
    return {
        "regions": Innovation.objects.values("region_id").distinct().count(),
        "agencies": Opd.objects.count(),
        "innovations": Innovation.objects.count(),
        "answers": Answer.objects.count(),
        "spd_answers": RegionAnswer.objects.count(),
        "states": {State(state).value: number for state, number in sorted(states)},
    }
