"""The facts document of a region and basis: what the core takes, what is hashed, attached to a report and published."""

from __future__ import annotations

from typing import Any

from innovations.domain.spd import inputs_of
from regions.enums import Basis
from regions.models import Region
from scoring.core.compact import Tables
from scoring.reading import STATES_OF_BASIS, RegionFacts, SpdRow


def facts_document(facts: RegionFacts, *, region: Region, basis: Basis, tables: Tables) -> dict[str, Any]:
    """Build the document. Levels of 0 are left out, as the format allows; a measured row gives its figures."""
    instrument = tables.instrument
    names = {entry.code: entry.name for entry in instrument.urusan}
    spd: dict[str, Any] = {}
    for answer in facts.spd:
        entry = _spd_entry(answer, basis=basis, tables=tables)
        if entry:
            spd[answer.row] = entry
    return {
        "instrument": instrument.year,
        "region": {"code": region.code},
        "basis": basis.value,
        "spd": spd,
        "innovations": [
            {
                "id": row.public_id,
                "stage": row.stage,
                "urusan": names[row.urusan],
                "implemented": row.implemented.isoformat() if row.implemented else None,
                "developed": row.developed.isoformat() if row.developed else None,
                "levels": {
                    code: level
                    for code, position in tables.sid_positions.items()
                    if (level := row.packed(basis) >> (2 * position) & 3)
                },
            }
            for row in facts.innovations
            if row.state in STATES_OF_BASIS[basis]
        ],
    }


def _spd_entry(answer: SpdRow, *, basis: Basis, tables: Tables) -> Any:
    """Figures or a level; None for a row that counts nothing in the basis."""
    if basis is Basis.FINAL and answer.final_level is not None:
        return answer.final_level
    if basis is not Basis.CLAIMED and not answer.confirmed:
        return None
    row = tables.instrument.row(answer.row)
    inputs = inputs_of(row, previous=answer.previous, latest=answer.latest)
    return dict(sorted(inputs.items())) if inputs is not None else answer.level
