"""Reads of receipts: those of an OPD, one by its code, and what the public is told of one."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from django.conf import settings
from django.core.files.storage import default_storage
from django.db.models import QuerySet

from iga_portal.files.models import FileState, StoredFile
from iga_portal.tenancy.scope import scope
from innovations.domain.content import claimed_content
from innovations.domain.receipts import FORM, known_code
from innovations.enums import State
from innovations.models import Innovation, Receipt, ReceiptKind, Sending, SendingItem
from regions.access import Actor
from regions.models import Region
from scoring.core.canonical import fingerprint as canonical_hash

PIECE = 1024 * 1024


def receipt_of_sending(sending: Sending) -> Receipt | None:
    """The receipt of a sending; None for one that was sent before sendings had receipts of their own."""
    return Receipt.objects.filter(kind=ReceiptKind.SENDING, sha256=sending.receipt).first()


def receipts_of(
    actor: Actor, *, innovation: Innovation | None = None, kind: str = "", search: str = ""
) -> QuerySet[Receipt]:
    """Receipts of the actor's OPD and its units, newest first, without their contents."""
    found = (
        Receipt.objects.filter(opd_id__in=actor.opd_ids)
        .select_related("opd", "innovation", "document", "issued_to")
        .defer("content")
    )
    if innovation is not None:
        found = found.filter(innovation=innovation)
    if kind:
        found = found.filter(kind=kind)
    for word in search.split():
        found = found.filter(name__icontains=word)
    return found


def own_receipt(actor: Actor, *, code: str) -> Receipt | None:
    """One receipt of the actor's OPD with its content; None when there is none or it is not theirs to know of."""
    parts = known_code(code)
    if parts is None or parts[0] != actor.region_id:
        return None
    return (
        Receipt.objects.filter(code=parts[1], opd_id__in=actor.opd_ids)
        .select_related(
            "opd", "innovation__region_period__period", "document__file", "issued_to", "transition", "region"
        )
        .first()
    )


class Now(StrEnum):
    """What is stored now, against what a receipt proves."""

    SAME = "same"
    OTHER = "other"
    """An innovation says something else by now, as after every repair; of a sending, something was given back."""
    REPLACED = "replaced"
    """The file is still there, but a newer version of the document has taken its place."""
    REFUSED = "refused"
    """The scanner found something in the file after it had been received; its bytes are not kept."""
    MISSING = "missing"
    """The bytes are not there, or are not those that were received: nothing that the portal does by itself."""


def now_of(receipt: Receipt) -> Now:
    """Compare a receipt with what is stored. A document's bytes are read and hashed anew; of a video the record is compared."""
    if receipt.kind == ReceiptKind.UPLOAD:
        return _file_now(receipt)
    if receipt.kind == ReceiptKind.SENDING:
        return _sending_now(receipt)
    content, innovation = receipt.content, receipt.innovation
    if innovation is None or content is None or content.get("form") != FORM:
        return Now.OTHER
    before = content["innovation"]
    now = claimed_content(innovation, fields=before["proposal"])
    return Now.SAME if canonical_hash(now) == canonical_hash(before) else Now.OTHER


def _sending_now(receipt: Receipt) -> Now:
    """What was sent is kept as it was; the ministry may have given an innovation of it back since."""
    items = SendingItem.objects.filter(sending__receipt=receipt.sha256).order_by("innovation_id")
    found = list(items.values_list("content_hash", "innovation__state"))
    if (
        receipt.content is None
        or [content_hash for content_hash, _state in found] != receipt.content["items"]
    ):
        return Now.MISSING
    return Now.SAME if {state for _hash, state in found} <= {State.SENT, State.ASSESSED} else Now.OTHER


def _file_now(receipt: Receipt) -> Now:
    document = receipt.document
    stored = document.file if document is not None else None
    if stored is not None and stored.state == FileState.REFUSED:
        return Now.REFUSED
    if document is None or stored is None or not _bytes_are(stored, receipt.sha256):
        return Now.MISSING
    return Now.SAME if document.is_current else Now.REPLACED


def _bytes_are(stored: StoredFile, sha256: str) -> bool:
    if stored.sha256 != sha256:
        return False
    try:
        if stored.size > settings.DOCUMENT_MAX_BYTES:
            return default_storage.size(stored.key) == stored.size
        digest = hashlib.sha256()
        with default_storage.open(stored.key) as file:
            while piece := file.read(PIECE):
                digest.update(piece)
    except OSError:
        return False
    return digest.hexdigest() == sha256


def is_intact(receipt: Receipt) -> bool:
    """Does the content that a submission's receipt keeps still have the hash that it states?"""
    return receipt.content is None or canonical_hash(receipt.content) == receipt.sha256


@dataclass(frozen=True, slots=True)
class Checked:
    """What the public is told of a receipt in hand, and nothing else."""

    code: str
    kind: str
    name: str
    at: datetime
    region: str
    time_zone: str
    sha256: str
    now: Now
    is_submission: bool
    is_sending: bool


def receipt_of_code(code: str) -> Checked | None:
    """The receipt behind a code that somebody typed or scanned; None for anything that is no receipt of ours.

    The code says which region's scope to open, for reading one row by its exact code: the public has no scope of its own.
    """
    parts = known_code(code)
    region = Region.objects.filter(pk=parts[0]).first() if parts else None
    if parts is None or region is None:
        return None
    with scope({region.pk}, role="public"):
        receipt = (
            Receipt.objects.filter(code=parts[1])
            .select_related("innovation__region_period__period", "document__file")
            .first()
        )
        if receipt is None:
            return None
        return Checked(
            code=receipt.code,
            kind=receipt.get_kind_display(),
            name=receipt.name,
            at=receipt.at,
            region=region.name,
            time_zone=region.time_zone,
            sha256=receipt.sha256,
            now=now_of(receipt) if is_intact(receipt) else Now.MISSING,
            is_submission=receipt.kind == ReceiptKind.SUBMISSION,
            is_sending=receipt.kind == ReceiptKind.SENDING,
        )


@dataclass(frozen=True, slots=True)
class Extent:
    """How much a submission handed in, read from its content."""

    rows: int
    evidenced: int
    documents: int
    replies: int
    year: int


def extent_of(content: Mapping[str, Any]) -> Extent:
    innovation = content["innovation"]
    rows = innovation["rows"]
    return Extent(
        rows=sum(1 for row in rows if row["claimed"]),
        evidenced=sum(1 for row in rows if row["claimed"] and row["evidence"]),
        documents=len(innovation["documents"]),
        replies=sum(1 for reason in content["replies"] if reason["reply"]),
        year=content["year"],
    )
