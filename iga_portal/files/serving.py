"""Serving private files: after the caller has checked the permission, with headers that keep a file a file."""

from __future__ import annotations

import re
from urllib.parse import quote

from django.core.files.storage import default_storage
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase

from iga_portal.files.models import FileState, StoredFile

INLINE = frozenset({"application/pdf", "image/jpeg", "image/png", "video/mp4"})
RANGE = re.compile(r"bytes=(\d*)-(\d*)$")


def serve(request: HttpRequest, stored: StoredFile, *, download: bool = False) -> HttpResponseBase:
    """The file, or 404 while it may not be given out. Supports a single byte range, which video players need.

    The body is read after the transaction has ended; nothing in it touches the database.
    """
    if stored.state != FileState.READY or not default_storage.exists(stored.key):
        raise Http404("file not ready")
    handle = default_storage.open(stored.key, "rb")
    response: HttpResponseBase
    span = _span(request.headers.get("Range", ""), stored.size)
    if span is not None:
        start, end = span
        handle.seek(start)
        response = HttpResponse(handle.read(min(end - start + 1, 4 * 1024 * 1024)), status=206)
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
    response["X-Content-Type-Options"] = "nosniff"
    response["X-Frame-Options"] = "SAMEORIGIN"
    # A file is never a page of ours: no script, no form, no frame of its own. Browsers refuse to show a PDF inside a sandbox;
    # its type is known by content and fixed by nosniff, so it cannot be taken for a page.
    policy = "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'self'"
    response["Content-Security-Policy"] = (
        policy if stored.media_type == "application/pdf" else f"{policy}; sandbox"
    )
    response["Cache-Control"] = "private, max-age=300"
    return response


def _span(header: str, size: int) -> tuple[int, int] | None:
    match = RANGE.match(header)
    if match is None or (not match[1] and not match[2]):
        return None
    if not match[1]:
        length = min(int(match[2]), size)
        return (size - length, size - 1) if length else None
    start = int(match[1])
    end = min(int(match[2]) if match[2] else size - 1, size - 1)
    return (start, end) if start <= end else None
