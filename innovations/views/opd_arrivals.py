"""What becomes of a file that came in pieces: a document of the library, cited at once when it came from a row.

For static/js/upload.js, in JSON. Every answer carries words for the person; a repeated message makes nothing twice.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from iga_portal.files.domain import clean_name
from iga_portal.files.models import FileState, Upload, UploadState
from iga_portal.files.uploads import PLACE, arrived_hash, cancel_upload, find_upload, gone, lock_upload
from iga_portal.refusals import Refused
from iga_portal.web.here import here
from innovations.domain.answers import cite_document
from innovations.domain.completeness import evidence_rule, format_fits
from innovations.models import Answer, Citation, Document, Innovation
from innovations.queries.opd import own_innovation
from innovations.queries.opd_documents import document_of, same_file, subject_from_name
from innovations.views.opd_common import grant_of, tried
from innovations.views.opd_uploads import add_evidence, end_refused
from regions.access import actor_of
from regions.queries.instruments import instrument_of

HASH = re.compile(r"[0-9a-f]{64}")
MADE = "#document"
"""Key of an upload's details under which its document is noted; no browser can announce it, for it is no name of theirs."""
CITE, KEEP = "kutip", "simpan"
"""What somebody decides who is offered the same file again: use what is there, or a document of its own."""


@dataclass(frozen=True)
class Aim:
    """Where a file was dropped: the library of an OPD, or a row of an innovation (then the innovation's OPD owns it)."""

    opd_id: int
    innovation: Innovation | None = None
    row: int = 0


def aim_of(request: HttpRequest, said: Mapping[str, str]) -> Aim:
    """Read the aim from what the page said. 404 for an innovation, a row or an OPD that is not the person's."""
    actor = actor_of(request)
    if said.get("inovasi"):
        innovation = _innovation(request, said["inovasi"])
        row = said.get("baris", "")
        if not re.fullmatch(r"\d{1,3}", row) or not _has_row(innovation, int(row)):
            raise Http404("no such row")
        return Aim(innovation.opd_id, innovation, int(row))
    owner = said.get("opd", "")
    opd_id = int(owner) if re.fullmatch(r"\d{1,18}", owner) else grant_of(request).opd_id or 0
    if opd_id not in actor.opd_ids:
        raise Http404("no such OPD here")
    return Aim(opd_id)


def _innovation(request: HttpRequest, public_id: str) -> Innovation:
    try:
        found = own_innovation(actor_of(request), public_id=UUID(public_id))
    except ValueError:
        found = None
    if found is None:
        raise Http404("no such innovation here")
    return found


def _has_row(innovation: Innovation, row: int) -> bool:
    return Answer.objects.filter(innovation=innovation, row=row).exists()


# The same file ----------------------------------------------------------------------------------------------------


@never_cache
@require_http_methods(["GET", "POST"])
def upload_twin(request: HttpRequest, **place: int) -> HttpResponse:
    """Is a file of this hash among what the person may see? Asked before a byte is sent; nothing else is ever looked at.

    POST decides on one that was found: `aksi` "kutip" cites it for the row, "simpan" makes a document of its own of its file.
    """
    if request.method == "GET":
        digest = request.GET.get("sha256", "")
        twin = same_file(actor_of(request), sha256=digest) if HASH.fullmatch(digest) else None
        return JsonResponse({"document": _shown(request, twin) if twin else None})
    said = {key: value[:300] for key, value in request.POST.items() if isinstance(value, str)}
    twin = _chosen(request, said.get("dokumen", ""))
    aim = aim_of(request, said)
    if said.get("aksi") == CITE:
        return _told(request, twin, aim)
    name = clean_name(said.get("nama", ""))
    kept = _kept_before(request, twin, aim, name=name)
    if kept is not None:
        return _told(request, kept, aim, again=True)
    return _made(request, aim, name=name, twin=twin)


def _kept_before(request: HttpRequest, twin: Document, aim: Aim, *, name: str) -> Document | None:
    """What the same message made before: its answer was lost on the way. Two at once take turns at the twin."""
    Document.objects.locked().get(pk=twin.pk)
    same = Document.objects.filter(
        file_id=twin.file_id,
        opd_id=aim.opd_id,
        subject=subject_from_name(name),
        created_by_id=actor_of(request).person_id,
        is_current=True,
    )
    return same.exclude(pk=twin.pk).order_by("pk").first()


def _chosen(request: HttpRequest, document_id: str) -> Document:
    found = None
    if re.fullmatch(r"\d{1,18}", document_id):
        found = document_of(actor_of(request), document_id=int(document_id))
    if found is None or not found.is_current or found.file is None or found.file.state == FileState.REFUSED:
        raise Http404("no such document here")
    return found


# A whole file ------------------------------------------------------------------------------------------------------


@never_cache
@require_POST
def upload_finish(request: HttpRequest, public_id: UUID, **place: int) -> HttpResponse:
    """Make the document of an upload that is whole. Pressed twice, in two tabs, or again after a lost answer: one document.

    When the person may see the same file already, it is offered first and nothing is made until `aksi` says which.
    """
    person_id = actor_of(request).person_id
    found = find_upload(public_id, person_id=person_id)
    if found is None or found.details.get(PLACE) != here(request, "uploads"):
        raise Http404("no such upload of this person here")
    upload = lock_upload(public_id, person_id=person_id)
    aim = aim_of(request, upload.details)
    if upload.state == UploadState.TAKEN:
        return _made_before(request, upload, aim)
    if upload.state in {UploadState.REFUSED, UploadState.CANCELLED}:
        return _refused(gone(upload), over=True)
    decision = request.POST.get("aksi", "")
    twin = _twin(request, upload) if decision != KEEP else None
    if isinstance(twin, Refused):
        end_refused(upload, twin)
        return _refused(twin, over=upload.state == UploadState.REFUSED)
    if twin is not None and decision == CITE:
        cancel_upload(upload)
        return _told(request, twin, aim)
    if twin is not None:
        words = _("Berkas yang sama sudah ada di pustaka sebagai “%(subject)s”.") % {"subject": twin.subject}
        return JsonResponse({"status": "twin", "document": _shown(request, twin), "words": words})
    return _made(request, aim, name=upload.name, upload=upload)


def _twin(request: HttpRequest, upload: Upload) -> Document | Refused | None:
    try:
        return same_file(actor_of(request), sha256=arrived_hash(upload))
    except Refused as refusal:
        return refusal


def _made(
    request: HttpRequest, aim: Aim, *, name: str, upload: Upload | None = None, twin: Document | None = None
) -> HttpResponse:
    outcome = tried(
        lambda: add_evidence(
            actor_of(request),
            opd_id=aim.opd_id,
            upload=upload,
            file=twin.file if twin is not None else None,
            link="",
            subject=subject_from_name(name),
            number="",
            dated=None,
            is_region_wide=False,
        )
    )
    if isinstance(outcome, Refused):
        end_refused(upload, outcome)
        return _refused(outcome, over=upload is not None and upload.state == UploadState.REFUSED)
    if isinstance(outcome, ValidationError):
        return _refused(Refused("invalid", " ".join(outcome.messages)), over=False)
    if upload is not None:
        upload.details = {**upload.details, MADE: outcome.pk}
        Upload.objects.filter(pk=upload.pk).update(details=upload.details)
    return _told(request, outcome, aim)


def _made_before(request: HttpRequest, upload: Upload, aim: Aim) -> HttpResponse:
    found = document_of(actor_of(request), document_id=int(upload.details.get(MADE) or 0))
    if found is None:  # a form took the file, not this page
        return _refused(gone(upload), over=True)
    return _told(request, found, aim, again=True)


# Answers -----------------------------------------------------------------------------------------------------------


def _told(request: HttpRequest, document: Document, aim: Aim, *, again: bool = False) -> JsonResponse:
    """Cite the document where the aim is a row, and tell what happened. A citation that is refused undoes nothing else."""
    words = {"subject": document.subject, "row": aim.row}
    if aim.innovation is None:
        return _stored(request, document, _("“%(subject)s” ada di pustaka.") % words)
    is_cited = Citation.objects.filter(
        answer__innovation=aim.innovation, answer__row=aim.row, document=document
    ).exists()
    if not is_cited:
        innovation_id = aim.innovation.pk
        outcome = tried(
            lambda: cite_document(
                innovation_id, row=aim.row, actor=actor_of(request), document_id=document.pk
            )
        )
        if isinstance(outcome, Refused):
            why = _("“%(subject)s” ada di pustaka, tetapi belum dikutip untuk baris %(row)s.") % words
            return _stored(request, document, f"{why} {outcome.message}", notes=[], cited=False)
    told = (
        _("“%(subject)s” sudah dikutip untuk baris %(row)s.")
        if is_cited and not again
        else _("“%(subject)s” dikutip untuk baris %(row)s.")
    )
    return _stored(request, document, told % words, notes=_notes(document, aim), cited=True)


def _notes(document: Document, aim: Aim) -> list[str]:
    assert aim.innovation is not None
    answer = Answer.objects.get(innovation=aim.innovation, row=aim.row)
    rules = instrument_of(aim.innovation.region_period.period).row(str(aim.row))
    rule = evidence_rule(rules, basis=answer.basis, kind=aim.innovation.kind)
    if format_fits(document, rule.formats):
        return []
    return [
        _("Pedoman menyebut format %(formats)s untuk baris ini; desk dapat meminta gantinya.")
        % {"formats": ", ".join(rule.formats)}
    ]


def _stored(
    request: HttpRequest,
    document: Document,
    words: str,
    *,
    notes: list[str] | None = None,
    cited: bool = False,
) -> JsonResponse:
    return JsonResponse(
        {
            "status": "stored",
            "document": _shown(request, document),
            "words": words,
            "notes": notes or [],
            "cited": cited,
        }
    )


def _shown(request: HttpRequest, document: Document) -> dict[str, Any]:
    return {
        "id": document.pk,
        "subject": document.subject,
        "url": here(request, "document", document_id=document.pk),
    }


def _refused(refusal: Refused, *, over: bool) -> JsonResponse:
    """`over`: the bytes are gone and only a new upload helps."""
    status = {"unfinished": 409, "full": 507, "gone": 410, "busy": 503}.get(refusal.code, 422)
    return JsonResponse({"code": refusal.code, "words": refusal.message, "over": over}, status=status)
