"""What a correction does at once to what was issued before it: documents that it contradicts do not stand any more, and orders for
the publication before it end. Their successors come with the next order; until then the public check says what is so.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Any

from django.contrib.postgres.aggregates import StringAgg
from django.db.models import F, Value
from django.db.models.functions import Concat

from iga_portal.tenancy.scope import NATION, scope
from iga_portal.tenancy.tasks import region_ids
from reports.domain.batches import end_superseded_batches
from reports.domain.issue_papers import reason_of
from reports.models import (
    DocumentKind,
    DocumentStanding,
    IssuedDocument,
    Publication,
    PublishedAward,
    PublishedInnovation,
    PublishedRegion,
)

ROLE = "publication"
ROW = ("name", "kind", "province", "is_assessed", "index", "predicate", "facts_hash")
"""What every paper of a region says of it."""
AWARD = ("category", "category_name", "place", "sentence", "numbers")
WITH_INNOVATIONS = frozenset({DocumentKind.REPORT, DocumentKind.RECEIPT})


def end_outdated(publication: Publication, *, now: datetime, person_id: int | None) -> int:
    """End the valid documents of earlier publications of the period that this one contradicts; how many were ended.

    Safe to repeat. Opens its own scope. What is compared are the published rows, without working any paper out: the region's
    numbers and facts, its awards, the texts of its innovations; for the nation's report the whole content. What differs in less than
    that (who shares a place) is found by the next order.
    """
    with scope(region_ids(), role=ROLE):
        end_superseded_batches(publication, now=now)
        standing = list(
            IssuedDocument.objects.filter(
                publication__period_id=publication.period_id,
                publication__number__lt=publication.number,
                standing=DocumentStanding.VALID,
            )
            .order_by("pk")
            .values_list("pk", "publication_id", "region_id", "kind", "category")
        )
        if not standing:
            return 0
        told = _Told({entry[1] for entry in standing} | {publication.pk})
        ended = [
            pk
            for pk, before, region_id, kind, category in standing
            if told.of(before, region_id, kind, category)
            != told.of(publication.pk, region_id, kind, category)
        ]
        return IssuedDocument.objects.filter(pk__in=ended, standing=DocumentStanding.VALID).update(
            standing=DocumentStanding.SUPERSEDED,
            end_reason=reason_of(publication),
            ended_at=now,
            ended_by_id=person_id,
        )


class _Told:
    """What some publications say of each region, read in four statements."""

    def __init__(self, publication_ids: Collection[int]) -> None:
        chosen = {"publication_id__in": publication_ids}
        self._rows = {
            (entry[0], entry[1]): entry[2:]
            for entry in PublishedRegion.objects.filter(**chosen).values_list(
                "publication_id", "region_id", *ROW
            )
        }
        self._awards: dict[tuple[int, int], dict[str, Any]] = {}
        awards = PublishedAward.objects.filter(**chosen).order_by("category")
        for before, region_id, *award in awards.values_list(
            "publication_id", "published_region__region_id", *AWARD
        ):
            self._awards.setdefault((before, region_id), {})[award[0]] = award
        texts = (
            PublishedInnovation.objects.filter(**chosen)
            .order_by()
            .values("publication_id", "published_region__region_id")
            .annotate(
                text=StringAgg(
                    Concat("name", Value("\x1f"), "opd", Value("\x1f"), "urusan"),
                    delimiter=Value("\x1e"),
                    order_by=F("public_id").asc(),
                )
            )
        )
        self._texts = {
            (entry["publication_id"], entry["published_region__region_id"]): entry["text"] for entry in texts
        }
        self._contents = dict(
            Publication.objects.filter(pk__in=publication_ids).values_list("pk", "content_hash")
        )

    def of(self, publication_id: int, region_id: int, kind: str, category: str) -> Any:
        """What a paper of this kind would say, as far as it is compared."""
        if region_id == NATION:
            return self._contents[publication_id]
        where = publication_id, region_id
        row, awards = self._rows.get(where), self._awards.get(where, {})
        if kind == DocumentKind.AWARD:
            return row, awards.get(category)
        if kind in WITH_INNOVATIONS:
            return row, awards, self._texts.get(where)
        return row
