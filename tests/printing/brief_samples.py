"""A sample of the one page, scored by the real core, for tests and the eye."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone
from decimal import Decimal

from regions.enums import Basis as RegionBasis
from reports.printing.assemble import bands, instrument_identity
from reports.printing.brief_snapshot import (
    BriefDistance,
    BriefLever,
    BriefMoment,
    BriefSnapshot,
    BriefStep,
    BriefWaiting,
    BriefYandas,
)
from reports.printing.samples import KOTAWARINGIN_TIMUR, sample_report
from reports.printing.snapshot import Basis, RegionIdentity
from scoring.board import board_of, one_more
from scoring.core.compact import build_tables
from scoring.instruments import load_instrument
from scoring.levers import levers_of, strongest

WIB = timezone(timedelta(hours=7))
LONG = "Jumlah Rekomendasi Kebijakan yang Mendukung Inovasi dan Capaian Nilai Indeks Kualitas Kebijakan"


def sample_brief(
    *, region: RegionIdentity = KOTAWARINGIN_TIMUR, demo: bool = True, crowded: bool = False
) -> BriefSnapshot:
    """The page of a region of 69 innovations; `crowded` with the longest words everywhere."""
    report = sample_report(region=region)
    instrument = load_instrument(2026)
    board = board_of(report.facts, basis=RegionBasis.FINAL, tables=build_tables(instrument))
    levers = strongest(levers_of(dict.fromkeys(RegionBasis, board), basis=RegionBasis.CLAIMED), limit=5)
    more = one_more(board)
    text = "paling banyak sebesar ini, menurut angkanya; " * (3 if crowded else 1)
    return BriefSnapshot(
        region=region,
        period="Innovative Government Award 2026",
        instrument=instrument_identity(instrument),
        stood_at=datetime(2026, 7, 7, 10, 42, 7, tzinfo=WIB),
        zone="WIB",
        basis=Basis.FINAL,
        claimed=report.claimed,
        verified=report.verified,
        final=report.final,
        bands=bands(instrument),
        parts=report.parts,
        target=Decimal("65.01"),
        distances=(
            BriefDistance(
                label="Inovatif",
                start=Decimal("40.01"),
                claimed=Decimal("0.00"),
                verified=Decimal("0.00"),
                final=Decimal("1.25"),
            ),
            BriefDistance(
                label="Sangat Inovatif",
                start=Decimal("65.01"),
                claimed=Decimal("6.92"),
                verified=Decimal("13.65"),
                final=None,
            ),
        ),
        standing=("Peringkat berjalan: 12 di antara 415 kabupaten peserta.",) * (3 if crowded else 1),
        levers=tuple(
            BriefLever(
                title=LONG if crowded or lever.row is None else lever.row.title,
                text=text,
                gain=lever.gain,
                after=lever.change.after.index,
            )
            for lever in levers
        ),
        assumption="Tiap angka dihitung sendiri dengan rumus indeks: hanya hal itu yang berubah sampai tingkat 3.",
        steps=(
            BriefStep(
                label="Diubah desk", text="12 inovasi", difference=Decimal("-1.18"), after=Decimal("56.91")
            ),
            BriefStep(
                label="Belum diverifikasi",
                text="9 inovasi",
                difference=Decimal("-0.75"),
                after=Decimal("56.16"),
            ),
            BriefStep(
                label="Baris SPD belum dikonfirmasi",
                text="4 baris",
                difference=Decimal("-4.80"),
                after=Decimal("51.36"),
            ),
        ),
        yandas=tuple(BriefYandas(name=name, count=count) for name, count in board.yandas_counts.items()),
        one_more=tuple(
            BriefLever(title="", text=words, gain=change.printed_gain, after=change.after.index)
            for words, change in (("kematangan 111,00", more.at_full), ("kematangan 0", more.at_zero))
        ),
        break_even=more.break_even,
        waiting=tuple(
            BriefWaiting(who=who, what=what, number=number)
            for who, what, number in (
                ("OPD", "inovasi diminta diperbaiki", 3),
                ("OPD", "draf belum diajukan", 11),
                ("Desk", "inovasi menunggu diperiksa", 9),
                ("Admin daerah", "baris SPD menunggu konfirmasi orang kedua", 4),
                ("Admin daerah", "inovasi terverifikasi belum dikirim", 12),
                ("Admin daerah", "form integritas belum diunggah", 1),
            )
        ),
        course=tuple(
            BriefMoment(
                label=f"{day}/7",
                claimed=Decimal(40 + 2 * day) + Decimal("0.25"),
                verified=Decimal(20 + 3 * day),
                final=Decimal("35.50") if day > 4 else None,
            )
            for day in range(1, 8)
        ),
        facts_hash=report.facts_hash,
        demo=demo,
    )
