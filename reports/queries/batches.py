"""Reads of batches and of a publication's documents, for the ministry's pages. All inside the ministry's scope."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Count, Q, QuerySet, Sum
from django.db.models.functions import Coalesce

from iga_portal.tenancy.scope import NATION
from regions.models import Region
from reports.models import BatchFault, BatchState, DocumentBatch, IssuedDocument, Publication, PublishedAward


@dataclass(frozen=True, slots=True)
class BatchLine:
    """A batch with what came of it so far; counted are documents."""

    batch: DocumentBatch
    made: int
    unchanged: int
    failed: int
    working: int

    @property
    def done(self) -> int:
        return self.made + self.unchanged + self.failed

    @property
    def total(self) -> int:
        """Never less than what is done: the order was counted before the papers were worked out."""
        return max(self.batch.expected, self.done)

    @property
    def ended(self) -> bool:
        return self.batch.state == BatchState.DONE

    @property
    def is_stopped(self) -> bool:
        """Ended before its end: its publication was corrected meanwhile. The note says so."""
        return self.ended and bool(self.batch.note)


def batch_lines() -> QuerySet[DocumentBatch]:
    """All batches, the newest first, with their sums."""
    return (
        DocumentBatch.objects.filter(region_id=NATION)
        .select_related("publication", "ordered_by")
        .annotate(
            made_sum=Coalesce(Sum("slices__made"), 0),
            unchanged_sum=Coalesce(Sum("slices__unchanged"), 0),
            failed_sum=Coalesce(Sum("slices__failed"), 0),
            working_sum=Count("slices", filter=Q(slices__state="working")),
        )
        .order_by("-ordered_at", "-pk")
    )


def line_of(batch: DocumentBatch) -> BatchLine:
    """A row of `batch_lines` as a page takes it."""
    return BatchLine(
        batch,
        made=batch.made_sum,  # type: ignore[attr-defined]
        unchanged=batch.unchanged_sum,  # type: ignore[attr-defined]
        failed=batch.failed_sum,  # type: ignore[attr-defined]
        working=batch.working_sum,  # type: ignore[attr-defined]
    )


def batch_line(public_id: UUID) -> BatchLine | None:
    found = batch_lines().filter(public_id=public_id).first()
    return line_of(found) if found is not None else None


def faults_of(batch: DocumentBatch) -> QuerySet[BatchFault]:
    return BatchFault.objects.filter(batch=batch).select_related("subject").order_by("subject__code", "pk")


def publication_documents(publication: Publication) -> QuerySet[IssuedDocument]:
    """The documents of a publication's period, with their files, regions and successors, without what they say."""
    return (
        IssuedDocument.objects.filter(publication__period_id=publication.period_id)
        .select_related("file", "region", "publication", "replaced_by")
        .defer("snapshot", "facts", "replaced_by__snapshot", "replaced_by__facts")
        .order_by("region__code", "kind", "category", "-pk")
    )


def category_names(publication: Publication) -> dict[str, str]:
    """The name of each category that is awarded, by its code."""
    rows = PublishedAward.objects.filter(publication__period_id=publication.period_id)
    return dict(rows.order_by("publication_id").values_list("category", "category_name"))


def region_named(words: str) -> Region | None:
    """The one region that somebody means by a code or a name; None for nobody or more than one."""
    words = " ".join(words.split())[:80]
    found = list(
        Region.objects.filter(Q(code=words) | Q(name__iexact=words) | Q(short_name__iexact=words)).exclude(
            pk=NATION
        )[:2]
    )
    return found[0] if len(found) == 1 else None


def duration(batch: DocumentBatch, *, now: datetime) -> int:
    """Whole minutes from the order to the end, or to now."""
    return int(((batch.finished_at or now) - batch.ordered_at).total_seconds() // 60)
