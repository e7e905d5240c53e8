"""What can still move on each SPD row before the input of a season closes: the portal's own reading of the rows, kept as data.

Three kinds: a row rests on a document that the region can still make; on a year that is over; or on somebody else's act. The
guideline does not sort its rows so. Keyed by the codes of the instrument; a test holds the two together.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class Mover(StrEnum):
    DOCUMENT = "document"
    OVER = "over"
    OTHERS = "others"


@dataclass(frozen=True, slots=True)
class Movable:
    """Who or what can still move a row, and what that means in a sentence or two."""

    mover: Mover
    words: str | Promise


MOVER_WORDS: Final[Mapping[Mover, str | Promise]] = {
    Mover.DOCUMENT: _("Masih dapat bergerak"),
    Mover.OVER: _("Tahunnya sudah lewat"),
    Mover.OTHERS: _("Bergantung pada pihak lain"),
}

_BPS = _(
    "Angkanya sudah diterbitkan BPS dan tidak berubah lagi. Yang masih dapat dikerjakan: memastikan angka dan buktinya sama."
)

SEASON: Final[Mapping[str, Movable]] = {
    "1": Movable(
        Mover.OTHERS,
        _(
            "Visi dan misi tertulis dalam RPJMD yang berlaku; mengubahnya perlu persetujuan DPRD. Carilah dulu kata inovasi dalam misi dan visi yang ada: sering kali sudah tertulis dan hanya belum dikutip."
        ),
    ),
    "2a": Movable(
        Mover.OVER,
        _(
            "Tanggal penetapan APBD tiga tahun terakhir tidak berubah lagi. Yang masih dapat dilengkapi: halaman penetapan dari tahun yang belum dikutip."
        ),
    ),
    "2b": Movable(
        Mover.OVER,
        _(
            "Alokasi tahun anggaran yang lalu sudah tetap. Periksa apakah semua komponen yang terpenuhi sudah ada dalam bukti."
        ),
    ),
    "3": Movable(
        Mover.OVER,
        _("Jumlah izin kedua tahun sudah tetap. Cocokkan angkanya dengan laporan DPMPTSP."),
    ),
    "4": Movable(Mover.OVER, _BPS),
    "5a": Movable(Mover.OVER, _BPS),
    "5b": Movable(Mover.OVER, _BPS),
    "6": Movable(
        Mover.OVER,
        _(
            "Realisasi investasi kedua tahun sudah tetap. Pastikan keduanya dalam rupiah dan dari laporan yang sama."
        ),
    ),
    "7": Movable(
        Mover.OVER,
        _("Realisasi PAD kedua tahun sudah tetap; pakai angka yang sudah diperiksa BPK bila ada."),
    ),
    "8": Movable(
        Mover.OTHERS,
        _(
            "Opini diberikan BPK. Bila laporan hasil pemeriksaan baru terbit selama penjaringan, baris ini masih dapat diperbarui."
        ),
    ),
    "9": Movable(
        Mover.OTHERS,
        _(
            "Nilai diberikan oleh penilai SAKIP. Bila hasil penilaian terakhir baru diterima, baris ini masih dapat diperbarui."
        ),
    ),
    "10a": Movable(Mover.OVER, _BPS),
    "10b": Movable(Mover.OVER, _BPS),
    "11a": Movable(Mover.OVER, _BPS),
    "11b": Movable(Mover.OVER, _BPS),
    "12": Movable(
        Mover.DOCUMENT,
        _(
            "Piagam, insentif, dan aturan pembudayaan inovasi masih dapat ditetapkan sebelum penjaringan ditutup; buktinya SK atau kriteria penerima."
        ),
    ),
    "13a": Movable(
        Mover.DOCUMENT,
        _(
            "Rekomendasi kebijakan yang sudah ada masih dapat disampaikan dengan surat resmi; hitung pula makalah dan artikel kebijakan."
        ),
    ),
    "13b": Movable(
        Mover.OTHERS,
        _(
            "Kualifikasi diberikan dalam pengukuran Indeks Kualitas Kebijakan; tanggalnya tidak ditentukan daerah."
        ),
    ),
    "14": Movable(
        Mover.DOCUMENT,
        _(
            "Rancangan yang selesai dan disepakati menaikkan tingkatnya; penetapan dalam Perkada menaikkannya sekali lagi."
        ),
    ),
    "15": Movable(
        Mover.DOCUMENT,
        _(
            "Sosialisasi, surat pengantar pendaftaran, dan bantuan biaya kekayaan intelektual masih dapat dilakukan dan dibuktikan musim ini."
        ),
    ),
}
