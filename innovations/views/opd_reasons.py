"""A reason of the desk beside the part that it is about: the words, whether the part was touched since, and the reply.

`templates/innovations/opd/_reason.html` shows a `ReasonLine`; it holds a form of its own, so it stands outside any other form.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.http import HttpRequest
from django.utils.translation import gettext as _

from iga_portal.web.here import here
from innovations.domain.seen import field_hash
from innovations.enums import State
from innovations.models import Innovation, ReturnReason
from innovations.queries.mending import Mended, mended
from innovations.queries.opd import Sheet, open_reasons
from innovations.rules import can_reply
from innovations.views.opd_parts import label_of
from regions.access import actor_of


@dataclass(frozen=True, slots=True)
class ReasonLine:
    """One reason for the page. `touched` None says nothing of it; `told` are the differences in words."""

    reason: ReturnReason
    title: str
    url: str
    seen: str
    can_reply: bool
    back: str
    touched: bool | None = None
    told: Sequence[str] = ()


def reason_line(
    request: HttpRequest, innovation: Innovation, reason: ReturnReason, *, back: str
) -> ReasonLine:
    """A reason on the page of its own part. `back` names that page for after a reply (see `opd_replies.BACK`). No query."""
    is_proposal = reason.row is None
    title = _("Profil inovasi") if is_proposal else _("Baris %(row)d") % {"row": reason.row}
    url = (
        here(request, "proposal", public_id=innovation.public_id)
        if reason.row is None
        else here(request, "row", public_id=innovation.public_id, row=reason.row)
    )
    return ReasonLine(
        reason,
        title=title,
        url=url,
        seen=field_hash(reason.reply),
        can_reply=bool(can_reply(actor_of(request), innovation)),
        back=back,
    )


def proposal_reason(request: HttpRequest, innovation: Innovation) -> ReasonLine | None:
    """What the desk asks of the proposal itself, for its pages; None when it asks nothing. One query while returned, else none."""
    if innovation.state != State.RETURNED:
        return None
    reasons = open_reasons([innovation.pk]).get(innovation.pk, [])
    found = next((reason for reason in reasons if reason.row is None), None)
    return reason_line(request, innovation, found, back="profil") if found is not None else None


def reason_lines(
    request: HttpRequest, sheet: Sheet, reasons: Sequence[ReturnReason], *, back: str
) -> list[ReasonLine]:
    """All reasons of the latest return, each with what happened to its part since. At most three queries."""
    return [_with_touch(request, sheet, entry, back=back) for entry in mended(sheet, reasons)]


def _with_touch(request: HttpRequest, sheet: Sheet, entry: Mended, *, back: str) -> ReasonLine:
    line = reason_line(request, sheet.innovation, entry.reason, back=back)
    labels = [label_of(field) for field in entry.fields if field != "longitude"]
    return ReasonLine(
        line.reason,
        title=line.title,
        url=line.url,
        seen=line.seen,
        can_reply=line.can_reply,
        back=line.back,
        touched=entry.touched,
        told=[*entry.told, *labels],
    )
