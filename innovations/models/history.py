from __future__ import annotations

from django.conf import settings
from django.db import models

from iga_portal.tenancy.audit import audited
from iga_portal.tenancy.fields import TenantForeignKey
from iga_portal.tenancy.models import TenantModel
from innovations.enums import State


@audited()
class Transition(TenantModel):
    """One step of an innovation through the workflow: the timeline that everybody concerned can read."""

    innovation = TenantForeignKey(
        "innovations.Innovation", on_delete=models.CASCADE, related_name="transitions"
    )
    action = models.CharField(max_length=20)
    from_state = models.CharField(max_length=12, choices=State, blank=True)
    to_state = models.CharField(max_length=12, choices=State)
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    role = models.CharField(max_length=20, blank=True)
    reason = models.TextField(blank=True)
    at = models.DateTimeField(auto_now_add=True)

    class Meta(TenantModel.Meta):
        ordering = ["-at", "-id"]
        indexes = [models.Index(fields=["region", "innovation", "-at"], name="innovations_timeline")]

    def __str__(self) -> str:
        return f"{self.innovation_id}: {self.action}"


@audited()
class ReturnReason(TenantModel):
    """Why one row (or, with `row` None, the proposal itself) went back to the OPD, and what the OPD answered."""

    transition = TenantForeignKey("innovations.Transition", on_delete=models.CASCADE, related_name="reasons")
    row = models.PositiveSmallIntegerField(null=True)
    reason = models.TextField()
    reply = models.TextField(blank=True)
    replied_at = models.DateTimeField(null=True)
    replied_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )

    class Meta(TenantModel.Meta):
        ordering = ["row"]
        constraints = [
            models.UniqueConstraint(
                fields=["transition", "row"], name="innovations_one_reason_a_row", nulls_distinct=False
            ),
            models.CheckConstraint(condition=~models.Q(reason=""), name="innovations_return_reason_given"),
        ]

    def __str__(self) -> str:
        return self.reason[:80]
