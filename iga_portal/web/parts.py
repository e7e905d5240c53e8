"""What the components show, as plain frozen data. A view fills these from its own rows; no template makes a query."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class Action:
    """A link or button beside a thing. `post` makes it a small form, so that a change is never a GET."""

    label: str
    url: str
    icon: str = ""
    post: bool = False
    danger: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentCard:
    """One document as evidence: what stands on the letter, which file or link, and what the desk said of it."""

    title: str
    url: str = ""
    number: str = ""
    dated: str = ""
    kind: str = ""
    size: str = ""
    pages: str = ""
    shared: bool = False
    external: bool = False
    note: str = ""
    warning: str = ""
    actions: Sequence[Action] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class EvidenceSlot:
    """What one indicator row asks for, and the documents that answer it."""

    title: str
    asked: str
    formats: str = ""
    time_rule: str = ""
    required: bool = False
    documents: Sequence[DocumentCard] = ()
    actions: Sequence[Action] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckItem:
    """One line of a completeness list; an item that is not done says what to do and where."""

    label: str
    done: bool
    url: str = ""
    note: str = ""
    required: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """One step in the story of a thing, newest or oldest first as the view orders it."""

    at: datetime
    title: str
    actor: str = ""
    text: str = ""
    tone: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Light:
    """One of the six yandas; lit when at least one counted innovation has it as its main urusan."""

    name: str
    lit: bool
    count: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """One bar of a bar list. `value` and `out_of` share a unit; `text` replaces the printed number."""

    label: str
    value: Decimal
    url: str = ""
    text: str = ""
    tone: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """A job as the page shows it. `state` is one of queued, running, paused, done, failed; `total` 0 means not known yet."""

    title: str
    state: str
    done: int = 0
    total: int = 0
    message: str = ""
    fragment_url: str = ""
    page_url: str = ""
    result_url: str = ""
    result_label: str = ""

    @property
    def moving(self) -> bool:
        """Whether the page should ask again."""
        return self.state in {"queued", "running"}
