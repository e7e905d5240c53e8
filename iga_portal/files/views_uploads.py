"""The tus protocol 1.0 (core, creation, termination, checksum, expiration) for uploads in pieces, in any place of the portal.

    OPTIONS uploads/          what is understood here
    GET     uploads/          the person's own unfinished uploads, for a page that wants to go on with them
    POST    uploads/          announce a file (Upload-Length, Upload-Metadata) -> 201 and its address
    GET     uploads/<id>/     how far it is, as JSON
    HEAD    uploads/<id>/     the same as headers: Upload-Offset, Upload-Length, Upload-Expires
    PATCH   uploads/<id>/     a piece of at most 1 MB (Upload-Offset, Upload-Checksum: sha256) -> 204
    DELETE  uploads/<id>/     give it up -> 204

What becomes of a whole file is not said here: the room above that knows documents takes it from
`iga_portal.files.uploads.take_upload`. Refusals are JSON with a stable code and words for the person. An upload is its creator's alone;
anybody else is answered 404.
"""

from __future__ import annotations

import base64
import binascii
import re
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.utils.http import http_date
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from iga_portal.files.bodies import PIECE, TUS_VERSION, told
from iga_portal.files.models import Upload, UploadState
from iga_portal.files.partials import NoSpace
from iga_portal.files.uploads import (
    LIVING,
    WrongHash,
    WrongOffset,
    append_piece,
    cancel_upload,
    disk_full,
    expires_at,
    find_upload,
    gone,
    largest_bytes,
    open_upload,
    open_uploads,
    upload_to_resume,
)
from iga_portal.refusals import Refused
from iga_portal.tenancy.scope import require_scope
from iga_portal.web.here import here

EXTENSIONS = "creation,termination,checksum,expiration"
METADATA_MAX = 4096
KEY = re.compile(r"[a-z][a-z0-9_]{0,19}")
MOST_KEYS = 10
LONGEST_VALUE = 300
OWN_KEYS = frozenset({"filename", "sha256"})
HASH = re.compile(r"[0-9a-f]{64}")
WHOLE_NUMBER = re.compile(r"[0-9]{1,18}")
STATUS = {"size": 413, "too_many": 429, "too_much": 429, "full": 507, "gone": 410}
"""HTTP's words for refusals; others are 400. 460 is the protocol's own for a wrong hash."""


@never_cache
@require_http_methods(["OPTIONS", "GET", "POST"])
def uploads(request: HttpRequest, **place: int) -> HttpResponse:
    """The collection: what is understood, what is open, and a new one."""
    if request.method == "OPTIONS":
        return _understood()
    if request.method == "GET":
        found = open_uploads(person_id=_person_id(), place=here(request, "uploads"))
        return JsonResponse({"uploads": [_described(request, upload) for upload in found]})
    return _version_refused(request) or _create(request, place["region_id"])


@never_cache
@require_http_methods(["OPTIONS", "GET", "HEAD", "PATCH", "DELETE", "POST"])
def upload(request: HttpRequest, public_id: UUID, **place: int) -> HttpResponse:
    """One upload. Proxies that know no PATCH and DELETE let them through as POST with X-HTTP-Method-Override."""
    method = request.method
    if method == "OPTIONS":
        return _understood()
    found = find_upload(public_id, person_id=_person_id())
    if found is None:
        raise Http404("no such upload of this person")
    if method == "POST":
        method = request.headers.get("X-HTTP-Method-Override", "").upper()
    if method == "GET":
        return JsonResponse(_described(request, upload_to_resume(public_id, person_id=_person_id()) or found))
    refusal = _version_refused(request)
    if refusal is not None:
        return refusal
    if method == "HEAD":
        return _standing(public_id, found)
    if method == "PATCH":
        return _move_on(request, public_id)
    if method == "DELETE":
        cancel_upload(found)
        return _answer(204)
    return _answer(405)


# Opening -----------------------------------------------------------------------------------------------------------


def _create(request: HttpRequest, region_id: int) -> HttpResponse:
    size = _number(request, "Upload-Length")
    said = _metadata(request.headers.get("Upload-Metadata", ""))
    if size is None or said is None:
        return told(
            400, "protocol", _("Pengumuman unggahan tidak dapat dibaca. Muat ulang halaman, lalu coba lagi.")
        )
    try:
        made = open_upload(
            region_id=region_id,
            person_id=_person_id(),
            name=said.get("filename", ""),
            size=size,
            sha256=said["sha256"] if HASH.fullmatch(said.get("sha256", "")) else "",
            place=here(request, "uploads"),
            details={key: value for key, value in said.items() if key not in OWN_KEYS},
        )
    except Refused as refusal:
        return told(STATUS.get(refusal.code, 400), refusal.code, refusal.message)
    answer = _answer(201)
    answer["Location"] = request.build_absolute_uri(here(request, "upload", public_id=made.public_id))
    answer["Upload-Expires"] = http_date(expires_at(made).timestamp())
    return answer


def _metadata(header: str) -> dict[str, str] | None:
    """Upload-Metadata: `key base64, key base64`. None when it cannot be read or says too much."""
    if len(header) > METADATA_MAX:
        return None
    found: dict[str, str] = {}
    for pair in filter(None, (part.strip() for part in header.split(","))):
        key, _space, coded = pair.partition(" ")
        try:
            value = base64.b64decode(coded, validate=True).decode()
        except (binascii.Error, UnicodeDecodeError):
            return None
        if not KEY.fullmatch(key) or key in found or len(value) > LONGEST_VALUE or "\x00" in value:
            return None
        found[key] = value
    return found if len(found) <= MOST_KEYS else None


# Moving on ---------------------------------------------------------------------------------------------------------


def _standing(public_id: UUID, found: Upload) -> HttpResponse:
    current = upload_to_resume(public_id, person_id=_person_id()) or found
    if current.state in {UploadState.REFUSED, UploadState.CANCELLED}:
        return _answer(410)
    answer = _answer(200)
    answer["Upload-Offset"] = str(current.offset)
    answer["Upload-Length"] = str(current.size)
    answer["Upload-Expires"] = http_date(expires_at(current).timestamp())
    return answer


def _move_on(request: HttpRequest, public_id: UUID) -> HttpResponse:
    if request.content_type != PIECE:
        return _answer(415)
    offset = _number(request, "Upload-Offset")
    digest, known = _checksum(request.headers.get("Upload-Checksum", ""))
    if offset is None or not known:
        return told(
            400, "protocol", _("Potongan berkas tidak dapat dibaca. Muat ulang halaman, lalu lanjutkan.")
        )
    try:
        moved = append_piece(
            public_id, person_id=_person_id(), offset=offset, piece=request.body, sha256=digest
        )
    except WrongOffset as wrong:
        answer: HttpResponse = told(
            409, "offset", _("Unggahan ini sudah berjalan di tempat lain dan dilanjutkan dari sana.")
        )
        answer["Upload-Offset"] = str(wrong.offset)
        return answer
    except WrongHash as refusal:
        return told(460, refusal.code, refusal.message)
    except Refused as refusal:
        return told(STATUS.get(refusal.code, 400), refusal.code, refusal.message)
    except NoSpace:
        return told(507, "full", disk_full().message)
    if moved.state == UploadState.REFUSED:
        return told(415, "refused", moved.refusal)
    answer = _answer(204)
    answer["Upload-Offset"] = str(moved.offset)
    answer["Upload-Expires"] = http_date(expires_at(moved).timestamp())
    return answer


def _checksum(header: str) -> tuple[bytes | None, bool]:
    """The digest that came with a piece, if one did, and whether it could be read."""
    if not header:
        return None, True
    algorithm, _space, coded = header.partition(" ")
    try:
        digest = base64.b64decode(coded, validate=True)
    except binascii.Error:
        return None, False
    return digest, algorithm == "sha256" and len(digest) == 32


# What all of them say ----------------------------------------------------------------------------------------------


def _understood() -> HttpResponse:
    answer = _answer(204)
    answer["Tus-Version"] = TUS_VERSION
    answer["Tus-Extension"] = EXTENSIONS
    answer["Tus-Checksum-Algorithm"] = "sha256"
    answer["Tus-Max-Size"] = str(largest_bytes())
    return answer


def _version_refused(request: HttpRequest) -> HttpResponse | None:
    if request.headers.get("Tus-Resumable") == TUS_VERSION:
        return None
    answer = _answer(412)
    answer["Tus-Version"] = TUS_VERSION
    return answer


def _answer(status: int) -> HttpResponse:
    answer = HttpResponse(status=status)
    answer["Tus-Resumable"] = TUS_VERSION
    answer["Cache-Control"] = "no-store"
    return answer


def _number(request: HttpRequest, header: str) -> int | None:
    value = request.headers.get(header, "")
    return int(value) if WHOLE_NUMBER.fullmatch(value) else None


def _person_id() -> int:
    person_id = require_scope().actor_id
    assert person_id is not None  # an address with `acting` is a signed-in person's
    return person_id


def _described(request: HttpRequest, found: Upload) -> dict[str, Any]:
    over = found.state not in LIVING and found.state != UploadState.TAKEN
    return {
        "url": here(request, "upload", public_id=found.public_id),
        "id": str(found.public_id),
        "name": found.name,
        "size": found.size,
        "offset": found.offset,
        "sha256": found.sha256,
        "state": found.state,
        "details": {key: value for key, value in found.details.items() if KEY.fullmatch(key)},
        "words": gone(found).message if over else "",
    }
