"""The ministry's periods: what there is, one of them with its history, and a new one."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from iga_portal.web.formats import moment
from iga_portal.web.frame import Crumb
from iga_portal.web.here import here
from iga_portal.web.tables import page_of
from regions.access import actor_of
from regions.domain.periods import make_period, why_not_close, why_not_open
from regions.enums import AFTER_QUALITY_CONTROL, Phase
from regions.forms_period import FIELDS, NewPeriodForm, initial_dates
from regions.forms_schedule import show_refusal_at
from regions.models import Instrument, Period
from regions.queries.period_effects import ZONE, labels, told_moment
from regions.queries.periods import changes_of, every_period, region_extensions_of
from regions.views.period_common import UNPROCESSABLE, period_crumbs, period_of, tried


@require_safe
def periods(request: HttpRequest) -> HttpResponse:
    """Every period with its phase now, the current one marked."""
    now = timezone.now()
    rows = [
        {
            "period": period,
            "phase": period.phase_at(now).label,
            "opens": told_moment("input_opens", period.input_opens),
            "closes": told_moment("input_closes", period.input_closes),
            "announced": told_moment("publishes_at", period.publishes_at),
        }
        for period in every_period()
    ]
    return render(request, "regions/periods/periods.html", {"rows": rows})


@require_safe
def period(request: HttpRequest, year: int) -> HttpResponse:
    """One period: its course, settings, what can be done now, more time given, and its history."""
    found, now = period_of(request, year), timezone.now()
    phase = found.phase_at(now)
    return render(
        request,
        "regions/periods/period.html",
        {
            "period": found,
            "phase": phase.label,
            "moments": [(label, told_moment(name, getattr(found, name)), _is_past(found, name, now)) for name, label in labels().items()],
            "is_closed": phase is Phase.CLOSED,
            "why_not_open": why_not_open(found, now=now),
            "why_not_close": why_not_close(found, now=now),
            "may_extend": found.is_current and phase not in {Phase.REFINEMENT, *AFTER_QUALITY_CONTROL},
            "extensions": page_of(request, region_extensions_of(found)),
            "changes": _changes(found),
            "zone": ZONE,
            "crumbs": period_crumbs(request, Crumb(found.name)),
        },
    )  # fmt: skip


def _is_past(period: Period, name: str, now: datetime) -> bool:
    value = getattr(period, name)
    return value is not None and value <= now


SHOWN_CHANGES = 50


def _changes(period: Period) -> list[dict[str, Any]]:
    """The history in words, newest first."""
    names = {
        **labels(),
        "name": _("Nama"),
        "instrument_id": _("Instrumen"),
        "grace_minutes": _("Kelonggaran (menit)"),
        "shows_running_place": _("Peringkat sementara tampak di daerah"),
        "is_current": _("Periode berjalan"),
        "closed_at": _("Ditutup"),
    }
    return [
        {
            "row": row,
            "parts": [
                (names[key], _told(key, row.before.get(key)), _told(key, row.after[key]))
                for key in names
                if key in row.after
            ],
        }
        for row in changes_of(period)[:SHOWN_CHANGES]
    ]


def _told(key: str, value: Any) -> str:
    if value is None or value == "":
        return "–"
    if isinstance(value, bool):
        return _("ya") if value else _("tidak")
    if key == "closed_at":
        return moment(datetime.fromisoformat(value), zone=ZONE)
    if key in labels():
        return told_moment(key, datetime.fromisoformat(value))
    return str(value)


@require_http_methods(["GET", "HEAD", "POST"])
def period_new(request: HttpRequest) -> HttpResponse:
    """A period after the latest one, its dates a year on; nobody sees it until it is opened."""
    latest = every_period().first()
    instruments = list(Instrument.objects.defer("document").order_by("-year", "-pk"))
    initial: dict[str, Any] = {}
    if latest is not None:
        year = latest.year + 1
        match = next((row for row in instruments if row.year == year), None)
        initial = initial_dates(latest, years_on=1) | {
            "year": year, "name": f"IGA {year}", "instrument": match.pk if match else "",
        }  # fmt: skip
    form = NewPeriodForm(request.POST or None, instruments=instruments, initial=initial, label_suffix="")
    if request.method == "POST" and form.is_valid():
        wanted = form.cleaned_data
        made = tried(
            lambda: make_period(
                actor=actor_of(request),
                year=wanted["year"],
                name=wanted["name"],
                instrument_id=wanted["instrument"],
                dates=form.dates,
            )
        )
        if isinstance(made, Period):
            messages.success(
                request,
                _("%(period)s disiapkan. Tidak ada yang melihatnya sampai dibuka.") % {"period": made.name},
            )
            return redirect(here(request, "period", year=made.year))
        show_refusal_at(form, made, fields=FIELDS)
    return render(
        request,
        "regions/periods/form.html",
        {
            "form": form,
            "title": _("Periode baru"),
            "lead": _("Tanggal diusulkan setahun sesudah periode terakhir. Semua waktu WIB."),
            "submit": _("Siapkan periode"),
            "cancel_url": here(request, "periods"),
            "crumbs": period_crumbs(request, Crumb(_("Periode baru"))),
        },
        status=UNPROCESSABLE if form.errors else 200,
    )
