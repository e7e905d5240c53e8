"""What looking through a workbook found: by innovation, what would change and what is wrong, cell by cell. Kept as JSON."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from enum import StrEnum
from typing import Any

from django.utils.translation import gettext as _

from innovations.domain.design import words_in

SHOWN = 180
"""Characters of a long text that a report keeps, around the first difference."""
LEAD = 40
MOST_FAULTS = 2_000
CONFLICT = "conflict"


class Kind(StrEnum):
    """What becomes of an innovation of the workbook."""

    FAULTY = "faulty"
    NEW = "new"
    CHANGED = "changed"
    SAME = "same"


@dataclass(frozen=True, slots=True)
class Fault:
    """Something wrong, or a remark: where it stands, in words what it is and what to do."""

    sheet: str
    cell: str
    column: str
    text: str
    code: str = ""
    """CONFLICT where changed the field in the portal since the file was made."""


@dataclass(frozen=True, slots=True)
class Change:
    """A field that would change, as cells show it; `part` is "" for the proposal, else the number of the row."""

    cell: str
    part: str
    column: str
    before: str
    after: str
    told: str = ""


@dataclass(slots=True)
class Entry:
    """One innovation of the workbook. `line` is its row on the first sheet, 0 when only its indicator rows are given."""

    key: str
    name: str
    line: int = 0
    public_id: str = ""
    is_new: bool = False
    changes: list[Change] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    remarks: list[Fault] = field(default_factory=list)

    @property
    def kind(self) -> Kind:
        if self.faults:
            return Kind.FAULTY
        if self.is_new:
            return Kind.NEW
        return Kind.CHANGED if self.changes else Kind.SAME


@dataclass(frozen=True)
class Report:
    """The whole: faults and remarks about the file itself, and its entries, those with faults first."""

    entries: Sequence[Entry] = ()
    faults: Sequence[Fault] = ()
    remarks: Sequence[Fault] = ()
    fingerprint: str = ""
    """Over everything that applying would write, and what it would overwrite."""

    @property
    def is_faulty(self) -> bool:
        return bool(self.faults) or any(entry.faults for entry in self.entries)

    @property
    def counts(self) -> Mapping[str, int]:
        return Counter(entry.kind.value for entry in self.entries)

    @property
    def is_idle(self) -> bool:
        """Nothing is wrong, and nothing would change."""
        return not self.is_faulty and all(entry.kind is Kind.SAME for entry in self.entries)

    @property
    def fault_count(self) -> int:
        return len(self.faults) + sum(len(entry.faults) for entry in self.entries)


_ORDER = {Kind.FAULTY: 0, Kind.NEW: 1, Kind.CHANGED: 2, Kind.SAME: 3}


def dumped(report: Report) -> dict[str, Any]:
    """The report as JSON for the database; past MOST_FAULTS the rest is only counted."""
    entries = sorted(report.entries, key=lambda entry: (_ORDER[entry.kind], entry.line, entry.key))
    room = MOST_FAULTS
    kept = []
    for entry in entries:
        plain = asdict(entry)
        plain["faults"] = plain["faults"][: max(room, 1)]
        room -= len(plain["faults"])
        kept.append(plain)
    return {
        "entries": kept,
        "faults": [asdict(fault) for fault in report.faults],
        "remarks": [asdict(remark) for remark in report.remarks],
        "fingerprint": report.fingerprint,
        "fault_count": report.fault_count,
        "change_count": sum(len(entry.changes) for entry in entries),
    }


def loaded(plain: Mapping[str, Any]) -> Report:
    """The report that `dumped` wrote; an empty one of nothing."""
    return Report(
        entries=[
            Entry(
                **{
                    **entry,
                    "changes": [Change(**change) for change in entry["changes"]],
                    "faults": [Fault(**fault) for fault in entry["faults"]],
                    "remarks": [Fault(**fault) for fault in entry["remarks"]],
                }
            )
            for entry in plain.get("entries", ())
        ],
        faults=[Fault(**fault) for fault in plain.get("faults", ())],
        remarks=[Fault(**fault) for fault in plain.get("remarks", ())],
        fingerprint=plain.get("fingerprint", ""),
    )


def excerpts(before: str, after: str) -> tuple[str, str]:
    """Both texts whole where they are short; else the part around their first difference."""
    if max(len(before), len(after)) <= SHOWN:
        return before, after
    start = 0
    for left, right in zip(before, after, strict=False):
        if left != right:
            break
        start += 1
    start = max(0, start - LEAD)
    return _cut(before, start), _cut(after, start)


def _cut(text: str, start: int) -> str:
    part = text[start : start + SHOWN]
    return f"{'…' if start and part else ''}{part}{'…' if start + SHOWN < len(text) else ''}"


def length_words(before: str, after: str) -> str:
    """How long both texts are, in words, where a report shows only a part of them; "" where it shows all."""
    if max(len(before), len(after)) <= SHOWN:
        return ""
    if not before:
        return _("%(after)d kata") % {"after": words_in(after)}
    return _("%(before)d → %(after)d kata") % {"before": words_in(before), "after": words_in(after)}
