"""Evidence for a row: uploading and citing in one go, citing from the library, and the offer to cite what is there already."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from iga_portal.files.uploads import cancel_upload
from iga_portal.refusals import Refused
from iga_portal.web.here import here
from iga_portal.web.parts import DocumentCard
from iga_portal.web.tables import page_of
from innovations.domain.answers import cite_document
from innovations.domain.completeness import evidence_rule, format_fits
from innovations.forms.documents import EvidenceForm, take_document_errors
from innovations.models import Answer, Citation, Document, Innovation
from innovations.page_numbers import doubt_about
from innovations.queries.opd_documents import document_of, library
from innovations.views.opd_common import (
    base_context,
    card_of,
    find_innovation,
    innovation_crumbs,
    tried,
    why_locked,
)
from innovations.views.opd_uploads import add_evidence, end_refused, forget_bytes, twin_of
from regions.access import actor_of
from regions.queries.instruments import instrument_of
from scoring.core.model import EvidenceRule

PREFIX = "bukti"


@dataclass(frozen=True)
class EvidenceOutcome:
    """What became of the evidence part of a row's form; `twin` is a document with the same bytes that could be cited."""

    document: Document | None = None
    dropped: bool = False
    form: EvidenceForm | None = None
    twin: Document | None = None
    twin_card: DocumentCard | None = None
    refusal: str = ""

    @property
    def has_happened(self) -> bool:
        """Was a document cited or a citation dropped?"""
        return self.document is not None or self.dropped

    @property
    def is_settled(self) -> bool:
        return self.form is None and not self.refusal and self.twin is None


def take_evidence(
    request: HttpRequest, innovation: Innovation, *, row: int, rule: EvidenceRule
) -> EvidenceOutcome:
    """Read the evidence part of the form: nothing, the answer to the offer of a twin, or a new document.

    Pages of citations that were typed into the list are kept beside all of these.
    """
    refused = _keep_pages(request, innovation, row=row)
    if refused:
        return EvidenceOutcome(refusal=refused)
    offered = request.POST.get("kembar", "")
    decision = request.POST.get("aksi", "")
    form = EvidenceForm(request.POST, request.FILES, prefix=PREFIX, person_id=actor_of(request).person_id)
    if offered.isdecimal() and decision in {"kutip-kembar", "simpan-kembar"}:
        twin = document_of(actor_of(request), document_id=int(offered[:18]))
        if twin is None:
            raise Http404("no such document here")
        if decision == "kutip-kembar":
            outcome = _cite(request, innovation, twin, row=row, pages=request.POST.get(f"{PREFIX}-pages", ""))
        else:
            outcome = _keep_twin(request, innovation, twin, row=row, form=form)
        if outcome.document is not None and form.arrived is not None:
            cancel_upload(form.arrived)  # its bytes were here already
        return outcome
    if not form.is_filled:
        if decision == "unggah":
            form.is_valid()
            return EvidenceOutcome(form=form)
        return EvidenceOutcome()
    if not form.is_valid():
        form.explain_lost_file()
        return EvidenceOutcome(form=form)
    twin = twin_of(actor_of(request), form.cleaned_data.get("file"))
    if twin is not None:
        if Citation.objects.filter(answer__innovation=innovation, answer__row=row, document=twin).exists():
            form.add_error(
                "file",
                _("Berkas ini sudah dikutip di baris ini sebagai “%(subject)s”.") % {"subject": twin.subject},
            )
            return EvidenceOutcome(form=form)
        return EvidenceOutcome(form=form, twin=twin, twin_card=card_of(request, twin))
    return _add(request, innovation, row=row, form=form)


def _add(
    request: HttpRequest,
    innovation: Innovation,
    *,
    row: int,
    form: EvidenceForm,
    twin: Document | None = None,
) -> EvidenceOutcome:
    actor, cleaned = actor_of(request), form.cleaned_data
    source = cleaned.get("file") if twin is None else None
    made: list[Document] = []

    def act() -> Document:
        document = add_evidence(
            actor,
            opd_id=innovation.opd_id,
            upload=source,
            link=cleaned.get("link", "") if twin is None else "",
            file=twin.file if twin is not None else None,
            subject=cleaned["subject"],
            number=cleaned["number"],
            dated=cleaned["dated"],
            is_region_wide=cleaned["is_region_wide"],
        )
        made.append(document)
        cite_document(
            innovation.pk, row=row, actor=actor, document_id=document.pk, pages=cleaned.get("pages", "")
        )
        return document

    outcome = tried(act)
    if isinstance(outcome, Document):
        _warn_of_pages(request, outcome, cleaned.get("pages", ""))
        return EvidenceOutcome(document=outcome)
    if made and source is not None:
        forget_bytes(made[0].file)
    end_refused(source, outcome)
    if isinstance(outcome, Refused):
        form.add_error("file", outcome.message)
    else:
        take_document_errors(form, outcome)
    return EvidenceOutcome(form=form)


def _keep_twin(
    request: HttpRequest, innovation: Innovation, twin: Document, *, row: int, form: EvidenceForm
) -> EvidenceOutcome:
    """A document of its own on the bytes that are stored already: the file need not be chosen again."""
    form.is_valid()
    for name in ("file", "link"):
        form.errors.pop(name, None)
    if form.errors:
        return EvidenceOutcome(form=form, twin=twin, twin_card=card_of(request, twin))
    return _add(request, innovation, row=row, form=form, twin=twin)


def _cite(
    request: HttpRequest, innovation: Innovation, document: Document, *, row: int, pages: str
) -> EvidenceOutcome:
    outcome = tried(
        lambda: cite_document(
            innovation.pk, row=row, actor=actor_of(request), document_id=document.pk, pages=pages
        )
    )
    if isinstance(outcome, Refused):
        return EvidenceOutcome(refusal=outcome.message)
    if isinstance(outcome, ValidationError):
        return EvidenceOutcome(refusal=" ".join(outcome.messages))
    _warn_of_pages(request, document, pages)
    return EvidenceOutcome(document=document)


def _warn_of_pages(request: HttpRequest, document: Document, pages: str) -> None:
    doubt = doubt_about(pages, page_count=document.file.page_count if document.file else None)
    if doubt:
        messages.warning(request, f"{document.subject}: {doubt}")


# Pages of what is cited -------------------------------------------------------------------------------------------


def pages_name(citation_id: int) -> str:
    """The name of the input that holds the pages of a citation."""
    return f"hlm-kutipan-{citation_id}"


def _keep_pages(request: HttpRequest, innovation: Innovation, *, row: int) -> str:
    """Write the pages of citations that were changed in the list; the refusal in words, "" for none."""
    typed = {name for name in request.POST if name.startswith("hlm-kutipan-")}
    if not typed:
        return ""
    cited = Citation.objects.filter(answer__innovation=innovation, answer__row=row)
    for citation in cited.select_related("document__file"):
        pages = request.POST.get(pages_name(citation.pk))
        if pages is None or _neat(pages) == citation.pages:
            continue
        outcome = _set_pages(request, innovation, citation, row=row, pages=pages)
        if isinstance(outcome, Refused | ValidationError):
            return outcome.message if isinstance(outcome, Refused) else " ".join(outcome.messages)
        _warn_of_pages(request, citation.document, pages)
    return ""


def _neat(pages: str) -> str:
    return " ".join(pages.split())[:60]


def _set_pages(
    request: HttpRequest, innovation: Innovation, citation: Citation, *, row: int, pages: str
) -> Citation | Refused | ValidationError:
    return tried(
        lambda: cite_document(
            innovation.pk,
            row=row,
            actor=actor_of(request),
            document_id=citation.document_id,
            pages=pages,
        )
    )


@require_POST
def row_pages(
    request: HttpRequest, public_id: UUID, row: int, citation_id: int, **place: int
) -> HttpResponse:
    """The pages of one citation, saved while the rest of the row is being filled in; answers with its part of the list."""
    found = find_innovation(request, public_id)
    cited = Citation.objects.filter(answer__innovation=found, answer__row=row)
    citation = cited.select_related("document__file").filter(pk=citation_id).first()
    if citation is None:
        raise Http404("no such citation here")
    outcome = _set_pages(
        request, found, citation, row=row, pages=request.POST.get(pages_name(citation_id), "")
    )
    refusal = ""
    if isinstance(outcome, Citation):
        citation.pages = outcome.pages
    else:
        refusal = outcome.message if isinstance(outcome, Refused) else " ".join(outcome.messages)
    return render(
        request,
        "innovations/opd/_cited_pages.html",
        {
            "citation": citation,
            "innovation": found,
            "cited_row": row,
            "refusal": refusal,
            "is_saved": not refusal,
        },
    )


# From the library --------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Offered:
    """A document that may be cited for the row, with what was typed about its pages."""

    document: Document
    card: DocumentCard
    pages: str = ""
    is_chosen: bool = False

    @property
    def page_count(self) -> int | None:
        return self.document.file.page_count if self.document.file else None


@require_http_methods(["GET", "HEAD", "POST"])
def row_library(request: HttpRequest, public_id: UUID, row: int, **place: int) -> HttpResponse:
    """Choose documents of the library as evidence for a row, several at once."""
    found = find_innovation(request, public_id)
    actor = actor_of(request)
    answer = Answer.objects.filter(innovation=found, row=row).first()
    if answer is None:
        raise Http404("no such row")
    back = here(request, "row", public_id=public_id, row=row)
    locked = why_locked(actor, found, answer=answer)
    if locked:
        messages.error(request, locked)
        return redirect(back)
    if request.method == "POST" and _cite_chosen(request, found, row=row):
        return redirect(f"{back}#bukti")
    search = request.GET.get("cari", "").strip()[:100]
    rules = instrument_of(found.region_period.period).row(str(row))
    rule = evidence_rule(rules, basis=answer.basis, kind=found.kind)
    cited = Citation.objects.filter(answer=answer).values("document_id")
    page = page_of(request, library(actor, search=search).exclude(pk__in=cited), per_page=20)
    offered = [_offered(request, document, rule) for document in page.object_list]
    return render(
        request,
        "innovations/opd/row_library.html",
        base_context(request, found, tab="baris")
        | {
            "row": rules,
            "row_eyebrow": f"{found.name} · " + _("Baris %(row)s") % {"row": row},
            "rule": rule,
            "page": page,
            "offered": offered,
            # The page shows the newest few and folds the rest, which opens by itself where something in it was ticked or asked for.
            "rest_open": page.number > 1 or any(entry.is_chosen for entry in offered[5:]),
            "search": search,
            "back": back,
            "crumbs": innovation_crumbs(
                request,
                found,
                (_("Baris indikator"), here(request, "rows", public_id=public_id)),
                (_("Baris %(row)s") % {"row": row}, back),
                _("Pilih dari pustaka"),
            ),
        },
    )


def _offered(request: HttpRequest, document: Document, rule: EvidenceRule) -> Offered:
    warning = ""
    if not format_fits(document, rule.formats):
        warning = _("Pedoman menyebut format %(formats)s.") % {"formats": ", ".join(rule.formats)}
    return Offered(
        document,
        card_of(request, document, warning=warning),
        pages=request.POST.get(f"hlm-{document.pk}", ""),
        is_chosen=str(document.pk) in request.POST.getlist("dokumen"),
    )


def _cite_chosen(request: HttpRequest, found: Innovation, *, row: int) -> bool:
    """Cite what was ticked, all or nothing. False when nothing was, or something was refused."""
    actor = actor_of(request)
    # In one order for everybody: a citation waits for others at its document.
    ids = sorted(
        {int(value) for value in request.POST.getlist("dokumen") if value.isdecimal() and len(value) < 19}
    )
    if not ids:
        messages.error(request, _("Centang sedikitnya satu dokumen."))
        return False
    if any(document_of(actor, document_id=pk) is None for pk in ids):
        raise Http404("no such document here")

    def act() -> int:
        for pk in ids:
            cite_document(
                found.pk, row=row, actor=actor, document_id=pk, pages=request.POST.get(f"hlm-{pk}", "")
            )
        return len(ids)

    outcome = tried(act)
    if isinstance(outcome, int):
        for document in Document.objects.filter(pk__in=ids).select_related("file"):
            _warn_of_pages(request, document, request.POST.get(f"hlm-{document.pk}", ""))
        messages.success(
            request,
            ngettext("%(count)d dokumen dikutip.", "%(count)d dokumen dikutip.", outcome)
            % {"count": outcome},
        )
        return True
    for text in [outcome.message] if isinstance(outcome, Refused) else outcome.messages:
        messages.error(request, text)
    return False
