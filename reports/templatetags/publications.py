"""What is published of a region, on pages of rooms that know no publications."""

from __future__ import annotations

from typing import Any

from django import template

from regions.models import Region
from reports.queries.publications import published_places

register = template.Library()


@register.inclusion_tag("reports/_published_places.html")
def published_place(region: Region | None) -> dict[str, Any]:
    """The places of a region in the publications that stand, the latest first; nothing before the first one. One query."""
    return {"places": published_places(region) if region is not None else []}
