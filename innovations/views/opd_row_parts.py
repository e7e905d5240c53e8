"""What the pages of the indicator sheet are made of: maturity, level cards, the way between rows, the story of a claim."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from functools import partial
from typing import Any

from django.http import HttpRequest
from django.utils.functional import Promise
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from iga_portal.web.formats import DASH, number
from iga_portal.web.here import here
from iga_portal.web.official import official, told
from iga_portal.web.parts import DocumentCard
from innovations.domain.answers import Claim
from innovations.domain.completeness import Gap, format_fits
from innovations.domain.innovations import KIND_ROW
from innovations.domain.measuring import placement_of
from innovations.enums import State
from innovations.forms.rows import RowFace, face_of, measured_words, plain
from innovations.models import Answer, Citation, Innovation, ReturnReason, Verdict
from innovations.queries.opd import Sheet, open_reasons
from innovations.queries.opd_rows import ClaimStep, RowFilter, claim_history, rows_taken, standing_of
from innovations.views.opd_common import card_of
from innovations.views.opd_parts import short_row_gap
from scoring.core.model import TOP_LEVEL, EvidenceRule, Row

FILTER = "saring"
"""Name of the overview's filter in the address; the rows carry it along, so that next and previous respect it."""


HISTORY_NOTE = 300
"""Characters of a note that the story of a claim shows."""

FILTER_WORDS: Mapping[RowFilter, str | Promise] = {
    RowFilter.EMPTY: gettext_lazy("Belum diisi"),
    RowFilter.WITHOUT_EVIDENCE: gettext_lazy("Tanpa bukti"),
    RowFilter.MANDATORY: gettext_lazy("Wajib"),
    RowFilter.RETURNED: gettext_lazy("Dikembalikan"),
}


def row_url(request: HttpRequest, innovation: Innovation, row: int, *, which: RowFilter | None = None) -> str:
    url = here(request, "row", public_id=innovation.public_id, row=row)
    return f"{url}?{FILTER}={which}" if which else url


def why_closed(face: RowFace) -> str:
    """What has to be chosen before the row has levels; "" when it has."""
    if face.is_open:
        return ""
    if int(face.row.code) == KIND_ROW:
        return _("Pilih dulu jenis inovasi di profil.")
    return _("Pilih dulu satuan ukurnya.")


# Maturity ----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Maturity:
    """Points of an innovation, 0 to 111: what the OPD claims, and what the desk gave (None before it judged a row)."""

    claimed: Decimal
    verified: Decimal | None
    maximum: Decimal

    @property
    def claimed_share(self) -> str:
        """Of the whole, in percent with one digit, as an SVG attribute takes it."""
        return self._share(self.claimed)

    @property
    def verified_share(self) -> str:
        return self._share(self.verified or Decimal(0))

    def _share(self, points: Decimal) -> str:
        return f"{points / self.maximum * 100:.1f}"


def maturity_of_sheet(sheet: Sheet) -> Maturity:
    return Maturity(
        sheet.maturity("claimed_level"),
        sheet.maturity("verified_level") if sheet.is_judged else None,
        sheet.maturity_maximum,
    )


# One row -----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class RowPage:
    """A row of one innovation within its sheet, with everything the page shows of it. `locked` says why it cannot be changed."""

    sheet: Sheet
    answer: Answer
    face: RowFace
    verdicts: Sequence[Verdict]
    reason: ReturnReason | None
    locked: str
    asked: Collection[int]
    which: RowFilter | None

    @property
    def innovation(self) -> Innovation:
        return self.sheet.innovation

    @property
    def row(self) -> Row:
        return self.face.row

    @property
    def rule(self) -> EvidenceRule:
        return self.face.rule

    @property
    def citations(self) -> Sequence[Citation]:
        return self.sheet.evidence_of(self.answer)

    @property
    def standing(self) -> Verdict | None:
        return standing_of(self.verdicts)

    @property
    def standing_points(self) -> Decimal:
        return self.face.points(self.standing.level if self.standing else None)

    @property
    def fallen(self) -> list[Verdict]:
        return [verdict for verdict in self.verdicts if not verdict.stands]

    def neighbours(self) -> tuple[int | None, int | None]:
        """The rows before and after this one among those that the filter takes.

        Somebody who mends a row that the desk named goes on to the next one named: the others are locked.
        """
        mending = self.innovation.state == State.RETURNED and self.answer.row in self.asked
        which = self.which or (RowFilter.RETURNED if mending else None)
        numbers = [answer.row for answer in rows_taken(self.sheet, which, asked=self.asked)]
        before = [number for number in numbers if number < self.answer.row]
        after = [number for number in numbers if number > self.answer.row]
        return (before[-1] if before else None), (after[0] if after else None)


@dataclass(frozen=True)
class LevelCard:
    """A level for reading: its words, its points, and whether the OPD claims it or the desk gave it."""

    level: int
    words: str
    example: str
    points: Decimal
    is_claimed: bool
    is_verified: bool


@dataclass(frozen=True, slots=True)
class GapHere:
    """What the row lacks, and the place on its page where that is mended."""

    text: str
    anchor: str


@dataclass(frozen=True)
class CitedDocument:
    citation: Citation
    card: DocumentCard


def level_cards(page: RowPage) -> list[LevelCard]:
    levels = [
        (0, page.face.words(0), ""),
        *((entry.level, entry.text, entry.example) for entry in page.face.levels),
    ]
    standing = page.standing
    return [
        LevelCard(
            level,
            words,
            example,
            page.face.points(level),
            is_claimed=level == page.answer.claimed_level,
            is_verified=standing is not None and level == standing.level,
        )
        for level, words, example in levels
    ]


def cited_document(request: HttpRequest, page: RowPage, citation: Citation) -> CitedDocument:
    fits = format_fits(citation.document, page.rule.formats)
    return CitedDocument(
        citation,
        card_of(
            request,
            citation.document,
            pages=citation.pages,
            warning=""
            if fits
            else _("Pedoman menyebut format %(formats)s; desk dapat meminta gantinya.")
            % {"formats": ", ".join(page.rule.formats)},
            note=""
            if citation.document.is_current
            else _("Versi lama: dokumen ini sudah diganti di pustaka."),
        ),
    )


def row_eyebrow(page: RowPage) -> str:
    row = page.row
    values = {
        "innovation": page.innovation.name,
        "row": row.code,
        "variable": official(row.variable),
        "weight": number(plain(row.weight)),
    }
    return told(_("%(innovation)s · Baris %(row)s · %(variable)s · bobot %(weight)s"), values)


def guidance(page: RowPage) -> list[str]:
    """The official words on what to choose and what proves it; those of the basis after those of the row."""
    found = list(page.row.evidence.guidance)
    if page.row.bases and page.face.is_open:
        definition = page.row.basis(page.face.basis).definition
        found += [text for text in (definition, *page.rule.guidance) if text and text not in found]
    return found


# The story of a claim ----------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class HistoryLine:
    """One sitting in words: what changed in the claim ("tingkat 1 → tingkat 2"), and the note as it was left ("" unchanged)."""

    at: datetime
    by: str
    claim: str
    note: str


def history_lines(page: RowPage) -> list[HistoryLine]:
    """Who claimed what and when, newest first. Two queries."""
    return [
        HistoryLine(step.at, step.by, _claim_change(page.face, step), _note_change(step))
        for step in claim_history(page.answer)
    ]


def _claim_change(face: RowFace, step: ClaimStep) -> str:
    before, after = claim_words(face, step.before), claim_words(face, step.after)
    return "" if before == after else format_html("{} → {}", before, after)


def _note_change(step: ClaimStep) -> str:
    if step.before.note == step.after.note:
        return ""
    return Truncator(step.after.note).chars(HISTORY_NOTE) or _("(dikosongkan)")


def claim_words(face: RowFace, claim: Claim) -> SafeString:
    """Basis, number and level of a claim in one line of markup; a dash for an empty one."""
    words = []
    if claim.basis in {entry.code for entry in face.row.bases}:
        words.append(official(face.row.basis(claim.basis).name))
    measure = RowFace(face.row, claim.basis or face.basis).measure
    if claim.measured is not None and measure is not None:
        value = number(claim.measured, places=measure.decimals)
        words.append(format_html("{} {}", value, official(measure.unit)))
    if claim.level is not None:
        words.append(_("tingkat %(level)d") % {"level": claim.level})
    return format_html_join(" · ", "{}", ((word,) for word in words or [DASH]))


# What moves while the person types ---------------------------------------------------------------------------------


def live_parts(request: HttpRequest, sheet: Sheet, answer: Answer) -> dict[str, Any]:
    """Context of the parts of a row's page that follow each change: points, maturity, why, next level, what is missing."""
    row = sheet.instrument.row(str(answer.row))
    face = face_of(row, answer=answer, innovation=sheet.innovation)
    own = [gap for gap in sheet.gaps if gap.part == row.code]
    return {
        "innovation": sheet.innovation,
        "answer": answer,
        "face": face,
        "row": row,
        "points": face.points(answer.claimed_level),
        "maximum": plain(row.weight * TOP_LEVEL),
        "maturity": maturity_of_sheet(sheet),
        "rows_url": here(request, "rows", public_id=sheet.innovation.public_id),
        "why": why_words(face, answer),
        "next": face.next_step(answer.claimed_level),
        "is_top": answer.claimed_level == TOP_LEVEL,
        "closed": why_closed(face),
        "gaps": [_here(gap, face) for gap in own if gap.required],
        "advice": [_here(gap, face) for gap in own if not gap.required],
        "asked_here": partial(reason_here, sheet.innovation, answer),
        "missing_elsewhere": sum(gap.part.isdecimal() and gap.part != row.code for gap in sheet.required),
    }


def reason_here(innovation: Innovation, answer: Answer) -> ReturnReason | None:
    """What the desk asked of this row when it sent the innovation back. One query while the row is open for that, else none."""
    if innovation.state != State.RETURNED or not answer.is_unlocked:
        return None
    reasons = open_reasons([innovation.pk]).get(innovation.pk, [])
    return next((reason for reason in reasons if reason.row == answer.row), None)


def _here(gap: Gap, face: RowFace) -> GapHere:
    if gap.code != "mandatory":
        return GapHere(short_row_gap(gap), "bukti")
    return GapHere(short_row_gap(gap), "id_level_group" if face.is_open else "id_basis_group")


def why_words(face: RowFace, answer: Answer) -> str:
    """Which level the number gives, and that another one is claimed, if so, as markup; "" without a number."""
    if face.measure is None or answer.measured is None:
        return ""
    text = measured_words(face, answer.measured)
    found = placement_of(face.measure, answer.measured).level
    if answer.claimed_level is None or found == answer.claimed_level:
        return text
    other = _("Yang diklaim tingkat %(level)d; alasannya di Catatan.") % {"level": answer.claimed_level}
    return format_html("{} {}", text, other)
