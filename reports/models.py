"""What leaves the portal on paper."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy

from iga_portal.tenancy.audit import audited
from iga_portal.tenancy.fields import TenantForeignKey
from iga_portal.tenancy.models import TenantModel
from regions.enums import Basis


class DocumentKind(models.TextChoices):
    REPORT = "report", gettext_lazy("laporan daerah")
    CERTIFICATE = "certificate", gettext_lazy("piagam")


@audited(exclude=["snapshot", "facts"])
class IssuedDocument(TenantModel):
    """One printed document: its number, the snapshot it is a pure function of, and the file.

    `snapshot_hash` recognises an unchanged document: asked for again from the same facts, the same row is given, not a second
    one.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    kind = models.CharField(max_length=12, choices=DocumentKind)
    number = models.CharField(max_length=60, unique=True)
    region_period = TenantForeignKey(
        "regions.RegionPeriod", on_delete=models.PROTECT, related_name="documents"
    )
    basis = models.CharField(max_length=8, choices=Basis)
    snapshot = models.JSONField()
    snapshot_hash = models.CharField(max_length=64)
    facts = models.JSONField(null=True)
    facts_hash = models.CharField(max_length=64)
    file = TenantForeignKey("files.StoredFile", on_delete=models.PROTECT, null=True, related_name="+")
    issued_on = models.DateField()
    issued_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta(TenantModel.Meta):
        ordering = ["-created_at", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["region_period", "kind", "snapshot_hash"], name="reports_one_document_a_snapshot"
            )
        ]

    def __str__(self) -> str:
        return self.number
