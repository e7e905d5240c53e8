"""The awards of a publication, and their categories."""

from __future__ import annotations

from typing import Final

from reports.opendata.columns.model import Column, Words
from reports.opendata.columns.shared import PUBLICATION, SUPERSEDED_BY

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
