"""Reads of the SPD: the 20 rows of a region, what they come to, and its integrity forms."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Count

from iga_portal.refusals import Refused
from innovations.domain.spd import measured_by
from innovations.models import IntegrityForm, RegionAnswer, RegionCitation
from regions.models import RegionPeriod
from scoring.core.measures import Measured
from scoring.core.model import Instrument, Row


@dataclass(frozen=True, slots=True)
class SpdLine:
    """One SPD row of the region. `answer` is None (or has no level) until somebody entered it."""

    row: Row
    answer: RegionAnswer | None
    documents: int
    measured: Measured | None

    @property
    def level(self) -> int | None:
        return self.answer.level if self.answer else None

    @property
    def points(self) -> Decimal:
        return self.row.weight * (self.level or 0)

    @property
    def maximum(self) -> Decimal:
        return self.row.weight * 3

    @property
    def is_confirmed(self) -> bool:
        return self.answer is not None and self.answer.confirmed_by_id is not None

    @property
    def final_level(self) -> int:
        if self.answer is not None and self.answer.final_level is not None:
            return self.answer.final_level
        return (self.level or 0) if self.is_confirmed else 0

    @property
    def waits(self) -> bool:
        """Entered, and not yet confirmed by a second person."""
        return self.level is not None and not self.is_confirmed


@dataclass(frozen=True, slots=True)
class SpdSheet:
    """The 20 SPD rows in official order, and the points they come to, of 63."""

    lines: Sequence[SpdLine]

    @property
    def entered(self) -> Decimal:
        return sum((line.points for line in self.lines), start=Decimal(0))

    @property
    def confirmed(self) -> Decimal:
        return sum((line.points for line in self.lines if line.is_confirmed), start=Decimal(0))

    @property
    def final_hundredths(self) -> int:
        """Hundredths of points on the final basis: the evaluator's level where there is one, else the confirmed level."""
        return sum(line.row.points_hundredths(line.final_level) for line in self.lines)

    @property
    def maximum(self) -> Decimal:
        return sum((line.maximum for line in self.lines), start=Decimal(0))

    @property
    def missing_mandatory(self) -> list[SpdLine]:
        return [line for line in self.lines if line.row.mandatory and line.level is None]

    @property
    def waiting(self) -> list[SpdLine]:
        return [line for line in self.lines if line.waits]

    @property
    def without_evidence(self) -> list[SpdLine]:
        return [line for line in self.lines if line.level and not line.documents]


def spd_sheet(
    region_period: RegionPeriod, *, instrument: Instrument, with_documents: bool = True
) -> SpdSheet:
    """Two queries; one without the number of documents."""
    answers = {
        answer.row: answer
        for answer in RegionAnswer.objects.filter(region_period=region_period).select_related(
            "entered_by", "confirmed_by"
        )
    }
    documents: dict[int, int] = {}
    if with_documents:
        cited = RegionCitation.objects.filter(answer__region_period=region_period).order_by()
        documents = dict(cited.values_list("answer_id").annotate(Count("pk")))
    lines = []
    for row in instrument.spd_rows:
        answer = answers.get(row.code)
        count = documents.get(answer.pk, 0) if answer else 0
        lines.append(SpdLine(row, answer, count, measured_of(row, answer)))
    return SpdSheet(lines)


def measured_of(row: Row, answer: RegionAnswer | None) -> Measured | None:
    """What the stored figures of a measured row come to; None without figures."""
    if answer is None:
        return None
    try:
        return measured_by(row, previous=answer.previous, latest=answer.latest)
    except Refused:  # figures that came in past the form
        return None


def sister_figures(row: Row, sheet: SpdSheet) -> dict[str, tuple[Decimal, str]]:
    """Figures that another row already asked for (5a and 5b share one): input key -> (figure, code of that row)."""
    if row.measure is None:
        return {}
    found: dict[str, tuple[Decimal, str]] = {}
    for wanted in row.measure.inputs:
        for line in sheet.lines:
            if line.row.code == row.code or line.row.measure is None or line.answer is None:
                continue
            for entry in line.row.measure.inputs:
                figure = line.answer.previous if entry.key == "t2" else line.answer.latest
                if (entry.series, entry.year) == (wanted.series, wanted.year) and figure is not None:
                    found.setdefault(wanted.key, (figure, line.row.code))
    return found


def integrity_forms(region_period: RegionPeriod) -> list[IntegrityForm]:
    """Signed integrity forms, the one that counts first."""
    return list(
        IntegrityForm.objects.filter(region_period=region_period).select_related(
            "document__file", "uploaded_by", "checked_by"
        )
    )
