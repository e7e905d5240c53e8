"""Jobs, in the place where they were asked for."""

from __future__ import annotations

from django.urls import path

from iga_portal.jobs import views

urlpatterns = [
    path("<uuid:public_id>/", views.page, name="job"),
    path("<uuid:public_id>/kemajuan/", views.progress, name="job_progress"),
    path("<uuid:public_id>/hasil/", views.result, name="job_result"),
    path("<uuid:public_id>/ulangi/", views.retry, name="job_retry"),
]
