"""Addresses that no text can hold."""

from __future__ import annotations

from collections.abc import Callable

from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse


class ReadableAddressMiddleware:
    """Refuses NUL in an address. No page writes one, and the database knows no text with it: every search would end in an error
    of ours. Forms are cleaned where they are read (`innovations.domain.texts`)."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        query = request.META.get("QUERY_STRING", "")
        if "%00" in query or "\x00" in query or "\x00" in request.path_info:
            raise BadRequest("NUL in the address")
        return self.get_response(request)
