"""Compressed pages, also where no proxy stands in front: slow lines are the rule.

Django's own middleware, which pads every answer with a random length against guessing secrets from sizes (BREACH), held to text
that the portal itself writes. Files keep their bytes: they are compressed already, and a byte range of a compressed answer would
not be the range that was asked for.
"""

from __future__ import annotations

import re
from typing import Final

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.middleware.gzip import GZipMiddleware
from django.utils.cache import patch_vary_headers

_GZIP: Final = re.compile(r"(?:^|,)\s*(?:x-)?gzip\s*(?:;\s*q=([01](?:\.[0-9]*)?)\s*)?(?=,|$)", re.IGNORECASE)
COMPRESSED = frozenset({"text/html", "text/plain", "application/json", "image/svg+xml"})


def takes_gzip(accepted: str) -> bool:
    """Whether an Accept-Encoding takes gzip: named, and not with the weight 0, which says "anything but this"."""
    found = _GZIP.search(accepted)
    return found is not None and float(found[1] or 1) > 0


class CompressPages(GZipMiddleware):
    """Outside of everything that writes a response, so that the padding is the last thing that happens to it."""

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        kind = response.headers.get("Content-Type", "").partition(";")[0]
        if response.streaming or kind not in COMPRESSED:
            return response
        accepted = request.META.get("HTTP_ACCEPT_ENCODING", "")
        if "gzip" in accepted and not takes_gzip(accepted):
            patch_vary_headers(response, ("Accept-Encoding",))
            return response
        return super().process_response(request, response)
