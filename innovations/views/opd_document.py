"""One document of the library: adding it by a form, its details, and a new version in its place."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from iga_portal.files.uploads import cancel_upload
from iga_portal.refusals import Refused
from iga_portal.web.here import here
from innovations.domain.documents import StaleDetails, Standing, change_document, replace_document, seen_of
from innovations.domain.links import request_link_check
from innovations.domain.seen import PREFIX, field_hash
from innovations.enums import State
from innovations.forms.documents import (
    DetailsForm,
    NewDocumentForm,
    ReplaceForm,
    size_hint,
    take_document_errors,
)
from innovations.models import Document, Receipt
from innovations.queries.opd_documents import Use, document_of, newest_version, uses_of, versions_before
from innovations.rules import can_manage_document
from innovations.views.opd_common import card_of, crumbs, grant_of, owners_of, tried
from innovations.views.opd_shelf import shelved
from innovations.views.opd_uploads import add_evidence, end_refused, forget_bytes, store_upload, twin_of
from innovations.views.page_strip import strip_of
from regions.access import actor_of
from regions.enums import Role


@require_http_methods(["GET", "HEAD", "POST"])
def document_new(request: HttpRequest, **place: int) -> HttpResponse:
    """Put a document into the library, without citing it yet."""
    actor = actor_of(request)
    is_post = request.method == "POST"
    form = NewDocumentForm(
        request.POST if is_post else None,
        request.FILES or None,
        owners=owners_of(request),
        person_id=actor.person_id,
    )
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
            "hint": size_hint(),
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
    source = cleaned.get("file") if kept is None else None
    outcome = tried(
        lambda: add_evidence(
            actor_of(request),
            opd_id=form.owner_id,
            upload=source,
            link=cleaned.get("link", "") if kept is None else "",
            file=kept.file if kept is not None else None,
            subject=cleaned["subject"],
            number=cleaned["number"],
            dated=cleaned["dated"],
            is_region_wide=cleaned["is_region_wide"],
        )
    )
    if isinstance(outcome, Document):
        if kept is not None and form.arrived is not None:
            cancel_upload(form.arrived)  # its bytes were here already
        return outcome
    end_refused(source, outcome)
    if isinstance(outcome, Refused):
        form.add_error("file", outcome.message)
    else:
        take_document_errors(form, outcome)
    return None


# One document ------------------------------------------------------------------------------------------------------


@require_http_methods(["GET", "HEAD", "POST"])
def document(request: HttpRequest, document_id: int, **place: int) -> HttpResponse:
    """One document: what it is, who sees it, where it is cited, and its details for whoever owns it."""
    found = _find(request, document_id)
    actor = actor_of(request)
    ruling = can_manage_document(actor, found)
    form = _details_form(request, found) if ruling and found.is_current else None
    seen, standing = seen_of(found), list[Standing]()
    if request.method == "POST":
        if form is None:
            messages.error(request, ruling.reason or _("Dokumen ini sudah diganti; ubah versi terbarunya."))
            return redirect(here(request, "document", document_id=found.pk))
        if form.is_valid():
            outcome = _change(request, found, form)
            if outcome is None:
                messages.success(request, _("Keterangan dokumen tersimpan."))
                return redirect(here(request, "document", document_id=found.pk))
            standing = outcome
        if not standing:
            # Refused for another reason: what was not seen then is still not seen.
            seen = {field: request.POST.get(f"{PREFIX}{field}", "") for field in seen}
    uses = uses_of(actor, found)
    return render(
        request,
        "innovations/opd/document.html",
        {
            "document": found,
            "shelved": shelved(request, found),
            "strip": strip_of(request, found),
            "form": form,
            "seen": seen,
            "standing": standing,
            "prefix": PREFIX,
            "uses": [use for use in uses if use.is_own],
            # How far others rely on a document is for whoever answers for it.
            "elsewhere": elsewhere(uses) if ruling else [],
            "newest": newest_version(found) if not found.is_current else None,
            "versions": [shelved(request, older) for older in versions_before(found)],
            "receipts": list(Receipt.objects.filter(document=found)) if ruling else [],
            "zone": grant_of(request).region.time_zone,
            "is_operator": actor.role is Role.OPERATOR,
            "crumbs": crumbs(request, (_("Pustaka dokumen"), here(request, "documents")), found.subject),
        },
    )


@require_POST
def document_check(request: HttpRequest, document_id: int, **place: int) -> HttpResponse:
    """Have a worker look again where a link leads."""
    found = _find(request, document_id)
    ruling = can_manage_document(actor_of(request), found)
    if not ruling or not found.link or not found.is_current:
        messages.error(request, ruling.reason or _("Tidak ada tautan yang dapat diperiksa di sini."))
    else:
        request_link_check(found)
        messages.success(request, _("Tautan sedang diperiksa. Muat ulang halaman ini sebentar lagi."))
    return redirect(here(request, "document", document_id=found.pk))


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
    initial: dict[str, Any] = {name: getattr(found, name) for name in DetailsForm.base_fields}
    return DetailsForm(request.POST if request.method == "POST" else None, initial=initial)


def _change(request: HttpRequest, found: Document, form: DetailsForm) -> list[Standing] | None:
    """None when it is written; else what somebody else wrote meanwhile (nothing, when it was refused for another reason)."""
    hashes = {
        name: request.POST[f"{PREFIX}{name}"] for name in seen_of(found) if f"{PREFIX}{name}" in request.POST
    }
    outcome = tried(
        lambda: change_document(found.pk, actor=actor_of(request), seen=hashes or None, **form.cleaned_data)
    )
    if isinstance(outcome, Document):
        return None
    if isinstance(outcome, Refused):
        form.add_error(None, outcome.message)
        return outcome.standing if isinstance(outcome, StaleDetails) else []
    take_document_errors(form, outcome)
    return []


# A new version -----------------------------------------------------------------------------------------------------


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
    form = ReplaceForm(
        request.POST if request.method == "POST" else None,
        request.FILES or None,
        person_id=actor.person_id,
    )
    uses = uses_of(actor, found)
    listed = _hash_of(uses)
    if request.method == "POST" and form.is_valid():
        if request.POST.get(f"{PREFIX}kutipan", listed) != listed:
            form.add_error(
                None,
                _("Kutipan dokumen ini berubah sejak halaman dibuka. Periksa daftarnya, lalu tekan lagi."),
            )
        else:
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
    if request.method == "POST":
        form.explain_lost_file()
    moving = [use.moving() for use in uses]
    staying = [use.staying() for use in uses if use.is_own]
    return render(
        request,
        "innovations/opd/document_replace.html",
        {
            "document": found,
            "card": card_of(request, found),
            "form": form,
            "listed": listed,
            "prefix": PREFIX,
            "hint": size_hint(),
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


def _hash_of(uses: Sequence[Use]) -> str:
    """What the page lists before it is pressed: who cites where, and what of it follows."""
    return field_hash(
        [
            str((use.innovation.pk, use.innovation.state, [*use.rows], sorted(use.stays_in), use.attached))
            for use in uses
        ]
    )


def _replace(request: HttpRequest, found: Document, form: ReplaceForm) -> Document | None:
    actor, cleaned = actor_of(request), form.cleaned_data
    source = cleaned.get("file")
    stored = []

    def act() -> Document:
        if source:
            stored.append(store_upload(actor, source))
        return replace_document(
            found.pk, actor=actor, file=stored[0] if stored else None, link=cleaned.get("link", "")
        )

    if found.file is not None and twin_of(actor, source) == found:
        form.add_error("file", _("Ini berkas yang sama dengan yang sekarang; tidak ada yang perlu diganti."))
        return None
    outcome = tried(act)
    if isinstance(outcome, Document):
        return outcome
    forget_bytes(stored[0] if stored else None)
    end_refused(source, outcome)
    if isinstance(outcome, Refused):
        form.add_error("file", outcome.message)
    else:
        take_document_errors(form, outcome)
    return None
