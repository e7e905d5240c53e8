"""The one computation: facts and instrument in, a result with its whole trace out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from functools import cached_property
from typing import Any

from scoring.core.canonical import fingerprint
from scoring.core.exact import HUNDREDTH_PLACES, as_decimal, format_scaled
from scoring.core.facts import Facts, InnovationFacts, SpdAnswer, parse_facts
from scoring.core.formula import Numbers, Sums, Totals, numbers_of, totals_of
from scoring.core.measures import Measured
from scoring.core.model import TOP_LEVEL, Instrument, Row


@dataclass(frozen=True, slots=True)
class Evidence:
    """Ids of the documents cited, beside the facts: by SPD row, and by innovation and SID row. It moves no number."""

    spd: Mapping[str, Sequence[str]] = field(default_factory=dict)
    innovations: Mapping[str, Mapping[str, Sequence[str]]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class RowTrace:
    """Where the points of one row come from. `how` is `level` (given), `measured` or `unanswered`."""

    code: str
    weight: str
    level: int
    points_hundredths: int
    how: str
    measured: Measured | None = None
    evidence: tuple[str, ...] = ()

    @property
    def points(self) -> Decimal:
        return as_decimal(self.points_hundredths, places=HUNDREDTH_PLACES)

    def as_document(self) -> dict[str, Any]:
        document: dict[str, Any] = {
            "code": self.code,
            "weight": self.weight,
            "level": self.level,
            "points": format_scaled(self.points_hundredths, places=HUNDREDTH_PLACES),
            "how": self.how,
        }
        if self.measured is not None:
            document["measured"] = self.measured.as_document()
        if self.evidence:
            document["evidence"] = list(self.evidence)
        return document


@dataclass(frozen=True, slots=True)
class ScoredInnovation:
    """An innovation that counts: its maturity in hundredths of a point, 0..111.00, and its rows."""

    id: str
    urusan: str
    is_yandas: bool
    maturity_hundredths: int
    rows: tuple[RowTrace, ...]

    @property
    def maturity(self) -> Decimal:
        return as_decimal(self.maturity_hundredths, places=HUNDREDTH_PLACES)


@dataclass(frozen=True, slots=True)
class ExcludedInnovation:
    """An innovation that does not count, and why: `stage`, `window` or both."""

    id: str
    reasons: tuple[str, ...]


@dataclass(frozen=True)
class Result:
    """The result of one region on one basis. `sums` and `totals` are exact; `numbers` are what is printed."""

    instrument: Instrument
    facts: Facts
    sums: Sums
    totals: Totals
    numbers: Numbers
    spd_rows: tuple[RowTrace, ...]
    innovations: tuple[ScoredInnovation, ...]
    excluded: tuple[ExcludedInnovation, ...]
    yandas_covered: tuple[str, ...]

    @property
    def index(self) -> Decimal:
        return self.numbers.index

    @property
    def predicate(self) -> str:
        return self.numbers.predicate

    @cached_property
    def facts_hash(self) -> str:
        """SHA-256 of the canonical facts document."""
        return fingerprint(self.facts.document)

    def as_document(self, *, with_trace: bool = True) -> dict[str, Any]:
        """The contract's JSON: its fixed keys, what the facts had echoed, hash, fingerprint and the trace."""
        document: dict[str, Any] = {"instrument": self.instrument.year, **self.facts.echoed}
        document.update(self.numbers.as_document())
        document["innovations"] = [
            {"id": entry.id, "maturity": format_scaled(entry.maturity_hundredths, places=HUNDREDTH_PLACES)}
            for entry in self.innovations
        ]
        document["excluded"] = [{"id": entry.id, "reasons": list(entry.reasons)} for entry in self.excluded]
        document["instrument_fingerprint"] = self.instrument.fingerprint
        document["facts_hash"] = self.facts_hash
        if with_trace:
            document["trace"] = self.trace_document()
        return document

    def trace_document(self) -> dict[str, Any]:
        """Where each number comes from, down to row and evidence."""
        parameters = self.instrument.formula.parameters
        made: dict[int, dict[str, Any]] = {}

        def row_document(row: RowTrace) -> dict[str, Any]:
            # Most rows of most innovations share one trace object; each place still gets a dict of its own.
            known = made.get(id(row))
            if known is None:
                known = made[id(row)] = row.as_document()
            return known.copy()

        return {
            "formula": self.instrument.formula.name,
            "count": {
                "counted": self.sums.counted,
                "cap": parameters.count_cap,
                "weight": format_scaled(parameters.count_weight_hundredths, places=HUNDREDTH_PLACES),
                "yandas_minimum": parameters.yandas_minimum,
                "yandas_covered": list(self.yandas_covered),
                "gate_open": self.sums.yandas >= parameters.yandas_minimum,
            },
            "divisor_minimum": parameters.divisor_minimum,
            "spd": [row.as_document() for row in self.spd_rows],
            "innovations": [
                {
                    "id": entry.id,
                    "urusan": entry.urusan,
                    "yandas": entry.is_yandas,
                    "rows": [row_document(row) for row in entry.rows],
                }
                for entry in self.innovations
            ],
        }


def score(document: Mapping[str, Any], instrument: Instrument, *, evidence: Evidence | None = None) -> Result:
    """Score one facts document. Raises FactsError, with the path, when the document is not as the contract says."""
    return score_facts(parse_facts(document, instrument), instrument, evidence=evidence)


def score_facts(facts: Facts, instrument: Instrument, *, evidence: Evidence | None = None) -> Result:
    """Score facts that were read against this same instrument."""
    cited = evidence or Evidence()
    spd_rows = tuple(
        _spd_trace(row, facts.spd.get(row.code), cited.spd.get(row.code, ())) for row in instrument.spd_rows
    )
    plain = plain_traces(instrument.sid_rows)
    scored: list[ScoredInnovation] = []
    excluded: list[ExcludedInnovation] = []
    for entry in facts.innovations:
        reasons = instrument.eligibility.reasons(
            stage=entry.stage, implemented=entry.implemented, developed=entry.developed
        )
        if reasons:
            excluded.append(ExcludedInnovation(id=entry.id, reasons=reasons))
        else:
            scored.append(_scored(entry, instrument, plain, cited.innovations.get(entry.id, {})))
    covered = {entry.urusan for entry in scored if entry.is_yandas}
    sums = Sums(
        spd_hundredths=sum(row.points_hundredths for row in spd_rows),
        maturity_hundredths=sum(entry.maturity_hundredths for entry in scored),
        counted=len(scored),
        yandas=len(covered),
    )
    totals = totals_of(sums, instrument)
    return Result(
        instrument=instrument,
        facts=facts,
        sums=sums,
        totals=totals,
        numbers=numbers_of(sums, totals, instrument),
        spd_rows=spd_rows,
        innovations=tuple(scored),
        excluded=tuple(excluded),
        yandas_covered=tuple(name for name in instrument.yandas if name in covered),
    )


def _weight(row: Row) -> str:
    return format_scaled(row.weight_hundredths, places=HUNDREDTH_PLACES)


def plain_traces(rows: Sequence[Row]) -> tuple[tuple[tuple[RowTrace, ...], RowTrace], ...]:
    """For each row the traces of its levels 0..3 when given, and the one when unanswered: made once, shared by all."""
    made = []
    for row in rows:
        weight = _weight(row)
        given = tuple(
            RowTrace(row.code, weight, level, row.points_hundredths(level), "level")
            for level in range(TOP_LEVEL + 1)
        )
        made.append((given, RowTrace(row.code, weight, 0, 0, "unanswered")))
    return tuple(made)


def _spd_trace(row: Row, answer: SpdAnswer | None, evidence: Sequence[str]) -> RowTrace:
    level = 0 if answer is None else answer.level
    measured = None if answer is None else answer.measured
    how = "unanswered" if answer is None else "level" if measured is None else "measured"
    return RowTrace(
        code=row.code,
        weight=_weight(row),
        level=level,
        points_hundredths=row.points_hundredths(level),
        how=how,
        measured=measured,
        evidence=tuple(evidence),
    )


def _scored(
    entry: InnovationFacts,
    instrument: Instrument,
    plain: tuple[tuple[tuple[RowTrace, ...], RowTrace], ...],
    evidence: Mapping[str, Sequence[str]],
) -> ScoredInnovation:
    answered = entry.answered
    rows = tuple(
        given[level] if given[0].code in answered else unanswered
        for level, (given, unanswered) in zip(entry.levels, plain, strict=True)
    )
    maturity = sum([row.points_hundredths for row in rows])
    if evidence:
        rows = tuple(
            replace(row, evidence=tuple(evidence[row.code])) if row.code in evidence else row for row in rows
        )
    return ScoredInnovation(
        id=entry.id,
        urusan=entry.urusan,
        is_yandas=instrument.urusan_by_name[entry.urusan].is_yandas,
        maturity_hundredths=maturity,
        rows=rows,
    )
