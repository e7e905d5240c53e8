"""The dossier of an innovation, in the places of an OPD's operator and head."""

from __future__ import annotations

from django.urls import path

from reports import dossier_jobs  # noqa: F401 - registers what the job is called
from reports.views import dossier

urlpatterns = [
    path("inovasi/<uuid:public_id>/berkas-lengkap/", dossier.dossier, name="dossier"),
    path(
        "inovasi/<uuid:public_id>/berkas-lengkap/<uuid:job_id>/kemajuan/",
        dossier.dossier_progress,
        name="dossier_progress",
    ),
    path(
        "inovasi/<uuid:public_id>/berkas-lengkap/<uuid:job_id>/berkas/",
        dossier.dossier_file,
        name="dossier_file",
    ),
]
