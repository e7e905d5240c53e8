"""What happened to an innovation since the version a person saw: the answer to "somebody else wrote in between".

Read from the audit history, which holds every version of the proposal with who wrote it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Q

from innovations.domain.innovations import DOCUMENT_FIELDS, PROPOSAL_FIELDS
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
    seen: Mapping[str, Any] = field(default_factory=dict)

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
        seen={name: getattr(seen, stored_name(name)) for name in PROPOSAL_FIELDS},
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
