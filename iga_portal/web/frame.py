"""What surrounds every page: who is here, in which role and region, until when.

Plain data, filled by the context processor that knows people and periods; `templates/base.html` only shows it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class RailItem:
    """One entry of the left rail. `icon` is a Lucide name, `badge` a count of things that wait (0 is not shown)."""

    label: str
    url: str
    icon: str = "circle"
    current: bool = False
    badge: int | None = None


@dataclass(frozen=True, slots=True)
class Crumb:
    """One step of the breadcrumbs; the last one carries no address."""

    label: str
    url: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """Everything `base.html` shows around a page.

    `region`, `role_label` and `person` are None for somebody who is not signed in. `deadline` is aware;
    `deadline_text` is the whole sentence ("Pengisian ditutup 31 Agustus 2026 23.59 WIB, 12 hari lagi"), for which
    `formats.deadline_sentence` is at hand. `demo` puts the word CONTOH on the page.
    """

    portal_name: str = "Portal IGA"
    region: str | None = None
    role_label: str | None = None
    period: str = ""
    deadline: datetime | None = None
    deadline_text: str = ""
    deadline_near: bool = False
    schedule_url: str = ""
    rail: Sequence[RailItem] = ()
    notices_count: int = 0
    notices_url: str = ""
    person: str | None = None
    demo: bool = False
    instrument_label: str = ""
    roles_url: str = ""
