"""People of a region: who acts in which role, until when, with a second factor or not; invitations."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from iga_portal.refusals import Refused
from iga_portal.web.frame import Crumb
from iga_portal.web.here import here
from iga_portal.web.tables import page_of
from regions.access import actor_of
from regions.domain.people import end_membership, set_membership_end
from regions.enums import Role
from regions.forms import InviteForm, SpanForm, opd_choices, show_refusal
from regions.models import Membership, Opd
from regions.queries import accounts
from regions.rules import can_give_role, roles_given_by
from regions.views.invited import invite_with, people_crumb


def people(request: HttpRequest, region_id: int, **kwargs: object) -> HttpResponse:
    """Open invitations, and the members by name; filters stand in the address."""
    text, role, opd = (request.GET.get(key, "").strip() for key in ("cari", "peran", "opd"))
    past = request.GET.get("keadaan") == "berakhir"
    rows = accounts.holding(accounts.memberships(region_id), past=past)
    if text:
        rows = accounts.matching(rows, text)
    if role in Role.values:
        rows = rows.filter(role=role)
    if opd.isdigit():
        rows = rows.filter(opd_id=int(opd))
    opds = list(Opd.objects.all())
    names = {entry.pk: entry.name for entry in opds}
    page = page_of(request, rows)
    actor = actor_of(request)
    now = timezone.now()
    invitations = [
        {"row": entry, "opd_name": names.get(entry.opd_id or 0, ""), "expired": entry.expires_at <= now}
        for entry in accounts.open_invitations(region_id=region_id, roles=roles_given_by(actor))[:50]
    ]
    return render(
        request,
        "regions/people/people.html",
        {
            "page": page,
            "members": accounts.as_members(page.object_list, opd_names=names),
            "invitations": invitations,
            "roles": [role for role in Role if role is not Role.MINISTRY_ADMIN],
            "opds": opd_choices(opds, empty=_("Semua OPD")),
            "chosen": {"cari": text, "peran": role, "opd": opd, "keadaan": "berakhir" if past else ""},
            "given": set(roles_given_by(actor)),
            "tab": "orang",
        },
    )


def invite_person(request: HttpRequest, region_id: int, **kwargs: object) -> HttpResponse:
    actor = actor_of(request)
    opds = list(Opd.objects.filter(is_active=True))
    initial = {"opd": request.GET.get("opd", ""), "role": request.GET.get("peran", "")}
    form = InviteForm(
        request.POST or None, roles=roles_given_by(actor), opds=opds, initial=initial, label_suffix=""
    )
    return invite_with(request, form, region_id=region_id)


def membership(request: HttpRequest, membership_id: int, **kwargs: object) -> HttpResponse:
    """How long somebody holds a role; ended at once or on a day."""
    actor = actor_of(request)
    row = get_object_or_404(Membership.objects.select_related("person", "region"), pk=membership_id)
    if not can_give_role(actor, role=Role(row.role), region_id=row.region_id):
        raise Http404("no such membership here")
    form = SpanForm(
        request.POST or None,
        initial={
            "end": SpanForm.END_ON if row.valid_until else SpanForm.NO_END,
            "last_day": row.valid_until,
        },
        label_suffix="",
    )
    if request.method == "POST" and form.is_valid():
        end = form.cleaned_data["end"]
        try:
            if end == SpanForm.END_NOW:
                end_membership(row.pk, actor=actor)
                told = _("Peran %(role)s untuk %(name)s diakhiri. Aksesnya berhenti sekarang.")
            else:
                last_day = form.cleaned_data["last_day"] if end == SpanForm.END_ON else None
                set_membership_end(row.pk, actor=actor, last_day=last_day)
                told = _("Masa berlaku peran %(role)s untuk %(name)s disimpan.")
        except Refused as error:
            show_refusal(form, error)
        else:
            messages.success(request, told % {"role": row.get_role_display(), "name": row.person})
            return redirect(here(request, "people"))
    [member] = accounts.as_members([row])
    return render(
        request,
        "regions/people/membership.html",
        {
            "form": form,
            "member": member,
            "crumbs": [people_crumb(request), Crumb(str(row.person))],
            "cancel_url": here(request, "people"),
        },
        status=422 if form.errors else 200,
    )
