"""The Celery application: `celery -A iga_portal worker` and `celery -A iga_portal beat`."""

from __future__ import annotations

import os
from typing import Any

from celery import Celery
from celery.signals import worker_init, worker_ready

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "iga_portal.settings")

app = Celery("iga_portal")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks(["iga_portal.jobs", "iga_portal.notices", "scoring", "reports", "innovations"])
app.conf.imports = [
    "iga_portal.health",
    "iga_portal.files.tasks",
    "iga_portal.files.uploads_tasks",
    "innovations.bulk.tasks",
    "innovations.package.tasks",
    "regions.lists.tasks",
]


@worker_init.connect
def refuse_unsafe_role(**kwargs: Any) -> None:
    from django.core.exceptions import ImproperlyConfigured

    from iga_portal.tenancy.checks import refuse_unsafe_database

    try:
        refuse_unsafe_database()
    except ImproperlyConfigured as error:
        # Signal receivers may fail without ending the worker; leaving the process does end it.
        raise SystemExit(f"portal: {error}") from error


@worker_ready.connect
def first_heartbeat(**kwargs: Any) -> None:
    """A worker that takes messages says so at once; later heartbeats come by way of beat."""
    from iga_portal.health import heartbeat

    heartbeat.delay()
