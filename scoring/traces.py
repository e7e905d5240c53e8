"""Where every number of an index comes from: a pure function of a facts document and its instrument.

Pages, receipts and appeals show this trace and compute nothing again. It is made on demand (some milliseconds for a region of
69 innovations) and never stored: the facts are.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from functools import cached_property
from typing import Any, Literal

from scoring.core.exact import HUNDREDTH_PLACES, as_decimal
from scoring.core.explain import Gap, Part, gap_to_next, waterfall
from scoring.core.facts import Facts, InnovationFacts, parse_facts
from scoring.core.model import Decision, Instrument, Row
from scoring.core.score import Evidence, Result, RowTrace, plain_traces, score_facts

Ground = Literal["border", "gap", ""]


@dataclass(frozen=True, slots=True)
class Figure:
    """A number that a measured row was worked out from, with the calendar year it speaks of."""

    label: str
    year: int
    value: Decimal


@dataclass(frozen=True, slots=True)
class SpdLine:
    """One SPD row: its rule, its points, the figures behind them.

    `ground` tells that the measured value stands on a border of two printed ranges or in a gap between them; then `decision`
    is the portal's choice, where the row has one of its own.
    """

    row: Row
    trace: RowTrace
    figures: tuple[Figure, ...] = ()
    ground: Ground = ""
    decision: Decision | None = None

    @property
    def value(self) -> Decimal | None:
        """The measured value, two decimals, in the unit of the row."""
        return Decimal(self.trace.measured.placement.value) if self.trace.measured else None

    @property
    def unit(self) -> str:
        return self.row.measure.unit if self.row.measure else ""

    @property
    def printed_levels(self) -> tuple[int, ...]:
        return self.trace.measured.placement.printed_levels if self.trace.measured else ()


@dataclass(frozen=True, slots=True)
class SidLine:
    """One row of one innovation."""

    row: Row
    trace: RowTrace


@dataclass(frozen=True, slots=True)
class InnovationTrace:
    """One innovation of the facts, counted or not. `reasons` holds `stage` and/or `window` when it does not count."""

    id: str
    urusan: str
    is_yandas: bool
    stage: str
    implemented: date | None
    developed: date | None
    reasons: tuple[str, ...]
    lines: tuple[SidLine, ...]

    @property
    def counts(self) -> bool:
        return not self.reasons

    @property
    def maturity(self) -> Decimal:
        """0 to 111.00 in 2026, also for an innovation that does not count."""
        return as_decimal(sum(line.trace.points_hundredths for line in self.lines), places=HUNDREDTH_PLACES)


@dataclass(frozen=True)
class Trace:
    """The whole way from the facts of one region and basis to its index."""

    result: Result
    spd: tuple[SpdLine, ...]
    innovations: tuple[InnovationTrace, ...]

    @property
    def instrument(self) -> Instrument:
        return self.result.instrument

    @cached_property
    def counted(self) -> tuple[InnovationTrace, ...]:
        return tuple(entry for entry in self.innovations if entry.counts)

    @cached_property
    def excluded(self) -> tuple[InnovationTrace, ...]:
        return tuple(entry for entry in self.innovations if not entry.counts)

    @cached_property
    def yandas_counts(self) -> dict[str, int]:
        """How many counted innovations each of the yandas has, in official order."""
        found = Counter(entry.urusan for entry in self.counted)
        return {name: found[name] for name in self.instrument.yandas}

    @cached_property
    def gate_open(self) -> bool:
        """Whether enough yandas are covered for the count score."""
        return self.result.sums.yandas >= self.instrument.formula.parameters.yandas_minimum

    @cached_property
    def parts(self) -> tuple[Part, Part, Part]:
        return waterfall(self.result.sums, self.instrument)

    @cached_property
    def gap(self) -> Gap | None:
        return gap_to_next(self.result.sums, self.instrument)

    @cached_property
    def decisions(self) -> tuple[tuple[str, Decision], ...]:
        """The portal's own decisions that these numbers rest on: (`rounding`, `borders`, `window` or a row code, decision)."""
        found = [("rounding", self.instrument.rounding)]
        uncertain = [line for line in self.spd if line.ground]
        if uncertain:
            found.append(("borders", self.instrument.borders))
        found += [(line.row.code, line.decision) for line in uncertain if line.decision is not None]
        if self.instrument.eligibility.decision is not None:
            found.append(("window", self.instrument.eligibility.decision))
        return tuple(found)

    def innovation(self, innovation_id: str) -> InnovationTrace | None:
        """The trace of one innovation; None when these facts do not hold it."""
        return next((entry for entry in self.innovations if entry.id == innovation_id), None)


def trace_of(
    document: Mapping[str, Any], instrument: Instrument, *, evidence: Evidence | None = None
) -> Trace:
    """Trace a facts document. Raises FactsError, with the path, when the document is not as the contract says."""
    facts = parse_facts(document, instrument)
    result = score_facts(facts, instrument, evidence=evidence)
    return Trace(
        result=result,
        spd=tuple(_spd_line(trace, instrument) for trace in result.spd_rows),
        innovations=_innovations(facts, instrument, evidence or Evidence()),
    )


def _spd_line(trace: RowTrace, instrument: Instrument) -> SpdLine:
    row = instrument.row(trace.code)
    if trace.measured is None or row.measure is None:
        return SpdLine(row, trace)
    written = dict(trace.measured.inputs)
    placement = trace.measured.placement
    ground: Ground = "border" if placement.on_border else "gap" if placement.in_gap else ""
    return SpdLine(
        row,
        trace,
        figures=tuple(
            Figure(entry.label, instrument.years[entry.year], Decimal(written[entry.key]))
            for entry in row.measure.inputs
        ),
        ground=ground,
        decision=row.measure.decision if ground else None,
    )


def _innovations(facts: Facts, instrument: Instrument, evidence: Evidence) -> tuple[InnovationTrace, ...]:
    """Every innovation of the facts with its rows; those that do not count are worked out all the same, to be shown."""
    plain = plain_traces(instrument.sid_rows)

    def lines(entry: InnovationFacts) -> tuple[SidLine, ...]:
        cited = evidence.innovations.get(entry.id, {})
        made = []
        for row, level, (given, unanswered) in zip(instrument.sid_rows, entry.levels, plain, strict=True):
            trace = given[level] if row.code in entry.answered else unanswered
            made.append(SidLine(row, _with_evidence(trace, tuple(cited.get(row.code, ())))))
        return tuple(made)

    return tuple(
        InnovationTrace(
            id=entry.id,
            urusan=entry.urusan,
            is_yandas=instrument.urusan_by_name[entry.urusan].is_yandas,
            stage=entry.stage,
            implemented=entry.implemented,
            developed=entry.developed,
            reasons=instrument.eligibility.reasons(
                stage=entry.stage, implemented=entry.implemented, developed=entry.developed
            ),
            lines=lines(entry),
        )
        for entry in facts.innovations
    )


def _with_evidence(trace: RowTrace, evidence: tuple[str, ...]) -> RowTrace:
    if not evidence:
        return trace
    return RowTrace(
        trace.code, trace.weight, trace.level, trace.points_hundredths, trace.how, trace.measured, evidence
    )


def digits_of(value: Fraction, *, places: int = 6) -> tuple[Decimal, bool]:
    """The first `places` decimals of an exact, non-negative value, cut and not rounded, and whether more follow."""
    scaled = value * 10**places
    whole = scaled.numerator // scaled.denominator
    return as_decimal(whole, places=places).normalize() + 0, scaled.denominator != 1
