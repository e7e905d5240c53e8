"""A person's notices in the place where they act. Opening one marks it read and leads to its page."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from iga_portal.notices.domain import mark_all_read, mark_read, notices_of
from iga_portal.web.frame import Crumb
from iga_portal.web.here import here
from iga_portal.web.tables import page_of


@require_safe
def notices(request: HttpRequest, **place: Any) -> HttpResponse:
    page = page_of(request, notices_of(request.user.pk or 0))
    return render(
        request,
        "notices/notices.html",
        {
            "page": page,
            "has_new": any(notice.read_at is None for notice in page.object_list),
            "zone": _zone(request),
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


def _zone(request: HttpRequest) -> str:
    """The label of the zone of the region acted in; the room of regions lies above this one and is not imported."""
    region = request.grant.region  # type: ignore[attr-defined]
    return str(region.time_zone)
