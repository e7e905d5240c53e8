"""Tokens of integrations, in the ministry's place."""

from __future__ import annotations

from django.urls import path

from reports.views import tokens

urlpatterns = [
    path("", tokens.tokens, name="tokens"),
    path("baru/", tokens.token_new, name="token_new"),
    path("<int:token_id>/cabut/", tokens.token_revoke, name="token_revoke"),
]
