"""The proposal item by item: what a person answers, compares and saves as one thing.

Mostly an item is a field of the proposal. The point is one item in two fields; the design is one field of seven items, so that two
people writing two of its parts are in nobody's way.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Final

from innovations.domain import design
from innovations.domain.seen import field_hash
from innovations.models import Innovation

COORDINATES: Final = "coordinates"
DOCUMENT_FIELDS: Final = ("budget_document", "profile_document", "ip_document", "award_document")
PROPOSAL_FIELDS: Final = (
    "name", "stage", "initiator", "initiator_name", "classification", "latitude", "longitude", "kind", "form",
    "asta_cita", "pkpn_cluster", "pkpn_main", "pkpn_overlapping", "urusan", "urusan_overlapping", "trial_date",
    "implemented_on", "developed_on", "development_note", "design", "aim", "benefit", "result", *DOCUMENT_FIELDS,
)  # fmt: skip
DESIGN_ITEMS: Final = {f"design_{code}": code for code in design.CODES}
"""Items of the design -> code of the part."""
LINES: Final = ("name", "initiator_name")
"""Free texts of one line."""
LONG_TEXTS: Final = ("design", "aim", "benefit", "result", "development_note")


def fields_of(item: str) -> tuple[str, ...]:
    """The fields of the proposal that hold an item. Raises TypeError for what is no item (a programming error)."""
    if item == COORDINATES:
        return ("latitude", "longitude")
    if item in DESIGN_ITEMS:
        return ("design",)
    if item in PROPOSAL_FIELDS:
        return (item,)
    raise TypeError(f"not an item of the proposal: {item}")


def value_of(innovation: Innovation, item: str) -> Any:
    """What is stored for an item; documents as their id, the point as (latitude, longitude)."""
    if item == COORDINATES:
        return (innovation.latitude, innovation.longitude)
    if item in DESIGN_ITEMS:
        return design.split_design(innovation.design)[DESIGN_ITEMS[item]]
    return getattr(innovation, f"{item}_id" if item in DOCUMENT_FIELDS else item)


def put(innovation: Innovation, item: str, value: Any) -> None:
    """Set an item on an innovation that has not been saved yet. A document is given as the row itself."""
    if item == COORDINATES:
        innovation.latitude, innovation.longitude = value or (None, None)
    elif item in DESIGN_ITEMS:
        innovation.design = design.with_part(innovation.design, code=DESIGN_ITEMS[item], words=value)
    else:
        setattr(innovation, item, value)


def seen_of(innovation: Innovation, items: Iterable[str]) -> Mapping[str, str]:
    """The hash of each item as it stands, for a page that is about to show it."""
    return {item: field_hash(value_of(innovation, item)) for item in items}
