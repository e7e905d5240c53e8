"""The link of an invitation: who invites to what, and taking it up."""

from __future__ import annotations

from typing import Any

from allauth.account.internal.flows.login import record_authentication
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import login
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters

from iga_portal.refusals import Refused
from iga_portal.tenancy.scope import scope
from regions.domain.accepting import accept_invitation, accept_with_new_account, account_exists
from regions.domain.invitations import InvitationState, find_invitation, state_of
from regions.forms import AccountForm, show_refusal
from regions.models import Invitation, Opd

GONE = 410


@never_cache
@sensitive_post_parameters("password", "repeated")
def invitation(request: HttpRequest, secret: str) -> HttpResponse:
    """Shows the invitation to whoever holds the link; accepting is a POST.

    Signed in with the invited address: accept. Signed in with another: sign out first. Not signed in: sign in when the
    address has an account, else make one here. The link is known to the invited address (and to the admin who copied it),
    so saying here that an account exists tells nobody else. While the link is open no page has an error status: Django's log
    would name the address, and with it the secret.
    """
    found = find_invitation(secret)
    if found is None:
        return render(request, "regions/invitation/unknown.html", status=404)
    context = _context(request, found, secret)
    if state_of(found) is not InvitationState.OPEN:
        return render(request, "regions/invitation/closed.html", context, status=GONE)
    if request.user.is_authenticated:
        return _by_account(request, found, secret, context)
    if account_exists(found):
        return render(request, "regions/invitation/sign_in.html", context)
    return _by_newcomer(request, found, secret, context)


def _context(request: HttpRequest, found: Invitation, secret: str) -> dict[str, Any]:
    opd_name = ""
    if found.opd_id:
        with scope({found.region_id}, role="invited"):
            opd_name = Opd.objects.values_list("name", flat=True).get(pk=found.opd_id)
    here = reverse("invitation", args=[secret])
    return {
        "invitation": found,
        "opd_name": opd_name,
        "state": state_of(found),
        "zone": found.region.time_zone,
        "login_url": f"{reverse('account_login')}?{urlencode({'next': here})}",
        "own": request.user.is_authenticated and request.user.pk == found.accepted_by_id,
    }


def _by_account(
    request: HttpRequest, found: Invitation, secret: str, context: dict[str, Any]
) -> HttpResponse:
    if request.user.email != found.email:  # type: ignore[union-attr]
        return render(request, "regions/invitation/other_person.html", context)
    if request.method == "POST":
        try:
            accept_invitation(secret, person_id=request.user.pk or 0)
        except Refused as error:
            return render(request, "regions/invitation/accept.html", {**context, "refusal": error.message})
        messages.success(request, _("Undangan diterima. Peran Anda sudah berlaku."))
        return redirect("home")
    return render(request, "regions/invitation/accept.html", context)


def _by_newcomer(
    request: HttpRequest, found: Invitation, secret: str, context: dict[str, Any]
) -> HttpResponse:
    form = AccountForm(request.POST or None, initial={"name": found.name}, label_suffix="")
    if request.method == "POST" and form.is_valid():
        try:
            person, _acceptance = accept_with_new_account(
                secret, name=form.cleaned_data["name"], password=form.cleaned_data["password"]
            )
        except (Refused, ValidationError) as error:
            show_refusal(form, error)
        else:
            # As allauth does it after a password: a second factor set up right away does not ask for it again.
            record_authentication(request, person, method="password", email=person.email)
            login(request, person, backend=settings.AUTHENTICATION_BACKENDS[0])
            messages.success(request, _("Akun Anda dibuat dan undangan diterima. Selamat datang."))
            return redirect("home")
    return render(request, "regions/invitation/newcomer.html", {**context, "form": form})
