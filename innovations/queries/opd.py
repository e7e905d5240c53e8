"""Reads of an OPD's place: its innovations, their rows and evidence, what is missing, what the desk said.

Everything starts from `own_innovations`, so that nothing of another OPD can come along.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from uuid import UUID

from django.db.models import Case, F, IntegerField, OuterRef, Q, QuerySet, Subquery, Sum, Value, When
from django.db.models.functions import Coalesce

from innovations.domain.completeness import Gap, gaps, refused_attachments
from innovations.enums import Stage, State
from innovations.models import Answer, Citation, Innovation, ReturnReason, Transition, Verdict
from innovations.reference import urusan_names
from innovations.rules import can_read_innovation
from regions.access import Actor
from regions.models import Period
from regions.queries.instruments import instrument_of
from scoring.core.model import TOP_LEVEL, Eligibility, Instrument

HUNDRED = Decimal(100)


def own_innovations(actor: Actor) -> QuerySet[Innovation]:
    """Innovations of the actor's OPD and its units: what `can_read_innovation` allows an OPD role, as a filter."""
    return Innovation.objects.filter(opd_id__in=actor.opd_ids)


def own_innovation(actor: Actor, *, public_id: UUID) -> Innovation | None:
    """One innovation with OPD and period at hand; None when there is none or the actor may not know of it."""
    innovation = (
        own_innovations(actor)
        .select_related("opd", "region_period__period__instrument")
        .defer("region_period__period__instrument__document")
        .filter(public_id=public_id)
        .first()
    )
    return innovation if innovation is not None and can_read_innovation(actor, innovation) else None


class Window(StrEnum):
    """Whether an innovation's dates and stage let it count."""

    INSIDE = "inside"
    OUTSIDE = "outside"
    NEEDS_DEVELOPMENT = "needs_development"
    NO_DATE = "no_date"
    NOT_APPLIED = "not_applied"


def window_of(innovation: Innovation, rule: Eligibility) -> Window:
    """Where an innovation stands against the time window (guideline, chapters IV and XII)."""
    if innovation.stage and innovation.stage != Stage.PENERAPAN:
        return Window.NOT_APPLIED
    if innovation.implemented_on is None:
        return Window.NO_DATE
    if rule.in_window(innovation.implemented_on, innovation.developed_on):
        return Window.INSIDE
    if innovation.implemented_on < rule.development_required_before and innovation.developed_on is None:
        return Window.NEEDS_DEVELOPMENT
    return Window.OUTSIDE


# Rows and evidence -------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Sheet:
    """An innovation with its 20 rows in order, the evidence cited for each, and what is still missing."""

    innovation: Innovation
    instrument: Instrument
    answers: Sequence[Answer]
    cited: Mapping[int, Sequence[Citation]]
    gaps: Sequence[Gap]

    @property
    def required(self) -> list[Gap]:
        return [gap for gap in self.gaps if gap.required]

    @property
    def advice(self) -> list[Gap]:
        return [gap for gap in self.gaps if not gap.required]

    def evidence_of(self, answer: Answer) -> Sequence[Citation]:
        return self.cited.get(answer.pk, ())

    def maturity(self, levels: str) -> Decimal:
        """Points of the rows, 0 to 111, from `claimed_level` or `verified_level`."""
        rows = self.instrument.rows_by_code
        return sum(
            (rows[str(answer.row)].weight * (getattr(answer, levels) or 0) for answer in self.answers),
            start=Decimal(0),
        )

    @property
    def maturity_maximum(self) -> Decimal:
        return sum((row.weight * TOP_LEVEL for row in self.instrument.sid_rows), start=Decimal(0))

    @property
    def is_judged(self) -> bool:
        return any(answer.verified_level is not None for answer in self.answers)


def sheets_of(innovations: Sequence[Innovation]) -> dict[int, Sheet]:
    """Sheets by innovation id, in two queries however many; three where something is attached to a proposal.

    Each innovation carries its `region_period.period`.
    """
    answers: dict[int, list[Answer]] = {innovation.pk: [] for innovation in innovations}
    cited: dict[int, list[Citation]] = {}
    if innovations:
        for answer in Answer.objects.filter(innovation_id__in=answers).order_by("row"):
            answers[answer.innovation_id].append(answer)
        citations = Citation.objects.filter(answer__innovation_id__in=answers)
        for citation in citations.select_related("document__file").order_by("pk"):
            cited.setdefault(citation.answer_id, []).append(citation)
    refused = refused_attachments(innovations)
    found = {}
    for innovation in innovations:
        rules = instrument_of(innovation.region_period.period)
        rows = answers[innovation.pk]
        found[innovation.pk] = Sheet(
            innovation,
            rules,
            rows,
            cited,
            gaps(innovation, answers=rows, cited=cited, instrument=rules, refused=refused),
        )
    return found


def sheet_of(innovation: Innovation) -> Sheet:
    return sheets_of([innovation])[innovation.pk]


def open_reasons(innovation_ids: Collection[int]) -> dict[int, list[ReturnReason]]:
    """The reasons of the latest return of each innovation, the proposal's first, then by row. One query."""
    if not innovation_ids:
        return {}
    latest = (
        Transition.objects.filter(innovation=OuterRef("transition__innovation"), action="return")
        .order_by("-at", "-id")
        .values("id")[:1]
    )
    reasons = (
        ReturnReason.objects.filter(
            transition__innovation_id__in=innovation_ids, transition_id=Subquery(latest)
        )
        .select_related("transition__actor")
        .order_by(F("row").asc(nulls_first=True))
    )
    found: dict[int, list[ReturnReason]] = {}
    for reason in reasons:
        found.setdefault(reason.transition.innovation_id, []).append(reason)
    return found


def timeline_of(innovation: Innovation) -> list[Transition]:
    """Every step so far, newest first, with who took it."""
    return list(Transition.objects.filter(innovation=innovation).select_related("actor"))


def verdicts_on(answer: Answer) -> list[Verdict]:
    """What was decided on a row, newest first: the standing verdict and those that fell."""
    return list(Verdict.objects.filter(answer=answer).select_related("reviewer"))


# List --------------------------------------------------------------------------------------------------------------


SORTS: Mapping[str, tuple[str, ...]] = {
    "nama": ("name", "pk"),
    "status": ("state", "name", "pk"),
    "urusan": ("urusan", "name", "pk"),
    "klaim": ("claimed_points", "name", "pk"),
    "desk": ("verified_order", "name", "pk"),
    "diubah": ("changed_at", "pk"),
}


@dataclass(frozen=True)
class ListEntry:
    """One line of the list. Maturities in points; `verified` None until the desk has judged a row."""

    innovation: Innovation
    claimed: Decimal
    verified: Decimal | None
    window: Window
    missing: int | None

    @property
    def urusan(self) -> str:
        return urusan_names().get(self.innovation.urusan, "–")


def listed_innovations(
    actor: Actor, *, period: Period, state: str = "", search: str = "", order_by: Sequence[str]
) -> QuerySet[Innovation]:
    """The OPD's innovations of a period with their points as `claimed_points`, `verified_points` (hundredths)."""
    instrument = instrument_of(period)
    found = (
        own_innovations(actor)
        .filter(region_period__period=period)
        .select_related("opd", "region_period__period")
        .annotate(
            claimed_points=Coalesce(_points("claimed_level", instrument), 0),
            verified_points=_points("verified_level", instrument),
            # What was not judged sorts below what was judged 0.
            verified_order=Coalesce(_points("verified_level", instrument), -1),
        )
        .order_by(*order_by)
    )
    if state:
        found = found.filter(state=state)
    for word in search.split():
        found = found.filter(Q(name__icontains=word) | Q(initiator_name__icontains=word))
    return found


def _points(level: str, instrument: Instrument) -> Subquery:
    """Sum of weight x level over the rows of the outer innovation, in hundredths of a point; NULL without a level."""
    weight = Case(
        *(When(row=int(row.code), then=Value(row.weight_hundredths)) for row in instrument.sid_rows),
        output_field=IntegerField(),
    )
    return Subquery(
        Answer.objects.filter(innovation=OuterRef("pk"))
        .order_by()
        .values("innovation")
        .annotate(points=Sum(F(level) * weight))
        .values("points"),
        output_field=IntegerField(),
    )


def list_entries(
    innovations: Iterable[Innovation], *, sheets: Mapping[int, Sheet] | None = None
) -> list[ListEntry]:
    """Lines of one page of the list; two queries for what is missing in drafts and returned ones, none with `sheets` at hand."""
    innovations = list(innovations)
    filled = [entry for entry in innovations if entry.state in {State.DRAFT, State.RETURNED}]
    if sheets is None:
        sheets = sheets_of(filled)
    entries = []
    for innovation in innovations:
        sheet = sheets.get(innovation.pk) if innovation in filled else None
        claimed: int = innovation.claimed_points  # type: ignore[attr-defined]
        verified: int | None = innovation.verified_points  # type: ignore[attr-defined]
        rules = instrument_of(innovation.region_period.period)
        entries.append(
            ListEntry(
                innovation,
                claimed=Decimal(claimed) / HUNDRED,
                verified=None if verified is None else Decimal(verified) / HUNDRED,
                window=window_of(innovation, rules.eligibility),
                missing=len(sheet.required) if sheet else None,
            )
        )
    return entries
