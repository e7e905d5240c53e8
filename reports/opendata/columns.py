"""The columns of the open data, each described once.

Files, the JSON interface, its OpenAPI description and the dictionary (page and machine-readable) are all made from these rows:
a column that is not described here is nowhere, and a description cannot outlive its column.

The descriptions are data in two languages and not words of the interface: the machine-readable dictionary carries both at once.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final, Literal

Type = Literal["text", "integer", "decimal", "boolean", "date-time", "uuid"]


@dataclass(frozen=True, slots=True)
class Words:
    """The same in Indonesian and in English."""

    id: str
    en: str

    def in_language(self, language: str) -> str:
        return self.en if language.startswith("en") else self.id

    def as_document(self) -> dict[str, str]:
        return {"id": self.id, "en": self.en}


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """One column. `source` is where the snapshot keeps it ("" for the name itself, None for what is put in while writing).

    `places`: decimals of a decimal, which is written as text in JSON, so that no reader makes a float of it. `values`: the words
    that can stand here, where they are a closed list. `empty`: what an empty cell means; "" where there is none.
    """

    name: str
    type: Type
    words: Words
    example: Any
    source: str | None = ""
    places: int = 0
    values: Mapping[str, Words] = field(default_factory=dict)
    empty: Words | None = None

    @property
    def path(self) -> str:
        return self.source or self.name

    def as_document(self) -> dict[str, Any]:
        """The column in the machine-readable dictionary."""
        found: dict[str, Any] = {
            "name": self.name,
            "type": self.type,
            "description": self.words.as_document(),
            "may_be_empty": self.empty is not None,
            "example": self.example,
        }
        if self.type == "decimal":
            found["decimals"] = self.places
        if self.empty is not None:
            found["empty_means"] = self.empty.as_document()
        if self.values:
            found["values"] = {value: words.as_document() for value, words in self.values.items()}
        return found


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

PUBLICATIONS: Final = (
    Column(
        name="number",
        type="integer",
        words=Words(
            "Nomor urut publikasi di portal ini, mulai 1, tanpa loncatan.",
            "Running number of the publication, from 1, without gaps.",
        ),
        example=1,
    ),
    Column(
        name="year",
        type="integer",
        source="period__year",
        words=Words("Tahun pengukuran.", "Year of the measurement."),
        example=2026,
    ),
    Column(
        name="revision",
        type="integer",
        words=Words(
            "Terbitan keberapa untuk tahun itu; 1 bukan koreksi.",
            "Which issue of that year; 1 is no correction.",
        ),
        example=1,
    ),
    Column(
        name="title",
        type="text",
        words=Words("Judul publikasi.", "Title of the publication."),
        example="Innovative Government Award 2026",
    ),
    Column(
        name="is_demo",
        type="boolean",
        words=Words(
            "Benar bila isinya contoh peragaan dan bukan hasil resmi.",
            "True where the content is a demonstration and no official result.",
        ),
        example=False,
    ),
    Column(
        name="published_at",
        type="date-time",
        words=Words("Saat terbit, ISO 8601 dalam UTC.", "Moment of publication, ISO 8601 in UTC."),
        example="2026-12-01T02:00:00Z",
    ),
    Column(
        name="supersedes",
        type="integer",
        source="supersedes__number",
        words=Words(
            "Nomor publikasi yang dikoreksi oleh publikasi ini.",
            "Number of the publication this one corrects.",
        ),
        example=None,
        empty=Words("bukan koreksi", "no correction"),
    ),
    Column(
        name="superseded_by",
        type="integer",
        source="superseded_by__number",
        words=SUPERSEDED_BY.words,
        example=None,
        empty=NOT_SUPERSEDED,
    ),
    Column(
        name="reason",
        type="text",
        words=Words("Alasan koreksi.", "Reason of the correction, in Indonesian."),
        example="",
        empty=Words("bukan koreksi", "no correction"),
    ),
    Column(
        name="regions",
        type="integer",
        source="summary__regions",
        words=Words("Banyaknya daerah dalam publikasi.", "Regions in the publication."),
        example=546,
    ),
    Column(
        name="assessed",
        type="integer",
        source="summary__assessed",
        words=Words("Daerah yang dinilai.", "Regions with an index."),
        example=531,
    ),
    Column(
        name="innovations",
        type="integer",
        source="summary__innovations",
        words=Words("Inovasi yang terbit.", "Innovations published."),
        example=36742,
    ),
    Column(
        name="innovations_counted",
        type="integer",
        source="summary__innovations_counted",
        words=Words("Inovasi yang ikut dihitung dalam indeks.", "Innovations that count in an index."),
        example=33000,
    ),
    Column(
        name="mean_index",
        type="decimal",
        places=2,
        source="summary__mean_index",
        words=Words(
            "Rata-rata indeks daerah yang dinilai, 0 sampai 100.",
            "Mean index of the assessed regions, 0 to 100.",
        ),
        example="49.43",
        empty=Words("tidak ada daerah yang dinilai", "no region was assessed"),
    ),
    Column(
        name="instrument_fingerprint",
        type="text",
        words=Words(
            "Sidik instrumen: SHA-256 dari bentuk baku aturan tahun itu (berkas instrument.json); ./portal score mencetaknya.",
            "SHA-256 of the canonical form of that year's rules (the file instrument.json); ./portal score prints it.",
        ),
        example="0" * 64,
    ),
    Column(
        name="content_hash",
        type="text",
        words=Words(
            "Sidik isi: SHA-256 dari seluruh isi dalam bentuk baku (berkas content.json).",
            "SHA-256 of the whole content in canonical form (the file content.json).",
        ),
        example="1" * 64,
    ),
    Column(
        name="previous_hash",
        type="text",
        words=Words("Sidik rantai publikasi sebelumnya.", "Chain hash of the publication before it."),
        example="",
        empty=Words("publikasi pertama", "the first publication"),
    ),
    Column(
        name="chain_hash",
        type="text",
        words=Words(
            "Sidik rantai: SHA-256 dari sidik rantai sebelumnya, satu ganti baris, dan sidik isi.",
            "SHA-256 of the previous chain hash, a line feed, and the content hash.",
        ),
        example="2" * 64,
    ),
)

REGIONS: Final = (
    PUBLICATION,
    SUPERSEDED_BY,
    Column(
        name="code",
        type="text",
        words=Words(
            "Kode Kemendagri daerah; selalu teks (62.02).", "Code of the region by the ministry; always text."
        ),
        example="62.02",
    ),
    Column(
        name="name",
        type="text",
        words=Words("Nama daerah saat terbit.", "Name of the region when published."),
        example="Kabupaten Kotawaringin Timur",
    ),
    Column(
        name="kind",
        type="text",
        words=Words("Jenis daerah.", "Kind of region."),
        values=REGION_KINDS,
        example="kabupaten",
    ),
    Column(
        name="province",
        type="text",
        words=Words("Nama provinsi induk.", "Name of the province it belongs to."),
        example="Kalimantan Tengah",
        empty=Words("daerah ini sendiri provinsi", "the region is a province itself"),
    ),
    Column(
        name="regional",
        type="text",
        words=Words(
            "Regional penghargaan menurut pedoman.", "Regional group of the awards, by the guideline."
        ),
        values=REGIONALS,
        example="III",
        empty=Words("tidak termasuk regional mana pun", "in none of them"),
    ),
    Column(
        name="is_assessed",
        type="boolean",
        words=Words(
            "Salah bila daerah tidak mengirim inovasi: terdaftar tanpa angka dan tanpa peringkat.",
            "False for a region that sent nothing: listed without numbers and without a rank.",
        ),
        example=True,
    ),
    Column(
        name="index",
        type="decimal",
        places=2,
        words=Words(
            "Indeks Inovasi Daerah, 0 sampai 100: total dibagi 250 dikali 100.",
            "Regional Innovation Index, 0 to 100: total divided by 250, times 100.",
        ),
        example="51.82",
        empty=NOT_ASSESSED,
    ),
    Column(
        name="predicate",
        type="text",
        words=Words("Predikat menurut rentang indeks.", "Predicate by the bands of the index."),
        values=PREDICATES,
        example="Inovatif",
        empty=NOT_ASSESSED,
    ),
    Column(
        name="place",
        type="integer",
        words=Words(
            "Peringkat di antara daerah sejenis; nilai yang sama berbagi peringkat.",
            "Rank among regions of its kind; equal scores share a rank.",
        ),
        example=12,
        empty=NOT_ASSESSED,
    ),
    Column(
        name="place_of",
        type="integer",
        words=Words("Banyaknya daerah sejenis yang berperingkat.", "Regions of its kind that have a rank."),
        example=416,
        empty=NOT_ASSESSED,
    ),
    Column(
        name="place_nation",
        type="integer",
        words=Words("Peringkat di antara semua daerah.", "Rank among all regions."),
        example=31,
        empty=NOT_ASSESSED,
    ),
    Column(
        name="spd",
        type="decimal",
        places=2,
        words=Words(
            "Poin satuan pemerintahan daerah: jumlah bobot kali tingkat baris SPD.",
            "Points of the regional government: sum of weight times level over its rows.",
        ),
        example="45.00",
        empty=NOT_ASSESSED,
    ),
    Column(
        name="innovations_counted",
        type="integer",
        words=Words(
            "n: inovasi yang dihitung (tahap penerapan, di dalam jendela waktu).",
            "n: innovations that count (at the Penerapan stage, inside the time window).",
        ),
        example=12,
        empty=NOT_ASSESSED,
    ),
    Column(
        name="divisor",
        type="integer",
        words=Words("Pembagi: n, paling sedikit 12.", "Divisor: n, and never below 12."),
        example=12,
        empty=NOT_ASSESSED,
    ),
    Column(
        name="maturity_sum",
        type="decimal",
        places=2,
        words=Words("Jumlah skor kematangan inovasi yang dihitung.", "Sum of the maturities of what counts."),
        example="960.00",
        empty=NOT_ASSESSED,
    ),
    Column(
        name="maturity_mean",
        type="decimal",
        places=4,
        words=Words(
            "Jumlah kematangan dibagi pembagi, 0 sampai 111.", "Sum of maturities by divisor, 0 to 111."
        ),
        example="80.0000",
        empty=NOT_ASSESSED,
    ),
    Column(
        name="yandas",
        type="integer",
        words=Words(
            "Urusan wajib pelayanan dasar yang tercakup, 0 sampai 6.",
            "Compulsory basic services (yandas) that are covered, 0 to 6.",
        ),
        example=5,
        empty=NOT_ASSESSED,
    ),
    Column(
        name="count_score",
        type="decimal",
        places=2,
        words=Words(
            "Skor jumlah inovasi; 0 bila yandas kurang dari 5.",
            "Score for the number of innovations; 0 where yandas is below 5.",
        ),
        example="4.56",
        empty=NOT_ASSESSED,
    ),
    Column(
        name="sid",
        type="decimal",
        places=4,
        words=Words(
            "Rata-rata kematangan ditambah skor jumlah.",
            "Mean maturity plus score for the number of innovations.",
        ),
        example="84.5600",
        empty=NOT_ASSESSED,
    ),
    Column(
        name="total",
        type="decimal",
        places=4,
        words=Words("SPD ditambah SID, dari 250.", "SPD plus SID, out of 250."),
        example="129.5600",
        empty=NOT_ASSESSED,
    ),
    Column(
        name="final_score",
        type="decimal",
        places=4,
        words=Words(
            "Nilai akhir nomine (indeks, presentasi, validasi lapangan).",
            "Final score of a nominee (index, presentation, field validation).",
        ),
        example=None,
        empty=Words("bukan nomine yang dinilai panel", "no nominee scored by the panel"),
    ),
    Column(
        name="facts_hash",
        type="text",
        words=Words(
            "SHA-256 dari bentuk baku dokumen fakta daerah (berkas facts.ndjson).",
            "SHA-256 of the canonical facts document of the region (the file facts.ndjson).",
        ),
        example="3" * 64,
        empty=NOT_ASSESSED,
    ),
)

INNOVATIONS: Final = (
    PUBLICATION,
    SUPERSEDED_BY,
    Column(
        name="id",
        type="uuid",
        source="public_id",
        words=Words(
            "Pengenal inovasi; sama dengan id di dokumen fakta.",
            "Identifier of the innovation; the id in the facts document.",
        ),
        example="b3f0c9b2-6d0f-4c9e-9a68-3b6b1c1f6a10",
    ),
    Column(
        name="region_code",
        type="text",
        source="published_region__code",
        words=Words("Kode Kemendagri daerah.", "Code of the region."),
        example="62.02",
    ),
    Column(
        name="region_name",
        type="text",
        source="published_region__name",
        words=Words("Nama daerah saat terbit.", "Name of the region when published."),
        example="Kabupaten Kotawaringin Timur",
    ),
    Column(
        name="name",
        type="text",
        words=Words("Nama inovasi.", "Name of the innovation, as the region wrote it."),
        example="Antrean Daring",
    ),
    Column(
        name="opd",
        type="text",
        words=Words("Perangkat daerah yang mengusulkan.", "Agency of the region that proposed it."),
        example="Dinas Kesehatan",
    ),
    Column(
        name="urusan",
        type="text",
        words=Words(
            "Urusan pemerintahan utama.", "Main urusan (affair of government), by its official name."
        ),
        example="Kesehatan",
    ),
    Column(
        name="form",
        type="text",
        words=Words("Bentuk inovasi.", "Form of the innovation."),
        values=FORMS,
        example="pelayanan_publik",
    ),
    Column(
        name="kind",
        type="text",
        words=Words("Jenis inovasi.", "Kind of innovation."),
        values=KINDS,
        example="digital",
    ),
    Column(
        name="aim",
        type="text",
        words=Words("Tujuan, menurut daerah.", "Aim, in the region's words."),
        example="Mempercepat pelayanan kepada warga.",
        empty=Words("tidak diisi", "not filled in"),
    ),
    Column(
        name="result",
        type="text",
        words=Words("Hasil, menurut daerah.", "Result, in the region's words."),
        example="Waktu tunggu turun dari tiga hari menjadi satu jam.",
        empty=Words("tidak diisi", "not filled in"),
    ),
    Column(
        name="maturity",
        type="decimal",
        places=2,
        words=Words("Skor kematangan, 0 sampai 111.", "Maturity, 0 to 111."),
        example="80.00",
        empty=Words("terdaftar tetapi tidak ikut dihitung", "listed, but does not count"),
    ),
)

AWARDS: Final = (
    PUBLICATION,
    SUPERSEDED_BY,
    Column(
        name="category",
        type="text",
        words=Words("Kode kategori penghargaan.", "Code of the award's category."),
        example="kabupaten-iii",
    ),
    Column(
        name="category_name",
        type="text",
        words=Words(
            "Nama kategori menurut pedoman.", "Name of the category by the guideline, in Indonesian."
        ),
        example="Kabupaten Terinovatif Regional III (Kalimantan)",
    ),
    Column(
        name="place",
        type="integer",
        words=Words("Urutan dalam kategori, mulai 1.", "Place in the category, from 1."),
        example=1,
    ),
    Column(
        name="region_code",
        type="text",
        source="published_region__code",
        words=Words("Kode Kemendagri daerah.", "Code of the region."),
        example="62.02",
    ),
    Column(
        name="region_name",
        type="text",
        source="published_region__name",
        words=Words("Nama daerah saat terbit.", "Name of the region when published."),
        example="Kabupaten Kotawaringin Timur",
    ),
    Column(
        name="sentence",
        type="text",
        words=Words(
            "Mengapa daerah ini, dengan angkanya.", "Why this region, with the numbers, in Indonesian."
        ),
        example="Indeks tertinggi di antara kabupaten Regional III: 71,20.",
    ),
    Column(
        name="sentence_en",
        type="text",
        words=Words("Kalimat yang sama dalam bahasa Inggris.", "The same sentence in English."),
        example="Highest index among the kabupaten of Regional III: 71.20.",
        empty=Words("hanya ada dalam bahasa Indonesia", "there in Indonesian only"),
    ),
)

CATEGORIES: Final = (
    Column(
        name="category",
        type="text",
        words=Words("Kode kategori penghargaan.", "Code of the award's category."),
        example="kabupaten-iii",
    ),
    Column(
        name="category_name",
        type="text",
        words=Words(
            "Nama kategori menurut pedoman.", "Name of the category by the guideline, in Indonesian."
        ),
        example="Kabupaten Terinovatif Regional III (Kalimantan)",
    ),
    Column(
        name="awards",
        type="integer",
        words=Words("Banyaknya penghargaan dalam kategori ini.", "Awards given in this category."),
        example=1,
    ),
)

TILES: Final = (
    Column(
        name="map",
        type="text",
        words=Words("Peta tempat petak ini.", "The map this tile stands on."),
        values={
            "provinces": Words("peta 38 provinsi", "map of the 38 provinces"),
            "regions": Words("peta 514 kabupaten dan kota", "map of the 514 regencies and cities"),
        },
        example="regions",
    ),
    Column(
        name="code",
        type="text",
        words=Words("Kode Kemendagri daerah.", "Code of the region."),
        example="62.02",
    ),
    Column(
        name="column",
        type="integer",
        words=Words(
            "Kolom petak, dihitung dari barat mulai 0.", "Column of the tile, from the west, from 0."
        ),
        example=31,
    ),
    Column(
        name="row",
        type="integer",
        words=Words("Baris petak, dihitung dari utara mulai 0.", "Row of the tile, from the north, from 0."),
        example=14,
    ),
    Column(
        name="label",
        type="text",
        words=Words(
            "Nama pendek provinsi di atas petaknya.", "Short name of a province, written on its tile."
        ),
        example="",
        empty=Words("petak kabupaten atau kota", "tile of a regency or city"),
    ),
)
