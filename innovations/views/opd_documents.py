"""The document library of an OPD: add once, cite often, replace without anybody missing it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from iga_portal.refusals import Refused
from iga_portal.web.here import here
from iga_portal.web.parts import DocumentCard
from iga_portal.web.tables import page_of, sorting
from innovations.domain.documents import change_document, replace_document
from innovations.enums import State
from innovations.forms.documents import DetailsForm, NewDocumentForm, ReplaceForm, take_document_errors
from innovations.models import Document
from innovations.queries.opd_documents import (
    Use,
    document_of,
    library,
    newest_version,
    uses_of,
    with_citation_count,
)
from innovations.rules import can_manage_document
from innovations.views.opd_common import card_of, crumbs, grant_of, owners_of, tried
from innovations.views.opd_uploads import add_evidence, forget_bytes, store_upload, twin_of
from regions.access import actor_of
from regions.enums import Role

SORTS = {
    "baru": ("-created_at", "-pk"),
    "tentang": ("subject", "pk"),
    "tanggal": ("dated", "pk"),
    "dikutip": ("cited", "pk"),
}


@dataclass(frozen=True)
class Shelved:
    """A line of the library."""

    document: Document
    card: DocumentCard
    cited: int
    is_own: bool


@require_safe
def documents(request: HttpRequest, **place: int) -> HttpResponse:
    """The library. Search, whose documents, order and page stand in the address."""
    actor = actor_of(request)
    search = request.GET.get("cari", "").strip()[:100]
    mine = request.GET.get("milik", "") == "opd"
    order = sorting(request, allowed=SORTS, default="baru")
    found = with_citation_count(library(actor, search=search, mine=mine)).order_by(*order.order_by)
    page = page_of(request, found, per_page=20)
    return render(
        request,
        "innovations/opd/documents.html",
        {
            "page": page,
            "shelf": [
                Shelved(
                    document,
                    card_of(request, document),
                    cited=document.cited,
                    is_own=bool(can_manage_document(actor, document)),
                )
                for document in page.object_list
            ],
            "search": search,
            "mine": mine,
            "is_filtered": bool(search or mine),
            "opd": grant_of(request).opd,
            "default_sort": "baru",
            "zone": grant_of(request).region.time_zone,
            "crumbs": crumbs(request, _("Pustaka dokumen")),
        },
    )


@require_http_methods(["GET", "HEAD", "POST"])
def document_new(request: HttpRequest, **place: int) -> HttpResponse:
    """Put a document into the library, without citing it yet."""
    actor = actor_of(request)
    owners = owners_of(request)
    is_post = request.method == "POST"
    form = NewDocumentForm(request.POST if is_post else None, request.FILES or None, owners=owners)
    kept = _kept_twin(request) if is_post else None
    twin: Document | None = None
    if is_post:
        valid = form.is_valid()
        if kept is not None:
            for name in ("file", "link"):
                form.errors.pop(name, None)
            valid = not form.errors
        twin = twin_of(actor, form.cleaned_data.get("file")) if valid and kept is None else None
        if valid and twin is None:
            made = _add(request, form, kept=kept)
            if made is not None:
                messages.success(request, _("“%(subject)s” ada di pustaka.") % {"subject": made.subject})
                return redirect(here(request, "document", document_id=made.pk))
        if twin is None:
            form.explain_lost_file()
            twin = kept
    return render(
        request,
        "innovations/opd/document_new.html",
        {
            "form": form,
            "twin": twin,
            "twin_card": card_of(request, twin) if twin else None,
            "crumbs": crumbs(request, (_("Pustaka dokumen"), here(request, "documents")), _("Dokumen baru")),
        },
    )


def _kept_twin(request: HttpRequest) -> Document | None:
    """The document whose file the new one shall share, when that was chosen; 404 for one that may not be known of."""
    offered = request.POST.get("kembar", "")
    if request.POST.get("aksi") != "simpan-kembar" or not offered.isdecimal():
        return None
    twin = document_of(actor_of(request), document_id=int(offered[:18]))
    if twin is None:
        raise Http404("no such document here")
    return twin


def _add(request: HttpRequest, form: NewDocumentForm, *, kept: Document | None) -> Document | None:
    cleaned = form.cleaned_data
    outcome = tried(
        lambda: add_evidence(
            actor_of(request),
            opd_id=form.owner_id,
            upload=cleaned.get("file") if kept is None else None,
            link=cleaned.get("link", "") if kept is None else "",
            file=kept.file if kept is not None else None,
            subject=cleaned["subject"],
            number=cleaned["number"],
            dated=cleaned["dated"],
            is_region_wide=cleaned["is_region_wide"],
        )
    )
    if isinstance(outcome, Document):
        return outcome
    if isinstance(outcome, Refused):
        form.add_error("file", outcome.message)
    else:
        take_document_errors(form, outcome)
    return None


@require_http_methods(["GET", "HEAD", "POST"])
def document(request: HttpRequest, document_id: int, **place: int) -> HttpResponse:
    """One document: what it is, where it is cited, and its details for whoever owns it."""
    found = _find(request, document_id)
    actor = actor_of(request)
    ruling = can_manage_document(actor, found)
    form = _details_form(request, found) if ruling and found.is_current else None
    if request.method == "POST":
        if form is None:
            messages.error(request, ruling.reason or _("Dokumen ini sudah diganti; ubah versi terbarunya."))
            return redirect(here(request, "document", document_id=found.pk))
        if form.is_valid() and _change(request, found, form):
            messages.success(request, _("Keterangan dokumen tersimpan."))
            return redirect(here(request, "document", document_id=found.pk))
    uses = uses_of(actor, found)
    newest = newest_version(found) if not found.is_current else None
    return render(
        request,
        "innovations/opd/document.html",
        {
            "document": found,
            "card": replace(
                card_of(request, found), title=found.link or (found.file.name if found.file else "")
            ),
            "is_own": bool(ruling),
            "form": form,
            "uses": [use for use in uses if use.is_own],
            "elsewhere": elsewhere(uses),
            "newest": newest,
            "older": found.replaces,
            "older_url": here(request, "file", document_id=found.replaces_id)
            if found.replaces_id and found.replaces and found.replaces.file_id
            else "",
            "is_operator": actor.role is Role.OPERATOR,
            "crumbs": crumbs(request, (_("Pustaka dokumen"), here(request, "documents")), found.subject),
        },
    )


@dataclass(frozen=True)
class Elsewhere:
    """How much another OPD's innovations rest on a document; their names are not the reader's to know."""

    opd: str
    innovations: int
    rows: int


def elsewhere(uses: Sequence[Use]) -> list[Elsewhere]:
    by_opd: dict[str, list[Use]] = {}
    for use in uses:
        if not use.is_own:
            by_opd.setdefault(use.innovation.opd.name, []).append(use)
    return [
        Elsewhere(name, innovations=len(found), rows=sum(len(use.rows) for use in found))
        for name, found in sorted(by_opd.items())
    ]


def _find(request: HttpRequest, document_id: int) -> Document:
    found = document_of(actor_of(request), document_id=document_id)
    if found is None:
        raise Http404("no such document here")
    return found


def _details_form(request: HttpRequest, found: Document) -> DetailsForm:
    initial: dict[str, Any] = {
        name: getattr(found, name) for name in ("subject", "number", "dated", "is_region_wide")
    }
    return DetailsForm(request.POST if request.method == "POST" else None, initial=initial)


def _change(request: HttpRequest, found: Document, form: DetailsForm) -> bool:
    outcome = tried(lambda: change_document(found.pk, actor=actor_of(request), **form.cleaned_data))
    if isinstance(outcome, Refused):
        form.add_error(None, outcome.message)
    elif isinstance(outcome, ValidationError):
        take_document_errors(form, outcome)
    return isinstance(outcome, Document)


@require_http_methods(["GET", "HEAD", "POST"])
def document_replace(request: HttpRequest, document_id: int, **place: int) -> HttpResponse:
    """A new version in the place of a document. The page first tells every citation and what reopens."""
    found = _find(request, document_id)
    actor = actor_of(request)
    ruling = can_manage_document(actor, found)
    if not ruling or not found.is_current:
        messages.error(
            request, ruling.reason or _("Dokumen ini sudah pernah diganti. Buka versi terbarunya.")
        )
        return redirect(here(request, "document", document_id=found.pk))
    form = ReplaceForm(request.POST if request.method == "POST" else None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        made = _replace(request, found, form)
        if made is not None:
            messages.success(
                request,
                _(
                    "“%(subject)s” diganti. Kutipan yang belum terkirim memakai versi baru; periksa nomor dan tanggalnya."
                )
                % {"subject": made.subject},
            )
            return redirect(here(request, "document", document_id=made.pk))
    uses = uses_of(actor, found)
    moving = [use.moving() for use in uses]
    staying = [use.staying() for use in uses if use.is_own]
    return render(
        request,
        "innovations/opd/document_replace.html",
        {
            "document": found,
            "card": card_of(request, found),
            "form": form,
            "moved": [use for use in moving if use and use.is_own],
            "kept": [use for use in staying if use],
            "elsewhere": elsewhere([use for use in moving if use]),
            "reopens": any(use and use.innovation.state == State.VERIFIED and use.rows for use in moving),
            "falls": any(
                use and use.innovation.state in {State.SUBMITTED, State.RETURNED} and use.rows
                for use in moving
            ),
            "crumbs": crumbs(
                request,
                (_("Pustaka dokumen"), here(request, "documents")),
                (found.subject, here(request, "document", document_id=found.pk)),
                _("Ganti"),
            ),
        },
    )


def _replace(request: HttpRequest, found: Document, form: ReplaceForm) -> Document | None:
    actor, cleaned = actor_of(request), form.cleaned_data
    stored = []

    def act() -> Document:
        if cleaned.get("file"):
            stored.append(store_upload(actor, cleaned["file"]))
        return replace_document(
            found.pk, actor=actor, file=stored[0] if stored else None, link=cleaned.get("link", "")
        )

    if found.file is not None and twin_of(actor, cleaned.get("file")) == found:
        form.add_error("file", _("Ini berkas yang sama dengan yang sekarang; tidak ada yang perlu diganti."))
        return None
    outcome = tried(act)
    if isinstance(outcome, Document):
        return outcome
    forget_bytes(stored[0] if stored else None)
    if isinstance(outcome, Refused):
        form.add_error("file", outcome.message)
    else:
        take_document_errors(form, outcome)
    return None
