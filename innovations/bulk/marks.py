"""The hidden mark of a row: what each of its cells showed when the file was made, by the hashes that the form uses too.

With it a file tells apart what a person typed from what merely stood there. What was left alone is never written, even where
somebody changed it in the portal meanwhile; what was typed over something that moved meanwhile is a conflict and is asked about.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from innovations.bulk.resources import proposal_columns
from innovations.domain import answers, items
from innovations.domain.seen import LENGTH
from innovations.models import Answer, Innovation

CLAIM_PARTS: Final = ("level", "note")
"""Basis, number and level of a row share one hash (`innovations.domain.answers.seen_of`)."""
_DIGITS = frozenset("0123456789abcdef")


def mark_of(innovation: Innovation) -> str:
    """The mark of a proposal: one hash a column, in the order of the columns."""
    names = [column.attribute for column in proposal_columns()]
    seen = items.seen_of(innovation, names)
    return "".join(seen[name] for name in names)


def claim_mark_of(answer: Answer, *, kind: str) -> str:
    seen = answers.seen_of(answer, kind=kind)
    return "".join(seen[part] for part in CLAIM_PARTS)


def seen_in(mark: str) -> Mapping[str, str] | None:
    """Item -> hash of what was shown; None for a mark that is missing or damaged."""
    return _split(mark, [column.attribute for column in proposal_columns()])


def claim_seen_in(mark: str) -> Mapping[str, str] | None:
    return _split(mark, CLAIM_PARTS)


def _split(mark: str, names: Sequence[str]) -> Mapping[str, str] | None:
    mark = mark.strip().lower()
    if len(mark) != LENGTH * len(names) or set(mark) - _DIGITS:
        return None
    return {name: mark[place * LENGTH : (place + 1) * LENGTH] for place, name in enumerate(names)}


def joined(seen: Mapping[str, str]) -> str:
    """The mark of hashes that `seen_in` or `claim_seen_in` split."""
    return "".join(seen.values())
