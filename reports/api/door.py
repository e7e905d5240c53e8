"""The door of everything that programs read (/api/, /data/): tokens, limits, problems, and who may read from other sites.

Stands outside of sessions, languages and the database's transaction. No cookie is looked at and none is set. For all addresses of
the portal it refuses one thing: a token of ours written into an address.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final
from urllib.parse import unquote

from django.conf import settings
from django.core.exceptions import TooManyFieldsSent
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase

from iga_portal.web.limits import Use, address_of, count_use
from iga_portal.web.public import is_for_machines
from reports.api import problems
from reports.api.problems import Kind, problem_response, wants_a_page
from reports.domain.tokens import Standing, holds_a_token, look_up
from reports.models import ApiToken
from reports.scopes import Scope

MINUTE: Final = 60
TEN_MINUTES: Final = 600
NAMES_OF_SECRETS: Final = frozenset({"token", "access_token", "api_key", "apikey", "key", "authorization"})
"""Parameters by which other interfaces take a secret: whoever tries it here is told before it becomes a habit."""
REFUSALS: Final[dict[Standing, Kind]] = {
    Standing.UNKNOWN: problems.TOKEN_UNKNOWN,
    Standing.EXPIRED: problems.TOKEN_EXPIRED,
    Standing.REVOKED: problems.TOKEN_REVOKED,
}
TOO_MANY_PARAMETERS: Final = {
    "parameter": "",
    "message": "terlalu banyak isian",
    "message_en": "too many parameters",
}
EXPOSED: Final = "ETag, Last-Modified, Link, Content-Disposition, RateLimit, RateLimit-Policy, Retry-After"


def integration_of(request: HttpRequest) -> ApiToken | None:
    """The token that a request past the door came with; None without one."""
    found: ApiToken | None = getattr(request, "integration", None)
    return found


class MachineDoor:
    """First but one in the list of middleware: outside of everything but the redirect to https."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        try:
            if _token_in_address(request):
                return _unlogged(problem_response(problems.TOKEN_IN_ADDRESS))
        except TooManyFieldsSent:
            return _open_to_all(problem_response(problems.INVALID, errors=[TOO_MANY_PARAMETERS]))
        if not is_for_machines(request.path_info):
            return self.get_response(request)
        if request.method == "OPTIONS":
            return _open_to_all(HttpResponse(status=204, headers=_preflight()))
        if request.method not in ("GET", "HEAD"):
            return _open_to_all(problem_response(problems.METHOD, headers={"Allow": "GET, HEAD, OPTIONS"}))
        if "\0" in request.path_info:
            return _open_to_all(problem_response(problems.BAD_REQUEST))
        standing, token = _integration(request)
        use = _count(request, token)
        if not use.allowed:
            answer: HttpResponseBase = problem_response(
                problems.TOO_MANY, headers={"Retry-After": str(use.begins_anew)}, seconds=use.begins_anew
            )
        elif standing in REFUSALS:
            answer = problem_response(REFUSALS[standing])
        elif token is not None and _is_file(request) and Scope.PUBLICATIONS not in token.scopes:
            answer = problem_response(problems.SCOPE, needed=Scope.PUBLICATIONS.value)
        else:
            request.integration = token  # type: ignore[attr-defined]
            request.META.pop("HTTP_COOKIE", None)
            answer = _as_problem(request, self._answer(request))
        _tell_limits(answer, use, policy="token" if token is not None else "anonymous")
        if token is not None and answer.status_code < 400:
            # Nobody else's copy may answer for a token, and none be kept of what it opened.
            answer.headers["Cache-Control"] = "private, no-store"
        return _open_to_all(answer) if token is None else answer

    def _answer(self, request: HttpRequest) -> HttpResponseBase:
        """What stands further inside. HEAD of the interface is GET without the body; files know it by themselves."""
        if request.method != "HEAD" or _is_file(request):
            return self.get_response(request)
        request.method = "GET"
        response = self.get_response(request)
        request.method = "HEAD"
        if isinstance(response, HttpResponse):
            length = str(len(response.content))
            response.content = b""
            response.headers["Content-Length"] = length
        return response


def _token_in_address(request: HttpRequest) -> bool:
    query = request.META.get("QUERY_STRING", "")
    if holds_a_token(request.path_info) or (
        query and (holds_a_token(query) or holds_a_token(unquote(query)))
    ):
        return True
    return (
        bool(query)
        and is_for_machines(request.path_info)
        and not NAMES_OF_SECRETS.isdisjoint(name.lower() for name in request.GET)
    )


def _unlogged(response: HttpResponse) -> HttpResponse:
    """Django notes the path of every refusal. This path may hold the token."""
    response._has_been_logged = True  # type: ignore[attr-defined]
    return response


def _integration(request: HttpRequest) -> tuple[Standing | None, ApiToken | None]:
    """The token in the header; (None, None) without one."""
    header = request.headers.get("Authorization", "")
    if not header:
        return None, None
    scheme, _space, secret = header.partition(" ")
    if scheme.lower() != "bearer":
        return Standing.UNKNOWN, None
    return look_up(secret.strip())


def _count(request: HttpRequest, token: ApiToken | None) -> Use:
    """A token has its own count; everybody else, also with a token that is none, is counted by address."""
    if token is not None:
        return count_use(
            f"token:{token.pk}", action="api", amount=settings.API_PER_MINUTE_WITH_TOKEN, seconds=MINUTE
        )
    if _is_file(request):
        amount = settings.DOWNLOADS_PER_TEN_MINUTES
        return count_use(address_of(request), action="download", amount=amount, seconds=TEN_MINUTES)
    return count_use(address_of(request), action="api", amount=settings.API_PER_MINUTE, seconds=MINUTE)


def _is_file(request: HttpRequest) -> bool:
    return request.path_info.startswith("/data/")


def _as_problem(request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
    """What went wrong further inside, in the form that programs read; the status stays."""
    kind = problems.OF_STATUS.get(response.status_code)
    is_one = response.headers.get("Content-Type", "").startswith(problems.MEDIA_TYPE)
    if kind is None or is_one or wants_a_page(request):
        return response
    # Not closed: closing tells Django that the request has ended.
    return problem_response(kind)


def _tell_limits(response: HttpResponseBase, use: Use, *, policy: str) -> None:
    """The two headers of the IETF's draft on rate limits: the rule, and what is left of it."""
    response.headers["RateLimit-Policy"] = f'"{policy}";q={use.amount};w={use.seconds}'
    response.headers["RateLimit"] = f'"{policy}";r={use.left};t={use.begins_anew}'


def _open_to_all(response: HttpResponseBase) -> HttpResponseBase:
    """Published data may be read by any site's script, without credentials. A token may not be sent from a page: whoever reads the
    page would have it. So an answer to a token carries no such permission, and Authorization is not among the allowed headers."""
    response.headers["Access-Control-Allow-Origin"] = "*"
    response.headers["Access-Control-Expose-Headers"] = EXPOSED
    return response


def _preflight() -> dict[str, str]:
    return {
        "Access-Control-Allow-Methods": "GET, HEAD",
        "Access-Control-Allow-Headers": "If-None-Match, If-Modified-Since",
        "Access-Control-Max-Age": "86400",
    }
