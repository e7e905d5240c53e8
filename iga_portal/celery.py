"""The Celery application: `celery -A iga_portal worker` and `celery -A iga_portal beat`."""

from __future__ import annotations

import os
from typing import Any

from celery import Celery
from celery.signals import worker_init

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "iga_portal.settings")

app = Celery("iga_portal")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks(["iga_portal.jobs", "scoring", "reports", "innovations"])
app.conf.imports = ["iga_portal.health"]


@worker_init.connect
def refuse_unsafe_role(**kwargs: Any) -> None:
    from iga_portal.tenancy.checks import refuse_unsafe_database

    refuse_unsafe_database()
