"""The public part of every innovation."""

from __future__ import annotations

from typing import Final

from reports.opendata.columns.model import Column, Words
from reports.opendata.columns.shared import FORMS, KINDS, PUBLICATION, SUPERSEDED_BY

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
