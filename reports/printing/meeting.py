"""The list for a meeting: OPD by OPD with a place to sign. Snapshot in, texts out; no clock and no database."""

import hashlib
from dataclasses import dataclass
from datetime import datetime
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from reports.printing.codec import dump
from reports.printing.formats import date_text, decimal_text, integer_text, printable, replacement_in

Context = dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class MeetingRow:
    """One OPD with its units: how far it is, in words, and what it has."""

    name: str
    progress: str
    is_met: bool
    drafts: int
    submitted: int
    returned: int
    verified: int
    sent: int


@dataclass(frozen=True, slots=True, kw_only=True)
class MeetingSnapshot:
    """Participation as it stood at a moment. `choice` says in words which OPD are listed, "" for all of them.

    `met` and `total` are of all OPD of the region, `begun` those with at least one innovation. `stood_at` is the region's own time,
    `zone` its label.
    """

    region: str
    period: str
    deadline: str
    choice: str
    duty: int
    met: int
    begun: int
    total: int
    rows: tuple[MeetingRow, ...]
    stood_at: datetime
    zone: str
    demo: bool


def meeting_context(snapshot: MeetingSnapshot) -> Context:
    """Everything `rapat.html` prints."""
    context = {
        "title": f"Daftar rapat partisipasi OPD, {printable(snapshot.region)}",
        "created": snapshot.stood_at.isoformat(timespec="seconds"),
        "demo": snapshot.demo,
        "region": printable(snapshot.region),
        "period": printable(snapshot.period),
        "deadline": printable(snapshot.deadline),
        "choice": printable(snapshot.choice),
        "duty": integer_text(snapshot.duty),
        "met": integer_text(snapshot.met),
        "begun": integer_text(snapshot.begun),
        "total": integer_text(snapshot.total),
        "share": _share(snapshot.met, snapshot.total),
        "begun_share": _share(snapshot.begun, snapshot.total),
        "stood": f"{date_text(snapshot.stood_at.date())} {snapshot.stood_at:%H.%M} {printable(snapshot.zone)}",
        "rows": [
            {
                "number": integer_text(number),
                "name": printable(row.name),
                "progress": printable(row.progress),
                "is_met": row.is_met,
                "counts": [
                    integer_text(count)
                    for count in (row.drafts, row.submitted, row.returned, row.verified, row.sent)
                ],
            }
            for number, row in enumerate(snapshot.rows, start=1)
        ],
    }
    return {**context, "replacement": replacement_in(context)}


def meeting_hash(snapshot: MeetingSnapshot) -> str:
    """SHA-256 of everything that the list says."""
    return hashlib.sha256(dump(snapshot).encode()).hexdigest()


def _share(part: int, whole: int) -> str:
    """31,9 % of 15 in 47, rounded half-up; of nothing there is no share."""
    if not whole:
        return "–"
    exact = Decimal(part * 100) / whole
    return f"{decimal_text(exact.quantize(Decimal('0.1'), rounding=ROUND_HALF_UP))} %"
