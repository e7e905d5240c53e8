from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from iga_portal.tenancy.audit import audited
from iga_portal.tenancy.fields import TenantForeignKey
from iga_portal.tenancy.models import TenantModel
from innovations.enums import Decision, VerdictStage
from regions.enums import Role


@audited()
class Verdict(TenantModel):
    """What a reviewer decided on one row, pinned to the evidence that was judged.

    `judged` is the claim and the citations as the reviewer saw them, `judged_hash` its SHA-256. When the answer or one of its
    documents changes, the verdict no longer stands and the row is open again; it stays as history. Exactly one of `answer`
    (an innovation's row) and `region_answer` (an SPD row, quality control only) is set.
    """

    answer = TenantForeignKey(
        "innovations.Answer", on_delete=models.CASCADE, null=True, related_name="verdicts"
    )
    region_answer = TenantForeignKey(
        "innovations.RegionAnswer", on_delete=models.CASCADE, null=True, related_name="verdicts"
    )
    stage = models.CharField(max_length=4, choices=VerdictStage)
    decision = models.CharField(max_length=8, choices=Decision)
    level = models.PositiveSmallIntegerField()
    reason = models.TextField(blank=True)
    opd_note = models.TextField(blank=True)
    """A word to the OPD that is no reason: what is good, what would be better next year."""
    desk_note = models.TextField(blank=True)
    taken_over = TenantForeignKey("self", on_delete=models.PROTECT, null=True, related_name="+")
    """The verdict on the same evidence elsewhere that this one was taken over from."""
    reviewer = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    judged = models.JSONField()
    judged_hash = models.CharField(max_length=64)
    stands = models.BooleanField(default=True)
    created_at = models.DateTimeField(auto_now_add=True)
    fell_at = models.DateTimeField(null=True)
    fell_because = models.CharField(max_length=200, blank=True)

    class Meta(TenantModel.Meta):
        ordering = ["-created_at", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(answer__isnull=False, region_answer__isnull=True)
                | Q(answer__isnull=True, region_answer__isnull=False, stage=VerdictStage.QUALITY_CONTROL),
                name="innovations_verdict_on_one_row",
            ),
            models.CheckConstraint(condition=Q(level__range=(0, 3)), name="innovations_verdict_level"),
            models.CheckConstraint(
                condition=Q(decision=Decision.ACCEPT) | ~Q(reason=""),
                name="innovations_verdict_reason",
                violation_error_message=_("Tuliskan alasan bila tingkat diubah atau ditolak."),
            ),
            models.UniqueConstraint(
                fields=["answer", "stage"], condition=Q(stands=True), name="innovations_one_standing_verdict"
            ),
            models.UniqueConstraint(
                fields=["region_answer", "stage"],
                condition=Q(stands=True, region_answer__isnull=False),
                name="innovations_one_standing_spd_verdict",
            ),
        ]

    @property
    def told_by(self) -> str:
        """Whose decision it is as a region reads it: an evaluator speaks for the ministry, by role and not by name."""
        if self.stage == VerdictStage.QUALITY_CONTROL:
            return str(Role.EVALUATOR.label)
        return str(self.reviewer)

    def __str__(self) -> str:
        return f"{self.answer_id or self.region_answer_id} · {self.level}"
