"""Typical agencies (perangkat daerah) of a kabupaten or kota, with the urusan each of them carries."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Agency:
    """`urusan` is the code of its main urusan; `units` are its UPTD (a puskesmas, a school)."""

    name: str
    short_name: str
    urusan: str
    units: tuple[str, ...] = ()
    is_desk: bool = False


def desk(name: str, short_name: str) -> Agency:
    """The agency that runs the desk: Bappeda, Bapperida or BRIDA, as the region calls it."""
    return Agency(name, short_name, "D01", is_desk=True)


OFFICES = (
    Agency("Sekretariat Daerah", "Setda", "D06"),
    Agency("Sekretariat DPRD", "Setwan", "D06"),
    Agency("Inspektorat", "Inspektorat", "D06"),
)
SERVICES = (
    Agency("Dinas Kesehatan", "Dinkes", "A02"),
    Agency("Dinas Pendidikan", "Disdik", "A01"),
    Agency("Dinas Pekerjaan Umum dan Penataan Ruang", "PUPR", "A03"),
    Agency("Dinas Perumahan Rakyat dan Kawasan Permukiman", "Disperkim", "A04"),
    Agency("Satuan Polisi Pamong Praja", "Satpol PP", "A05"),
    Agency("Dinas Sosial", "Dinsos", "A06"),
    Agency("Dinas Kependudukan dan Pencatatan Sipil", "Disdukcapil", "B06"),
    Agency("Dinas Komunikasi, Informatika, Statistik, dan Persandian", "Diskominfo", "B10"),
    Agency("Dinas Penanaman Modal dan Pelayanan Terpadu Satu Pintu", "DPMPTSP", "B12"),
    Agency("Dinas Lingkungan Hidup", "DLH", "B05"),
    Agency("Dinas Perhubungan", "Dishub", "B09"),
    Agency("Dinas Pertanian dan Ketahanan Pangan", "Dispertan", "C03"),
    Agency("Dinas Perikanan", "Diskan", "C01"),
    Agency("Dinas Perindustrian dan Perdagangan", "Disperindag", "C06"),
    Agency("Dinas Koperasi, Usaha Kecil, dan Menengah", "Diskop UKM", "B11"),
    Agency("Dinas Tenaga Kerja dan Transmigrasi", "Disnakertrans", "B01"),
    Agency("Dinas Perpustakaan dan Kearsipan", "Dispersip", "B17"),
    Agency("Dinas Pemberdayaan Masyarakat dan Desa", "DPMD", "B07"),
    Agency("Dinas Pemberdayaan Perempuan, Perlindungan Anak, dan Keluarga Berencana", "DP3AKB", "B02"),
    Agency("Dinas Kebudayaan dan Pariwisata", "Disbudpar", "C02"),
    Agency("Dinas Kepemudaan dan Olahraga", "Dispora", "B13"),
    Agency("Dinas Pemadam Kebakaran dan Penyelamatan", "Damkar", "A05"),
)
BODIES = (
    Agency("Badan Pengelolaan Keuangan dan Aset Daerah", "BPKAD", "D02"),
    Agency("Badan Pendapatan Daerah", "Bapenda", "D02"),
    Agency("Badan Kepegawaian dan Pengembangan Sumber Daya Manusia", "BKPSDM", "D03"),
    Agency("Badan Penanggulangan Bencana Daerah", "BPBD", "A05"),
    Agency("Badan Kesatuan Bangsa dan Politik", "Kesbangpol", "D06"),
    Agency("Rumah Sakit Umum Daerah", "RSUD", "A02"),
)


def districts(names: str, *, word: str = "Kecamatan") -> tuple[Agency, ...]:
    """One agency for each district; `names` is separated by commas."""
    return tuple(Agency(f"{word} {name.strip()}", "", "D06") for name in names.split(","))


def typical(number: int) -> tuple[Agency, ...]:
    """The first `number` agencies of a region that nobody described: desk, offices, services, bodies, then districts."""
    named = (desk("Bappeda", "Bappeda"), *OFFICES, *SERVICES, *BODIES)
    numbered = tuple(Agency(f"Kecamatan {place}", "", "D06") for place in range(1, number - len(named) + 1))
    return (*named, *numbered)[:number]
