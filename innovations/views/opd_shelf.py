"""A document as the library shows it: what it is, who sees it, how it stands, what is missing on it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from iga_portal.files.models import FileState
from iga_portal.web.formats import day, file_size, number
from iga_portal.web.here import here
from innovations.models import Document, LinkState
from innovations.queries.opd_documents import details_missing
from innovations.rules import can_manage_document
from innovations.views.evidence_words import can_be_opened, trouble_with
from innovations.views.opd_common import KINDS
from regions.access import actor_of


@dataclass(frozen=True)
class Mark:
    """How something stands, in words; tone and icon as everywhere (good, wait, warn, bad)."""

    words: str
    tone: str
    icon: str


@dataclass(frozen=True)
class Shelved:
    """A card of the library. `facts` are short words in the order in which they are read."""

    document: Document
    url: str
    open_url: str
    facts: Sequence[str]
    seen_by: str
    marks: Sequence[Mark]
    missing: Sequence[str]
    cited: int
    is_own: bool

    @property
    def icon(self) -> str:
        stored = self.document.file
        if stored is None:
            return "link"
        if stored.media_type.startswith("image/"):
            return "image"
        return "film" if stored.media_type.startswith("video/") else "file-text"


def shelved(request: HttpRequest, document: Document, *, cited: int = 0) -> Shelved:
    """The card of a document; asks the database nothing that is not loaded (`file`, `opd`)."""
    actor = actor_of(request)
    is_own = bool(can_manage_document(actor, document))
    return Shelved(
        document,
        url=here(request, "document", document_id=document.pk),
        open_url=open_url(request, document),
        facts=facts_of(document),
        seen_by=seen_by(document),
        marks=marks_of(request, document),
        missing=details_missing(document) if is_own else [],
        cited=cited,
        is_own=is_own,
    )


def open_url(request: HttpRequest, document: Document) -> str:
    """Where the file or link opens, "" while this person may not open it."""
    if not can_be_opened(request, document):
        return ""
    return document.link or here(request, "file", document_id=document.pk)


def facts_of(document: Document) -> list[str]:
    """Number, date, kind, pages and size, as far as they are known."""
    facts = []
    if document.number:
        facts.append(_("Nomor %(number)s") % {"number": document.number})
    if document.dated:
        facts.append(day(document.dated))
    stored = document.file
    if stored is None:
        return [*facts, _("tautan")]
    facts.append(KINDS.get(stored.media_type, ""))
    if stored.page_count and stored.media_type == "application/pdf":
        facts.append(pages_in_words(stored.page_count))
    return [*facts, file_size(stored.size)]


def pages_in_words(count: int) -> str:
    return ngettext("%(count)s halaman", "%(count)s halaman", count) % {"count": number(count)}


def seen_by(document: Document) -> str:
    """Who may open the document, in words."""
    if document.opd_id is None:
        return _("Milik daerah; semua OPD dapat melihat dan mengutipnya.")
    owner = str(document.opd)
    if document.is_region_wide:
        return _("Untuk seluruh daerah: semua OPD dapat melihat dan mengutipnya. Milik %(opd)s.") % {
            "opd": owner
        }
    return _("%(opd)s, desk, dan admin daerah.") % {"opd": owner}


def marks_of(request: HttpRequest, document: Document) -> list[Mark]:
    """How it stands with the file's scan or the link's check; nothing for a file that anybody who sees it may open."""
    words = trouble_with(request, document)
    if document.file is not None:
        if not words:
            return []
        is_refused = document.file.state == FileState.REFUSED
        return [Mark(words, "bad" if is_refused else "wait", "shield-alert" if is_refused else "clock")]
    if words:
        return [Mark(words, "warn", "triangle-alert")]
    if document.link_state == LinkState.ALIVE:
        return [Mark(_("Tautan dapat dibuka."), "good", "circle-check")]
    return [Mark(_("Tautan belum diperiksa."), "wait", "clock")]
