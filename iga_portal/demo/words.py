"""The words of the demonstration: titles borrowed from real regions, and the long texts of a proposal.

Every text says by itself that it is an example, because a text outlives the page it was printed on.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from innovations.reference import DATA, urusan

MARK = "CONTOH - bukan dokumen resmi"
"""What every file and every long text of the demonstration carries."""


VILLAGES = frozenset({"sumobito", "wates", "demangrejo", "gulurejo", "karang wuni", "sangihe", "ntb"})
"""Places in the titles that no list of regions holds."""


@dataclass(frozen=True, slots=True)
class Title:
    """The name of a real innovation, and the urusan it belongs to (code; "" where no source says)."""

    name: str
    urusan: str


@cache
def titles() -> tuple[Title, ...]:
    """Titles of real innovations, each once, as they were published."""
    codes = {entry.name: entry.code for entry in urusan()}
    found: dict[str, Title] = {}
    with (DATA / "sample_titles.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            name = " ".join(row["title"].split())
            found.setdefault(name.lower(), Title(name, codes.get(row["urusan"], "")))
    return tuple(found.values())


def titles_for_anywhere(places: Iterable[str]) -> tuple[Title, ...]:
    """The titles that name none of `places`: they read naturally in any region."""
    names = sorted(VILLAGES | {place.lower() for place in places})
    named = re.compile(rf"\b(?:{'|'.join(map(re.escape, names))})\b", re.IGNORECASE)
    return tuple(title for title in titles() if not named.search(title.name))


_DESIGN = """\
CONTOH, bukan pernyataan pemerintah daerah mana pun; disusun untuk peragaan portal.

Dasar hukum. Undang-Undang Nomor 23 Tahun 2014 tentang Pemerintahan Daerah mendorong daerah berinovasi, dan Peraturan \
Pemerintah Nomor 38 Tahun 2017 tentang Inovasi Daerah mengatur bentuk, kriteria, dan penetapannya. {name} ditetapkan oleh \
kepala daerah dan dilaksanakan oleh {opd} di {region}.

Permasalahan makro. Layanan publik dituntut makin cepat, murah, dan dapat ditelusuri, sementara wilayah luas dan jumlah \
petugas terbatas. Warga yang tinggal jauh dari pusat pemerintahan menanggung biaya perjalanan yang sering lebih besar \
daripada biaya layanannya sendiri.

Permasalahan mikro. Sebelum inovasi ini berkas dicatat dengan tangan pada buku yang berbeda di tiap unit, antrean terbentuk \
sejak pagi, dan warga baru mengetahui kekurangan persyaratan setelah tiba di loket. Data tidak dapat dipakai bersama, \
sehingga pimpinan mengambil keputusan dari laporan yang terlambat beberapa minggu.

Isu strategis. Rencana pembangunan daerah menempatkan mutu layanan dasar dan keterbukaan informasi sebagai prioritas. \
Inovasi ini menjawab keduanya tanpa menambah beban warga maupun pegawai.

Metode sebelum. Permohonan diterima pada jam kerja, diperiksa satu per satu, lalu diteruskan melalui kurir. Rata-rata \
penyelesaian dua belas hari kerja dan tidak ada pemberitahuan kepada pemohon.

Metode sesudah. Permohonan diterima setiap saat melalui satu pintu, persyaratan diperiksa di depan, dan setiap perpindahan \
tercatat dengan waktunya. Pemohon menerima pemberitahuan pada tiga tahap, sedangkan pimpinan melihat beban kerja harian.

Keunggulan dan kebaruan. Unsur barunya adalah satu catatan bersama yang dipakai semua unit, pemeriksaan persyaratan di awal, \
dan petugas penghubung di tiap kecamatan yang membantu warga tanpa telepon pintar. Daerah lain dapat menerapkannya dengan \
perangkat yang sudah dimiliki.

Tahapan dan penggunaan. Gagasan dibahas bersama pengguna, diuji coba pada dua lokasi, dievaluasi, kemudian diterapkan penuh \
disertai pelatihan. Warga cukup menyebutkan keperluan, petugas memilih jenis layanan, sistem menyiapkan daftar persyaratan, \
dan hasil diserahkan pada hari yang dijanjikan. Pemantauan dilakukan setiap bulan dan laporan ringkas diumumkan kepada \
masyarakat.

Spesifikasi. Inovasi berjalan pada perangkat yang tersedia di kantor, memakai basis data bersama, dicadangkan setiap malam, \
dan dibiayai dari anggaran rutin {opd}. Jumlah petugas inti empat orang dengan pembagian tugas tertulis.
"""


def design(*, name: str, opd: str, region: str) -> str:
    """A design (rancang bangun) of more than the 300 words that the guideline asks for, in its recommended parts."""
    return _DESIGN.format(name=name, opd=opd, region=region)


def aim(name: str) -> str:
    return (
        f"CONTOH. {name} bertujuan mempercepat layanan, membuat prosesnya dapat ditelusuri, dan menjangkau warga "
        "yang jauh dari pusat pemerintahan."
    )


def benefit(people: int) -> str:
    return (
        f"CONTOH. Waktu penyelesaian turun dari 12 menjadi 3 hari kerja; {people} orang dilayani dalam dua belas "
        "bulan; biaya perjalanan warga berkurang rata-rata Rp45.000 setiap permohonan."
    )


def result(people: int) -> str:
    return (
        f"CONTOH. Satu layanan berjalan penuh dengan {people} permohonan selesai, satu pedoman teknis, dan satu "
        "laporan pemantauan setiap bulan."
    )
