"""One field of an indicator row, saved by itself; the answer brings what follows from it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.views.decorators.http import require_POST

from iga_portal.refusals import Refused
from innovations.domain.answers import (
    BASIS_ROW,
    CLAIM_FIELDS,
    FIELDS,
    Claim,
    Saved,
    StaleClaim,
    save_field,
    seen_of,
)
from innovations.domain.seen import PREFIX
from innovations.forms.rows import RowFace, RowForm, face_of
from innovations.models import Answer
from innovations.queries.opd import Sheet
from innovations.queries.opd_rows import sheet_at_once, with_row_gaps
from innovations.rules import NOT_YOURS, can_read_innovation
from innovations.views import autosaving
from innovations.views.opd_common import grant_of, why_locked
from innovations.views.opd_conflicts import conflict_html
from innovations.views.opd_row_conflicts import conflict_of
from innovations.views.opd_row_parts import live_parts
from regions.access import Actor

PARTS: Mapping[str, str] = {
    "#kematangan": "innovations/opd/_maturity.html",
    "#poin-baris": "innovations/opd/_row_points.html",
    "#poin-ringkas": "innovations/opd/_row_sum.html",
    "#kurang-baris": "innovations/opd/_row_missing.html",
    "#alasan-angka": "innovations/opd/_row_why.html",
    "#tingkat-berikut": "innovations/opd/_row_next.html",
}
"""What follows from any change of a claim, by its place on the page."""
LEVEL_PART = "#isian-tingkat"
BASIS_SHOWN = "dasar"
"""Name of the hidden input that says under which basis a level or a number was shown (row 33)."""
ATTEMPTS = 4


@dataclass(frozen=True)
class Typed:
    """What came for one field of a row. `basis` is the one it was shown under, None where the row has no choice of one."""

    field: str
    value: Any = None
    basis: str | None = None
    errors: tuple[str, ...] = ()


@require_POST
def row_autosave(request: HttpRequest, public_id: UUID, row: int, **place: int) -> HttpResponse:
    """Save one field of a row and answer as `autosaving` tells. 404 for what is not there, or not of this OPD."""
    other = autosaving.refuse_other_person(request)
    if other is not None:
        return other
    for _attempt in range(ATTEMPTS):
        sheet, answer, actor = _find(request, public_id, row)
        locked = why_locked(actor, sheet.innovation, answer=answer)
        if locked:
            return autosaving.locked(locked)
        typed = _read(request, sheet, answer)
        if typed.errors:
            return autosaving.invalid(typed.field, typed.errors)
        try:
            saved = save_field(
                sheet.innovation,
                answer,
                field=typed.field,
                value=typed.value,
                actor=actor,
                seen=request.POST.get(PREFIX + typed.field, ""),
                basis=typed.basis,
            )
        except StaleClaim:
            return _conflict(request, sheet, answer, typed)
        except Refused as refused:
            if refused.code == NOT_YOURS:
                raise Http404("no such innovation here") from None
            return autosaving.invalid(typed.field, [refused.message])
        if saved is not None:
            return _saved(request, sheet, answer, typed, saved)
    raise RuntimeError("the innovation was written by others again and again")


def _find(request: HttpRequest, public_id: UUID, row: int) -> tuple[Sheet, Answer, Actor]:
    sheet = sheet_at_once(public_id)
    if sheet is None:
        raise Http404("no such innovation here")
    answer = next((entry for entry in sheet.answers if entry.row == row), None)
    # Which units the OPD has is not asked: the innovation came with its own.
    actor = grant_of(request).actor_for(sheet.innovation.opd)
    if answer is None or not can_read_innovation(actor, sheet.innovation):
        raise Http404("no such row here")
    return sheet, answer, actor


def _read(request: HttpRequest, sheet: Sheet, answer: Answer) -> Typed:
    name = request.POST.get("field", "")
    face = face_of(sheet.instrument.row(str(answer.row)), answer=answer, innovation=sheet.innovation)
    basis: str | None = None
    if answer.row == BASIS_ROW and name in {"level", "measured"}:
        basis = request.POST.get(BASIS_SHOWN, "")
        if basis not in {entry.code for entry in face.row.bases}:
            raise Http404("no such basis")
        face = RowFace(face.row, basis)
    form = RowForm(face=face, answer=answer)
    if name not in FIELDS or name not in form.fields:
        raise Http404("no such field on this row")
    field = form.fields[name]
    try:
        value = field.clean(field.widget.value_from_datadict(request.POST, request.FILES, name))
    except ValidationError as error:
        return Typed(name, errors=tuple(error.messages))
    return Typed(name, value, basis)


def _saved(request: HttpRequest, sheet: Sheet, answer: Answer, typed: Typed, saved: Saved) -> HttpResponse:
    # The gaps were worked out before the claim moved.
    context = live_parts(request, with_row_gaps(sheet), answer)
    form = RowForm(face=context["face"], answer=answer)
    parts = {place: _drawn(template, context) for place, template in PARTS.items()}
    if saved.afresh or typed.basis not in {None, answer.basis}:
        # Other cards: number, level and what lies above it are drawn anew together.
        drawn = _drawn("innovations/opd/_row_level.html", context | {"form": form})
        parts = {LEVEL_PART: drawn} | {place: parts[place] for place in PARTS if place not in INSIDE_LEVEL}
    # What another person may have written meanwhile has not been seen here: its hash stays as it was.
    written = ("note",) if typed.field == "note" else CLAIM_FIELDS
    hashes = seen_of(answer, kind=sheet.innovation.kind)
    return autosaving.saved(
        request,
        field=typed.field,
        seen={field: hashes[field] for field in written},
        version=sheet.innovation.version,
        parts=parts if saved.wrote else {},
        shown={field: _raw(form, field) for field in written if field in form.fields},
    )


INSIDE_LEVEL = ("#alasan-angka", "#tingkat-berikut")


def _drawn(template: str, context: dict[str, Any]) -> str:
    return render_to_string(template, context).strip()


def _raw(form: RowForm, field: str) -> list[str]:
    """The values of a field's inputs as the page has them when it shows what is stored."""
    value = form[field].value()
    return [] if value is None else [str(value)]


def _conflict(request: HttpRequest, sheet: Sheet, answer: Answer, typed: Typed) -> HttpResponse:
    face = face_of(sheet.instrument.row(str(answer.row)), answer=answer, innovation=sheet.innovation)
    mine = _typed_claim(answer, typed)
    field = "note" if typed.field == "note" else "level"
    found = conflict_of(request, field, face=face, answer=answer, mine=mine)
    form = RowForm(face=face, answer=answer)
    raw = _raw(form, typed.field) if typed.field in form.fields else []
    return autosaving.conflict(
        typed.field,
        stored=" ".join(raw),
        raw={typed.field: raw},
        seen=seen_of(answer, kind=sheet.innovation.kind)[typed.field],
        by=found.by,
        at=found.at,
        html=conflict_html(found).strip(),
    )


def _typed_claim(answer: Answer, typed: Typed) -> Claim:
    values = {typed.field: typed.value}
    if typed.basis is not None:
        values["basis"] = typed.basis
    elif typed.field != "basis":
        values["basis"] = answer.basis
    return Claim(**values)
