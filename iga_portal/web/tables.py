"""Sorting and paging of list pages. Everything stands in the address, so a list can be sent to a colleague."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.core.paginator import Page, Paginator
from django.http import HttpRequest

SORT_PARAMETER = "urut"
PAGE_PARAMETER = "halaman"
PER_PAGE = 25


@dataclass(frozen=True, slots=True)
class Sorting:
    """The order a reader asked for: the key in the address and the `order_by` names it stands for."""

    key: str
    descending: bool
    order_by: tuple[str, ...]


def sorting(request: HttpRequest, *, allowed: Mapping[str, str | tuple[str, ...]], default: str) -> Sorting:
    """Read `?urut=nama` or `?urut=-nama`; a key that is not in `allowed` falls back to `default`.

    `allowed` maps the word in the address to one or more `order_by` names; end each with a unique name so that pages
    do not overlap. `default` may carry a leading minus.
    """
    wanted = request.GET.get(SORT_PARAMETER, default)
    if wanted.removeprefix("-") not in allowed:
        wanted = default
    key, descending = wanted.removeprefix("-"), wanted.startswith("-")
    names = allowed[key]
    names = (names,) if isinstance(names, str) else tuple(names)
    return Sorting(key, descending, tuple(_turned(name) for name in names) if descending else names)


def _turned(name: str) -> str:
    return name[1:] if name.startswith("-") else f"-{name}"


def page_of(request: HttpRequest, rows: Any, *, per_page: int = PER_PAGE) -> Page[Any]:
    """Cut the page `?halaman=` from a queryset or list; a number out of range gives the nearest page that exists."""
    return Paginator(rows, per_page).get_page(request.GET.get(PAGE_PARAMETER))
