"""allauth's hooks: sign-up is closed, accounts are made by invitation."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.auth_backends import AuthenticationBackend as AllauthBackend
from django.http import HttpRequest

from regions.access import person_at_address


class AuthenticationBackend(AllauthBackend):
    """allauth's, but for one statement less on every page of a place: the person comes with their memberships there."""

    def get_user(self, user_id: Any) -> Any:
        return person_at_address(user_id) or super().get_user(user_id)


class AccountAdapter(DefaultAccountAdapter):
    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def populate_username(self, request: HttpRequest, user: Any) -> None:
        """People are known by e-mail; there is no user name."""

    def get_user_display(self, user: Any) -> str:
        return str(user)
