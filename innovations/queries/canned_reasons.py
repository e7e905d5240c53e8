"""Reads of the desk's ready reasons."""

from __future__ import annotations

from innovations.domain.canned_reasons import starter_set
from innovations.models import CannedReason


def reasons_for(region_id: int, *, row: int) -> list[str]:
    """The words offered on a row: its own first, then those for every row. One query, for the few lists of a region together.

    A region that has not begun a list of its own is offered the starter set; reading stores nothing.
    """
    found = list(CannedReason.objects.order_by()) or starter_set(region_id)
    active = [reason for reason in found if reason.is_active and reason.row in {row, None}]
    active.sort(key=lambda reason: (reason.row is None, reason.position, reason.pk or 0))
    return list(dict.fromkeys(reason.text for reason in active))


def all_reasons(region_id: int) -> dict[int | None, list[CannedReason]]:
    """Every reason by row in order, those for every row first, retired ones last in their list. One query.

    The starter set, not yet stored, where the region has none of its own.
    """
    found = list(CannedReason.objects.all()) or starter_set(region_id)
    found.sort(key=lambda reason: (reason.row or 0, not reason.is_active, reason.position, reason.pk or 0))
    lists: dict[int | None, list[CannedReason]] = {None: [], **{row: [] for row in range(16, 36)}}
    for reason in found:
        lists[reason.row].append(reason)
    return lists
