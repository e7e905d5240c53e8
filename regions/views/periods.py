"""The ministry's periods: what there is, a new one, its dates and settings, opening, closing, more time for a region."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any, TypeVar

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from iga_portal.refusals import Refused
from iga_portal.web.formats import moment
from iga_portal.web.frame import Crumb
from iga_portal.web.here import here
from iga_portal.web.tables import page_of
from regions.access import actor_of
from regions.domain.periods import (
    change_dates,
    close_period,
    make_current,
    make_period,
    seen_of,
    set_switches,
    was_opened,
    why_not_close,
    why_not_open,
)
from regions.domain.region_extensions import extend_region
from regions.enums import AFTER_QUALITY_CONTROL, Phase
from regions.forms_period import (
    FIELDS,
    WIB,
    ChangeDatesForm,
    CloseForm,
    NewPeriodForm,
    RegionExtensionForm,
    SwitchesForm,
    initial_dates,
)
from regions.forms_schedule import show_refusal_at
from regions.models import Instrument, Period
from regions.queries.period_effects import ZONE, effects_of, labels, told_moment
from regions.queries.periods import changes_of, every_period, region_extensions_of
from regions.queries.regions import participants

T = TypeVar("T")
UNPROCESSABLE = 422


def tried(act: Callable[[], T]) -> T | Refused | ValidationError:
    """Call the domain in a savepoint: what was refused leaves nothing behind."""
    try:
        with transaction.atomic():
            return act()
    except (Refused, ValidationError) as refusal:
        return refusal


def _period(request: HttpRequest, year: int) -> Period:
    found = every_period().filter(year=year).first()
    if found is None:
        raise Http404("no period of that year")
    if found.is_current:
        request.period = found  # type: ignore[attr-defined]
    return found


def _crumbs(request: HttpRequest, *rest: Crumb) -> list[Crumb]:
    return [Crumb(_("Periode"), here(request, "periods")), *rest]


def _below(request: HttpRequest, period: Period, title: str) -> list[Crumb]:
    return _crumbs(request, Crumb(period.name, here(request, "period", year=period.year)), Crumb(title))


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
    found, now = _period(request, year), timezone.now()
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
            "crumbs": _crumbs(request, Crumb(found.name)),
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
            "crumbs": _crumbs(request, Crumb(_("Periode baru"))),
        },
        status=UNPROCESSABLE if form.errors else 200,
    )


@require_http_methods(["GET", "HEAD", "POST"])
def period_dates(request: HttpRequest, year: int) -> HttpResponse:
    """Move dates: first what would change is shown, then it is stored."""
    found = _period(request, year)
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
                {"form": form, "period": found, "effects": effects, "crumbs": _below(request, found, title)},
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
            "crumbs": _below(request, found, title),
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
    found = _period(request, year)
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
            "crumbs": _below(request, found, _("Pengaturan")),
        },
        status=UNPROCESSABLE if form.errors else 200,
    )


@require_http_methods(["GET", "HEAD", "POST"])
def period_open(request: HttpRequest, year: int) -> HttpResponse:
    """Opening is a page of its own: everybody works in this period from then on."""
    found = _period(request, year)
    if request.method == "POST":
        outcome = tried(lambda: make_current(actor=actor_of(request), period_id=found.pk))
        if isinstance(outcome, Period):
            messages.success(request, _("%(period)s adalah periode berjalan.") % {"period": outcome.name})
        else:
            _tell_refusal(request, outcome)
        return redirect(here(request, "period", year=year))
    if refusal := why_not_open(found, now=timezone.now()):
        messages.info(request, refusal)
        return redirect(here(request, "period", year=year))
    consequences = [
        _("Semua orang bekerja dalam %(period)s; periode sebelumnya tetap dapat dibaca.")
        % {"period": found.name},
        _("Instrumennya dibekukan dan tidak dapat diganti lagi."),
        _("Setiap daerah peserta mendapat tempatnya, dan adminnya diberi tahu."),
        _("Penjaringan dibuka %(when)s.") % {"when": told_moment("input_opens", found.input_opens)},
    ]
    return render(
        request,
        "components/confirm_page.html",
        {
            "title": _("Buka %(period)s") % {"period": found.name},
            "lead": "",
            "consequences": consequences,
            "confirm_label": _("Buka periode ini"),
            "cancel_url": here(request, "period", year=year),
            "crumbs": _below(request, found, _("Buka")),
        },
    )


@require_http_methods(["GET", "HEAD", "POST"])
def period_close(request: HttpRequest, year: int) -> HttpResponse:
    found = _period(request, year)
    form = CloseForm(request.POST or None, label_suffix="")
    if request.method == "POST" and form.is_valid():
        reason = form.cleaned_data["reason"]
        outcome = tried(lambda: close_period(actor=actor_of(request), period_id=found.pk, reason=reason))
        if isinstance(outcome, Period):
            messages.success(request, _("%(period)s ditutup.") % {"period": outcome.name})
        else:
            _tell_refusal(request, outcome)
        return redirect(here(request, "period", year=year))
    if refusal := why_not_close(found, now=timezone.now()):
        messages.info(request, refusal)
        return redirect(here(request, "period", year=year))
    return render(
        request,
        "components/confirm_page.html",
        {
            "title": _("Tutup %(period)s") % {"period": found.name},
            "lead": "",
            "consequences": [
                _("Tanggal dan pengaturannya tidak dapat diubah lagi."),
                _("Yang sudah terbit tetap terbit dan tetap dapat dibaca."),
                _("Admin setiap daerah diberi tahu."),
            ],
            "form": form,
            "confirm_label": _("Tutup periode ini"),
            "danger": True,
            "cancel_url": here(request, "period", year=year),
            "crumbs": _below(request, found, _("Tutup")),
        },
    )


@require_http_methods(["GET", "HEAD", "POST"])
def period_extend(request: HttpRequest, year: int) -> HttpResponse:
    """More time for one region, with the reason."""
    found = _period(request, year)
    form = RegionExtensionForm(
        request.POST or None,
        regions=list(participants().order_by("code")),
        initial={"region": request.GET.get("daerah", "")},
        label_suffix="",
    )
    if request.method == "POST" and form.is_valid():
        until = form.moment("until", zone=WIB)
        assert until is not None
        outcome = tried(
            lambda: extend_region(
                actor=actor_of(request),
                period_id=found.pk,
                region_id=form.cleaned_data["region"],
                until=until,
                reason=form.cleaned_data["reason"],
            )
        )
        if not isinstance(outcome, Refused | ValidationError):
            told = _("%(region)s mendapat waktu sampai %(when)s dan diberi tahu.")
            region = outcome.region
            when = moment(outcome.until, zone=region.time_zone)
            messages.success(request, told % {"region": region.name, "when": when})
            return redirect(here(request, "period", year=year))
        show_refusal_at(form, outcome, fields={"until": "until_day"})
    return render(
        request,
        "regions/periods/form.html",
        {
            "form": form,
            "title": _("Perpanjang untuk satu daerah"),
            "lead": _("Batas nasional %(when)s. Batas OPD di daerah itu dapat digeser adminnya di dalam waktu yang baru.")
            % {"when": told_moment("input_closes", found.input_closes)},
            "submit": _("Beri perpanjangan"),
            "cancel_url": here(request, "period", year=year),
            "crumbs": _below(request, found, _("Perpanjang")),
        },
        status=UNPROCESSABLE if form.errors else 200,
    )  # fmt: skip


def _tell_refusal(request: HttpRequest, refusal: Refused | ValidationError) -> None:
    for text in [refusal.message] if isinstance(refusal, Refused) else refusal.messages:
        messages.error(request, text)
