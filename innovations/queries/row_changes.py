"""What changed on a row since a verdict was given: the claim, the words, and which document, pages or bytes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from django.utils.translation import gettext as _

from iga_portal.web.formats import day
from innovations.models import Citation, Document

NEW, GONE, REPLACED, PAGES, ABOUT = "new", "gone", "replaced", "pages", "about"


@dataclass(frozen=True, slots=True)
class DocumentChange:
    """One document that is cited otherwise than before. `kind` is NEW, GONE, REPLACED, PAGES or ABOUT.

    `same_bytes` is meaningful for REPLACED: a new version that holds the very same file.
    """

    kind: str
    after: Document | None
    before: Document | None
    pages_before: str = ""
    pages_after: str = ""
    hash_before: str = ""
    hash_after: str = ""
    about: Sequence[tuple[str, str, str]] = ()
    """What is written about the document and is another one now, for ABOUT: (what, then, now)."""

    @property
    def same_bytes(self) -> bool:
        return bool(self.hash_before) and self.hash_before == self.hash_after


@dataclass(frozen=True, slots=True)
class RowChanges:
    """Pairs are (then, now) and None where nothing changed."""

    claimed: tuple[int | None, int | None] | None
    measured: tuple[Decimal | None, Decimal | None] | None
    basis: tuple[str, str] | None
    note: tuple[str, str] | None
    documents: Sequence[DocumentChange]

    def __bool__(self) -> bool:
        return bool(self.claimed or self.measured or self.basis or self.note or self.documents)


def row_changes(
    before: Mapping[str, Any], after: Mapping[str, Any], *, citations: Sequence[Citation]
) -> RowChanges:
    """Compare what a verdict judged (`judged_content`) with what stands. One query when documents went, none otherwise."""

    def pair(name: str) -> tuple[Any, Any] | None:
        old, new = before.get(name), after.get(name)
        return None if old == new else (old, new)

    measured = pair("measured")
    note = pair("note")
    return RowChanges(
        claimed=pair("claimed"),
        measured=(_decimal(measured[0]), _decimal(measured[1])) if measured else None,
        basis=pair("basis"),
        note=(str(note[0] or ""), str(note[1] or "")) if note else None,
        documents=_documents(before.get("evidence") or [], after.get("evidence") or [], citations),
    )


def _documents(
    before: Sequence[Mapping[str, Any]], after: Sequence[Mapping[str, Any]], citations: Sequence[Citation]
) -> list[DocumentChange]:
    old = {entry["document"]: entry for entry in before}
    new = {entry["document"]: entry for entry in after}
    now = {citation.document_id: citation.document for citation in citations}
    gone = set(old) - set(new)
    past = {document.pk: document for document in Document.objects.filter(pk__in=gone)} if gone else {}
    found: list[DocumentChange] = []
    for number in [entry["document"] for entry in after]:
        document, entry = now[number], new[number]
        if number in old:
            if old[number]["pages"] != entry["pages"]:
                found.append(
                    DocumentChange(
                        PAGES,
                        document,
                        document,
                        pages_before=old[number]["pages"],
                        pages_after=entry["pages"],
                    )
                )
            # A verdict from before this was kept knows nothing of it.
            if old[number].get("about", entry["about"]) != entry["about"]:
                about = _about(old[number]["about"], entry["about"])
                found.append(DocumentChange(ABOUT, document, document, about=about))
            continue
        ancestor = document.replaces_id if document.replaces_id in gone else None
        if ancestor is None:
            found.append(DocumentChange(NEW, document, None, pages_after=entry["pages"]))
            continue
        gone.discard(ancestor)
        found.append(
            DocumentChange(
                REPLACED,
                document,
                past.get(ancestor),
                pages_before=old[ancestor]["pages"],
                pages_after=entry["pages"],
                hash_before=old[ancestor]["sha256"],
                hash_after=entry["sha256"],
            )
        )
    for number in sorted(gone):
        found.append(DocumentChange(GONE, None, past.get(number), pages_before=old[number]["pages"]))
    return found


def _about(before: Mapping[str, str], after: Mapping[str, str]) -> list[tuple[str, str, str]]:
    labels = {"subject": _("Tentang"), "number": _("Nomor surat"), "dated": _("Tanggal surat")}
    return [
        (label, _shown(name, before.get(name, "")), _shown(name, after[name]))
        for name, label in labels.items()
        if before.get(name, "") != after[name]
    ]


def _shown(name: str, text: str) -> str:
    return day(date.fromisoformat(text)) if name == "dated" and text else text or "–"


def _decimal(text: Any) -> Decimal | None:
    try:
        return None if text is None else Decimal(str(text))
    except InvalidOperation:
        return None
