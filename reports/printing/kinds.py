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
