"""The regions of a publication."""

from __future__ import annotations

from typing import Final

from reports.opendata.columns.model import Column, Words
from reports.opendata.columns.shared import (
    NOT_ASSESSED,
    PREDICATES,
    PUBLICATION,
    REGION_KINDS,
    REGIONALS,
    SUPERSEDED_BY,
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
