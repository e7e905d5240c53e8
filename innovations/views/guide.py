"""The handbook in public: every indicator explained, searchable, in both languages, without signing in."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from functools import wraps
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.cache import patch_cache_control
from django.utils.html import format_html_join
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from iga_portal.web.frame import Crumb
from iga_portal.web.official import official
from innovations.guide.guides import COUNT_KEY, language_of, newest_official
from innovations.guide.handbook import Entry, entries_of, groups_of, guide_to, parts_of, steps_of
from innovations.guide.loading import handbook_of
from innovations.guide.search import MOST_LETTERS, search
from regions.queries.instruments import instrument_of
from regions.queries.periods import current_period
from scoring.core.model import Instrument

KEPT_SECONDS = 300
View = Callable[..., HttpResponse]


def kept_for_a_while(view: View) -> View:
    """Let the browser of a visitor keep the page for five minutes. Who is signed in has names and notices on it."""

    @wraps(view)
    def kept(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response = view(request, *args, **kwargs)
        if settings.SESSION_COOKIE_NAME not in request.COOKIES and response.status_code == 200:
            patch_cache_control(response, private=True, max_age=KEPT_SECONDS)
        return response

    return kept


def instrument_in_force() -> Instrument:
    """The rules of the current period; before there is one, the newest official rules that the portal has."""
    period = current_period()
    if period is not None:
        return instrument_of(period)
    return newest_official()


@require_safe
@kept_for_a_while
def handbook(request: HttpRequest) -> HttpResponse:
    """All indicators in their groups; with `?q=` those that answer."""
    instrument = instrument_in_force()
    question = " ".join(request.GET.get("q", "").replace("\x00", " ").split())[:MOST_LETTERS]
    found = search(question, instrument=instrument, language=language_of())
    entries = entries_of(instrument)
    return render(
        request,
        "innovations/guide/handbook.html",
        {
            "instrument": instrument,
            "question": question,
            "found": found if question else None,
            "groups": groups_of(entries),
            "count": len(entries),
            "crumbs": [_home(), Crumb(_("Cari"))] if question else [],
        },
    )


@require_safe
@kept_for_a_while
def indicator(request: HttpRequest, key: str) -> HttpResponse:
    """One indicator: its guide beside the official words, and the way to the ones before and after it."""
    instrument = instrument_in_force()
    entries = entries_of(instrument)
    keys = [entry.key for entry in entries]
    if key not in keys:
        raise Http404("no such indicator")
    place, language = keys.index(key), language_of()
    entry = entries[place]
    guide = guide_to(entry, instrument=instrument, language=language)
    return render(
        request,
        "innovations/guide/indicator.html",
        {
            "instrument": instrument,
            "entry": entry,
            "guide": guide,
            "parts": parts_of(entry, guide, language=language),
            "count": instrument.count_indicator if key == COUNT_KEY else None,
            "before": entries[place - 1] if place else None,
            "after": entries[place + 1] if place + 1 < len(entries) else None,
            "eyebrow": _eyebrow(entry),
            "crumbs": [_home(), Crumb(entry.name_en if language == "en" else entry.name)],
        },
    )


@require_safe
@kept_for_a_while
def glossary(request: HttpRequest) -> HttpResponse:
    context = {"terms": handbook_of(language_of()).glossary, "crumbs": [_home(), Crumb(_("Istilah"))]}
    return render(request, "innovations/guide/glossary.html", context)


@require_safe
@kept_for_a_while
def index(request: HttpRequest) -> HttpResponse:
    """How the index is worked out, in ten steps with the figures of the rules in force."""
    instrument = instrument_in_force()
    context = {
        "instrument": instrument,
        "steps": steps_of(instrument, language=language_of()),
        "total": Decimal(instrument.maxima.total_hundredths).scaleb(-2).normalize(),
        "count_key": COUNT_KEY,
        "crumbs": [_home(), Crumb(_("Cara indeks dihitung"))],
    }
    return render(request, "innovations/guide/index.html", context)


def _home() -> Crumb:
    return Crumb(_("Panduan indikator"), reverse("handbook"))


def _eyebrow(entry: Entry) -> str:
    told = [_("Indikator %(number)s") % {"number": entry.number}, entry.aspect, official(entry.variable)]
    return format_html_join(" · ", "{}", ((part,) for part in told if part))
