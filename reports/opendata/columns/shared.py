"""What columns of several sets share: closed lists of words, what an empty cell means, and what is put in while writing."""

from __future__ import annotations

from typing import Final

from reports.opendata.columns.model import Column, Words

NOT_ASSESSED: Final = Words("daerah tidak mengirim inovasi", "the region sent no innovations")
NOT_SUPERSEDED: Final = Words("publikasi ini masih berlaku", "this publication is still in force")

REGION_KINDS: Final = {
    "provinsi": Words("provinsi", "province"),
    "kabupaten": Words("kabupaten", "regency (kabupaten)"),
    "kota": Words("kota", "city (kota)"),
}
PREDICATES: Final = {
    "Sangat Inovatif": Words("sangat inovatif", "very innovative"),
    "Inovatif": Words("inovatif", "innovative"),
    "Kurang Inovatif": Words("kurang inovatif", "less innovative"),
    "Tidak Dapat Dinilai": Words("tidak dapat dinilai", "cannot be assessed"),
}
REGIONALS: Final = {
    "I": Words("Sumatera", "Sumatra"),
    "II": Words("Jawa dan Bali", "Java and Bali"),
    "III": Words("Kalimantan", "Kalimantan"),
    "IV": Words("Sulawesi", "Sulawesi"),
    "V": Words("Nusa Tenggara dan Maluku", "Nusa Tenggara and Maluku"),
    "VI": Words("Papua", "Papua"),
}
FORMS: Final = {
    "tata_kelola": Words("tata kelola pemerintahan daerah", "regional governance"),
    "pelayanan_publik": Words("pelayanan publik", "public service"),
    "lainnya": Words("bentuk lainnya", "other forms"),
}
KINDS: Final = {
    "digital": Words("digital", "digital"),
    "nondigital": Words("nondigital", "non-digital"),
}

PUBLICATION: Final = Column(
    name="publication",
    type="integer",
    source=None,
    words=Words("Nomor publikasi asal baris ini.", "Number of the publication this row is from."),
    example=1,
)
SUPERSEDED_BY: Final = Column(
    name="superseded_by",
    type="integer",
    source=None,
    words=Words(
        "Nomor publikasi yang menggantikan publikasi ini. Bila terisi, angka di baris ini sudah dikoreksi di sana.",
        "Number of the publication that supersedes this one. Where it is filled, this row was corrected there.",
    ),
    example=None,
    empty=NOT_SUPERSEDED,
)
