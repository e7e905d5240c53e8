"""The dates of the season: read in every place of a region, set by its admin, taken along as a calendar file."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from iga_portal.refusals import Refused
from iga_portal.web.formats import days_left, moment
from iga_portal.web.frame import Crumb
from iga_portal.web.here import here
from iga_portal.web.tables import page_of
from regions.access import Grant, actor_of
from regions.domain.calendar import Entry, calendar_file
from regions.domain.local_dates import extend_opd, set_local_dates
from regions.enums import Role
from regions.forms_schedule import ExtensionForm, LocalDatesForm, show_refusal_at
from regions.models import Opd, RegionPeriod
from regions.queries.deadlines import deadlines_of
from regions.queries.periods import current_period
from regions.queries.schedule import extensions, milestones

HEADERS_ICS = {"Content-Type": "text/calendar; charset=utf-8", "Cache-Control": "private, no-store"}


def _grant(request: HttpRequest) -> Grant:
    grant: Grant = request.grant  # type: ignore[attr-defined]
    return grant


def _region_period(request: HttpRequest) -> RegionPeriod:
    period = current_period()
    if period is None:
        raise Http404("no current period")
    request.period = period  # type: ignore[attr-defined]
    return RegionPeriod.objects.select_related("period", "region").get(
        region_id=_grant(request).region.pk, period=period
    )


@require_safe
def schedule(request: HttpRequest, **place: int) -> HttpResponse:
    """The dates that concern the role; for the admin also who got more time and why."""
    grant, found, now = _grant(request), _region_period(request), timezone.now()
    zone = grant.region.time_zone
    is_admin = grant.role is Role.REGIONAL_ADMIN
    page = page_of(request, extensions(found)) if is_admin else None
    standing = deadlines_of(found).granted if is_admin else {}
    return render(
        request,
        "regions/schedule/schedule.html",
        {
            "dates": [
                {"row": entry, "left": days_left(entry.until, now=now, zone=zone), "past": entry.until < now}
                for entry in milestones(grant, found)
            ],
            "found": found,
            "zone": zone,
            "is_admin": is_admin,
            "page": page,
            "standing": standing,
            "is_demo": found.period.is_demo,
            "crumbs": [Crumb(_("Beranda"), here(request, "home")), Crumb(_("Jadwal"))],
        },
    )


@require_safe
def calendar(request: HttpRequest, **place: int) -> HttpResponse:
    """The same dates as a file for the calendar of a phone or an office programme."""
    grant, found = _grant(request), _region_period(request)
    mark = "CONTOH · " if settings.DEMO or found.period.is_demo else ""
    url = request.build_absolute_uri(here(request, "schedule"))
    zone = grant.region.time_zone
    entries = [
        Entry(
            key=entry.key,
            title=f"{mark}{entry.title} · {found.period.name}",
            text=" ".join(
                filter(None, [moment(entry.until, zone=zone) + ".", entry.note, grant.region.name + "."])
            ),
            until=entry.until,
            url=url,
        )
        for entry in milestones(grant, found)
    ]
    where = "-".join(["iga", str(found.period.year), str(grant.region.pk), grant.acting])
    content = calendar_file(
        entries,
        name=f"{mark}{found.period.name} · {grant.region.name}",
        place=f"{where}-{grant.opd_id}" if grant.opd_id else where,
        made_at=timezone.now(),
    )
    name = f"jadwal-iga-{found.period.year}.ics"
    return HttpResponse(
        content, headers={**HEADERS_ICS, "Content-Disposition": f'attachment; filename="{name}"'}
    )


@require_http_methods(["GET", "HEAD", "POST"])
def local_dates(request: HttpRequest, **place: int) -> HttpResponse:
    """The region's own dates, in its own zone."""
    found = _region_period(request)
    zone = found.region.zone
    form = LocalDatesForm(request.POST or None, initial=_initial(found), label_suffix="")
    if request.method == "POST" and form.is_valid():
        try:
            set_local_dates(
                actor=actor_of(request),
                region_period_id=found.pk,
                submit_until=form.moment("submit", zone=zone),
                desk_until=form.moment("desk", zone=zone),
                desk_days=form.cleaned_data["desk_days"],
            )
        except (Refused, ValidationError) as error:
            show_refusal_at(form, error, fields={"submit_until": "submit_day", "desk_until": "desk_day"})
        else:
            messages.success(request, _("Jadwal daerah disimpan. Semua OPD melihatnya mulai sekarang."))
            return redirect(here(request, "schedule"))
    return render(
        request,
        "regions/schedule/local_dates.html",
        {"form": form, **_form_context(request, found, _("Jadwal daerah"))},
        status=422 if form.errors else 200,
    )


@require_http_methods(["GET", "HEAD", "POST"])
def extension(request: HttpRequest, **place: int) -> HttpResponse:
    """More time for one OPD, with the reason."""
    found = _region_period(request)
    opds = list(Opd.objects.filter(is_active=True))
    initial = {"opd": request.GET.get("opd", "")}
    form = ExtensionForm(request.POST or None, opds=opds, initial=initial, label_suffix="")
    if request.method == "POST" and form.is_valid():
        wanted = form.cleaned_data
        until = form.moment("until", zone=found.region.zone)
        assert until is not None
        try:
            made = extend_opd(
                actor=actor_of(request),
                region_period_id=found.pk,
                opd_id=wanted["opd"],
                until=until,
                reason=wanted["reason"],
            )
        except (Refused, ValidationError) as error:
            show_refusal_at(form, error, fields={"until": "until_day"})
        else:
            told = _("%(opd)s dapat mengajukan sampai %(when)s. Operatornya diberi tahu.")
            when = moment(made.until, zone=found.region.time_zone)
            messages.success(request, told % {"opd": made.opd.name, "when": when})
            return redirect(here(request, "schedule"))
    return render(
        request,
        "regions/schedule/extension.html",
        {"form": form, **_form_context(request, found, _("Perpanjang untuk satu OPD"))},
        status=422 if form.errors else 200,
    )


def _form_context(request: HttpRequest, found: RegionPeriod, title: str) -> dict[str, Any]:
    return {
        "found": found,
        "zone": found.region.time_zone,
        "title": title,
        "cancel_url": here(request, "schedule"),
        "crumbs": [
            Crumb(_("Beranda"), here(request, "home")),
            Crumb(_("Jadwal"), here(request, "schedule")),
            Crumb(title),
        ],
    }


def _initial(found: RegionPeriod) -> dict[str, Any]:
    """The stored moments as they are typed, in the region's zone."""
    initial: dict[str, Any] = {"desk_days": found.desk_days}
    for name, value in (("submit", found.submit_until), ("desk", found.desk_until)):
        local: datetime | None = value.astimezone(found.region.zone) if value else None
        if local is not None:
            initial |= {f"{name}_day": local.date(), f"{name}_time": local.time().replace(second=0)}
    return initial
