"""Lists of issued documents, without their snapshots, and the way from a printed code to a document."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Case, F, QuerySet, TextField, Value, When
from django.db.models.fields.json import KeyTextTransform, KeyTransform

from iga_portal.tenancy.scope import scope
from regions.access import Actor
from regions.enums import Basis
from regions.models import Period, Region
from reports.models import DocumentKind, IssuedDocument
from reports.rules import can_read_document

CODE = re.compile(
    r"(?P<prefix>[A-Z]{3})-(?P<region>[0-9.]{2,5})-(?P<year>[0-9]{4})-(?P<place>[0-9]{4,})-(?P<mark>[0-9a-f]{8})"
)


def issued_documents(
    actor: Actor, *, period: Period, region_id: int | None = None
) -> QuerySet[IssuedDocument]:
    """The documents of a period that the actor may read, newest first, with index and predicate as printed.

    For the ministry those of all regions, or of one. The filter is the rule `can_read_document` as a query.
    """
    rows = IssuedDocument.objects.filter(region_period__period=period)
    if actor.is_ministry:
        rows = rows.filter(basis=Basis.FINAL)
    if region_id is not None:
        rows = rows.filter(region_id=region_id)
    return (
        rows.annotate(index=_printed("index"), predicate=_printed("predicate"))
        .select_related("file", "region", "issued_by")
        .defer("snapshot", "facts")
        .order_by("-created_at", "-id")
    )


def _printed(key: str) -> Case:
    """What the document prints: a certificate has one index, a report one on each basis."""
    own = [
        When(basis=basis, then=KeyTextTransform(key, KeyTransform(basis.value, "snapshot")))
        for basis in Basis
    ]
    return Case(
        When(kind=DocumentKind.CERTIFICATE, then=KeyTextTransform(key, F("snapshot"))),
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


@dataclass(frozen=True, slots=True)
class Checked:
    """What the public is told of a paper in hand: that it is ours, what it is, and the prints of its content and file."""

    number: str
    kind: str
    region: str
    basis: str
    index: str
    predicate: str
    issued_on: date
    demo: bool
    facts_hash: str
    file_hash: str


def document_of_code(code: str) -> Checked | None:
    """The document behind the code on a paper: its number, and eight digits of its own that no list shows.

    Opens a scope of just that region: the public has none. None for a code that is no document of ours.
    """
    parts = CODE.fullmatch(code)
    if parts is None:
        return None
    region = Region.objects.filter(code=parts["region"]).first()
    if region is None:
        return None
    number = f"{parts['prefix']}/{parts['region']}/{parts['year']}/{parts['place']}"
    with scope({region.pk}, role="public"):
        found = (
            IssuedDocument.objects.filter(number=number)
            .annotate(
                index=_printed("index"),
                predicate=_printed("predicate"),
                demo=KeyTransform("demo", "snapshot"),
            )
            .select_related("file")
            .defer("snapshot", "facts")
            .first()
        )
        if found is None or found.public_id.hex[:8] != parts["mark"]:
            return None
        return Checked(
            number=found.number,
            kind=found.get_kind_display(),
            region=region.name,
            basis=found.get_basis_display(),
            index=found.index,
            predicate=found.predicate,
            issued_on=found.issued_on,
            demo=bool(found.demo),
            facts_hash=found.facts_hash,
            file_hash=found.file.sha256 if found.file else "",
        )
