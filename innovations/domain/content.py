"""What an innovation says, as plain exact JSON: the ground of receipts, of sendings, and of "is it still the same?"."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

from innovations.domain.items import DOCUMENT_FIELDS, PROPOSAL_FIELDS
from innovations.domain.verdicts import claimed_row
from innovations.models import Answer, Citation, Document, Innovation


def claimed_content(innovation: Innovation, *, fields: Collection[str] = PROPOSAL_FIELDS) -> dict[str, Any]:
    """The innovation as its OPD claims it: proposal, attachments, rows with their evidence, and the documents these name.

    Strings, whole numbers, lists and nothing else, so that `scoring.core.canonical` can hash it. `fields` limits the proposal to
    fields that an older content knows. Three queries.
    """
    return claimed_contents([innovation], fields=fields)[innovation.pk]


def claimed_contents(
    innovations: Collection[Innovation], *, fields: Collection[str] = PROPOSAL_FIELDS
) -> dict[int, dict[str, Any]]:
    """The same of many, by id. Three queries, however many there are."""
    cited: dict[int, list[Citation]] = {}
    found = Citation.objects.filter(answer__innovation__in=innovations).select_related("document__file")
    for citation in found:
        cited.setdefault(citation.answer_id, []).append(citation)
    wanted = {number for innovation in innovations for number in attachment_ids(innovation)}
    attached = {
        document.pk: document for document in Document.objects.filter(pk__in=wanted).select_related("file")
    }
    rows: dict[int, list[Answer]] = {innovation.pk: [] for innovation in innovations}
    for answer in Answer.objects.filter(innovation__in=innovations).order_by("innovation_id", "row"):
        rows[answer.innovation_id].append(answer)
    return {
        innovation.pk: _content(
            innovation, rows[innovation.pk], cited=cited, attached=attached, fields=fields
        )
        for innovation in innovations
    }


def _content(
    innovation: Innovation,
    rows: Sequence[Answer],
    *,
    cited: Mapping[int, list[Citation]],
    attached: Mapping[int, Document],
    fields: Collection[str],
) -> dict[str, Any]:
    own = {number: attached[number] for number in attachment_ids(innovation) if number in attached}
    documents = {
        citation.document_id: citation.document for row in rows for citation in cited.get(row.pk, [])
    }
    return {
        "id": str(innovation.public_id),
        "opd": innovation.opd_id,
        "proposal": {
            field: plain(getattr(innovation, field))
            for field in PROPOSAL_FIELDS
            if field not in DOCUMENT_FIELDS and field in fields
        },
        "attachments": {
            field: attachment(own.get(getattr(innovation, f"{field}_id") or 0)) for field in DOCUMENT_FIELDS
        },
        "rows": [claimed_row(row, cited.get(row.pk, [])) for row in rows],
        "documents": details({**documents, **own}.values()),
    }


def attachment_ids(innovation: Innovation) -> list[int]:
    """Ids of the documents of items 19 to 22, those that are there."""
    ids = (getattr(innovation, f"{field}_id") for field in DOCUMENT_FIELDS)
    return [document_id for document_id in ids if document_id]


def attachment(document: Document | None) -> dict[str, Any] | None:
    if document is None:
        return None
    return {
        "document": document.pk,
        "sha256": document.file.sha256 if document.file else "",
        "link": document.link,
    }


def details(documents: Iterable[Document]) -> list[dict[str, Any]]:
    """What stands on each document (number, date, subject) and on its file, by document id."""
    return [
        {
            "document": document.pk,
            "subject": document.subject,
            "number": document.number,
            "dated": plain(document.dated),
            "file": document.file.name if document.file else "",
            "size": document.file.size if document.file else None,
            "sha256": document.file.sha256 if document.file else "",
            "link": document.link,
        }
        for document in sorted(documents, key=lambda document: document.pk)
    ]


def plain(value: Any) -> Any:
    """A stored value as exact JSON: dates and decimals as text, lists as lists."""
    if value is None or isinstance(value, str | int):
        return value
    if isinstance(value, list):
        return list(value)
    return str(value)
