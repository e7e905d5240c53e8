"""`{% list_download "antrean" %}`: the button by which a list page offers itself as XLSX, with the filters it shows."""

from __future__ import annotations

from typing import Any

from django import template
from django.http import HttpRequest
from django.template.context import Context

from iga_portal.web.here import here

register = template.Library()


@register.inclusion_tag("regions/lists/_button.html", takes_context=True)
def list_download(context: Context, name: str, *, label: str = "", quiet: bool = False) -> dict[str, Any]:
    """A small form; nothing is asked of the database. `name` is that of a registered list (`regions.lists`)."""
    request: HttpRequest = context["request"]
    return {
        "url": here(request, "list_order", list_name=name),
        "query": request.GET.urlencode(),
        "back": request.get_full_path(),
        "label": label,
        "quiet": quiet,
        "csrf_token": context.get("csrf_token"),
    }
