"""The public check of a paper: from its code, its number or a copy of its file to what it says and whether it still stands.

Whoever has the code of a paper has the paper. The number alone can be guessed, so it answers for documents of a publication only:
what those say is public anyhow.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from urllib.parse import unquote, urlsplit

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.db.models.fields.json import KeyTransform

from iga_portal.tenancy.scope import NATION, scope
from iga_portal.tenancy.tasks import region_ids
from regions.enums import RegionKind
from regions.models import Region
from reports.models import (
    BatchFault,
    BatchSlice,
    DocumentKind,
    DocumentStanding,
    IssuedDocument,
    Publication,
    PublishedAward,
    PublishedRegion,
    SliceState,
)
from reports.queries.documents import printed
from reports.queries.face import standing_publication, successor_of

CODE = re.compile(
    r"(?P<prefix>[A-Z]{3})-(?P<region>[0-9]{2}(?:\.[0-9]{2})?)-(?P<year>[0-9]{4})-(?P<place>[0-9]{4,9})(?:-(?P<mark>[0-9a-f]{8}))?"
)
ROLE = "public"


@dataclass(frozen=True, slots=True)
class PlaceNow:
    """The region's place in the publication that stands; papers do not print it, because corrections elsewhere move it."""

    place: int
    of: int
    kind: str
    tied: int
    """How many others share it."""
    publication: int


@dataclass(frozen=True, slots=True)
class CheckedDocument:
    """What the public is told of a paper in hand."""

    number: str
    code: str
    kind: str
    region: str
    region_code: str
    basis: str
    category: str
    index: str
    predicate: str
    issued_on: date
    demo: bool
    facts_hash: str
    file_hash: str
    standing: str
    end_reason: str
    ended_at: datetime | None
    replaced_by: str
    """The number of what came in its place, "" for nothing."""
    publication: int | None
    publication_title: str
    published_at: datetime | None
    corrected_by: int | None
    """The number of the publication that supersedes the one it was issued for."""
    in_force: int | None
    """The number of the publication that stands now of the same year."""
    awaits_comparison: bool
    """From a correction of its publication until the documents of that correction were gone through: it still stands, and what it
    says may have changed."""
    signer: str
    signed_at: datetime | None
    place: PlaceNow | None = None

    @property
    def is_valid(self) -> bool:
        return self.standing == DocumentStanding.VALID

    @property
    def is_revoked(self) -> bool:
        return self.standing == DocumentStanding.REVOKED


def tidy_code(typed: str) -> str:
    """A code or number as people write, paste or scan it, in the form of an address: PGM-62.02-2026-0017-1a2b3c4d."""
    text = unquote(typed).strip()
    if "/periksa/" in text:
        text = urlsplit(text).path.rpartition("/periksa/")[2].strip("/")
    text = re.sub(r"[\s/‐-―]+", "-", text.strip("/ ")).strip("-")
    head, _dash, rest = text.partition("-")
    return f"{head.upper()}-{rest.lower()}"[:60] if rest else head[:60]


def number_of(code: str) -> str:
    """The number as it is printed, from the form of an address; "" for what is none."""
    parts = CODE.fullmatch(code)
    return f"{parts['prefix']}/{parts['region']}/{parts['year']}/{parts['place']}" if parts else ""


def document_of_code(code: str) -> CheckedDocument | None:
    """The document behind a code or a number; None for what is no document of ours, or not to be told of without its code.

    Opens a scope of just that region: the public has none.
    """
    parts = CODE.fullmatch(code)
    if parts is None:
        return None
    region = Region.objects.filter(code=parts["region"]).first()
    if region is None:
        return None
    with scope({region.pk}, role=ROLE):
        found = _documents().filter(number=number_of(code)).first()
        if found is None or (parts["mark"] is None and found.publication_id is None):
            return None
        if parts["mark"] is not None and found.public_id.hex[:8] != parts["mark"]:
            return None
        return _checked(found)


@dataclass(frozen=True, slots=True)
class ListedDocument:
    """A document of a publication as a public page lists it; `address` leads to its check."""

    number: str
    address: str
    kind: str
    category: str


def documents_of_region(publication: Publication, *, region_id: int) -> list[ListedDocument]:
    """The valid documents of one region that say what a publication says: report, certificate, awards; made of it, or of one before
    it and unchanged since. One query.

    Opens a scope of just that region: the public has none. A printed receipt is the region's own affair and is not listed.
    """
    with scope({region_id}, role=ROLE):
        found = (
            IssuedDocument.objects.filter(
                publication__period_id=publication.period_id,
                publication__number__lte=publication.number,
                region_id=region_id,
                standing=DocumentStanding.VALID,
                file__isnull=False,
            )
            .exclude(kind=DocumentKind.RECEIPT)
            .order_by("kind", "number")
            .only("number", "kind", "category")
        )
        return [
            ListedDocument(row.number, row.number.replace("/", "-"), row.get_kind_display(), row.category)
            for row in found
        ]


def document_of_file(hashes: Collection[str]) -> CheckedDocument | None:
    """The document of a publication whose file has one of these SHA-256."""
    with scope(region_ids(), role=ROLE):
        found = (
            _documents()
            .filter(file_hash__in=list(hashes), publication__isnull=False)
            .exclude(file_hash="")
            .first()
        )
        return _checked(found) if found is not None else None


def our_fingerprints(fingerprints: Collection[str]) -> set[str]:
    """Those of these certificates that a document of a publication was signed with."""
    wanted = [entry for entry in fingerprints if entry]
    with scope(region_ids(), role=ROLE):
        return set(
            IssuedDocument.objects.filter(signer_fingerprint__in=wanted, publication__isnull=False)
            .order_by()
            .values_list("signer_fingerprint", flat=True)
            .distinct()
        )


def _documents() -> QuerySet[IssuedDocument]:
    return (
        IssuedDocument.objects.filter(Q(publication__isnull=True) | Q(file__isnull=False))
        .annotate(
            printed_index=printed("index"),
            printed_predicate=printed("predicate"),
            printed_demo=KeyTransform("demo", "snapshot"),
        )
        .select_related("file", "region", "replaced_by", "publication__superseded_by")
        .defer("snapshot", "facts", "replaced_by__snapshot", "replaced_by__facts")
    )


def _checked(found: IssuedDocument) -> CheckedDocument:
    publication = found.publication
    row = (
        PublishedRegion.objects.filter(publication=publication, region_id=found.region_id)
        .only("index", "predicate", "name")
        .first()
        if publication
        else None
    )
    successor = successor_of(publication) if publication else None
    corrected_by = successor.number if successor else None
    in_force = standing_publication(publication.period_id) if publication and successor else publication
    index = str(row.index) if row and row.index is not None else found.printed_index  # type: ignore[attr-defined]
    predicate = row.predicate if row else found.printed_predicate  # type: ignore[attr-defined]
    return CheckedDocument(
        number=found.number,
        code=f"{found.number.replace('/', '-')}-{found.public_id.hex[:8]}",
        kind=found.get_kind_display(),
        region=row.name if row else found.region.name,
        region_code=found.region.code,
        basis=found.get_basis_display(),
        category=_category(found),
        index=index or "",
        predicate=predicate or "",
        issued_on=found.issued_on,
        demo=bool(found.printed_demo),  # type: ignore[attr-defined]
        facts_hash=found.facts_hash,
        file_hash=found.file.sha256 if found.file else "",
        standing=found.standing,
        end_reason=found.end_reason,
        ended_at=found.ended_at,
        replaced_by=_successor(found),
        publication=publication.number if publication else None,
        publication_title=publication.title if publication else "",
        published_at=publication.published_at if publication else None,
        corrected_by=corrected_by,
        in_force=in_force.number if in_force else None,
        awaits_comparison=found.standing == DocumentStanding.VALID
        and found.kind != DocumentKind.RECEIPT  # no batch makes it; `domain.outdated` has compared it
        and corrected_by is not None
        and not (in_force and _was_compared(found, in_force)),
        signer=found.signer_name,
        signed_at=found.signed_at,
        place=_place_now(publication, region_id=found.region_id) if publication else None,
    )


def _place_now(publication: Publication, *, region_id: int) -> PlaceNow | None:
    rows = PublishedRegion.objects.filter(
        publication__period_id=publication.period_id, publication__superseded_by__isnull=True
    )
    row = (
        rows.filter(region_id=region_id)
        .select_related("publication")
        .only("kind", "place", "place_of", "publication__number")
        .first()
    )
    if row is None or row.place is None:
        return None
    return PlaceNow(
        place=row.place,
        of=row.place_of or 0,
        kind=str(RegionKind(row.kind).label).lower(),
        tied=rows.filter(kind=row.kind, place=row.place).count() - 1,
        publication=row.publication.number,
    )


def _was_compared(found: IssuedDocument, publication: Publication) -> bool:
    """Whether a batch of a publication went through the documents of this kind and region without a fault: what stands after
    that says what the publication says (ADR 0022)."""
    with scope({NATION}, role=ROLE):
        return (
            BatchSlice.objects.filter(
                batch__publication=publication,
                batch__kinds__contains=[found.kind],
                region_ids__contains=[found.region_id],
                state=SliceState.DONE,
            )
            .exclude(
                Exists(
                    BatchFault.objects.filter(
                        Q(subject=None) | Q(subject_id=found.region_id), slice=OuterRef("pk")
                    )
                )
            )
            .exists()
        )


def _category(found: IssuedDocument) -> str:
    if not found.category or found.publication_id is None:
        return ""
    named = PublishedAward.objects.filter(publication_id=found.publication_id, category=found.category)
    return named.values_list("category_name", flat=True).first() or ""


def _successor(found: IssuedDocument) -> str:
    """The one at the end of the line: what replaced a document may have been replaced itself."""
    number, last = "", found.replaced_by
    for _step in range(20):
        if last is None:
            break
        number = last.number
        last = (
            IssuedDocument.objects.defer("snapshot", "facts").filter(pk=last.replaced_by_id).first()
            if last.replaced_by_id
            else None
        )
    return number
