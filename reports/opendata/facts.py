"""The public part of a facts document: what the core needs, by name, and nothing else.

The core refuses a document with an unknown key, so that a stored one holds nothing more; here it is said again from the other
side: only what is named leaves. A document that leaves is the stored one to the letter, and its hash the published one.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from reports.opendata.columns import Column, Words

INNOVATION_KEYS: Final = ("id", "stage", "urusan", "implemented", "developed", "levels")
MEASURE_KEYS: Final = ("t1", "t2")
PLAIN_KEYS: Final = ("instrument", "basis", "period")

FIELDS: Final = (
    Column(
        name="instrument",
        type="integer",
        source=None,
        words=Words("Tahun instrumen.", "Year of the instrument."),
        example=2026,
    ),
    Column(
        name="basis",
        type="text",
        source=None,
        words=Words("Dasar hitungan; dalam publikasi selalu final.", "Basis; in a publication always final."),
        example="final",
    ),
    Column(
        name="region.code",
        type="text",
        source=None,
        words=Words("Kode Kemendagri daerah.", "Code of the region."),
        example="62.02",
    ),
    Column(
        name="spd.*",
        type="text",
        source=None,
        words=Words(
            "Menurut kode baris SPD: tingkat 0 sampai 3, atau angka masukan t1 dan t2 (tahun T-1 dan T-2). Baris yang tidak ada "
            "bernilai 0.",
            "By code of the row of the regional government: a level 0 to 3, or its inputs t1 and t2 (years T-1 and T-2). A row "
            "left out is 0.",
        ),
        example=3,
    ),
    Column(
        name="innovations[].id",
        type="uuid",
        source=None,
        words=Words(
            "Pengenal inovasi; sama dengan id dalam set innovations.",
            "Identifier; the id in the set innovations.",
        ),
        example="b3f0c9b2-6d0f-4c9e-9a68-3b6b1c1f6a10",
    ),
    Column(
        name="innovations[].stage",
        type="text",
        source=None,
        words=Words("Tahap; hanya penerapan yang dihitung.", "Stage; only penerapan (applied) counts."),
        values={
            "inisiatif": Words("inisiatif", "initiative"),
            "uji_coba": Words("uji coba", "trial"),
            "penerapan": Words("penerapan", "applied"),
        },
        example="penerapan",
    ),
    Column(
        name="innovations[].urusan",
        type="text",
        source=None,
        words=Words("Urusan pemerintahan utama, nama resmi.", "Main affair of government, official name."),
        example="Kesehatan",
    ),
    Column(
        name="innovations[].implemented",
        type="text",
        source=None,
        words=Words(
            "Tanggal penerapan pertama (ISO 8601), untuk jendela waktu.",
            "Day of first implementation (ISO 8601), for the time window.",
        ),
        example="2024-05-06",
        empty=Words("tidak ada", "none"),
    ),
    Column(
        name="innovations[].developed",
        type="text",
        source=None,
        words=Words("Tanggal pengembangan terakhir (ISO 8601).", "Day of the latest development (ISO 8601)."),
        example=None,
        empty=Words("tidak ada", "none"),
    ),
    Column(
        name="innovations[].levels.*",
        type="integer",
        source=None,
        words=Words(
            "Menurut kode baris 16 sampai 35: tingkat 0 sampai 3. Baris yang tidak ada bernilai 0.",
            "By code of the row, 16 to 35: a level 0 to 3. A row left out is 0.",
        ),
        example=2,
    ),
)


def public_facts(document: Mapping[str, Any]) -> dict[str, Any]:
    """What of a facts document leaves the portal."""
    found: dict[str, Any] = {key: document[key] for key in PLAIN_KEYS if key in document}
    if "region" in document:
        found["region"] = {"code": document["region"]["code"]}
    found["spd"] = {code: _answer(value) for code, value in document["spd"].items()}
    found["innovations"] = [
        {key: entry[key] for key in INNOVATION_KEYS if key in entry} for entry in document["innovations"]
    ]
    return found


def _answer(value: Any) -> Any:
    return {key: value[key] for key in MEASURE_KEYS if key in value} if isinstance(value, Mapping) else value
