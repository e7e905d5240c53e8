"""Reads of the regional admin: the SPD rows, what a portfolio would bring, what was sent, what was declined."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from django.db.models import Count, Exists, OuterRef, Prefetch, QuerySet, Subquery
from django.utils.translation import gettext as _

from iga_portal.refusals import Refused
from innovations import reference
from innovations.domain.spd import measured_by
from innovations.enums import FINAL_STATES, State
from innovations.models import (
    Answer,
    Innovation,
    IntegrityForm,
    RegionAnswer,
    RegionCitation,
    Sending,
    SendingItem,
    Transition,
)
from regions.models import Period, RegionPeriod
from scoring.core.explain import with_innovation, without_innovation
from scoring.core.formula import Numbers, Sums, numbers_of, totals_of
from scoring.core.measures import Measured
from scoring.core.model import Instrument, Row

# SPD ----------------------------------------------------------------------------------------------------------------


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


def with_integrity_form(region_id: int, *, period: Period) -> RegionPeriod:
    """The region's row of a period with `has_form`: whether an integrity form was uploaded. One query."""
    found = (
        RegionPeriod.objects.annotate(
            has_form=Exists(IntegrityForm.objects.filter(region_period=OuterRef("pk")))
        )
        .select_related("region")
        .get(region_id=region_id, period=period)
    )
    found.period = period  # at hand already
    return found


def state_counts(region_period: RegionPeriod) -> dict[str, int]:
    """How many innovations stand in each state. One query."""
    return dict(
        Innovation.objects.filter(region_period=region_period)
        .order_by()
        .values_list("state")
        .annotate(Count("pk"))
    )


def integrity_forms(region_period: RegionPeriod) -> list[IntegrityForm]:
    """Signed integrity forms, the one that counts first."""
    return list(
        IntegrityForm.objects.filter(region_period=region_period).select_related(
            "document__file", "uploaded_by"
        )
    )


# Portfolio ----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Candidate:
    """A verified or sent innovation. `maturity_hundredths` on the final basis: the evaluator's level, else the desk's.

    `reasons` say why it does not count (`stage`, `window`); `yandas` names its yandas, "" when its urusan is none.
    """

    innovation: Innovation
    maturity_hundredths: int
    reasons: tuple[str, ...]
    yandas: str

    @property
    def counts(self) -> bool:
        return not self.reasons

    @property
    def is_sent(self) -> bool:
        return self.innovation.state in FINAL_STATES

    @property
    def maturity(self) -> Decimal:
        return Decimal(self.maturity_hundredths) / 100


@dataclass(frozen=True)
class Portfolio:
    """What was sent and what may be sent, with the numbers that a choice would come to."""

    candidates: Sequence[Candidate]
    spd_hundredths: int
    instrument: Instrument

    @property
    def open(self) -> list[Candidate]:
        return [entry for entry in self.candidates if not entry.is_sent]

    @property
    def sent(self) -> list[Candidate]:
        return [entry for entry in self.candidates if entry.is_sent]

    def counted(self, chosen: Collection[int]) -> list[Candidate]:
        """What would count: everything sent, and of the rest what is chosen (ids)."""
        return [
            entry
            for entry in self.candidates
            if entry.counts and (entry.is_sent or entry.innovation.pk in chosen)
        ]

    def sums(self, chosen: Collection[int]) -> Sums:
        counted = self.counted(chosen)
        return Sums(
            spd_hundredths=self.spd_hundredths,
            maturity_hundredths=sum(entry.maturity_hundredths for entry in counted),
            counted=len(counted),
            yandas=len({entry.yandas for entry in counted} - {""}),
        )

    def numbers(self, chosen: Collection[int]) -> Numbers:
        """The final index with this choice, before quality control."""
        sums = self.sums(chosen)
        return numbers_of(sums, totals_of(sums, self.instrument), self.instrument)

    def worth(self, entry: Candidate, chosen: Collection[int]) -> Decimal:
        """What one open innovation brings to the index, in index points, everything else in the choice as it is.

        Negative when it lowers the mean by more than the count score gains.
        """
        if not entry.counts or entry.is_sent:
            return Decimal(0)
        sums = self.sums(chosen)
        others = [other for other in self.counted(chosen) if other.innovation.pk != entry.innovation.pk]
        alone = bool(entry.yandas) and entry.yandas not in {other.yandas for other in others}
        if entry.innovation.pk in chosen:
            after = sums
            before = without_innovation(
                sums, maturity_hundredths=entry.maturity_hundredths, last_of_yandas=alone
            )
        else:
            before = sums
            after = with_innovation(sums, maturity_hundredths=entry.maturity_hundredths, new_yandas=alone)
        gain = totals_of(after, self.instrument).index - totals_of(before, self.instrument).index
        return _rounded(gain)

    def yandas_counts(self, chosen: Collection[int]) -> dict[str, int]:
        """Each yandas with the number of counted innovations in it."""
        counts = dict.fromkeys(self.instrument.yandas, 0)
        for entry in self.counted(chosen):
            if entry.yandas:
                counts[entry.yandas] += 1
        return counts


def _rounded(value: Fraction) -> Decimal:
    return (Decimal(value.numerator) / Decimal(value.denominator)).quantize(Decimal("0.001"))


def portfolio_of(region_period: RegionPeriod, *, instrument: Instrument, sheet: SpdSheet) -> Portfolio:
    """Two queries, however many innovations."""
    innovations = list(
        Innovation.objects.filter(region_period=region_period, state__in=[State.VERIFIED, *FINAL_STATES])
        .select_related("opd")
        .defer("design", "aim", "benefit", "result")
        .order_by("opd__name", "name", "pk")
    )
    weights = {int(row.code): row.weight_hundredths for row in instrument.sid_rows}
    maturities: dict[int, int] = {}
    levels = Answer.objects.filter(innovation__in=innovations).values_list(
        "innovation_id", "row", "verified_level", "final_level"
    )
    for innovation_id, row, verified, final in levels:
        level = verified if final is None else final
        maturities[innovation_id] = maturities.get(innovation_id, 0) + weights[row] * (level or 0)
    yandas = {entry.code: entry.name for entry in instrument.urusan if entry.is_yandas}
    candidates = [
        Candidate(
            entry,
            maturities.get(entry.pk, 0),
            instrument.eligibility.reasons(
                stage=entry.stage, implemented=entry.implemented_on, developed=entry.developed_on
            ),
            yandas.get(entry.urusan, ""),
        )
        for entry in innovations
    ]
    return Portfolio(candidates, sheet.final_hundredths, instrument)


def reason_words(reasons: Iterable[str], *, instrument: Instrument) -> str:
    """Why an innovation does not count, in a sentence; "" when it does."""
    window = instrument.eligibility
    words = {
        "stage": _("bukan tahap Penerapan"),
        "window": _("di luar jendela waktu %(start)d–%(end)d")
        % {"start": window.window_from.year, "end": window.window_to.year},
    }
    return ", ".join(words[reason] for reason in reasons)


# Sent and declined --------------------------------------------------------------------------------------------------


def sendings_of(region_period: RegionPeriod) -> QuerySet[Sending]:
    """The sendings of a period with `size`, the latest first."""
    return (
        Sending.objects.filter(region_period=region_period)
        .select_related("sent_by")
        .annotate(size=Count("items"))
        .order_by("-number")
    )


def sending_of(region_period: RegionPeriod, *, number: int) -> Sending | None:
    """One sending with its items, innovations and OPD."""
    items = (
        SendingItem.objects.select_related("innovation__opd")
        .defer("content")
        .order_by("innovation__opd__name", "innovation__name", "pk")
    )
    return (
        Sending.objects.filter(region_period=region_period, number=number)
        .select_related("sent_by")
        .prefetch_related(Prefetch("items", queryset=items))
        .first()
    )


def declined(region_period: RegionPeriod) -> QuerySet[Innovation]:
    """Innovations that the desk declined, with `because`, `by` (a person's id) and `declined_at`."""
    latest = Transition.objects.filter(innovation=OuterRef("pk"), action="decline").order_by("-at", "-id")
    return (
        Innovation.objects.filter(region_period=region_period, state=State.DECLINED)
        .select_related("opd")
        .defer("design", "aim", "benefit", "result")
        .annotate(
            because=Subquery(latest.values("reason")[:1]),
            by=Subquery(latest.values("actor__name")[:1]),
            declined_at=Subquery(latest.values("at")[:1]),
        )
        .order_by("-declined_at", "pk")
    )


def urusan_name(innovation: Innovation) -> str:
    return reference.urusan_names().get(innovation.urusan, "")
