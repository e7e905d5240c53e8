"""The integrity form that the guideline asks of the region: signed, with materai Rp10.000, scanned."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from iga_portal.files.domain import take_in
from iga_portal.files.models import StoredFile, Upload
from iga_portal.refusals import Refused
from iga_portal.web.frame import Crumb
from iga_portal.web.here import here
from innovations.domain.documents import add_document
from innovations.domain.integrity import add_integrity_form, check_integrity_form, why_form_blocks
from innovations.forms_region import IntegrityCheckForm, IntegrityFormForm
from innovations.models import IntegrityForm
from innovations.queries.spd import integrity_forms
from innovations.views.desk_common import zone_of
from innovations.views.opd_common import card_of, period_or_404, tried
from innovations.views.opd_uploads import end_refused, forget_bytes, store_upload
from innovations.views.page_strip import strip_of
from innovations.views.region_spd import CONFLICT, UNPROCESSABLE, show_upload_refusal
from regions.access import actor_of
from regions.enums import Role
from regions.forms import show_refusal
from regions.models import RegionPeriod
from regions.queries.people import members_with_role
from regions.queries.periods import region_period as region_period_of

SCAN_TYPES = frozenset({"application/pdf", "image/jpeg", "image/png"})


@require_http_methods(["GET", "HEAD", "POST"])
def integrity(request: HttpRequest, region_id: int, **kwargs: object) -> HttpResponse:
    """The form that counts, with what a second person says of it, and those before it; a new one while nothing is sent."""
    period = _period(region_id)
    person_id = actor_of(request).person_id
    form = IntegrityFormForm(
        request.POST or None, request.FILES or None, label_suffix="", person_id=person_id
    )
    if request.method == "POST" and form.is_valid() and _take_integrity_form(request, period, form):
        messages.success(request, _("Form integritas disimpan. Admin daerah lain memeriksanya."))
        return redirect(here(request, "integrity"))
    return _page(request, period, form=form, status=UNPROCESSABLE if form.errors else 200)


@require_POST
def integrity_check(request: HttpRequest, region_id: int, form_id: int, **kwargs: object) -> HttpResponse:
    """The second person's word on a form: in order, or what is wrong with it."""
    period = _period(region_id)
    if not IntegrityForm.objects.filter(pk=form_id, region_period=period).exists():
        raise Http404("no such form here")
    checking = IntegrityCheckForm(request.POST, label_suffix="", prefix="periksa")
    if checking.is_valid():
        wanted = checking.cleaned_data
        outcome = tried(
            lambda: check_integrity_form(
                form_id,
                actor=actor_of(request),
                is_accepted=wanted["decision"] == "ya",
                finding=wanted["finding"],
            )
        )
        if isinstance(outcome, IntegrityForm):
            messages.success(
                request,
                _("Form integritas diterima.")
                if outcome.is_accepted
                else _("Temuan Anda disimpan; form yang baru perlu diunggah."),
            )
            return redirect(here(request, "integrity"))
        if isinstance(outcome, Refused) and outcome.code == "finding":
            checking.add_error("finding", outcome.message)
        else:
            show_refusal(checking, outcome)
        if isinstance(outcome, Refused) and outcome.code in {"stale", "replaced"}:
            # The page shows what stands now, without the form of a decision that is taken.
            messages.error(request, outcome.message)
            return _page(request, period, status=CONFLICT)
    return _page(request, period, checking=checking, status=UNPROCESSABLE)


def _period(region_id: int) -> RegionPeriod:
    period = period_or_404()
    found = region_period_of(region_id, period=period)
    found.period = period  # at hand already
    return found


def _page(
    request: HttpRequest,
    period: RegionPeriod,
    *,
    form: IntegrityFormForm | None = None,
    checking: IntegrityCheckForm | None = None,
    status: int = 200,
) -> HttpResponse:
    forms = integrity_forms(period)
    standing = forms[0] if forms else None
    return render(
        request,
        "innovations/region/integrity.html",
        {
            "form": None if period.sent_at else form or IntegrityFormForm(label_suffix=""),
            "standing": standing,
            "standing_card": card_of(request, standing.document) if standing else None,
            "strip": strip_of(request, standing.document) if standing else None,
            "earlier": [(entry, card_of(request, entry.document)) for entry in forms[1:]],
            "checking": _checking(request, period, standing, checking),
            "why_not": why_not_to_check(request, period, standing),
            "blocks": why_form_blocks(standing)[1],
            "sent_at": period.sent_at,
            "zone": zone_of(request),
            "crumbs": [Crumb(_("Baris SPD"), here(request, "spd")), Crumb(_("Form integritas"))],
        },
        status=status,
    )


def _checking(
    request: HttpRequest,
    period: RegionPeriod,
    standing: IntegrityForm | None,
    checking: IntegrityCheckForm | None,
) -> IntegrityCheckForm | None:
    """The form of the second person, None for everybody who may not (any more)."""
    if standing is None or period.sent_at or standing.is_accepted is not None:
        return None
    if standing.uploaded_by_id == actor_of(request).person_id:
        return None
    return checking or IntegrityCheckForm(label_suffix="", prefix="periksa")


def why_not_to_check(request: HttpRequest, period: RegionPeriod, standing: IntegrityForm | None) -> str:
    """Why this person does not check a form that waits, and who does; "" when it does not wait, or they may."""
    if standing is None or standing.is_accepted is not None or period.sent_at:
        return ""
    me = actor_of(request).person_id
    if standing.uploaded_by_id != me:
        return ""
    if set(members_with_role(period.region_id, role=Role.REGIONAL_ADMIN)) - {me}:
        return _("Anda yang mengunggah form ini; admin daerah lain memeriksanya.")
    return _(
        "Anda yang mengunggah form ini, dan daerah ini belum punya admin lain. Mintalah Kemendagri mengundang admin kedua; tanpa pemeriksaan, portofolio tidak dapat dikirim."
    )


def _take_integrity_form(request: HttpRequest, period: RegionPeriod, form: IntegrityFormForm) -> bool:
    actor, wanted = actor_of(request), form.cleaned_data
    stored: list[StoredFile] = []

    def act() -> object:
        source = wanted["file"]
        if isinstance(source, Upload):
            stored.append(store_upload(actor, source))
        else:
            stored.append(
                take_in(source, region_id=actor.region_id, person_id=actor.person_id, allowed=SCAN_TYPES)
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
        end_refused(wanted["file"], outcome)
        if isinstance(outcome, Refused) and outcome.code == "pages":
            form.add_error("file", outcome.message)
        elif isinstance(outcome, Refused) and outcome.code in form.fields:
            form.add_error(outcome.code, outcome.message)
        else:
            show_upload_refusal(form, outcome)
        return False
    return True
