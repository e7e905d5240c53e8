"""The one door from the workbook to the domain functions of the form: nothing else of this room writes an innovation.

What is weighed here is not written: the same checks on a copy, so that the look-through refuses exactly what applying would.
"""

from __future__ import annotations

from collections.abc import Mapping
from copy import copy
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError

from iga_portal.refusals import Refused
from innovations.domain import answers, innovations
from innovations.domain.answers import Claim
from innovations.domain.claims import set_answers
from innovations.domain.innovations import change_proposal, create_innovation
from innovations.domain.items import fields_of
from innovations.models import Innovation
from regions.access import Actor
from regions.models import Period
from scoring.core.model import Row


@dataclass(frozen=True)
class Weighed:
    """What a change of a proposal would do: items emptied because they hang on another, and what is wrong by item."""

    cleared: tuple[str, ...] = ()
    errors: Mapping[str, list[str]] = field(default_factory=dict)


def weigh_proposal(innovation: Innovation, *, actor: Actor, changes: Mapping[str, Any]) -> Weighed:
    """Try changes of items on a copy of an innovation, saved or not. Asks the database nothing: documents are given as rows."""
    trial = copy(innovation)
    try:
        cleared = innovations.weigh_changes(trial, actor=actor, changes=changes)
    except ValidationError as error:
        return Weighed(errors=_by_item(error, changes))
    except Refused as refusal:
        item = next((item for item in changes if item in innovations.DOCUMENT_FIELDS), "")
        return Weighed(errors={item: [refusal.message]})
    return Weighed(cleared)


def weigh_claim(innovation: Innovation, row: Row, claim: Claim) -> Refused | None:
    """Why a claim on a row would be refused, None when it would not; the code names the field."""
    try:
        answers.refuse_unknown(innovation, int(row.code), claim)
        answers.refuse_unexplained(row, claim, field="level")
    except Refused as refusal:
        return refusal
    return None


def create(*, actor: Actor, opd_id: int, name: str, period: Period, now: datetime) -> Innovation:
    return create_innovation(actor=actor, opd_id=opd_id, name=name, period=period, now=now)


def write_proposal(innovation_id: int, *, actor: Actor, changes: Mapping[str, Any]) -> None:
    """Write items. What stands was read under the same lock, so that nothing can have moved since."""
    change_proposal(innovation_id, actor=actor, changes=changes, seen=None)


def write_claims(innovation_id: int, *, actor: Actor, claims: Mapping[int, Claim]) -> None:
    set_answers(innovation_id, actor=actor, claims=claims)


def _by_item(error: ValidationError, changes: Mapping[str, Any]) -> dict[str, list[str]]:
    """Messages by item; those about a field that was not typed here stand at the first item that was."""
    item_of = {name: item for item in changes for name in fields_of(item)}
    found: dict[str, list[str]] = {}
    messages = error.message_dict if hasattr(error, "error_dict") else {"": error.messages}
    for name, texts in messages.items():
        found.setdefault(item_of.get(name, next(iter(changes), "")), []).extend(texts)
    return found
