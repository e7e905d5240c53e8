"""Random facts for the property tests."""

from __future__ import annotations

from datetime import date
from typing import Any

from hypothesis import strategies as st

from tests.scoring_core.support import SID_CODES, SPD_CODES, instrument

LEVELS = st.integers(min_value=0, max_value=3)
DATES = st.none() | st.dates(min_value=date(2022, 1, 1), max_value=date(2027, 12, 31)).map(str)
URUSAN = st.sampled_from([entry.name for entry in instrument().urusan])
NUMBERS = st.decimals(
    min_value=-1_000_000, max_value=1_000_000, places=3, allow_nan=False, allow_infinity=False
).map(lambda value: f"{value:f}")
MEASURED = {row.code: row.measure for row in instrument().spd_rows if row.measure is not None}


@st.composite
def spd_answers(draw: st.DrawFn) -> dict[str, Any]:
    answers: dict[str, Any] = {}
    for code in draw(st.lists(st.sampled_from(SPD_CODES), unique=True)):
        measure = MEASURED.get(code)
        if measure is None or draw(st.booleans()):
            answers[code] = draw(LEVELS)
            continue
        inputs = {key: draw(NUMBERS) for key in measure.input_keys}
        if measure.kind == "growth_percent" and not inputs["t2"].strip("-0."):
            inputs["t2"] = "1"
        answers[code] = inputs
    return answers


@st.composite
def innovations(draw: st.DrawFn, *, counting: bool | None = None) -> dict[str, Any]:
    """An innovation without its id; `counting` settles whether it counts in 2026."""
    entry = {
        "stage": draw(st.sampled_from(["inisiatif", "uji_coba", "penerapan"])),
        "urusan": draw(URUSAN),
        "implemented": draw(DATES),
        "developed": draw(DATES),
        "levels": draw(st.dictionaries(st.sampled_from(SID_CODES), LEVELS)),
    }
    if counting is True:
        entry |= {"stage": "penerapan", "implemented": "2024-01-01"}
    if counting is False:
        entry |= draw(
            st.sampled_from(
                [
                    {"stage": "uji_coba"},
                    {"stage": "inisiatif"},
                    {"implemented": "2023-12-31", "developed": "2026-01-01"},
                    {"implemented": None, "developed": None},
                ]
            )
        )
    return entry


@st.composite
def facts_documents(draw: st.DrawFn, *, least: int = 0, most: int = 20) -> dict[str, Any]:
    entries = draw(st.lists(innovations() | innovations(counting=True), min_size=least, max_size=most))
    return {
        "instrument": 2026,
        "spd": draw(spd_answers()),
        "innovations": [entry | {"id": f"INV-{position}"} for position, entry in enumerate(entries)],
    }
