"""The documents of a publication, in the ministry's place: ordered, followed, looked at, revoked, replaced."""

from __future__ import annotations

from django.urls import path

from reports import tasks  # noqa: F401 - registers what the jobs of this room are called
from reports.views import batches, endings

urlpatterns = [
    path("", batches.documents, name="documents"),
    path("pesan/", batches.order, name="batch_order"),
    path("pesanan/<uuid:batch_id>/", batches.batch, name="batch"),
    path("pesanan/<uuid:batch_id>/kemajuan/", batches.batch_progress, name="batch_progress"),
    path("pesanan/<uuid:batch_id>/jeda/", batches.pause, name="batch_pause"),
    path("pesanan/<uuid:batch_id>/lanjut/", batches.resume, name="batch_resume"),
    path("pesanan/<uuid:batch_id>/ulangi/", batches.retry, name="batch_retry"),
    path("<uuid:public_id>/", endings.document, name="document_issued"),
    path("<uuid:public_id>/cabut/", endings.revoke, name="document_revoke"),
    path("<uuid:public_id>/ganti/", endings.replace, name="document_replace_revoked"),
]
