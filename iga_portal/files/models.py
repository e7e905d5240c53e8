"""Files as stored: bytes under a random key, their hash, and what they were found to be."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from iga_portal.tenancy.audit import audited
from iga_portal.tenancy.models import TenantModel


class FileState(models.TextChoices):
    READY = "ready", "siap"
    WAITING = "waiting", "menunggu pemeriksaan"
    REFUSED = "refused", "ditolak"


@audited()
class StoredFile(TenantModel):
    """One file of one region.

    `key` names the bytes in the private store; rows of one region with the same hash may share it. Size in bytes. The name
    is what the person's machine called it, for display only.
    """

    key = models.CharField(max_length=64)
    sha256 = models.CharField(max_length=64)
    size = models.PositiveBigIntegerField()
    media_type = models.CharField(max_length=100)
    name = models.CharField(max_length=255)
    state = models.CharField(max_length=10, choices=FileState, default=FileState.READY)
    created_at = models.DateTimeField(auto_now_add=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )

    class Meta(TenantModel.Meta):
        indexes = [models.Index(fields=["region", "sha256"], name="files_by_hash")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(sha256__regex=r"^[0-9a-f]{64}$"), name="files_sha256_hex"
            ),
            models.CheckConstraint(condition=models.Q(size__gt=0), name="files_not_empty"),
        ]

    def __str__(self) -> str:
        return self.name
