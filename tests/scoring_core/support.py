"""Facts and vectors for the tests of the core."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from scoring.core.model import Instrument
from scoring.instruments import load_instrument

ROOT = Path(__file__).resolve().parents[2]
YANDAS = (
    "Pendidikan",
    "Kesehatan",
    "Pekerjaan umum dan penataan ruang",
    "Perumahan rakyat dan kawasan permukiman",
    "Ketenteraman, ketertiban umum, dan perlindungan masyarakat",
    "Sosial",
)
SID_CODES = tuple(str(code) for code in range(16, 36))
SPD_CODES = (
    *(
        "1",
        "2a",
        "2b",
        "3",
        "4",
        "5a",
        "5b",
        "6",
        "7",
        "8",
        "9",
        "10a",
        "10b",
        "11a",
        "11b",
        "12",
        "13a",
        "13b",
    ),
    *("14", "15"),
)


def instrument(year: int = 2026) -> Instrument:
    return load_instrument(year)


def innovation(identity: str = "INV-1", **changes: Any) -> dict[str, Any]:
    """An innovation that counts, without any level."""
    return {
        "id": identity,
        "stage": "penerapan",
        "urusan": "Kesehatan",
        "implemented": "2024-05-06",
        "developed": None,
        "levels": {},
    } | changes


def facts(*innovations: dict[str, Any], year: int = 2026, **changes: Any) -> dict[str, Any]:
    return {"instrument": year, "spd": {}, "innovations": list(innovations)} | changes


def vectors() -> list[dict[str, Any]]:
    """The worked vectors, each with `name`, `why`, `facts` and `expected`."""
    document = json.loads((Path(__file__).parent / "vectors.json").read_text(encoding="utf-8"))
    made = []
    for entry in document["vectors"]:
        innovations = [
            {
                "id": identity,
                "stage": stage,
                "urusan": urusan,
                "implemented": implemented,
                "developed": developed,
                "levels": document["levels"][levels],
            }
            for identity, stage, urusan, implemented, developed, levels in entry["innovations"]
        ]
        made.append(
            {
                "name": entry["name"],
                "why": entry["why"],
                "facts": {
                    "instrument": 2026,
                    "region": {"code": "62.02"},
                    "spd": entry["spd"],
                    "innovations": innovations,
                },
                "expected": entry["expected"],
            }
        )
    return made
