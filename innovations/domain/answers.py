"""Writing the 20 indicator rows of an innovation and the evidence cited for them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from django.db import connection
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from iga_portal.refusals import Refused, TransitionRefused
from innovations.domain.innovations import KIND_ROW
from innovations.domain.locking import counts_somewhere, lock_innovation, touch_scores
from innovations.domain.measuring import level_of
from innovations.domain.seen import Fate, fate_of, field_hash
from innovations.domain.texts import LONGEST_NOTE, clean_line, clean_text
from innovations.domain.verdicts import fall_verdict
from innovations.enums import State, VerdictStage
from innovations.models import Answer, Citation, Document, Innovation
from innovations.rules import can_cite_document, can_edit_innovation
from regions.access import Actor
from regions.queries.instruments import instrument_of
from scoring.core.model import TOP_LEVEL, Row

BASIS_ROW = 33
"""The row whose unit of measure the OPD chooses; the variant of row 30 follows the kind of the innovation."""

CLAIM_FIELDS = ("basis", "measured", "level")
"""One claim in three inputs: a level means nothing without its basis, and a number picks the level."""
FIELDS = (*CLAIM_FIELDS, "note")


@dataclass(frozen=True, slots=True)
class Claim:
    """What an OPD claims on a row. `level` 0..3 or None (not answered), `measured` in the unit of the row's measure."""

    level: int | None = None
    basis: str = ""
    measured: Decimal | None = None
    note: str = ""


class StaleClaim(Refused):
    """Somebody else wrote the same thing in between. `fields` are those in conflict, `answer` is what stands."""

    def __init__(self, answer: Answer, fields: tuple[str, ...]) -> None:
        super().__init__(
            "stale",
            _("Baris %(row)d telah diubah orang lain. Isian Anda belum disimpan; bandingkan dulu.")
            % {"row": answer.row},
        )
        self.answer = answer
        self.fields = fields


def claim_of(answer: Answer) -> Claim:
    return Claim(answer.claimed_level, answer.basis, answer.measured, answer.note)


def seen_of(answer: Answer, *, kind: str) -> dict[str, str]:
    """The hash of each field as it stands: a page sends back those it showed, so that nobody overwrites unseen.

    Basis, number and level share one hash, because each gives the others their meaning; the note has its own, so that a
    colleague's note stands in nobody's way. `kind` of the innovation gives row 30 its words and belongs to its claim.
    """
    return _hashes(claim_of(answer), row=answer.row, kind=kind)


def _hashes(claim: Claim, *, row: int, kind: str) -> dict[str, str]:
    together = field_hash(_together(claim, row=row, kind=kind))
    return {**dict.fromkeys(CLAIM_FIELDS, together), "note": field_hash(claim.note)}


def _together(claim: Claim, *, row: int, kind: str) -> tuple[Any, ...]:
    return (claim.basis or (kind if row == KIND_ROW else ""), claim.measured, claim.level)


# Claims ------------------------------------------------------------------------------------------------------------


def set_answer(
    innovation_id: int,
    *,
    row: int,
    actor: Actor,
    level: int | None,
    basis: str = "",
    measured: Decimal | None = None,
    note: str = "",
    seen: Mapping[str, str] | None = None,
) -> Answer:
    """Write all that the OPD claims on one row; `level` None takes the claim back.

    A verdict on the row falls, because it judged another claim. Nothing is written when nothing differs. With `seen` (the
    hashes of `seen_of` that a page showed) only what the person changed is written: a field that still reads as it was
    shown keeps what somebody else stored meanwhile, and one that both changed raises StaleClaim. Raises Refused for a
    level, basis or row the instrument does not know, or when the row is locked.
    """
    innovation, answer = _open_row(innovation_id, row=row, actor=actor)
    wanted = Claim(level, basis, measured, clean_note(note))
    if seen is not None:
        wanted = _merged(innovation, answer, wanted, seen=seen)
    refuse_unknown(innovation, row, wanted)
    if wanted != claim_of(answer) and not _write_claim(innovation, answer, wanted, autosaved=False):
        raise RuntimeError("the innovation moved under its lock")
    return answer


def _merged(innovation: Innovation, answer: Answer, wanted: Claim, *, seen: Mapping[str, str]) -> Claim:
    """What to write of a whole form: fields in conflict raise, fields left as they were shown keep what is stored."""
    stored = claim_of(answer)
    fates = {
        field: _fate(field, wanted, stored, answer=answer, kind=innovation.kind, seen=seen.get(field))
        for field in ("level", "note")
    }
    conflicts = tuple(field for field, fate in fates.items() if fate is Fate.CONFLICT)
    if conflicts:
        raise StaleClaim(answer, conflicts)
    if fates["level"] is Fate.UNTOUCHED:
        wanted = replace(stored, note=wanted.note)
    return replace(wanted, note=stored.note) if fates["note"] is Fate.UNTOUCHED else wanted


def _fate(field: str, wanted: Claim, stored: Claim, *, answer: Answer, kind: str, seen: str | None) -> Fate:
    if field == "note":
        return fate_of(wanted.note, stored=stored.note, seen=seen)
    return fate_of(
        _together(wanted, row=answer.row, kind=kind),
        stored=_together(stored, row=answer.row, kind=kind),
        seen=seen,
    )


@dataclass(frozen=True, slots=True)
class Saved:
    """What an autosave left: whether it wrote at all (the same value again writes nothing), and whether the claim began afresh."""

    wrote: bool
    afresh: bool = False


def save_field(
    innovation: Innovation,
    answer: Answer,
    *,
    field: str,
    value: Any,
    actor: Actor,
    seen: str | None,
    basis: str | None = None,
) -> Saved | None:
    """Write one field of a row as it was typed: `level`, `basis`, `measured` or `note`. One statement, two where it counts.

    Innovation and answer were just read, without a lock: an autosave has no statement to spare. Whoever writes the innovation
    in between is noticed by its version; then nothing is written and None comes back: read again. A number gives the level of
    its band; another basis starts the claim afresh. `basis` is the one that the page showed the level or number under. Raises
    StaleClaim when `seen` is not the hash of what stands, Refused when the row is locked, the value is unknown, or a level
    against the number has no note.
    """
    if field not in FIELDS:
        raise TypeError(f"not a field of a row: {field}")
    refuse_locked(innovation, answer, actor=actor)
    stored = claim_of(answer)
    ground = (
        stored
        if basis in (None, stored.basis) or field == "note"
        else Claim(basis=basis or "", note=stored.note)
    )
    wanted = _with(innovation, answer, ground, field=field, value=value)
    fate = _fate(field, wanted, stored, answer=answer, kind=innovation.kind, seen=seen)
    if fate is Fate.CONFLICT:
        raise StaleClaim(answer, (field,))
    if fate is not Fate.WRITE:
        return Saved(wrote=False)
    refuse_unknown(innovation, answer.row, wanted)
    refuse_unexplained(_row_of(innovation, answer.row), wanted, field=field)
    if not _write_claim(innovation, answer, wanted, autosaved=True):
        return None
    return Saved(wrote=True, afresh=wanted.basis != stored.basis)


def _with(innovation: Innovation, answer: Answer, stored: Claim, *, field: str, value: Any) -> Claim:
    if field == "basis":
        return stored if value == stored.basis else Claim(basis=value, note=stored.note)
    if field == "measured":
        if value is None or value == stored.measured:
            return replace(stored, measured=value)
        row = _row_of(innovation, answer.row)
        return replace(stored, measured=value, level=level_of(row, basis=stored.basis, measured=value))
    if field == "note":
        return replace(stored, note=clean_note(value))
    return replace(stored, level=value)


def refuse_unexplained(row: Row, claim: Claim, *, field: str) -> None:
    """Raise Refused when the level is not that of the number and no note says why; at `field`, where it can be mended."""
    if claim.measured is None or claim.note.strip():
        return
    found = level_of(row, basis=claim.basis, measured=claim.measured)
    if found is None or found == claim.level:
        return
    words = {"found": found, "chosen": "–" if claim.level is None else claim.level}
    if field == "note":
        raise Refused(
            "note",
            _(
                "Angka memberi tingkat %(found)d, sedangkan yang diklaim tingkat %(chosen)s: alasannya tidak boleh kosong."
            )
            % words,
        )
    raise Refused(
        "unexplained",
        _(
            "Angka memberi tingkat %(found)d, Anda memilih tingkat %(chosen)s: tuliskan alasannya di Catatan, atau pilih tingkat %(found)d."
        )
        % words,
    )


def clean_note(text: str) -> str:
    """A note as it is stored. Raises Refused at "note" when it is too long."""
    try:
        return clean_text(text, longest=LONGEST_NOTE)
    except Refused as refusal:
        raise Refused("note", refusal.message) from refusal


def _row_of(innovation: Innovation, row: int) -> Row:
    return instrument_of(innovation.region_period.period).row(str(row))


def refuse_unknown(innovation: Innovation, row: int, claim: Claim) -> None:
    """Raise Refused for a level, a basis or a row that the instrument does not know."""
    if claim.level is not None and not 0 <= claim.level <= TOP_LEVEL:
        raise Refused("level", _("Pilih tingkat 0 sampai 3."))
    known = {entry.code for entry in _row_of(innovation, row).bases} if row == BASIS_ROW else set()
    if claim.basis and claim.basis not in known:
        raise Refused("basis", _("Satuan ukur ini tidak dikenal untuk baris %(row)d.") % {"row": row})
    if row == BASIS_ROW and claim.level and not claim.basis:
        raise Refused("basis", _("Pilih dulu satuan ukur manfaat, lalu tingkatnya."))


WRITE_CLAIM = """
WITH innovation AS (
    UPDATE innovations_innovation
       SET version = version + 1, autosaves = autosaves + %(autosaves)s, changed_at = %(now)s
     WHERE id = %(innovation)s AND region_id = %(region)s AND version = %(version)s
 RETURNING id
), fallen AS (
    UPDATE innovations_verdict SET stands = false, fell_at = %(now)s, fell_because = %(because)s
     WHERE answer_id = %(answer)s AND region_id = %(region)s AND stage = %(desk)s AND stands
       AND EXISTS (SELECT FROM innovation)
)
UPDATE innovations_answer
   SET claimed_level = %(level)s, basis = %(basis)s, measured = %(measured)s, note = %(note)s,
       verified_level = NULL, changed_at = %(now)s
 WHERE id = %(answer)s AND region_id = %(region)s AND EXISTS (SELECT FROM innovation)
"""
"""Claim, fallen verdict (as `domain.verdicts.fall_verdict` does it) and the innovation's version in one statement: an autosave
may cost ten in all. Every writer of an innovation raises its version, so a version that still stands means that nothing was
written since it was read. The audit's triggers see each of the three tables."""


def _write_claim(innovation: Innovation, answer: Answer, claim: Claim, *, autosaved: bool) -> bool:
    """False, and nothing written, when somebody else wrote since the innovation was read."""
    now = timezone.now()
    with connection.cursor() as cursor:
        cursor.execute(
            WRITE_CLAIM,
            {
                "autosaves": int(autosaved),
                "now": now,
                "because": gettext_noop("isian berubah"),
                "desk": VerdictStage.DESK,
                "innovation": innovation.pk,
                "version": innovation.version,
                "answer": answer.pk,
                "region": answer.region_id,
                "level": claim.level,
                "basis": claim.basis,
                "measured": claim.measured,
                "note": claim.note,
            },
        )
        if cursor.rowcount != 1:
            return False
    innovation.version += 1
    innovation.changed_at = answer.changed_at = now
    answer.claimed_level, answer.basis = claim.level, claim.basis
    answer.measured, answer.note = claim.measured, claim.note
    answer.verified_level = None
    if counts_somewhere(innovation.state):
        touch_scores(innovation)
    return True


# Evidence ----------------------------------------------------------------------------------------------------------


def cite_document(
    innovation_id: int, *, row: int, actor: Actor, document_id: int, pages: str = ""
) -> Citation:
    """Cite a document for a row; citing it again only changes the pages. Raises Document.DoesNotExist, Refused
    (also for pages with hidden characters)."""
    innovation, answer = _open_row(innovation_id, row=row, actor=actor)
    citation = Citation.objects.filter(answer=answer, document_id=document_id).first()
    # A new citation waits for whoever is just replacing the document, lest it rest on the old version unseen.
    documents = Document.objects.all() if citation is not None else Document.objects.locked()
    document = documents.get(pk=document_id)
    ruling = can_cite_document(actor, document)
    if not ruling:
        raise Refused(ruling.code, ruling.reason)
    pages = clean_line(pages)[:60].strip()
    if citation is not None and citation.pages == pages:
        return citation
    if citation is None:
        citation = Citation.objects.create(
            region_id=answer.region_id, answer=answer, document=document, pages=pages
        )
    else:
        citation.pages = pages
        citation.save(update_fields=["pages"])
    _evidence_changed(innovation, answer)
    return citation


def withdraw_citation(innovation_id: int, *, row: int, actor: Actor, citation_id: int) -> None:
    """Take a citation back; the document stays in the library. A second click finds nothing and is content."""
    innovation, answer = _open_row(innovation_id, row=row, actor=actor)
    citation = Citation.objects.filter(answer=answer, pk=citation_id).first()
    if citation is None:
        return
    citation.delete()
    _evidence_changed(innovation, answer)


def _open_row(innovation_id: int, *, row: int, actor: Actor) -> tuple[Innovation, Answer]:
    innovation = lock_innovation(innovation_id)
    ruling = can_edit_innovation(actor, innovation)
    if not ruling:
        raise Refused(ruling.code, ruling.reason)
    answer = Answer.objects.locked().filter(innovation=innovation, row=row).first()
    if answer is None:
        raise Refused("row", _("Baris %(row)s tidak ada.") % {"row": row})
    refuse_locked(innovation, answer, actor=actor)
    return innovation, answer


def refuse_locked(innovation: Innovation, answer: Answer, *, actor: Actor) -> None:
    ruling = can_edit_innovation(actor, innovation)
    if not ruling:
        raise Refused(ruling.code, ruling.reason)
    if innovation.state == State.RETURNED and not answer.is_unlocked:
        raise TransitionRefused(
            "locked_part", _("Baris ini tidak diminta diperbaiki oleh desk dan tetap terkunci.")
        )


def _evidence_changed(innovation: Innovation, answer: Answer) -> None:
    fall_verdict(answer, because=gettext_noop("bukti berubah"))
    innovation.version += 1
    innovation.save(update_fields=["version", "changed_at"])
    if counts_somewhere(innovation.state):
        touch_scores(innovation)
