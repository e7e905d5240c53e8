"""What travels inside a report: the facts, and the full list of innovations."""

import csv
import hashlib
import io
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from iga_portal.web.spreadsheets import harmless
from reports.printing.snapshot import Basis, InnovationRow, RegionReportSnapshot

_COLUMNS = (
    "id",
    "nama",
    "opd",
    "urusan",
    "keadaan",
    "dihitung",
    "alasan",
    "kematangan_mandiri",
    "kematangan_terverifikasi",
    "kematangan_final",
)


@dataclass(frozen=True, slots=True)
class Enclosure:
    """A file inside the PDF. `relationship` is the word of ISO 32000 for what it is to the document."""

    name: str
    content: bytes
    description: str
    relationship: str

    @property
    def sha256(self) -> str:
        return hashlib.sha256(self.content).hexdigest()


def facts_file(snapshot: RegionReportSnapshot) -> Enclosure:
    """The facts of a report as data."""
    return facts_enclosure(snapshot.facts, code=snapshot.region.code, year=snapshot.instrument.year)


def facts_enclosure(facts: Mapping[str, Any], *, code: str, year: int) -> Enclosure:
    """The facts as canonical JSON that the scoring core reads: UTF-8, keys sorted, no spaces.

    Unlike the fingerprint's own form it keeps whole numbers as numbers, because the core takes levels only
    so.
    """
    content = json.dumps(facts, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False)
    return Enclosure(
        name=f"fakta-{code}-{year}.json",
        content=content.encode(),
        description="Fakta yang menghasilkan angka pada laporan ini",
        relationship="Source",
    )


def list_file(snapshot: RegionReportSnapshot) -> Enclosure:
    """Every innovation with its full name, as CSV in the order of the ids: the printed list shortens and may
    be cut.
    """
    return csv_enclosure(
        f"daftar-inovasi-{snapshot.region.code}-{snapshot.instrument.year}.csv",
        _COLUMNS,
        (_cells(row) for row in sorted(snapshot.innovations, key=lambda row: row.id)),
        description="Daftar lengkap inovasi beserta keadaannya",
    )


def csv_enclosure(
    name: str, columns: Sequence[str], rows: Iterable[Sequence[str]], *, description: str
) -> Enclosure:
    """A list as CSV. No cell of it is taken for a formula by a spreadsheet."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(columns)
    for row in rows:
        writer.writerow([harmless(cell) for cell in row])
    return Enclosure(
        name=name,
        content=out.getvalue().encode(errors="replace"),
        description=description,
        relationship="Supplement",
    )


def _cells(row: InnovationRow) -> list[str]:
    maturities = [row.maturity(basis) for basis in Basis]
    texts = [
        row.id,
        row.name,
        row.opd,
        row.urusan,
        row.state,
        "ya" if row.counted else "tidak",
        row.reason or "",
    ]
    return texts + ["" if value is None else str(value) for value in maturities]
