"""Whom Kemendagri appoints: regional admins and evaluators, region by region."""

from __future__ import annotations

from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from iga_portal.web.tables import page_of
from regions.access import actor_of
from regions.enums import Role
from regions.forms import MinistryInviteForm
from regions.queries import accounts
from regions.queries.regions import participants
from regions.rules import roles_given_by
from regions.views.invited import invite_with


def people(request: HttpRequest, **kwargs: object) -> HttpResponse:
    """Regional admins and evaluators, or with `?peran=tanpa` the regions that have no admin."""
    text, role = (request.GET.get(key, "").strip() for key in ("cari", "peran"))
    without = accounts.regions_without_admin()
    context: dict[str, object] = {
        "chosen": {"cari": text, "peran": role},
        "without_count": without.count(),
        "invitations": _invitations(request),
        "roles": roles_given_by(actor_of(request)),
    }
    if role == "tanpa":
        if text:
            without = without.filter(name__icontains=text)
        context["page"] = page_of(request, without, per_page=50)
        return render(request, "regions/people/ministry_without.html", context)
    rows = accounts.holding(accounts.ministry_memberships())
    if role in Role.values:
        rows = rows.filter(role=role)
    if text:
        rows = rows.filter(
            Q(person__name__icontains=text)
            | Q(person__email__icontains=text)
            | Q(region__name__icontains=text)
        )
    page = page_of(request, rows)
    context |= {"page": page, "members": accounts.as_members(page.object_list, opd_names={})}
    return render(request, "regions/people/ministry_people.html", context)


def _invitations(request: HttpRequest) -> list[dict[str, object]]:
    now = timezone.now()
    return [
        {"row": entry, "opd_name": "", "expired": entry.expires_at <= now}
        for entry in accounts.open_invitations(roles=roles_given_by(actor_of(request)))[:50]
    ]


def invite_person(request: HttpRequest, **kwargs: object) -> HttpResponse:
    actor = actor_of(request)
    form = MinistryInviteForm(
        request.POST or None,
        roles=roles_given_by(actor),
        regions=list(participants()),
        initial={"region": request.GET.get("daerah", ""), "role": request.GET.get("peran", "")},
        label_suffix="",
    )
    return invite_with(request, form)
