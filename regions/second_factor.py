"""The second factor is required by role. allauth asks for it at sign-in once it is set up, but has no switch that forces it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from iga_portal.tenancy.middleware import ACTING
from regions.access import ACTING_ROLES
from regions.enums import SECOND_FACTOR_ROLES


class SecondFactorMiddleware:
    """Sends people in the roles concerned to the page where a second factor is set up, until they have one."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Any, args: Any, kwargs: dict[str, Any]
    ) -> HttpResponse | None:
        role = ACTING_ROLES.get(str(kwargs.get(ACTING)))
        if not settings.SECOND_FACTOR_REQUIRED or role not in SECOND_FACTOR_ROLES:
            return None
        if not request.user.is_authenticated or has_second_factor(request.user):
            return None
        messages.warning(
            request,
            _(
                "Peran ini memerlukan faktor kedua. Pasang aplikasi autentikator atau kunci sandi, lalu lanjutkan."
            ),
        )
        return redirect("mfa_index")


def has_second_factor(person: Any) -> bool:
    return bool(
        Authenticator.objects.filter(user=person).exclude(type=Authenticator.Type.RECOVERY_CODES).exists()
    )
