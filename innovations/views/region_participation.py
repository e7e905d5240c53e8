"""Who takes part, OPD by OPD; which entries meet the conditions of time; reminding OPD."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods, require_safe

from iga_portal.web.charts_course import Series
from iga_portal.web.formats import day, moment, number
from iga_portal.web.frame import Crumb
from iga_portal.web.here import here
from iga_portal.web.tables import page_of
from innovations.domain.reminders import LONGEST_REMINDER, Reach, Sent, reach_of, remind_opds
from innovations.models import Reminder
from innovations.queries.opd_home import DUTY
from innovations.queries.participation import (
    FILTERS,
    PROGRESS_WORDS,
    UNMET,
    Participation,
    Progress,
    Step,
    chosen_lines,
    course_of,
    participation_of,
    read_chosen,
)
from innovations.queries.windows import window_check
from innovations.views.opd_common import grant_of, tried
from regions.access import actor_of
from regions.enums import Role
from regions.models import Opd, RegionPeriod
from regions.queries.deadlines import deadlines_of
from regions.queries.instruments import instrument_of

PER_PAGE = 50


def region_period_here(request: HttpRequest) -> RegionPeriod:
    """The row of this region in the current period, with region and period; 404 where there is none. One query."""
    found = (
        RegionPeriod.objects.select_related("region", "period__instrument")
        .defer("period__instrument__document")
        .filter(region_id=grant_of(request).region.pk, period__is_current=True)
        .first()
    )
    if found is None:
        raise Http404("no current period")
    request.period = found.period  # type: ignore[attr-defined]
    return found


def _crumbs(request: HttpRequest, *steps: Crumb) -> list[Crumb]:
    return [Crumb(_("Beranda"), here(request, "home")), *steps]


def participation_crumb(request: HttpRequest) -> Crumb:
    return Crumb(_("Partisipasi"), here(request, "participation"))


@require_safe
def participation(request: HttpRequest, **place: int) -> HttpResponse:
    """OPD by OPD, units under their OPD; search, filter, order and page stand in the address."""
    grant, now = grant_of(request), timezone.now()
    found = region_period_here(request)
    took_part = participation_of(found)
    chosen = read_chosen(request.GET)
    lines = chosen_lines(took_part, chosen)
    steps = course_of(found, took_part, now=now, zone=grant.region.zone)
    by_progress = took_part.by_progress()
    return render(
        request,
        "innovations/region/participation.html",
        {
            "found": took_part,
            "counts": took_part.counts,
            "duty": DUTY,
            "unmet": took_part.total - took_part.met,
            "page": page_of(request, lines, per_page=PER_PAGE),
            "chosen": chosen,
            "filters": [
                (UNMET, _("Kewajiban belum terpenuhi"), took_part.total - took_part.met),
                *((entry, str(PROGRESS_WORDS[entry]), by_progress[entry]) for entry in Progress),
            ],
            "default_sort": "nama",
            "course": _course(took_part, steps, zone=grant.region.time_zone),
            "zone": grant.region.time_zone,
            "is_admin": grant.role is Role.REGIONAL_ADMIN,
            # Printed by a room above, found by its name.
            "meeting_url": here(request, "meeting_order"),
            "crumbs": _crumbs(request, Crumb(_("Partisipasi"))),
            "tab": "opd",
        },
    )


def _course(found: Participation, steps: list[Step], *, zone: str) -> dict[str, Any]:
    """The drawing and its table: two counts of OPD on the scale of all OPD."""
    return {
        "names": [day(step.at, zone=zone) for step in steps],
        "courses": [
            Series(kind="claimed", label=_("Punya inovasi"), values=[step.begun for step in steps]),
            Series(kind="verified", label=_("Sudah mengajukan"), values=[step.met for step in steps]),
        ],
        "steps": steps,
        "levels": (0, found.total or 1),
    }


@require_safe
def windows(request: HttpRequest, **place: int) -> HttpResponse:
    """Everything that came in against the conditions of time and stage; what would cure the rest."""
    found = region_period_here(request)
    rule = instrument_of(found.period).eligibility
    only = request.GET.get("isi") == "diajukan"
    grant = grant_of(request)
    return render(
        request,
        "innovations/region/windows.html",
        {
            "check": window_check(found, rule=rule, only_handed_in=only),
            "rule": rule,
            "only": only,
            "zone": grant.region.time_zone,
            "links": grant.role is Role.REGIONAL_ADMIN,
            "crumbs": _crumbs(request, participation_crumb(request), Crumb(_("Syarat waktu"))),
            "tab": "jendela",
        },
    )


# Reminding ---------------------------------------------------------------------------------------------------------


class ReminderForm(forms.Form):
    text = forms.CharField(
        label=gettext_lazy("Pesan"),
        max_length=LONGEST_REMINDER,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=gettext_lazy("Dibaca operator dan kepala OPD di portal dan lewat e-mail, atas nama Anda."),
    )
    batch = forms.UUIDField(widget=forms.HiddenInput())


@require_http_methods(["GET", "HEAD", "POST"])
def remind(request: HttpRequest, **place: int) -> HttpResponse:
    """Whom the reminder reaches, the text, one button. Chosen by `?opd=`, or everybody by `?keadaan=`."""
    found = region_period_here(request)
    opds = _chosen_opds(request, found)
    if not opds:
        messages.info(request, _("Pilih OPD yang akan diingatkan."))
        return redirect(here(request, "participation"))
    form = ReminderForm(
        request.POST or None,
        initial={"text": default_text(found), "batch": uuid.uuid4()},
        label_suffix="",
    )
    if request.method == "POST" and form.is_valid():
        sent = tried(
            lambda: remind_opds(
                actor=actor_of(request),
                region_period_id=found.pk,
                opd_ids=[opd.pk for opd in opds],
                text=form.cleaned_data["text"],
                batch=form.cleaned_data["batch"],
            )
        )
        if isinstance(sent, Sent):
            _tell_sent(request, sent)
            return redirect(here(request, "participation"))
        if isinstance(sent, ValidationError):
            for field, words in sent.message_dict.items():
                form.add_error(field, words)
        else:
            form.add_error(None, sent.message)
    reach = reach_of(opds, region_id=found.region_id)
    return render(
        request,
        "innovations/region/remind.html",
        {
            "form": form,
            "reached": [entry for entry in reach if entry.people],
            "without_operator": [entry for entry in reach if entry.people and not entry.operators],
            "unreached": [entry for entry in reach if not entry.people],
            "people": sum(entry.people for entry in reach),
            "recent": _reminded_today(found, reach, zone_name=grant_of(request).region.time_zone),
            "cancel_url": here(request, "participation"),
            "crumbs": _crumbs(request, participation_crumb(request), Crumb(_("Pengingat"))),
        },
        status=422 if form.errors else 200,
    )


def _chosen_opds(request: HttpRequest, found: RegionPeriod) -> list[Opd]:
    """The active OPD of the address; what is not a number, or not an OPD here, is none."""
    query = request.POST if request.method == "POST" else request.GET
    progress = query.get("keadaan", "")
    if progress in FILTERS:
        chosen = read_chosen({"keadaan": progress})
        lines = chosen_lines(participation_of(found), chosen)
        return [line.opd for line in lines if line.opd.is_active]
    wanted = {
        int(text) for text in query.getlist("opd") if text.isascii() and text.isdigit() and len(text) < 10
    }
    return list(Opd.objects.filter(pk__in=wanted, is_active=True).order_by("name", "pk"))


def default_text(found: RegionPeriod) -> str:
    """What the form proposes: the duty, and by when."""
    until = deadlines_of(found).local or found.input_until
    return ngettext(
        "Setiap OPD mengajukan sedikitnya %(duty)s inovasi untuk %(period)s. Mohon lengkapi dan ajukan paling lambat %(until)s.",
        "Setiap OPD mengajukan sedikitnya %(duty)s inovasi untuk %(period)s. Mohon lengkapi dan ajukan paling lambat %(until)s.",
        DUTY,
    ) % {
        "duty": number(DUTY),
        "period": found.period.name,
        "until": moment(until, zone=found.region.time_zone),
    }


def _reminded_today(found: RegionPeriod, reach: list[Reach], *, zone_name: str) -> list[str]:
    """Names of chosen OPD that were reminded on this day already, so that nobody is asked twice unawares."""
    today = timezone.now().astimezone(found.region.zone).replace(hour=0, minute=0, second=0, microsecond=0)
    rows = Reminder.objects.filter(
        region_period=found, opd__in=[entry.opd for entry in reach], sent_at__gte=today
    )
    return sorted(set(rows.order_by().values_list("opd__name", flat=True)))


def _tell_sent(request: HttpRequest, sent: Sent) -> None:
    if not sent.changed:
        messages.info(request, _("Pengingat ini sudah dikirim tadi; tidak dikirim dua kali."))
        return
    count = len(sent.reminded)
    messages.success(
        request,
        ngettext(
            "Pengingat dikirim ke %(count)s OPD (%(people)s orang).",
            "Pengingat dikirim ke %(count)s OPD (%(people)s orang).",
            count,
        )
        % {"count": number(count), "people": number(sent.people)},
    )
    if sent.unreached:
        messages.warning(request, _unreached_words([opd.name for opd in sent.unreached]))


MOST_NAMED = 3
"""OPD that a message names; more of them are counted, and stand in the list below it with the way to invite."""


def _unreached_words(names: Sequence[str]) -> str:
    if len(names) > MOST_NAMED:
        return _(
            "%(count)s OPD belum punya orang yang bertugas dan tidak menerima pengingat ini. Undang operatornya dari daftar di bawah."
        ) % {"count": number(len(names))}
    return _(
        "Belum ada orang yang bertugas di: %(names)s. Undang operatornya; mereka tidak menerima pengingat ini."
    ) % {"names": ", ".join(names)}


@require_safe
def reminder(request: HttpRequest, reminder_id: int, **place: int) -> HttpResponse:
    """A reminder as its OPD reads it, whole."""
    grant = grant_of(request)
    found = (
        Reminder.objects.select_related("sent_by", "opd", "region_period__period")
        .filter(pk=reminder_id, opd_id=grant.opd_id or 0)
        .first()
    )
    if found is None:
        raise Http404("no such reminder here")
    return render(
        request,
        "innovations/opd/reminder.html",
        {
            "reminder": found,
            "zone": grant.region.time_zone,
            "is_operator": grant.role is Role.OPERATOR,
            "crumbs": _crumbs(request, Crumb(_("Pengingat"))),
        },
    )
