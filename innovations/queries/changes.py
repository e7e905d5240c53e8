"""What happened to an innovation since the version a person saw: the answer to "somebody else wrote in between".

Read from the audit history, which holds every version of the proposal with who wrote it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Q

from innovations.domain.items import DOCUMENT_FIELDS, PROPOSAL_FIELDS, fields_of, value_of
from innovations.domain.seen import field_hash
from innovations.models import Answer, Citation, Innovation, Transition
from regions.models import Person


@dataclass(frozen=True)
class FieldChange:
    """One field of the proposal: values as stored, then and now. Documents by id."""

    name: str
    before: Any
    after: Any


@dataclass(frozen=True)
class Changes:
    """`known` is False when the version a page claims to have seen is not in the history."""

    known: bool
    fields: Sequence[FieldChange] = ()
    rows: Sequence[int] = ()
    steps: Sequence[Transition] = ()
    by: Sequence[str] = ()

    def __bool__(self) -> bool:
        return bool(self.fields or self.rows or self.steps)


def stored_name(name: str) -> str:
    """The attribute that holds a field's plain value: the id for a document."""
    return f"{name}_id" if name in DOCUMENT_FIELDS else name


def changes_since(innovation: Innovation, *, version: int) -> Changes:
    """Compare the innovation as it stands with the version a page was made from. Five queries."""
    # The model of the history is made by pghistory's decorator, which type checkers do not see.
    events = Innovation.pgh_event_model.objects  # type: ignore[attr-defined]
    seen = events.filter(pgh_obj_id=innovation.pk, version=version).order_by("-pgh_id").first()
    if seen is None:
        return Changes(known=False)
    fields = [
        FieldChange(name, before, after)
        for name in PROPOSAL_FIELDS
        if (before := getattr(seen, stored_name(name))) != (after := getattr(innovation, stored_name(name)))
    ]
    actors = {
        context.get("actor")
        for context in events.filter(pgh_obj_id=innovation.pk, version__gt=version).values_list(
            "pgh_context", flat=True
        )
        if context
    }
    return Changes(
        known=True,
        fields=fields,
        rows=rows_changed(innovation, since=seen.changed_at),
        steps=list(
            Transition.objects.filter(innovation=innovation, at__gt=seen.changed_at).select_related("actor")
        ),
        by=[str(person) for person in Person.objects.filter(pk__in=actors - {None}).order_by("name")],
    )


def rows_changed(innovation: Innovation, *, since: Any) -> list[int]:
    """Rows whose claim was written or whose evidence came or went. The times are the application's, as on the proposal."""
    citations = Citation.pgh_event_model.objects  # type: ignore[attr-defined]
    own = Answer.objects.filter(innovation=innovation)
    moved = citations.filter(answer_id__in=own.values("pk")).filter(
        Q(created_at__gt=since) | Q(pgh_label="delete", pgh_created_at__gt=since)
    )
    return list(
        own.filter(Q(changed_at__gt=since) | Q(pk__in=moved.values("answer_id")))
        .order_by("row")
        .values_list("row", flat=True)
    )


# Who wrote what ----------------------------------------------------------------------------------------------------

FARTHEST = 300
"""Events looked back at most: who wrote a text is asked in a conflict, about something recent."""


@dataclass(frozen=True)
class Writing:
    """One writing of an item: who, and when (the application's time)."""

    by: str
    at: datetime | None


def last_writings(innovation: Innovation, items: Sequence[str]) -> dict[str, Writing]:
    """Who wrote what each item holds now. Two queries: events from the newest back, and names."""
    open_items = {item: field_hash(value_of(innovation, item)) for item in items}
    newest: dict[str, Any] = {}
    columns = {stored_name(field) for item in items for field in fields_of(item)}
    # The model of the history is made by pghistory's decorator, which type checkers do not see.
    events = Innovation.pgh_event_model.objects.filter(pgh_obj_id=innovation.pk)  # type: ignore[attr-defined]
    for event in (
        events.only("pgh_context", "changed_at", *columns).order_by("-pgh_id")[:FARTHEST].iterator(20)
    ):
        for item, now in list(open_items.items()):
            if field_hash(value_of(event, item)) == now:
                newest[item] = event
            else:
                del open_items[item]
        if not open_items:
            break
    names = names_of({(event.pgh_context or {}).get("actor") for event in newest.values()})
    return {
        item: Writing(names.get((event.pgh_context or {}).get("actor"), ""), event.changed_at)
        for item, event in newest.items()
    }


def arrived_already(innovation: Innovation, item: str, *, value: Any, since: int, person_id: int) -> bool:
    """Has this person stored this very value after version `since`? Then it arrived, though its answer was lost. One query."""
    events = Innovation.pgh_event_model.objects.filter(  # type: ignore[attr-defined]
        pgh_obj_id=innovation.pk, version__gt=since, pgh_context__actor=person_id
    )
    wanted = field_hash(value)
    columns = {stored_name(field) for field in fields_of(item)}
    found = events.only(*columns).order_by("-pgh_id")[:FARTHEST].iterator(20)
    return any(field_hash(value_of(event, item)) == wanted for event in found)


def names_of(person_ids: set[int | None]) -> dict[int | None, str]:
    """Names of people by id; nobody for the system. One query, or none."""
    known = [person_id for person_id in person_ids if person_id]
    return {person.pk: str(person) for person in Person.objects.filter(pk__in=known)} if known else {}


def others_since(innovation: Innovation, *, version: int, besides: int) -> list[str]:
    """Names of the others who wrote after a version, by name. Two queries."""
    events = Innovation.pgh_event_model.objects.filter(  # type: ignore[attr-defined]
        pgh_obj_id=innovation.pk, version__gt=version
    )
    actors = {(context or {}).get("actor") for context in events.values_list("pgh_context", flat=True)}
    return sorted(names_of(actors - {besides}).values())
