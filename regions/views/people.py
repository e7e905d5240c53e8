"""People of a region: who acts in which role, until when, with a second factor or not; invitations."""

from __future__ import annotations

from django.contrib import messages
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import NoReverseMatch
from django.utils import timezone
from django.utils.translation import gettext as _

from iga_portal.refusals import Refused
from iga_portal.web.frame import Crumb
from iga_portal.web.here import here
from iga_portal.web.tables import page_of
from regions.access import actor_of
from regions.domain.people import deactivate_person, end_membership, set_membership_span
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
    factor = request.GET.get("faktor", "")
    if factor in {"belum", "terpasang"}:
        rows = accounts.by_second_factor(rows, has=factor == "terpasang")
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
            "chosen": {
                "cari": text,
                "peran": role,
                "opd": opd,
                "keadaan": "berakhir" if past else "",
                "faktor": factor,
            },
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
    today = timezone.now().astimezone(row.region.zone).date()
    form = SpanForm(
        request.POST or None,
        may_move_start=row.valid_from >= today,
        initial={
            "first_day": row.valid_from,
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
                first_day = form.cleaned_data.get("first_day")
                set_membership_span(row.pk, actor=actor, last_day=last_day, first_day=first_day)
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
            # The ministry's place has neither; the hand-over stands in a room above.
            "hand_over_url": _maybe(request, "hand_over", row),
            "close_url": _maybe(request, "person_close", row) if row.person_id != actor.person_id else "",
        },
        status=422 if form.errors else 200,
    )


def _maybe(request: HttpRequest, name: str, row: Membership) -> str:
    try:
        return here(request, name, membership_id=row.pk)
    except NoReverseMatch:
        return ""


def person_close(request: HttpRequest, membership_id: int, **kwargs: object) -> HttpResponse:
    """End every role of somebody in this region, after a page that says which; the account goes with the last of them."""
    actor = actor_of(request)
    row = get_object_or_404(Membership.objects.select_related("person", "region"), pk=membership_id)
    if not can_give_role(actor, role=Role(row.role), region_id=row.region_id):
        raise Http404("no such membership here")
    if request.method == "POST":
        try:
            closed = deactivate_person(row.pk, actor=actor)
        except Refused as error:
            messages.error(request, error.message)
        else:
            told = (
                _("Akses %(name)s di daerah ini berhenti sekarang, dan akunnya ditutup.")
                if closed.is_account_closed
                else _(
                    "Akses %(name)s di daerah ini berhenti sekarang. Peran lain di luar wewenang Anda tetap."
                )
            )
            messages.success(request, told % {"name": closed.person})
        return redirect(here(request, "people"))
    rows = accounts.holding(accounts.memberships(row.region_id)).filter(person=row.person)
    given = [entry for entry in rows if can_give_role(actor, role=Role(entry.role), region_id=row.region_id)]
    return render(
        request,
        "components/confirm_page.html",
        {
            "title": _("Nonaktifkan %(name)s?") % {"name": row.person},
            "lead": _("Untuk orang yang pindah, pensiun, atau akunnya dipakai orang lain."),
            "consequences": [
                _("Semua perannya di daerah ini berakhir sekarang: %(roles)s.")
                % {"roles": ", ".join(str(entry.get_role_display()) for entry in given)},
                _("Semua sesinya berakhir. Akunnya ditutup bila tidak ada peran lain yang tersisa."),
                _(
                    "Yang sudah dikerjakan tetap tersimpan atas namanya. Pekerjaan yang masih terbuka tidak berpindah: "
                    "untuk itu pakai serah terima."
                ),
                _("Undangan baru ke alamat yang sama membuka akunnya lagi."),
            ],
            "form": Form(),
            "confirm_label": _("Nonaktifkan"),
            "cancel_url": here(request, "membership", membership_id=row.pk),
            "danger": True,
            "crumbs": [
                people_crumb(request),
                Crumb(str(row.person), here(request, "membership", membership_id=row.pk)),
                Crumb(_("Nonaktifkan")),
            ],
        },
    )
