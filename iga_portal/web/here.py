"""Addresses within the place where somebody acts: the same page name, carried on with this address's region and OPD."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.urls import reverse

CARRIED = ("region_id", "opd_id")


def here(request: HttpRequest, name: str, **kwargs: Any) -> str:
    """Reverse `name` in the namespace of the current page ("opd", "desk", ...), with its region and OPD.

    Raises NoReverseMatch when that place has no such page.
    """
    match = request.resolver_match
    assert match is not None
    carried = {key: match.kwargs[key] for key in CARRIED if key in match.kwargs}
    return reverse(f"{match.namespace}:{name}" if match.namespace else name, kwargs={**carried, **kwargs})
