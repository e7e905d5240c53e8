"""Two people on one row: what each wrote, side by side, and what the person decides."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django.http import HttpRequest, QueryDict
from django.utils.translation import gettext as _

from iga_portal.web.formats import DASH, clock
from innovations.domain.answers import CLAIM_FIELDS, Claim, StaleClaim, claim_of
from innovations.domain.seen import PREFIX
from innovations.forms.fields import plain_number
from innovations.forms.rows import RowFace, seen_inputs
from innovations.models import Answer
from innovations.queries.opd_rows import last_change
from innovations.views.opd_common import grant_of
from innovations.views.opd_conflicts import Conflict, choice_name, decisions
from innovations.views.opd_row_parts import RowPage, claim_words
from innovations.views.word_diff import word_difference

CLAIM, NOTE = "level", "note"
"""The two things on a row that two people may write differently; the number and the basis go with the level."""


def conflict_of(
    request: HttpRequest, field: str, *, face: RowFace, answer: Answer, mine: Claim, decided: str = ""
) -> Conflict:
    """What each wrote at one field. Two queries: who wrote the other."""
    is_note = field == NOTE
    change = last_change(answer, note=is_note)
    stored = claim_of(answer)
    if is_note:
        difference = word_difference(stored.note or DASH, mine.note or DASH)
        theirs, own = difference.before, difference.after
    else:
        theirs, own = claim_words(face, stored), claim_words(face, mine)
    return Conflict(
        field,
        _("Catatan") if is_note else _("Tingkat yang diklaim"),
        theirs,
        own,
        choice_name(field),
        by=change.by if change else "",
        at=clock(change.at, zone=grant_of(request).region.time_zone) if change else "",
        decided=decided,
    )


def conflicts_of(
    request: HttpRequest, stale: StaleClaim, *, data: QueryDict, page: RowPage
) -> list[Conflict]:
    """The conflicts of a form that was sent whole."""
    mine = typed_claim(data)
    return [
        conflict_of(
            request,
            field,
            face=page.face,
            answer=page.answer,
            mine=mine,
            decided=data.get(choice_name(field), ""),
        )
        for field in stale.fields
    ]


def hashes_of(field: str) -> tuple[str, ...]:
    """The hidden inputs that a field's conflict covers."""
    return tuple(PREFIX + name for name in ((NOTE,) if field == NOTE else CLAIM_FIELDS))


def typed_claim(data: Mapping[str, Any]) -> Claim:
    """What a form says, for showing it again; nothing where it says nothing that can be read."""
    level = data.get("level", "")
    return Claim(
        level=int(level) if level in {"0", "1", "2", "3"} else None,
        basis=data.get("basis", ""),
        measured=_number(data.get("measured", "")),
        note=data.get("note", ""),
    )


def _number(text: str) -> Decimal | None:
    try:
        found = Decimal(plain_number(text[:40]))
    except ArithmeticError:
        return None
    return found if found.is_finite() else None


def decided(data: QueryDict, *, page: RowPage) -> QueryDict:
    """The form with the decisions on conflicts that a page showed before: what stays as stored is put in its place.

    A conflict without a decision loses its hash and is asked again.
    """
    kept, undecided = decisions(data, (CLAIM, NOTE))
    if not kept and not undecided:
        return data
    data = data.copy()
    now = seen_inputs(page.answer, kind=page.innovation.kind)
    for field in kept:
        for name in hashes_of(field):
            data[name] = now[name]
        _put_stored(data, page.answer, field)
    for field in undecided:
        for name in hashes_of(field):
            data[name] = ""
    return data


def _put_stored(data: QueryDict, answer: Answer, field: str) -> None:
    if field == NOTE:
        data["note"] = answer.note
        return
    data["basis"] = answer.basis
    data["measured"] = "" if answer.measured is None else f"{answer.measured:f}".replace(".", ",")
    data["level"] = "" if answer.claimed_level is None else str(answer.claimed_level)
