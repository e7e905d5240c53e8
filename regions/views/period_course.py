"""The course of a period: opened, closed, more time for one region."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from iga_portal.refusals import Refused
from iga_portal.web.formats import moment
from iga_portal.web.here import here
from regions.access import actor_of
from regions.domain.periods import close_period, is_published, make_current, why_not_close, why_not_open
from regions.domain.region_extensions import extend_region
from regions.enums import Phase
from regions.forms_period import WIB, CloseForm, RegionExtensionForm
from regions.forms_schedule import show_refusal_at
from regions.models import Period
from regions.queries.period_effects import told_moment
from regions.queries.periods import current_period
from regions.queries.regions import participants
from regions.views.period_common import UNPROCESSABLE, below, period_of, tried


@require_http_methods(["GET", "HEAD", "POST"])
def period_open(request: HttpRequest, year: int) -> HttpResponse:
    """Opening is a page of its own: everybody works in this period from then on."""
    found = period_of(request, year)
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
    current = current_period()
    if (
        current is not None
        and current.phase_at(timezone.now()) is Phase.PUBLICATION
        and not is_published(current)
    ):
        consequences.append(
            _(
                "Hasil %(period)s belum diterbitkan: quality control, draf peringkat, dan penghargaannya baru dapat dikerjakan lagi setelah periode itu dibuka kembali."
            )
            % {"period": current.name}
        )
    return render(
        request,
        "components/confirm_page.html",
        {
            "title": _("Buka %(period)s") % {"period": found.name},
            "lead": "",
            "consequences": consequences,
            "confirm_label": _("Buka periode ini"),
            "cancel_url": here(request, "period", year=year),
            "crumbs": below(request, found, _("Buka")),
        },
    )


@require_http_methods(["GET", "HEAD", "POST"])
def period_close(request: HttpRequest, year: int) -> HttpResponse:
    found = period_of(request, year)
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
            "crumbs": below(request, found, _("Tutup")),
        },
    )


@require_http_methods(["GET", "HEAD", "POST"])
def period_extend(request: HttpRequest, year: int) -> HttpResponse:
    """More time for one region, with the reason."""
    found = period_of(request, year)
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
            "crumbs": below(request, found, _("Perpanjang")),
        },
        status=UNPROCESSABLE if form.errors else 200,
    )  # fmt: skip


def _tell_refusal(request: HttpRequest, refusal: Refused | ValidationError) -> None:
    for text in [refusal.message] if isinstance(refusal, Refused) else refusal.messages:
        messages.error(request, text)
