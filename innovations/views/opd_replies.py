"""Replying to the desk's reasons, one at a time or several that have one cure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from iga_portal.refusals import Refused, StaleVersion
from iga_portal.web.here import here
from iga_portal.web.parts import DocumentCard
from innovations.domain.replies import Replied, reply_to_reasons
from innovations.domain.seen import PREFIX
from innovations.models import ReturnReason
from innovations.queries.mending import Cause, common_causes
from innovations.rules import can_manage_document
from innovations.views.opd_common import card_of, crumbs, grant_of, tried
from innovations.views.opd_reasons import ReasonLine, reason_line
from regions.access import actor_of

MOST = 200
"""Reasons in one press; more is no press of a page of ours."""
BACK = {
    "ringkasan": "innovation",
    "ajukan": "submit",
    "baris": "row",
    "profil": "proposal",
    "perbaikan": "fix_once",
}
"""Word in the form -> page to return to. A word and never an address: nobody can be sent elsewhere by it."""
CONFLICT, UNPROCESSABLE = 409, 422


@require_POST
def reply(request: HttpRequest, **place: int) -> HttpResponse:
    """Write a reply to the reasons named, all or none. What cannot be saved stays on the page that says why."""
    seen = _seen(request)
    text = request.POST.get("balasan", "")
    outcome = tried(lambda: reply_to_reasons(seen, actor=actor_of(request), text=text))
    if isinstance(outcome, Replied):
        messages.success(request, _told(outcome, taken_back=not text.strip()))
        return redirect(_back(request, outcome.reasons))
    assert isinstance(outcome, Refused)
    if outcome.code == "unknown":
        raise Http404("no such reason here")
    return _try_again(request, sorted(seen), outcome, text=text)


def _seen(request: HttpRequest) -> dict[int, str]:
    """Ids of the reasons, each with the hash of the reply that the page showed."""
    ids = [value for value in request.POST.getlist("alasan") if value.isdecimal() and len(value) < 19]
    if not ids or len(ids) > MOST:
        raise Http404("no reasons named")
    return {int(value): request.POST.get(f"{PREFIX}{value}", "")[:64] for value in ids}


def _told(outcome: Replied, *, taken_back: bool) -> str:
    count = outcome.written
    if not count:
        return _("Balasan ini sudah tersimpan.")
    if taken_back:
        return _("Balasan dihapus.")
    return ngettext(
        "Balasan tersimpan; desk membacanya bersama pengajuan ulang.",
        "Balasan tersimpan untuk %(count)d alasan; desk membacanya bersama pengajuan ulang.",
        count,
    ) % {"count": count}


def _back(request: HttpRequest, reasons: Sequence[ReturnReason]) -> str:
    word = request.POST.get("kembali", "")
    first = reasons[0]
    if BACK.get(word) == "fix_once":
        return here(request, "fix_once")
    page = BACK.get(word, "innovation")
    if page == "row" and first.row is None:
        page = "innovation"
    innovation = first.transition.innovation
    more = {"row": first.row} if page == "row" else {}
    return here(request, page, public_id=innovation.public_id, **more) + f"#alasan-{first.pk}"


def _try_again(request: HttpRequest, ids: Sequence[int], refusal: Refused, *, text: str) -> HttpResponse:
    """What was typed, what stands now, and why it was not saved; saving again goes over what is shown here."""
    reasons = list(
        ReturnReason.objects.filter(pk__in=ids, transition__innovation__opd_id__in=actor_of(request).opd_ids)
        .select_related("transition__innovation", "transition__actor", "replied_by")
        .order_by("transition__innovation__name", "row")
    )
    if len(reasons) != len(ids):  # the text was refused before anybody asked whose reasons these are
        raise Http404("no such reason here")
    lines = [reason_line(request, entry.transition.innovation, entry, back="") for entry in reasons]
    is_stale = isinstance(refusal, StaleVersion)
    return render(
        request,
        "innovations/opd/reply.html",
        {
            "lines": lines,
            "refusal": refusal.message,
            "is_stale": is_stale,
            "text": text,
            "can_reply": all(line.can_reply for line in lines),
            "back": request.POST.get("kembali", "")[:20],
            "back_url": _back(request, reasons),
            "zone": grant_of(request).region.time_zone,
            "crumbs": crumbs(request, (_("Inovasi"), here(request, "innovations")), _("Balasan kepada desk")),
        },
        status=CONFLICT if is_stale else UNPROCESSABLE,
    )


# One cure for several reasons -------------------------------------------------------------------------------------


@dataclass(frozen=True)
class CauseBlock:
    """A common cause for the page: its places, its document with the way to replace it, and the reply to all of them."""

    cause: Cause
    places: Sequence[tuple[str, Any, ReasonLine]]
    card: DocumentCard | None
    replace_url: str
    owner: str
    reply: str
    differs: bool
    """Several replies stand there already and are not the same."""


@require_safe
def fix_once(request: HttpRequest, **place: int) -> HttpResponse:
    """What several reasons have in common: replace the document once, reply once."""
    return render(
        request,
        "innovations/opd/fix_once.html",
        {
            "blocks": [_block(request, cause) for cause in common_causes(actor_of(request))],
            "zone": grant_of(request).region.time_zone,
            "crumbs": crumbs(request, (_("Inovasi"), here(request, "innovations")), _("Perbaiki sekali")),
        },
    )


def _block(request: HttpRequest, cause: Cause) -> CauseBlock:
    replies = {entry.reason.reply for entry in cause.places}
    document = cause.document
    manageable = (
        document is not None and document.is_current and can_manage_document(actor_of(request), document)
    )
    return CauseBlock(
        cause,
        places=[
            (
                entry.innovation.name,
                entry.innovation,
                reason_line(request, entry.innovation, entry.reason, back="perbaikan"),
            )
            for entry in cause.places
        ],
        card=card_of(request, document) if document else None,
        replace_url=here(request, "document_replace", document_id=document.pk)
        if document and manageable
        else "",
        owner="" if document is None or manageable else _owner(document),
        reply=replies.pop() if len(replies) == 1 else "",
        differs=len({entry.reason.reply for entry in cause.places}) > 1,
    )


def _owner(document: Any) -> str:
    """Who can replace a document that is not the OPD's own."""
    return document.opd.name if document.opd else _("admin daerah")
