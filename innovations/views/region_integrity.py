"""The integrity form that the guideline asks of the region: signed, with materai Rp10.000, scanned."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from iga_portal.files.domain import take_in
from iga_portal.files.models import StoredFile
from iga_portal.refusals import Refused
from iga_portal.web.frame import Crumb
from iga_portal.web.here import here
from innovations.domain.documents import add_document
from innovations.domain.spd import add_integrity_form
from innovations.forms_region import IntegrityFormForm
from innovations.queries.region import integrity_forms
from innovations.views.desk_common import zone_of
from innovations.views.opd_common import card_of, period_or_404, tried
from innovations.views.opd_uploads import forget_bytes
from innovations.views.region_spd import UNPROCESSABLE, show_upload_refusal
from regions.access import actor_of
from regions.models import RegionPeriod
from regions.queries.periods import region_period as region_period_of

SCAN_TYPES = frozenset({"application/pdf", "image/jpeg", "image/png"})


def integrity(request: HttpRequest, region_id: int, **kwargs: object) -> HttpResponse:
    """The form that counts and those before it; a new one while nothing is sent."""
    period = region_period_of(region_id, period=period_or_404())
    form = IntegrityFormForm(request.POST or None, request.FILES or None, label_suffix="")
    if request.method == "POST" and form.is_valid() and _take_integrity_form(request, period, form):
        messages.success(request, _("Form integritas disimpan."))
        return redirect(here(request, "integrity"))
    forms = integrity_forms(period)
    return render(
        request,
        "innovations/region/integrity.html",
        {
            "form": None if period.sent_at else form,
            "forms": [(entry, card_of(request, entry.document)) for entry in forms],
            "sent_at": period.sent_at,
            "zone": zone_of(request),
            "crumbs": [Crumb(_("Baris SPD"), here(request, "spd")), Crumb(_("Form integritas"))],
        },
        status=UNPROCESSABLE if form.errors else 200,
    )


def _take_integrity_form(request: HttpRequest, period: RegionPeriod, form: IntegrityFormForm) -> bool:
    actor, wanted = actor_of(request), form.cleaned_data
    stored: list[StoredFile] = []

    def act() -> object:
        stored.append(
            take_in(wanted["file"], region_id=actor.region_id, person_id=actor.person_id, allowed=SCAN_TYPES)
        )
        document = add_document(
            actor=actor,
            opd_id=None,
            subject=_("Form integritas %(year)d") % {"year": period.period.year},
            dated=wanted["signed_on"],
            file=stored[0],
        )
        return add_integrity_form(
            period,
            actor=actor,
            document_id=document.pk,
            signed_by=wanted["signed_by"],
            signed_on=wanted["signed_on"],
        )

    outcome = tried(act)
    if isinstance(outcome, Refused | ValidationError):
        forget_bytes(stored[0] if stored else None)
        if isinstance(outcome, Refused) and outcome.code in form.fields:
            form.add_error(outcome.code, outcome.message)
        else:
            show_upload_refusal(form, outcome)
        return False
    return True
