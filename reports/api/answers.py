"""How the interface answers: an ETag over every answer, problems instead of exceptions, and the words for parameters that do not fit."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from typing import Any, Final

from django.http import Http404, HttpRequest, HttpResponse
from ninja import NinjaAPI
from ninja.errors import ValidationError

from iga_portal.web.public import CACHE_CONTROL, has_tag
from reports.api import problems
from reports.api.problems import Problem, problem_response
from reports.opendata.columns import Words

COMPLAINTS: Final[dict[str, Words]] = {
    "literal_error": Words("pilih salah satu: {expected}", "choose one of: {expected}"),
    "greater_than_equal": Words("sedikitnya {ge}", "must be at least {ge}"),
    "less_than_equal": Words("paling banyak {le}", "must be at most {le}"),
    "int_parsing": Words("harus bilangan bulat", "must be a whole number"),
    "bool_parsing": Words("tuliskan true atau false", "write true or false"),
    "uuid_parsing": Words("bukan pengenal inovasi", "is no identifier of an innovation"),
    "string_too_long": Words(
        "paling panjang {max_length} huruf", "must have at most {max_length} characters"
    ),
    "string_pattern_mismatch": Words(
        "bukan kode provinsi (dua angka)", "is no code of a province (two digits)"
    ),
}
DOES_NOT_FIT: Final = Words("tidak sesuai", "does not fit")


class OpenApi(NinjaAPI):
    """Ninja with our answers."""

    def __init__(self, **settings: Any) -> None:
        super().__init__(**settings)
        self.add_exception_handler(Problem, _problem)
        self.add_exception_handler(ValidationError, _invalid)
        self.add_exception_handler(Http404, _not_found)

    def create_response(
        self,
        request: HttpRequest,
        data: Any,
        *,
        status: int | None = None,
        temporal_response: HttpResponse | None = None,
    ) -> HttpResponse:
        """An answer with its ETag; 304 to somebody who has it."""
        response = super().create_response(request, data, status=status, temporal_response=temporal_response)
        if response.status_code == 200:
            return with_tag(request, response)
        return response


def with_tag(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """The same with its tag, for caches to keep where it does not say otherwise itself; 304 to somebody who has it."""
    kept = response.headers.get("Cache-Control", CACHE_CONTROL)
    tag = hashlib.sha256(response.content).hexdigest()[:32]
    if has_tag(request, tag):
        response = HttpResponse(status=304)
        del response.headers["Content-Type"]
    response.headers["ETag"] = f'"{tag}"'
    response.headers["Cache-Control"] = kept
    return response


def _problem(_request: HttpRequest, problem: Any) -> HttpResponse:
    wait = problem.more.get("seconds")
    return problem_response(
        problem.kind, headers={"Retry-After": str(wait)} if wait else None, **problem.more
    )


def _not_found(_request: HttpRequest, _error: Any) -> HttpResponse:
    return problem_response(problems.NOT_FOUND)


def _invalid(_request: HttpRequest, error: Any) -> HttpResponse:
    """What does not fit, by parameter. What was sent is not repeated."""
    return problem_response(problems.INVALID, errors=[_complaint(entry) for entry in error.errors[:10]])


def _complaint(entry: Mapping[str, Any]) -> dict[str, str]:
    words = COMPLAINTS.get(entry["type"], DOES_NOT_FIT)
    values = {key: str(value).replace(" or ", ", ") for key, value in entry.get("ctx", {}).items()}
    return {
        "parameter": str(entry["loc"][-1]),
        "message": words.id.format_map(values),
        "message_en": words.en.format_map(values),
    }
