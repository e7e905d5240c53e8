"""What the look before a sending is made of: a finding, where it is cured, and the ways to make one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from innovations.models import Innovation

MOST_NAMED = 20
"""Places of one finding that are told by name; the rest is a number."""


@dataclass(frozen=True, slots=True)
class Cure:
    """Where a finding is cured: a page by name with its arguments, and what stands on the link."""

    label: str
    page: str
    arguments: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Finding:
    """One line of the list. `words` say what is wrong and what to do, "" when `done`; they are also what a refusal says."""

    code: str
    label: str
    words: str = ""
    required: bool = True
    cures: Sequence[Cure] = ()
    more: int = 0
    """Places beyond those in `cures`."""

    @property
    def done(self) -> bool:
        return not self.words


def row_cure(innovation: Innovation, row: int) -> Cure:
    label = _("%(name)s, baris %(row)s") % {"name": innovation.name, "row": row}
    return Cure(label, "row", {"public_id": innovation.public_id, "row": row})


def of_rows(
    code: str,
    label: str,
    rows: Sequence[tuple[int, int]],
    *,
    chosen: Sequence[Innovation],
    words: Any,
    required: bool,
) -> Finding:
    """A finding on rows, given as (innovation id, row)."""
    if not rows:
        return Finding(code, label, required=required)
    names = {innovation.pk: innovation for innovation in chosen}
    cures = [row_cure(names[innovation_id], row) for innovation_id, row in rows]
    return cut(code, label, words(len(rows)), cures, required=required)


def cut(code: str, label: str, words: str, cures: list[Cure], *, required: bool) -> Finding:
    return Finding(
        code, label, words, required, cures=cures[:MOST_NAMED], more=max(0, len(cures) - MOST_NAMED)
    )
