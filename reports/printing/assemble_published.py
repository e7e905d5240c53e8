"""From the core's result on published facts, and what was published beside it, to the snapshot of the report: no database."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from reports.printing.assemble import (
    SpdHandling,
    bands,
    instrument_identity,
    parts_of,
    portal_decisions,
    reason_words,
    spd_row,
)
from reports.printing.published_snapshot import (
    AwardGiven,
    PastYear,
    PublicationIdentity,
    PublishedInnovationRow,
    PublishedReportSnapshot,
    Receipt,
    ReceiptRule,
)
from reports.printing.snapshot import BasisIndex, RegionIdentity, Yandas
from scoring.core.model import Instrument
from scoring.core.score import Result

UNNUMBERED = "-"
UNDATED = date(1, 1, 1)


@dataclass(frozen=True, slots=True)
class InnovationLine:
    """The public columns of an innovation that a report lists; `maturity` None where it does not count."""

    public_id: str
    name: str
    opd: str
    urusan: str
    maturity: Decimal | None


@dataclass(frozen=True, slots=True)
class Beside:
    """What is known of a region beside its published facts: the receipt, and who entered and confirmed its own rows."""

    receipt: Receipt
    handling: Mapping[str, SpdHandling] = field(default_factory=dict)


def receipt_rules(instrument: Instrument) -> tuple[ReceiptRule, ...]:
    """The rows of an instrument as a receipt states them."""
    return tuple(
        ReceiptRule(
            code=row.code,
            aspect=row.aspect,
            title=row.title,
            weight=str(row.weight),
            words={
                code: [level.text for level in row.levels_of(code)]
                for code in ([basis.code for basis in row.bases] or [""])
            },
            pages=", ".join(str(page) for page in row.pages),
        )
        for row in instrument.rows
    )


def bands_from(instrument: Instrument) -> dict[str, Decimal]:
    """Predicate -> first index that earns it, highest first; the lowest, which begins at 0, is left out."""
    return {
        entry.name: Decimal(entry.low_hundredths) / 100
        for entry in sorted(instrument.predicates, key=lambda entry: -entry.low_hundredths)
        if entry.low_hundredths > 0
    }


def scale_words(starts: Mapping[str, Decimal]) -> str:
    """The scale of a year in words, from where each predicate began."""
    if not starts:
        return "0 sampai 100; batas predikat tahun itu tidak tercetak di sumber yang ada"
    told = ", ".join(f"{name} mulai {start:.2f}".replace(".", ",") for name, start in starts.items())
    return f"0 sampai 100; {told}"


def assemble_published(
    result: Result,
    *,
    region: RegionIdentity,
    period: str,
    publication: PublicationIdentity,
    lines: Sequence[InnovationLine],
    beside: Beside,
    demo: bool,
    awards: Sequence[AwardGiven] = (),
    years: Sequence[PastYear] = (),
    number: str = UNNUMBERED,
    issued_on: date = UNDATED,
    verification_url: str | None = None,
) -> PublishedReportSnapshot:
    """The report of a published region; without number, date and address it waits for these.

    Raises SnapshotInvalid when the published innovations are not those that the facts count.
    """
    instrument = result.instrument
    excluded = {entry.id: entry.reasons for entry in result.excluded}
    return PublishedReportSnapshot(
        number=number,
        issued_on=issued_on,
        region=region,
        period=period,
        publication=publication,
        instrument=instrument_identity(instrument),
        demo=demo,
        final=BasisIndex(
            index=result.index, predicate=result.predicate, counted=result.numbers.innovations_counted
        ),
        bands=bands(instrument),
        parts=parts_of(result),
        yandas=tuple(Yandas(name=name, lit=name in result.yandas_covered) for name in instrument.yandas),
        spd_rows=tuple(
            spd_row(trace, instrument, beside.handling.get(trace.code)) for trace in result.spd_rows
        ),
        innovations=tuple(
            PublishedInnovationRow(
                id=line.public_id,
                name=line.name,
                opd=line.opd,
                urusan=line.urusan,
                maturity=line.maturity,
                reason=None
                if line.maturity is not None
                else reason_words(excluded.get(line.public_id, ())) or "tidak dihitung",
            )
            for line in lines
        ),
        awards=tuple(awards),
        years=tuple(years),
        scale=scale_words(bands_from(instrument)),
        portal_decisions=portal_decisions(result),
        window_from=instrument.eligibility.window_from,
        window_to=instrument.eligibility.window_to,
        receipt=beside.receipt,
        facts=result.facts.document,
        facts_hash=result.facts_hash,
        verification_url=verification_url,
    )
