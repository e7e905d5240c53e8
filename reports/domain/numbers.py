"""Numbers of documents: one sequence a kind and year for the whole nation, without gaps.

LHP/62.02/2026/0017 is the 17th report (laporan hasil pengukuran) of the period 2026, for region 62.02; PGM counts the
certificates (piagam), PGH those of awards (penghargaan), RCN receipts (rincian nilai), LNS the nation's reports.

A number is taken together with the row that carries it, and rows are never deleted. So a number that nobody holds a file of is
still explained: its row says why the file is missing, or why the document does not stand any more.
"""

from __future__ import annotations

from django.db import connection
from django.db.models import Q

from iga_portal.tenancy.scope import scope
from iga_portal.tenancy.tasks import region_ids
from regions.models import Region
from reports.models import DocumentKind, IssuedDocument

PREFIXES = {
    DocumentKind.REPORT: "LHP",
    DocumentKind.CERTIFICATE: "PGM",
    DocumentKind.AWARD: "PGH",
    DocumentKind.RECEIPT: "RCN",
    DocumentKind.NATIONAL: "LNS",
}
LOCK_SPACE = 0x1AB  # keeps these advisory locks apart from any other use


def next_number(kind: DocumentKind, *, region: Region, year: int) -> str:
    """The next number. The lock stands until the caller's transaction ends: the row that takes the number must be written in
    it, so that a number is used exactly when the transaction is, and the next one waits for that.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_advisory_xact_lock(hashtextextended(%s, %s))", [f"{kind.value}/{year}", LOCK_SPACE]
        )
    # Documents are never deleted, so their count is the last number of the sequence.
    of_year = Q(region_period__period__year=year) | Q(
        region_period__isnull=True, publication__period__year=year
    )
    with scope(region_ids(), role="numbering"):
        issued = IssuedDocument.objects.filter(of_year, kind=kind).count()
    return f"{PREFIXES[kind]}/{region.code}/{year}/{issued + 1:04d}"
