"""How a document of a publication stops standing: revoked by a person, or superseded by one that says something else.

Nothing is taken away: the row stays with its file, says since when and why, and which document came in its place.
"""

from __future__ import annotations

import uuid
from collections.abc import Collection
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from iga_portal.refusals import Refused
from regions.access import Actor
from reports.models import DocumentStanding, IssuedDocument
from reports.rules import can_end_document

LONGEST_REASON = 1000


def revoke_document(public_id: uuid.UUID, *, actor: Actor, reason: str, now: datetime) -> IssuedDocument:
    """Revoke a document of a publication that stands. It is not made again until somebody asks for a replacement.

    Inside the ministry's scope. Raises Refused: no admin of the ministry (`role`), no such document (`unknown`), it does not stand
    any more (`ended`), no reason (`reason`).
    """
    ruling = can_end_document(actor)
    if not ruling:
        raise Refused(ruling.code, ruling.reason)
    reason = " ".join(reason.split())[:LONGEST_REASON]
    if not reason:
        raise Refused("reason", _("Tuliskan alasan pencabutan."))
    with transaction.atomic():
        document = (
            IssuedDocument.objects.locked()
            .defer("snapshot", "facts")
            .filter(public_id=public_id, publication__isnull=False)
            .first()
        )
        if document is None:
            raise Refused("unknown", _("Dokumen ini bukan dokumen publikasi."))
        if document.standing != DocumentStanding.VALID:
            raise Refused("ended", _("Dokumen ini sudah tidak berlaku."))
        _end(document, DocumentStanding.REVOKED, reason=reason, now=now, person_id=actor.person_id)
    return document


def supersede_earlier(document: IssuedDocument, *, reason: str, now: datetime, person_id: int | None) -> int:
    """End what `document` comes in the place of: what stands of the same region, kind, category and period, unless a later
    publication brought it; and let what ended without a successor name it. Inside the region's scope and the caller's transaction.
    How many were ended.
    """
    assert document.publication is not None
    others = (
        IssuedDocument.objects.locked()
        .defer("snapshot", "facts")
        .filter(
            region_id=document.region_id,
            kind=document.kind,
            category=document.category,
            publication__period_id=document.publication.period_id,
            publication__number__lte=document.publication.number,
        )
        .exclude(pk=document.pk)
    )
    standing = list(others.filter(standing=DocumentStanding.VALID))
    for other in standing:
        other.replaced_by = document
        _end(other, DocumentStanding.SUPERSEDED, reason=reason, now=now, person_id=person_id)
    others.exclude(standing=DocumentStanding.VALID).filter(replaced_by__isnull=True).update(
        replaced_by=document
    )
    return len(standing)


def supersede_vanished(
    document_ids: Collection[int], *, region_id: int, reason: str, now: datetime, person_id: int | None
) -> int:
    """End documents whose paper the standing publication does not have any more; nothing comes in their place. Inside the
    region's scope. How many were ended.
    """
    rows = (
        IssuedDocument.objects.locked()
        .defer("snapshot", "facts")
        .filter(pk__in=document_ids, region_id=region_id, standing=DocumentStanding.VALID)
    )
    ended = list(rows)
    for document in ended:
        _end(document, DocumentStanding.SUPERSEDED, reason=reason, now=now, person_id=person_id)
    return len(ended)


def _end(
    document: IssuedDocument,
    standing: DocumentStanding,
    *,
    reason: str,
    now: datetime,
    person_id: int | None,
) -> None:
    document.standing, document.end_reason = standing, reason
    document.ended_at, document.ended_by_id = now, person_id
    document.save(update_fields=["standing", "end_reason", "ended_at", "ended_by", "replaced_by"])
