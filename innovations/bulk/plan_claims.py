"""Planning the lines of the sheet "Baris" of one innovation: what is claimed on each of its rows, three ways."""

from __future__ import annotations

from collections.abc import Mapping
from copy import copy
from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from innovations.bulk import adapter, sheets
from innovations.bulk.cells import TOO_LONG, Cell, Kind
from innovations.bulk.columns import Column, as_text
from innovations.bulk.holdings import Holdings
from innovations.bulk.marks import CLAIM_PARTS, claim_seen_in
from innovations.bulk.reading import Line
from innovations.bulk.report import CONFLICT, Change, Fault, excerpts, length_words
from innovations.bulk.resources import claim, claim_columns
from innovations.domain.answers import BASIS_ROW, claim_of, seen_of
from innovations.domain.measuring import level_of
from innovations.domain.seen import NOTHING
from innovations.models import Answer

if TYPE_CHECKING:
    from innovations.bulk.plan import Desk, Work

_FIELD_COLUMNS = {
    "basis": "basis",
    "measured": "measured",
    "level": "claimed_level",
    "unexplained": "claimed_level",
}
_PART_COLUMNS = {"level": ("basis", "measured", "claimed_level"), "note": ("note",)}


def plan_claims(work: Work, rows: Mapping[int, Line], *, kind: str, desk: Desk) -> None:
    """Add to `work` and its entry what the lines would claim. `kind` is that of the innovation as it would then be."""
    stored = {} if work.is_new else desk.holdings.answers[work.innovation.pk]
    for row in sorted(rows):
        answer = stored.get(row) or Answer(region_id=work.innovation.region_id, row=row)
        _plan_row(work, rows[row], answer, kind=kind, holdings=desk.holdings)


def _plan_row(work: Work, line: Line, answer: Answer, *, kind: str, holdings: Holdings) -> None:
    after = copy(answer)
    if not _typed(work, line, after, kind=kind, holdings=holdings):
        return
    _follow(line, answer, after, kind=kind, holdings=holdings)
    if claim_of(after) == claim_of(answer):
        return
    # Row 30 hangs on the kind of the innovation; its claim is compared under the kind that stands.
    stands = work.innovation.kind
    now, wanted = seen_of(answer, kind=stands), seen_of(after, kind=stands)
    seen = None if work.is_new else claim_seen_in(line.cell(sheets.MARK).text)
    for part in CLAIM_PARTS:
        if now[part] == wanted[part]:
            continue
        shown = now[part] if seen is None else seen[part] or NOTHING
        if shown == now[part]:
            continue
        for name in _PART_COLUMNS[part]:
            setattr(after, name, getattr(answer, name))
        if wanted[part] != shown:
            _fault(work, line, _PART_COLUMNS[part][-1], _conflict(answer, part, holdings), code=CONFLICT)
    claimed = claim_of(after)
    if claimed == claim_of(answer):
        return
    locked = "" if work.is_new else holdings.why_locked(work.innovation, row=answer.row)
    if locked:
        _fault(
            work, line, "claimed_level",
            _("%(because)s Kosongkan sel-sel baris ini agar isian di portal dibiarkan.") % {"because": locked},
        )  # fmt: skip
        return
    refusal = adapter.weigh_claim(work.innovation, holdings.instrument.row(str(answer.row)), claimed)
    if refusal is not None:
        _fault(work, line, _FIELD_COLUMNS.get(refusal.code, "note"), refusal.message)
        return
    work.claims[answer.row] = claimed
    after_seen = seen_of(after, kind=stands)
    work.prints += [
        (f"{answer.row}/{part}", now[part], after_seen[part])
        for part in CLAIM_PARTS
        if now[part] != after_seen[part]
    ]
    for column in claim_columns():
        if column.get_value(after) != column.get_value(answer):
            _change(work, line, column, answer, after, holdings=holdings)


def _typed(work: Work, line: Line, after: Answer, *, kind: str, holdings: Holdings) -> bool:
    """Take the cells onto `after`; False when one cannot be read, which is then told."""
    broken = [column for column in claim_columns() if line.cell(column.header).kind is Kind.ERROR]
    for column in broken:
        _fault(
            work, line, column.attribute,
            _("Sel ini menunjukkan kesalahan rumus (%(text)s). Tulis nilainya.")
            % {"text": line.cell(column.header).text[:20]},
        )  # fmt: skip
    try:
        claim().import_instance(
            after, line.cells, bases=holdings.bases_of(after.row), instrument=holdings.instrument, kind=kind
        )
    except ValidationError as error:
        for name, texts in error.message_dict.items():
            if name not in {column.attribute for column in broken}:
                _fault(work, line, name, " ".join(texts))
        return False
    return not broken


def _follow(line: Line, answer: Answer, after: Answer, *, kind: str, holdings: Holdings) -> None:
    """What the form does too: another basis starts afresh, a number gives its level unless another was chosen."""
    if after.row == BASIS_ROW and after.basis != answer.basis:
        if not _is_typed(line, "measured", answer, holdings):
            after.measured = None
        if not _is_typed(line, "claimed_level", answer, holdings):
            after.claimed_level = None
    if after.measured is None or _is_typed(line, "claimed_level", answer, holdings):
        return
    if (after.measured, after.basis) != (answer.measured, answer.basis):
        row = holdings.instrument.row(str(after.row))
        found = level_of(row, basis=after.basis or kind, measured=after.measured)
        after.claimed_level = after.claimed_level if found is None else found


def _is_typed(line: Line, attribute: str, answer: Answer, holdings: Holdings) -> bool:
    """Was something typed into the cell, other than what it showed of what stands?"""
    column = _column(attribute)
    cell: Cell = line.cell(column.header)
    shown = as_text(column.export(answer, bases=holdings.bases_of(answer.row)))
    return not cell.is_blank and cell.text not in {shown, TOO_LONG}


def _conflict(answer: Answer, part: str, holdings: Holdings) -> str:
    if part == "note":
        now, _rest = excerpts(answer.note, "")
    else:
        now = ", ".join(
            f"{column.header}: {as_text(column.export(answer, bases=holdings.bases_of(answer.row))) or '–'}"
            for column in claim_columns()
            if column.attribute in _PART_COLUMNS["level"]
        )
    return _(
        "Baris ini diubah di portal sejak lembar diunduh; kini %(now)s. Samakan, atau unduh berkas bertanda di bawah dan biarkan "
        "isian Anda di sana bila tetap yang ini."
    ) % {"now": now or "–"}


def _change(
    work: Work, line: Line, column: Column, answer: Answer, after: Answer, *, holdings: Holdings
) -> None:
    bases = holdings.bases_of(answer.row)
    before_text = as_text(column.export(answer, bases=bases))
    after_text = as_text(column.export(after, bases=bases))
    told = length_words(before_text, after_text)
    before_part, after_part = excerpts(before_text, after_text)
    work.entry.changes.append(
        Change(line.at(column.header), str(answer.row), column.header, before_part, after_part, told)
    )


def _column(attribute: str) -> Column:
    return next((column for column in claim_columns() if column.attribute == attribute), claim_columns()[-1])


def _fault(work: Work, line: Line, attribute: str, text: str, *, code: str = "") -> None:
    header = _column(attribute).header
    work.entry.faults.append(Fault(sheets.ROWS, line.at(header), header, text, code))
