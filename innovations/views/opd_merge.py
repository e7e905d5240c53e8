"""Saving a step of the proposal while somebody else may be writing: three versions of each field, and nobody overwritten unseen.

Seen is what the page showed, stored is what stands now, typed is what the person sends. What only one side changed is taken;
what both changed differently is a conflict, which the person decides field by field.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.http import QueryDict

from innovations.forms.proposal import StepForm, model_fields
from innovations.models import Document, Innovation
from innovations.queries.changes import changes_since, stored_name

MINE, STORED = "saya", "tersimpan"
OPEN_CONFLICTS = "konflik"


def choice_name(name: str) -> str:
    """The name of the radio buttons by which a person decides on a field."""
    return f"pilih_{name}"


@dataclass(frozen=True)
class Merge:
    """What to write, and what first has to be decided. `others_wrote` when anything changed beside what is in conflict."""

    changes: Mapping[str, Any]
    conflicts: Sequence[str] = ()
    others_wrote: bool = False
    by: Sequence[str] = field(default_factory=tuple)


def merge(form: StepForm, *, innovation: Innovation, seen_version: int, data: QueryDict) -> Merge:
    """Join a valid form with what is stored. `data` carries the decisions on conflicts that were shown before."""
    changes = form.changes()
    undecided = []
    for name in data.getlist(OPEN_CONFLICTS):
        if name not in form.fields:
            continue
        decision = data.get(choice_name(name))
        if decision == STORED:
            for model_field in model_fields(name):
                changes.pop(model_field, None)
        elif decision != MINE and _typed(changes, name) != _stored(innovation, name):
            undecided.append(name)
    if seen_version == innovation.version:
        return Merge(changes, undecided)
    since = changes_since(innovation, version=seen_version)
    moved = {change.name for change in since.fields}
    for name in form.fields:
        fields = [entry for entry in model_fields(name) if entry in changes]
        if not fields or _typed(changes, name) == _stored(innovation, name):
            continue
        if since.known and not moved.intersection(fields):
            continue
        if since.known and _typed(changes, name) == tuple(since.seen[entry] for entry in fields):
            # Left as it was shown: what the other person wrote stays.
            for model_field in fields:
                del changes[model_field]
        elif name not in undecided:
            undecided.append(name)
    return Merge(changes, undecided, others_wrote=True, by=since.by)


def _typed(changes: Mapping[str, Any], name: str) -> tuple[Any, ...]:
    return tuple(
        value.pk if isinstance(value, Document) else value
        for entry in model_fields(name)
        if entry in changes
        for value in [changes[entry]]
    )


def _stored(innovation: Innovation, name: str) -> tuple[Any, ...]:
    return tuple(getattr(innovation, stored_name(entry)) for entry in model_fields(name))
