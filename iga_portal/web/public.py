"""Public pages: the same bytes for everybody, so that they can be kept, by us, by a proxy and by the browser.

The language stands in the address (`/peringkat/`, `/en/peringkat/`), never in a cookie or a header of the request. A public page
looks at nobody's session, sets no cookie and carries no form token; what breaks that is not kept and is sent as private. Each
answer has an ETag, a Last-Modified and a Cache-Control for shared caches (ADR 0019).

`PublicPages` stands outside of nearly everything. A page that was made within `PUBLIC_CACHE_SECONDS` is answered from memory or
from Valkey, compressed already, before any session, language or database is touched. Publishing calls `renew_public_pages`.
"""

from __future__ import annotations

import gzip
import hashlib
import logging
import re
import time
from collections import OrderedDict
from collections.abc import Callable, Collection
from dataclasses import dataclass, replace
from functools import wraps
from threading import Lock
from typing import Any, Final
from urllib.parse import parse_qsl, urlencode

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.middleware.locale import LocaleMiddleware
from django.urls import reverse
from django.utils import translation
from django.utils.cache import patch_vary_headers
from django.utils.http import http_date, parse_etags, parse_http_date_safe
from django.views.decorators.http import require_safe

from iga_portal.web.compression import takes_gzip

logger = logging.getLogger(__name__)

ROOTS: Final = (
    "peringkat", "daerah", "peta", "galeri", "cara-hitung", "partisipasi", "publikasi", "data-terbuka",
)  # fmt: skip
_PUBLIC = re.compile(rf"/(?:en/)?(?:(?:{'|'.join(ROOTS)})/.*)?|/sitemap[a-z0-9-]*\.xml|/robots\.txt")
MACHINES: Final = ("/api/", "/data/")
"""Where programs read: no session, no cookie, and one language whatever their headers say."""
HOMES: Final = frozenset({"/", "/en/"})
"""Where visitors and members share an address: members are led to their place, so the session cookie makes a difference."""

CACHE_CONTROL: Final = "public, max-age=60, stale-while-revalidate=300, stale-if-error=86400"
KEPT_SECONDS: Final = 86_400
"""How long a copy is kept after it was made: an old one is shown while a new one is being made, and tells since when a page is
as it is."""
NEAR_SECONDS: Final = 1.0
"""How long a process answers from its own memory without asking Valkey again."""
NEAR_MOST: Final = 200
RENEWING_SECONDS: Final = 10
GENERATION: Final = "public:generation"
NOT_KEPT: Final = frozenset(
    {"vary", "set-cookie", "content-length", "cache-control", "etag", "last-modified"}
)


def is_public(path: str) -> bool:
    """Say whether an address belongs to the public face."""
    return _PUBLIC.fullmatch(path) is not None


def is_for_machines(path: str) -> bool:
    """Say whether an address is read by programs."""
    return path.startswith(MACHINES)


def language_of(path: str) -> str:
    """The language that a public address is in."""
    return "en" if path.startswith("/en/") else "id"


def public_url(name: str, **kwargs: Any) -> str:
    """The address of a public page in the active language."""
    tail = "_en" if (translation.get_language() or "id").startswith("en") else ""
    return reverse(f"{name}{tail}", kwargs=kwargs or None)


def in_language(path: str, language: str) -> str:
    """The same public page in another language: "/peringkat/" and "/en/peringkat/"."""
    plain = path.removeprefix("/en") if path.startswith("/en/") else path
    return f"/en{plain}" if language == "en" else plain


# The view's side ---------------------------------------------------------------------------------------------------


def public_page(
    *, parameters: Collection[str] = (), stored: bool | Callable[[HttpRequest], bool] = True
) -> Callable[[Callable[..., HttpResponse]], Callable[..., HttpResponse]]:
    """Mark a view as public. An address with other or empty parameters is led to the tidy one, so that each page has one.

    `stored` False for pages of which there are very many (a free search, filters together, single innovations): they are sent with
    the same headers and not kept. Whoever follows every link must not fill the server that holds the messages to workers as well.
    """

    def mark(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
        @require_safe
        @wraps(view)
        def run(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            tidy = _tidy(request, parameters)
            if tidy is not None:
                return HttpResponseRedirect(tidy)
            response = view(request, *args, **kwargs)
            if response.status_code == 200:
                keep = stored(request) if callable(stored) else stored
                response.public_page = "kept" if keep else "passing"  # type: ignore[attr-defined]
            return response

        return run

    return mark


def _tidy(request: HttpRequest, parameters: Collection[str]) -> str | None:
    """Where this page really stands, None if here: known parameters only, each once, in one order, none empty."""
    query = request.GET.copy()
    query.clear()
    for name in parameters:
        value = request.GET.get(name, "").replace("\0", "").strip()[:200]
        if value:
            query[name] = value
    wanted = query.urlencode()
    if wanted == request.META.get("QUERY_STRING", "") or list(query.lists()) == list(request.GET.lists()):
        return None
    return f"{request.path}?{wanted}" if wanted else request.path


class LanguageMiddleware(LocaleMiddleware):
    """Django's, except that on public pages the address alone decides, and machines are spoken to in one language."""

    def process_request(self, request: HttpRequest) -> None:
        if not is_public(request.path_info) and not is_for_machines(request.path_info):
            super().process_request(request)
            return
        language = language_of(request.path_info)
        translation.activate(language)
        request.LANGUAGE_CODE = language

    def process_response(self, request: HttpRequest, response: Any) -> Any:
        if is_for_machines(request.path_info):
            return response
        if not is_public(request.path_info):
            return super().process_response(request, response)
        response.headers.setdefault("Content-Language", language_of(request.path_info))
        return response


# The shelf ---------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Copy:
    """A finished page, compressed: nearly everybody takes it so, and the shelf shares its memory with the messages to workers.

    `modified` (whole seconds) is since when it has been as it is, `made` when it was last worked out.
    """

    zipped: bytes
    tag: str
    headers: tuple[tuple[str, str], ...]
    made: float
    modified: int
    generation: str


class Shelf:
    """Copies by address: a few in this process's memory for a second, all in Valkey. Without Valkey only the first."""

    def __init__(self) -> None:
        self._near: OrderedDict[str, tuple[float, Copy]] = OrderedDict()
        self._lock = Lock()

    def take(self, key: str) -> tuple[Copy | None, Copy | None, str]:
        """(copy to answer with, last copy there is, generation). Of many who find one that is too old, one makes it anew."""
        with self._lock:
            near = self._near.get(key)
        if near is not None and time.monotonic() - near[0] < NEAR_SECONDS:
            return near[1], near[1], near[1].generation
        found = cache.get_many([key, GENERATION])
        generation = found.get(GENERATION, "")
        copy: Copy | None = found.get(key)
        if copy is None:
            return None, None, generation
        age = time.time() - copy.made
        is_fresh = copy.generation == generation and 0 <= age < settings.PUBLIC_CACHE_SECONDS
        if is_fresh or not cache.add(f"{key}:renewing", 1, RENEWING_SECONDS):
            self._keep_near(key, copy)
            return copy, copy, generation
        return None, copy, generation

    def put(self, key: str, copy: Copy) -> None:
        cache.set(key, copy, KEPT_SECONDS)
        cache.delete(f"{key}:renewing")
        self._keep_near(key, copy)

    def _keep_near(self, key: str, copy: Copy) -> None:
        with self._lock:
            self._near[key] = (time.monotonic(), copy)
            self._near.move_to_end(key)
            while len(self._near) > NEAR_MOST:
                self._near.popitem(last=False)

    def clear_near(self) -> None:
        with self._lock:
            self._near.clear()


SHELF = Shelf()


def renew_public_pages() -> None:
    """Have every public page worked out anew when it is asked for next; other processes follow within a second."""
    cache.set(GENERATION, str(time.time_ns()), None)
    SHELF.clear_near()


def _key(request: HttpRequest) -> str:
    """By what the address says and not by how it is spelt: "kota" has sixteen spellings with percent signs."""
    database = settings.DATABASES["default"].get("NAME", "")
    query = request.META.get("QUERY_STRING", "")
    if query:
        query = urlencode(
            parse_qsl(query, keep_blank_values=True, errors="surrogateescape"), errors="surrogateescape"
        )
    whole = f"{database}\n{request.path_info}\n{query}"
    return "public:2:" + hashlib.sha256(whole.encode("utf-8", "surrogateescape")).hexdigest()


# The door ----------------------------------------------------------------------------------------------------------


class PublicPages:
    """Answers public pages from the shelf, or lets them be made and puts them there. Third in the list of middleware."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.method not in ("GET", "HEAD") or not is_public(request.path_info):
            return self.get_response(request)
        if request.path_info in HOMES and settings.SESSION_COOKIE_NAME in request.COOKIES:
            response = self.get_response(request)
            patch_vary_headers(response, ("Cookie",))
            response.headers["Cache-Control"] = "private, no-cache"
            return response
        keeps = settings.PUBLIC_CACHE_SECONDS > 0
        key = _key(request) if keeps else ""
        copy, before, generation = SHELF.take(key) if keeps else (None, None, "")
        if copy is not None:
            return answer(request, copy)
        accepted = request.META.pop("HTTP_ACCEPT_ENCODING", None)
        response = self.get_response(request)
        if accepted is not None:
            request.META["HTTP_ACCEPT_ENCODING"] = accepted
        mark = getattr(response, "public_page", "")
        if not mark:
            # Not there yet, or led elsewhere: no cache may go on saying so once something is published.
            response.headers.setdefault("Cache-Control", "no-cache")
            return response
        if response.cookies:
            logger.error("Public page %s sets a cookie; it is not kept.", request.path_info)
            response.headers["Cache-Control"] = "private, no-store"
            return response
        copy = make_copy(response, before=before, generation=generation)
        if keeps and mark == "kept":
            SHELF.put(key, copy)
        return answer(request, copy)


def make_copy(response: HttpResponse, *, before: Copy | None, generation: str) -> Copy:
    """A response as it is kept. One that says the same as the copy before keeps that one's date."""
    body = response.content
    headers = tuple((name, value) for name, value in response.items() if name.lower() not in NOT_KEPT)
    now = time.time()
    tag = hashlib.sha256(body).hexdigest()[:32]
    copy = Copy(
        zipped=gzip.compress(body, 6, mtime=0),
        tag=tag,
        headers=headers,
        made=now,
        modified=int(now),
        generation=generation,
    )
    return replace(copy, modified=before.modified) if before is not None and before.tag == tag else copy


def answer(request: HttpRequest, copy: Copy) -> HttpResponse:
    """The page, or 304 to somebody who has it already."""
    zips = takes_gzip(request.META.get("HTTP_ACCEPT_ENCODING", ""))
    etag = f'"{copy.tag}-g"' if zips else f'"{copy.tag}"'
    response = (
        HttpResponse(status=304)
        if _has_it(request, copy)
        else HttpResponse(copy.zipped if zips else gzip.decompress(copy.zipped))
    )
    headers = response.headers
    for name, value in copy.headers:
        headers[name] = value
    if response.status_code == 304:
        del headers["Content-Type"]
    else:
        headers["Content-Length"] = str(len(response.content))
        if zips:
            headers["Content-Encoding"] = "gzip"
    headers["ETag"] = etag
    headers["Last-Modified"] = http_date(copy.modified)
    headers["Cache-Control"] = CACHE_CONTROL
    headers["Vary"] = "Accept-Encoding, Cookie" if request.path_info in HOMES else "Accept-Encoding"
    return response


def has_tag(request: HttpRequest, tag: str) -> bool:
    """Whether somebody says to have what a tag (without quotes) stands for, plain or compressed."""
    asked = parse_etags(request.META.get("HTTP_IF_NONE_MATCH", ""))
    return "*" in asked or tag in {entry.removeprefix("W/").strip('"').removesuffix("-g") for entry in asked}


def _has_it(request: HttpRequest, copy: Copy) -> bool:
    """RFC 9110, 13.2.2: the tag decides where one is given, else the date. The two encodings count as one page."""
    if request.META.get("HTTP_IF_NONE_MATCH"):
        return has_tag(request, copy.tag)
    since = parse_http_date_safe(request.META.get("HTTP_IF_MODIFIED_SINCE", ""))
    return since is not None and copy.modified <= since
