"""What two people wrote differently: both texts side by side, and the choice between them, item by item."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, QueryDict
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from iga_portal.web.formats import clock
from innovations.domain.items import DOCUMENT_FIELDS, value_of
from innovations.domain.seen import field_hash
from innovations.models import Document, Innovation
from innovations.queries.changes import last_writings
from innovations.views.opd_common import grant_of
from innovations.views.opd_parts import in_words, label_of
from innovations.views.word_diff import word_difference

MINE, STORED = "saya", "tersimpan"
OPEN_CONFLICTS = "konflik"


def choice_name(item: str) -> str:
    """The name of the radio buttons by which a person decides on an item."""
    return f"pilih_{item}"


@dataclass(frozen=True)
class Conflict:
    """An item that two people wrote differently: both texts with their own words marked, and the name of the choice."""

    item: str
    label: str
    stored: SafeString
    mine: SafeString
    choice: str
    by: str = ""
    at: str = ""
    decided: str = ""


def decisions(data: QueryDict, items: Sequence[str]) -> tuple[set[str], set[str]]:
    """Of the conflicts that a page showed: items whose stored text stays, and items that nobody has decided on yet."""
    shown = [item for item in data.getlist(OPEN_CONFLICTS) if item in items]
    kept = {item for item in shown if data.get(choice_name(item)) == STORED}
    return kept, {item for item in shown if data.get(choice_name(item)) not in {MINE, STORED}}


def conflicts_of(
    request: HttpRequest, stored: Innovation, mine: Mapping[str, Any], *, data: QueryDict | None = None
) -> list[Conflict]:
    """Both texts of each item in `mine` (item -> the value typed), with who wrote the stored one. Two queries, three with documents."""
    if not mine:
        return []
    writings = last_writings(stored, list(mine))
    zone = grant_of(request).region.time_zone
    documents = _documents(stored, mine)
    found = []
    for item, value in mine.items():
        writing = writings.get(item)
        theirs = in_words(stored, item, value_of(stored, item), documents=documents)
        own = in_words(stored, item, getattr(value, "pk", value), documents=documents)
        difference = word_difference(theirs, own)
        found.append(
            Conflict(
                item,
                label_of(item),
                difference.before,
                difference.after,
                choice_name(item),
                by=writing.by if writing else "",
                at=clock(writing.at, zone=zone) if writing else "",
                decided=(data.get(choice_name(item)) or "") if data else "",
            )
        )
    return found


def conflict_html(conflict: Conflict) -> str:
    """The choice as a fragment that stands by itself."""
    return render_to_string(
        "innovations/opd/_conflict.html", {"conflict": conflict, "conflict_names": OPEN_CONFLICTS}
    )


def really_open(stored: Innovation, items: set[str], changes: Mapping[str, Any]) -> set[str]:
    """Those of the undecided items on which both still differ."""
    return {
        item
        for item in items
        if item in changes and field_hash(changes[item]) != field_hash(value_of(stored, item))
    }


def _documents(stored: Innovation, mine: Mapping[str, Any]) -> dict[int, Document]:
    named: dict[int, Document] = {}
    for item in set(mine) & set(DOCUMENT_FIELDS):
        for document in (getattr(stored, item), mine[item]):
            if document is not None:
                named[document.pk] = document
    return named
