"""Compressed pages, also where no proxy stands in front: slow lines are the rule.

Django's own middleware, which pads every answer with a random length against guessing secrets from sizes (BREACH), held to text
that the portal itself writes. Files keep their bytes: they are compressed already, and a byte range of a compressed answer would
not be the range that was asked for.
"""

from __future__ import annotations

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.middleware.gzip import GZipMiddleware

COMPRESSED = frozenset({"text/html", "text/plain", "application/json", "image/svg+xml"})


class CompressPages(GZipMiddleware):
    """Outside of everything that writes a response, so that the padding is the last thing that happens to it."""

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        kind = response.headers.get("Content-Type", "").partition(";")[0]
        if response.streaming or kind not in COMPRESSED:
            return response
        return super().process_response(request, response)
