"""A job: work that a person asked for and that takes longer than a page. Its row is the truth, not the message queue."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models

from iga_portal.tenancy.audit import audited
from iga_portal.tenancy.fields import TenantForeignKey
from iga_portal.tenancy.models import TenantModel


class JobState(models.TextChoices):
    QUEUED = "queued", "menunggu"
    RUNNING = "running", "berjalan"
    DONE = "done", "selesai"
    FAILED = "failed", "gagal"


@audited(exclude=["done", "message", "beat_at"])
class Job(TenantModel):
    """`once` makes asking idempotent: a second press while one waits or runs finds the first.

    `beat_at` is the worker's last sign of life; a running job without one for five minutes is taken up again.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    kind = models.CharField(max_length=40)
    arguments = models.JSONField(default=dict)
    once = models.CharField(max_length=200)
    state = models.CharField(max_length=10, choices=JobState, default=JobState.QUEUED)
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    message = models.CharField(max_length=500, blank=True)
    result_file = TenantForeignKey("files.StoredFile", on_delete=models.PROTECT, null=True, related_name="+")
    tries = models.PositiveSmallIntegerField(default=0)
    requested_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    created_at = models.DateTimeField(auto_now_add=True)
    started_at = models.DateTimeField(null=True)
    beat_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)
    result_removed_at = models.DateTimeField(null=True)
    """When the file that it left was taken away again (`jobs.results`)."""

    class Meta(TenantModel.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["region", "once"],
                condition=models.Q(state__in=["queued", "running"]),
                name="jobs_once_while_open",
            ),
        ]
        indexes = [
            models.Index(
                fields=["region", "created_at"],
                condition=models.Q(state__in=["queued", "running"]),
                name="jobs_open",
            ),
            # What the sweep of results asks for.
            models.Index(
                fields=["finished_at"],
                condition=models.Q(result_file__isnull=False),
                name="jobs_with_results",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.public_id}"

    @property
    def is_open(self) -> bool:
        return self.state in {JobState.QUEUED, JobState.RUNNING}

    @property
    def percent(self) -> int:
        return min(100, self.done * 100 // self.total) if self.total else 0
