from __future__ import annotations

from django.conf import settings
from django.db import models

from iga_portal.tenancy.audit import audited
from iga_portal.tenancy.fields import TenantForeignKey
from iga_portal.tenancy.models import TenantModel


@audited()
class Sending(TenantModel):
    """The region's portfolio as sent to Kemendagri: the first one, or an addition before the deadline.

    `number` counts from 1 within the region and period; `receipt` is the SHA-256 over what was sent.
    """

    region_period = TenantForeignKey(
        "regions.RegionPeriod", on_delete=models.PROTECT, related_name="sendings"
    )
    number = models.PositiveSmallIntegerField()
    sent_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    sent_at = models.DateTimeField()
    receipt = models.CharField(max_length=64)

    class Meta(TenantModel.Meta):
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["region_period", "number"], name="innovations_sending_number")
        ]

    def __str__(self) -> str:
        return f"{self.region_id} · {self.number}"


@audited(exclude=["content"])
class SendingItem(TenantModel):
    """One innovation as it was sent: its proposal, rows, verdicts and documents at that moment (`content`), and their hash."""

    sending = TenantForeignKey("innovations.Sending", on_delete=models.PROTECT, related_name="items")
    innovation = TenantForeignKey("innovations.Innovation", on_delete=models.PROTECT, related_name="sendings")
    innovation_version = models.PositiveIntegerField()
    content = models.JSONField()
    content_hash = models.CharField(max_length=64)

    class Meta(TenantModel.Meta):
        ordering = ["sending_id", "innovation_id"]
        constraints = [
            models.UniqueConstraint(fields=["sending", "innovation"], name="innovations_sent_once_a_sending")
        ]

    def __str__(self) -> str:
        return f"{self.sending_id} · {self.innovation_id}"
