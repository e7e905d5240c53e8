"""The proposal, read as a whole: its 22 items as they stand."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from iga_portal.web.official import official
from innovations.domain.completeness import Gap, proposal_gaps
from innovations.domain.design import PARTS, design_words, split_design
from innovations.domain.items import COORDINATES, DOCUMENT_FIELDS, LONG_TEXTS, value_of
from innovations.forms.steps import STEPS, ProposalStep
from innovations.models import Document, Innovation
from innovations.queries.changes import stored_name
from innovations.views.autosaving import key_of
from innovations.views.opd_common import base_context, card_of, find_innovation, innovation_crumbs, why_locked
from innovations.views.opd_history import history_url
from innovations.views.opd_parts import EMPTY, OFFICIAL_ITEMS, in_words, label_of, step_url
from innovations.views.opd_reasons import proposal_reason
from regions.access import actor_of
from regions.queries.instruments import instrument_of


@dataclass(frozen=True)
class Line:
    """One item of the proposal as it stands; `cards` for a document, `parts` (heading, text) for the design."""

    label: str
    text: str
    is_missing: bool = False
    is_long: bool = False
    cards: Sequence[Any] = ()
    parts: Sequence[tuple[str, str]] = ()
    words: int | None = None
    history: str = ""


@dataclass(frozen=True)
class Section:
    step: ProposalStep
    url: str
    lines: Sequence[Line]
    missing: int


@require_safe
def proposal(request: HttpRequest, public_id: UUID, **place: int) -> HttpResponse:
    """All 22 items as they stand, for reading."""
    found = find_innovation(request, public_id)
    actor = actor_of(request)
    instrument = instrument_of(found.region_period.period)
    gaps = proposal_gaps(found, instrument=instrument)
    ids = [getattr(found, f"{name}_id") for name in DOCUMENT_FIELDS]
    documents = {
        document.pk: document
        for document in Document.objects.filter(pk__in=[pk for pk in ids if pk]).select_related("file")
    }
    return render(
        request,
        "innovations/opd/proposal.html",
        base_context(request, found, tab="profil")
        | {
            "sections": [_section(request, step, found, gaps=gaps, documents=documents) for step in STEPS],
            "locked": why_locked(actor, found),
            "reason": proposal_reason(request, found),
            "minimum": instrument.eligibility.design_minimum_words,
            "waiting_key": key_of(request, found.public_id, ""),
            "crumbs": innovation_crumbs(request, found, _("Profil")),
        },
    )


def _section(
    request: HttpRequest,
    step: ProposalStep,
    found: Innovation,
    *,
    gaps: Sequence[Gap],
    documents: dict[int, Document],
) -> Section:
    missing = {gap.field for gap in gaps if gap.required}
    names = [name for name in step.fields if name != "longitude"]
    if not found.copied_from_id and not found.development_note:
        names = [name for name in names if name != "development_note"]
    url = step_url(request, step, public_id=found.public_id)
    lines = [_line(request, name, found, missing=missing, documents=documents) for name in names]
    return Section(step, url, lines, missing=len(missing.intersection(names)))


def _line(
    request: HttpRequest, name: str, found: Innovation, *, missing: set[str], documents: dict[int, Document]
) -> Line:
    value = getattr(found, stored_name(name))
    item = COORDINATES if name == "latitude" else name
    text = in_words(found, item, value_of(found, item), documents=documents)
    document = documents.get(value) if name in DOCUMENT_FIELDS else None
    is_long = name in LONG_TEXTS
    return Line(
        label_of(name),
        official(text) if item in OFFICIAL_ITEMS else text,
        is_missing=name in missing and text == EMPTY,
        is_long=is_long,
        cards=[card_of(request, document)] if document else (),
        parts=_design_parts(found.design) if name == "design" else (),
        words=design_words(found.design) if name == "design" and found.design else None,
        history=history_url(request, found, name) if is_long and value else "",
    )


def _design_parts(text: str) -> list[tuple[str, str]]:
    """The parts that have words, with their headings; a text that never had headings is shown as it is."""
    words = split_design(text)
    found = [(part.heading, words[part.code]) for part in PARTS if words[part.code].strip()]
    return found if len(found) > 1 or (found and found[0][0] != PARTS[-1].heading) else []
