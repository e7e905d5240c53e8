"""Publishing the nation, while others read the publication before it, against a plain copy of the same rows in SQL.

Everything runs in one transaction that is taken back at the end: nobody may take rows out of the published tables, not even a
benchmark. So the commit itself is not in the seconds; what it would check (foreign keys) is checked inside them.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from typing import Any

from django.db import connection, transaction
from django.db.models import Model
from django.utils import timezone

from iga_portal.bench.ground import milliseconds
from iga_portal.tenancy.scope import scope
from iga_portal.tenancy.tasks import region_ids
from innovations.enums import State
from innovations.models import Innovation
from regions.models import Period, Person, RegionPeriod
from regions.queries.periods import current_period
from reports.domain.publishing import publish
from reports.domain.publishing_content import Draft, chain_hash, content_hash
from reports.domain.publishing_gather import gather
from reports.domain.publishing_prepared import standing_publication
from reports.models import Publication, PublishedInnovation, PublishedRegion
from scoring.recompute import recompute_region

READ = "SELECT code, name, index FROM reports_publishedregion ORDER BY publication_id DESC, code LIMIT 50"


class _Taken(Exception):
    """Takes the transaction back."""


def run() -> Iterator[dict[str, Any]]:
    """Yield seconds of gathering, hashing, publishing and the plain copy; and what a reader met meanwhile."""
    period = current_period()
    assert period is not None
    lines: list[dict[str, Any]] = []
    try:
        with scope(region_ids(), role="bench"):
            _send_everything(period)
            lines = _measure(period)
            raise _Taken
    except _Taken:
        pass
    yield from lines


def _send_everything(period: Period) -> None:
    """As after the quality control: everything that was entered is assessed, and computed."""
    Innovation.objects.filter(region_period__period=period).exclude(stage="").exclude(urusan="").update(
        state=State.ASSESSED
    )
    rows = RegionPeriod.objects.filter(period=period, innovations__isnull=False).distinct()
    regions = list(rows.order_by("region_id").values_list("region_id", flat=True))
    for row in RegionPeriod.objects.filter(period=period, region_id__in=regions):
        row.content_version += 1
        row.save(update_fields=["content_version"])
    for region_id in regions:
        recompute_region(region_id, period_id=period.pk)


def _measure(period: Period) -> list[dict[str, Any]]:
    people = [Person.objects.get_or_create(email=f"bench-{name}@contoh.go.id")[0].pk for name in ("a", "b")]
    # Another benchmark may have published this period in the same folder: then this is its correction.
    before = standing_publication(period)
    gathering, draft = _timed(
        lambda: gather(period, supersedes=before, reason="Pengukuran." if before else "")
    )
    hashing, hashed = _timed(lambda: content_hash(draft.content()))
    with _Reader() as reader:
        publishing, publication = _timed(lambda: _publish(draft, period=period, people=people))
    assert publication.content_hash == hashed
    regions = PublishedRegion.objects.filter(publication=publication).count()
    innovations = PublishedInnovation.objects.filter(publication=publication).count()
    plain, _nothing = _timed(lambda: _plain_copy(publication))
    counts = {"regions": regions, "innovations": innovations}
    return [
        {"bench": "publish", "case": "gather", **counts, "seconds": round(gathering, 2)},
        {"bench": "publish", "case": "hash", **counts, "seconds": round(hashing, 2)},
        {"bench": "publish", "case": "plain_copy", **counts, "seconds": round(plain, 2)},
        {
            "bench": "publish",
            "case": "publish",
            **counts,
            "seconds": round(publishing, 2),
            "times_plain_copy": round(publishing / plain, 2),
        },
        {
            "bench": "publish",
            "case": "all_a_worker_does",
            **counts,
            "seconds": round(gathering + hashing + publishing, 2),
        },
        {"bench": "publish", "case": "readers_meanwhile", "reads": len(reader.times), **reader.told()},
    ]


def _publish(draft: Draft, *, period: Period, people: list[int]) -> Any:
    publication = publish(
        draft, period=period, prepared_by_id=people[0], published_by_id=people[1], now=timezone.now()
    )
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    return publication


def _plain_copy(publication: Publication) -> None:
    """The yardstick: the same rows once more into the same tables, by INSERT ... SELECT under another publication."""
    copy = Publication.objects.get(pk=publication.pk)
    copy.pk, copy.supersedes = None, publication
    copy.number, copy.revision = publication.number + 1, publication.revision + 1
    copy.chain_hash = chain_hash(content=publication.content_hash, previous=publication.chain_hash)
    copy.save(force_insert=True)
    regions, innovations = (
        _columns(model, besides={"id", "publication_id", "published_region_id"})
        for model in (PublishedRegion, PublishedInnovation)
    )
    with connection.cursor() as cursor:
        # Names of our own models, nobody's input.
        cursor.execute(
            f"INSERT INTO reports_publishedregion (publication_id, {regions}) "  # noqa: S608
            f"SELECT %s, {regions} FROM reports_publishedregion WHERE publication_id = %s",
            [copy.pk, publication.pk],
        )
        cursor.execute(
            f"INSERT INTO reports_publishedinnovation (publication_id, published_region_id, {innovations}) "  # noqa: S608
            f"SELECT new.publication_id, new.id, {_of('entry', innovations)} FROM reports_publishedinnovation entry "
            "JOIN reports_publishedregion old ON old.id = entry.published_region_id "
            "JOIN reports_publishedregion new ON new.code = old.code AND new.publication_id = %s "
            "WHERE entry.publication_id = %s",
            [copy.pk, publication.pk],
        )


def _columns(model: type[Model], *, besides: set[str]) -> str:
    return ", ".join(
        connection.ops.quote_name(field.column)
        for field in model._meta.concrete_fields
        if field.column not in besides and not getattr(field, "generated", False)
    )


def _of(table: str, columns: str) -> str:
    return ", ".join(f"{table}.{column}" for column in columns.split(", "))


class _Reader(threading.Thread):
    """Somebody who goes on reading, over a connection of their own, until the publishing is done."""

    def __init__(self) -> None:
        super().__init__(daemon=True)
        self.done = threading.Event()
        self.times: list[float] = []

    def __enter__(self) -> _Reader:
        self.start()
        return self

    def __exit__(self, *error: object) -> None:
        self.done.set()
        self.join()

    def run(self) -> None:
        while not self.done.is_set():
            started = time.perf_counter()
            with transaction.atomic(), connection.cursor() as cursor:
                cursor.execute(READ)
                cursor.fetchall()
            self.times.append(time.perf_counter() - started)
            time.sleep(0.01)
        connection.close()

    def told(self) -> dict[str, Any]:
        return {**milliseconds(self.times), "longest_ms": round(max(self.times, default=0.0) * 1000, 2)}


def _timed(work: Any) -> tuple[float, Any]:
    started = time.perf_counter()
    found = work()
    return time.perf_counter() - started, found
