"""Reads of the desk: the queue, one row with its rubric and evidence, and what changed under a reviewer's hands."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Count, IntegerField, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _

from innovations.domain.verdicts import judged_content
from innovations.enums import State, VerdictStage
from innovations.models import (
    Answer,
    Citation,
    Document,
    Innovation,
    QualitySample,
    ReturnReason,
    Transition,
    Verdict,
)
from innovations.rules import can_read_innovation
from regions.access import Actor
from regions.enums import Role
from regions.models import Period
from scoring.core.canonical import fingerprint

TABS: Mapping[str, tuple[State, ...]] = {
    "antrean": (State.SUBMITTED,),
    "perbaikan": (State.RETURNED,),
    "terverifikasi": (State.VERIFIED,),
    "tidak-dilanjutkan": (State.DECLINED,),
    "terkirim": (State.SENT, State.ASSESSED),
}

SORTS: Mapping[str, tuple[str, ...]] = {
    "menunggu": ("since", "pk"),
    "nama": ("name", "pk"),
    "opd": ("opd__name", "since", "pk"),
    "urusan": ("urusan", "since", "pk"),
    "terbuka": ("open_rows", "since", "pk"),
}


def desk_innovation(actor: Actor, *, public_id: UUID, also_recalled: bool = False) -> Innovation | None:
    """One innovation of the region with OPD and period at hand; None when the actor may not know of it.

    `also_recalled`: also a sample of this evaluator that was given back to the region meanwhile.
    """
    innovation = (
        Innovation.objects.select_related("opd__parent", "region_period__period__instrument", "created_by")
        .defer("region_period__period__instrument__document")
        .filter(public_id=public_id)
        .first()
    )
    if innovation is None or can_read_innovation(actor, innovation):
        return innovation
    own = QualitySample.objects.filter(innovation=innovation, evaluator_id=actor.person_id)
    return innovation if also_recalled and actor.role is Role.EVALUATOR and own.exists() else None


def listed(
    *,
    period: Period,
    states: Sequence[State],
    search: str = "",
    opd_id: int | None = None,
    urusan: str = "",
    order_by: Sequence[str] = SORTS["menunggu"],
) -> QuerySet[Innovation]:
    """Innovations in some states, each with `open_rows` (rows without a verdict, 0..20), `since` and `came_by`.

    `since` is when the innovation came into its state, `came_by` the step that brought it there. An OPD stands for its
    units as well.
    """
    open_rows = (
        Answer.objects.filter(innovation=OuterRef("pk"), verified_level__isnull=True)
        .order_by()
        .values("innovation")
        .annotate(count=Count("pk"))
        .values("count")
    )
    latest = Transition.objects.filter(innovation=OuterRef("pk")).order_by("-at", "-id")
    rows = (
        Innovation.objects.filter(region_period__period=period, state__in=states)
        .select_related("opd")
        # Long texts that no list shows.
        .defer("design", "aim", "benefit", "result")
        .annotate(
            open_rows=Coalesce(Subquery(open_rows, output_field=IntegerField()), 0),
            since=Subquery(latest.values("at")[:1]),
            came_by=Subquery(latest.values("action")[:1]),
        )
        .order_by(*order_by)
    )
    if opd_id is not None:
        rows = rows.filter(Q(opd_id=opd_id) | Q(opd__parent_id=opd_id))
    if urusan:
        rows = rows.filter(urusan=urusan)
    for word in search.split():
        rows = rows.filter(Q(name__icontains=word) | Q(opd__name__icontains=word))
    return rows


# One row --------------------------------------------------------------------------------------------------------


def first_page(pages: str) -> int | None:
    """The first page number in a citation ("hlm. 3-4, 7" -> 3)."""
    found = re.search(r"\d+", pages)
    return int(found.group()) if found and 0 < int(found.group()) < 10_000 else None


@dataclass(frozen=True, slots=True)
class RowHistory:
    """What was decided on a row before (newest first), and for what it was once returned."""

    standing: Verdict | None
    fallen: Sequence[Verdict]
    returns: Sequence[ReturnReason]
    other: Verdict | None = None
    """What stands of the other stage: the desk's for an evaluator, quality control's for the desk."""


def row_history(answer: Answer, *, stage: VerdictStage = VerdictStage.DESK) -> RowHistory:
    """What one stage decided, and what stands of the other. Two queries."""
    verdicts = list(Verdict.objects.filter(answer=answer).select_related("reviewer"))
    own = [verdict for verdict in verdicts if verdict.stage == stage]
    return RowHistory(
        standing=next((verdict for verdict in own if verdict.stands), None),
        fallen=[verdict for verdict in own if not verdict.stands],
        other=next((verdict for verdict in verdicts if verdict.stands and verdict.stage != stage), None),
        returns=list(
            ReturnReason.objects.filter(transition__innovation_id=answer.innovation_id, row=answer.row)
            .select_related("transition__actor")
            .order_by("-transition__at", "-pk")
        ),
    )


def standing_verdicts(
    innovation: Innovation, *, stage: VerdictStage = VerdictStage.DESK
) -> dict[int, Verdict]:
    """Standing verdicts of a stage by row. One query."""
    found = Verdict.objects.filter(answer__innovation=innovation, stands=True, stage=stage).select_related(
        "reviewer", "answer"
    )
    return {verdict.answer.row: verdict for verdict in found if verdict.answer is not None}


def desk_notes(innovation: Innovation) -> list[Verdict]:
    """What the desk noted for itself on any row, newest first; also on verdicts that no longer stand. One query."""
    return list(
        Verdict.objects.filter(answer__innovation=innovation, stage="desk")
        .exclude(desk_note="")
        .select_related("reviewer", "answer")
    )


def latest_fallen(innovation: Innovation) -> dict[int, Verdict]:
    """The latest fallen desk verdict of each row, standing or not. One query."""
    found = (
        Verdict.objects.filter(answer__innovation=innovation, stands=False, stage="desk")
        .exclude(fell_because="diputuskan ulang")
        .select_related("answer")
        .order_by("fell_at", "pk")
    )
    return {verdict.answer.row: verdict for verdict in found if verdict.answer is not None}


def seen_of(answer: Answer, citations: Sequence[Citation]) -> tuple[dict[str, Any], str]:
    """What a reviewer sees of a row, and its hash: a verdict names the hash, so that nobody judges what they did not see."""
    content = judged_content(answer, citations)
    return content, fingerprint(content)


# What changed -----------------------------------------------------------------------------------------------------


def differences(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[str]:
    """What differs between two contents of a row (`judged_content`), in sentences.

    `before` may come from a browser: anything unexpected in it is passed over.
    """
    told: list[str] = []
    if before.get("claimed") != after["claimed"]:
        told.append(
            _("Klaim berubah dari tingkat %(old)s menjadi tingkat %(new)s.")
            % {"old": _shown(before.get("claimed")), "new": _shown(after["claimed"])}
        )
    if before.get("basis") != after["basis"]:
        told.append(_("Satuan ukur diganti."))
    if before.get("measured") != after["measured"]:
        told.append(
            _("Angka berubah dari %(old)s menjadi %(new)s.")
            % {"old": _shown(before.get("measured")), "new": _shown(after["measured"])}
        )
    if before.get("note") != after["note"]:
        told.append(_("Keterangan OPD diubah."))
    return told + _evidence_differences(before.get("evidence"), after["evidence"])


def _shown(value: Any) -> str:
    return "–" if value is None else str(value)[:40]


def _evidence_differences(before: Any, after: Sequence[Mapping[str, Any]]) -> list[str]:
    old = {
        entry["document"]: entry
        for entry in (before if isinstance(before, list) else [])
        if isinstance(entry, dict) and isinstance(entry.get("document"), int)
    }
    new = {entry["document"]: entry for entry in after}
    gone, come = set(old) - set(new), set(new) - set(old)
    documents = {
        document.pk: document
        for document in Document.objects.filter(pk__in=gone | come | (set(old) & set(new)))
    }
    told: list[str] = []
    for number in sorted(come):
        document = documents[number]
        if document.replaces_id in gone:
            gone.discard(document.replaces_id)
            told.append(_("Dokumen “%(name)s” diganti dengan versi baru.") % {"name": document.subject})
        else:
            told.append(_("Dokumen “%(name)s” ditambahkan.") % {"name": document.subject})
    for number in sorted(gone):
        name = documents[number].subject if number in documents else number
        told.append(_("Dokumen “%(name)s” tidak dikutip lagi.") % {"name": name})
    for number in sorted(set(old) & set(new)):
        if old[number].get("pages") != new[number]["pages"]:
            told.append(
                _("Halaman yang dikutip dari “%(name)s” berubah.") % {"name": documents[number].subject}
            )
        if old[number].get("about", new[number]["about"]) != new[number]["about"]:
            told.append(
                _("Nomor, tanggal, atau perihal “%(name)s” berubah.") % {"name": documents[number].subject}
            )
    return told


@dataclass(frozen=True, slots=True)
class Waited:
    """How long something waits, in whole days."""

    since: datetime
    days: int


def waited(since: datetime, *, now: datetime) -> Waited:
    return Waited(since, max(0, (now - since).days))
