"""From the results of the scoring core to the snapshot of a report: still no database, only what the core
worked out.

The caller brings what the core does not know: names, roles, the verdicts counted by row. Everything that is a
number is taken from the results as the core printed it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from reports.printing.formats import date_text, decimal_text
from reports.printing.snapshot import (
    Band,
    Basis,
    BasisIndex,
    InnovationRow,
    InstrumentIdentity,
    PortalDecision,
    Rank,
    RegionIdentity,
    RegionReportSnapshot,
    RowDecisions,
    ScoreParts,
    SnapshotInvalid,
    SpdRow,
    Yandas,
)
from scoring.core.exact import HUNDREDTH_PLACES, as_decimal
from scoring.core.measures import Placement
from scoring.core.model import Instrument
from scoring.core.score import Result, RowTrace

NO_BREAK = "\u00a0"

# The core's words for why an innovation does not count.
_REASONS = {"stage": "belum tahap penerapan", "window": "di luar jendela waktu"}


@dataclass(frozen=True, slots=True, kw_only=True)
class InnovationInfo:
    """What a report says of an innovation beside its numbers.

    `id` is the id in the facts; `state` the word for its state; `absent_reason` why it is in the facts of no
    basis that the report rests on (a draft, withdrawn, not sent).
    """

    id: str
    name: str
    opd: str
    urusan: str
    state: str
    absent_reason: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SpdHandling:
    """The roles that entered and confirmed an SPD row."""

    entered_by: str | None = None
    confirmed_by: str | None = None


def assemble_report(
    *,
    number: str,
    issued_on: date,
    region: RegionIdentity,
    period: str,
    basis: Basis,
    results: Mapping[Basis, Result],
    innovations: Sequence[InnovationInfo],
    handling: Mapping[str, SpdHandling],
    row_decisions: Sequence[RowDecisions],
    demo: bool,
    rank: Rank | None = None,
    verification_url: str | None = None,
) -> RegionReportSnapshot:
    """The snapshot of a report on `basis`; `results` holds the bases that exist, `handling` roles by SPD row
    code.

    Raises SnapshotInvalid when the own basis is missing, when two bases rest on different instruments, or
    when a counted innovation has no info.
    """
    if basis not in results:
        raise SnapshotInvalid(f"basis {basis}: there is no result on the report's own basis")
    own = results[basis]
    if len({result.instrument.fingerprint for result in results.values()}) != 1:
        raise SnapshotInvalid("the bases rest on different instruments")
    facts = own.facts.document
    return RegionReportSnapshot(
        number=number,
        issued_on=issued_on,
        region=region,
        period=period,
        instrument=instrument_identity(own.instrument),
        basis=basis,
        demo=demo,
        claimed=_index(results.get(Basis.CLAIMED)),
        verified=_index(results.get(Basis.VERIFIED)),
        final=_index(results.get(Basis.FINAL)),
        bands=bands(own.instrument),
        parts=parts_of(own),
        yandas=tuple(Yandas(name=name, lit=name in own.yandas_covered) for name in own.instrument.yandas),
        spd_rows=tuple(spd_row(trace, own.instrument, handling.get(trace.code)) for trace in own.spd_rows),
        innovations=_innovations(innovations, results, basis),
        row_decisions=tuple(row_decisions),
        portal_decisions=portal_decisions(own),
        window_from=own.instrument.eligibility.window_from,
        window_to=own.instrument.eligibility.window_to,
        facts=facts,
        facts_hash=own.facts_hash,
        rank=rank,
        verification_url=verification_url,
    )


def instrument_identity(instrument: Instrument) -> InstrumentIdentity:
    """Label, fingerprint and guideline of an instrument as documents name them."""
    source = instrument.source
    return InstrumentIdentity(
        year=instrument.year,
        label=f"Instrumen IGA {instrument.year}" + (" (prognosis)" if instrument.is_prognosis else ""),
        fingerprint=instrument.fingerprint,
        guideline=f"{source.document}, surat {source.number} tanggal {date_text(source.day)}",
    )


def bands(instrument: Instrument) -> tuple[Band, ...]:
    """The predicates with their ranges, lowest first."""
    ascending = sorted(instrument.predicates, key=lambda predicate: predicate.low_hundredths)
    return tuple(
        Band(
            name=entry.name, lower=_hundredths(entry.low_hundredths), upper=_hundredths(entry.high_hundredths)
        )
        for entry in ascending
    )


def _hundredths(value: int) -> Decimal:
    return as_decimal(value, places=HUNDREDTH_PLACES)


def _index(result: Result | None) -> BasisIndex | None:
    if result is None:
        return None
    return BasisIndex(
        index=result.index, predicate=result.predicate, counted=result.numbers.innovations_counted
    )


def parts_of(result: Result) -> ScoreParts:
    """The addends of an index with their maxima and the rule of the count score."""
    numbers, maxima, formula = result.numbers, result.instrument.maxima, result.instrument.formula.parameters
    return ScoreParts(
        spd=numbers.spd,
        spd_max=_hundredths(maxima.spd_hundredths),
        maturity_sum=numbers.maturity_sum,
        maturity_mean=numbers.maturity_mean,
        maturity_max=_hundredths(maxima.maturity_hundredths),
        count_score=numbers.count_score,
        count_max=_hundredths(maxima.count_hundredths),
        sid=numbers.sid,
        total=numbers.total,
        total_max=_hundredths(maxima.total_hundredths),
        counted=numbers.innovations_counted,
        divisor=numbers.divisor,
        divisor_minimum=formula.divisor_minimum,
        count_weight=_hundredths(formula.count_weight_hundredths),
        count_cap=formula.count_cap,
        yandas_lit=numbers.yandas,
        yandas_minimum=formula.yandas_minimum,
    )


def spd_row(trace: RowTrace, instrument: Instrument, handling: SpdHandling | None) -> SpdRow:
    """One SPD row as it is printed; `handling` is what is known of who entered and confirmed it."""
    row = instrument.row(trace.code)
    measured = border = None
    if trace.measured is not None and row.measure is not None:
        placement = trace.measured.placement
        measured = f"{decimal_text(Decimal(placement.value))}{NO_BREAK}{row.measure.unit}"
        border = _border_note(placement)
    if trace.how == "unanswered":
        handling = None  # nobody entered it, whoever is in charge of the row
    return SpdRow(
        code=trace.code,
        name=row.title,
        level=trace.level,
        weight=row.weight,
        points=trace.points,
        entered_by=handling.entered_by if handling else None,
        confirmed_by=handling.confirmed_by if handling else None,
        measured=measured,
        border_note=border,
    )


def _border_note(placement: Placement) -> str | None:
    if placement.on_border:
        both = " dan ".join(str(level) for level in placement.printed_levels)
        return f"Nilai tercetak pada rentang parameter {both}; berlaku parameter {placement.level}."
    if placement.in_gap:
        return f"Nilai berada di antara dua rentang tercetak; berlaku parameter {placement.level}."
    return None


def _innovations(
    infos: Sequence[InnovationInfo], results: Mapping[Basis, Result], basis: Basis
) -> tuple[InnovationRow, ...]:
    own = results[basis]
    maturities = {
        key: {entry.id: entry.maturity for entry in result.innovations} for key, result in results.items()
    }
    excluded = {entry.id: entry.reasons for entry in own.excluded}
    strangers = maturities[basis].keys() - {info.id for info in infos}
    if strangers:
        raise SnapshotInvalid(f"innovations counted without a name: {', '.join(sorted(strangers))}")
    rows = []
    for info in infos:
        counted = info.id in maturities[basis]
        rows.append(
            InnovationRow(
                id=info.id,
                name=info.name,
                opd=info.opd,
                urusan=info.urusan,
                state=info.state,
                counted=counted,
                maturity_claimed=maturities.get(Basis.CLAIMED, {}).get(info.id),
                maturity_verified=maturities.get(Basis.VERIFIED, {}).get(info.id),
                maturity_final=maturities.get(Basis.FINAL, {}).get(info.id),
                reason=None if counted else _reason(info, excluded.get(info.id, ())),
            )
        )
    return tuple(rows)


def _reason(info: InnovationInfo, codes: Sequence[str]) -> str:
    return reason_words(codes) or info.absent_reason or "tidak masuk dasar laporan ini"


def reason_words(codes: Sequence[str]) -> str:
    """The core's reasons why an innovation does not count (`stage`, `window`) in words; "" without one."""
    return "; ".join(_REASONS[code] for code in codes)


def portal_decisions(result: Result) -> tuple[PortalDecision, ...]:
    """Only those that this report's numbers rest on: rounding always, a border where a value lies on one."""
    instrument = result.instrument
    found = [PortalDecision(title="Pembulatan", text=instrument.rounding.reason)]
    uncertain = [
        trace
        for trace in result.spd_rows
        if trace.measured is not None
        and (trace.measured.placement.on_border or trace.measured.placement.in_gap)
    ]
    if uncertain:
        found.append(PortalDecision(title="Tepi rentang", text=instrument.borders.reason))
    for trace in uncertain:
        measure = instrument.row(trace.code).measure
        if measure is not None and measure.decision is not None:
            found.append(PortalDecision(title=f"Baris {trace.code}", text=measure.decision.reason))
    if instrument.eligibility.decision is not None:
        found.append(PortalDecision(title="Jendela waktu", text=instrument.eligibility.decision.reason))
    return tuple(found)
