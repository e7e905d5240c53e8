"""Changing a period: its dates, which are looked at first, and its settings."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from iga_portal.refusals import Refused
from iga_portal.web.here import here
from regions.access import actor_of
from regions.domain.periods import change_dates, seen_of, set_switches, was_opened
from regions.forms_period import FIELDS, ChangeDatesForm, SwitchesForm, initial_dates
from regions.forms_schedule import show_refusal_at
from regions.models import Instrument, Period
from regions.queries.period_effects import effects_of
from regions.views.period_common import UNPROCESSABLE, below, period_of, tried


@require_http_methods(["GET", "HEAD", "POST"])
def period_dates(request: HttpRequest, year: int) -> HttpResponse:
    """Move dates: first what would change is shown, then it is stored."""
    found = period_of(request, year)
    initial = initial_dates(found) | {"seen": seen_of(found)}
    form = ChangeDatesForm(request.POST or None, initial=initial, label_suffix="")
    title = _("Ubah tanggal")
    if request.method == "POST" and form.is_valid():
        effects = effects_of(found, form.dates, now=timezone.now())
        if not effects.moved:
            messages.info(request, _("Tidak ada tanggal yang berbeda; tidak ada yang disimpan."))
            return redirect(here(request, "period", year=year))
        wanted = form.cleaned_data

        def act() -> Period:
            return change_dates(
                actor=actor_of(request),
                period_id=found.pk,
                dates=form.dates,
                reason=wanted["reason"],
                seen=wanted["seen"],
            )

        if "konfirmasi" in request.POST:
            outcome = tried(act)
            if isinstance(outcome, Period):
                messages.success(request, _("Tanggal disimpan dan berlaku sekarang."))
                return redirect(here(request, "period", year=year))
            refusal: Refused | ValidationError | None = outcome
        else:
            refusal = _looked_at(act)
        if refusal is None:
            return render(
                request,
                "regions/periods/preview.html",
                {"form": form, "period": found, "effects": effects, "crumbs": below(request, found, title)},
            )
        show_refusal_at(form, refusal, fields=FIELDS)
    return render(
        request,
        "regions/periods/form.html",
        {
            "form": form,
            "title": title,
            "lead": _("Semua waktu WIB; setiap orang melihatnya dalam waktunya sendiri. Yang berubah diperlihatkan dulu."),
            "submit": _("Lihat yang berubah"),
            "cancel_url": here(request, "period", year=year),
            "crumbs": below(request, found, title),
        },
        status=UNPROCESSABLE if form.errors else 200,
    )  # fmt: skip


class _OnlyLooked(Exception):
    """Undoes what was tried."""


def _looked_at(act: Callable[[], object]) -> Refused | ValidationError | None:
    """What the domain would say, with nothing stored; None when it would do it."""
    try:
        with transaction.atomic():
            act()
            raise _OnlyLooked
    except _OnlyLooked:
        return None
    except (Refused, ValidationError) as refusal:
        return refusal


@require_http_methods(["GET", "HEAD", "POST"])
def period_settings(request: HttpRequest, year: int) -> HttpResponse:
    found = period_of(request, year)
    instruments = list(Instrument.objects.defer("document").filter(year=year).order_by("-pk"))
    if was_opened(found):
        instruments = [row for row in instruments if row.pk == found.instrument_id]
    initial = {
        "name": found.name, "instrument": found.instrument_id, "grace_minutes": found.grace_minutes,
        "shows_running_place": found.shows_running_place, "seen": seen_of(found),
    }  # fmt: skip
    form = SwitchesForm(request.POST or None, instruments=instruments, initial=initial, label_suffix="")
    if request.method == "POST" and form.is_valid():
        wanted = form.cleaned_data
        outcome = tried(
            lambda: set_switches(
                actor=actor_of(request),
                period_id=found.pk,
                name=wanted["name"],
                grace_minutes=wanted["grace_minutes"],
                shows_running_place=wanted["shows_running_place"],
                instrument_id=wanted["instrument"],
                reason=wanted["reason"],
                seen=wanted["seen"],
            )
        )
        if isinstance(outcome, Period):
            messages.success(request, _("Pengaturan disimpan."))
            return redirect(here(request, "period", year=year))
        show_refusal_at(form, outcome, fields={})
    return render(
        request,
        "regions/periods/form.html",
        {
            "form": form,
            "title": _("Pengaturan"),
            "lead": "",
            "submit": _("Simpan pengaturan"),
            "cancel_url": here(request, "period", year=year),
            "crumbs": below(request, found, _("Pengaturan")),
        },
        status=UNPROCESSABLE if form.errors else 200,
    )
