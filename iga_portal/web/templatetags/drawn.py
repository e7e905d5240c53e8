"""Charts and the map as template tags, known to every template. What each takes stands in docs/components.md."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django import template
from django.utils.safestring import SafeString, mark_safe

from iga_portal.web import charts, charts_course, formats, parts, tilemap
from iga_portal.web.charts_course import Series
from iga_portal.web.tilemap import Tile

register = template.Library()


@register.simple_tag
def index_scale(bands: Sequence[charts.Band], markers: Sequence[charts.Marker]) -> SafeString:
    """Line from 0 to 100 with bands and markers."""
    return _svg(charts.index_scale(bands, markers))


@register.simple_tag
def waterfall(
    parts: Sequence[charts.Part], total: Decimal, *, bands: Sequence[charts.Band] = (), index: Decimal | None = None,
) -> SafeString:  # fmt: skip
    """How SPD, maturity and count build the index."""
    return _svg(charts.waterfall(parts, total=total, bands=bands, index=index))


@register.simple_tag
def trend_line(points: Sequence[charts.Point], title: str) -> SafeString:
    """An index over the years."""
    return _svg(charts.trend_line(points, title=title))


@register.simple_tag
def course_lines(labels: Sequence[str], series: Sequence[Series], **more: Any) -> SafeString:
    """Indices or counts through a season."""
    return _svg(charts_course.course_lines(labels, series, **more))


@register.inclusion_tag("components/tile_map.html")
def tile_map(tiles: Sequence[Tile], title: str, *, kind: str = "regions", after: str = "") -> dict[str, Any]:
    """Map of equal tiles with its legend; needs css/map.css. `kind` is regions, provinces or part."""
    drawing = _svg(tilemap.tile_map(tiles, title=title))
    return {"drawing": drawing, "legend": tilemap.legend(tiles), "title": title, "kind": kind, "after": after}


@register.inclusion_tag("components/bar_list.html")
def bar_list(bars: Sequence[parts.Bar], *, out_of: Decimal | None = None, places: int = 0) -> dict[str, Any]:
    """Bars with their names and numbers; `out_of` is the full width, else the largest value is."""
    full = out_of if out_of is not None else max((bar.value for bar in bars), default=Decimal(0))
    rows = [
        {
            "bar": bar,
            "text": bar.text or formats.number(bar.value, places=places),
            "width": f"{bar.value / full * 1000:.0f}" if full else "0",
        }
        for bar in bars
    ]
    return {"rows": rows}


def _svg(markup: str) -> SafeString:
    # Made by charts.py and charts_course.py, which escape every label.
    return mark_safe(markup)  # noqa: S308
