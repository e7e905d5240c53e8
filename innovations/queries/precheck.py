"""What is looked at before submitting, beyond what the guideline requires: advice about the evidence, and the extent of it all."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

from iga_portal.files.models import FileState
from innovations.domain.completeness import Gap
from innovations.domain.innovations import innovations_named_alike
from innovations.models import Citation, Document, LinkState
from innovations.queries.opd import Sheet

LINK_ADVICE = {LinkState.BROKEN, LinkState.CLOSED, LinkState.REFUSED}


def advice_about(sheet: Sheet) -> list[Gap]:
    """Everything that is only advised, in the order of the form; never blocks. One query (another innovation of that name)."""
    innovation = sheet.innovation
    found = list(sheet.advice)
    if innovations_named_alike(innovation.region_period, name=innovation.name, besides=innovation.pk):
        words = _("Inovasi lain di daerah ini memakai nama yang sama. Periksa agar tidak tercatat dua kali.")
        found.insert(0, Gap("alike", words, "profil", "name", required=False))
    for answer in sheet.answers:
        found += _evidence_advice(answer.row, sheet.evidence_of(answer))
    # The proposal comes first; what is said of a row stands together, in the order of the rows.
    return sorted(found, key=lambda gap: int(gap.part) if gap.part.isdecimal() else 0)


def _evidence_advice(row: int, cited: Iterable[Citation]) -> list[Gap]:
    found = []
    for citation in cited:
        words = _document_advice(citation.document)
        if words:
            text = _("Baris %(row)s: %(words)s") % {"row": row, "words": words}
            found.append(Gap("document", text, str(row), required=False))
    return found


def _document_advice(document: Document) -> str:
    """What a reviewer would stumble over when opening this document; "" for nothing. A refused file is required to go."""
    name = {"name": document.subject}
    if not document.is_current:
        return _("“%(name)s” adalah versi lama; kutip penggantinya.") % name
    if document.link and document.link_state in LINK_ADVICE:
        return {
            LinkState.BROKEN: _("tautan “%(name)s” tidak dapat dibuka; perbaiki atau unggah berkasnya."),
            LinkState.CLOSED: _("tautan “%(name)s” meminta masuk atau izin; buka aksesnya untuk umum."),
            LinkState.REFUSED: _("alamat tautan “%(name)s” tidak diterima; pakai alamat umum."),
        }[LinkState(document.link_state)] % name
    if document.file is not None and document.file.state == FileState.WAITING:
        return _("berkas “%(name)s” masih menunggu pemeriksaan keamanan; desk belum dapat membukanya.") % name
    return ""


@dataclass(frozen=True, slots=True)
class Extent:
    """What a submission will hand in. `claimed` in points, 0 to 111."""

    claimed: Decimal
    rows: int
    evidenced: int
    documents: int


def extent_of(sheet: Sheet) -> Extent:
    claimed = [answer for answer in sheet.answers if answer.claimed_level]
    documents = {citation.document_id for answer in sheet.answers for citation in sheet.evidence_of(answer)}
    return Extent(
        claimed=sheet.maturity("claimed_level"),
        rows=len(claimed),
        evidenced=sum(1 for answer in claimed if sheet.evidence_of(answer)),
        documents=len(documents),
    )
