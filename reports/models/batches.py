"""Making the documents of a publication, many at a time: what was ordered, cut into slices that workers take, and what failed.

All of it the ministry's (region 0). The rows are the truth; a message to a worker only hurries them.
"""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from iga_portal.tenancy.audit import audited
from iga_portal.tenancy.fields import TenantForeignKey
from iga_portal.tenancy.models import TenantModel
from reports.models.documents import DocumentKind


class BatchState(models.TextChoices):
    RUNNING = "running", _("berjalan")
    PAUSED = "paused", _("dijeda")
    DONE = "done", _("selesai")


class SliceState(models.TextChoices):
    WAITING = "waiting", _("menunggu")
    WORKING = "working", _("dikerjakan")
    DONE = "done", _("selesai")


@audited()
class DocumentBatch(TenantModel):
    """An order for the documents of a publication: of some kinds, of all its regions or of some.

    `kinds` are those of `DocumentKind`; `regions` the words that the order was given in ("" for all). `site` is the address for
    the verification code on the paper. A batch that cannot go on (nobody can sign) is paused with `note` saying why.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    publication = models.ForeignKey("reports.Publication", on_delete=models.PROTECT, related_name="batches")
    kinds = models.JSONField()
    regions = models.CharField(max_length=200, blank=True)
    site = models.CharField(max_length=200)
    state = models.CharField(max_length=10, choices=BatchState, default=BatchState.RUNNING)
    note = models.TextField(blank=True)
    expected = models.PositiveIntegerField(default=0)
    """How many documents the order is for."""
    ordered_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    ordered_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)

    class Meta(TenantModel.Meta):
        ordering = ["-ordered_at", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["region", "publication"],
                condition=Q(state__in=["running", "paused"]),
                name="reports_one_open_batch",
            ),
            models.CheckConstraint(
                condition=Q(state="done", finished_at__isnull=False)
                | (~Q(state="done") & Q(finished_at__isnull=True)),
                name="reports_batch_end_whole",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.publication_id} · {self.public_id}"

    @property
    def is_open(self) -> bool:
        return self.state != BatchState.DONE


@audited(exclude=["beat_at", "made", "unchanged", "failed", "spent"])
class BatchSlice(TenantModel):
    """Some regions of a batch, small enough for a minute of one worker.

    `beat_at` is the worker's last sign of life: a slice without one for some minutes is taken by another. Counted are documents;
    `spent` tells where the time of the last run went, in milliseconds by kind of work, and the worker's largest memory in MB.
    """

    batch = TenantForeignKey(DocumentBatch, on_delete=models.PROTECT, related_name="slices")
    position = models.PositiveIntegerField()
    region_ids = models.JSONField()
    state = models.CharField(max_length=10, choices=SliceState, default=SliceState.WAITING)
    tries = models.PositiveSmallIntegerField(default=0)
    beat_at = models.DateTimeField(null=True)
    made = models.PositiveIntegerField(default=0)
    unchanged = models.PositiveIntegerField(default=0)
    failed = models.PositiveIntegerField(default=0)
    spent = models.JSONField(default=dict)

    class Meta(TenantModel.Meta):
        ordering = ["batch_id", "position"]
        constraints = [
            models.UniqueConstraint(fields=["batch", "position"], name="reports_slice_position"),
        ]
        indexes = [
            models.Index(
                fields=["batch", "position"], condition=~Q(state="done"), name="reports_slices_to_do"
            )
        ]

    def __str__(self) -> str:
        return f"{self.batch_id} · {self.position}"


@audited()
class BatchFault(TenantModel):
    """A document that could not be made, and why. `kind` is "" where not even the papers of the region could be worked out."""

    batch = TenantForeignKey(DocumentBatch, on_delete=models.PROTECT, related_name="faults")
    slice = TenantForeignKey(BatchSlice, on_delete=models.PROTECT, related_name="faults")
    subject = models.ForeignKey("regions.Region", on_delete=models.PROTECT, null=True, related_name="+")
    kind = models.CharField(max_length=12, choices=DocumentKind, blank=True)
    category = models.CharField(max_length=60, blank=True)
    number = models.CharField(max_length=60, blank=True)
    cause = models.TextField()
    at = models.DateTimeField()

    class Meta(TenantModel.Meta):
        ordering = ["batch_id", "subject_id", "id"]

    def __str__(self) -> str:
        return f"{self.batch_id} · {self.subject_id} · {self.kind}"
