"""Which snapshot belongs to which kind of document, and who draws it: the one list of all numbered papers.

The names of the kinds are those of `reports.models.DocumentKind`; this package knows no models.
"""

from __future__ import annotations

from reports.printing.codec import load
from reports.printing.national_snapshot import NationalSnapshot
from reports.printing.published_snapshot import PublishedReportSnapshot
from reports.printing.receipt_snapshot import ReceiptSnapshot
from reports.printing.snapshot import CertificateSnapshot, RegionReportSnapshot

REPORT, CERTIFICATE, AWARD, RECEIPT, NATIONAL = "report", "certificate", "award", "receipt", "national"

Snapshot = (
    RegionReportSnapshot | PublishedReportSnapshot | CertificateSnapshot | NationalSnapshot | ReceiptSnapshot
)
"""A numbered paper. All have `number`, `issued_on`, `verification_url`, `facts_hash` and `demo`."""

_CLASSES: dict[str, type[Snapshot]] = {
    CERTIFICATE: CertificateSnapshot,
    AWARD: CertificateSnapshot,
    RECEIPT: ReceiptSnapshot,
    NATIONAL: NationalSnapshot,
}


def snapshot_class(kind: str, *, published: bool) -> type[Snapshot]:
    """The class of the snapshot of a document; `published`: it belongs to a publication. Raises KeyError for no such kind."""
    if kind == REPORT:
        return PublishedReportSnapshot if published else RegionReportSnapshot
    return _CLASSES[kind]


def read_snapshot(text: str, *, kind: str, published: bool) -> Snapshot:
    """The snapshot that `codec.dump` wrote. Raises SnapshotInvalid when it is none of that kind."""
    return load(snapshot_class(kind, published=published), text)


def rendered(snapshot: Snapshot) -> bytes:
    """The bytes of a paper, a pure function of its snapshot. Raises FontMissing or PrintError."""
    # The printer (WeasyPrint, Pango) is loaded by the process that prints, when it first does: the web server starts without it.
    from reports.printing import render

    if isinstance(snapshot, RegionReportSnapshot):
        return render.render_report(snapshot)
    if isinstance(snapshot, PublishedReportSnapshot):
        return render.render_published_report(snapshot)
    if isinstance(snapshot, NationalSnapshot):
        return render.render_national(snapshot)
    if isinstance(snapshot, ReceiptSnapshot):
        return render.render_receipt(snapshot)
    return render.render_certificate(snapshot)


_MM = 72 / 25.4
_SHEET = 210.0, 297.0


def signature_place(snapshot: Snapshot) -> tuple[int, tuple[int, int, int, int]]:
    """Where there is room for the visible note of an electronic signature: page (from 0) and box in points from the lower left
    corner (x0, y0, x1, y1). Nothing else is printed there: above the name on a certificate, below the index on a report.
    """
    if isinstance(snapshot, CertificateSnapshot):
        return 0, _box(left=187.0, top=154.0, right=263.0, bottom=169.0, height=_SHEET[0])
    return 0, _box(left=139.0, top=68.0, right=191.0, bottom=83.0, height=_SHEET[1])


def _box(*, left: float, top: float, right: float, bottom: float, height: float) -> tuple[int, int, int, int]:
    """Millimetres from the upper left corner to whole points from the lower left one."""
    return round(left * _MM), round((height - bottom) * _MM), round(right * _MM), round((height - top) * _MM)
