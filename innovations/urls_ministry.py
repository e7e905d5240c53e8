"""The ministry's side of sendings: which regions have sent, and giving back."""

from __future__ import annotations

from django.urls import path

from innovations.views import ministry_sendings

urlpatterns = [
    path("pengiriman/", ministry_sendings.sendings, name="sendings"),
    path("pengiriman/<int:daerah_id>/", ministry_sendings.recall, name="recall"),
]
