"""The lists of this room that can be taken along as XLSX (`regions.lists`): imported at the start, one module a list."""

from __future__ import annotations

from innovations.lists import participation, queue

__all__ = ["participation", "queue"]
