"""The evidence of a row as the desk opens it: page pictures at the cited page, picture, film, link; one panel a document."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.http import HttpRequest
from django.utils.translation import gettext as _

from iga_portal.web.here import here
from iga_portal.web.parts import DocumentCard
from innovations.models import Citation, Document
from innovations.models.documents import LinkState
from innovations.queries.desk import first_page
from innovations.views.evidence_words import can_be_opened
from innovations.views.opd_common import card_of
from innovations.views.page_strip import PagePicture, PageStrip, Stage, strip_of

MOST_PAGES = 8
"""Pages shown large at once where a citation names none; the others are small pictures below."""
AHEAD = 2
"""Pictures of the next row that are fetched ahead."""


@dataclass(frozen=True, slots=True)
class Panel:
    """One cited document. `kind` is pages, pdf (no pictures yet), image, video, link, or closed while it may not be opened.

    `url` opens the file itself, a PDF at its first cited page; `leaves` are the pages shown large, `rest` the strip of all.
    """

    citation_id: int
    kind: str
    url: str
    card: DocumentCard
    leaves: Sequence[PagePicture] = ()
    named: bool = False
    strip: PageStrip | None = None
    rest: PageStrip | None = None
    link_state: str = ""
    link_is_fine: bool = False
    document: Document | None = None


def panels_of(request: HttpRequest, citations: Sequence[Citation]) -> list[Panel]:
    """The panels of a row in the order of its citations. No query: documents and files are at hand."""
    return [_panel(request, citation) for citation in citations]


def opened_of(request: HttpRequest, panels: Sequence[Panel]) -> Panel | None:
    """The document that the address asks for, else the first one that can be shown here."""
    wanted = request.GET.get("dok", "")
    for entry in panels:
        if str(entry.citation_id) == wanted:
            return entry
    return next((entry for entry in panels if entry.kind != "link"), panels[0] if panels else None)


def pictures_ahead(request: HttpRequest, citations: Sequence[Citation]) -> list[str]:
    """Addresses of the first pictures that the next row will show. They are the file's bytes and never change."""
    for citation in citations:
        if citation.document.file is None or not can_be_opened(request, citation.document):
            continue
        panel = _panel(request, citation)
        if panel.kind == "image":
            return [panel.url]
        if panel.leaves:
            return [leaf.url for leaf in panel.leaves[:AHEAD]]
    return []


def _panel(request: HttpRequest, citation: Citation) -> Panel:
    document: Document = citation.document
    stored = document.file
    warning = "" if document.is_current else _("Versi lama; dokumen ini sudah diganti.")
    card = card_of(request, document, pages=citation.pages, warning=warning)
    if stored is None:
        state = LinkState(document.link_state)
        return Panel(
            citation.pk, "link", document.link, card,
            link_state=str(state.label), link_is_fine=state is LinkState.ALIVE, document=document,
        )  # fmt: skip
    if not can_be_opened(request, document):
        return Panel(citation.pk, "closed", "", card, document=document)
    url = here(request, "file", document_id=document.pk)
    if stored.media_type == "video/mp4":
        return Panel(citation.pk, "video", url, card, document=document)
    if stored.media_type != "application/pdf":
        return Panel(citation.pk, "image", url, card, document=document)
    page = first_page(citation.pages)
    if page:
        url += f"#page={page}"
    strip = strip_of(request, document, named=citation.pages)
    if strip.stage is not Stage.READY or not strip.pages:
        return Panel(citation.pk, "pdf", url, card, strip=strip, document=document)
    whole = strip_of(request, document) if strip.named else strip
    leaves = strip.pages if strip.named else strip.pages[:MOST_PAGES]
    return Panel(
        citation.pk, "pages", url, card, leaves=leaves, named=strip.named, strip=strip,
        rest=whole if len(whole.pages) > len(leaves) or whole.without else None, document=document,
    )  # fmt: skip
