"""What templates ask of documents and citations: `{% load documents %}`. Nothing here asks the database."""

from __future__ import annotations

from django import template
from django.conf import settings

from iga_portal.files.uploads import PIECE_MAX_BYTES
from innovations.models import Citation
from innovations.page_numbers import doubt_about
from innovations.views.opd_evidence import pages_name

register = template.Library()


@register.simple_tag
def upload_limits() -> dict[str, str]:
    """Largest sizes in bytes, as digits only: of a document, a video, and a piece of an upload."""
    return {
        "document": str(settings.DOCUMENT_MAX_BYTES),
        "video": str(settings.VIDEO_MAX_BYTES),
        "piece": str(PIECE_MAX_BYTES),
    }


@register.filter
def page_doubt(citation: Citation) -> str:
    """What is doubtful about the pages of a citation, "" when nothing is."""
    stored = citation.document.file
    return doubt_about(citation.pages, page_count=stored.page_count if stored else None)


@register.filter
def page_total(citation: Citation) -> int | None:
    """Pages of the cited file, None when nobody counted them."""
    return citation.document.file.page_count if citation.document.file else None


@register.filter
def pages_input(citation: Citation) -> str:
    """Name of the input for a citation's pages."""
    return pages_name(citation.pk)
