"""What happens to evidence whose file is refused after it had been taken in: those concerned are told."""

from __future__ import annotations

from collections.abc import Sequence

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_noop

from iga_portal.files.models import StoredFile
from iga_portal.notices.domain import tell
from innovations.domain.items import DOCUMENT_FIELDS
from innovations.enums import State
from innovations.models import Citation, Document, Innovation
from regions.enums import Role
from regions.queries.people import members_of_opd, members_with_role

REFUSED_KIND = "file_refused"


def tell_of_refused_files(files: Sequence[StoredFile]) -> None:
    """One notice a person and document: its OPD (or the regional admins), whoever brought it, and the desk that judges it.

    In the transaction that refuses the files; they are of one region. Nothing else changes: claims and verdicts stand until the
    OPD replaces the document, and what is not submitted yet cannot be (`completeness.required_gaps`).
    """
    findings = {file.pk: file.finding for file in files}
    for document in Document.objects.filter(file_id__in=findings, is_current=True).order_by("pk"):
        # Whoever owns and judges it is told as the owner, who can mend it.
        paths = {**dict(_judges(document)), **dict(_owners(document))}
        tell(
            region_id=document.region_id,
            person_ids=paths,
            kind=REFUSED_KIND,
            message=gettext_noop(
                "“%(subject)s” ditolak pemindaian virus (%(finding)s). Ganti dengan berkas yang bersih."
            ),
            values={"subject": document.subject[:150], "finding": findings[document.file_id or 0][:60]},
            path=paths,
        )


def _owners(document: Document) -> list[tuple[int, str]]:
    """(person, page of the document) of those who can put another file in its place."""
    region_id = document.region_id
    if document.opd_id is None:
        path = reverse("daerah:spd", args=[region_id])
        return [(person, path) for person in members_with_role(region_id, role=Role.REGIONAL_ADMIN)]
    return [
        (person, reverse("opd:document", args=[region_id, opd_id, document.pk]))
        for person, opd_id in members_of_opd(region_id, opd_id=document.opd_id)
    ]


def _judges(document: Document) -> list[tuple[int, str]]:
    """(person, page of the innovation) of the desk, where an innovation before it rests on the document."""
    rests = Q(pk__in=Citation.objects.filter(document=document).values("answer__innovation_id"))
    for field in DOCUMENT_FIELDS:
        rests |= Q(**{field: document})
    waiting = (
        Innovation.objects.filter(rests, state__in=[State.SUBMITTED, State.VERIFIED]).order_by("pk").first()
    )
    if waiting is None:
        return []
    path = reverse("desk:innovation", args=[document.region_id, waiting.public_id])
    return [(person, path) for person in members_with_role(document.region_id, role=Role.REVIEWER)]
