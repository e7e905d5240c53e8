"""What leaves the portal on paper."""

from __future__ import annotations

import re
import uuid

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy

from iga_portal.tenancy.audit import audited
from iga_portal.tenancy.fields import TenantForeignKey
from iga_portal.tenancy.models import TenantModel
from regions.enums import Basis

COMMON_NAME = re.compile(r"(?:^|,)CN=((?:\\.|[^,\\])+)")
"""In a subject as RFC 4514 writes it."""


class DocumentKind(models.TextChoices):
    REPORT = "report", gettext_lazy("laporan daerah")
    CERTIFICATE = "certificate", gettext_lazy("piagam")
    AWARD = "award", gettext_lazy("piagam penghargaan")
    RECEIPT = "receipt", gettext_lazy("rincian nilai")
    NATIONAL = "national", gettext_lazy("laporan nasional")


class DocumentStanding(models.TextChoices):
    VALID = "valid", gettext_lazy("berlaku")
    SUPERSEDED = "superseded", gettext_lazy("digantikan")
    REVOKED = "revoked", gettext_lazy("dicabut")


@audited(exclude=["snapshot", "facts"])
class IssuedDocument(TenantModel):
    """One printed document: its number, the snapshot it is a pure function of, and the file.

    `snapshot_hash` recognises an unchanged document: asked for again from the same facts, the same row is given, not a second
    one. A document of a publication names it; `category` is the award's. One that does not stand any more says why, and which
    one came in its place.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    kind = models.CharField(max_length=12, choices=DocumentKind)
    number = models.CharField(max_length=60, unique=True)
    region_period = TenantForeignKey(
        "regions.RegionPeriod", on_delete=models.PROTECT, null=True, related_name="documents"
    )
    """None where the publication is of a period in which the portal held no regions yet, and for documents of the nation."""
    basis = models.CharField(max_length=8, choices=Basis)
    publication = models.ForeignKey(
        "reports.Publication", on_delete=models.PROTECT, null=True, related_name="documents"
    )
    category = models.CharField(max_length=60, blank=True)
    standing = models.CharField(max_length=12, choices=DocumentStanding, default=DocumentStanding.VALID)
    replaced_by = TenantForeignKey("self", on_delete=models.PROTECT, null=True, related_name="+")
    ended_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    end_reason = models.TextField("alasan", blank=True)
    snapshot = models.JSONField()
    snapshot_hash = models.CharField(max_length=64)
    facts = models.JSONField(null=True)
    facts_hash = models.CharField(max_length=64)
    file = TenantForeignKey("files.StoredFile", on_delete=models.PROTECT, null=True, related_name="+")
    file_hash = models.CharField(max_length=64, blank=True)
    """SHA-256 of the file of a publication's document: by it somebody's copy is recognised."""
    signer = models.CharField(max_length=200, blank=True)
    """The subject of the certificate that the file was signed with; "" for an unsigned file."""
    signer_fingerprint = models.CharField(max_length=64, blank=True)
    signed_at = models.DateTimeField(null=True)
    fault = models.TextField(blank=True)
    """Why the file could not be made at the last try; "" once it was."""
    issued_on = models.DateField()
    issued_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta(TenantModel.Meta):
        ordering = ["-created_at", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["region_period", "kind", "category", "snapshot_hash"],
                condition=models.Q(standing=DocumentStanding.VALID),
                name="reports_one_document_a_snapshot",
            ),
            models.CheckConstraint(
                condition=models.Q(standing=DocumentStanding.VALID, ended_at__isnull=True)
                | (
                    models.Q(ended_at__isnull=False)
                    & ~models.Q(standing=DocumentStanding.VALID)
                    & ~models.Q(end_reason="")
                ),
                name="reports_ended_document_says_why",
                violation_error_message=gettext_lazy("Tuliskan alasan pencabutan."),
            ),
            models.CheckConstraint(
                condition=models.Q(region_period__isnull=False) | models.Q(publication__isnull=False),
                name="reports_document_of_period",
            ),
            models.UniqueConstraint(
                fields=["region", "kind", "category", "snapshot_hash"],
                condition=models.Q(standing=DocumentStanding.VALID, publication__isnull=False),
                name="reports_one_published_document",
            ),
        ]
        indexes = [
            models.Index(
                fields=["file_hash"], condition=~models.Q(file_hash=""), name="reports_documents_by_file"
            ),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def signer_name(self) -> str:
        """The common name in the signer's subject; the whole subject where it has none."""
        found = COMMON_NAME.search(self.signer)
        return re.sub(r"\\(.)", r"\1", found[1]) if found else self.signer
