"""Samples of a publication's papers: the report of a region, and its full receipt. See `samples`."""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal

from reports.printing.assemble import SpdHandling, instrument_identity, parts_of, reason_words, spd_row
from reports.printing.assemble_published import Beside, InnovationLine, assemble_published, receipt_rules
from reports.printing.published_snapshot import (
    AwardGiven,
    EvidenceFile,
    PastYear,
    PublicationIdentity,
    PublishedReportSnapshot,
    Receipt,
    ReceiptRows,
)
from reports.printing.receipt_snapshot import (
    CitedFile,
    CitedPages,
    ReceiptInnovation,
    ReceiptLine,
    ReceiptSnapshot,
)
from reports.printing.samples import KOTAWARINGIN_TIMUR, innovation_info, sample_facts
from reports.printing.snapshot import Basis, BasisIndex, RegionIdentity
from scoring.core.score import RowTrace, score
from scoring.instruments import load_instrument
from scoring.traces import trace_of

SAMPLE_YEARS = (
    PastYear(
        year=2025,
        index=Decimal("60.40"),
        predicate="Inovatif",
        scale="0 sampai 100; Sangat Inovatif mulai 60,01, Inovatif mulai 35,00",
        source="Keputusan Menteri Dalam Negeri tentang Indeks Inovasi Daerah Tahun 2025",
    ),
    PastYear(
        year=2023,
        index=None,
        predicate="Inovatif",
        scale="0 sampai 100; batas predikat tahun itu tidak tercetak di sumber yang ada",
        source="siaran pers",
    ),
)
LONG_AWARDS = (
    AwardGiven(
        category="Kabupaten Terinovatif Regional III (Kalimantan)",
        sentence="Kabupaten Kotawaringin Timur mencapai nilai akhir 87,1234 (indeks 66,18 × 60 % + presentasi ≈ 91,3333 × 30 % "
        "+ validasi lapangan 88 × 10 %): peringkat 1 dari 12, bersama 1 daerah lain dengan nilai yang sama.",
    ),
    AwardGiven(
        category="Sebaran Inovasi Urusan Pemerintahan Konkuren Terbanyak",
        sentence="Kabupaten Kotawaringin Timur mempunyai inovasi dalam 27 dari 32 urusan pemerintahan konkuren: peringkat 1 dari 531.",
    ),
)
_PUBLICATION = PublicationIdentity(
    number=3, title="Innovative Government Award 2026", day=date(2026, 11, 19), content_hash="cd" * 32
)
_FILES = 40


def sample_published_report(
    *,
    region: RegionIdentity = KOTAWARINGIN_TIMUR,
    counted: int = 69,
    outside: int = 0,
    awards: Sequence[AwardGiven] = (),
    years: Sequence[PastYear] = SAMPLE_YEARS,
    names: Mapping[int, str] | None = None,
    demo: bool = True,
    number: str = "LHP/62.02/2026/0017",
    is_known: bool = True,
) -> PublishedReportSnapshot:
    """The report of a published region with the receipt of every point; see `sample_report`."""
    instrument = load_instrument(2026)
    result = score(sample_facts(region, Basis.FINAL, counted=counted, outside=outside), instrument)
    maturities = {entry.id: entry.maturity for entry in result.innovations}
    infos = [innovation_info(place, counted=counted, names=names or {}) for place in range(counted + outside)]
    rows = len(instrument.sid_rows)
    receipt = Receipt(
        rules=receipt_rules(instrument),
        files=tuple(EvidenceFile(sha256=f"{place:064x}", is_link=place % 9 == 8) for place in range(40)),
        region=ReceiptRows(id="", judged="--q----------", evidence={"1": [[0, ""]], "8": [[1, ""], [2, ""]]}),
        innovations=tuple(
            ReceiptRows(
                id=info.id,
                judged=("dddqd" * 4)[place % 3 : rows] + "-" * (place % 3),
                evidence={
                    str(code): [[(place + code) % 40, "3-4" if code % 2 else ""]] for code in range(16, 36)
                },
                variants={"30": "digital", "33": "a"},
            )
            for place, info in enumerate(infos)
        ),
        is_known=is_known,
    )
    return assemble_published(
        result,
        number=number,
        issued_on=date(2026, 11, 20),
        region=region,
        period="Innovative Government Award 2026",
        publication=_PUBLICATION,
        lines=[
            InnovationLine(info.id, info.name, info.opd, info.urusan, maturities.get(info.id))
            for info in infos
        ],
        beside=Beside(
            receipt,
            {
                row.code: SpdHandling(entered_by="admin daerah", confirmed_by="admin daerah kedua")
                for row in instrument.spd_rows
            },
        ),
        demo=demo,
        awards=awards,
        years=years,
        verification_url="https://portal.example/periksa/LHP-62.02-2026-0017-1a2b3c4d",
    )


def sample_receipt(
    *,
    region: RegionIdentity = KOTAWARINGIN_TIMUR,
    counted: int = 69,
    outside: int = 0,
    names: Mapping[int, str] | None = None,
    demo: bool = True,
    number: str = "RCN/62.02/2026/0017",
    is_known: bool = True,
) -> ReceiptSnapshot:
    """The full receipt of a region, every row with a judge, a reason and evidence."""
    instrument = load_instrument(2026)
    facts = sample_facts(region, Basis.FINAL, counted=counted, outside=outside)
    result = score(facts, instrument)
    maturities = {entry.id: entry.maturity for entry in result.innovations}
    infos = {
        info.id: info
        for info in (
            innovation_info(place, counted=counted, names=names or {}) for place in range(counted + outside)
        )
    }
    traced = trace_of(facts, instrument).innovations
    return ReceiptSnapshot(
        number=number,
        issued_on=date(2026, 11, 20),
        region=region,
        period="Innovative Government Award 2026",
        publication=_PUBLICATION,
        instrument=instrument_identity(instrument),
        demo=demo,
        final=BasisIndex(
            index=result.index, predicate=result.predicate, counted=result.numbers.innovations_counted
        ),
        parts=parts_of(result),
        spd=tuple(
            _receipt_line(trace, place, measured=spd_row(trace, instrument, None).measured or "")
            for place, trace in enumerate(result.spd_rows)
        ),
        innovations=tuple(
            ReceiptInnovation(
                id=entry.id,
                name=infos[entry.id].name,
                opd=infos[entry.id].opd,
                urusan=infos[entry.id].urusan,
                maturity=maturities.get(entry.id),
                reason=reason_words(entry.reasons),
                lines=tuple(_receipt_line(sid.trace, place + step) for step, sid in enumerate(entry.lines)),
            )
            for place, entry in enumerate(traced)
        ),
        rules=receipt_rules(instrument),
        files=tuple(
            CitedFile(
                subject=f"Keputusan Bupati tentang Inovasi Daerah, lampiran {place + 1}",
                number=f"188.4/{place + 1}/2025",
                dated=date(2025, 3, 1 + place % 28),
                sha256=f"{place:064x}",
                is_link=place % 9 == 8,
            )
            for place in range(_FILES)
        ),
        facts_hash=result.facts_hash,
        is_known=is_known,
        verification_url="https://portal.example/periksa/RCN-62.02-2026-0017-1a2b3c4d",
    )


def _receipt_line(trace: RowTrace, place: int, *, measured: str = "") -> ReceiptLine:
    return ReceiptLine(
        code=trace.code,
        claimed=min(3, trace.level + place % 2),
        desk=trace.level,
        level=trace.level,
        points=trace.points,
        judge="petugas desk daerah" if place % 5 else "evaluator Kemendagri",
        reason="Dokumen tidak memuat nomor dan tanggal penetapan." if place % 3 else "",
        measured=measured,
        evidence=(CitedPages(file=place % _FILES, pages="3-4" if place % 2 else ""),),
    )
