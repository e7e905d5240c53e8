"""Who may ask the open data interface as a machine."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q


class ApiToken(models.Model):
    """A key for an integration. Only its hash is kept: the key itself is shown once, when it is made.

    `prefix` are its first letters, by which people recognise it; `scopes` are names that `reports.api` knows. A token ends by
    itself at `expires_at`. Read before a scope exists, therefore outside row-level security.
    """

    name = models.CharField("nama", max_length=120)
    prefix = models.CharField(max_length=12)
    token_hash = models.CharField(max_length=64, unique=True)
    scopes = models.JSONField(default=list)
    region = models.ForeignKey("regions.Region", on_delete=models.PROTECT, null=True, related_name="+")
    """The one region whose own numbers it may read; None for what is public or national."""
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField("berlaku sampai")
    revoked_at = models.DateTimeField(null=True)
    revoked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    last_used_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-created_at", "-id"]
        constraints = [
            models.CheckConstraint(condition=~Q(name=""), name="reports_token_has_a_name"),
            models.CheckConstraint(
                condition=Q(token_hash__regex=r"^[0-9a-f]{64}$"),  # noqa: S106 - a pattern
                name="reports_token_hash_hex",
            ),
            models.CheckConstraint(
                condition=Q(expires_at__gt=models.F("created_at")), name="reports_token_expires_later"
            ),
            models.CheckConstraint(
                condition=Q(revoked_at__isnull=True, revoked_by__isnull=True)
                | Q(revoked_at__isnull=False, revoked_by__isnull=False),
                name="reports_token_revocation_whole",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} · {self.prefix}…"
