"""The guide to one row as a part of another page: fetched when somebody opens it, and kept by the browser."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils.cache import patch_cache_control
from django.utils.translation import override
from django.views.decorators.http import require_safe

from innovations.guide import guide_for
from innovations.guide.guides import language_of
from innovations.views.guide import instrument_in_force

KEPT_SECONDS = 3600


@require_safe
def fragment(request: HttpRequest, row: str) -> HttpResponse:
    """The guide beside a row's form. `?dasar=` leaves one basis of its levels; `?bahasa=` stands in the address, so that a
    kept answer never speaks the other language. 404 for a row that no guide explains.
    """
    language = language_of(request.GET.get("bahasa", ""))
    rules = instrument_in_force().rows_by_code.get(row)
    guide = guide_for(row, basis=request.GET.get("dasar", "")[:20], lang=language, row=rules)
    if guide is None:
        raise Http404("no guide to this row")
    with override(language):
        answer = HttpResponse(
            render_to_string("innovations/guide/_guide.html", {"guide": guide, "open": "level"})
        )
    patch_cache_control(answer, public=True, max_age=KEPT_SECONDS)
    return answer
