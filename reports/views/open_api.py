"""The interface's own addresses: where it begins, its description, and what there is not."""

from __future__ import annotations

from django.conf import settings
from django.db import transaction
from django.http import HttpRequest, HttpResponse, JsonResponse

from reports.api import problems
from reports.api.answers import with_tag
from reports.api.description import openapi
from reports.api.problems import problem_response


@transaction.non_atomic_requests
def root(request: HttpRequest) -> HttpResponse:
    """Where to go on from."""
    address = settings.PORTAL_ADDRESS
    return with_tag(
        request,
        JsonResponse(
            {
                "publications": f"{address}/api/v1/publications",
                "latest": f"{address}/api/v1/publications/latest",
                "openapi": f"{address}/api/v1/openapi.json",
                "dictionary": f"{address}/data/dictionary.json",
                "documentation": f"{address}/data-terbuka/api/",
            }
        ),
    )


@transaction.non_atomic_requests
def description(request: HttpRequest) -> HttpResponse:
    """OpenAPI 3.1."""
    return with_tag(request, JsonResponse(openapi(), json_dumps_params={"ensure_ascii": False}))


@transaction.non_atomic_requests
def nothing(request: HttpRequest, rest: str = "") -> HttpResponse:
    """An address of the interface that there is not."""
    return problem_response(problems.NOT_FOUND)
