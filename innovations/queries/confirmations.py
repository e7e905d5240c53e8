"""Reads of the head's confirmations: which one counts, and what has changed since."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from django.db.models import Count, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce

from innovations.domain.confirmations import entry_of, list_mark, weights_of
from innovations.enums import State
from innovations.models import Innovation, OpdConfirmation
from innovations.queries.opd import Sheet
from regions.models import RegionPeriod


@dataclass(frozen=True, slots=True)
class Standing:
    """The confirmation that counts, for a line on other people's pages.

    `changed` says how many innovations of the list were written or came after it.
    """

    at: datetime
    by: str
    changed: int

    def covers(self, innovation: Innovation) -> bool:
        """Does the innovation still stand as it was confirmed?"""
        return innovation.changed_at <= self.at


def standing_confirmation(opd_ids: Collection[int], *, region_period_id: int) -> Standing | None:
    """The latest confirmation of a list by the head of one of these OPD; None without one. One query.

    For an innovation of a unit these are the unit and its parent, because the parent's head confirms both.
    """
    listed = Q(opd_id=OuterRef("opd_id")) | Q(opd__parent_id=OuterRef("opd_id"))
    later = (
        Innovation.objects.filter(
            listed,
            region_period_id=OuterRef("region_period_id"),
            changed_at__gt=OuterRef("confirmed_at"),
        )
        .order_by()
        .values("region_period_id")
        .annotate(count=Count("pk"))
        .values("count")
    )
    found = (
        OpdConfirmation.objects.filter(opd_id__in=opd_ids, region_period_id=region_period_id)
        .select_related("confirmed_by")
        .defer("content")
        .annotate(later=Coalesce(Subquery(later), 0))
        .first()
    )
    if found is None:
        return None
    return Standing(found.confirmed_at, str(found.confirmed_by), int(found.later))


def standing_for(innovation: Innovation) -> Standing | None:
    """The confirmation that counts for one innovation, whose `opd` is at hand. One query."""
    ids = {innovation.opd_id, innovation.opd.parent_id} - {None}
    return standing_confirmation(
        {opd_id for opd_id in ids if opd_id}, region_period_id=innovation.region_period_id
    )


class Kind(StrEnum):
    """What became of an innovation since the list was confirmed."""

    NEW = "new"
    CHANGED = "changed"
    WITHDRAWN = "withdrawn"
    MOVED = "moved"
    """Only its state is another; what it says is the same."""
    SAME = "same"


@dataclass(frozen=True, slots=True)
class RowMove:
    """A row whose claim or evidence changed. Levels 0..3 or None; equal when only its evidence, number or note did."""

    row: int
    before: int | None
    after: int | None


@dataclass(frozen=True, slots=True)
class Since:
    """One innovation against the confirmed list."""

    kind: Kind
    fields: Sequence[str] = ()
    rows: Sequence[RowMove] = ()
    state_before: str = ""
    renamed_from: str = ""


@dataclass(frozen=True)
class ReadList:
    """The whole list against the latest confirmation, without its texts."""

    confirmation: OpdConfirmation | None
    kinds: Mapping[int, Kind]
    """By innovation id. CHANGED here may turn out MOVED once the parts are compared (`changes_on_page`)."""
    mark: str

    @property
    def counts(self) -> dict[str, int]:
        return dict(Counter(str(kind) for kind in self.kinds.values()))

    @property
    def differs(self) -> int:
        return sum(kind is not Kind.SAME for kind in self.kinds.values())


def read_list(opd_ids: Collection[int], *, opd_id: int, region_period: RegionPeriod) -> ReadList:
    """Compare every innovation of an OPD and its units with the confirmed list, by version. Two queries."""
    confirmation = (
        OpdConfirmation.objects.filter(opd_id=opd_id, region_period=region_period)
        .select_related("confirmed_by")
        .first()
    )
    known = entries_of(confirmation)
    rows = list(
        Innovation.objects.filter(opd_id__in=opd_ids, region_period=region_period)
        .order_by("pk")
        .values_list("pk", "public_id", "version", "state")
    )
    return ReadList(
        confirmation,
        kinds={
            pk: _kind(known.get(str(public_id)), version=version, state=state)
            for pk, public_id, version, state in rows
        },
        mark=list_mark([(public_id, version) for _pk, public_id, version, _state in rows]),
    )


def entries_of(confirmation: OpdConfirmation | None) -> dict[str, dict[str, Any]]:
    return {entry["public_id"]: entry for entry in (confirmation.content if confirmation else ())}


def _kind(entry: Mapping[str, Any] | None, *, version: int, state: str) -> Kind:
    if entry is None:
        return Kind.NEW
    if entry["version"] == version:
        return Kind.SAME
    return Kind.WITHDRAWN if state == State.WITHDRAWN != entry["state"] else Kind.CHANGED


def moved_of(innovations: Iterable[Innovation], *, read: ReadList) -> list[Innovation]:
    """Those whose rows have to be read to say what changed."""
    return [entry for entry in innovations if read.kinds.get(entry.pk) in {Kind.CHANGED, Kind.WITHDRAWN}]


def changes_on_page(
    innovations: Iterable[Innovation],
    *,
    read: ReadList,
    sheets: Mapping[int, Sheet],
    region_period: RegionPeriod,
) -> dict[int, Since]:
    """What changed in each innovation of one page, by id; `sheets` holds those of `moved_of`. No query."""
    known, weights = entries_of(read.confirmation), weights_of(region_period)
    found = {}
    for innovation in innovations:
        kind = read.kinds.get(innovation.pk, Kind.NEW)
        found[innovation.pk] = Since(kind)
        if kind in {Kind.CHANGED, Kind.WITHDRAWN}:
            sheet = sheets[innovation.pk]
            now = entry_of(innovation, sheet.answers, cited=sheet.cited, weights=weights)
            found[innovation.pk] = since(known[str(innovation.public_id)], now)
    return found


def since(before: Mapping[str, Any], after: Mapping[str, Any]) -> Since:
    """What differs between two entries of a list."""
    old, new = before["parts"], after["parts"]
    # A part that the confirmed list did not know (a later release of the portal) is no change of the OPD's.
    different = [part for part, mark in new.items() if part in old and old[part] != mark]
    fields = [part for part in different if not part.isdecimal()]
    rows = [
        RowMove(int(part), _level(old[part]), _level(new[part])) for part in different if part.isdecimal()
    ]
    state_before = before["state"] if before["state"] != after["state"] else ""
    if after["state"] == State.WITHDRAWN and state_before:
        kind = Kind.WITHDRAWN
    elif fields or rows:
        kind = Kind.CHANGED
    else:
        kind = Kind.MOVED if state_before else Kind.SAME
    return Since(
        kind,
        fields=fields,
        rows=rows,
        state_before=state_before,
        renamed_from=before["name"] if before["name"] != after["name"] else "",
    )


def _level(mark: str) -> int | None:
    level = mark.split(":", 1)[0]
    return int(level) if level.isdecimal() else None
