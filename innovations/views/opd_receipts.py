"""Receipts in an OPD's place: the list, one to read and print, and its content to work the hash out again."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from iga_portal.web.here import here
from iga_portal.web.qr import qr_svg
from iga_portal.web.tables import page_of
from innovations.enums import State
from innovations.models import Innovation, Receipt, ReceiptKind
from innovations.queries.opd import own_innovation
from innovations.queries.receipts import extent_of, is_intact, now_of, own_receipt, receipts_of
from innovations.views.opd_common import NEXT_WORDS, crumbs, grant_of
from regions.access import actor_of
from regions.enums import Role
from scoring.core.canonical import canonical_json

KINDS: dict[str, str | Promise] = {
    ReceiptKind.SUBMISSION: gettext_lazy("Pengajuan inovasi"),
    ReceiptKind.UPLOAD: gettext_lazy("Unggahan berkas"),
}
"""The kinds that an OPD has; a sending is the region's (`innovations.views.region_send`)."""


@require_safe
def receipts(request: HttpRequest, **place: int) -> HttpResponse:
    """All receipts of the OPD, newest first; of one innovation, of one kind, by name. The filter stands in the address."""
    actor = actor_of(request)
    kind = request.GET.get("jenis", "")
    search = request.GET.get("cari", "").strip()[:100]
    innovation = _innovation_named(request)
    found = receipts_of(
        actor, innovation=innovation, kind=kind if kind in ReceiptKind.values else "", search=search
    )
    page = page_of(request, found)
    return render(
        request,
        "innovations/opd/receipts.html",
        {
            "page": page,
            "lines": [(receipt, KINDS[receipt.kind]) for receipt in page.object_list],
            "kinds": list(KINDS.items()),
            "kind": kind,
            "search": search,
            "innovation": innovation,
            "is_filtered": bool(kind or search or innovation),
            "zone": grant_of(request).region.time_zone,
            "opd": grant_of(request).opd,
            "crumbs": crumbs(request, _("Tanda terima")),
        },
    )


def _innovation_named(request: HttpRequest) -> Innovation | None:
    """The innovation that the address filters by; 404 for one that may not be known of, or for no id at all."""
    wanted = request.GET.get("inovasi", "")
    if not wanted:
        return None
    try:
        innovation = own_innovation(actor_of(request), public_id=UUID(wanted))
    except ValueError as error:
        raise Http404("no innovation's id") from error
    if innovation is None:
        raise Http404("no such innovation here")
    return innovation


def find_receipt(request: HttpRequest, code: str) -> Receipt:
    found = own_receipt(actor_of(request), code=code)
    if found is None:
        raise Http404("no such receipt here")
    return found


@require_safe
def receipt(request: HttpRequest, code: str, **place: int) -> HttpResponse:
    """One receipt, to be read, printed on one sheet, and checked by anybody who has it in hand."""
    found = find_receipt(request, code)
    address = request.build_absolute_uri(reverse("verify_receipt", args=[found.code]))
    is_submission = found.kind == ReceiptKind.SUBMISSION
    innovation = found.innovation
    return render(
        request,
        "innovations/opd/receipt.html",
        {
            "receipt": found,
            "kind": KINDS[found.kind],
            "is_submission": is_submission,
            "is_again": bool(found.transition and found.transition.action == "resubmit"),
            "extent": extent_of(found.content) if found.content else None,
            "role": _role_of(found),
            "region": grant_of(request).region,
            "zone": grant_of(request).region.time_zone,
            "now": now_of(found) if is_intact(found) else "missing",
            "is_sending": False,
            "address": address,
            "qr": qr_svg(address, label=_("Kode QR menuju halaman pemeriksaan tanda terima ini")),
            "next_words": NEXT_WORDS[innovation.state]
            if innovation is not None and innovation.state == State.SUBMITTED
            else "",
            "innovation_url": here(request, "innovation", public_id=innovation.public_id)
            if innovation is not None
            else "",
            "document_url": _document_url(request, found),
            "content_url": here(request, "receipt_content", code=found.code) if found.content else "",
            "crumbs": crumbs(request, (_("Tanda terima"), here(request, "receipts")), found.code),
        },
    )


def _role_of(found: Receipt) -> str:
    """The role in which the person acted; of an upload it follows from whose document it is."""
    if found.transition is not None and found.transition.role in Role.values:
        return str(Role(found.transition.role).label)
    return str((Role.OPERATOR if found.opd_id else Role.REGIONAL_ADMIN).label)


def _document_url(request: HttpRequest, found: Receipt) -> str:
    """The document's page, where this place has one (the operator's)."""
    if found.document_id is None or actor_of(request).role is not Role.OPERATOR:
        return ""
    return here(request, "document", document_id=found.document_id)


@require_safe
def receipt_content(request: HttpRequest, code: str, **place: int) -> HttpResponse:
    """What was submitted, in exactly the bytes whose SHA-256 the receipt states."""
    found = find_receipt(request, code)
    if found.content is None:
        raise Http404("a file's receipt keeps no content; the file itself is what was hashed")
    return json_attachment(found.content, name=f"{found.code}.json")


def json_attachment(content: Any, *, name: str) -> HttpResponse:
    response = HttpResponse(canonical_json(content), content_type="application/json")
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
