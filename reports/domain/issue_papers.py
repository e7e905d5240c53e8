"""Making the documents of a publication out of its papers: recognised when nothing changed, numbered, printed, signed, kept.

Each step is short and safe to repeat. The row is written first, with its number; the file follows. A worker that dies in between
leaves a row without a file, and the next one finds that row and prints the same document.
"""

from __future__ import annotations

import json
import time
import uuid
from collections import defaultdict
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from enum import Enum
from typing import Any
from urllib.parse import urljoin

from django.db import IntegrityError
from django.utils import timezone

from iga_portal.files.domain import store_bytes
from iga_portal.tenancy.scope import scope
from regions.enums import Basis
from regions.models import Region, RegionPeriod
from reports.domain.documents import PDF, rendered, verification_path
from reports.domain.endings import supersede_earlier
from reports.domain.fault_words import StoreFault, fault_words
from reports.domain.numbers import next_number
from reports.domain.papers import Paper
from reports.domain.snapshots import finished
from reports.models import DocumentStanding, IssuedDocument, Publication
from reports.printing.codec import dump
from reports.signing import Signer
from scoring.core.canonical import fingerprint

ROLE = "printing"
OF_THE_PUBLICATION = ("publication", "legal_basis")
"""What a snapshot says of the publication itself. A correction changes it on every paper and most papers in nothing else: those
stand as they were issued."""


class Made(Enum):
    """What became of a paper."""

    NEW = "made"
    UNCHANGED = "unchanged"


@dataclass(slots=True)
class Spent:
    """Where the time goes, in seconds by kind of work."""

    seconds: dict[str, float] = field(default_factory=lambda: defaultdict(float))

    @contextmanager
    def on(self, work: str) -> Iterator[None]:
        started = time.perf_counter()
        try:
            yield
        finally:
            self.seconds[work] += time.perf_counter() - started


@dataclass(frozen=True, slots=True)
class Order:
    """For which publication, in whose name, and what a paper and its signature need beside that."""

    publication: Publication
    person_id: int | None
    site: str
    signer: Signer | None


@dataclass(frozen=True, slots=True)
class Row:
    """What there is already of a paper."""

    document_id: int
    number: str
    said: str
    stands: bool
    withheld: bool
    """Revoked by a person, and nothing was asked for in its place."""
    complete: bool
    signed: bool


Key = tuple[int, str, str]


def key_of(paper: Paper) -> Key:
    return paper.region_id, paper.kind.value, paper.category


def paper_hash(paper: Paper) -> str:
    """SHA-256 of what a paper says, but for number, date, address and the publication that it names: by it an unchanged one is
    recognised, also after a correction.
    """
    said = json.loads(dump(paper.snapshot))
    for name in ("number", "issued_on", "verification_url", *OF_THE_PUBLICATION):
        said.pop(name, None)
    return fingerprint({"kind": paper.kind.value, "category": paper.category, "said": said})


def documents_of(region_ids: Collection[int], *, publication: Publication) -> dict[Key, list[Row]]:
    """Everything that was ever issued of a period's publications for these regions, the newest first, in one statement."""
    found: dict[Key, list[Row]] = defaultdict(list)
    with scope(region_ids, role=ROLE):
        rows = (
            IssuedDocument.objects.filter(
                region_id__in=region_ids, publication__period_id=publication.period_id
            )
            .order_by("-pk")
            .values_list(
                "pk", "number", "region_id", "kind", "category", "snapshot_hash", "standing", "replaced_by_id", "file_id",
                "signer",
            )
        )  # fmt: skip
        for pk, number, region_id, kind, category, said, standing, replaced, file_id, signer in rows:
            found[region_id, kind, category].append(
                Row(
                    pk,
                    number,
                    said,
                    stands=standing == DocumentStanding.VALID,
                    withheld=standing == DocumentStanding.REVOKED and replaced is None,
                    complete=file_id is not None,
                    signed=bool(signer),
                )
            )
    return found


def issue_paper(
    paper: Paper, *, order: Order, known: dict[Key, list[Row]], spent: Spent, anew: bool = False
) -> tuple[Made, str]:
    """Issue one paper, or find that it stands unchanged; (what became of it, its number).

    What a person revoked is not issued again by itself, only when asked for `anew`. Raises what printing and signing raise, and
    StoreFault; the row then says why it has no file.
    """
    with spent.on("recognise"):
        said = paper_hash(paper)
    rows = [row for row in known.get(key_of(paper), ()) if row.said == said]
    standing = next((row for row in rows if row.stands), None)
    if standing is not None and standing.complete and (standing.signed or order.signer is None):
        return Made.UNCHANGED, standing.number
    if standing is None and not anew:
        withheld = next((row for row in rows if row.withheld), None)
        if withheld is not None:
            return Made.UNCHANGED, withheld.number
    with spent.on("number"):
        document = _document(paper, said=said, standing=standing, order=order)
    try:
        _print(document, order=order, spent=spent)
    except Exception as fault:
        _remember(document, fault, order=order)
        raise
    return Made.NEW, document.number


def _document(paper: Paper, *, said: str, standing: Row | None, order: Order) -> IssuedDocument:
    with scope({paper.region_id}, actor_id=order.person_id, role=ROLE):
        if standing is not None:
            return _read(standing.document_id)
        try:
            with scope({paper.region_id}, actor_id=order.person_id, role=ROLE):
                return _write_down(paper, said=said, order=order)
        except IntegrityError:
            # Another worker, who was taken for dead, was quicker.
            return (
                IssuedDocument.objects.select_related("publication")
                .filter(
                    region_id=paper.region_id,
                    kind=paper.kind,
                    category=paper.category,
                    snapshot_hash=said,
                    standing=DocumentStanding.VALID,
                )
                .get()
            )


def _read(document_id: int) -> IssuedDocument:
    return IssuedDocument.objects.select_related("publication").get(pk=document_id)


def _write_down(paper: Paper, *, said: str, order: Order) -> IssuedDocument:
    publication = order.publication
    region = Region.objects.get(pk=paper.region_id)
    # None for the nation, and for a year that was published before the portal held its regions.
    region_period = RegionPeriod.objects.filter(region_id=region.pk, period_id=publication.period_id).first()
    number = next_number(paper.kind, region=region, year=publication.period.year)
    public_id, today = uuid.uuid4(), timezone.localdate()
    whole = finished(
        paper.snapshot,
        number=number,
        issued_on=today,
        address=urljoin(order.site, verification_path(number, public_id)),
    )
    return IssuedDocument.objects.create(
        region_id=region.pk,
        public_id=public_id,
        kind=paper.kind,
        number=number,
        region_period=region_period,
        basis=Basis.FINAL,
        publication=publication,
        category=paper.category,
        snapshot=json.loads(dump(whole)),
        snapshot_hash=said,
        facts=paper.facts,
        facts_hash=getattr(paper.snapshot, "facts_hash", ""),
        issued_on=today,
        issued_by_id=order.person_id,
    )


def _print(document: IssuedDocument, *, order: Order, spent: Spent) -> None:
    with spent.on("render"):
        content = rendered(document)
    signed: Any = None
    if order.signer is not None:
        with spent.on("sign"):
            signed = order.signer.sign(content)
            content = signed.content
    with spent.on("store"), scope({document.region_id}, actor_id=order.person_id, role=ROLE):
        locked = IssuedDocument.objects.locked().select_related("publication").get(pk=document.pk)
        if locked.file_id is not None and (locked.signer or signed is None):
            return
        try:
            locked.file = store_bytes(
                content,
                region_id=document.region_id,
                person_id=order.person_id,
                name=f"{document.number.replace('/', '-')}.pdf",
                media_type=PDF,
            )
        except OSError as error:
            raise StoreFault(str(error)) from error
        locked.file_hash, locked.fault = locked.file.sha256, ""
        if signed is not None and order.signer is not None:
            identity = order.signer.identity
            locked.signer, locked.signer_fingerprint = identity.subject[:200], identity.fingerprint
            locked.signed_at = signed.at
        locked.save(update_fields=["file", "file_hash", "fault", "signer", "signer_fingerprint", "signed_at"])
        if locked.standing == DocumentStanding.VALID:
            supersede_earlier(
                locked,
                reason=reason_of(order.publication),
                now=timezone.now(),
                person_id=order.person_id,
            )


def reason_of(publication: Publication) -> str:
    """Why documents of before do not stand any more. Indonesian always, as the documents are."""
    if publication.reason:
        return f"Koreksi dalam publikasi nomor {publication.number}: {publication.reason}"
    return f"Diterbitkan ulang untuk publikasi nomor {publication.number}."


def _remember(document: IssuedDocument, fault: Exception, *, order: Order) -> None:
    with scope({document.region_id}, actor_id=order.person_id, role=ROLE):
        IssuedDocument.objects.filter(pk=document.pk, file__isnull=True).update(fault=fault_words(fault))
