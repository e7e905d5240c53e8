"""Handing over the work of somebody who leaves: what goes over, to whom, until when; and what did not."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from iga_portal.refusals import Refused
from iga_portal.web.frame import Crumb
from iga_portal.web.here import here
from innovations.domain.handover import hand_over, innovations_kept_back, successors_of, waiting_of
from innovations.views.opd_common import tried
from regions.access import actor_of
from regions.enums import Role
from regions.forms import day_field, show_refusal
from regions.models import HandOver, Membership, Opd, Person
from regions.rules import can_give_role


class HandOverForm(forms.Form):
    successor = forms.TypedChoiceField(
        label=gettext_lazy("Penerus"),
        coerce=int,
        help_text=gettext_lazy("Orang yang sudah bertugas di daerah ini. Bila belum, undang dahulu."),
    )
    last_day = day_field(
        label=gettext_lazy("Hari terakhir yang pergi"),
        help_text=gettext_lazy(
            "Hari ini: aksesnya berhenti sekarang juga. Hari lain: sampai akhir hari itu, waktu daerah."
        ),
    )

    def __init__(self, *args: Any, people: list[Person], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["successor"].choices = [  # type: ignore[attr-defined]
            ("", _("Pilih penerus")),
            *((person.pk, f"{person.name} · {person.email}") for person in people),
        ]


@require_http_methods(["GET", "HEAD", "POST"])
def handing_over(request: HttpRequest, membership_id: int, **place: int) -> HttpResponse:
    """What would go over, to whom, until when."""
    actor = actor_of(request)
    row = get_object_or_404(Membership.objects.select_related("person", "region"), pk=membership_id)
    if not can_give_role(actor, role=Role(row.role), region_id=row.region_id):
        raise Http404("no such membership here")
    today = timezone.now().astimezone(row.region.zone).date()
    form = HandOverForm(
        request.POST or None, people=successors_of(row), initial={"last_day": today}, label_suffix=""
    )
    if request.method == "POST" and form.is_valid():
        done = tried(
            lambda: hand_over(
                row.pk,
                actor=actor,
                successor_id=form.cleaned_data["successor"],
                last_day=form.cleaned_data["last_day"],
            )
        )
        if isinstance(done, Refused | ValidationError):
            show_refusal(form, done)
        else:
            record, is_new = done
            if is_new:
                messages.success(request, _("Pekerjaan %(name)s sudah diserahkan.") % {"name": row.person})
            return redirect(here(request, "handed_over", record_id=record.pk))
    return render(
        request,
        "innovations/region/hand_over.html",
        {
            "form": form,
            "member": row,
            "opd": Opd.objects.filter(pk=row.opd_id or 0).first(),
            "waiting": waiting_of(row),
            "cancel_url": here(request, "membership", membership_id=row.pk),
            "crumbs": [
                Crumb(_("OPD dan orang"), here(request, "people")),
                Crumb(str(row.person), here(request, "membership", membership_id=row.pk)),
                Crumb(_("Serah terima")),
            ],
        },
        status=422 if form.errors else 200,
    )


@require_safe
def handed_over(request: HttpRequest, record_id: int, **place: int) -> HttpResponse:
    """What went over, and what stays unassigned, each with its reason."""
    record = get_object_or_404(
        HandOver.objects.select_related("leaver", "successor", "opd", "handed_by", "region"), pk=record_id
    )
    return render(
        request,
        "innovations/region/handed_over.html",
        {
            "record": record,
            "zone": record.region.time_zone,
            "kept": innovations_kept_back(record),
            "crumbs": [Crumb(_("OPD dan orang"), here(request, "people")), Crumb(_("Serah terima"))],
        },
    )
