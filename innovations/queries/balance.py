"""An even distribution of what waits, worked out before anybody decides: exact, explained, the same every time it is asked.

The measure of work is the row without a verdict. The largest innovations are placed first; each goes to the reviewer present and free
of conflicts who has the fewest open rows then, at a tie to the one with fewer open points, then by name. (Placing the largest
first keeps the loads close together; nobody's work is taken away from them.)
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from innovations.models import Innovation
from innovations.queries.conflicts import Ties
from innovations.queries.queue import NO_WORK, Waiting, Work
from innovations.queries.reviewers import Reviewer
from scoring.core.canonical import fingerprint


@dataclass(slots=True)
class Share:
    """One reviewer's part. Rows and innovations held before, and what is added."""

    reviewer: Reviewer
    items_before: int = 0
    rows_before: int = 0
    points_before: int = 0
    items: list[Waiting] = field(default_factory=list)
    rows: int = 0
    points: int = 0

    @property
    def rows_after(self) -> int:
        return self.rows_before + self.rows

    @property
    def items_after(self) -> int:
        return self.items_before + len(self.items)


@dataclass(frozen=True, slots=True)
class Plan:
    shares: Sequence[Share]
    unplaced: Sequence[Waiting]
    """For these nobody present is free of a conflict."""

    @property
    def pairs(self) -> list[tuple[int, int]]:
        """(innovation id, reviewer id)."""
        return [(item.pk, share.reviewer.person_id) for share in self.shares for item in share.items]

    @property
    def fingerprint(self) -> str:
        """What was looked at: pressed for another one, nothing is done."""
        return fingerprint({"pairs": [list(pair) for pair in sorted(self.pairs)]})


def to_place(
    waiting: Sequence[Waiting], *, reviewers: Sequence[Reviewer], today: date, with_absent: bool
) -> list[Waiting]:
    """What nobody reads, or somebody who no longer reviews here; `with_absent`: also what waits with somebody who is away."""
    present = {entry.person_id: entry for entry in reviewers}

    def is_free(entry: Waiting) -> bool:
        reader = present.get(entry.reader_id or 0)
        return reader is None or (with_absent and reader.away_on(today) is not None)

    return [entry for entry in waiting if is_free(entry)]


def plan_of(
    items: Sequence[Waiting],
    *,
    waiting: Sequence[Waiting],
    work: Mapping[int, Work],
    reviewers: Sequence[Reviewer],
    ties: Mapping[int, Ties],
    innovations: Mapping[int, Innovation],
    today: date,
) -> Plan:
    """Place `items`, given everything that waits and who reads it. Pure."""
    shares = shares_of(waiting, work=work, reviewers=reviewers, without={item.pk for item in items})
    present = [share for share in shares if share.reviewer.away_on(today) is None]
    unplaced = []
    for item in sorted(items, key=lambda entry: _size(work.get(entry.pk, NO_WORK), entry)):
        innovation = innovations[item.pk]
        free = [share for share in present if not ties[share.reviewer.person_id].conflict(innovation)]
        if not free:
            unplaced.append(item)
            continue
        share = min(free, key=_load)
        todo = work.get(item.pk, NO_WORK)
        share.items.append(item)
        share.rows += todo.rows
        share.points += todo.points
    return Plan(present, unplaced)


def shares_of(
    waiting: Sequence[Waiting],
    *,
    work: Mapping[int, Work],
    reviewers: Sequence[Reviewer],
    without: Collection[int] = (),
) -> list[Share]:
    """What each reviewer holds now."""
    shares = {reviewer.person_id: Share(reviewer) for reviewer in reviewers}
    for entry in waiting:
        share = shares.get(entry.reader_id or 0)
        if share is not None and entry.pk not in without:
            todo = work.get(entry.pk, NO_WORK)
            share.items_before += 1
            share.rows_before += todo.rows
            share.points_before += todo.points
    return list(shares.values())


def _size(todo: Work, entry: Waiting) -> tuple[object, ...]:
    return (-todo.rows, -todo.points, entry.promise, entry.pk)


def _load(share: Share) -> tuple[object, ...]:
    return (
        share.rows_before + share.rows,
        share.points_before + share.points,
        share.reviewer.name.casefold(),
        share.reviewer.person_id,
    )
