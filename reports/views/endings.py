"""One document of a publication: what it is, how it stands, and how the ministry revokes and replaces it."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from iga_portal.refusals import Refused
from iga_portal.web.frame import Crumb
from iga_portal.web.here import here
from regions.access import actor_of
from reports.domain.documents import verification_path
from reports.domain.endings import revoke_document
from reports.domain.replacing import order_replacement
from reports.forms import ReasonForm
from reports.models import DocumentStanding, IssuedDocument
from reports.queries.batches import category_names


@require_GET
def document(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """The document with its history."""
    found = _document(public_id)
    assert found.publication is not None
    is_revoked = found.standing == DocumentStanding.REVOKED and found.replaced_by_id is None
    return render(
        request,
        "reports/documents/document.html",
        {
            "document": found,
            "category": category_names(found.publication).get(found.category, ""),
            "earlier": IssuedDocument.objects.filter(replaced_by=found)
            .defer("snapshot", "facts")
            .order_by("pk"),
            "check_url": verification_path(found.number, found.public_id),
            "file_url": here(request, "issued_file", public_id=found.public_id) if found.file_id else "",
            "revoke_url": here(request, "document_revoke", public_id=found.public_id)
            if found.standing == DocumentStanding.VALID
            else "",
            "replace_url": here(request, "document_replace_revoked", public_id=found.public_id)
            if is_revoked
            else "",
            "crumbs": [*_crumbs(request), Crumb(found.number)],
        },
    )


@require_http_methods(["GET", "HEAD", "POST"])
def revoke(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Why it is revoked, before it is."""
    found = _document(public_id)
    back = here(request, "document_issued", public_id=public_id)
    hint = _("Terbaca oleh siapa pun yang memeriksa dokumen ini.")
    form = ReasonForm(request.POST or None, hint=hint)
    if request.method == "POST" and form.is_valid():
        try:
            revoke_document(
                public_id, actor=actor_of(request), reason=form.cleaned_data["reason"], now=timezone.now()
            )
        except Refused as refusal:
            messages.error(request, refusal.message)
        else:
            messages.success(request, _("%(number)s dicabut.") % {"number": found.number})
        return redirect(back)
    status = 422 if request.method == "POST" else 200
    return render(
        request,
        "components/confirm_page.html",
        {
            "title": _("Cabut %(number)s") % {"number": found.number},
            "lead": f"{found.get_kind_display().capitalize()}, {found.region.name}",
            "form": form,
            "consequences": [
                _("Halaman periksa menyatakan dokumen ini dicabut, dengan alasan di bawah."),
                _("Berkas yang sudah di tangan orang tetap ada; nomornya tidak dipakai lagi."),
                _(
                    "Dokumen ini tidak dibuat lagi dengan sendirinya. Pengganti diterbitkan dari halaman dokumennya."
                ),
            ],
            "confirm_label": _("Cabut dokumen"),
            "cancel_url": back,
            "danger": True,
            "crumbs": [*_crumbs(request), Crumb(found.number, back), Crumb(_("Cabut"))],
        },
        status=status,
    )


@require_POST
def replace(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Have another issued in its place, and go to the job."""
    try:
        job = order_replacement(
            _document(public_id), actor=actor_of(request), site=request.build_absolute_uri("/")
        )
    except Refused as refusal:
        messages.error(request, refusal.message)
        return redirect(here(request, "document_issued", public_id=public_id))
    return redirect(here(request, "job", public_id=job.public_id))


def _document(public_id: UUID) -> IssuedDocument:
    found = (
        IssuedDocument.objects.filter(public_id=public_id, publication__isnull=False)
        .select_related("region", "publication__period", "replaced_by", "ended_by", "issued_by", "file")
        .defer("snapshot", "facts", "replaced_by__snapshot", "replaced_by__facts")
        .first()
    )
    if found is None:
        raise Http404("no such document of a publication")
    return found


def _crumbs(request: HttpRequest) -> list[Crumb]:
    return [Crumb(_("Dokumen publikasi"), here(request, "documents"))]
