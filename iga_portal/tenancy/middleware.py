"""Opens the scope that the URL asks for, if the signed-in person may act there.

The acting role and the region stand in the URL (`/d/6202/opd/12/...`), never in the session: two tabs, two roles. URL
patterns of tenant pages carry the extra argument `acting`; the grant itself is decided by the function that the setting
TENANCY_GRANT names, because memberships live in a room above this one.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterable
from functools import wraps
from typing import Any

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import resolve_url
from django.urls import Resolver404, URLResolver, resolve
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _

from .scope import scope

ACTING = "acting"


def asks_for_json(request: HttpRequest) -> bool:
    """A script of ours asks: it wants a status it can act on, and not another page."""
    return request.headers.get("Accept", "").split(",")[0].strip() == "application/json"


def signed_out_answer(message: str, *, url: str = "") -> JsonResponse:
    """What a script is told when nobody, or somebody else, is signed in: 401 with the words and the way in."""
    return JsonResponse(
        {"status": "signin", "message": message, "url": url or resolve_url(settings.LOGIN_URL)},
        status=401,
        headers={"Cache-Control": "no-store"},
    )


def within_scope(patterns: Iterable[Any]) -> None:
    """Take ATOMIC_REQUESTS off the views of tenant addresses: they run in the scope's own transaction.

    The view itself is left alone; what stands in the address is a wrapper.
    """
    for entry in patterns:
        if isinstance(entry, URLResolver) and ACTING in entry.default_kwargs:
            _wrap(entry.url_patterns)
        elif not isinstance(entry, URLResolver) and ACTING in entry.default_args:
            _wrap([entry])


def _wrap(patterns: Iterable[Any]) -> None:
    for entry in patterns:
        if isinstance(entry, URLResolver):
            _wrap(entry.url_patterns)
        elif not hasattr(entry.callback, "_non_atomic_requests"):
            entry.callback = _without_savepoint(entry.callback)


def _without_savepoint(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    @wraps(view)
    def run(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return view(request, *args, **kwargs)

    return transaction.non_atomic_requests(run)


class ScopeMiddleware:
    """Last in the list: everything inside runs in the scope's transaction, which is the only one of the request.

    Django turns an exception of the view into a response before it reaches this middleware; so the exception is noted where it
    passes, and the transaction is rolled back when the response is there. That costs nothing, where the savepoint that
    ATOMIC_REQUESTS would lay inside costs two statements on every page (`within_scope` takes it off; other views keep it).
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        self.grant_for: Callable[..., Any] = import_string(settings.TENANCY_GRANT)
        self.addressed: Callable[..., Any] = import_string(settings.TENANCY_ADDRESSED)

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.id = uuid.uuid4().hex  # type: ignore[attr-defined]
        request.grant = None  # type: ignore[attr-defined]
        request.view_failed = False  # type: ignore[attr-defined]
        try:
            match = resolve(request.path_info)
        except Resolver404:
            return self.get_response(request)
        if ACTING not in match.kwargs:
            return self.get_response(request)
        with self.addressed(match.kwargs):
            signed_in = request.user.is_authenticated
        if not signed_in:
            if request.headers.get("HX-Request"):
                # A part of a page asked after the session ended: the whole page is loaded anew, and leads to signing in.
                return HttpResponse(status=401, headers={"HX-Refresh": "true"})
            if asks_for_json(request):
                return signed_out_answer(_("Sesi Anda berakhir. Masuk lagi untuk menyimpan."))
            return redirect_to_login(request.get_full_path())
        grant = self.grant_for(request.user, match.kwargs)
        if grant is None:
            # What you may not know of answers 404, not 403. Raised inside the handler, so that the page is the usual one.
            request.grant_refused = True  # type: ignore[attr-defined]
            return self.get_response(request)
        request.grant = grant  # type: ignore[attr-defined]
        with scope(
            grant.regions,
            actor_id=request.user.pk,
            role=grant.role,
            request_id=request.id,  # type: ignore[attr-defined]
        ):
            response = self.get_response(request)
            if request.view_failed:  # type: ignore[attr-defined]
                transaction.set_rollback(True)
            return response

    def process_exception(self, request: HttpRequest, exception: Exception) -> None:
        request.view_failed = True  # type: ignore[attr-defined]

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: dict[str, Any]) -> None:
        if kwargs.pop(ACTING, None) is not None and request.grant is None:  # type: ignore[attr-defined]
            raise Http404("no membership for this address")
