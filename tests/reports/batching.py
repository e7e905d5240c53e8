"""Batches for tests: ordered by Rina, worked by the test itself."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from iga_portal.tenancy.scope import NATION, scope
from reports.batch_tasks import work
from reports.domain.batches import KINDS, order_batch
from reports.models import BatchFault, DocumentBatch, DocumentKind, IssuedDocument, Publication
from tests.cast import NOON, Cast
from tests.reports.support import SITE, everywhere


def order(
    cast: Cast,
    publication: Publication,
    *,
    kinds: Collection[DocumentKind] = KINDS,
    region_ids: Collection[int] | None = None,
    who: str = "rina",
    now: datetime = NOON,
) -> DocumentBatch:
    with everywhere():
        return order_batch(
            publication,
            kinds=kinds,
            region_ids=region_ids,
            regions="" if region_ids is None else "sebagian",
            actor=cast.actor(who),
            site=SITE,
            now=now,
        )


def work_all(batch: DocumentBatch, *, most: int = 50) -> DocumentBatch:
    """Send the message round as a worker does, until there is nothing to take."""
    for _round in range(most):
        if work(region_id=NATION, batch_id=batch.pk) != "done":
            break
    return again(batch)


def again(batch: DocumentBatch) -> DocumentBatch:
    with scope({NATION}):
        return DocumentBatch.objects.get(pk=batch.pk)


def counts(batch: DocumentBatch) -> tuple[int, int, int]:
    """Made, unchanged, failed."""
    with scope({NATION}):
        slices = list(DocumentBatch.objects.get(pk=batch.pk).slices.all())
    return (
        sum(entry.made for entry in slices),
        sum(entry.unchanged for entry in slices),
        sum(entry.failed for entry in slices),
    )


def faults(batch: DocumentBatch) -> list[BatchFault]:
    with scope({NATION}):
        return list(BatchFault.objects.filter(batch=batch))


def published_documents(**filters: object) -> list[IssuedDocument]:
    with everywhere():
        return list(
            IssuedDocument.objects.select_related("file", "replaced_by")
            .filter(publication__isnull=False, **filters)
            .order_by("pk")
        )
