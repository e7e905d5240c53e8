"""Writing the 20 indicator rows of an innovation and the evidence cited for them."""

from __future__ import annotations

from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from iga_portal.refusals import Refused, StaleVersion, TransitionRefused
from innovations.domain.locking import counts_somewhere, lock_innovation, touch_scores
from innovations.domain.verdicts import fall_verdict
from innovations.enums import State
from innovations.models import Answer, Citation, Document, Innovation
from innovations.rules import can_cite_document, can_edit_innovation
from regions.access import Actor
from regions.queries.instruments import instrument_of
from scoring.core.canonical import fingerprint as canonical_hash

BASIS_ROW = 33
"""The row whose unit of measure the OPD chooses; the variant of row 30 follows the kind of the innovation."""


def claim_hash(answer: Answer) -> str:
    """SHA-256 of what the OPD claims on a row: a page sends the one it showed, so that a second tab overwrites nothing."""
    measured = None if answer.measured is None else format(answer.measured, ".2f")
    return canonical_hash(
        {"basis": answer.basis, "level": answer.claimed_level, "measured": measured, "note": answer.note}
    )


def set_answer(
    innovation_id: int,
    *,
    row: int,
    actor: Actor,
    level: int | None,
    basis: str = "",
    measured: Decimal | None = None,
    note: str = "",
    seen_hash: str | None = None,
) -> Answer:
    """Write what the OPD claims on one row; `level` None takes the claim back.

    A verdict on the row falls, because it judged another claim. Nothing is written when nothing differs. Raises Refused for a
    level, basis or row the instrument does not know, or when the row is locked; StaleVersion when `seen_hash` (see
    `claim_hash`) is given and somebody wrote another claim since.
    """
    innovation, answer = _open_row(innovation_id, row=row, actor=actor)
    if level is not None and not 0 <= level <= 3:
        raise Refused("level", _("Pilih tingkat 0 sampai 3."))
    instrument_row = instrument_of(innovation.region_period.period).row(str(row))
    if basis and (row != BASIS_ROW or basis not in {entry.code for entry in instrument_row.bases}):
        raise Refused("basis", _("Satuan ukur ini tidak dikenal untuk baris %(row)d.") % {"row": row})
    if row == BASIS_ROW and level and not basis:
        raise Refused("basis", _("Pilih dulu satuan ukur manfaat, lalu tingkatnya."))
    new = {"claimed_level": level, "basis": basis, "measured": measured, "note": note.strip()}
    if all(getattr(answer, field) == value for field, value in new.items()):
        return answer
    if seen_hash is not None and claim_hash(answer) != seen_hash:
        raise StaleVersion(
            _("Baris %(row)d telah diubah orang lain. Isian Anda belum disimpan; bandingkan dulu.")
            % {"row": row},
            current=innovation.version,
        )
    for field, value in new.items():
        setattr(answer, field, value)
    answer.save(update_fields=[*new, "changed_at"])
    _row_changed(innovation, answer, because=gettext_noop("isian berubah"))
    return answer


def cite_document(
    innovation_id: int, *, row: int, actor: Actor, document_id: int, pages: str = ""
) -> Citation:
    """Cite a document for a row; citing it again only changes the pages. Raises Document.DoesNotExist, Refused."""
    innovation, answer = _open_row(innovation_id, row=row, actor=actor)
    document = Document.objects.get(pk=document_id)
    ruling = can_cite_document(actor, document)
    if not ruling:
        raise Refused(ruling.code, ruling.reason)
    pages = " ".join(pages.split())[:60]
    citation = Citation.objects.filter(answer=answer, document=document).first()
    if citation is not None and citation.pages == pages:
        return citation
    if citation is None:
        citation = Citation.objects.create(
            region_id=answer.region_id, answer=answer, document=document, pages=pages
        )
    else:
        citation.pages = pages
        citation.save(update_fields=["pages"])
    _row_changed(innovation, answer, because=gettext_noop("bukti berubah"))
    return citation


def withdraw_citation(innovation_id: int, *, row: int, actor: Actor, citation_id: int) -> None:
    """Take a citation back; the document stays in the library. A second click finds nothing and is content."""
    innovation, answer = _open_row(innovation_id, row=row, actor=actor)
    citation = Citation.objects.filter(answer=answer, pk=citation_id).first()
    if citation is None:
        return
    citation.delete()
    _row_changed(innovation, answer, because=gettext_noop("bukti berubah"))


def _open_row(innovation_id: int, *, row: int, actor: Actor) -> tuple[Innovation, Answer]:
    innovation = lock_innovation(innovation_id)
    ruling = can_edit_innovation(actor, innovation)
    if not ruling:
        raise Refused(ruling.code, ruling.reason)
    answer = Answer.objects.locked().filter(innovation=innovation, row=row).first()
    if answer is None:
        raise Refused("row", _("Baris %(row)s tidak ada.") % {"row": row})
    if innovation.state == State.RETURNED and not answer.is_unlocked:
        raise TransitionRefused(
            "locked_part", _("Baris ini tidak diminta diperbaiki oleh desk dan tetap terkunci.")
        )
    return innovation, answer


def _row_changed(innovation: Innovation, answer: Answer, *, because: str) -> None:
    fall_verdict(answer, because=because)
    innovation.version += 1
    innovation.save(update_fields=["version", "changed_at"])
    if counts_somewhere(innovation.state):
        touch_scores(innovation)
