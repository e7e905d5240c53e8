"""Lists of issued documents, without their snapshots."""

from __future__ import annotations

from uuid import UUID

from django.db.models import Case, F, Q, QuerySet, TextField, Value, When
from django.db.models.fields.json import KeyTextTransform, KeyTransform

from regions.access import Actor
from regions.enums import Basis
from regions.models import Period
from reports.models import DocumentKind, IssuedDocument
from reports.rules import can_read_document


def issued_documents(
    actor: Actor, *, period: Period, region_id: int | None = None
) -> QuerySet[IssuedDocument]:
    """The documents of a period that the actor may read, newest first, with index and predicate as printed; for one region
    also those of other years' publications.

    For the ministry those of all regions, or of one. The filter is the rule `can_read_document` as a query.
    """
    rows = IssuedDocument.objects.filter(
        Q(region_period__period=period) | Q(publication__isnull=False)
        if region_id is not None
        else Q(region_period__period=period)
    )
    if actor.is_ministry:
        rows = rows.filter(basis=Basis.FINAL)
    if region_id is not None:
        rows = rows.filter(region_id=region_id)
    return (
        rows.annotate(index=printed("index"), predicate=printed("predicate"))
        .select_related("file", "region", "issued_by")
        .defer("snapshot", "facts")
        .order_by("-created_at", "-id")
    )


def printed(key: str) -> Case:
    """What the document prints: a certificate has one index, a report one on each basis."""
    own = [
        When(basis=basis, then=KeyTextTransform(key, KeyTransform(basis.value, "snapshot")))
        for basis in Basis
    ]
    return Case(
        When(
            kind__in=[DocumentKind.CERTIFICATE, DocumentKind.AWARD], then=KeyTextTransform(key, F("snapshot"))
        ),
        *own,
        default=Value(""),
        output_field=TextField(),
    )


def readable_document(actor: Actor, *, public_id: UUID) -> IssuedDocument | None:
    """One document with its file; None when there is none or the actor may not know of it."""
    found = (
        IssuedDocument.objects.select_related("file")
        .defer("snapshot", "facts")
        .filter(public_id=public_id)
        .first()
    )
    return found if found is not None and can_read_document(actor, found) else None
