"""Addresses of the mails that did not arrive, for the admins of a region and of Kemendagri."""

from __future__ import annotations

from django.urls import path

from iga_portal.notices import views_mails

urlpatterns = [
    path("", views_mails.mails, name="mails"),
    path("<uuid:public_id>/kirim-lagi/", views_mails.mail_again, name="mail_again"),
]
