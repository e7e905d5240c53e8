"""Issuing one document: its row first, with number and snapshot, then its file.

The row is written in one short transaction together with its number. The file is printed afterwards from the stored snapshot
alone; a worker that dies in between leaves a row without a file, and the next try finds that row and prints the same bytes.
"""

from __future__ import annotations

import json
import time
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from urllib.parse import urljoin

from django.urls import reverse
from django.utils import timezone

from iga_portal.files.domain import store_bytes
from iga_portal.tenancy.scope import scope
from regions.enums import Basis
from regions.models import RegionPeriod
from reports.domain.numbers import next_number
from reports.domain.snapshots import (
    Standing,
    certificate_snapshot,
    content_hash,
    finished,
    report_snapshot,
    standing_of,
)
from reports.models import DocumentKind, IssuedDocument
from reports.printing import kinds
from reports.printing.codec import dump
from reports.printing.kinds import Snapshot
from scoring.recompute import recompute_region

PDF = "application/pdf"
WAIT_FOR_SCORE = 10.0
"""Seconds to wait for another worker that is computing the region at this moment."""

Step = Callable[[int], None]
STEPS = 3


@dataclass(frozen=True, slots=True)
class Wanted:
    """A document asked for. `site` is the address of the portal, for the verification address on the paper."""

    kind: DocumentKind
    region_id: int
    period_id: int
    basis: Basis
    person_id: int | None
    site: str


@dataclass(frozen=True, slots=True)
class Issued:
    """`reused` is True when nothing had changed since the document was issued."""

    document_id: int
    number: str
    issued_on: date
    reused: bool


def issue_document(wanted: Wanted, *, step: Step = lambda done: None) -> Issued:
    """Issue a document, or find the unchanged one. Opens its own scopes; safe to repeat at any point.

    Raises Refused when there is nothing to print (yet); FontMissing or PrintError when it cannot be drawn.
    """
    bring_up_to_date(wanted.region_id, period_id=wanted.period_id)
    step(1)
    with scope({wanted.region_id}, actor_id=wanted.person_id, role="printing"):
        document, reused = _write_down(wanted)
    step(2)
    if document.file_id is None:
        _print(document, wanted)
    step(3)
    return Issued(document.pk, document.number, document.issued_on, reused)


def rendered(document: IssuedDocument) -> bytes:
    """The document's bytes, a pure function of its stored snapshot."""
    return kinds.rendered(snapshot_of(document))


def snapshot_of(document: IssuedDocument) -> Snapshot:
    """The snapshot that was stored with the document. Raises SnapshotInvalid when it is none."""
    return kinds.read_snapshot(
        json.dumps(document.snapshot, ensure_ascii=False),
        kind=document.kind,
        published=document.publication_id is not None,
    )


def verification_path(number: str, public_id: uuid.UUID) -> str:
    """The public address under which a paper can be checked: its number, and eight digits that only the paper knows."""
    return reverse("verify_document", args=[f"{number.replace('/', '-')}-{public_id.hex[:8]}"])


def bring_up_to_date(region_id: int, *, period_id: int) -> None:
    """Compute the region if it lags; wait a little when another worker is at it. What still lags then is refused later."""
    until = time.monotonic() + WAIT_FOR_SCORE
    while True:
        recompute_region(region_id, period_id=period_id)
        with scope({region_id}, role="printing"):
            row = RegionPeriod.objects.get(region_id=region_id, period_id=period_id)
        if row.is_scored or time.monotonic() > until:
            return
        time.sleep(0.2)


def _write_down(wanted: Wanted) -> tuple[IssuedDocument, bool]:
    region_period = (
        RegionPeriod.objects.locked()
        .select_related("period", "region__parent")
        .get(region_id=wanted.region_id, period_id=wanted.period_id)
    )
    standing = standing_of(region_period)
    snapshot = _snapshot(standing, wanted)
    unchanged = IssuedDocument.objects.filter(
        region_period=region_period, kind=wanted.kind, snapshot_hash=content_hash(snapshot)
    ).first()
    if unchanged is not None:
        return unchanged, True
    number = next_number(wanted.kind, region=standing.region, year=standing.year)
    public_id, today = uuid.uuid4(), timezone.localdate()
    whole = finished(
        snapshot,
        number=number,
        issued_on=today,
        address=urljoin(wanted.site, verification_path(number, public_id)),
    )
    facts = standing.facts[wanted.basis]
    return IssuedDocument.objects.create(
        region_id=wanted.region_id,
        public_id=public_id,
        kind=wanted.kind,
        number=number,
        region_period=region_period,
        basis=wanted.basis,
        snapshot=json.loads(dump(whole)),
        snapshot_hash=content_hash(snapshot),
        facts=facts.facts,
        facts_hash=facts.facts_hash,
        issued_on=today,
        issued_by_id=wanted.person_id,
    ), False


def _snapshot(standing: Standing, wanted: Wanted) -> Snapshot:
    if wanted.kind is DocumentKind.REPORT:
        return report_snapshot(standing, basis=wanted.basis)
    return certificate_snapshot(standing)


def _print(document: IssuedDocument, wanted: Wanted) -> None:
    content = rendered(document)
    with scope({wanted.region_id}, actor_id=wanted.person_id, role="printing"):
        locked = IssuedDocument.objects.locked().get(pk=document.pk)
        if locked.file_id is not None:
            return
        locked.file = store_bytes(
            content,
            region_id=wanted.region_id,
            person_id=wanted.person_id,
            name=f"{document.number.replace('/', '-')}.pdf",
            media_type=PDF,
        )
        locked.save(update_fields=["file"])
