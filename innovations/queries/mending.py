"""Reads of a returned innovation: for each reason whether its part was touched since, and what several reasons have in common."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _

from innovations.domain.content import attachment, attachment_ids, plain
from innovations.domain.items import DOCUMENT_FIELDS, PROPOSAL_FIELDS
from innovations.domain.verdicts import judged_content
from innovations.enums import State
from innovations.models import Citation, Document, Innovation, Receipt, ReceiptKind, ReturnReason
from innovations.queries.changes import rows_changed
from innovations.queries.opd import Sheet, open_reasons, own_innovations
from regions.access import Actor


@dataclass(frozen=True)
class Mended:
    """One reason of the latest return. `told` says in words what is different since; empty when nothing is, or is not known.

    `touched` compares with what was submitted, so that a change taken back again counts as none.
    """

    reason: ReturnReason
    touched: bool
    told: Sequence[str] = ()
    fields: Sequence[str] = ()
    """Fields of the proposal that differ, for a reason about the proposal."""


def mended(sheet: Sheet, reasons: Sequence[ReturnReason]) -> list[Mended]:
    """Each reason against what the OPD submitted last. One query, and another where the submission has no receipt."""
    if not reasons:
        return []
    receipt = Receipt.objects.filter(innovation=sheet.innovation, kind=ReceiptKind.SUBMISSION).first()
    if receipt is None or receipt.content is None:
        return _by_history(sheet, reasons)
    before = receipt.content["innovation"]
    rows = {row["row"]: row for row in before["rows"]}
    names = {entry["document"]: entry["subject"] for entry in before["documents"]}
    found = []
    for reason in reasons:
        if reason.row is None:
            fields = _fields_different(sheet.innovation, before)
            found.append(Mended(reason, touched=bool(fields), fields=fields))
            continue
        told = _row_told(sheet, rows.get(reason.row, {}), row=reason.row, names=names)
        found.append(Mended(reason, touched=bool(told), told=told))
    return found


def _fields_different(innovation: Innovation, before: Mapping[str, Any]) -> list[str]:
    ids = attachment_ids(innovation)
    documents = {
        document.pk: document
        for document in (Document.objects.filter(pk__in=ids).select_related("file") if ids else ())
    }
    different = []
    for field in PROPOSAL_FIELDS:
        if field in DOCUMENT_FIELDS:
            now: Any = attachment(documents.get(getattr(innovation, f"{field}_id") or 0))
            was: Any = before["attachments"].get(field)
        elif field not in before["proposal"]:
            continue  # a field that the portal did not have when this was submitted
        else:
            now, was = plain(getattr(innovation, field)), before["proposal"][field]
        if now != was:
            different.append(field)
    return different


def _row_told(sheet: Sheet, before: Mapping[str, Any], *, row: int, names: Mapping[int, str]) -> list[str]:
    answer = next(entry for entry in sheet.answers if entry.row == row)
    cited = sheet.evidence_of(answer)
    after = judged_content(answer, cited)
    told = []
    if before.get("claimed") != after["claimed"]:
        told.append(
            _("tingkat %(old)s menjadi %(new)s")
            % {"old": _level(before.get("claimed")), "new": _level(after["claimed"])}
        )
    if before.get("basis") != after["basis"]:
        told.append(_("satuan ukur diganti"))
    if before.get("measured") != after["measured"]:
        told.append(_("angka diubah"))
    if before.get("note") != after["note"]:
        told.append(_("catatan diubah"))
    return told + _evidence_told(before.get("evidence", []), after["evidence"], cited=cited, names=names)


def _evidence_told(
    before: Sequence[Mapping[str, Any]],
    after: Sequence[Mapping[str, Any]],
    *,
    cited: Sequence[Citation],
    names: Mapping[int, str],
) -> list[str]:
    old = {entry["document"]: entry for entry in before}
    new = {entry["document"]: entry for entry in after}
    told, gone = [], set(old) - set(new)
    for citation in cited:
        document = citation.document
        if document.pk not in old:
            if document.replaces_id in gone:
                gone.discard(document.replaces_id)
                told.append(_("dokumen “%(name)s” diganti") % {"name": document.subject})
            else:
                told.append(_("bukti “%(name)s” ditambahkan") % {"name": document.subject})
        elif old[document.pk]["pages"] != new[document.pk]["pages"]:
            told.append(_("halaman dari “%(name)s” diubah") % {"name": document.subject})
    return told + [_("bukti “%(name)s” dilepas") % {"name": names.get(number, "")} for number in sorted(gone)]


def _level(level: Any) -> str:
    return "–" if level is None else str(level)


def _by_history(sheet: Sheet, reasons: Sequence[ReturnReason]) -> list[Mended]:
    """Without a receipt (submitted before there were any): by the moments of writing."""
    since: datetime = reasons[0].transition.at
    newer = {
        answer.row
        for answer in sheet.answers
        if any(citation.document.created_at > since for citation in sheet.evidence_of(answer))
    }
    rows = newer | set(rows_changed(sheet.innovation, since=since))
    proposal = sheet.innovation.changed_at > since and not rows
    return [
        Mended(reason, touched=proposal if reason.row is None else reason.row in rows) for reason in reasons
    ]


# One cure for several reasons -------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Place:
    """A reason where it stands."""

    innovation: Innovation
    reason: ReturnReason


@dataclass(frozen=True)
class Cause:
    """What several reasons have in common: a document that their rows cite, or the same words of the desk."""

    places: Sequence[Place]
    document: Document | None = None
    words: str = ""

    @property
    def innovations(self) -> int:
        return len({place.innovation.pk for place in self.places})

    @property
    def key(self) -> str:
        return f"dokumen-{self.document.pk}" if self.document else f"alasan-{self.places[0].reason.pk}"


def common_causes(actor: Actor) -> list[Cause]:
    """Causes that stand behind two or more open reasons of the OPD's returned innovations, the widest first.

    A document counts for a row that the desk named and that still cites it; one that everything cites may be named here without
    being at fault, so the page says "if". Three queries.
    """
    innovations = {
        innovation.pk: innovation
        for innovation in own_innovations(actor)
        .filter(state=State.RETURNED, region_period__period__is_current=True)
        .select_related("opd")
        .order_by("name", "pk")
    }
    reasons = open_reasons(list(innovations)) if innovations else {}
    places = [Place(innovations[pk], reason) for pk in innovations for reason in reasons.get(pk, ())]
    if len(places) < 2:
        return []
    causes = [*_by_document(places), *_by_words(places)]
    return sorted(causes, key=lambda cause: (-len(cause.places), -cause.innovations, cause.key))


def _by_document(places: Iterable[Place]) -> list[Cause]:
    by_row = {
        (place.innovation.pk, place.reason.row): place for place in places if place.reason.row is not None
    }
    if not by_row:
        return []
    named = Q()
    for innovation_id in {pk for pk, _row in by_row}:
        named |= Q(
            answer__innovation_id=innovation_id,
            answer__row__in=[row for pk, row in by_row if pk == innovation_id],
        )
    citations = (
        Citation.objects.filter(named)
        .select_related("document__file", "document__opd", "answer")
        .order_by("document_id", "answer__innovation_id", "answer__row")
    )
    documents: dict[int, Document] = {}
    found: dict[int, list[Place]] = {}
    for citation in citations:
        documents[citation.document_id] = citation.document
        place = by_row[(citation.answer.innovation_id, citation.answer.row)]
        found.setdefault(citation.document_id, []).append(place)
    return [Cause(group, document=documents[pk]) for pk, group in found.items() if len(group) > 1]


def _by_words(places: Iterable[Place]) -> list[Cause]:
    found: dict[str, list[Place]] = {}
    for place in places:
        found.setdefault(same_words(place.reason.reason), []).append(place)
    return [Cause(group, words=group[0].reason.reason) for group in found.values() if len(group) > 1]


def same_words(text: str) -> str:
    """A reason without case, white space and punctuation: what a reviewer pasted twice is the same reason."""
    return " ".join(re.findall(r"\w+", text.casefold()))
