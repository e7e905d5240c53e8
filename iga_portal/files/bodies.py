"""Reading what travels slowly before anything asks the database.

A piece of an upload, or a form with a file, may take minutes over a slow line. Read in the view, it would hold a transaction
and its connection all that time; some tens of such lines would close the portal to everybody. So the body is read here,
above sessions, people and scopes, after this thread's idle connection was given back.
"""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.db import connections
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.http.request import UnreadablePostError
from django.template.loader import render_to_string
from django.utils.translation import get_language_from_request, override
from django.utils.translation import gettext as _

from iga_portal.files.domain import megabytes
from iga_portal.files.partials import told_when_full
from iga_portal.files.uploads import PIECE_MAX_BYTES, disk_full, largest_bytes

PIECE = "application/offset+octet-stream"
FORM = "multipart/form-data"
FORM_SPARE_BYTES = 4 * 1024 * 1024
"""What a form may carry beside one largest file."""
TUS_VERSION = "1.0.0"


class BodyFirstMiddleware:
    """Stands above everything that asks the database. Bodies that are too large are not read at all."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.method in {"PATCH", "POST"} and request.content_type in {PIECE, FORM}:
            with override(get_language_from_request(request)):
                refusal = _read_piece(request) if request.content_type == PIECE else _read_form(request)
            if refusal is not None:
                return refusal
        response = self.get_response(request)
        if response.status_code == 302 and "Tus-Resumable" in request.headers:
            # Only a script sends this header, and it cannot follow to a page: the person has to sign in again.
            return told(
                401, "signed_out", _("Anda sudah keluar. Masuk lagi; unggahan dilanjutkan di tempatnya.")
            )
        return response


def told(status: int, code: str, words: str) -> JsonResponse:
    """A refusal for a script: a stable code, and words for the person."""
    answer = JsonResponse({"code": code, "words": words}, status=status)
    answer["Tus-Resumable"] = TUS_VERSION
    answer["Cache-Control"] = "no-store"
    return answer


def _read_piece(request: HttpRequest) -> HttpResponse | None:
    length = _length(request)
    if length is None:
        return told(
            411,
            "no_length",
            _("Potongan berkas dikirim tanpa ukurannya. Muat ulang halaman, lalu lanjutkan."),
        )
    if length > PIECE_MAX_BYTES:
        return told(
            413, "piece_size", _("Potongan berkas lebih besar dari 1 MB. Muat ulang halaman, lalu lanjutkan.")
        )
    _release_connections()
    try:
        arrived = len(request.body)
    except (UnreadablePostError, OSError):
        arrived = -1
    if arrived != length:
        return told(400, "cut_off", _("Potongan berkas terputus di jalan; potongan itu dikirim ulang."))
    return None


def _read_form(request: HttpRequest) -> HttpResponse | None:
    # Somebody who is not signed in is led to do so, and their body is not read.
    if settings.SESSION_COOKIE_NAME not in request.COOKIES:
        return None
    length = _length(request)
    if length is not None and length > largest_bytes() + FORM_SPARE_BYTES:
        return HttpResponse(
            render_to_string("413.html", {"limit_mb": megabytes(largest_bytes())}), status=413
        )
    _release_connections()
    try:
        request.POST  # noqa: B018 - reads the body and keeps what it finds
    except UnreadablePostError:
        return HttpResponse(render_to_string("400.html"), status=400)
    except OSError as error:
        if told_when_full(error):
            return HttpResponse(render_to_string("507.html", {"words": disk_full().message}), status=507)
        raise
    return None


def _length(request: HttpRequest) -> int | None:
    try:
        return int(request.META.get("CONTENT_LENGTH") or "")
    except ValueError:
        return None


def _release_connections() -> None:
    """Close this thread's idle connections; they open again in a few milliseconds, after the body is here."""
    for connection in connections.all(initialized_only=True):
        if not connection.in_atomic_block:  # a test's own transaction lives on its connection
            connection.close()
