"""Reading what many parts of an instrument have: hundredths, pages, notes, decisions.

Raises InstrumentError with the path.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from scoring.core.exact import HUNDREDTH_PLACES
from scoring.core.model import Decision, Note
from scoring.core.strict import Node

NOTE_KINDS: Final = ("misprint", "contradiction", "inference", "source")
YEAR_NAMES: Final = ("T-0", "T-1", "T-2")


def hundredths(node: Node) -> int:
    """A number with at most two decimals, as hundredths."""
    return node.scaled(places=HUNDREDTH_PLACES)


def positive(node: Node) -> int:
    """Hundredths, more than 0."""
    value = hundredths(node)
    if value <= 0:
        node.fail("must be more than 0")
    return value


def decision(node: Node) -> Decision:
    """What the portal decided where the guideline leaves it open, with the reason in both languages."""
    fields = node.fields(required=("decision", "reason", "reason_en"))
    fields["decision"].choice(("portal",))
    return Decision(reason=fields["reason"].text(), reason_en=fields["reason_en"].text())


def optional_decision(fields: Mapping[str, Node]) -> Decision | None:
    return decision(fields["decided"]) if "decided" in fields else None


def _note(node: Node) -> Note:
    fields = node.fields(required=("kind", "text", "text_en"))
    return Note(
        kind=fields["kind"].choice(NOTE_KINDS), text=fields["text"].text(), text_en=fields["text_en"].text()
    )


def notes(fields: Mapping[str, Node]) -> tuple[Note, ...]:
    """The notes; none where the field is not given."""
    return tuple(_note(node) for node in fields["notes"].items()) if "notes" in fields else ()


def text_or_empty(fields: Mapping[str, Node], key: str) -> str:
    """The text of an optional field; "" where it is not given."""
    return fields[key].text() if key in fields else ""


def pages(node: Node) -> tuple[int, ...]:
    """Pages of the guideline, 1 to 999, at least one."""
    return tuple(page.integer(least=1, most=999) for page in node.items(at_least=1))
