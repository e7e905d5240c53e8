"""The strip of page pictures of a document: what the include `innovations/_pages.html` shows."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from django.http import HttpRequest
from django.utils.http import urlencode

from iga_portal.files.models import FileState
from iga_portal.files.pictures import DRAWN_TYPES
from iga_portal.files.words import standing
from iga_portal.web.here import here
from innovations.models import Document

LAST_PAGE = 9_999
MOST_ASKINGS = 12
"""A page that is left open asks so often, ever more slowly (some eight minutes); then a reload does."""


class Stage(StrEnum):
    NONE = "none"
    """Nothing to show: a link, a film, a document that could not be drawn; `words` say so of one that was refused."""
    WAITING = "waiting"
    """For the scanner; the card or the head of the page says so."""
    MAKING = "making"
    READY = "ready"


@dataclass(frozen=True, slots=True)
class PagePicture:
    number: int
    url: str
    small_url: str


@dataclass(frozen=True, slots=True)
class PageStrip:
    """`pages` are those with a picture; `named` says that only pages of a citation are shown.

    `without` counts pages that have no picture because they lie behind the last that was drawn.
    """

    title: str
    stage: Stage
    pages: Sequence[PagePicture] = ()
    words: str = ""
    named: bool = False
    is_image: bool = False
    without: int = 0
    first_without: int = 0
    file_url: str = ""
    again_url: str = ""
    again_seconds: int = 0
    count: int | None = None


def strip_of(request: HttpRequest, document: Document, *, named: str = "", asked: int = 0) -> PageStrip:
    """The pictures of a document's pages, or only of those that a citation names ("3-4, 7"). Asks the database nothing.

    `document.file` is at hand. `asked` counts how often a page has asked already while the pictures are made.
    """
    stored = document.file
    title = document.subject
    if stored is None or stored.media_type not in DRAWN_TYPES:
        return PageStrip(title, Stage.NONE)
    file_url = here(request, "file", document_id=document.pk)
    if stored.state == FileState.REFUSED:
        return PageStrip(title, Stage.NONE, words=standing(stored, person_id=request.user.pk))
    if stored.state == FileState.WAITING or stored.examined_at is None:
        return PageStrip(
            title,
            Stage.WAITING if stored.state == FileState.WAITING else Stage.MAKING,
            file_url=file_url,
            again_url=_again_url(request, document, named=named, asked=asked),
            again_seconds=min(2 * 2 ** (asked // 2), 60),
        )
    wanted = pages_named(named)
    total = stored.page_count or stored.pictured
    shown = [page for page in wanted or range(1, stored.pictured + 1) if page <= stored.pictured]
    if not stored.pictured:
        return PageStrip(title, Stage.NONE, file_url=file_url)
    without = [page for page in wanted if stored.pictured < page <= total] or (
        [] if wanted else list(range(stored.pictured + 1, total + 1))
    )
    return PageStrip(
        title,
        Stage.READY,
        pages=[_picture(request, document, page) for page in shown],
        named=bool(wanted),
        is_image=stored.media_type.startswith("image/"),
        without=len(without),
        first_without=without[0] if without else 0,
        file_url=file_url,
        count=total,
    )


def _picture(request: HttpRequest, document: Document, page: int) -> PagePicture:
    url = here(request, "file_page", document_id=document.pk, number=page)
    return PagePicture(page, url, f"{url}?kecil=1")


def _again_url(request: HttpRequest, document: Document, *, named: str, asked: int) -> str:
    """Where a page asks next, "" when it has asked often enough."""
    if asked >= MOST_ASKINGS:
        return ""
    query = {"ke": str(asked + 1), **({"hlm": named} if named else {})}
    return f"{here(request, 'file_pages', document_id=document.pk)}?{urlencode(query)}"


def pages_named(pages: str) -> list[int]:
    """The page numbers in a citation, in order and once each: "hlm. 3–4, 7" -> [3, 4, 7]. Ranges of at most 100 pages."""
    found: dict[int, None] = {}
    for first, last in re.findall(r"(\d{1,4})(?:\s*(?:-|–|—|s\.?d\.?|sampai)\s*(\d{1,4}))?", pages):
        start, end = int(first), int(last or first)
        for page in range(start, min(end, start + 99) + 1):
            if 1 <= page <= LAST_PAGE:
                found[page] = None
    return list(found)
