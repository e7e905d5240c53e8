"""The lists of this room that can be taken along as XLSX (`regions.lists`): imported at the start, one module a list."""

from __future__ import annotations

from reports.lists import drafts

__all__ = ["drafts"]
