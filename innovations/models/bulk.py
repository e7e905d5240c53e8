from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models

from iga_portal.tenancy.audit import audited
from iga_portal.tenancy.fields import TenantForeignKey
from iga_portal.tenancy.models import TenantModel


class BulkState(models.TextChoices):
    CHECKING = "checking", "diperiksa"
    FAULTY = "faulty", "perlu diperbaiki"
    READY = "ready", "siap diterapkan"
    APPLYING = "applying", "diterapkan"
    APPLIED = "applied", "selesai"
    STALE = "stale", "usang"


@audited(exclude=["report"])
class BulkImport(TenantModel):
    """A workbook of proposals and claimed levels: looked through first (`report`: what it would change, or what is wrong by
    cell), then applied as a whole or not at all."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    opd = TenantForeignKey("regions.Opd", on_delete=models.PROTECT, related_name="+")
    region_period = TenantForeignKey("regions.RegionPeriod", on_delete=models.PROTECT, related_name="+")
    file = TenantForeignKey("files.StoredFile", on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=10, choices=BulkState, default=BulkState.CHECKING)
    report = models.JSONField(default=dict)
    job = TenantForeignKey("jobs.Job", on_delete=models.PROTECT, null=True, related_name="+")
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    applied_at = models.DateTimeField(null=True)

    class Meta(TenantModel.Meta):
        ordering = ["-created_at", "-id"]

    def __str__(self) -> str:
        return f"{self.opd_id} · {self.created_at:%Y-%m-%d %H:%M}"
