"""Mails of the region that did not arrive for certain, for its admins: who waits in vain, and sending again by hand."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from iga_portal.notices.kinds import kind_of
from iga_portal.notices.mails import mails_in_trouble, send_again, waiting_for_the_server
from iga_portal.notices.models import Mail, MailState
from iga_portal.refusals import Refused
from iga_portal.web.frame import Crumb
from iga_portal.web.here import here
from iga_portal.web.tables import page_of


@require_safe
def mails(request: HttpRequest, **place: Any) -> HttpResponse:
    region = request.grant.region  # type: ignore[attr-defined]
    page = page_of(request, mails_in_trouble(region.pk))
    return render(
        request,
        "notices/mails.html",
        {
            "page": page,
            "lines": [_line(mail) for mail in page.object_list],
            "waiting": waiting_for_the_server(region.pk),
            "zone": region.time_zone,
            "crumbs": [
                Crumb(_("Beranda"), here(request, "home")),
                Crumb(_("Pemberitahuan"), here(request, "notices")),
                Crumb(_("E-mail yang tidak sampai")),
            ],
        },
    )


@require_POST
def mail_again(request: HttpRequest, public_id: UUID, **place: Any) -> HttpResponse:
    region_id = request.grant.region.pk  # type: ignore[attr-defined]
    try:
        again = send_again(public_id, region_id=region_id)
    except Mail.DoesNotExist as error:
        raise Http404("no such mail here") from error
    except Refused as refusal:
        messages.error(request, refusal.message)
    else:
        messages.success(
            request,
            _("E-mail dikirim lagi.")
            if again
            else _("E-mail ini sudah menunggu dikirim; tidak dikirim dua kali."),
        )
    return redirect(here(request, "mails"))


def _line(mail: Mail) -> dict[str, Any]:
    kind = kind_of(mail.kind)
    return {
        "mail": mail,
        "title": kind.title if kind else _("Ringkasan harian"),
        "is_uncertain": mail.state == MailState.UNCERTAIN,
        # What the server said; the portal's own remarks are for its keepers.
        "answer": mail.note if mail.note[:1].isdigit() else "",
    }
