"""What the regional admin decides through the season: who is reminded, and which innovations shall go."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models

from iga_portal.tenancy.audit import audited
from iga_portal.tenancy.fields import TenantForeignKey
from iga_portal.tenancy.models import TenantModel


@audited()
class Reminder(TenantModel):
    """A reminder to one OPD, with the text that was sent. `batch` holds those of one press together."""

    region_period = TenantForeignKey("regions.RegionPeriod", on_delete=models.PROTECT, related_name="+")
    opd = TenantForeignKey("regions.Opd", on_delete=models.PROTECT, related_name="reminders")
    batch = models.UUIDField(default=uuid.uuid4)
    text = models.TextField("pesan")
    people = models.PositiveSmallIntegerField()
    """How many people of the OPD were told."""
    sent_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    sent_at = models.DateTimeField()

    class Meta(TenantModel.Meta):
        ordering = ["-sent_at", "-id"]
        constraints = [
            models.CheckConstraint(condition=~models.Q(text=""), name="innovations_reminder_text"),
            models.UniqueConstraint(fields=["batch", "opd"], name="innovations_one_reminder_a_press"),
        ]

    def __str__(self) -> str:
        return f"{self.opd_id} · {self.sent_at:%Y-%m-%d}"


@audited()
class PortfolioChoice(TenantModel):
    """Whether an innovation shall go with the region's portfolio. Without a row nobody has decided."""

    innovation = TenantForeignKey("innovations.Innovation", on_delete=models.CASCADE, related_name="+")
    is_chosen = models.BooleanField()
    chosen_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    chosen_at = models.DateTimeField()

    class Meta(TenantModel.Meta):
        constraints = [models.UniqueConstraint(fields=["innovation"], name="innovations_one_choice_each")]

    def __str__(self) -> str:
        return f"{self.innovation_id} · {self.is_chosen}"
