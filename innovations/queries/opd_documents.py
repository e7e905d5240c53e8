"""Reads of an OPD's document library: what it may cite, where a document is cited, and who may open a file."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from django.db.models import CharField, Count, Exists, Func, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Replace
from django.utils.translation import gettext as _

from iga_portal.files.models import FileState
from innovations.domain.items import DOCUMENT_FIELDS
from innovations.enums import FINAL_STATES, State
from innovations.models import (
    Citation,
    Document,
    Innovation,
    LinkState,
    RegionCitation,
    ReturnReason,
    SendingItem,
    Transition,
)
from innovations.rules import can_read_innovation, can_see_document
from regions.access import Actor
from regions.enums import OPD_ROLES, Role


def library(actor: Actor, *, search: str = "", mine: bool = False) -> QuerySet[Document]:
    """Current documents of the actor's OPD and units and, unless `mine`, those for the whole region; newest first."""
    shown = Q(opd_id__in=actor.opd_ids)
    if not mine:
        shown |= Q(is_region_wide=True)
    found = Document.objects.filter(shown, is_current=True).select_related("file", "opd")
    for word in search.split():
        found = found.filter(
            Q(subject__icontains=word)
            | Q(number__icontains=word)
            | Q(file__name__icontains=word)
            | Q(link__icontains=word)
        )
    return found.order_by("-created_at", "-pk")


class Narrowing(StrEnum):
    """What the library can be narrowed to, as it stands in the address."""

    INCOMPLETE = "belum-lengkap"
    UNUSED = "tidak-dikutip"
    TROUBLED = "bermasalah"


def narrowed(documents: QuerySet[Document], actor: Actor, to: Narrowing) -> QuerySet[Document]:
    """Only documents that lack details (of the actor's own), that nothing rests on, or whose link or file is in trouble."""
    if to is Narrowing.INCOMPLETE:
        return incomplete(documents.filter(opd_id__in=actor.opd_ids))
    if to is Narrowing.UNUSED:
        attached = Q()
        for field in DOCUMENT_FIELDS:
            attached |= Q(**{field: OuterRef("pk")})
        return documents.filter(
            ~Exists(Citation.objects.filter(document=OuterRef("pk"))),
            ~Exists(RegionCitation.objects.filter(document=OuterRef("pk"))),
            ~Exists(Innovation.objects.filter(attached)),
        )
    return documents.filter(Q(link_state__in=LINK_TROUBLES) | Q(file__state=FileState.REFUSED))


LINK_TROUBLES = (LinkState.BROKEN, LinkState.CLOSED, LinkState.REFUSED)


def incomplete(documents: QuerySet[Document]) -> QuerySet[Document]:
    """Documents about which nobody said anything yet, and letters without a date; see `details_missing`."""
    return documents.filter(dated__isnull=True).filter(
        Q(file__media_type=LETTER) | Q(file__isnull=False, number="", subject=_subject_in_sql())
    )


def details_missing(document: Document) -> list[str]:
    """What is missing on a document that has a file, in words; nothing for a complete one and for a link."""
    if document.file is None or document.dated is not None:
        return []
    found = []
    if not document.number and document.subject == subject_from_name(document.file.name):
        found.append(_("judulnya masih nama berkas"))
    if document.file.media_type == LETTER:
        found.append(_("tanggal surat belum ada"))
    return found


LETTER = "application/pdf"
"""A photograph or a film has no date of its own on it; a letter, a decree or a report has."""


def subject_from_name(name: str) -> str:
    """What a document is about as long as nobody said so: its file's name, without ending and underscores."""
    stem = " ".join(re.sub(r"\.[^.]*$", "", name.replace("_", " ")).split())
    return (stem or name)[:300]


def _subject_in_sql() -> Func:
    stem = Func(
        Replace("file__name", Value("_"), Value(" ")),
        Value(r"\.[^.]*$"),
        Value(""),
        function="regexp_replace",
    )
    single = Func(stem, Value(r"\s+"), Value(" "), Value("g"), function="regexp_replace")
    return Func(single, function="btrim", output_field=CharField())


def with_citation_count(documents: QuerySet[Document]) -> QuerySet[Document]:
    """Adds `cited`: how many rows of innovations cite the document."""
    return documents.annotate(cited=Count("citations"))


def versions_before(document: Document) -> list[Document]:
    """The versions that this one replaced, the latest first. One query each; a document is replaced a few times at most."""
    found: list[Document] = []
    current = document
    while current.replaces_id is not None and len(found) < MOST_VERSIONS:
        older = Document.objects.select_related("file").get(pk=current.replaces_id)
        found.append(older)
        current = older
    return found


MOST_VERSIONS = 20


def document_of(actor: Actor, *, document_id: int) -> Document | None:
    """One document of the library, older versions included; None when the actor may not know of it."""
    document = Document.objects.select_related("file", "opd", "replaces__file").filter(pk=document_id).first()
    return document if document is not None and can_see_document(actor, document) else None


def document_to_open(actor: Actor, *, document_id: int) -> Document | None:
    """A document whose file the actor may open: one they may see, or one cited in an innovation they may read.

    The second holds for a unit whose parent cites the parent's own document, and for a document that was for the whole region
    when it was cited. An evaluator opens what was sent, and nothing else of the region's shelves.
    """
    document = Document.objects.select_related("file").filter(pk=document_id).first()
    if document is None:
        return None
    if actor.role is Role.EVALUATOR:
        return document if _was_sent(document) else None
    if can_see_document(actor, document):
        return document
    if actor.role not in OPD_ROLES:
        return None
    return document if _using(document).filter(opd_id__in=actor.opd_ids).exists() else None


def _using(document: Document) -> QuerySet[Innovation]:
    """Innovations that cite the document or have it attached to their proposal."""
    attached = Q()
    for field in DOCUMENT_FIELDS:
        attached |= Q(**{field: document})
    cited = Q(pk__in=Citation.objects.filter(document=document).values("answer__innovation_id"))
    return Innovation.objects.filter(attached | cited)


def _was_sent(document: Document) -> bool:
    """Whether the document is part of what lies with Kemendagri: an innovation, as it was sent or as it stands, or the SPD rows."""
    sent = SendingItem.objects.filter(
        innovation__state__in=FINAL_STATES, content__documents__contains=[{"document": document.pk}]
    )
    rows = RegionCitation.objects.filter(document=document, answer__region_period__sent_at__isnull=False)
    return _using(document).filter(state__in=FINAL_STATES).exists() or sent.exists() or rows.exists()


def same_file(actor: Actor, *, sha256: str, besides: int = 0) -> Document | None:
    """A current document with the same bytes among those the actor may see, the OPD's own first.

    Bytes in which the scanner found something are offered to nobody: who brings them is told that they are refused.
    """
    found = (
        library(actor).filter(file__sha256=sha256).exclude(pk=besides).exclude(file__state=FileState.REFUSED)
    )
    return found.order_by("is_region_wide", "-pk").first()


@dataclass(frozen=True)
class Use:
    """An innovation that rests on a document: rows that cite it, and whether it is one of the attachments."""

    innovation: Innovation
    rows: Sequence[int]
    attached: bool
    is_own: bool
    stays_in: frozenset[int] = frozenset()
    attachment_stays: bool = False
    """Rows, and the attachments, that keep this version when it is replaced: sent, or not named by a return."""

    def moving(self) -> Use | None:
        """What follows when the document is replaced; None when nothing of this innovation does."""
        rows = [row for row in self.rows if row not in self.stays_in]
        attached = self.attached and not self.attachment_stays
        return replace(self, rows=rows, attached=attached) if rows or attached else None

    def staying(self) -> Use | None:
        """What keeps this version when the document is replaced; None when nothing does."""
        rows = [row for row in self.rows if row in self.stays_in]
        attached = self.attached and self.attachment_stays
        return replace(self, rows=rows, attached=attached) if rows or attached else None


def uses_of(actor: Actor, document: Document) -> list[Use]:
    """Every innovation that cites or attaches the document, the actor's own first. Three queries at most."""
    cited: dict[int, dict[int, bool]] = {}
    citations = Citation.objects.filter(document=document).order_by("answer__row")
    for innovation_id, row, is_unlocked in citations.values_list(
        "answer__innovation_id", "answer__row", "answer__is_unlocked"
    ):
        cited.setdefault(innovation_id, {})[row] = is_unlocked
    attached = Q()
    for field in DOCUMENT_FIELDS:
        attached |= Q(**{field: document})
    innovations = list(
        Innovation.objects.filter(attached | Q(pk__in=cited)).select_related("opd").order_by("name")
    )
    returned = [innovation.pk for innovation in innovations if innovation.state == State.RETURNED]
    open_proposals = proposals_open(returned) if returned else set()
    uses = []
    for innovation in innovations:
        is_sent, is_returned = innovation.state in FINAL_STATES, innovation.state == State.RETURNED
        rows = cited.get(innovation.pk, {})
        uses.append(
            Use(
                innovation,
                rows=list(rows),
                attached=any(getattr(innovation, f"{field}_id") == document.pk for field in DOCUMENT_FIELDS),
                is_own=can_read_innovation(actor, innovation),
                stays_in=frozenset(
                    row for row, is_unlocked in rows.items() if is_sent or (is_returned and not is_unlocked)
                ),
                attachment_stays=is_sent or (is_returned and innovation.pk not in open_proposals),
            )
        )
    return sorted(uses, key=lambda use: not use.is_own)


def proposals_open(innovation_ids: Collection[int]) -> set[int]:
    """Those of some returned innovations whose latest return named the proposal itself."""
    latest = (
        Transition.objects.filter(innovation=OuterRef("transition__innovation"), action="return")
        .order_by("-at", "-id")
        .values("id")[:1]
    )
    return set(
        ReturnReason.objects.filter(
            transition__innovation_id__in=innovation_ids, transition_id=Subquery(latest), row__isnull=True
        ).values_list("transition__innovation_id", flat=True)
    )


def newest_version(document: Document) -> Document:
    """The version that took the place of a replaced document, at the end of the chain."""
    newest = document
    while not newest.is_current:
        follower = Document.objects.filter(replaces=newest).first()
        if follower is None:
            break
        newest = follower
    return newest
