"""A person's notices in the place where they act. Opening one marks it read and leads to its page."""

from __future__ import annotations

from itertools import groupby
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import NoReverseMatch
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from iga_portal.notices.choices import choose_language, choose_ways, offered, ways_of
from iga_portal.notices.domain import mark_all_read, mark_read, notices_of
from iga_portal.notices.forms import ChoicesForm
from iga_portal.notices.kinds import Group, kinds_of
from iga_portal.notices.mails import mails_in_trouble
from iga_portal.refusals import Refused
from iga_portal.web import formats
from iga_portal.web.frame import Crumb
from iga_portal.web.here import here
from iga_portal.web.tables import page_of


@require_safe
def notices(request: HttpRequest, **place: Any) -> HttpResponse:
    """Newest first, under the day they were told; what is new and of which group can be chosen in the address."""
    groups = offered(_namespace(request))
    unread = request.GET.get("keadaan") == "baru"
    group = next((group for group in groups if group.code == request.GET.get("jenis")), None)
    rows = notices_of(request.user.pk or 0)
    if unread:
        rows = rows.filter(read_at__isnull=True)
    if group is not None:
        rows = rows.filter(kind__in=[kind.code for kind in kinds_of(group)])
    page = page_of(request, rows)
    zone = _zone(request)
    return render(
        request,
        "notices/notices.html",
        {
            "page": page,
            "days": [
                (day, list(told))
                for day, told in groupby(
                    page.object_list, key=lambda row: formats.day(row.created_at, zone=zone)
                )
            ],
            "has_new": any(notice.read_at is None for notice in page.object_list),
            "zone": zone,
            "groups": groups,
            "chosen": {"keadaan": "baru" if unread else "", "jenis": group.code if group else ""},
            "is_filtered": unread or group is not None,
            "mails_url": (mails_url := _maybe(request, "mails")),
            "mails_count": mails_in_trouble(_region_id(request)).count() if mails_url else 0,
            "crumbs": [Crumb(_("Beranda"), here(request, "home")), Crumb(_("Pemberitahuan"))],
        },
    )


@require_safe
def notice(request: HttpRequest, notice_id: int, **place: Any) -> HttpResponse:
    """Open a notice. Reading is what a GET is for: nothing but the mark changes, and a second opening changes nothing."""
    found = mark_read(request.user.pk or 0, notice_id=notice_id)
    if found is None:
        raise Http404("no such notice")
    # Only a page of this site: "//example.org" would lead away.
    if not found.path.startswith("/") or not url_has_allowed_host_and_scheme(found.path, allowed_hosts=None):
        return redirect(here(request, "notices"))
    return redirect(found.path)


@require_POST
def notices_read(request: HttpRequest, **place: Any) -> HttpResponse:
    if mark_all_read(request.user.pk or 0):
        messages.success(request, _("Semua pemberitahuan ditandai sudah dibaca."))
    return redirect(here(request, "notices"))


@require_http_methods(["GET", "HEAD", "POST"])
def choices(request: HttpRequest, **place: Any) -> HttpResponse:
    """How this person hears of what happens in this region, and in which language mails are."""
    person_id, region_id = request.user.pk or 0, _region_id(request)
    groups: list[Group] = offered(_namespace(request))
    form = ChoicesForm(
        request.POST or None,
        offered=groups,
        ways=ways_of(person_id, region_id=region_id),
        initial={"language": getattr(request.user, "language", "id")},
    )
    if request.method == "POST" and form.is_valid():
        try:
            choose_ways(person_id, region_id=region_id, ways=form.ways())
            choose_language(person_id, language=form.cleaned_data["language"])
        except Refused as refusal:
            form.add_error(None, refusal.message)
        else:
            messages.success(request, _("Pilihan pemberitahuan disimpan."))
            return redirect(here(request, "notices"))
    return render(
        request,
        "notices/choices.html",
        {
            "form": form,
            "region": request.grant.region.name,  # type: ignore[attr-defined]
            "zone": _zone(request),
            "always": [group for group in groups if len(group.ways) == 1],
            "email": getattr(request.user, "email", ""),
            "crumbs": [
                Crumb(_("Beranda"), here(request, "home")),
                Crumb(_("Pemberitahuan"), here(request, "notices")),
                Crumb(_("Atur pemberitahuan")),
            ],
        },
        status=422 if form.errors else 200,
    )


def _namespace(request: HttpRequest) -> str:
    match = request.resolver_match
    return match.namespace if match else ""


def _maybe(request: HttpRequest, name: str) -> str:
    try:
        return here(request, name)
    except NoReverseMatch:
        return ""


def _region_id(request: HttpRequest) -> int:
    region_id: int = request.grant.region.pk  # type: ignore[attr-defined]
    return region_id


def _zone(request: HttpRequest) -> str:
    """The label of the zone of the region acted in; the room of regions lies above this one and is not imported."""
    region = request.grant.region  # type: ignore[attr-defined]
    return str(region.time_zone)
