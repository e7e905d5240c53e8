"""Serving private files: after the caller has checked the permission, with headers that keep a file a file."""

from __future__ import annotations

import logging
import re
from typing import IO
from urllib.parse import quote

from django.core.files.storage import default_storage
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.template.loader import render_to_string
from django.utils.cache import get_conditional_response

from iga_portal.files.models import FileState, StoredFile
from iga_portal.files.pictures import PICTURE_TYPE, picture_name

logger = logging.getLogger(__name__)

INLINE = frozenset({"application/pdf", "image/jpeg", "image/png", "video/mp4"})
RANGE = re.compile(r"bytes=(\d*)-(\d*)$")
LONGEST_PART = 4 * 1024 * 1024
BARE_POLICY = "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'self'"


def serve(request: HttpRequest, stored: StoredFile, *, download: bool = False) -> HttpResponseBase:
    """The file, or 404 while it may not be given out. Supports a single byte range, which video players need.

    What waits for the scanner is given to the person who brought it and to nobody else. The body is read after the
    transaction has ended; nothing in it touches the database.
    """
    if not may_be_given(request, stored):
        raise Http404("file not ready")
    tag = f'"{stored.sha256}"'
    if (known := _known(request, tag)) is not None:
        # A browser takes the headers of a 304 for those of the file: without these it would be framed nowhere.
        _keep_a_file(known, is_pdf=stored.media_type == "application/pdf", seconds=300)
        return known
    handle = _opened(stored.key)
    if isinstance(handle, HttpResponse):
        return handle
    response: HttpResponseBase
    span = _span(request.headers.get("Range", ""), stored.size)
    if span is not None and span[0] >= stored.size:
        handle.close()
        return HttpResponse(status=416, headers={"Content-Range": f"bytes */{stored.size}"})
    if span is not None and request.headers.get("If-Range", tag) == tag:
        start, end = span
        handle.seek(start)
        response = HttpResponse(handle.read(min(end - start + 1, LONGEST_PART)), status=206)
        end = start + len(response.content) - 1
        handle.close()
        response["Content-Range"] = f"bytes {start}-{end}/{stored.size}"
        response["Content-Length"] = str(end - start + 1)
    else:
        response = FileResponse(handle)
        response["Content-Length"] = str(stored.size)
    inline = stored.media_type in INLINE and not download
    response["Content-Type"] = stored.media_type
    response["Content-Disposition"] = (
        f"{'inline' if inline else 'attachment'}; filename*=UTF-8''{quote(stored.name)}"
    )
    response["Accept-Ranges"] = "bytes"
    response["ETag"] = tag
    _keep_a_file(response, is_pdf=stored.media_type == "application/pdf", seconds=300)
    return response


def serve_picture(request: HttpRequest, stored: StoredFile, *, page: int, small: bool) -> HttpResponseBase:
    """The picture of a page, or 404: not made (yet), no such page, or a file that may not be given to everybody."""
    if stored.state != FileState.READY or not 1 <= page <= stored.pictured:
        raise Http404("no picture of this page")
    tag = f'"{stored.sha256[:32]}-{page}{"-kecil" if small else ""}"'
    if (known := _known(request, tag)) is not None:
        return known
    handle = _opened(picture_name(stored.key, page, small=small))
    if isinstance(handle, HttpResponse):
        return handle
    with handle:
        response = HttpResponse(handle.read(), content_type=PICTURE_TYPE)
    response["ETag"] = tag
    # Bytes of a key never change; only the permission may, and an hour is what an open page lives with anyhow.
    _keep_a_file(response, is_pdf=False, seconds=3600)
    return response


def may_be_given(request: HttpRequest, stored: StoredFile) -> bool:
    """Ready for all who may know of it, waiting for the one who brought it, refused for nobody."""
    if stored.state == FileState.WAITING:
        person_id = getattr(getattr(request, "user", None), "pk", None)
        return person_id is not None and stored.created_by_id == person_id
    return stored.state == FileState.READY


def _opened(name: str) -> IO[bytes] | HttpResponse:
    """The stored bytes; 404 when there are none, and a page that says so when the store does not answer."""
    try:
        return default_storage.open(name, "rb")
    except FileNotFoundError as error:
        logger.error("the store has no %s, although a row names it", name)
        raise Http404("bytes are missing") from error
    except OSError:
        logger.exception("the store does not give out %s", name)
        page = render_to_string("web/file_unavailable.html")
        return HttpResponse(page, status=503, headers={"Retry-After": "60", "Cache-Control": "no-store"})


def _keep_a_file(response: HttpResponseBase, *, is_pdf: bool, seconds: int) -> None:
    """A file is never a page of ours: no script, no form, no frame of its own. Browsers refuse to show a PDF inside a sandbox;
    its type is known by content and fixed by nosniff, so it cannot be taken for a page."""
    response["X-Content-Type-Options"] = "nosniff"
    response["X-Frame-Options"] = "SAMEORIGIN"
    response["Content-Security-Policy"] = BARE_POLICY if is_pdf else f"{BARE_POLICY}; sandbox"
    response["Cache-Control"] = f"private, max-age={seconds}"


def _known(request: HttpRequest, tag: str) -> HttpResponseBase | None:
    """304 when the browser holds these very bytes: a slow line is not asked to carry them twice."""
    blank = HttpResponse(headers={"ETag": tag, "Cache-Control": "private, max-age=300"})
    answer = get_conditional_response(request, etag=tag, response=blank)
    return None if answer is blank else answer


def _span(header: str, size: int) -> tuple[int, int] | None:
    match = RANGE.match(header)
    if match is None or (not match[1] and not match[2]):
        return None
    if not match[1]:
        length = min(int(match[2]), size)
        return (size - length, size - 1) if length else None
    start = int(match[1])
    if start >= size:
        return (start, start)
    end = min(int(match[2]) if match[2] else size - 1, size - 1)
    return (start, end) if start <= end else None
