"""The ministry's page of a publication's documents, and the orders behind it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from iga_portal.refusals import Refused
from iga_portal.web import formats
from iga_portal.web.frame import Crumb
from iga_portal.web.here import here
from iga_portal.web.parts import Progress
from iga_portal.web.tables import page_of
from regions.access import Actor, actor_of
from reports.domain.batches import KINDS, order_batch, pause_batch, resume_batch, retry_batch
from reports.forms import DocumentsForm
from reports.models import BatchState, DocumentBatch, DocumentKind, DocumentStanding, Publication
from reports.queries import batches as read
from reports.signing import Identity, SignerFault, the_signer

BATCHES_SHOWN = 5
FAULTS_SHOWN = 50
JOB_STATES = {BatchState.RUNNING: "running", BatchState.PAUSED: "paused", BatchState.DONE: "done"}


@dataclass(frozen=True, slots=True)
class SignerLook:
    """Who signs now, or why nobody does; None and "" where documents are issued unsigned."""

    identity: Identity | None
    fault: str


@require_GET
def documents(request: HttpRequest) -> HttpResponse:
    """What was made of the publication that stands, what is being made, and the order for more."""
    publication = _publication(request)
    if publication is None:
        return render(request, "reports/documents/none.html", {})
    return _page(request, publication, DocumentsForm(kinds=_kinds()))


@require_POST
def order(request: HttpRequest) -> HttpResponse:
    """Order documents: all of them, of a kind, of a region."""
    publication = _publication(request)
    if publication is None:
        raise Http404("nothing is published")
    form = DocumentsForm(request.POST, kinds=_kinds())
    if not form.is_valid():
        return _page(request, publication, form, status=422)
    region = None
    if words := form.cleaned_data["region"].strip():
        region = read.region_named(words)
        if region is None:
            form.add_error(
                "region", _("Tidak ada satu daerah dengan kode atau nama itu. Tulis kodenya, misalnya 62.02.")
            )
            return _page(request, publication, form, status=422)
    kind = form.cleaned_data["kind"]
    try:
        batch = order_batch(
            publication,
            kinds=[DocumentKind(kind)] if kind else KINDS,
            region_ids=[region.pk] if region else None,
            regions=region.name if region else "",
            actor=actor_of(request),
            site=request.build_absolute_uri("/"),
            now=timezone.now(),
        )
    except Refused as refusal:
        messages.error(request, refusal.message)
        return redirect(here(request, "documents"))
    return redirect(here(request, "batch", batch_id=batch.public_id))


@require_GET
def batch(request: HttpRequest, batch_id: UUID) -> HttpResponse:
    """One order: how far it is, what failed and why."""
    line = _line(batch_id)
    return render(request, "reports/documents/batch.html", _batch_context(request, line))


@require_GET
def batch_progress(request: HttpRequest, batch_id: UUID) -> HttpResponse:
    """The part that renews itself."""
    return render(request, "reports/documents/_batch.html", _batch_context(request, _line(batch_id)))


@require_POST
def pause(request: HttpRequest, batch_id: UUID) -> HttpResponse:
    return _act(request, batch_id, lambda found, actor: pause_batch(found.pk, actor=actor))


@require_POST
def resume(request: HttpRequest, batch_id: UUID) -> HttpResponse:
    return _act(request, batch_id, lambda found, actor: resume_batch(found.pk, actor=actor))


@require_POST
def retry(request: HttpRequest, batch_id: UUID) -> HttpResponse:
    return _act(
        request, batch_id, lambda found, actor: retry_batch(found.pk, actor=actor, now=timezone.now())
    )


def signer_look() -> SignerLook:
    try:
        signer = the_signer()
    except SignerFault as fault:
        return SignerLook(None, fault.message)
    return SignerLook(signer.identity if signer else None, "")


def title_of(batch: DocumentBatch) -> str:
    """In words: Semua dokumen; Piagam, Kabupaten Kotawaringin Timur."""
    if len(batch.kinds) == len(KINDS):
        what = _("Semua dokumen")
    else:
        labels = [str(DocumentKind(kind).label) for kind in batch.kinds]
        what = ", ".join(labels).capitalize()
    return f"{what}, {batch.regions}" if batch.regions else what


def told(line: read.BatchLine) -> str:
    """What came of an order, in a sentence."""
    parts = [
        ngettext("%(count)s dokumen dibuat", "%(count)s dokumen dibuat", line.made)
        % {"count": formats.number(line.made)},
        ngettext("%(count)s tidak berubah", "%(count)s tidak berubah", line.unchanged)
        % {"count": formats.number(line.unchanged)},
    ]
    if line.failed:
        parts.append(
            ngettext("%(count)s gagal", "%(count)s gagal", line.failed)
            % {"count": formats.number(line.failed)}
        )
    return ", ".join(parts) + "."


def _page(
    request: HttpRequest, publication: Publication, form: DocumentsForm, *, status: int = 200
) -> HttpResponse:
    rows, chosen = _filtered(request, publication)
    page = page_of(request, rows)
    names = read.category_names(publication)
    lines = [read.line_of(entry) for entry in read.batch_lines()[:BATCHES_SHOWN]]
    current = next((line for line in lines if line.batch.is_open), None)
    return render(
        request,
        "reports/documents/documents.html",
        {
            "publication": publication,
            "form": form,
            "signer": signer_look(),
            "page": page,
            "lines": [(row, names.get(row.category, "")) for row in page.object_list],
            "orders": [(line, title_of(line.batch), told(line)) for line in lines],
            "current": _batch_context(request, current) if current else None,
            "kinds": _kinds(),
            "standings": DocumentStanding.choices,
            **chosen,
        },
        status=status,
    )


def _filtered(request: HttpRequest, publication: Publication) -> tuple[Any, dict[str, Any]]:
    rows = read.publication_documents(publication)
    kind, standing = request.GET.get("dokumen", ""), request.GET.get("keadaan", "")
    search = " ".join(request.GET.get("cari", "").split())[:80]
    if kind in DocumentKind.values:
        rows = rows.filter(kind=kind)
    if standing in DocumentStanding.values:
        rows = rows.filter(standing=standing)
    if search:
        rows = rows.filter(Q(region__name__icontains=search) | Q(number__icontains=search))
    return rows, {
        "kind": kind,
        "standing": standing,
        "search": search,
        "filtered": bool(kind or standing or search),
    }


def _publication(request: HttpRequest) -> Publication | None:
    """The publication that stands: of the newest period that has one."""
    return (
        Publication.objects.filter(superseded_by__isnull=True)
        .select_related("period", "supersedes")
        .order_by("-period__year")
        .first()
    )


def _kinds() -> list[tuple[str, str]]:
    return [(kind.value, str(kind.label).capitalize()) for kind in KINDS]


def _line(batch_id: UUID) -> read.BatchLine:
    line = read.batch_line(batch_id)
    if line is None:
        raise Http404("no such order")
    return line


def _act(
    request: HttpRequest, batch_id: UUID, act: Callable[[DocumentBatch, Actor], DocumentBatch]
) -> HttpResponse:
    found = _line(batch_id).batch
    try:
        act(found, actor_of(request))
    except Refused as refusal:
        messages.error(request, refusal.message)
    return redirect(here(request, "batch", batch_id=batch_id))


def _batch_context(request: HttpRequest, line: read.BatchLine) -> dict[str, Any]:
    batch = line.batch
    where = {"batch_id": batch.public_id}
    faults = list(read.faults_of(batch)[: FAULTS_SHOWN + 1]) if line.failed else []
    return {
        "line": line,
        "batch": batch,
        "title": title_of(batch),
        "progress": Progress(
            title=title_of(batch),
            state="stopped" if line.is_stopped else JOB_STATES[BatchState(batch.state)],
            done=line.done,
            total=line.total,
            message=told(line),
        ),
        "faults": faults[:FAULTS_SHOWN],
        "more_faults": len(faults) > FAULTS_SHOWN,
        "names": read.category_names(batch.publication) if faults else {},
        "minutes": read.duration(batch, now=timezone.now()),
        "page_url": here(request, "batch", **where),
        "fragment_url": here(request, "batch_progress", **where),
        "moving": batch.state == BatchState.RUNNING,
        "pause_url": here(request, "batch_pause", **where) if batch.state == BatchState.RUNNING else "",
        "resume_url": here(request, "batch_resume", **where) if batch.state == BatchState.PAUSED else "",
        "retry_url": here(request, "batch_retry", **where)
        if line.failed and batch.state == BatchState.DONE
        else "",
        "crumbs": [Crumb(_("Dokumen publikasi"), here(request, "documents")), Crumb(title_of(batch))],
    }
