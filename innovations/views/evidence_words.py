"""What a page says of evidence that cannot be opened, or not by everybody: a file that waits or was refused, a link that fails."""

from __future__ import annotations

from django.http import HttpRequest
from django.utils.translation import gettext

from iga_portal.files.serving import may_be_given
from iga_portal.files.words import standing
from innovations.models import Document
from innovations.models.documents import LinkState

TROUBLE = {LinkState.BROKEN, LinkState.CLOSED, LinkState.REFUSED}


def trouble_with(request: HttpRequest, document: Document) -> str:
    """What stands in the way of opening a document, and what to do; "" when nothing does. `document.file` is at hand."""
    if document.file is not None:
        return standing(document.file, person_id=request.user.pk)
    if document.link_state in TROUBLE:
        # Stored in Indonesian as it was found; the catalogue knows every such sentence (iga_portal.files.link_findings).
        return gettext(document.link_note) if document.link_note else str(document.get_link_state_display())
    return ""


def can_be_opened(request: HttpRequest, document: Document) -> bool:
    """Whether a press on the document shows it to this person."""
    return document.file is None or may_be_given(request, document.file)
