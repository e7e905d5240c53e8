"""What is judged: a row with its claim and evidence, as it stands at the desk and as it was sent."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from copy import copy
from decimal import Decimal
from typing import Any

from innovations.models import Answer, Citation, Document, RegionAnswer, RegionCitation, SendingItem


def judged_content(answer: Answer, citations: Iterable[Citation]) -> dict[str, Any]:
    """What a reviewer of this row judges: the claim, and the cited evidence with what is written about it.

    By content and not by database id alone. Number and date of a letter are part of its weight: another date is other evidence.
    """
    citations = list(citations)
    about = {citation.document_id: about_document(citation.document) for citation in citations}
    content = claimed_row(answer, citations)
    content["evidence"] = [{**entry, "about": about[entry["document"]]} for entry in content["evidence"]]
    return content


def about_document(document: Document) -> dict[str, str]:
    return {
        "subject": document.subject,
        "number": document.number,
        "dated": document.dated.isoformat() if document.dated else "",
    }


def claimed_row(answer: Answer, citations: Iterable[Citation]) -> dict[str, Any]:
    """What an OPD claims with this row: level, unit, figure, note, and which evidence it cites."""
    return {
        "row": answer.row,
        "basis": answer.basis,
        "claimed": answer.claimed_level,
        "measured": None if answer.measured is None else format(answer.measured, "f"),
        "note": answer.note,
        "evidence": sorted(
            (
                {
                    "document": citation.document_id,
                    "sha256": citation.document.file.sha256 if citation.document.file else "",
                    "link": citation.document.link,
                    "pages": citation.pages,
                }
                for citation in citations
            ),
            key=lambda entry: entry["document"],
        ),
    }


def citations_of(answer: Answer) -> list[Citation]:
    return list(Citation.objects.filter(answer=answer).select_related("document__file"))


# As it was sent ----------------------------------------------------------------------------------------------------


def sent_row(answer: Answer) -> dict[str, Any]:
    """A row as its latest sending holds it, the desk's level with it: what an evaluator judges, whatever moved since.

    What came in past the portal's sending (an older year, a made-up nation) has no such content: there the row itself is taken,
    which is locked. One query, or three.
    """
    return sent_rows(answer.innovation_id, [answer])[answer.row]


def sent_rows(innovation_id: int, answers: Iterable[Answer]) -> dict[int, dict[str, Any]]:
    """As `sent_row`, for several rows of an innovation."""
    item = SendingItem.objects.filter(innovation_id=innovation_id).order_by("-sending__number", "-pk").first()
    content = item.content if item is not None else {}
    about = {entry["document"]: entry for entry in content.get("documents", [])}
    sent = {row["row"]: _with_details(row, about) for row in content.get("rows", [])}
    return {
        answer.row: sent.get(answer.row)
        or {**judged_content(answer, citations_of(answer)), "verified": answer.verified_level}
        for answer in answers
    }


def _with_details(row: Mapping[str, Any], about: Mapping[int, Mapping[str, Any]]) -> dict[str, Any]:
    """A row of a sending with what was written about its documents then, as `judged_content` has it."""
    return {
        **row,
        "evidence": [
            {
                **entry,
                "about": {
                    key: about.get(entry["document"], {}).get(key) or ""
                    for key in ("subject", "number", "dated")
                },
            }
            for entry in row["evidence"]
        ],
    }


def as_sent(answer: Answer, content: Mapping[str, Any]) -> Answer:
    """The row with what was sent in it, to be shown and never saved."""
    shown = copy(answer)
    shown.claimed_level, shown.basis, shown.note = content["claimed"], content["basis"], content["note"]
    shown.measured = None if content["measured"] is None else Decimal(content["measured"])
    return shown


def citations_in(*contents: Mapping[str, Any]) -> list[list[Citation]]:
    """The evidence of sent rows as citations to show: the documents in the versions that were sent. One query."""
    wanted = {entry["document"] for content in contents for entry in content.get("evidence", [])}
    documents = Document.objects.select_related("file").in_bulk(wanted)
    return [
        [
            Citation(pk=entry["document"], document=documents[entry["document"]], pages=entry["pages"])
            for entry in content.get("evidence", [])
            if entry["document"] in documents
        ]
        for content in contents
    ]


# SPD ---------------------------------------------------------------------------------------------------------------


def region_citations_of(answer: RegionAnswer) -> list[RegionCitation]:
    return list(RegionCitation.objects.filter(answer=answer).select_related("document__file"))


def confirmed_level(answer: RegionAnswer) -> int:
    """What a row of the SPD counts without an evaluator: nothing before a second person confirmed it."""
    return (answer.level or 0) if answer.confirmed_by_id is not None else 0


def region_row_content(answer: RegionAnswer, citations: Sequence[RegionCitation]) -> dict[str, Any]:
    """What an evaluator judges on an SPD row: level or figures, note and evidence, and whether it was confirmed."""
    return {
        "row": answer.row,
        "claimed": answer.level,
        "verified": confirmed_level(answer),
        "previous": None if answer.previous is None else format(answer.previous, "f"),
        "latest": None if answer.latest is None else format(answer.latest, "f"),
        "note": answer.note,
        "evidence": sorted(
            (
                {
                    "document": citation.document_id,
                    "sha256": citation.document.file.sha256 if citation.document.file else "",
                    "link": citation.document.link,
                    "pages": citation.pages,
                    "about": about_document(citation.document),
                }
                for citation in citations
            ),
            key=lambda entry: entry["document"],
        ),
    }
