"""The portal's addresses with an innovation's trace in the OPD's own place."""

from __future__ import annotations

from django.urls import include, path

from iga_portal.urls import opd, opd_head
from iga_portal.urls import urlpatterns as portal

receipt = path("", include("scoring.urls_receipt"))

urlpatterns = [
    path("d/<int:region_id>/opd/<int:opd_id>/", include(([receipt, *opd], "opd")), {"acting": "opd"}),
    path(
        "d/<int:region_id>/kepala-opd/<int:opd_id>/",
        include(([receipt, *opd_head], "kepala_opd")),
        {"acting": "kepala-opd"},
    ),
    *portal,
]
