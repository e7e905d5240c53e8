"""Sample snapshots for tests, the bench and the eye: scored by the real core, always marked CONTOH unless
told otherwise.

`python -m reports.printing.samples FOLDER` prints the set that a change of the design is judged by.
"""

import sys
from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from reports.printing.assemble import InnovationInfo, SpdHandling, assemble_report
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
from reports.printing.render import render_certificate, render_published_report, render_report
from reports.printing.snapshot import (
    Basis,
    CertificateSnapshot,
    Rank,
    ReasonCount,
    RegionIdentity,
    RegionReportSnapshot,
    RowDecisions,
)
from scoring.core.score import score
from scoring.instruments import load_instrument

KOTAWARINGIN_TIMUR = RegionIdentity(
    code="62.02", name="Kabupaten Kotawaringin Timur", kind="Kabupaten", province="Kalimantan Tengah"
)
SITARO = RegionIdentity(
    code="71.09",
    name="Kabupaten Kepulauan Siau Tagulandang Biaro",
    kind="Kabupaten",
    province="Sulawesi Utara",
)

YOGYAKARTA = RegionIdentity(code="34", name="Provinsi Daerah Istimewa Yogyakarta", kind="Provinsi")

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

_SUBJECTS = (
    "Layanan Antar Obat Pasien Kronis",
    "Kelas Tani Daring",
    "Posyandu Terpadu Antarpulau",
    "Satu Pintu Izin Usaha Mikro",
    "Perpustakaan Perahu",
    "Peta Jalan Rusak Warga",
    "Sekolah Tanpa Sampah Plastik dan Pengolahan Kompos Bersama Komite Orang Tua",
    "Siaga Banjir Kelurahan",
    "Arsip Desa Digital",
    "Pendampingan Ibu Hamil Berisiko Tinggi di Wilayah Tanpa Dokter Spesialis",
)
_OFFICES = (
    "Dinas Kesehatan",
    "Dinas Pendidikan",
    "Dinas Kependudukan dan Pencatatan Sipil",
    "Dinas Pekerjaan Umum, Penataan Ruang, dan Pertanahan",
    "SMP Negeri 3",
    "Puskesmas Ketapang",
)
_REASONS = (
    "dokumen tidak memuat nomor dan tanggal penetapan",
    "bukti tidak menunjukkan parameter yang diisi",
    "lampiran tidak terbaca",
)


def sample_report(
    *,
    region: RegionIdentity = KOTAWARINGIN_TIMUR,
    counted: int = 69,
    outside: int = 8,
    basis: Basis = Basis.FINAL,
    demo: bool = True,
    number: str = "LHP/62.02/2026/0017",
    names: Mapping[int, str] | None = None,
) -> RegionReportSnapshot:
    """A report with `counted` innovations inside and `outside` outside the window; `names` replaces names by
    place.

    `counted=0, outside=0` is a region that entered nothing: index 0,00. On another basis than final there is
    no final index.
    """
    instrument = load_instrument(2026)
    bases = list(Basis)[: list(Basis).index(basis) + 1]
    documents = {entry: _facts(region, entry, counted=counted, outside=outside) for entry in bases}
    empty = counted + outside == 0
    return assemble_report(
        number=number,
        issued_on=date(2026, 7, 7),
        region=region,
        period="Innovative Government Award 2026",
        basis=basis,
        results={entry: score(document, instrument) for entry, document in documents.items()},
        innovations=[_info(place, counted=counted, names=names or {}) for place in range(counted + outside)],
        handling={
            row.code: SpdHandling(entered_by="admin daerah", confirmed_by="petugas desk")
            for row in instrument.spd_rows
            if not empty
        },
        row_decisions=() if empty else _decisions(documents, basis),
        demo=demo,
        rank=None
        if empty
        else Rank(position=212, of=415, group="kabupaten, nasional", status="sementara", tied=1),
        verification_url="https://portal.example/periksa/LHP-6202-2026-0017",
    )


def _info(place: int, *, counted: int, names: Mapping[int, str]) -> InnovationInfo:
    urusan = load_instrument(2026).urusan
    return InnovationInfo(
        id=_id(place),
        name=names.get(place, f"{_SUBJECTS[place % len(_SUBJECTS)]} {place // len(_SUBJECTS) + 1}"),
        opd=_OFFICES[place * 5 % len(_OFFICES)],
        urusan=urusan[place * 3 % len(urusan)].name,
        state="Dinilai" if place < counted else "Dikirim",
    )


def _id(place: int) -> str:
    return f"INV-{place + 1:04d}"


def _level(place: int, code: str, basis: Basis) -> int:
    """A claimed level of 0 to 3 by rule; the desk lowers one in eleven, quality control another."""
    row = int(code)
    claimed = (3, 2, 3, 1, 2, 3, 0)[(place * 5 + row * 3) % 7]
    steps = {Basis.CLAIMED: 0, Basis.VERIFIED: 1, Basis.FINAL: 2}[basis]
    cut = sum((place * 13 + row * 7 + step) % 11 == 0 for step in range(steps))
    return 0 if (place + row) % 29 == 0 and steps else max(0, claimed - cut)


def _facts(region: RegionIdentity, basis: Basis, *, counted: int, outside: int) -> dict[str, Any]:
    instrument = load_instrument(2026)
    document: dict[str, Any] = {
        "instrument": 2026,
        "region": {"code": region.code},
        "basis": basis.value,
        "spd": {},
        "innovations": [],
    }
    if counted + outside == 0:
        return document
    document["spd"] = {
        "1": 3,
        "2a": 3,
        "2b": 2,
        "3": {"t2": "40000", "t1": "43268"},
        "4": {"t2": "41250.75", "t1": "43100.10"},
        "5a": {"t2": "4.46", "t1": "4.10"},
        "5b": {"t1": "2.35"},
        "6": {"t2": "1250000000000", "t1": "1875000000000"},
        "8": 3,
        "9": 2,
        "10a": {"t2": "6.02", "t1": "5.71"},
        "12": 2,
        "14": 1,
    }
    codes = [row.code for row in instrument.sid_rows]
    for place in range(counted + outside):
        late = place >= counted
        document["innovations"].append(
            {
                "id": _id(place),
                "stage": "uji_coba" if late and place % 3 == 0 else "penerapan",
                "urusan": instrument.urusan[place * 3 % len(instrument.urusan)].name,
                "implemented": "2022-03-01" if late else "2024-05-06",
                "developed": None,
                "levels": {code: _level(place, code, basis) for code in codes},
            }
        )
    return document


def _decisions(documents: Mapping[Basis, dict[str, Any]], basis: Basis) -> list[RowDecisions]:
    instrument = load_instrument(2026)
    claimed, decided = documents[Basis.CLAIMED]["innovations"], documents[basis]["innovations"]
    rows = []
    for row in instrument.sid_rows:
        pairs = [
            (before["levels"][row.code], after["levels"][row.code])
            for before, after in zip(claimed, decided, strict=True)
        ]
        lowered = sum(0 < after < before for before, after in pairs)
        rejected = sum(after == 0 < before for before, after in pairs)
        reasons = [ReasonCount(text=_REASONS[int(row.code) % 3], count=lowered)] if lowered else []
        if rejected:
            reasons.append(ReasonCount(text=_REASONS[(int(row.code) + 1) % 3], count=rejected))
        rows.append(
            RowDecisions(
                code=row.code,
                name=row.title,
                accepted=len(pairs) - lowered - rejected,
                lowered=lowered,
                rejected=rejected,
                reasons=tuple(reasons),
            )
        )
    return rows


def sample_certificate(
    *,
    region: RegionIdentity = KOTAWARINGIN_TIMUR,
    category: str = "Kabupaten Terinovatif Regional III Kalimantan",
    predicate: str | None = "Sangat Inovatif",
    index: str | None = "66.18",
    demo: bool = True,
    number: str = "PGM/62.02/2026/0003",
    **more: str,
) -> CertificateSnapshot:
    """A certificate; `index=None, predicate=None` is one for a place that no index decided."""
    return CertificateSnapshot(
        number=number,
        issued_on=date(2026, 11, 20),
        place="Jakarta",
        issuer="Kementerian Dalam Negeri Republik Indonesia",
        region=region,
        category=category,
        period="Innovative Government Award 2026",
        predicate=predicate,
        index=Decimal(index) if index is not None else None,
        basis=Basis.FINAL,
        instrument_label="Instrumen IGA 2026",
        signatory_title="Menteri Dalam Negeri",
        signatory_name="(nama pejabat)",
        demo=demo,
        verification_url=f"https://portal.example/periksa/{number.replace('/', '-')}",
        facts_hash="ab" * 32,
        **more,
    )


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
    result = score(_facts(region, Basis.FINAL, counted=counted, outside=outside), instrument)
    maturities = {entry.id: entry.maturity for entry in result.innovations}
    infos = [_info(place, counted=counted, names=names or {}) for place in range(counted + outside)]
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
        publication=PublicationIdentity(
            number=3, title="Innovative Government Award 2026", day=date(2026, 11, 19), content_hash="cd" * 32
        ),
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


def sample_set() -> dict[str, bytes]:
    """File name -> PDF: the cases that a change of the design is looked at in."""
    return {
        "laporan-69.pdf": render_report(sample_report()),
        "laporan-kecil.pdf": render_report(
            sample_report(counted=3, outside=1, basis=Basis.VERIFIED, demo=False)
        ),
        "laporan-200.pdf": render_report(sample_report(counted=200, outside=60)),
        "laporan-nol.pdf": render_report(sample_report(region=SITARO, counted=0, outside=0)),
        "laporan-panjang.pdf": render_report(
            sample_report(region=SITARO, counted=28, outside=4, basis=Basis.CLAIMED)
        ),
        "terbitan-69.pdf": render_published_report(sample_published_report(awards=LONG_AWARDS)),
        "terbitan-nol.pdf": render_published_report(
            sample_published_report(region=SITARO, counted=0, years=(), demo=False)
        ),
        "terbitan-260.pdf": render_published_report(
            sample_published_report(
                region=SITARO, counted=230, outside=30, awards=LONG_AWARDS, is_known=False
            )
        ),
        "piagam-perbatasan.pdf": render_certificate(
            sample_certificate(
                region=SITARO,
                category="Kabupaten/Kota Perbatasan Terinovatif",
                standing="Peringkat 1, bersama 1 daerah lain",
                merit="nilai akhir 87,1234",
                legal_basis="publikasi nomor 3 tanggal 19 November 2026",
            )
        ),
        "piagam-terawal.pdf": render_certificate(
            sample_certificate(
                region=YOGYAKARTA,
                capacity="untuk kategori",
                category="Terawal Mengirimkan 5 Inovasi dengan Urusan Wajib Pelayanan Dasar yang Berbeda",
                merit="pada 3 Juni 2026 10.42.07 WIB",
                legal_basis="publikasi nomor 3 tanggal 19 November 2026",
                demo=False,
            )
        ),
        "piagam-predikat.pdf": render_certificate(
            sample_certificate(
                heading="Piagam Predikat",
                category="Daerah Sangat Inovatif",
                legal_basis="publikasi nomor 3 tanggal 19 November 2026",
                demo=False,
            )
        ),
        "piagam-ikut.pdf": render_certificate(
            sample_certificate(
                region=RegionIdentity(
                    code="31", name="Provinsi Daerah Khusus Ibukota Jakarta", kind="Provinsi"
                ),
                heading="Piagam Keikutsertaan",
                category="Peserta Pengukuran Indeks Inovasi Daerah",
                predicate="Kurang Inovatif",
                index="38.40",
                legal_basis="publikasi nomor 3 tanggal 19 November 2026",
                demo=False,
            )
        ),
        "piagam.pdf": render_certificate(sample_certificate(demo=False)),
        "piagam-contoh.pdf": render_certificate(sample_certificate()),
        "piagam-panjang.pdf": render_certificate(
            sample_certificate(
                region=SITARO,
                category="Daerah dengan Sebaran Inovasi Daerah Urusan Pemerintahan Konkuren Terbanyak",
                predicate="Tidak Dapat Dinilai",
                index="0.00",
            )
        ),
        "piagam-tanpa-indeks.pdf": render_certificate(
            sample_certificate(category="Juara Harapan 1 Lomba Inovasi Daerah", predicate=None, index=None)
        ),
    }


if __name__ == "__main__":
    target = Path(sys.argv[1])
    for name, content in sample_set().items():
        (target / name).write_bytes(content)
