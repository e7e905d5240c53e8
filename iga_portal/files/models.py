"""Files as stored: bytes under a random key, their hash, and what they were found to be. And files on their way here."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models

from iga_portal.tenancy.audit import audited
from iga_portal.tenancy.fields import TenantForeignKey
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
    finding = models.CharField(max_length=300, blank=True)
    """What the malware scan found, for a refused file."""
    page_count = models.PositiveIntegerField(null=True)
    """Pages of a PDF; 1 for a picture; None for a video, and while a worker has not looked."""
    pictured = models.PositiveSmallIntegerField(default=0)
    """How many page pictures a worker has made, from page 1 on."""
    examined_at = models.DateTimeField(null=True)
    """When a worker had counted pages and made pictures, or had found that it cannot; a sweep takes up what has none."""
    removed_at = models.DateTimeField(null=True)
    """When it was let go (`files.letting_go`): nothing refers to it, and it lends nobody its bytes."""
    created_at = models.DateTimeField(auto_now_add=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )

    class Meta(TenantModel.Meta):
        indexes = [
            models.Index(fields=["region", "sha256"], name="files_by_hash"),
            models.Index(
                fields=["removed_at"], condition=models.Q(removed_at__isnull=False), name="files_let_go"
            ),
            # What the sweep asks for every half minute: a handful among hundreds of thousands.
            models.Index(
                fields=["id"], condition=models.Q(examined_at__isnull=True), name="files_unexamined"
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(sha256__regex=r"^[0-9a-f]{64}$"), name="files_sha256_hex"
            ),
            models.CheckConstraint(condition=models.Q(size__gt=0), name="files_not_empty"),
        ]

    def __str__(self) -> str:
        return self.name


class UploadState(models.TextChoices):
    OPEN = "open", "berjalan"
    COMPLETE = "complete", "lengkap"
    TAKEN = "taken", "diterima"
    REFUSED = "refused", "ditolak"
    CANCELLED = "cancelled", "dibatalkan"


@audited(exclude=["offset", "moved_at"])
class Upload(TenantModel):
    """A file that travels in pieces. `offset` bytes of `size` have arrived and lie in the partial file named by `public_id`.

    `sha256` is what the browser announced ("" when it did not); `file` what became of it once taken in. An upload that has
    not moved for a while is swept together with its partial file.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    name = models.CharField(max_length=255)
    size = models.PositiveBigIntegerField()
    offset = models.PositiveBigIntegerField(default=0)
    sha256 = models.CharField(max_length=64, blank=True)
    state = models.CharField(max_length=10, choices=UploadState, default=UploadState.OPEN)
    refusal = models.CharField(max_length=300, blank=True)
    details = models.JSONField(default=dict, blank=True)
    """What the page said about the file (owner, subject, row), for whoever makes a document of it."""
    file = TenantForeignKey("files.StoredFile", on_delete=models.PROTECT, null=True, related_name="+")
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    moved_at = models.DateTimeField()

    class Meta(TenantModel.Meta):
        ordering = ["-created_at", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(offset__lte=models.F("size")), name="files_upload_not_past_end"
            ),
            models.CheckConstraint(condition=models.Q(size__gt=0), name="files_upload_not_empty"),
        ]
        indexes = [
            models.Index(
                fields=["region", "moved_at"],
                condition=models.Q(state__in=["open", "complete"]),
                name="files_uploads_open",
            )
        ]

    def __str__(self) -> str:
        return self.name
