"""Sample snapshots for tests, the bench and the eye: scored by the real core, always marked CONTOH unless told otherwise.

Here what a region prints before anything is published; `samples_published` has the papers of a publication, `samples_set` prints
the set that a change of the design is judged by.
"""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from reports.printing.assemble import InnovationInfo, SpdHandling, assemble_report
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
    documents = {entry: sample_facts(region, entry, counted=counted, outside=outside) for entry in bases}
    empty = counted + outside == 0
    return assemble_report(
        number=number,
        issued_on=date(2026, 7, 7),
        region=region,
        period="Innovative Government Award 2026",
        basis=basis,
        results={entry: score(document, instrument) for entry, document in documents.items()},
        innovations=[
            innovation_info(place, counted=counted, names=names or {}) for place in range(counted + outside)
        ],
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


def innovation_info(place: int, *, counted: int, names: Mapping[int, str]) -> InnovationInfo:
    urusan = load_instrument(2026).urusan
    return InnovationInfo(
        id=innovation_id(place),
        name=names.get(place, f"{_SUBJECTS[place % len(_SUBJECTS)]} {place // len(_SUBJECTS) + 1}"),
        opd=_OFFICES[place * 5 % len(_OFFICES)],
        urusan=urusan[place * 3 % len(urusan)].name,
        state="Dinilai" if place < counted else "Dikirim",
    )


def innovation_id(place: int) -> str:
    return f"INV-{place + 1:04d}"


def _level(place: int, code: str, basis: Basis) -> int:
    """A claimed level of 0 to 3 by rule; the desk lowers one in eleven, quality control another."""
    row = int(code)
    claimed = (3, 2, 3, 1, 2, 3, 0)[(place * 5 + row * 3) % 7]
    steps = {Basis.CLAIMED: 0, Basis.VERIFIED: 1, Basis.FINAL: 2}[basis]
    cut = sum((place * 13 + row * 7 + step) % 11 == 0 for step in range(steps))
    return 0 if (place + row) % 29 == 0 and steps else max(0, claimed - cut)


def sample_facts(region: RegionIdentity, basis: Basis, *, counted: int, outside: int) -> dict[str, Any]:
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
                "id": innovation_id(place),
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
