"""The ministry's page of tokens for integrations: who reads by machine, making, revoking."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from iga_portal.refusals import Refused
from iga_portal.web.frame import Crumb
from iga_portal.web.here import here
from iga_portal.web.tables import page_of
from regions.access import actor_of
from regions.queries.regions import participants
from reports.domain.tokens import make_token, revoke_token
from reports.forms_tokens import TokenForm
from reports.models import ApiToken
from reports.queries import tokens as read
from reports.scopes import SCOPES, Scope

WIB = ZoneInfo("Asia/Jakarta")
A_YEAR = timedelta(days=365)


@require_GET
def tokens(request: HttpRequest) -> HttpResponse:
    """All of them, those in force first. The tokens themselves are nowhere: their first letters are shown."""
    page = page_of(request, read.tokens(now=timezone.now()))
    return render(
        request,
        "reports/tokens.html",
        {"page": page, "rows": [(row, _scopes(row.scopes)) for row in page.object_list]},
    )


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def token_new(request: HttpRequest) -> HttpResponse:
    """Make one. The answer to the press is the only page that ever shows it."""
    last_day = (timezone.now() + A_YEAR).astimezone(WIB).date()
    form = TokenForm(
        request.POST or None,
        regions=list(participants().order_by("code")),
        initial={"last_day": last_day, "scopes": [Scope.PUBLICATIONS.value]},
        label_suffix="",
    )
    if request.method == "POST" and form.is_valid():
        try:
            made = make_token(
                actor=actor_of(request),
                name=form.cleaned_data["name"],
                scopes=form.cleaned_data["scopes"],
                region_id=form.cleaned_data["region"],
                expires_at=end_of(form.cleaned_data["last_day"]),
            )
        except Refused as refusal:
            form.refuse(refusal)
        else:
            context = {"token": made.token, "secret": made.secret, "scopes": _scopes(made.token.scopes)}
            return render(
                request, "reports/token_made.html", {**context, "crumbs": _crumbs(request, made.token.name)}
            )
    return render(
        request,
        "reports/token_new.html",
        {
            "form": form,
            "crumbs": _crumbs(request, _("Buat token")),
            "cancel_url": here(request, "tokens"),
        },
        status=422 if form.errors else 200,
    )


@require_http_methods(["GET", "HEAD", "POST"])
def token_revoke(request: HttpRequest, token_id: int) -> HttpResponse:
    """End one at once, after a page that says what stops then."""
    row = get_object_or_404(ApiToken.objects.select_related("region"), pk=token_id)
    if request.method == "POST":
        try:
            ended = revoke_token(row.pk, actor=actor_of(request))
        except Refused as refusal:
            messages.error(request, refusal.message)
        else:
            told = (
                _("Token %(name)s dicabut. Permintaan berikutnya ditolak.")
                if ended
                else _("Token %(name)s sudah dicabut.")
            )
            messages.success(request, told % {"name": row.name})
        return redirect(here(request, "tokens"))
    return render(
        request,
        "components/confirm_page.html",
        {
            "title": _("Cabut token %(name)s") % {"name": row.name},
            "lead": _("Dimulai dengan %(prefix)s…") % {"prefix": row.prefix},
            "consequences": [
                _("Sistem yang memakainya tidak dapat membaca lagi sejak permintaan berikutnya."),
                _("Pencabutan tidak dapat dibatalkan; buat token baru bila masih diperlukan."),
            ],
            "confirm_label": _("Cabut sekarang"),
            "cancel_url": here(request, "tokens"),
            "danger": True,
            "crumbs": _crumbs(request, _("Cabut")),
        },
    )


def end_of(last_day: Any) -> datetime:
    """The moment after a day in WIB: the token is good through it."""
    return datetime.combine(last_day + timedelta(days=1), time.min, tzinfo=WIB)


def _scopes(values: list[str]) -> list[str]:
    language = get_language() or "id"
    return [SCOPES[Scope(value)].label.in_language(language) for value in values if value in set(Scope)]


def _crumbs(request: HttpRequest, here_title: str) -> list[Crumb]:
    return [Crumb(_("Token integrasi"), here(request, "tokens")), Crumb(here_title)]
